//! Which field of a record a column is for: paths, kinds of cells, and titles by which a column is guessed.

use serde::{Deserialize, Serialize};

/// A part of the scenario that a table can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// People who look for work.
    Jobseekers,
    /// Vacancies.
    Vacancies,
    /// Childcare.
    Childcare,
    /// Venues: a row for each room.
    Venues,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Jobseekers, Self::Vacancies, Self::Childcare, Self::Venues];

    /// Its name in the scenario.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jobseekers => "jobseekers",
            Self::Vacancies => "vacancies",
            Self::Childcare => "childcare",
            Self::Venues => "venues",
        }
    }

    /// Whether its records are about persons.
    pub fn is_about_persons(self) -> bool {
        self == Self::Jobseekers
    }

    /// The fields that a column can be for, besides `languages.xx` and `languages.xx.speaking`.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Jobseekers => JOBSEEKERS,
            Self::Vacancies => VACANCIES,
            Self::Childcare => CHILDCARE,
            Self::Venues => VENUES,
        }
    }

    fn has_languages(self) -> bool {
        matches!(self, Self::Jobseekers | Self::Vacancies)
    }

    /// The kind of cells of the field at `path`; none when no column can be for it.
    pub(super) fn kind(self, path: &str) -> Option<Kind> {
        let field = self.fields().iter().find(|field| field.path == path);
        field.map(|field| field.kind).or_else(|| {
            let (code, skill) = language(path).filter(|_| self.has_languages())?;
            let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
            (is_code && skill.is_none_or(|skill| SKILLS.contains(&skill))).then_some(Kind::Level)
        })
    }

    /// The field that a column with this title is for, as far as can be guessed.
    pub(super) fn guess(self, title: &str) -> Option<String> {
        // A title may be the path itself, with dots or blanks.
        let path = title.trim().to_lowercase().replace([' ', '/'], ".");
        if self.kind(&path).is_some() {
            return Some(path);
        }
        let plain = plain(title);
        let field = self
            .fields()
            .iter()
            .find(|field| plain == field.path.replace(['.', '_'], "") || field.titles.contains(&plain.as_str()));
        let spoken = || LANGUAGES.iter().find(|(titles, _)| self.has_languages() && titles.contains(&plain.as_str()));
        field.map(|field| field.path.to_owned()).or_else(|| spoken().map(|(_, path)| (*path).to_owned()))
    }
}

/// The skills of a language.
pub(super) const SKILLS: [&str; 4] = ["listening", "speaking", "reading", "writing"];

/// Code and skill of a path below `languages`; a path without a skill is for all four.
pub(super) fn language(path: &str) -> Option<(&str, Option<&str>)> {
    let rest = path.strip_prefix("languages.")?;
    Some(rest.split_once('.').map_or((rest, None), |(code, skill)| (code, Some(skill))))
}

/// A title in small letters without accents, blanks and signs.
pub(super) fn plain(title: &str) -> String {
    let letters = title.to_lowercase();
    let letters = letters.chars().map(|letter| match letter {
        'à' | 'â' | 'ä' | 'á' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        letter => letter,
    });
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Whole,
    Decimal,
    Minutes,
    WeekHours,
    HoursRange,
    Municipality,
    Place,
    Texts,
    Occupation,
    Goals,
    Form,
    Modes,
    Licences,
    Level,
    Hours,
    Date,
    FirstDay,
    BirthYear,
    YesNo,
    Children,
    Gate,
    RightToWork,
    Entitlements,
    Assessments,
    Places,
    LedBy,
    Equipment,
}

impl Part {
    /// The field that holds the point of a record; empty where records have no point.
    pub(super) fn point(self) -> &'static str {
        match self {
            Self::Jobseekers => "home",
            Self::Vacancies => "site",
            Self::Childcare | Self::Venues => "at",
        }
    }
}

impl Kind {
    /// Whether a cell has a list or a code in it, which a number with a comma is not.
    pub(super) fn is_list(self) -> bool {
        use Kind::{Assessments, Children, Entitlements, Equipment, Goals, Licences, Modes, Occupation, Places, Texts};
        matches!(
            self,
            Texts | Goals | Occupation | Modes | Licences | Children | Entitlements | Assessments | Places | Equipment
        )
    }
}

/// A field that a column can be for.
#[derive(Debug)]
pub struct Field {
    /// Where it stands in the record, steps joined by dots.
    pub path: &'static str,
    kind: Kind,
    titles: &'static [&'static str],
}

const fn field(path: &'static str, kind: Kind, titles: &'static [&'static str]) -> Field {
    Field { path, kind, titles }
}

const MUNICIPALITIES: &[&str] =
    &["gemeente", "woonplaats", "nis", "niscode", "ins", "codeins", "commune", "municipality", "ville", "city", "town"];
const PLACES: &[&str] = &[
    "wijk",
    "deelgemeente",
    "postcode",
    "postnummer",
    "buurt",
    "quartier",
    "codepostal",
    "neighbourhood",
    "zip",
    "zipcode",
];
const LONS: &[&str] = &["lon", "lng", "longitude", "lengtegraad", "x"];
const LATS: &[&str] = &["lat", "latitude", "breedtegraad", "y"];

const JOBSEEKERS: &[Field] = &[
    field(
        "id",
        Kind::Text,
        &[
            "pseudoniem",
            "pseudonym",
            "pseudonyme",
            "kenmerk",
            "dossiernr",
            "dossiernummer",
            "dossier",
            "werkzoekende",
            "jobseeker",
            "demandeur",
            "code",
            "identifiant",
        ],
    ),
    field("home", Kind::Place, PLACES),
    field("home.lon", Kind::Decimal, LONS),
    field("home.lat", Kind::Decimal, LATS),
    field("municipality", Kind::Municipality, MUNICIPALITIES),
    field(
        "modes",
        Kind::Modes,
        &[
            "vervoer",
            "vervoermiddelen",
            "vervoermiddel",
            "transport",
            "deplacement",
            "modesdetransport",
            "verplaatsing",
        ],
    ),
    field(
        "licences",
        Kind::Licences,
        &["rijbewijs", "rijbewijzen", "licence", "drivinglicence", "permis", "permisdeconduire"],
    ),
    field(
        "travel_minutes_max",
        Kind::Minutes,
        &[
            "reistijd",
            "maxreistijd",
            "maximalereistijd",
            "maxminuten",
            "tempsdetrajetmax",
            "trajetmax",
            "maxtraveltime",
        ],
    ),
    field("skills", Kind::Texts, &["vaardigheden", "competenties", "competences"]),
    field(
        "goals",
        Kind::Goals,
        &[
            "gewenstejob",
            "gewenstejobs",
            "gewenstefunctie",
            "jobwens",
            "jobwensen",
            "gewenstberoep",
            "beroepen",
            "jobdoelwit",
            "jobdoelwitten",
            "doelberoepen",
            "gewensteberoepen",
            "metiers",
            "professions",
            "goal",
            "occupations",
        ],
    ),
    field(
        "availability",
        Kind::Hours,
        &["beschikbaarheid", "beschikbaar", "disponibilite", "disponibilites", "available"],
    ),
    field(
        "hours_per_week.min",
        Kind::WeekHours,
        &["urenmin", "minuren", "minimumuren", "minstensuren", "heuresmin", "minheures", "minhours", "hoursmin"],
    ),
    field(
        "hours_per_week.max",
        Kind::WeekHours,
        &["urenmax", "maxuren", "maximumuren", "hoogstensuren", "heuresmax", "maxheures", "maxhours", "hoursmax"],
    ),
    field(
        "hours_per_week",
        Kind::HoursRange,
        &["urenweek", "urenperweek", "urenpw", "gewensteuren", "heuresparsemaine", "heuressemaine", "weeklyhours"],
    ),
    field(
        "first_day",
        Kind::FirstDay,
        &[
            "eerstedag",
            "vanaf",
            "beschikbaarvanaf",
            "startdatum",
            "premierjour",
            "disponibledesle",
            "availablefrom",
            "startdate",
        ],
    ),
    field("children", Kind::Children, &["kinderen", "kind", "enfants", "enfant"]),
    field(
        "registered_on",
        Kind::Date,
        &[
            "inschrijving",
            "inschrijvingsdatum",
            "ingeschrevenop",
            "ingeschrevensinds",
            "inscritdepuis",
            "ingeschreven",
            "dateinscription",
            "datedinscription",
            "inscritle",
            "registered",
            "registrationdate",
        ],
    ),
    field(
        "birth_year",
        Kind::BirthYear,
        &[
            "geboortedatum",
            "geborenop",
            "geboren",
            "datedenaissance",
            "dateofbirth",
            "birthdate",
            "geboortejaar",
            "jaarvangeboorte",
            "anneedenaissance",
            "anneenaissance",
            "yearofbirth",
        ],
    ),
    field(
        "gate",
        Kind::Gate,
        &["ocmw", "startbeslissing", "cpas", "leefloon", "equivalentleefloon", "steun", "ocmwsteun", "ris"],
    ),
    field(
        "right_to_work",
        Kind::RightToWork,
        &[
            "arbeidsrecht",
            "werkvergunning",
            "arbeidskaart",
            "arbeidsvergunning",
            "rechtopwerk",
            "droitautravail",
            "permisdetravail",
            "workpermit",
        ],
    ),
    field("entitlements", Kind::Entitlements, &["rechten", "droits", "rights"]),
    field("assessments", Kind::Assessments, &["inschattingen", "evaluations"]),
];

const VACANCIES: &[Field] = &[
    field(
        "id",
        Kind::Text,
        &[
            "vacature",
            "vacaturenummer",
            "vacaturenr",
            "nummer",
            "kenmerk",
            "vacancy",
            "offre",
            "numerodoffre",
            "identifiant",
            "reference",
        ],
    ),
    field("title", Kind::Text, &["titel", "functietitel", "vacaturetitel", "jobtitel", "intitule", "jobtitle"]),
    field("contact", Kind::Text, &["contactgegevens", "telefoon", "tel", "info", "telephone", "phone"]),
    field("employer", Kind::Text, &["werkgever", "bedrijf", "onderneming", "employeur", "entreprise", "company"]),
    field("site", Kind::Place, PLACES),
    field("site.lon", Kind::Decimal, LONS),
    field("site.lat", Kind::Decimal, LATS),
    field("municipality", Kind::Municipality, MUNICIPALITIES),
    field(
        "occupation",
        Kind::Occupation,
        &["beroep", "functie", "job", "fonction", "beroepscode", "esco", "escocode", "metier", "profession"],
    ),
    field(
        "openings",
        Kind::Whole,
        &["plaatsen", "aantal", "aantalplaatsen", "aantalvacatures", "postes", "nombredepostes", "places", "positions"],
    ),
    field("shifts", Kind::Hours, &["uurrooster", "werkuren", "rooster", "horaire", "horaires", "schedule", "ploegen"]),
    field(
        "hours_per_week",
        Kind::WeekHours,
        &["urenperweek", "urenweek", "uren", "heuresparsemaine", "heures", "hours", "weeklyhours"],
    ),
    field(
        "start",
        Kind::FirstDay,
        &["startdatum", "begin", "begindatum", "vanaf", "debut", "datededebut", "startdate"],
    ),
    field("essential_skills", Kind::Texts, &["vereistevaardigheden", "competencesrequises", "requiredskills"]),
    field("optional_skills", Kind::Texts, &["nuttigevaardigheden", "competencesutiles", "usefulskills"]),
    field(
        "licences",
        Kind::Licences,
        &["rijbewijs", "rijbewijzen", "licence", "drivinglicence", "permis", "permisdeconduire"],
    ),
    field(
        "alternating",
        Kind::YesNo,
        &["wisselendeploegen", "ploegenstelsel", "wisselend", "equipesalternantes", "alternatingteams"],
    ),
    field("vehicle", Kind::YesNo, &["wagen", "eigenwagen", "auto", "voiture", "owncar", "car"]),
    field("employment_form", Kind::Form, &["tewerkstellingsvorm", "vorm", "formedemploi", "form"]),
    field("led_by", Kind::LedBy, &["geleiddoor", "trekker", "menepar"]),
    field("bottleneck", Kind::YesNo, &["knelpunt", "knelpuntberoep", "metierenpenurie", "penurie"]),
    field("language_support", Kind::YesNo, &["taalondersteuning", "taalcoach", "soutienlinguistique", "languagecoach"]),
    field("minimum_age", Kind::Whole, &["minimumleeftijd", "minleeftijd", "ageminimum", "minage"]),
    field(
        "published_on",
        Kind::Date,
        &["publicatiedatum", "gepubliceerdop", "openstaandsinds", "datedepublication", "publieele", "publicationdate"],
    ),
];

const CHILDCARE: &[Field] = &[
    field("id", Kind::Text, &["kenmerk", "code", "nummer", "dossiernummer", "identifiant"]),
    field("name", Kind::Text, &["naam", "opvang", "kinderopvang", "nom", "accueil"]),
    field("at", Kind::Place, PLACES),
    field("at.lon", Kind::Decimal, LONS),
    field("at.lat", Kind::Decimal, LATS),
    field("municipality", Kind::Municipality, MUNICIPALITIES),
    field("open", Kind::Hours, &["openingsuren", "uren", "heuresdouverture", "horaire", "openinghours", "hours"]),
    field("places", Kind::Places, &["vrijeplaatsen", "plaatsen", "placeslibres", "freeplaces"]),
];

const VENUES: &[Field] = &[
    field("id", Kind::Text, &["kenmerk", "code", "nummer", "locatienummer", "identifiant"]),
    field("name", Kind::Text, &["naam", "locatie", "gebouw", "nom", "lieu", "batiment", "venue", "building"]),
    field("at", Kind::Place, PLACES),
    field("at.lon", Kind::Decimal, LONS),
    field("at.lat", Kind::Decimal, LATS),
    field("municipality", Kind::Municipality, MUNICIPALITIES),
    field(
        "provider",
        Kind::Text,
        &["aanbieder", "eigenaar", "beheerder", "organisatie", "fournisseur", "gestionnaire", "owner", "organisation"],
    ),
    field("rooms.id", Kind::Text, &["lokaal", "zaal", "lokaalnummer", "salle", "local", "room"]),
    field(
        "rooms.seats",
        Kind::Whole,
        &["plaatsen", "zitplaatsen", "capaciteit", "places", "capacite", "seats", "capacity"],
    ),
    field(
        "rooms.open",
        Kind::Hours,
        &["openingsuren", "uren", "heuresdouverture", "horaire", "openinghours", "hours", "open"],
    ),
    field("rooms.equipment", Kind::Equipment, &["uitrusting", "materiaal", "equipement", "equipment"]),
];

/// Titles of columns about a language, in the words of a Flemish form.
const LANGUAGES: &[(&[&str], &str)] = &[
    (&["frans", "francais", "french", "niveaufrans"], "languages.fr"),
    (&["engels", "anglais", "english", "niveauengels"], "languages.en"),
    (&["duits", "allemand", "german"], "languages.de"),
    (&["nederlands", "neerlandais", "dutch", "taalniveau", "niveaunederlands"], "languages.nl"),
    (
        &["nederlandsluisteren", "luisteren", "nederlandsbegrijpen", "dutchlistening", "neerlandaisecoute"],
        "languages.nl.listening",
    ),
    (
        &["nederlandsspreken", "spreken", "dutchspeaking", "neerlandaisparle", "neerlandaisoral"],
        "languages.nl.speaking",
    ),
    (&["nederlandslezen", "lezen", "dutchreading", "neerlandaislecture"], "languages.nl.reading"),
    (&["nederlandsschrijven", "schrijven", "dutchwriting", "neerlandaisecrit"], "languages.nl.writing"),
];
