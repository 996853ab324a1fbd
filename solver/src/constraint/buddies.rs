//! Buddies: a language buddy meets so many people in all, whatever the hours they choose.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::Facts;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct BuddiesRule;

impl Constraint for BuddiesRule {
    const ABOUT: About = About {
        id: ConstraintId("language_buddies"),
        place: 98,
        caption: Words { nl: "taalbuddy", en: "language buddy", fr: "parrain linguistique" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        if facts.region.plans_groups() {
            let buddies = (0..).zip(&facts.region.buddies);
            buddies.for_each(|(idx, buddy)| pools.capacity(idx, 0, buddy.people.into()));
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        way.offer().buddy.into_iter().for_each(|buddy| claims.draw(buddy.0, 0, 1));
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.buddies[subject as usize].id.clone()
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &facts.region.buddies[subject as usize].name;
        match lang {
            Lang::Nl => write!(f, "{name} heeft geen plaats meer"),
            Lang::En => write!(f, "{name} has no place left"),
            Lang::Fr => write!(f, "{name} n'a plus de place"),
        }
    }
}
