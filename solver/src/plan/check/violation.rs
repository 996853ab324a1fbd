//! What can be wrong with a plan, in words.

use std::fmt;

use crate::constraint::{ALL, PoolKey, PoolSpec, pool_name, pools};
use crate::domain::{Facts, JobseekerIdx, Level, OfferIdx};
use schakel_model::Refusal;

/// What is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A position in the plan at which the region has nothing.
    Unknown {
        /// What it should be the position of.
        what: &'static str,
        /// The position.
        position: u32,
    },
    /// A list that is not sorted.
    Unsorted {
        /// Which list.
        list: &'static str,
    },
    /// A way that is not written as ways are: supports out of order or of one kind, or a place for no child.
    NotAWay {
        /// Whose.
        jobseeker: JobseekerIdx,
    },
    /// Nothing is said about a person.
    PersonMissing {
        /// Who.
        jobseeker: JobseekerIdx,
    },
    /// A person is in the plan more than once.
    PersonTwice {
        /// Who.
        jobseeker: JobseekerIdx,
    },
    /// Nothing is said about an offer.
    OfferMissing {
        /// Which.
        offer: OfferIdx,
    },
    /// An offer is in the plan more than once.
    OfferTwice {
        /// Which.
        offer: OfferIdx,
    },
    /// Another number of people is assigned to an offer.
    Filled {
        /// Which.
        offer: OfferIdx,
        /// As the plan says.
        stated: u32,
        /// As counted.
        found: u32,
    },
    /// Another number of people could take an offer.
    OfferCandidates {
        /// Which.
        offer: OfferIdx,
        /// As the plan says.
        stated: u32,
        /// As counted.
        found: u32,
    },
    /// A person could take another number of offers.
    PersonCandidates {
        /// Who.
        jobseeker: JobseekerIdx,
        /// As the plan says.
        stated: u32,
        /// As counted.
        found: u32,
    },
    /// A person without a proposal has other reasons than those that follow.
    PersonReasons {
        /// Who.
        jobseeker: JobseekerIdx,
    },
    /// An offer has other reasons than those that follow.
    OfferReasons {
        /// Which.
        offer: OfferIdx,
    },
    /// A rule blocks an assignment.
    Blocked {
        /// Who.
        jobseeker: JobseekerIdx,
        /// What.
        offer: OfferIdx,
        /// Position of the rule in [`ALL`].
        rule: u8,
    },
    /// An assignment has other points.
    Points {
        /// Who.
        jobseeker: JobseekerIdx,
        /// What.
        offer: OfferIdx,
        /// As the plan says.
        stated: i64,
        /// As judged.
        found: i64,
    },
    /// More is drawn than there is.
    PoolExceeded {
        /// Of what.
        pool: PoolKey,
        /// Units drawn.
        drawn: i128,
        /// Units that there are.
        capacity: u32,
    },
    /// An edition is held for fewer people than it takes.
    TooFew {
        /// The floor.
        pool: PoolKey,
        /// People missing.
        missing: i128,
    },
    /// Other units of a floor are missing.
    Missing {
        /// Which floor.
        pool: PoolKey,
        /// As the plan says; 0 where it says nothing.
        stated: i128,
        /// As counted.
        found: i128,
    },
    /// The list of floors that are not reached names one twice, or one that does not exist.
    MissingList {
        /// Which.
        pool: PoolKey,
    },
    /// A hard floor is not reached, and the plan does not say that floors are in conflict.
    HardFloor {
        /// Which.
        pool: PoolKey,
        /// Units missing.
        missing: i128,
    },
    /// The levels are not those of the pack.
    Levels,
    /// A level has another value.
    Value {
        /// The level.
        level: Level,
        /// As the plan says.
        stated: i128,
        /// As added up.
        found: i128,
    },
    /// The certificate proves another bound.
    Bound {
        /// The level.
        level: Level,
        /// As the plan says.
        stated: i128,
        /// As recomputed.
        found: i128,
    },
    /// The plan reaches more than no plan exceeds: one of the two is false.
    BoundBelowValue {
        /// The level; `None` for the hard floors before all levels.
        level: Option<Level>,
        /// Reached.
        value: i128,
        /// Not exceeded, it was said.
        bound: i128,
    },
    /// The plan is called optimal and the certificate leaves room for a better one.
    NotProven {
        /// The level; `None` for the hard floors before all levels.
        level: Option<Level>,
        /// Reached.
        value: i128,
        /// Not exceeded.
        bound: i128,
    },
    /// The plan is called within the gap asked and is not, or no gap was asked.
    NotWithinGap {
        /// The level; `None` for the hard floors before all levels.
        level: Option<Level>,
        /// Reached.
        value: i128,
        /// Not exceeded.
        bound: i128,
    },
    /// The plan claims less about how it ended than values and bounds prove.
    ProvesMore {
        /// How it says to have ended.
        stated: &'static str,
        /// How it ended.
        found: &'static str,
    },
    /// The certificate proves the plan best, and the plan says that the solver does not claim so.
    NotClaimed,
    /// The certificate is refused.
    Certificate(Refusal),
    /// A total does not fit in 128 bits.
    Overflow,
    /// Floors are said to be in conflict, and the certificate does not prove that hard floors cannot all be reached.
    ConflictNotProven,
    /// A floor is said to be in conflict and is no hard floor.
    NotAHardFloor {
        /// Which.
        pool: PoolKey,
    },
    /// The floors said to be in conflict can all be reached together.
    NoConflict,
    /// A floor said to be in conflict is not needed for the conflict.
    NotInConflict {
        /// Which.
        pool: PoolKey,
    },
    /// Solving again reaches something else.
    Resolved {
        /// The level.
        level: Level,
        /// As the plan says.
        stated: i128,
        /// As solved again.
        found: i128,
    },
}

impl Violation {
    /// The code, stable.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "CHECK_UNKNOWN_POSITION",
            Self::Unsorted { .. } => "CHECK_UNSORTED",
            Self::NotAWay { .. } => "CHECK_NOT_A_WAY",
            Self::PersonMissing { .. } => "CHECK_PERSON_MISSING",
            Self::PersonTwice { .. } => "CHECK_PERSON_TWICE",
            Self::OfferMissing { .. } => "CHECK_VACANCY_MISSING",
            Self::OfferTwice { .. } => "CHECK_VACANCY_TWICE",
            Self::Filled { .. } => "CHECK_FILLED_DIFFERS",
            Self::OfferCandidates { .. } | Self::PersonCandidates { .. } => "CHECK_CANDIDATES_DIFFER",
            Self::PersonReasons { .. } | Self::OfferReasons { .. } => "CHECK_REASONS",
            Self::Blocked { .. } => "CHECK_BLOCKED",
            Self::Points { .. } => "CHECK_POINTS_DIFFER",
            Self::PoolExceeded { .. } => "CHECK_POOL_EXCEEDED",
            Self::TooFew { .. } => "CHECK_GROUP_TOO_SMALL",
            Self::Missing { .. } => "CHECK_MISSING_DIFFERS",
            Self::MissingList { .. } => "CHECK_MISSING_LIST",
            Self::HardFloor { .. } => "CHECK_HARD_FLOOR",
            Self::Levels => "CHECK_LEVELS_DIFFER",
            Self::Value { .. } => "CHECK_VALUE_DIFFERS",
            Self::Bound { .. } => "CHECK_BOUND_DIFFERS",
            Self::BoundBelowValue { .. } => "CHECK_BOUND_BELOW_VALUE",
            Self::NotProven { .. } => "CHECK_NOT_PROVEN",
            Self::NotWithinGap { .. } => "CHECK_NOT_WITHIN_GAP",
            Self::ProvesMore { .. } => "CHECK_PROVES_MORE",
            Self::NotClaimed => "CHECK_NOT_CLAIMED",
            Self::Certificate(_) => "CHECK_CERTIFICATE_REFUSED",
            Self::Overflow => "CHECK_OVERFLOW",
            Self::ConflictNotProven => "CHECK_CONFLICT_NOT_PROVEN",
            Self::NotAHardFloor { .. } => "CHECK_NOT_A_HARD_FLOOR",
            Self::NoConflict => "CHECK_NO_CONFLICT",
            Self::NotInConflict { .. } => "CHECK_NOT_IN_CONFLICT",
            Self::Resolved { .. } => "CHECK_RESOLVED_DIFFERS",
        }
    }

    /// The violation as code and sentence, with the names that `names` knows.
    pub fn in_words<'a>(&'a self, names: &'a PoolNames<'a>) -> InWords<'a> {
        InWords { violation: self, facts: names.facts, pools: &names.pools }
    }
}

/// The names of a region's pools, listed once for however many violations.
pub struct PoolNames<'a> {
    facts: Facts<'a>,
    /// Sorted by key.
    pools: Vec<PoolSpec>,
}

impl<'a> PoolNames<'a> {
    /// Lists the pools. Linear in the region.
    pub fn of(facts: Facts<'a>) -> Self {
        Self { facts, pools: pools(facts) }
    }
}

/// A violation with the facts that give its parts their names; displays as code and sentence.
#[derive(Clone, Copy)]
pub struct InWords<'a> {
    violation: &'a Violation,
    facts: Facts<'a>,
    pools: &'a [PoolSpec],
}

impl InWords<'_> {
    /// The ID of a person, or the position where there is none.
    fn person(&self, jobseeker: JobseekerIdx) -> String {
        let known = self.facts.region.jobseekers.get(jobseeker.at());
        known.map_or_else(|| format!("person {}", jobseeker.0), |person| person.id.clone())
    }

    /// The ID of an offer, or the position where there is none.
    fn offer(&self, offer: OfferIdx) -> String {
        let known = self.facts.region.offers.get(offer.at());
        known.map_or_else(|| format!("vacancy {}", offer.0), |offer| offer.id.clone())
    }

    /// The name of a pool, or its key where no rule declares it.
    fn pool(&self, key: PoolKey) -> String {
        match self.pools.binary_search_by_key(&key, |spec| spec.key) {
            Ok(_) => pool_name(self.facts, key),
            Err(_) => format!("pool {}/{}/{}", key.rule, key.subject, key.part),
        }
    }

    /// Words about people, offers and their ways; false when the violation is about something else.
    fn write_people(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        match *self.violation {
            Violation::Unknown { what, position } => write!(f, "the region has no {what} {position}"),
            Violation::Unsorted { list } => write!(f, "{list} are not sorted"),
            Violation::NotAWay { jobseeker } => {
                write!(f, "the way of {} is not written as ways are", self.person(jobseeker))
            }
            Violation::PersonMissing { jobseeker } => write!(f, "{} is not in the plan", self.person(jobseeker)),
            Violation::PersonTwice { jobseeker } => {
                write!(f, "{} is in the plan more than once", self.person(jobseeker))
            }
            Violation::OfferMissing { offer } => write!(f, "{} is not in the plan", self.offer(offer)),
            Violation::OfferTwice { offer } => write!(f, "{} is in the plan more than once", self.offer(offer)),
            Violation::Filled { offer, stated, found } => {
                write!(f, "{} is said to have {stated} starts, it has {found}", self.offer(offer))
            }
            Violation::OfferCandidates { offer, stated, found } => {
                write!(f, "{stated} people are said to be able to take {}, {found} are", self.offer(offer))
            }
            Violation::PersonCandidates { jobseeker, stated, found } => {
                write!(f, "{} is said to have {stated} possible vacancies, there are {found}", self.person(jobseeker))
            }
            Violation::PersonReasons { jobseeker } => {
                write!(f, "the reasons of {} do not say why there is no proposal", self.person(jobseeker))
            }
            Violation::OfferReasons { offer } => {
                write!(f, "the reasons of {} are not those that follow", self.offer(offer))
            }
            Violation::Blocked { jobseeker, offer, rule } => {
                let rule = ALL[usize::from(rule)].id().0;
                write!(f, "the rule {rule} does not let {} take {}", self.person(jobseeker), self.offer(offer))
            }
            Violation::Points { jobseeker, offer, stated, found } => {
                let (person, offer) = (self.person(jobseeker), self.offer(offer));
                write!(f, "{person} at {offer} is said to be worth {stated} points, it is {found}")
            }
            _ => return Ok(false),
        }
        .map(|()| true)
    }

    /// Words about pools and floors; false when the violation is about something else.
    fn write_pools(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        match *self.violation {
            Violation::PoolExceeded { pool, drawn, capacity } => {
                write!(f, "{drawn} units of {} are drawn, there are {capacity}", self.pool(pool))
            }
            Violation::TooFew { pool, missing } => {
                write!(f, "{} is held with {missing} people fewer than it takes", self.pool(pool))
            }
            Violation::Missing { pool, stated, found } => {
                write!(f, "{stated} units of {} are said to be missing, {found} are", self.pool(pool))
            }
            Violation::MissingList { pool } => {
                write!(f, "{} is listed as missing twice, out of order or without a floor", self.pool(pool))
            }
            Violation::HardFloor { pool, missing } => {
                write!(f, "{missing} units of the hard floor {} are missing", self.pool(pool))
            }
            Violation::NotAHardFloor { pool } => {
                write!(f, "{} is said to be in conflict and is no hard floor", self.pool(pool))
            }
            Violation::NotInConflict { pool } => {
                write!(f, "without {} the other floors are in conflict all the same", self.pool(pool))
            }
            _ => return Ok(false),
        }
        .map(|()| true)
    }
}

/// The name of a level in a sentence.
fn name_of(level: Option<Level>) -> &'static str {
    level.map_or("hard floors", Level::name)
}

impl fmt::Display for InWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.violation.code())?;
        if self.write_people(f)? || self.write_pools(f)? {
            return Ok(());
        }
        match *self.violation {
            Violation::Value { level, stated, found } => {
                write!(f, "{} is said to be {stated}, it adds up to {found}", level.name())
            }
            Violation::Bound { level, stated, found } => {
                write!(f, "the bound of {} is said to be {stated}, the certificate proves {found}", level.name())
            }
            Violation::BoundBelowValue { level, value, bound } => {
                write!(f, "{} reaches {value}, more than the bound of {bound}", name_of(level))
            }
            Violation::NotProven { level, value, bound } => {
                write!(f, "called optimal, but {} is {value} and no more than {bound} is proven", name_of(level))
            }
            Violation::NotWithinGap { level, value, bound } => {
                write!(f, "called within the gap asked, but {} is {value} and at most {bound}", name_of(level))
            }
            Violation::ProvesMore { stated, found } => {
                write!(f, "said to have ended as {stated}, values and bounds prove it {found}")
            }
            Violation::NotClaimed => {
                f.write_str("the bounds prove the plan best, and it is said that nothing claims so")
            }
            Violation::Resolved { level, stated, found } => {
                write!(f, "{} is said to be {stated}, solving again gives {found}", level.name())
            }
            Violation::Certificate(refusal) => write!(f, "the certificate is refused: {refusal}"),
            Violation::Overflow => f.write_str("a total does not fit in 128 bits"),
            Violation::ConflictNotProven => f.write_str("nothing proves that hard floors cannot all be reached"),
            Violation::NoConflict => f.write_str("the floors said to be in conflict can be reached together"),
            Violation::Levels => f.write_str("the levels are not those of the policy"),
            // Written by the functions above; a new violation must be written in one of the three places.
            Violation::Unknown { .. }
            | Violation::Unsorted { .. }
            | Violation::NotAWay { .. }
            | Violation::PersonMissing { .. }
            | Violation::PersonTwice { .. }
            | Violation::OfferMissing { .. }
            | Violation::OfferTwice { .. }
            | Violation::Filled { .. }
            | Violation::OfferCandidates { .. }
            | Violation::PersonCandidates { .. }
            | Violation::PersonReasons { .. }
            | Violation::OfferReasons { .. }
            | Violation::Blocked { .. }
            | Violation::Points { .. }
            | Violation::PoolExceeded { .. }
            | Violation::TooFew { .. }
            | Violation::Missing { .. }
            | Violation::MissingList { .. }
            | Violation::HardFloor { .. }
            | Violation::NotAHardFloor { .. }
            | Violation::NotInConflict { .. } => Ok(()),
        }
    }
}
