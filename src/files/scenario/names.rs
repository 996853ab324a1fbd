//! Positions in the region of everything that records of a scenario refer to.

use std::collections::{HashMap, HashSet};

use schakel_solver::domain;
use schakel_solver::travel::Place;

use super::format;
use super::stream::{List, Parts};

/// Sorted names of one kind; a name's position is its index. ESCO skills share a long beginning: comparing them to find
/// one takes longer than hashing.
pub(super) struct Sorted {
    pub(super) names: Vec<String>,
    at: HashMap<String, usize>,
}

impl Sorted {
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> = names.collect::<HashSet<_>>().into_iter().map(str::to_owned).collect();
        names.sort_unstable();
        let at = names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        Self { names, at }
    }

    fn at(&self, name: &str) -> Option<usize> {
        self.at.get(name).copied()
    }
}

/// Where everything that others point at stands.
pub(super) struct Names<'a> {
    pack: &'a format::Pack,
    municipalities: Sorted,
    pub(super) occupations: Sorted,
    pub(super) skills: Sorted,
    pub(super) rights: Sorted,
    jobseekers: HashMap<String, usize>,
    vacancies: HashMap<String, usize>,
    childcare: HashMap<String, usize>,
    venues: HashMap<String, usize>,
    programmes: HashMap<String, usize>,
    hubs: HashMap<String, usize>,
}

impl<'a> Names<'a> {
    /// Reads the names from `parts`, whose lists are in canonical order.
    pub(super) fn of(parts: &Parts, region: &format::Region, pack: &'a format::Pack, hubs: &[domain::Hub]) -> Self {
        let vacancies = || parts.vacancies.records.iter().map(|record| &record.value);
        let jobseekers = || parts.jobseekers.records.iter().map(|record| &record.value);
        let asked = vacancies().map(|vacancy| vacancy.occupation.as_str());
        let aimed = jobseekers().flat_map(|person| person.goals.iter().map(String::as_str));
        let essential = vacancies().flat_map(|vacancy| vacancy.essential_skills.iter().map(String::as_str));
        let optional = vacancies().flat_map(|vacancy| vacancy.optional_skills.iter().map(String::as_str));
        let programmes = || parts.programmes.records.iter().map(|record| &record.value);
        let steps = || programmes().flat_map(|programme| &programme.chain);
        let led_to = programmes().filter_map(|programme| programme.occupation.as_deref());
        let led_to = led_to.chain(steps().filter_map(|step| step.occupation.as_deref()));
        let taught = programmes().flat_map(|programme| programme.skills.iter().map(String::as_str));
        let taught = taught.chain(steps().flat_map(|step| step.skills.iter().map(String::as_str)));
        let put_forward = parts.nominations.records.iter().filter_map(|record| record.value.occupation.as_deref());
        let held = jobseekers().flat_map(|person| person.skills.iter().map(String::as_str));
        Self {
            pack,
            municipalities: Sorted::of(region.municipalities.iter().map(|municipality| municipality.nis.as_str())),
            occupations: Sorted::of(asked.chain(aimed).chain(led_to).chain(put_forward)),
            skills: Sorted::of(essential.chain(optional).chain(held).chain(taught)),
            rights: Sorted::of(pack.forms.iter().filter_map(|form| form.entitlement.as_deref())),
            jobseekers: positions(&parts.jobseekers, |person| &person.id),
            vacancies: positions(&parts.vacancies, |vacancy| &vacancy.id),
            childcare: positions(&parts.childcare, |care| &care.id),
            venues: positions(&parts.venues, |venue| &venue.id),
            programmes: positions(&parts.programmes, |programme| &programme.id),
            hubs: hubs.iter().enumerate().map(|(at, hub)| (hub.id.clone(), at)).collect(),
        }
    }

    pub(super) fn municipality(&self, nis: &str) -> Option<domain::MunicipalityIdx> {
        self.municipalities.at(nis).map(domain::MunicipalityIdx::from_usize)
    }

    pub(super) fn right(&self, name: &str) -> Option<domain::EntitlementIdx> {
        self.rights.at(name).map(domain::EntitlementIdx::from_usize)
    }

    pub(super) fn form(&self, name: &str) -> Option<domain::FormIdx> {
        self.pack.forms.iter().position(|form| form.name == name).map(domain::FormIdx::from_usize)
    }

    pub(super) fn occupation(&self, code: &str) -> Option<domain::OccupationIdx> {
        self.occupations.at(code).map(domain::OccupationIdx::from_usize)
    }

    pub(super) fn skills(&self, codes: &[String]) -> Option<Vec<domain::SkillIdx>> {
        let idx = |code: &String| self.skills.at(code).map(domain::SkillIdx::from_usize);
        let mut skills: Vec<_> = codes.iter().map(idx).collect::<Option<_>>()?;
        skills.sort_unstable();
        skills.dedup();
        Some(skills)
    }

    pub(super) fn care(&self, id: &str) -> Option<domain::CareIdx> {
        self.childcare.get(id).copied().map(domain::CareIdx::from_usize)
    }

    pub(super) fn venue(&self, id: &str) -> Option<domain::VenueIdx> {
        self.venues.get(id).copied().map(domain::VenueIdx::from_usize)
    }

    pub(super) fn programme(&self, id: &str) -> Option<domain::ProgrammeIdx> {
        self.programmes.get(id).copied().map(domain::ProgrammeIdx::from_usize)
    }

    pub(super) fn jobseeker(&self, id: &str) -> Option<domain::JobseekerIdx> {
        self.jobseekers.get(id).copied().map(domain::JobseekerIdx::from_usize)
    }

    pub(super) fn vacancy(&self, id: &str) -> Option<domain::OfferIdx> {
        self.vacancies.get(id).copied().map(domain::OfferIdx::from_usize)
    }

    pub(super) fn pair(&self, jobseeker: &str, vacancy: &str) -> Option<(domain::JobseekerIdx, domain::OfferIdx)> {
        let jobseeker = domain::JobseekerIdx::from_usize(*self.jobseekers.get(jobseeker)?);
        Some((jobseeker, domain::OfferIdx::from_usize(*self.vacancies.get(vacancy)?)))
    }

    pub(super) fn place(&self, id: &str) -> Option<Place> {
        let home = self.jobseekers.get(id).map(|at| Place::Home(domain::JobseekerIdx::from_usize(*at)));
        let site = || self.vacancies.get(id).map(|at| Place::Site(domain::OfferIdx::from_usize(*at)));
        let care = || self.childcare.get(id).map(|at| Place::Care(domain::CareIdx::from_usize(*at)));
        let hub = || self.hubs.get(id).map(|at| Place::Hub(domain::HubIdx::from_usize(*at)));
        let venue = || self.venues.get(id).map(|at| Place::Venue(domain::VenueIdx::from_usize(*at)));
        home.or_else(site).or_else(care).or_else(hub).or_else(venue)
    }
}

fn positions<T>(list: &List<T>, id: impl Fn(&T) -> &String) -> HashMap<String, usize> {
    list.records.iter().enumerate().map(|(at, record)| (id(&record.value).clone(), at)).collect()
}
