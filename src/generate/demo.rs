//! Scenarios to try things out with: stories of the fixtures, and a small region. No person in them exists.

use std::borrow::Cow;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::generate::{self, Ask, Territory};

/// A scenario to try things out with.
#[derive(Clone, Copy, Debug)]
pub enum Demo {
    /// The seven municipalities, generated: the same every time.
    Kina,
    /// A story of the fixtures: its name and its text.
    Story(&'static str, &'static str),
}

/// The region that an empty service starts with: read within a second or two.
const KINA: Ask = Ask { region: Territory::Kina, seed: 1, jobseekers: 1_000, vacancies: 800, year: super::FIRST_YEAR };

/// Declares all demo scenarios, given the names of the stories.
macro_rules! demos {
    ($($story:literal,)+) => {
        /// All of them: the region first, then the stories by name.
        pub static ALL: &[Demo] = &[
            Demo::Kina,
            $(Demo::Story($story, include_str!(concat!("../../fixtures/scenarios/", $story, ".json"))),)+
        ];
    };
}

demos! {
    "a-bicycle-solves-two-things",
    "a-bicycle-that-comes-too-late",
    "a-bicycle-unlocks",
    "a-budget-for-bicycles",
    "a-childcare-place-near-work",
    "a-coach-on-the-floor-unlocks",
    "a-course-unlocks",
    "a-decision-against",
    "a-decision-against-a-floor",
    "a-decision-is-followed",
    "a-fair-and-a-far-municipality",
    "a-fair-in-a-small-hall",
    "a-fair-where-all-see-the-same-weather",
    "a-fair-while-school-is-in",
    "a-fair-with-walk-ins",
    "a-floor-that-binds",
    "a-floor-that-is-missed",
    "a-form-that-ended",
    "a-group-too-small",
    "a-later-first-day",
    "a-longer-trip",
    "a-mediator-on-two-days",
    "a-neighbouring-occupation",
    "a-promise-kept",
    "a-promise-that-cannot-be-kept",
    "a-right-to-recognise",
    "a-second-wave",
    "a-shared-bicycle-at-the-station",
    "a-small-detour-for-two-starts",
    "a-training-needs-a-kitchen",
    "a-training-that-an-employer-fills",
    "a-training-where-the-planner-decides",
    "a-training-with-a-promised-place",
    "a-training-without-a-room-for-the-jobdate",
    "a-workshop-that-leads-to-article-60",
    "an-agreed-number-is-reached",
    "an-enclave-of-five-or-none",
    "an-instructor-who-cannot-be-there-in-time",
    "an-opening-already-filled",
    "another-childcare-place-fits",
    "by-bicycle-to-the-station",
    "childcare-closes-before-the-bus-is-back",
    "childcare-closes-too-early",
    "childcare-too-far",
    "goes-by-bicycle",
    "goes-by-bus",
    "goes-by-car",
    "goes-by-electric-bicycle",
    "goes-by-moped",
    "goes-on-foot",
    "held",
    "held-with-an-offer-of-the-ocmw",
    "leaves-home-a-little-earlier",
    "licence-b-unlocks",
    "more-hours-than-wanted",
    "more-people-than-openings",
    "more-who-fit-than-interviews",
    "no-bus-before-the-early-shift",
    "no-second-room-to-practise",
    "not-there-before-the-end",
    "nothing-unlocks",
    "nothing-within-reach",
    "one-instructor-for-two-trainings",
    "one-new-site",
    "one-person-two-vacancies",
    "one-training-where-most-can-come",
    "points-in-place-of-ours",
    "points-of-another-system",
    "priority-is-not-for-vacancies",
    "released",
    "schelle-first",
    "skills-that-help",
    "skills-to-learn",
    "stated-minutes-win",
    "the-early-shift",
    "the-last-bicycle",
    "the-last-childcare-place",
    "the-last-coach",
    "the-right-to-work-ends",
    "the-second-child-at-school",
    "the-second-goal",
    "too-young",
    "too-young-for-the-night",
    "trained-for-work-that-is-there",
    "two-changes-together",
    "two-children-two-places",
    "two-decisions-that-contradict",
    "two-municipalities-one-group",
    "who-comes-first-in-a-training",
    "who-someone-is-plays-no-part",
    "whom-nobody-should-invite",
}

impl Demo {
    /// Its name in addresses.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Kina => "kina",
            Self::Story(name, _) => name,
        }
    }

    /// What it shows.
    ///
    /// # Errors
    /// When it carries no story: a test sees to it that each does.
    pub fn story(&self) -> Result<String> {
        #[derive(Deserialize)]
        struct Told {
            story: String,
        }

        match self {
            Self::Kina => Ok(generate::story(&KINA)),
            Self::Story(name, text) => Ok(serde_json::from_str::<Told>(text).context(*name)?.story),
        }
    }

    /// The scenario as JSON.
    ///
    /// # Errors
    /// When a table of the generator is broken.
    pub fn text(&self) -> Result<Cow<'static, [u8]>> {
        match self {
            Self::Story(_, text) => Ok(text.as_bytes().into()),
            Self::Kina => {
                let mut text = Vec::new();
                generate::write(&KINA, &mut text)?;
                Ok(text.into())
            }
        }
    }
}
