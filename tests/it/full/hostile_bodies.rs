//! Hostile bodies: many small objects, deep nesting, long texts, wide tables, bombs. Every operation of the OpenAPI
//! document that takes a body gets each kind, at every field that the document has. The answer is small, and what it
//! takes of memory is bounded and comes back.

use std::collections::BTreeSet;
use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::server::Server;
use crate::support::small;
use crate::{attendance, interviews, size};

/// Most memory that one request may take: a multiple of its body, and bytes besides.
const PEAK: (u64, u64) = (20, 96 << 20);
/// The longest answer, bytes, and four times the body.
const ANSWER_MAX: u64 = 4 << 20;
/// The longest that an answer may take to come.
const ANSWERED_MAX: Duration = Duration::from_secs(20);
/// The longest that memory may take to come back.
const BACK_MAX: Duration = Duration::from_secs(10);
/// How deep fields of fields are tried.
const DEPTH: usize = 3;
/// Stands in a body where something hostile goes.
const HERE: &str = "something hostile goes here";

/// A server, and one of each thing that a path names.
struct Target {
    server: Server,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    scenario: String,
    plan: String,
    import: String,
    handover: String,
    _folder: TempDir,
}

/// What was seen of one request.
struct Seen {
    about: String,
    status: u16,
    sent: u64,
    peak: u64,
    took: Duration,
    answer: Vec<u8>,
}

impl Seen {
    /// Itself in words, where it is wrong. A long text is taken wherever any text is, and a table is looked at
    /// afterwards.
    fn fault(&self) -> Option<String> {
        let is_answer = (200..=202).contains(&self.status) || (400..500).contains(&self.status);
        let is_bounded =
            self.peak <= PEAK.0 * self.sent + PEAK.1 && self.answer.len() as u64 <= ANSWER_MAX + 4 * self.sent;
        (!is_answer || !is_bounded || self.took > ANSWERED_MAX).then(|| self.to_string())
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (about, status, seconds) = (&self.about, self.status, self.took.as_secs_f64());
        let (sent, answered, peak) = (self.sent >> 10, self.answer.len() >> 10, self.peak >> 20);
        write!(f, "{about}: {sent} KiB, {status}, answer {answered} KiB, peak {peak} MiB, {seconds:.1} s")
    }
}

impl Target {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let server = Server::start(&folder.path().join("schakel.db"));
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let mut target = Self {
            server,
            client: reqwest::Client::new(),
            runtime,
            scenario: String::new(),
            plan: String::new(),
            import: String::new(),
            handover: String::new(),
            _folder: folder,
        };
        target.scenario = target.made("/v1/scenarios", &small());
        target.plan = target.made("/v1/plans", &target.sound("/v1/plans"));
        target.handover = target.made("/v1/handovers", &target.sound("/v1/handovers"));
        let form = target.form(b"werkzoekende;max reistijd\nJ-new;veel\n".to_vec(), "people.csv");
        let (_, made) = target.answer(target.request("POST", "/v1/scenarios/import").multipart(form));
        target.import = id(&made);
        target.imported(&target.import);
        target
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let url = format!("http://{}{path}", self.server.address);
        self.client.request(method.to_uppercase().parse().unwrap(), url)
    }

    fn answer(&self, request: RequestBuilder) -> (u16, Vec<u8>) {
        self.runtime.block_on(async {
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.bytes().await.unwrap().to_vec())
        })
    }

    /// The ID of what this body makes.
    fn made(&self, path: &str, body: &Value) -> String {
        let (status, made) = self.answer(self.request("POST", path).json(body));
        assert!((200..300).contains(&status), "{path}: {status} {}", String::from_utf8_lossy(&made));
        id(&made)
    }

    /// The form of an import into the scenario, with this table.
    fn form(&self, table: Vec<u8>, name: &str) -> Form {
        let file = Part::bytes(table).file_name(name.to_owned());
        Form::new().part("file", file).text("part", "jobseekers").text("scenario_id", self.scenario.clone())
    }

    /// Waits until an import, which goes on in the background, has ended.
    fn imported(&self, import: &str) {
        for _ in 0..3_000 {
            let (_, import) = self.answer(self.request("GET", &format!("/v1/imports/{import}?limit=1")));
            if serde_json::from_slice::<Value>(&import).unwrap()["state"] != "running" {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the import {import} does not end");
    }

    /// Sends a request with a body of so many bytes, and looks at what it takes.
    fn seen(&self, about: String, sent: usize, request: RequestBuilder) -> Seen {
        self.server.forget_peak();
        let (before, begun) = (self.server.memory("VmRSS"), Instant::now());
        let (status, answer) = self.answer(request);
        let took = begun.elapsed();
        if status == 202 && about.starts_with("import") {
            self.imported(&id(&answer));
        }
        let peak = self.server.memory("VmHWM").saturating_sub(before);
        let seen = Seen { about, status, sent: sent as u64, peak, took, answer };
        println!("{seen}, {} MiB now", self.server.memory("VmRSS") >> 20);
        seen
    }

    /// A JSON body, sent.
    fn sent(&self, method: &str, path: &str, kind: &str, body: String) -> Seen {
        let request = self.request(method, &self.filled(path)).header("content-type", "application/json");
        self.seen(format!("{method} {path} {kind}"), body.len(), request.body(body))
    }

    /// The path with the things that are there in it.
    fn filled(&self, path: &str) -> String {
        let id = match path.split('/').nth(2).unwrap() {
            "plans" => &self.plan,
            "scenarios" => &self.scenario,
            "imports" => &self.import,
            "handovers" => &self.handover,
            _ => "",
        };
        path.replace("{id}", id).replace("{row}", "2").replace("{name}", "q")
    }

    /// A body that the operation takes, or as much of one as it needs to look at the rest.
    fn sound(&self, path: &str) -> Value {
        let scenario = &self.scenario;
        match path {
            "/v1/scenarios" => small(),
            "/v1/interviews" => interviews::fair(),
            "/v1/invitations/size" => size::fair(),
            "/v1/invitations/attendance" => attendance::record(),
            "/v1/evaluations" => {
                json!({"scenario_id": scenario, "assignments": [{"jobseeker": "J1", "vacancy": "V1"}]})
            }
            "/v1/shortlists" => json!({"scenario_id": scenario, "jobseeker": "J1"}),
            "/v1/plans" => json!({"scenario_id": scenario, "kind": "matching"}),
            "/v1/handovers" => json!({"scenario_id": scenario, "jobseeker": "J1", "from": "ocmw", "to": "vdab"}),
            "/v1/policy-packs/{name}" => {
                let (_, pack) = self.answer(self.request("GET", "/v1/policy-packs/agreement-2020-2025"));
                serde_json::from_slice(&pack).unwrap()
            }
            "/v1/scenarios/{id}/patches" => json!([{"op": "add", "path": "/story", "value": "x"}]),
            _ => json!({"scenario_id": scenario, "jobseeker": "J1", "vacancy": "V1"}),
        }
    }

    /// Nothing stays behind, the server ends in order, and no answer was wrong.
    fn end(self, at_rest: u64, seen: &[Seen]) {
        let kept = || self.server.memory("VmRSS").saturating_sub(at_rest);
        let ended = Instant::now();
        while kept() > PEAK.1 && ended.elapsed() < BACK_MAX {
            self.answer(self.request("GET", "/v1/health"));
        }
        let kept = kept();
        let wrong: Vec<_> = seen.iter().filter_map(Seen::fault).collect();
        let most = seen.iter().map(|seen| seen.peak.saturating_sub(PEAK.0 * seen.sent)).max().unwrap();
        println!(
            "{} requests, {} wrong, at most {} MiB over 20 bodies, {} MiB kept",
            seen.len(),
            wrong.len(),
            most >> 20,
            kept >> 20
        );
        self.server.stop();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(kept < PEAK.1, "{} MiB do not come back", kept >> 20);
    }
}

fn id(made: &[u8]) -> String {
    let made: Value = serde_json::from_slice(made).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

/// A step into a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Field(String),
    Item,
}

/// Every field in a body of this schema, and their fields so much deeper.
fn fields(document: &Value, schema: &Value, at: &[Step], depth: usize, found: &mut BTreeSet<Vec<Step>>) {
    if let Some(reference) = schema["$ref"].as_str() {
        return fields(document, document.pointer(&reference[1..]).unwrap(), at, depth, found);
    }
    for kinds in ["anyOf", "oneOf", "allOf"] {
        schema[kinds].as_array().into_iter().flatten().for_each(|kind| fields(document, kind, at, depth, found));
    }
    if schema["items"].is_object() {
        fields(document, &schema["items"], &[at, &[Step::Item]].concat(), depth, found);
    }
    let any = schema["additionalProperties"].is_object().then(|| ("k".to_owned(), &schema["additionalProperties"]));
    let named = schema["properties"].as_object().into_iter().flatten().map(|(name, schema)| (name.clone(), schema));
    for (name, schema) in named.chain(any) {
        let at = [at, &[Step::Field(name)]].concat();
        if found.insert(at.clone()) && depth > 1 {
            fields(document, schema, &at, depth - 1, found);
        }
    }
}

/// Puts the mark at the place: it replaces the value there, its neighbours stay.
fn marked(mut body: &mut Value, place: &[Step]) {
    for step in place {
        body = match step {
            Step::Field(name) => {
                if !body.is_object() {
                    *body = json!({});
                }
                &mut body[name.as_str()]
            }
            Step::Item => {
                if body.as_array().is_none_or(Vec::is_empty) {
                    *body = json!([null]);
                }
                &mut body[0]
            }
        };
    }
    *body = json!(HERE);
}

/// Where it goes, in words.
fn words(place: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Field(name) => format!("/{name}"),
        Step::Item => "/0".to_owned(),
    };
    place.iter().map(step).collect()
}

/// Small texts that hold much, each with its kind.
fn hostile() -> Vec<(&'static str, String)> {
    let many = |item: &str, n: usize| format!("[{}{item}]", format!("{item},").repeat(n));
    let keys: Vec<String> = (0..100_000).map(|n| format!("\"k{n}\":1")).collect();
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    vec![
        ("objects", many("{}", 100_000)),
        ("keys", format!("{{{}}}", keys.join(","))),
        ("text", format!("\"{}\"", "x".repeat(1_000_000))),
        ("numbers", many("1", 200_000)),
        ("deep", deep(100_000)),
        ("deep ones", many(&deep(100), 2_000)),
    ]
}

/// The sound body with the first item of each of its lists over and over, some 500 KB of it.
fn repeated(sound: &Value) -> Vec<(String, String)> {
    let lists = sound.as_object().into_iter().flatten().filter(|(_, list)| list.get(0).is_some());
    let of_list = lists.map(|(name, list)| {
        let item = list[0].to_string();
        let mut body = sound.clone();
        body[name.as_str()] = json!(HERE);
        let again = format!("[{}{item}]", format!("{item},").repeat(500_000 / (item.len() + 1)));
        (format!("/{name} repeated"), body.to_string().replace(&format!("\"{HERE}\""), &again))
    });
    of_list.collect()
}

/// All bodies for an operation that takes `schema`, with their kinds: at every field of the body the first three and
/// one of the others in turn, and of what lies deeper one of the first three in turn.
fn bodies(document: &Value, schema: &Value, sound: &Value) -> Vec<(String, String)> {
    let mut places = BTreeSet::from([Vec::new()]);
    fields(document, schema, &[], DEPTH, &mut places);
    let hostile = hostile();
    let mut bodies = repeated(sound);
    for (at, place) in places.iter().enumerate() {
        let is_field = place.iter().filter(|step| matches!(step, Step::Field(_))).count() <= 1;
        let mut body = sound.clone();
        marked(&mut body, place);
        let body = body.to_string();
        for (n, (kind, text)) in hostile.iter().enumerate() {
            if n % 3 == at % 3 && (is_field || n < 3) || is_field && n < 3 {
                bodies.push((format!("{} {kind}", words(place)), body.replace(&format!("\"{HERE}\""), text)));
            }
        }
    }
    bodies
}

#[test]
fn a_small_body_takes_little_memory_and_gets_a_small_answer_wherever_it_is_sent_and_whatever_it_holds() {
    let (target, document) = (Target::start(), schakel::http::document());
    let at_rest = target.server.memory("VmRSS");
    let (mut seen, mut n_operations) = (Vec::new(), 0);
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let taken = &operation["requestBody"]["content"]["application/json"]["schema"];
            if taken.is_object() {
                n_operations += 1;
                let bodies = bodies(&document, taken, &target.sound(path));
                seen.extend(bodies.into_iter().map(|(kind, body)| target.sent(method, path, &kind, body)));
            }
        }
    }
    assert!(n_operations > 15 && seen.len() > 500, "{n_operations} operations, {} bodies", seen.len());
    target.end(at_rest, &seen);
}

#[test]
fn of_the_issues_of_a_hostile_body_a_thousand_are_told_and_the_rest_counted() {
    let target = Target::start();
    let (_, objects) = &hostile()[0];
    let body = format!("{{\"scenario_id\":\"{}\",\"assignments\":{objects}}}", target.scenario);
    let answer = target.sent("POST", "/v1/evaluations", "objects", body).answer;
    let told: Value = serde_json::from_slice(&answer).unwrap();
    let errors = told["errors"].as_array().unwrap();
    let last: Vec<_> = errors[errors.len() - 2..].iter().map(|error| error["code"].as_str().unwrap()).collect();
    assert_eq!((errors.len(), &last[..]), (1_002, &["LISTS_NOT_SEEN_WHOLE", "MORE_ISSUES"][..]));
    let more = errors.last().unwrap()["params"]["count"].as_str().unwrap().parse::<usize>().unwrap();
    assert!(more >= 1_000, "{more}");
}

/// Bodies that unpack to much more than they are: kind, and what is sent.
fn packed() -> Vec<(&'static str, Vec<u8>)> {
    let gzip = |head: &str, again: &str, times: usize, tail: &str| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(head.as_bytes()).unwrap();
        let some = again.repeat(1_000);
        (0..times / 1_000).for_each(|_| packed.write_all(some.as_bytes()).unwrap());
        packed.write_all(tail.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    vec![
        ("arrays", gzip("{\"jobseekers\":[", "[],", 6_000_000, "[]]}")),
        ("objects", gzip("{\"vacancies\":[", "{},", 6_000_000, "{}]}")),
        ("blanks", gzip("", " ", 40_000_000, "{}")),
        ("text", gzip("{\"story\":\"", "a", 40_000_000, "\"}")),
    ]
}

/// A workbook in which one file repeats `again`, up to `mebibytes` MiB.
fn workbook(name: &str, head: &str, again: &str, mebibytes: usize, tail: &str) -> Vec<u8> {
    let mut table = rust_xlsxwriter::Workbook::new();
    table.add_worksheet().write(0, 0, "id").unwrap();
    let bytes = table.save_to_buffer().unwrap();
    let mut whole = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for at in 0..whole.len() {
        let mut file = whole.by_index(at).unwrap();
        let entry = file.name().unwrap().into_owned();
        bomb.start_file(entry.clone(), options).unwrap();
        if entry == name {
            let some = again.repeat((1 << 20) / again.len());
            bomb.write_all(head.as_bytes()).unwrap();
            (0..mebibytes).for_each(|_| bomb.write_all(some.as_bytes()).unwrap());
            bomb.write_all(tail.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut file, &mut bomb).unwrap();
        }
    }
    bomb.finish().unwrap().into_inner()
}

/// Workbooks that unpack to far more than any table has, or to just as much as may be.
fn workbooks() -> Vec<(&'static str, Vec<u8>)> {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    let texts = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
    let (of_sheet, of_texts) = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml");
    vec![
        ("rows, 300 MiB", workbook(of_sheet, sheet, "<row/>", 300, "</sheetData></worksheet>")),
        ("rows, 7 MiB", workbook(of_sheet, sheet, "<row/>", 7, "</sheetData></worksheet>")),
        ("cells, 7 MiB", workbook(of_sheet, sheet, "<row><c/><c/></row>", 7, "</sheetData></worksheet>")),
        ("texts, 300 MiB", workbook(of_texts, texts, "<si><t>a</t></si>", 300, "</sst>")),
        ("texts, 7 MiB", workbook(of_texts, texts, "<si><t>a</t></si>", 7, "</sst>")),
    ]
}

/// Tables that are wide, long or never end, and forms whose other fields are hostile.
fn forms(target: &Target) -> Vec<(String, usize, Form)> {
    let wide = format!("werkzoekende;{}\nJ1;{}\n", "x;".repeat(200_000), "1;".repeat(200_000));
    let long = format!("werkzoekende;max reistijd\n{}", "J1;veel\n".repeat(100_000));
    let open = format!("werkzoekende;max reistijd\nJ1;\"{}", "x\n".repeat(300_000));
    let tables = [("wide", wide), ("long", long), ("never closed", open), ("blank", ";\n".repeat(300_000))];
    let mut forms: Vec<_> = tables
        .into_iter()
        .map(|(kind, table)| {
            let bytes = table.into_bytes();
            (format!("import table, {kind}"), bytes.len(), target.form(bytes, "tabel.csv"))
        })
        .collect();
    for (kind, table) in workbooks() {
        forms.push((format!("import workbook, {kind}"), table.len(), target.form(table, "tabel.xlsx")));
    }
    for field in ["part", "scenario_id", "base", "mapping", "sheet", "unknown"] {
        for (kind, text) in hostile() {
            let file = Part::bytes(b"werkzoekende\nJ1\n".to_vec()).file_name("tabel.csv");
            let form = Form::new().part("file", file).text(field, text.clone());
            let form = if field == "part" { form } else { form.text("part", "jobseekers") };
            forms.push((format!("import {field}, {kind}"), text.len(), form));
        }
    }
    forms
}

#[test]
fn a_table_takes_little_memory_however_wide_long_or_packed_it_is_and_so_do_the_fields_beside_it() {
    let target = Target::start();
    let at_rest = target.server.memory("VmRSS");
    let sent = |(about, bytes, form): (String, usize, Form)| {
        target.seen(about, bytes, target.request("POST", "/v1/scenarios/import").multipart(form))
    };
    let seen: Vec<_> = forms(&target).into_iter().map(sent).collect();
    target.end(at_rest, &seen);
}

#[test]
fn what_unpacks_to_far_more_than_it_is_takes_little_memory() {
    let target = Target::start();
    let at_rest = target.server.memory("VmRSS");
    let mut seen = Vec::new();
    let document = schakel::http::document();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let takes =
            |(_, operation): &(&String, &Value)| operation["requestBody"]["content"]["application/json"].is_object();
        for (method, _) in operations.as_object().unwrap().iter().filter(takes) {
            for (kind, body) in packed() {
                let request = target.request(method, &target.filled(path)).header("content-encoding", "gzip");
                let (about, bytes) = (format!("{method} {path} packed {kind}"), body.len());
                let request = request.header("content-type", "application/json").body(body);
                seen.push(target.seen(about, bytes, request));
            }
        }
    }
    target.end(at_rest, &seen);
}
