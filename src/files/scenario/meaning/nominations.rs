//! People whom counsellors put forward: the person exists, and so does the occupation or programme.

use super::Check;
use crate::files::scenario::issue::{Code, Issue};

impl Check<'_> {
    pub(super) fn nominations(&mut self) {
        let parts = self.parts;
        for record in &parts.nominations.records {
            let (pointer, nomination) = (format!("#/nominations/{}", record.at), &record.value);
            if !parts.jobseekers.ids.contains_key(&nomination.jobseeker) {
                self.unknown(format!("{pointer}/jobseeker"), &nomination.jobseeker, "jobseekers");
            }
            if let Some(code) = &nomination.occupation {
                self.occupation(format!("{pointer}/occupation"), code);
            }
            if let Some(id) = nomination.programme.as_ref().filter(|id| !parts.programmes.ids.contains_key(*id)) {
                self.unknown(format!("{pointer}/programme"), id, "programmes");
            }
            match (&nomination.occupation, &nomination.programme) {
                (Some(_), Some(_)) => {
                    let issue = Issue::new(Code::OneOfTwo, format!("{pointer}/programme"));
                    self.push(issue.with("field", &"occupation").with("other", &"programme"));
                }
                (None, None) => {
                    let issue = Issue::new(Code::MissingField, format!("{pointer}/occupation"));
                    self.push(issue.with("field", &"occupation"));
                }
                _ => {}
            }
        }
    }
}
