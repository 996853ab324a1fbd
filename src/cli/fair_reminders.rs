//! What happens next to whoever was invited to a fair and did not answer, as a line of its table.

use schakel_solver::domain::Fair;
use schakel_solver::names::{Noun, counted};
use schakel_solver::plan::{NextWave, Reminder};
use schakel_solver::text::Lang;

/// "12 people did not answer yet: 9 get a reminder by sms, for 3 it is too late." Nothing where everyone answered.
///
/// Lapsed invitations are one count for all causes: the cause is never told.
pub(super) fn words(fair: &Fair, reminders: &[Reminder], lang: Lang) -> Option<String> {
    if reminders.is_empty() {
        return None;
    }
    let count = |next: NextWave| reminders.iter().filter(|reminder| reminder.next == next).count();
    let mut parts = Vec::new();
    for (at, channel) in fair.channels.iter().enumerate() {
        let (n, id) = (count(NextWave::By(at)), &channel.id);
        parts.extend((n > 0).then(|| match (lang, n) {
            (Lang::Nl, 1) => format!("1 krijgt een herinnering per {id}"),
            (Lang::Nl, n) => format!("{n} krijgen een herinnering per {id}"),
            (Lang::En, 1) => format!("1 gets a reminder by {id}"),
            (Lang::En, n) => format!("{n} get a reminder by {id}"),
            (Lang::Fr, 1) => format!("1 reçoit un rappel par {id}"),
            (Lang::Fr, n) => format!("{n} reçoivent un rappel par {id}"),
        }));
    }
    let late = count(NextWave::TooLate);
    parts.extend((late > 0).then(|| match lang {
        Lang::Nl => format!("voor {late} is het te laat"),
        Lang::En => format!("for {late} it is too late"),
        Lang::Fr => format!("pour {late} il est trop tard"),
    }));
    let lapse = count(NextWave::Lapses);
    parts.extend((lapse > 0).then(|| match lang {
        Lang::Nl => format!("van {lapse} vervalt de uitnodiging"),
        Lang::En => format!("of {lapse} the invitation lapses"),
        Lang::Fr => format!("pour {lapse} l'invitation devient caduque"),
    }));
    let people = counted(Noun::People, reminders.len() as u64, lang);
    let is_one = reminders.len() == 1;
    let silent = match lang {
        Lang::Nl if is_one => format!("{people} antwoordde nog niet"),
        Lang::Nl => format!("{people} antwoordden nog niet"),
        Lang::En => format!("{people} did not answer yet"),
        Lang::Fr if is_one => format!("{people} n'a pas encore répondu :"),
        Lang::Fr => format!("{people} n'ont pas encore répondu :"),
    };
    let colon = if lang == Lang::Fr { "" } else { ":" };
    Some(format!("{silent}{colon} {}.", parts.join(", ")))
}
