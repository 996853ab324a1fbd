//! Errors as RFC 9457 problems: every status code and every word about a request is decided here.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schakel_solver::text::{Lang, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tower_http::classify::ServerErrorsFailureClass;
use tracing::Span;

use crate::files::scenario::{Code, ISSUES_MAX, Issue, bounded};
use crate::service::answering::AnswerError;
use crate::service::revision::RevisionError;
use crate::service::store::StoreError;

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Declares every problem: code, status, seconds until another try is worth it, title, then what is the case and what
/// to do in Dutch, English and French.
macro_rules! problems {
    ($($name:ident $code:literal $status:ident $title:literal
        $nl:literal $en:literal $fr:literal do $do_nl:literal do $do_en:literal do $do_fr:literal;)+) => {
        /// What can be wrong with a request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = $title] $name,)+
        }

        impl Kind {
            /// Every problem.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Code, status, title, what is the case, what to do.
            pub fn entry(self) -> Entry {
                match self {
                    $(Self::$name => Entry {
                        code: $code,
                        status: StatusCode::$status,
                        title: $title,
                        message: Words { nl: $nl, en: $en, fr: $fr },
                        action: Words { nl: $do_nl, en: $do_en, fr: $do_fr },
                    },)+
                }
            }
        }
    };
}

/// One line of the catalogue of problems.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The stable code.
    pub code: &'static str,
    /// Status of the answer.
    pub status: StatusCode,
    /// In English, the same every time.
    pub title: &'static str,
    /// What is the case, with `{params}`.
    pub message: Words,
    /// What to do, with `{params}`.
    pub action: Words,
}

problems! {
    Malformed "MALFORMED_REQUEST" BAD_REQUEST "The request cannot be read"
        "De aanvraag kon niet gelezen worden." "The request could not be read." "La demande n'a pas pu être lue."
        do "Verbeter wat hieronder staat en stuur opnieuw." do "Mend what is listed below and send it again."
        do "Corrigez ce qui suit et renvoyez la demande.";
    BrokenOff "BODY_BROKEN_OFF" BAD_REQUEST "The body is not whole"
        "De aanvraag brak af, of kon niet uitgepakt worden." "The body broke off, or could not be unpacked."
        "Le corps s'est interrompu, ou n'a pas pu être décompressé."
        do "Stuur alles opnieuw; met Content-Encoding: gzip moet het een heel gzip-bestand zijn."
        do "Send all of it again; with Content-Encoding: gzip it must be a whole gzip file."
        do "Renvoyez le tout ; avec Content-Encoding: gzip, ce doit être un fichier gzip entier.";
    Invalid "INVALID_REQUEST" UNPROCESSABLE_ENTITY "The request has errors"
        "De aanvraag heeft fouten." "The request has errors." "La demande contient des erreurs."
        do "Verbeter elk punt in de lijst en stuur opnieuw." do "Mend every point of the list and send it again."
        do "Corrigez chaque point de la liste et renvoyez la demande.";
    NotFound "NOT_FOUND" NOT_FOUND "There is nothing here"
        "Hier is niets met dit kenmerk." "There is nothing here with this ID." "Il n'y a rien ici avec cet identifiant."
        do "Kijk het adres en het kenmerk na." do "Check the address and the ID." do "Vérifiez l'adresse et l'identifiant.";
    Gone "GONE" GONE "It was erased"
        "Dit is gewist." "This was erased." "Ceci a été effacé."
        do "Stuur het scenario opnieuw als het nog nodig is." do "Post the scenario again if it is still needed."
        do "Renvoyez le scénario s'il est encore nécessaire.";
    MethodNotAllowed "METHOD_NOT_ALLOWED" METHOD_NOT_ALLOWED "This cannot be done here"
        "Deze methode bestaat hier niet." "This method does not exist here." "Cette méthode n'existe pas ici."
        do "Kijk in de OpenAPI-beschrijving wat hier kan." do "See the OpenAPI document for what can be done here."
        do "Consultez le document OpenAPI pour savoir ce qui est possible ici.";
    NotFinal "NOT_FINAL" CONFLICT "It has not ended"
        "Dit plan is nog niet klaar." "This plan has not ended yet." "Ce plan n'est pas encore terminé."
        do "Wacht tot het klaar is, of annuleer het eerst." do "Wait until it has ended, or cancel it first."
        do "Attendez la fin, ou annulez-le d'abord.";
    NoPlan "NO_USABLE_PLAN" CONFLICT "There is no plan to ask about"
        "Deze berekening gaf geen bruikbaar plan." "This run gave no usable plan." "Ce calcul n'a donné aucun plan utilisable."
        do "Kijk naar state, termination en failure, en plan opnieuw." do "See state, termination and failure, and plan again."
        do "Consultez state, termination et failure, puis replanifiez.";
    AlreadyFinal "ALREADY_FINAL" CONFLICT "It has ended already"
        "Dit plan is al klaar." "This plan has ended already." "Ce plan est déjà terminé."
        do "Lees het resultaat." do "Read its result." do "Lisez son résultat.";
    ForeignHost "FOREIGN_HOST" MISDIRECTED_REQUEST "This server does not go by that name"
        "Deze server draagt die naam niet." "This server does not go by that name." "Ce serveur ne porte pas ce nom."
        do "Gebruik het adres van de server zelf, of geef de naam op met --hosts."
        do "Use the server's own address, or give the name with --hosts."
        do "Utilisez l'adresse du serveur, ou indiquez le nom avec --hosts.";
    ForeignOrigin "FOREIGN_ORIGIN" FORBIDDEN "Not from a page of another site"
        "Een pagina van een andere site mag hier niets veranderen." "A page of another site may change nothing here."
        "Une page d'un autre site ne peut rien modifier ici."
        do "Doe dit vanaf de pagina's van deze server, of met een programma zonder Origin."
        do "Do this from this server's own pages, or with a program that sends no Origin."
        do "Faites-le depuis les pages de ce serveur, ou avec un programme qui n'envoie pas d'Origin.";
    BadKey "BAD_IDEMPOTENCY_KEY" BAD_REQUEST "The key is not one"
        "De Idempotency-Key moet 1 tot 255 zichtbare tekens hebben." "The Idempotency-Key must have 1 to 255 visible characters."
        "L'Idempotency-Key doit comporter de 1 à 255 caractères visibles."
        do "Gebruik bijvoorbeeld een UUID." do "Use a UUID, for example." do "Utilisez par exemple un UUID.";
    Conflict "CONFLICT" CONFLICT "It changed in the meantime"
        "Dit is intussen veranderd of al gebeurd." "This changed in the meantime, or was done already."
        "Ceci a changé entre-temps, ou a déjà été fait."
        do "Lees de huidige toestand en beslis opnieuw." do "Read how it stands now and decide again."
        do "Lisez l'état actuel et décidez à nouveau.";
    InUse "IN_USE" CONFLICT "It is in use and no longer changes"
        "Dit wordt al gebruikt en verandert niet meer." "This is in use and no longer changes."
        "Ceci est utilisé et ne change plus."
        do "Maak een nieuwe versie met een andere naam." do "Make a new version with another name."
        do "Créez une nouvelle version avec un autre nom.";
    KeyReused "IDEMPOTENCY_KEY_REUSED" CONFLICT "The key was used for another request"
        "Deze Idempotency-Key hoort bij een andere aanvraag."
        "This Idempotency-Key belongs to another request."
        "Cette Idempotency-Key appartient à une autre demande."
        do "Gebruik voor elke nieuwe aanvraag een nieuwe sleutel." do "Use a new key for each new request."
        do "Utilisez une nouvelle clé pour chaque nouvelle demande.";
    TooLarge "TOO_LARGE" PAYLOAD_TOO_LARGE "The body is too large"
        "De aanvraag is te groot." "The request is too large." "La demande est trop volumineuse."
        do "Stuur minder in één keer." do "Send less at once." do "Envoyez moins en une fois.";
    UnsupportedMedia "UNSUPPORTED_MEDIA_TYPE" UNSUPPORTED_MEDIA_TYPE "This kind of body is not read"
        "Dit soort inhoud wordt hier niet gelezen." "This kind of content is not read here."
        "Ce type de contenu n'est pas lu ici."
        do "Stuur application/json (of wat de OpenAPI-beschrijving noemt), eventueel met Content-Encoding: gzip."
        do "Send application/json (or what the OpenAPI document names), with Content-Encoding: gzip if you like."
        do "Envoyez application/json (ou ce que nomme le document OpenAPI), éventuellement avec Content-Encoding: gzip.";
    TooMany "TOO_MANY_REQUESTS" TOO_MANY_REQUESTS "Too many requests at once"
        "Er zijn te veel aanvragen tegelijk." "There are too many requests at once." "Trop de demandes à la fois."
        do "Probeer over een paar tellen opnieuw." do "Try again in a few seconds." do "Réessayez dans quelques secondes.";
    QueueFull "QUEUE_FULL" SERVICE_UNAVAILABLE "The queue is full"
        "Er wachten al te veel berekeningen." "Too many solves are waiting already." "Trop de calculs attendent déjà."
        do "Probeer over een minuut opnieuw." do "Try again in a minute." do "Réessayez dans une minute.";
    NotReady "NOT_READY" SERVICE_UNAVAILABLE "Not ready"
        "De dienst is nog niet klaar." "The service is not ready." "Le service n'est pas prêt."
        do "Probeer over een paar tellen opnieuw." do "Try again in a few seconds." do "Réessayez dans quelques secondes.";
    DiskFull "DISK_FULL" INSUFFICIENT_STORAGE "The disk is full"
        "De schijf van de dienst is vol: er kan niets bewaard worden." "The disk of the service is full: nothing can be kept."
        "Le disque du service est plein : rien ne peut être conservé."
        do "Maak plaats vrij en probeer opnieuw; herstarten hoeft niet."
        do "Free space and try again; no restart is needed."
        do "Libérez de l'espace et réessayez ; un redémarrage n'est pas nécessaire.";
    Defect "DEFECT" INTERNAL_SERVER_ERROR "A defect of the service"
        "Er ging iets mis bij ons; uw aanvraag is niet de oorzaak." "Something went wrong on our side; your request is not the cause."
        "Une erreur est survenue de notre côté ; votre demande n'en est pas la cause."
        do "Meld het trace_id." do "Report the trace_id." do "Communiquez le trace_id.";
}

/// One thing that is wrong: where, which code, what it says and what to do.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProblemError {
    /// JSON Pointer into the request's body (`#/jobseekers/3/home`), `?name` for a parameter, `#` for the whole.
    pub pointer: String,
    /// Stable code; `GET /v1/issue-types` lists all.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// What goes into the words.
    pub params: Map<String, Value>,
    /// What is the case: `nl`, `en`, `fr`.
    pub message: BTreeMap<String, String>,
    /// What to do: `nl`, `en`, `fr`.
    pub action: BTreeMap<String, String>,
}

/// A problem as it leaves (RFC 9457).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProblemView {
    /// Address of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// In English, the same for each code.
    pub title: String,
    /// Status of the answer.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// What is the case, in English.
    pub detail: String,
    /// Path of the request.
    pub instance: String,
    /// Everything that is wrong, at least one.
    pub errors: Vec<ProblemError>,
    /// To report it by.
    pub trace_id: String,
}

/// Why a request is not answered as asked.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    errors: Vec<ProblemError>,
    retry_after_s: Option<u32>,
}

impl Problem {
    /// A problem without more to tell than its kind.
    pub fn new(kind: Kind) -> Self {
        let retry_after_s = match kind {
            Kind::QueueFull => Some(60),
            Kind::TooMany | Kind::NotReady => Some(2),
            _ => None,
        };
        Self { kind, errors: Vec::new(), retry_after_s }
    }

    /// Adds the issues to the problem.
    #[must_use]
    pub fn with(mut self, issues: impl IntoIterator<Item = Issue>) -> Self {
        self.errors.extend(issues.into_iter().map(|issue| ProblemError::from(&issue)));
        self
    }

    /// There is nothing under this ID, or nothing that is the caller's.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// The request was read and has these errors.
    pub fn invalid(issues: impl IntoIterator<Item = Issue>) -> Self {
        Self::new(Kind::Invalid).with(bounded(issues.into_iter().collect(), 0, ISSUES_MAX))
    }

    /// Ours to mend: logged here, and the caller sees no cause.
    pub fn defect(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "defect");
        Self::new(Kind::Defect)
    }

    /// What kind it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The body of the answer.
    fn view(&self, instance: &str, trace_id: &str) -> ProblemView {
        let entry = self.kind.entry();
        let mut errors = self.errors.clone();
        if errors.is_empty() {
            errors.push(entry.error());
        }
        ProblemView {
            kind: format!("/v1/issue-types#{}", entry.code),
            title: entry.title.to_owned(),
            status: entry.status.as_u16(),
            code: entry.code.to_owned(),
            detail: entry.message.in_lang(Lang::En).to_owned(),
            instance: instance.to_owned(),
            errors,
            trace_id: trace_id.to_owned(),
        }
    }
}

impl Entry {
    /// The line as an error of its own, about the whole request.
    fn error(&self) -> ProblemError {
        ProblemError {
            pointer: "#".to_owned(),
            code: self.code.to_owned(),
            severity: "error".to_owned(),
            params: Map::new(),
            message: in_each_language(|lang| self.message.in_lang(lang).to_owned()),
            action: in_each_language(|lang| self.action.in_lang(lang).to_owned()),
        }
    }
}

/// Words by the code of each language.
pub(super) fn in_each_language(words: impl Fn(Lang) -> String) -> BTreeMap<String, String> {
    Lang::ALL.into_iter().map(|lang| (lang.code().to_owned(), words(lang))).collect()
}

impl From<&Issue> for ProblemError {
    fn from(issue: &Issue) -> Self {
        let params = match serde_json::to_value(&issue.params) {
            Ok(Value::Object(params)) => params,
            _ => Map::new(),
        };
        Self {
            pointer: issue.pointer.clone(),
            code: issue.code.entry().code.to_owned(),
            severity: match issue.severity() {
                crate::files::scenario::Severity::Error => "error".to_owned(),
                crate::files::scenario::Severity::Warning => "warning".to_owned(),
            },
            params,
            message: in_each_language(|lang| issue.message(lang)),
            action: in_each_language(|lang| issue.action(lang)),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::not_found(),
            StoreError::Erased => Self::new(Kind::Gone),
            StoreError::Conflict => Self::new(Kind::Conflict),
            StoreError::KeyReused => Self::new(Kind::KeyReused),
            StoreError::InUse => Self::new(Kind::InUse),
            StoreError::Full => Self::new(Kind::QueueFull),
            StoreError::DiskFull => Self::new(Kind::DiskFull),
            StoreError::Database(_) | StoreError::Migration(_) | StoreError::Damaged(_) => Self::defect(&error),
        }
    }
}

impl From<RevisionError> for Problem {
    fn from(error: RevisionError) -> Self {
        match error {
            RevisionError::Invalid(issues) => {
                let is = |code| move |issue: &Issue| issue.code == code;
                let kind = if issues.iter().any(is(Code::MalformedJson)) {
                    Kind::Malformed
                } else if !issues.is_empty() && issues.iter().all(is(Code::TestFailed)) {
                    Kind::Conflict
                } else {
                    Kind::Invalid
                };
                Self::new(kind).with(issues)
            }
            RevisionError::TooLong => Self::new(Kind::TooLarge),
            RevisionError::BrokenOff => Self::new(Kind::BrokenOff),
            RevisionError::Store(error) => error.into(),
        }
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Full => Self::new(Kind::TooMany),
            AnswerError::Failed(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.entry().status.into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every problem its body, with the path and the trace; and makes a problem of what the framework refused by
/// itself. The outermost layer but one.
pub(super) async fn complete(request: Request, next: Next) -> Response {
    let instance = request.uri().path().to_owned();
    let trace_id = uuid::Uuid::now_v7().simple().to_string();
    let response = next.run(request).await;
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None => match refused_by_framework(response.status()) {
            Some(kind) if !is_ours(&response) => Problem::new(kind),
            _ => return response,
        },
    };
    let status = problem.kind.entry().status;
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        tracing::error!(trace_id, "answered with a defect");
    }
    let (mut parts, _) = response.into_parts();
    parts.status = status;
    parts.headers.remove(header::CONTENT_LENGTH);
    // What the framework said may have been packed; this is not.
    parts.headers.remove(header::CONTENT_ENCODING);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    let body = serde_json::to_vec(&problem.view(&instance, &trace_id)).unwrap_or_default();
    Response::from_parts(parts, body.into())
}

/// Whether the answer has a body of our own.
fn is_ours(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/"))
}

/// The problem that goes with a refusal of the framework.
fn refused_by_framework(status: StatusCode) -> Option<Kind> {
    match status {
        StatusCode::NOT_FOUND => Some(Kind::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(Kind::MethodNotAllowed),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Kind::TooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Kind::UnsupportedMedia),
        status if status.is_client_error() => Some(Kind::Malformed),
        status if status.is_server_error() => Some(Kind::Defect),
        _ => None,
    }
}

/// Logs a 5xx answer. Too much to do is no defect: the caller was told when to come back.
pub(super) fn failed(class: ServerErrorsFailureClass, _took: Duration, _: &Span) {
    match class {
        ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) => {
            tracing::info!("too much to do: asked to come back");
        }
        class => tracing::error!(%class, "a request failed"),
    }
}
