//! Titles and words of tables that leave, in Dutch, English and French.

pub(super) mod day;
pub(super) mod lists;

use schakel_solver::domain::{Mode, PlanKind};
use schakel_solver::text::Words;

use super::Decision;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Status,
    Jobseeker,
    Municipality,
    Vacancy,
    Employer,
    Occupation,
    Start,
    Hours,
    Shifts,
    Mode,
    Childcare,
    Supports,
    SiteLon,
    SiteLat,
    Channel,
    Fits,
    Reasons,
}

/// The title of a column of a plan of this kind.
pub(super) fn title(column: Column, kind: PlanKind) -> Words {
    if kind.is_of_vacancies() {
        return of_work(column);
    }
    match (column, kind) {
        (Column::Vacancy, PlanKind::Fair) => Words { nl: "Tafel", en: "Table", fr: "Table" },
        (Column::Vacancy, _) => Words { nl: "Aanbod", en: "Offer", fr: "Offre" },
        (Column::Employer, PlanKind::Fair) => of_work(column),
        (Column::Employer, _) => Words { nl: "Locatie", en: "Venue", fr: "Lieu" },
        (Column::Occupation, PlanKind::Fair) => Words { nl: "Beurs", en: "Fair", fr: "Salon" },
        (Column::Occupation, _) => Words { nl: "Wat", en: "What", fr: "Quoi" },
        (Column::Shifts, _) => Words { nl: "Wanneer", en: "When", fr: "Quand" },
        _ => of_work(column),
    }
}

/// The title of a column about work, or about a person.
fn of_work(column: Column) -> Words {
    match column {
        Column::Channel => Words { nl: "Kanaal", en: "Channel", fr: "Canal" },
        Column::Fits => Words { nl: "Past bij", en: "Fits", fr: "Convient à" },
        Column::Status => Words { nl: "Stand", en: "Status", fr: "État" },
        Column::Jobseeker => Words { nl: "Werkzoekende", en: "Jobseeker", fr: "Demandeur" },
        Column::Municipality => Words { nl: "Gemeente", en: "Municipality", fr: "Commune" },
        Column::Vacancy => Words { nl: "Vacature", en: "Vacancy", fr: "Offre" },
        Column::Employer => Words { nl: "Werkgever", en: "Employer", fr: "Employeur" },
        Column::Occupation => Words { nl: "Beroep", en: "Occupation", fr: "Profession" },
        Column::Start => Words { nl: "Start", en: "Start", fr: "Début" },
        Column::Hours => Words { nl: "Uren per week", en: "Hours a week", fr: "Heures par semaine" },
        Column::Shifts => Words { nl: "Uurrooster", en: "Shifts", fr: "Horaire" },
        Column::Mode => Words { nl: "Vervoer", en: "Travels", fr: "Déplacement" },
        Column::Childcare => Words { nl: "Kinderopvang", en: "Childcare", fr: "Accueil d'enfants" },
        Column::Supports => Words { nl: "Ondersteuning", en: "Supports", fr: "Soutiens" },
        Column::SiteLon => Words { nl: "Lengtegraad", en: "Longitude", fr: "Longitude" },
        Column::SiteLat => Words { nl: "Breedtegraad", en: "Latitude", fr: "Latitude" },
        Column::Reasons => Words { nl: "Waarom niet", en: "Why not", fr: "Pourquoi pas" },
    }
}

/// The word for people without a proposal.
pub(super) const UNASSIGNED: Words = Words { nl: "geen voorstel", en: "no proposal", fr: "pas de proposition" };

/// How a proposal stands.
pub(super) fn status(decision: Option<Decision>) -> Words {
    match decision {
        None => Words { nl: "voorgesteld", en: "proposed", fr: "proposé" },
        Some(Decision::Accepted) => Words { nl: "aanvaard", en: "accepted", fr: "accepté" },
        Some(Decision::Changed) => Words { nl: "gewijzigd", en: "changed", fr: "modifié" },
        Some(Decision::Rejected) => Words { nl: "niet doorgegaan", en: "not gone ahead", fr: "sans suite" },
    }
}

/// How someone travels.
pub(super) fn mode(mode: Mode) -> Words {
    match mode {
        Mode::Walk => Words { nl: "te voet", en: "on foot", fr: "à pied" },
        Mode::Bike => Words { nl: "fiets", en: "bicycle", fr: "vélo" },
        Mode::Ebike => Words { nl: "elektrische fiets", en: "electric bicycle", fr: "vélo électrique" },
        Mode::Moped => Words { nl: "bromfiets", en: "moped", fr: "cyclomoteur" },
        Mode::Car => Words { nl: "auto", en: "car", fr: "voiture" },
        Mode::BikeTransit => Words {
            nl: "fiets en openbaar vervoer",
            en: "bicycle and public transport",
            fr: "vélo et transport en commun",
        },
        Mode::SharedBike => Words {
            nl: "openbaar vervoer en deelfiets",
            en: "public transport and shared bicycle",
            fr: "transport en commun et vélo partagé",
        },
        Mode::SharedCar => Words {
            nl: "openbaar vervoer en deelauto",
            en: "public transport and shared car",
            fr: "transport en commun et voiture partagée",
        },
        Mode::Transit => Words { nl: "openbaar vervoer", en: "public transport", fr: "transport en commun" },
    }
}
