//! Sites: where something can be held at all, when a planner limits how many venues are used or what they may cost.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::{Column, Edition, Facts, OfferIdx, Region, VenueIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct SitesRule;

/// Of an offer: the right to be held, which using its venue gives.
const RIGHT: u32 = 0;
/// Of all venues, under subject 0: venues used.
const USED: u32 = 1;
/// Of all venues, under subject 0: euros spent on them.
const EUROS: u32 = 2;

impl Constraint for SitesRule {
    const ABOUT: About = About {
        id: ConstraintId("site_limits"),
        place: 95,
        caption: Words { nl: "locaties", en: "sites", fr: "lieux" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        let region = facts.region;
        if !region.wanted.limits_sites() {
            return;
        }
        for of_offer in region.editions.chunk_by(|a, b| a.offer == b.offer) {
            if new_venue(region, of_offer[0].offer).is_some() {
                pools.capacity(of_offer[0].offer.0, RIGHT, 0);
            }
        }
        region.wanted.sites_max.into_iter().for_each(|most| pools.capacity(0, USED, most));
        region.wanted.budget_eur.into_iter().for_each(|most| pools.capacity(0, EUROS, most));
    }

    fn takes(&self, facts: Facts<'_>, column: Column, claims: &mut Claims) {
        let region = facts.region;
        if !region.wanted.limits_sites() {
            return;
        }
        match column {
            Column::Edition(edition) => {
                let offer = region.editions[edition.at()].offer;
                if new_venue(region, offer).is_some() {
                    claims.draw(offer.0, RIGHT, 1);
                }
            }
            Column::Site(venue) => {
                let of_offers = region.editions.chunk_by(|a, b| a.offer == b.offer);
                let here = of_offers.map(|editions: &[Edition]| editions[0].offer);
                let here = here.filter(|&offer| new_venue(region, offer) == Some(venue));
                here.for_each(|offer| claims.draw_once(offer.0, RIGHT, -1));
                if region.wanted.sites_max.is_some() {
                    claims.draw_once(0, USED, 1);
                }
                // The reader keeps costs far below the limit of 32 bits.
                let cost = region.venues[venue.at()].cost_eur as i32;
                if region.wanted.budget_eur.is_some() && cost > 0 {
                    claims.draw_once(0, EUROS, cost);
                }
            }
            Column::Tier(_) | Column::Outflow(_) => {}
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        match part {
            RIGHT => facts.region.offers[subject as usize].id.clone(),
            USED => "used".to_owned(),
            _ => "euros".to_owned(),
        }
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (host, wanted) = (&facts.region.offers[subject as usize].host, facts.region.wanted);
        match (lang, wanted.sites_max, wanted.budget_eur) {
            (Lang::Nl, Some(1), None) => f.write_str("er kan maar één nieuwe locatie zijn, en die is er al"),
            (Lang::En, Some(1), None) => f.write_str("there can be only one new site, and it is elsewhere"),
            (Lang::Fr, Some(1), None) => f.write_str("il ne peut y avoir qu'un nouveau lieu, et il est ailleurs"),
            (Lang::Nl, Some(most), None) => {
                write!(f, "er kunnen hoogstens {most} nieuwe locaties zijn, en die zijn er al")
            }
            (Lang::En, Some(most), None) => write!(f, "there can be at most {most} new sites, and they are elsewhere"),
            (Lang::Fr, Some(most), None) => {
                write!(f, "il ne peut y avoir que {most} nouveaux lieux, et ils sont ailleurs")
            }
            (Lang::Nl, ..) => write!(f, "binnen het budget voor locaties kan {host} er niet meer bij"),
            (Lang::En, ..) => write!(f, "the budget for sites leaves no room for {host}"),
            (Lang::Fr, ..) => write!(f, "le budget des lieux ne permet plus {host}"),
        }
    }
}

/// The venue of an offer, where it is not in use already.
fn new_venue(region: &Region, offer: OfferIdx) -> Option<VenueIdx> {
    region.offers[offer.at()].venue.filter(|venue| !region.venues[venue.at()].existing)
}
