//! The OpenAPI document: paths from the handlers, schemas from the types, and a viewer that needs no network.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::Router;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use utoipa::IntoResponses;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{
    Content, Info, OpenApi, OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
    schema::Schema as ShownSchema, tag::TagBuilder,
};
use utoipa_swagger_ui::SwaggerUi;

use super::App;
use super::problem::{PROBLEM_JSON, ProblemView};

/// Where schemas stand in the document.
const SCHEMAS: &str = "#/components/schemas/";

/// Types whose schema the document needs, by name, with what adds them to a generator.
static ASKED: Mutex<BTreeMap<String, AddSchema>> = Mutex::new(BTreeMap::new());

/// Adds the schema of a type to a generator.
type AddSchema = fn(&mut schemars::SchemaGenerator);

/// Lets types stand in routes (`body = Health`) with the schema from the same derive that reads and checks them.
macro_rules! shown {
    ($($type:ty),+ $(,)?) => {
        $(
            impl utoipa::PartialSchema for $type {
                fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                    $crate::http::openapi::named::<$type>()
                }
            }
            impl utoipa::ToSchema for $type {
                fn name() -> std::borrow::Cow<'static, str> {
                    $crate::http::openapi::named::<$type>();
                    <$type as schemars::JsonSchema>::schema_name()
                }
            }
        )+
    };
}
pub(super) use shown;

/// Lets types stand in routes as the fields of an address (`params(AuditFields)`).
macro_rules! fields {
    ($($type:ty),+ $(,)?) => {
        $(
            impl utoipa::IntoParams for $type {
                fn into_params(
                    _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
                ) -> Vec<utoipa::openapi::path::Parameter> {
                    $crate::http::openapi::parameters::<$type>()
                }
            }
        )+
    };
}
pub(super) use fields;

/// Notes that the document needs the schema of `T`, and refers to it.
pub(super) fn named<T: JsonSchema>() -> RefOr<ShownSchema> {
    let name = T::schema_name().into_owned();
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    asked.insert(name.clone(), |generator| {
        generator.subschema_for::<T>();
    });
    Ref::new(format!("{SCHEMAS}{name}")).into()
}

/// The fields of `T` as parameters after the question mark.
pub(super) fn parameters<T: JsonSchema>() -> Vec<Parameter> {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let schema: Value = settings.into_generator().into_root_schema_for::<T>().into();
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = schema["properties"].as_object().into_iter().flatten();
    let parameter = |(name, rule): (&String, &Value)| {
        let is_required = required.contains(&name.as_str());
        Parameter::builder()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(if is_required { Required::True } else { Required::False })
            .description(rule["description"].as_str())
            // Plain types only: text, numbers, yes or no, lists of names.
            .schema(serde_json::from_value::<RefOr<ShownSchema>>(listed(rule)).ok())
            .build()
    };
    fields.map(parameter).collect()
}

/// The rule with every choice of fixed words as a list of them: the document's types know no `const`.
fn listed(rule: &Value) -> Value {
    let words =
        rule["oneOf"].as_array().and_then(|all| all.iter().map(|one| one.get("const")).collect::<Option<Vec<_>>>());
    match (words, rule) {
        (Some(words), _) => serde_json::json!({"type": "string", "enum": words}),
        (None, Value::Object(fields)) => fields.iter().map(|(name, rule)| (name.clone(), listed(rule))).collect(),
        (None, Value::Array(items)) => items.iter().map(listed).collect(),
        (None, _) => rule.clone(),
    }
}

/// The response of a problem, for the document.
fn problem(description: &str) -> RefOr<Response> {
    let content = Content::new(Some(named::<ProblemView>()));
    ResponseBuilder::new().description(description).content(PROBLEM_JSON, content).build().into()
}

/// Declares a group of problems that a route may answer with.
macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident { $($status:literal $words:literal),+ })+) => {
        $($(#[$doc])*
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                BTreeMap::from([$(($status.to_owned(), problem($words))),+])
            }
        })+
    };
}

answers! {
    /// Of a route with an ID in its path.
    Missing { "400" "The path cannot be read.", "404" "Nothing with this ID, or nothing of yours.", "410" "It was erased." }
    /// Of a route with fields in its address.
    BadFields { "400" "The address cannot be read.", "422" "Every issue of the request, with what to do." }
    /// Of a route with a body.
    BadBody {
        "400" "The body cannot be read.",
        "413" "The body is too large.",
        "415" "This kind of body is not read.",
        "422" "Every issue of the request, with what to do."
    }
    /// Of a route that may refuse for how things stand.
    Refused { "409" "It changed in the meantime, has not ended, or was done already." }
    /// Of a route that may have too much to do.
    Busy { "429" "Too many requests at once.", "503" "Too much to do: come back after `Retry-After` seconds." }
}

/// Title and description of the document.
pub(super) fn head() -> OpenApi {
    let info = Info::builder()
        .title("Schakel")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Who gets which chance, planned, explained and proved. It proposes; a person decides. \
             Errors are RFC 9457 problems with everything that is wrong at once.",
        ))
        .build();
    let tag = |(name, about): &(&str, &str)| TagBuilder::new().name(*name).description(Some(*about)).build();
    OpenApiBuilder::new().info(info).tags(Some(TAGS.iter().map(tag))).build()
}

/// What operations are grouped by, in the order in which one needs them.
const TAGS: [(&str, &str); 14] = [
    (
        "scenarios",
        "A region on its way to a plan: people, vacancies, places. It never changes; each change is a revision.",
    ),
    ("imports", "Tables of clerks, row by row."),
    ("plans", "Proposals, why, why not, and what would help."),
    ("decisions", "What a mediator or planner decides about a proposal."),
    ("shortlists", "Who fits a vacancy, or what fits a person."),
    ("evaluations", "A choice of somebody else, judged."),
    ("invitations", "How many to invite to a fair, who answered, and what earlier fairs teach."),
    ("interviews", "Who sits at which table of a fair at what time."),
    ("ocmw", "Releases and warm handovers by the OCMW."),
    ("outcomes", "What became of proposals, counted."),
    ("networks", "Timetables, journeys and how far one gets."),
    ("policy", "Policy packs: rules, numbers, forms of employment."),
    ("catalogues", "Every code with its words, and scenarios to try things out with."),
    ("service", "How the service itself stands."),
];

/// A body for each operation that reads JSON, as fixtures/examples.json has it; IDs stand for those of the reader.
const EXAMPLES: &str = include_str!("../../fixtures/examples.json");

/// Puts an example at the body of every operation that has one.
fn put_examples(document: &mut Value) {
    let examples: Map<String, Value> = serde_json::from_str(EXAMPLES).unwrap_or_default();
    for (operation, example) in examples {
        let Some((method, path)) = operation.split_once(' ') else { continue };
        let escaped = path.replace('~', "~0").replace('/', "~1");
        let at = format!("/paths/{escaped}/{}/requestBody/content/application~1json", method.to_lowercase());
        if let Some(content) = document.pointer_mut(&at).and_then(Value::as_object_mut) {
            content.insert("example".to_owned(), example);
        }
    }
}

/// The whole document, as JSON.
pub fn document() -> Value {
    let (_, paths) = super::routes().split_for_parts();
    let mut document = serde_json::to_value(paths).unwrap_or_default();
    let components = document.as_object_mut().map(|root| root.entry("components").or_insert_with(|| Map::new().into()));
    if let Some(components) = components.and_then(Value::as_object_mut) {
        components.insert("schemas".to_owned(), schemas());
    }
    put_examples(&mut document);
    document
}

/// The schemas of every type that a route named.
fn schemas() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    asked.values().for_each(|add| add(&mut generator));
    Value::Object(generator.take_definitions(true))
}

/// The document and its viewer: `/docs`, with everything it needs inside the program.
pub(super) fn viewer() -> Router<App> {
    let viewer = SwaggerUi::new("/docs").external_url_unchecked("/v1/openapi.json", document());
    viewer.into()
}
