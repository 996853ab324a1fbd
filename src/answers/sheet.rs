//! The sheet of one person as JSON, as text, and as a page to print. A pseudonym is all that names the person.

use std::fmt::Write;

use schakel_solver::domain::JobseekerIdx;
use schakel_solver::explain::{SheetHelp, sheet};
use schakel_solver::plan::{Plan, Prepared};
use schakel_solver::text::Lang;
use schemars::JsonSchema;
use serde::Serialize;

/// A sheet about one person, for who sits across the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetView {
    /// Pseudonym of the person.
    pub jobseeker: String,
    /// Name of the region.
    pub region: String,
    /// Language of the words: `nl`, `en` or `fr`.
    pub lang: String,
    /// Its parts; those without a sentence are left out.
    pub parts: Vec<SheetPartView>,
}

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetPartView {
    /// Its heading.
    pub title: String,
    /// Its sentences.
    pub sentences: Vec<String>,
}

impl SheetView {
    /// The sheet of `jobseeker`, with what would help.
    pub fn of(prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx, helps: &[SheetHelp], lang: Lang) -> Self {
        let region = prepared.facts.region;
        let parts = sheet(prepared, plan, jobseeker, helps, lang).into_iter();
        Self {
            jobseeker: region.jobseekers[jobseeker.at()].id.clone(),
            region: region.name.clone(),
            lang: lang.code().to_owned(),
            parts: parts.map(|part| SheetPartView { title: part.title, sentences: part.lines }).collect(),
        }
    }

    /// The sheet as lines of text.
    pub fn text(&self) -> String {
        let mut text = format!("{} - {}\n", self.jobseeker, self.region);
        for part in &self.parts {
            let sentences: String = part.sentences.iter().map(|line| format!("  {line}\n")).collect();
            // Writing to a text cannot fail.
            let _ = write!(text, "\n{}\n{sentences}", part.title);
        }
        text
    }

    /// The sheet as a page that prints on one side: no script, nothing from elsewhere.
    pub fn html(&self) -> String {
        let (jobseeker, region) = (escaped(&self.jobseeker), escaped(&self.region));
        let part = |part: &SheetPartView| {
            let sentences: String = part.sentences.iter().map(|line| format!("<li>{}</li>\n", escaped(line))).collect();
            format!("<section>\n<h2>{}</h2>\n<ul>\n{sentences}</ul>\n</section>\n", escaped(&part.title))
        };
        let parts: String = self.parts.iter().map(part).collect();
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{jobseeker}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<header><h1>{jobseeker}</h1><p>{region}</p></header>\n\
             <main>\n{parts}</main>\n</body>\n</html>\n",
            self.lang
        )
    }
}

/// Large enough to read across a table; black on white, parts kept whole.
const STYLE: &str = "body{font:12pt/1.45 sans-serif;max-width:42em;margin:2em auto;padding:0 1em;color:#000;background:#fff}\
                     h1{font-size:1.4em;margin:0}h2{font-size:1.1em;margin:1.2em 0 .3em}header p{margin:0}\
                     ul{margin:0;padding-left:1.2em}section{break-inside:avoid}\
                     @page{margin:18mm}@media print{body{margin:0;padding:0;max-width:none}}";

/// A text inside a page.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}
