//! What if: small changes laid over the facts, so that a remedy can be tried without copying the region.

use chrono::NaiveDate;

use super::{CareIdx, Change, Minute, Nearby, OfferIdx, Region, ResourceIdx, Subject, SupportIdx, Weekday, Window};

/// Changes by subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Sorted by subject, then by change.
    changes: Vec<(Subject, Change)>,
}

impl Overlay {
    /// No change.
    pub const NONE: &'static Self = &Self { changes: Vec::new() };

    /// The overlay of `changes`, in any order.
    pub fn new(changes: impl IntoIterator<Item = Change>) -> Self {
        let mut changes: Vec<_> = changes.into_iter().map(|change| (change.subject(), change)).collect();
        changes.sort_unstable();
        changes.dedup();
        Self { changes }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes about `subject`. Logarithmic in the number of changes.
    pub fn about(&self, subject: Subject) -> impl Iterator<Item = &Change> {
        let first = self.changes.partition_point(|(other, _)| *other < subject);
        self.changes[first..].iter().take_while(move |(other, _)| *other == subject).map(|(_, change)| change)
    }

    /// All changes.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().map(|(_, change)| change)
    }
}

/// A region as it would be with some changes.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The region as it is.
    pub region: &'a Region,
    /// What is different.
    pub overlay: &'a Overlay,
    /// What is near what in the region.
    pub near: &'a Nearby,
}

impl<'a> Facts<'a> {
    /// The region as it is.
    pub fn of(region: &'a Region, near: &'a Nearby) -> Self {
        Self { region, overlay: Overlay::NONE, near }
    }

    /// The same region with these changes and no others.
    pub fn under(self, overlay: &'a Overlay) -> Self {
        Self { overlay, ..self }
    }

    /// Openings of an offer; `None` where only opened editions give places.
    pub fn openings(&self, offer: OfferIdx) -> Option<u32> {
        let more = self.overlay.about(Subject::Offer(offer)).map(|change| match change {
            Change::MoreOpenings(_, more) => *more,
            _ => 0,
        });
        Some(self.region.offers[offer.at()].openings?.saturating_add(more.sum()))
    }

    /// Free places in one age band of a facility.
    pub fn places(&self, care: CareIdx, band: usize) -> u32 {
        let more =
            self.overlay.about(Subject::Care(care)).filter(|change| **change == Change::MorePlaces(care, band as u8));
        // At most a handful of changes: the count fits.
        self.region.childcare[care.at()].bands[band].places.saturating_add(more.count() as u32)
    }

    /// Stock of a support.
    pub fn stock(&self, support: SupportIdx) -> u32 {
        let more = self.overlay.about(Subject::Support(support)).map(|change| match change {
            Change::MoreSupport(_, more) => *more,
            _ => 0,
        });
        self.region.supports[support.at()].stock.saturating_add(more.sum())
    }

    /// How often a room or a person can be used at once: once, as long as there is no other just like it.
    pub fn times_at_once(&self, resource: ResourceIdx) -> u32 {
        let more = self.overlay.about(Subject::Resource(resource)).map(|change| match change {
            Change::MoreLike(_, more) => *more,
            _ => 0,
        });
        1 + more.sum::<u32>()
    }

    /// First day of work of an offer.
    pub fn start(&self, offer: OfferIdx) -> NaiveDate {
        let stated = self.region.offers[offer.at()].start;
        self.overlay.about(Subject::Offer(offer)).fold(stated, |start, change| match change {
            Change::StartsOn(_, day) => *day,
            _ => start,
        })
    }

    /// The shifts of an offer, in their order. One that would begin before midnight begins on the day before.
    pub fn shifts(&self, offer: OfferIdx) -> impl Iterator<Item = Window> + use<'a> {
        let moved = self.overlay.about(Subject::Offer(offer)).map(|change| match change {
            Change::ShiftsMove(_, minutes) => i32::from(*minutes),
            _ => 0,
        });
        let minutes = if self.overlay.is_empty() { 0 } else { moved.sum() };
        self.region.offers[offer.at()].shifts.iter().map(move |shift| shift.moved(minutes))
    }

    /// Whether a facility is open during `minutes` of `day`, without a break. The hours of `school`, to which it brings
    /// children and from which it fetches them, count as its own.
    pub fn is_open_with(
        &self,
        care: CareIdx,
        school: Option<CareIdx>,
        day: Weekday,
        minutes: (Minute, Minute),
    ) -> bool {
        let window = Window { day, from: minutes.0, to: minutes.1 };
        let stated = &self.region.childcare[care.at()].open;
        if self.overlay.is_empty() && school.is_none() {
            return super::is_covered(window, stated);
        }
        let mut open = stated.clone();
        for change in self.overlay.about(Subject::Care(care)) {
            if let Change::OpensFor(_, from, to) = *change
                && stated.iter().any(|known| known.day == day)
            {
                open.push(Window { day, from, to });
            }
        }
        open.extend(school.iter().flat_map(|school| &self.region.childcare[school.at()].open));
        open.sort_unstable();
        super::is_covered(window, &open)
    }
}
