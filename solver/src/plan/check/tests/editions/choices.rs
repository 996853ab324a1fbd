//! Every set of editions and every seating of it, tried: what a plan of openings is held against.

use std::collections::BTreeSet;

use super::*;
use crate::candidates::Edge;

/// Who sits where, so far.
#[derive(Default)]
struct Seating {
    /// Of each edition that is opened.
    filled: Vec<u32>,
    people: Vec<usize>,
    /// Everyone in an edition, with what it is of.
    seats: Vec<(usize, OfferIdx)>,
    /// Those in trainings, with their programme.
    trainees: Vec<(usize, ProgrammeIdx)>,
    /// How many of them meet a buddy.
    with_buddy: usize,
    /// How many people each buddy meets.
    met: BTreeMap<BuddyIdx, u32>,
    points: i128,
}

/// For each person, programme and step after it, vacancies.
type Afterwards = BTreeMap<(usize, ProgrammeIdx, usize), Vec<usize>>;

/// What there is to choose from, read from the region and not from pools.
pub(super) struct Choices<'a> {
    region: &'a Region,
    /// Of each person the offers that can be taken, each with its most points.
    of_person: Vec<Vec<(OfferIdx, i64)>>,
    /// Where work is needed afterwards: the openings of each vacancy, and for each person and programme the vacancies
    /// that are within reach then. Found by a matching of people who have learnt, not by the plan.
    afterwards: Option<(Vec<u32>, Afterwards)>,
}

impl<'a> Choices<'a> {
    pub(super) fn of(region: &'a Region) -> Self {
        let edges: Vec<Edge> = Prepared::of(Facts::of(region, &Nearby::default())).lists().edges;
        let mut of_person = vec![BTreeMap::new(); region.jobseekers.len()];
        for edge in edges {
            let most = of_person[edge.jobseeker.at()].entry(edge.offer).or_insert(edge.points);
            *most = edge.points.max(*most);
        }
        let of_person = of_person.into_iter().map(|offers| offers.into_iter().collect()).collect();
        Self { region, of_person, afterwards: None }
    }

    /// As [`Choices::of`] a region that was arranged from `before`, whose programmes need work afterwards.
    pub(super) fn with_work(region: &'a Region, before: &Region) -> Self {
        let mut after = BTreeMap::new();
        for (idx, programme) in before.programmes.iter().enumerate() {
            let mut trained = before.clone();
            trained.jobseekers.iter_mut().for_each(|person| person.skills.extend(&programme.skills));
            for (at, step) in programme.steps.iter().enumerate() {
                trained.jobseekers.iter_mut().for_each(|person| person.skills.sort_unstable());
                for edge in Prepared::of(Facts::of(&trained, &Nearby::default())).lists().edges {
                    let vacancy = &before.offers[edge.offer.at()];
                    let is_of_form = step.forms.is_empty()
                        || vacancy.contract.as_ref().is_some_and(|contract| step.forms.contains(&contract.form));
                    if vacancy.occupation == step.occupation.or(programme.occupation) && is_of_form {
                        let key = (edge.jobseeker.at(), ProgrammeIdx(idx as u32), at);
                        after.entry(key).or_insert_with(Vec::new).push(edge.offer.at());
                    }
                }
                for person in &mut trained.jobseekers {
                    person.skills.extend(&step.skills);
                    let given = step.rights.iter();
                    let from = before.horizon.from;
                    person.entitlements.extend(given.map(|&right| Entitlement { right, from, until: None }));
                }
            }
        }
        let openings = before.offers.iter().map(|vacancy| vacancy.openings.unwrap()).collect();
        Self { afterwards: Some((openings, after)), ..Self::of(region) }
    }

    /// Whether everyone finds work afterwards, each opening once: by trying everything.
    fn find_work(&self, trainees: &[(usize, ProgrammeIdx, usize)], left: &mut [u32]) -> bool {
        let Some((_, after)) = &self.afterwards else { return true };
        let Some((first, rest)) = trainees.split_first() else { return true };
        let vacancies = after.get(first).map(Vec::as_slice).unwrap_or_default();
        vacancies.iter().any(|&vacancy| {
            if left[vacancy] == 0 {
                return false;
            }
            left[vacancy] -= 1;
            let found = self.find_work(rest, left);
            left[vacancy] += 1;
            found
        })
    }

    /// Whether these editions can be held side by side.
    fn can_be_held(&self, opened: &[&Edition]) -> bool {
        let mut taken = BTreeMap::new();
        let (mut of_offer, mut of_programme) = (BTreeMap::new(), BTreeMap::new());
        for edition in opened {
            for (resource, half_day) in
                edition.resources.iter().flat_map(|r| edition.half_days.iter().map(move |h| (r, h)))
            {
                *taken.entry((resource, half_day)).or_insert(0) += 1;
            }
            *of_offer.entry(edition.offer).or_insert(0) += 1;
            *of_programme.entry(self.region.offers[edition.offer.at()].programme.unwrap()).or_insert(0) += 1;
        }
        let most = |(idx, n): (&ProgrammeIdx, &u32)| {
            self.region.programmes[idx.at()].editions_max.is_none_or(|most| *n <= most)
        };
        taken.values().chain(of_offer.values()).all(|&n| n == 1)
            && of_programme.iter().all(most)
            && self.sites_are_allowed(opened)
            && self.leaders_are_in_time(opened)
    }

    /// Whether everyone who leads two sessions in two venues on one day has the time to get from one to the other: by
    /// the clock, for every two sessions.
    fn leaders_are_in_time(&self, opened: &[&Edition]) -> bool {
        let in_time = |one: &&&Edition, other: &&&Edition| {
            let [here, there] = [one, other].map(|edition| self.region.offers[edition.offer.at()].venue.unwrap());
            let Some(travel) = self.region.resources[one.instructor().at()].travel else { return true };
            if one.instructor() != other.instructor() || here == there {
                return true;
            }
            let at = |venue: VenueIdx| (Place::Venue(venue), &self.region.venues[venue.at()].site);
            let minutes = self.region.travel.minutes_at_least(at(here), at(there), travel.mode);
            let [first, next] = [one, other].map(|edition| crate::kind::sessions(self.region, edition.offer));
            let clash = |(day, early): &(chrono::NaiveDate, Window)| {
                next.iter().any(|(other, late)| other == day && early.to <= late.from && early.to + minutes > late.from)
            };
            !first.iter().any(clash)
        };
        opened.iter().all(|one| opened.iter().all(|other| in_time(&one, &other)))
    }

    /// Whether so many venues may be used, at that cost.
    fn sites_are_allowed(&self, opened: &[&Edition]) -> bool {
        let venues: BTreeSet<_> =
            opened.iter().map(|edition| self.region.offers[edition.offer.at()].venue.unwrap()).collect();
        let new: Vec<_> = venues.iter().map(|at| &self.region.venues[at.at()]).filter(|it| !it.existing).collect();
        let cost: u32 = new.iter().map(|venue| venue.cost_eur).sum();
        let wanted = self.region.wanted;
        wanted.sites_max.is_none_or(|most| new.len() <= most as usize)
            && wanted.budget_eur.is_none_or(|most| cost <= most)
    }

    /// How many required decisions are not followed.
    fn unfollowed(&self, opened: &[&Edition], seats: &[(usize, OfferIdx)]) -> i128 {
        let offer = |idx: OfferIdx| &self.region.offers[idx.at()];
        let is_kept = |pin: &&EditionPin| match pin.jobseeker {
            Some(person) => seats.iter().any(|&(who, idx)| who == person.at() && pin.is_about(offer(idx), None)),
            None => opened.iter().any(|edition| pin.is_about(offer(edition.offer), Some(edition.instructor()))),
        };
        self.region.edition_pins.iter().filter(|pin| pin.require && !is_kept(pin)).count() as i128
    }

    /// Whether a planner decided that this person does not take part in this.
    fn is_forbidden(&self, person: usize, offer: OfferIdx) -> bool {
        let about = |pin: &EditionPin| {
            pin.jobseeker.is_some_and(|who| who.at() == person) && pin.is_about(&self.region.offers[offer.at()], None)
        };
        self.region.edition_pins.iter().any(|pin| !pin.require && about(pin))
    }

    /// The best values for what is opened (decisions not followed first, below 0), by trying every seating.
    fn seated(&self, opened: &[&Edition]) -> Option<Vec<i128>> {
        self.seat(opened, &mut Seating { filled: vec![0; opened.len()], ..Seating::default() }, 0)
    }

    fn seat(&self, opened: &[&Edition], so_far: &mut Seating, person: usize) -> Option<Vec<i128>> {
        let Some(offers) = self.of_person.get(person) else {
            let is_held = opened.iter().zip(&so_far.filled).all(|(edition, &n)| n >= edition.least);
            let mut openings = self.afterwards.as_ref().map_or(Vec::new(), |(openings, _)| openings.clone());
            let steps = |&(person, programme): &(usize, ProgrammeIdx)| {
                let n_steps = self.region.programmes[programme.at()].steps.len();
                (0..n_steps).map(move |step| (person, programme, step))
            };
            let wanted: Vec<_> = so_far.trainees.iter().flat_map(steps).collect();
            let is_held = is_held
                && self.find_work(&wanted, &mut openings)
                && self.keeps_quotas(&so_far.people)
                && self.promised_jobs_suffice(&so_far.trainees);
            let followed = || vec![-self.unfollowed(opened, &so_far.seats)];
            return is_held.then(|| [followed(), self.values(opened, so_far)].concat());
        };
        let mut best = self.seat(opened, so_far, person + 1);
        for (at, edition) in opened.iter().enumerate() {
            let Some(&(_, points)) = offers.iter().find(|(offer, _)| *offer == edition.offer) else { continue };
            if so_far.filled[at] < edition.places && !self.is_forbidden(person, edition.offer) {
                so_far.filled[at] += 1;
                so_far.seats.push((person, edition.offer));
                so_far.trainees.push((person, self.region.offers[edition.offer.at()].programme.unwrap()));
                so_far.people.push(person);
                so_far.points += i128::from(points);
                best = best.max(self.seat(opened, so_far, person + 1));
                so_far.points -= i128::from(points);
                so_far.people.pop();
                so_far.trainees.pop();
                so_far.seats.pop();
                so_far.filled[at] -= 1;
            }
        }
        for &(offer, points) in offers {
            let Some(buddy) = self.region.offers[offer.at()].buddy else { continue };
            if *so_far.met.entry(buddy).or_default() < u32::from(self.region.buddies[buddy.at()].people) {
                *so_far.met.entry(buddy).or_default() += 1;
                so_far.people.push(person);
                (so_far.points, so_far.with_buddy) = (so_far.points + i128::from(points), so_far.with_buddy + 1);
                best = best.max(self.seat(opened, so_far, person + 1));
                (so_far.points, so_far.with_buddy) = (so_far.points - i128::from(points), so_far.with_buddy - 1);
                so_far.people.pop();
                *so_far.met.entry(buddy).or_default() -= 1;
            }
        }
        best
    }

    /// How many of `people` a share counts.
    fn counted(&self, people: &[usize], group: Group) -> i128 {
        let is_in = |at: &&usize| match group {
            Group::Municipality(municipality) => self.region.jobseekers[**at].municipality == municipality,
            Group::Priority(group) => self.region.is_in_priority(&self.region.jobseekers[**at], group),
            Group::Everyone | Group::Entitled(_) => unreachable!("no sample has such a share"),
        };
        people.iter().filter(is_in).count() as i128
    }

    /// Whether no more people take part in an exclusive training than its employer hires.
    fn promised_jobs_suffice(&self, trainees: &[(usize, ProgrammeIdx)]) -> bool {
        let of_programme = |idx: usize| trainees.iter().filter(|(_, programme)| programme.at() == idx).count();
        let programmes = self.region.programmes.iter().enumerate();
        let mut exclusive = programmes.filter(|(_, programme)| programme.intake == Intake::Exclusive);
        exclusive.all(|(idx, programme)| programme.jobs_promised.is_none_or(|jobs| of_programme(idx) <= jobs.into()))
    }

    fn keeps_quotas(&self, people: &[usize]) -> bool {
        self.region.pack.action_shares.iter().all(|share| match share.demand {
            Demand::Quota(most) => self.counted(people, share.group) <= i128::from(most),
            _ => true,
        })
    }

    /// What counts, the most important first: what floors miss, then the values without a pack for actions, with the
    /// tiers right after how many take part.
    fn values(&self, opened: &[&Edition], seating: &Seating) -> Vec<i128> {
        let mut values = self.values_without_pack(opened, seating);
        if matches!(self.region.wanted.objective, Objective::Weighed(_)) && !self.region.plans_groups() {
            return values;
        }
        let pack = &self.region.pack;
        let tiers = pack.action_tiers.iter().map(|&group| self.counted(&seating.people, Group::Priority(group)));
        let after_people = match self.region.wanted.objective {
            _ if self.region.plans_groups() => 2,
            Objective::WorstServed => Tier::SHARES.len() + 1,
            _ => 1,
        };
        values.splice(after_people..after_people, tiers);
        let short = pack.action_shares.iter().filter_map(|share| match share.demand {
            Demand::FloorSoft(least) => Some((i128::from(least) - self.counted(&seating.people, share.group)).max(0)),
            _ => None,
        });
        let short: Vec<i128> = short.collect();
        if !short.is_empty() {
            values.insert(0, -short.iter().sum::<i128>());
        }
        values
    }

    fn values_without_pack(&self, opened: &[&Edition], seating: &Seating) -> Vec<i128> {
        let (people, editions) = (seating.people.len() as i128, opened.len() as i128);
        let grouped = people - seating.with_buddy as i128;
        match self.region.wanted.objective {
            _ if self.region.plans_groups() => vec![grouped, people, -editions, seating.points],
            Objective::MostPeople => vec![people, -editions, seating.points],
            Objective::LeastTravel => vec![people, seating.points, -editions],
            Objective::Weighed(weights) => vec![seating.points - editions * i128::from(weights.edition)],
            Objective::WorstServed => {
                let shares = self.shares(&seating.people);
                let reached = |percent: i128| shares.iter().filter(|share| **share >= percent).count() as i128;
                let counts = Tier::SHARES.iter().map(|&percent| reached(percent.into()));
                counts.chain([people, -editions, seating.points]).collect()
            }
        }
    }

    /// The share of each municipality that is served, whole per cent rounded down, of those where somebody wants
    /// something.
    fn shares(&self, people: &[usize]) -> Vec<i128> {
        let region = self.region;
        let of = |municipality: usize, who: &mut dyn Iterator<Item = usize>| {
            who.filter(|&at| region.jobseekers[at].municipality.at() == municipality).count() as i128
        };
        let looks = |at: &usize| {
            let near = |goal: OccupationIdx, wanted: OccupationIdx| {
                let (a, b) = (&region.occupations[goal.at()], &region.occupations[wanted.at()]);
                let shared = a.isco.iter().zip(&b.isco).take_while(|(a, b)| a == b).count() as u8;
                a.code == b.code || 5 - shared <= region.pack.limits.goal_distance_max
            };
            let goals = &region.jobseekers[*at].goals;
            region.offers.iter().any(|offer| offer.occupation.is_none_or(|o| goals.iter().any(|&goal| near(goal, o))))
        };
        let all = (0..region.municipalities.len()).map(|municipality| {
            let wanting = of(municipality, &mut (0..region.jobseekers.len()).filter(looks));
            (of(municipality, &mut people.iter().copied()), wanting)
        });
        all.filter(|(_, wanting)| *wanting > 0).map(|(served, wanting)| served * 100 / wanting).collect()
    }

    /// The best values: decisions not followed (below 0), then what counts.
    pub(super) fn best(&self) -> Vec<i128> {
        let editions = &self.region.editions;
        let subsets = 0u32..1 << editions.len();
        let values = subsets.filter_map(|set| {
            let opened: Vec<&Edition> =
                editions.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, edition)| edition).collect();
            if !self.can_be_held(&opened) {
                return None;
            }
            self.seated(&opened)
        });
        values.max().unwrap()
    }
}
