//! Columns of the model that belong to no jobseeker: editions, sites and shares. The complete definition, which plans
//! and their checks list alike.

use super::{Column, EditionIdx, JobseekerIdx, MunicipalityIdx, Objective, OfferIdx, Region, Tier, VenueIdx, Where};

impl Where {
    /// Whether it is a choice which venues are used.
    pub fn limits_sites(&self) -> bool {
        self.sites_max.is_some() || self.budget_eur.is_some()
    }
}

impl Region {
    /// Everything that a plan can choose besides ways, in the order of the model: editions, venues to use, shares, work
    /// afterwards.
    pub fn columns(&self) -> Vec<Column> {
        let editions = (0..self.editions.len()).map(|at| Column::Edition(EditionIdx::from_usize(at)));
        let venues = (0..self.venues.len()).map(VenueIdx::from_usize).filter(|&venue| self.is_a_new_site(venue));
        editions
            .chain(venues.map(Column::Site))
            .chain(self.tiers().map(Column::Tier))
            .chain((0..self.outflows.len() as u32).map(Column::Outflow))
            .collect()
    }

    /// The columns that a plan means which holds `opened` and in which these people take part in these offers.
    pub fn columns_of(&self, people: &[(JobseekerIdx, OfferIdx)], opened: &[EditionIdx]) -> Vec<Column> {
        let known = opened.iter().filter_map(|edition| self.editions.get(edition.at()));
        let mut venues: Vec<_> = known.filter_map(|edition| self.offers[edition.offer.at()].venue).collect();
        venues.sort_unstable();
        venues.dedup();
        let venues = venues.into_iter().filter(|&venue| self.is_a_new_site(venue));
        let editions = opened.iter().map(|&edition| Column::Edition(edition));
        let tiers = self.tiers_reached(people.iter().map(|&(person, _)| person)).map(Column::Tier);
        editions.chain(venues.map(Column::Site)).chain(tiers).chain(self.outflow_columns(people)).collect()
    }

    /// People that must have a place for a municipality to reach a share.
    pub fn asked_by(&self, tier: Tier) -> u32 {
        let wanting = u64::from(self.wanting[tier.municipality.at()]);
        // A part of 32 bits.
        (wanting * u64::from(tier.percent)).div_ceil(100) as u32
    }

    /// Points of a column on the level that counts municipalities with at least this share.
    pub fn is_served(column: Column, percent: u8) -> bool {
        matches!(column, Column::Tier(tier) if tier.percent >= percent)
    }

    /// Whether a limit of sites asks whether the venue is used.
    fn is_a_new_site(&self, venue: VenueIdx) -> bool {
        self.wanted.limits_sites() && !self.venues[venue.at()].existing
    }

    /// Every share that a municipality can reach; of those that ask as many people, the highest.
    fn tiers(&self) -> impl Iterator<Item = Tier> {
        let counts = self.wanted.objective == Objective::WorstServed;
        let wanting = self.wanting.iter().enumerate().filter(move |(_, people)| counts && **people > 0);
        let municipalities = wanting.map(|(at, _)| MunicipalityIdx(at as u32));
        let all = municipalities.flat_map(|municipality| Tier::SHARES.map(|percent| Tier { municipality, percent }));
        all.filter(|&tier| {
            let next = Tier::SHARES.iter().find(|&&percent| percent > tier.percent);
            next.is_none_or(|&percent| self.asked_by(Tier { percent, ..tier }) > self.asked_by(tier))
        })
    }

    /// The highest share of each municipality, when these people take part.
    fn tiers_reached(&self, people: impl Iterator<Item = JobseekerIdx>) -> impl Iterator<Item = Tier> {
        let mut served = vec![0u32; self.municipalities.len()];
        people.for_each(|person| served[self.jobseekers[person.at()].municipality.at()] += 1);
        let mut reached: Vec<Tier> = Vec::new();
        for tier in self.tiers().filter(|&tier| self.asked_by(tier) <= served[tier.municipality.at()]) {
            // Higher shares of a municipality come later.
            match reached.last_mut().filter(|last| last.municipality == tier.municipality) {
                Some(last) => *last = tier,
                None => reached.push(tier),
            }
        }
        reached.into_iter()
    }
}
