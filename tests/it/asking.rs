//! Everything one can ask: the answers over HTTP are those of the core, and a hold cannot be told from them.

use schakel::answers::views;
use schakel::files::plan_file;
use schakel::service::planner::{self, SolveLimits};
use schakel::service::revision::packed;
use schakel_solver::domain::Level;
use schakel_solver::explain::{near_misses_of, of_person, shortlist_of_jobseeker, shortlist_of_offer};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::service::Service;
use crate::support::put;

/// A story of the fixtures.
pub(crate) fn story(name: &str) -> Value {
    let path = format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Plans a kept scenario and keeps the plan, past the queue; answers with its ID.
pub(crate) async fn planned(service: &Service, scenario_id: &str) -> String {
    let app = &service.app;
    let resident = app.cache.region(&app.config.owner, scenario_id).await.unwrap();
    let facts = resident.facts();
    let (plan, _) = planner::planned(facts, SolveLimits::default());
    let file = serde_json::to_vec(&plan_file::write(facts, &plan, &resident.defaults)).unwrap();
    let id = format!("plan_of_{scenario_id}");
    let insert = "INSERT INTO plans (id, owner, scenario_id, kind, options, state, termination, asked_at, result) \
                  VALUES ($1, $2, $3, 'matching', '{}', 'completed', 'optimal', '2025-01-01T00:00:00.000Z', $4)";
    let insert = sqlx::query(insert).bind(&id).bind(&app.config.owner).bind(scenario_id);
    insert.bind(packed(&file).unwrap()).execute(app.store.pool()).await.unwrap();
    id
}

/// A generated region of some hundreds, kept, with its plan.
async fn town(service: &Service) -> (String, String) {
    town_of(service, 150).await
}

/// As [`town`], with so many people.
async fn town_of(service: &Service, jobseekers: u32) -> (String, String) {
    use schakel::generate::{Ask, Territory, write};
    let mut text = Vec::new();
    write(
        &Ask { region: Territory::Kina, seed: 3, jobseekers, vacancies: 120, year: schakel::generate::FIRST_YEAR },
        &mut text,
    )
    .unwrap();
    let scenario_id = service.with_scenario(&String::from_utf8(text).unwrap()).await;
    let plan_id = planned(service, &scenario_id).await;
    (scenario_id, plan_id)
}

#[tokio::test]
async fn a_shortlist_over_http_is_that_of_the_core() {
    let service = Service::start().await;
    let (scenario_id, _) = town(&service).await;
    let app = &service.app;
    let resident = app.cache.region(&app.config.owner, &scenario_id).await.unwrap();
    let prepared = resident.prepared();
    for position in (0..resident.region.offers.len()).step_by(17) {
        let id = &resident.region.offers[position].id;
        let answer =
            service.post("/v1/shortlists", &json!({"scenario_id": scenario_id, "vacancy": id, "limit": 4})).await;
        let list = shortlist_of_offer(&prepared, resident.vacancy(id).unwrap(), 4);
        let coarse = app.cache.coarse(&app.config.owner, &scenario_id, b"shortlist").await.unwrap();
        let view = views::ShortlistView::of(&prepared, &list, None, Some((&coarse, id)));
        assert_eq!(answer.is(200).body, serde_json::to_value(view).unwrap());
    }
    for (position, person) in resident.region.jobseekers.iter().enumerate().step_by(19) {
        let ask = json!({"scenario_id": scenario_id, "jobseeker": person.id});
        let answer = service.post("/v1/shortlists", &ask).await.is(200);
        let idx = resident.jobseeker(&person.id).unwrap();
        assert_eq!(idx.at(), position);
        let list = shortlist_of_jobseeker(&prepared, idx, 10);
        assert_eq!(answer.body["possible"], list.possible);
        assert_eq!(answer.body["entries"].as_array().unwrap().len(), list.entries.len());
    }
}

#[tokio::test]
async fn a_shortlist_is_of_a_vacancy_or_of_a_person_and_of_those_of_the_scenario() {
    let service = Service::start().await;
    let scenario = service.with_story("held").await;
    let ask = async |body: Value| service.post("/v1/shortlists", &body).await;
    let answer = ask(json!({"scenario_id": scenario})).await.is(422);
    assert_eq!(answer.body["errors"][0]["code"], "ONE_OF_TWO");
    let answer = ask(json!({"scenario_id": scenario, "vacancy": "poets", "jobseeker": "ana"})).await.is(422);
    assert_eq!(answer.body["errors"][0]["code"], "ONE_OF_TWO");
    let answer = ask(json!({"scenario_id": scenario, "vacancy": "ana"})).await.is(422);
    assert_eq!(answer.body["errors"][0]["pointer"], "#/vacancy");
    assert_eq!(answer.body["errors"][0]["code"], "ID_UNKNOWN");
    let answer = ask(json!({"scenario_id": "nothing", "vacancy": "poets"})).await.is(422);
    assert_eq!(answer.body["errors"][0]["pointer"], "#/scenario_id");
    for limit in [json!(0), json!(101), json!(-1), json!("10"), json!(1.5)] {
        let answer = ask(json!({"scenario_id": scenario, "vacancy": "poets", "limit": limit})).await.is(422);
        assert_eq!(answer.body["errors"][0]["pointer"], "#/limit");
    }
    ask(json!({"scenario_id": scenario, "vacancy": "poets\u{0}"})).await.is(422);
}

#[tokio::test]
async fn everyone_and_every_vacancy_of_a_plan_is_explained() {
    let service = Service::start().await;
    let (scenario_id, plan_id) = town(&service).await;
    let app = &service.app;
    let plan = app.cache.plan(&app.config.owner, &plan_id).await.unwrap();
    let resident = app.cache.region(&app.config.owner, &scenario_id).await.unwrap();
    let prepared = resident.prepared();
    for person in &resident.region.jobseekers {
        let path = format!("/v1/plans/{plan_id}/explanations?jobseeker={}", person.id);
        let answer = service.get(&path).await.is(200);
        let idx = resident.jobseeker(&person.id).unwrap();
        assert_eq!(answer.body["sentences"]["nl"], json!(of_person(&prepared, plan.plan.shown(), idx, Lang::Nl)));
        let proposed = plan.plan.shown().assignment_of(idx);
        assert_eq!(answer.body["proposal"].is_null(), proposed.is_none());
        if let Some(edge) = proposed {
            assert_eq!(answer.body["points"], edge.points);
            assert!(answer.body["rules"].as_array().unwrap().iter().all(|rule| rule["passed"] == true));
        }
        let competed = &answer.body["competed"];
        let shown = competed["count"].as_u64();
        assert!(shown.is_none_or(|count| count >= 10), "{competed}");
    }
    for vacancy in resident.region.offers.iter().step_by(7) {
        let answer = service.get(&format!("/v1/plans/{plan_id}/explanations?offer={}", vacancy.id)).await.is(200);
        assert_eq!(answer.body["vacancy"], vacancy.id);
        assert!(!answer.body["sentences"]["fr"].as_array().unwrap().is_empty());
    }
    service.get(&format!("/v1/plans/{plan_id}/explanations")).await.is(422);
    service.get(&format!("/v1/plans/{plan_id}/explanations?jobseeker=nobody&offer=nothing")).await.is(422);
    service.get("/v1/plans/nothing/explanations?jobseeker=nobody").await.is(404);
}

#[tokio::test]
async fn near_misses_are_counted_about_as_if_one_by_one_and_small_groups_are_left_out() {
    let service = Service::start().await;
    // Of few people a count is often within its own noise, and then left out.
    let (_, plan_id) = town_of(&service, 1200).await;
    let plan = service.app.cache.plan(&service.app.config.owner, &plan_id).await.unwrap();
    let prepared = plan.cached.prepared();
    let answer = service.get(&format!("/v1/plans/{plan_id}/near-misses")).await.is(200);
    let mut seen = 0;
    for group in answer.body["groups"].as_array().unwrap() {
        let is_in_the_way = |person| {
            let misses = near_misses_of(&prepared, person, 1);
            let rule = |miss: &schakel_solver::explain::NearMiss| miss.obstacles[0].constraint().id().0;
            misses.iter().filter(|miss| rule(miss) == group["group"]).count() as u64
        };
        let counts = plan.plan.shown().unassigned.iter().map(|one| is_in_the_way(one.jobseeker));
        let counts: Vec<_> = counts.filter(|&count| count > 0).collect();
        // Noise of four geometric variables with mean 10: beyond 120 once in some ten thousand counts.
        let about = |shown: &Value, exact: u64| {
            let shown = shown.as_u64().unwrap();
            assert!(shown.is_multiple_of(10) && shown.abs_diff(exact) < 120, "{shown} {exact}");
        };
        about(&group["people"], counts.len() as u64);
        about(&group["near_misses"], counts.iter().sum::<u64>().max(counts.len() as u64));
        assert!(group["people"].as_u64().unwrap() >= 10);
        seen += 1;
    }
    assert!(seen > 0, "{:#}", answer.body);
    let answer = service.get(&format!("/v1/plans/{plan_id}/near-misses?group_by=municipality&max_changes=2")).await;
    assert!(!answer.is(200).body["groups"].as_array().unwrap().is_empty());
    for fields in ["max_changes=4", "max_changes=0", "group_by=age", "limit=1"] {
        service.get(&format!("/v1/plans/{plan_id}/near-misses?{fields}")).await.is(422);
    }
}

#[tokio::test]
async fn what_would_help_names_the_support_its_weeks_and_its_cost() {
    let service = Service::start().await;
    let mut scenario = story("a-bicycle-unlocks");
    put(
        &mut scenario,
        "/supports",
        json!([{"id": "fiets", "kind": "bicycle", "stock": 0, "lead_weeks": 0, "cost_cents": 30000}]),
    );
    let person = scenario["jobseekers"][0]["id"].as_str().unwrap().to_owned();
    let scenario_id = service.with_scenario(&scenario.to_string()).await;
    let plan_id = planned(&service, &scenario_id).await;
    let answer = service.get(&format!("/v1/plans/{plan_id}/what-would-help?jobseeker={person}")).await.is(200);
    let helps = answer.body["helps"].as_array().unwrap();
    let help = helps.iter().find(|help| help["remedies"][0]["support"] == "fiets");
    let help = help.unwrap_or_else(|| panic!("{:#}", answer.body));
    // The cost of the scenario's own support, not the pack's assumed cost of any support.
    assert_eq!((&help["cost_cents"], &help["weeks"]), (&json!(30000), &json!(0)));
    assert!(!help["opens"].as_array().unwrap().is_empty());
    service.get(&format!("/v1/plans/{plan_id}/what-would-help")).await.is(422);
}

#[tokio::test]
async fn plans_of_one_lineage_are_compared_and_no_others() {
    let service = Service::start().await;
    let before = story("more-people-than-openings");
    let first = service.with_scenario(&before.to_string()).await;
    let app = &service.app;
    let along = schakel::service::store::Along::default();
    let revised =
        schakel::service::revision::revise(&app.store, &app.cache, &app.config.owner, &first, &along, |scenario| {
            put(scenario, "/vacancies/0/openings", json!(2));
            Ok(())
        });
    let second = revised.await.unwrap().id;
    let (a, b) = (planned(&service, &first).await, planned(&service, &second).await);
    let answer = service.get(&format!("/v1/plans/compare?a={a}&b={b}")).await.is(200);
    let placed = answer.body["levels"].as_array().unwrap().iter().find(|level| level["level"] == "placed").unwrap();
    assert_eq!(placed["difference"], 1);
    let moved = answer.body["moved"].as_array().unwrap();
    assert_eq!(moved.len(), 1);
    let sentence = moved[0]["sentence"]["nl"].as_str().unwrap();
    assert!(sentence.contains("krijgt een voorstel"), "{sentence}");
    let other = service.with_story("held").await;
    let c = planned(&service, &other).await;
    let answer = service.get(&format!("/v1/plans/compare?a={a}&b={c}")).await.is(422);
    assert_eq!(answer.body["errors"][0]["code"], "OTHER_LINEAGE");
    service.get(&format!("/v1/plans/compare?a={a}&b=nothing")).await.is(404);
    service.get(&format!("/v1/plans/compare?a={a}")).await.is(422);
    let same = service.get(&format!("/v1/plans/compare?a={a}&b={a}")).await.is(200);
    assert_eq!(same.body["moved"], json!([]));
}

#[tokio::test]
async fn the_plan_of_the_core_holds_when_it_is_sent_back() {
    let service = Service::start().await;
    let (scenario_id, plan_id) = town(&service).await;
    let plan = service.app.cache.plan(&service.app.config.owner, &plan_id).await.unwrap();
    let assignments: Vec<Value> = plan
        .file
        .shown()
        .assignments
        .iter()
        .map(|one| {
            json!({"jobseeker": one.jobseeker, "vacancy": one.vacancy, "mode": one.mode, "childcare": one.childcare,
               "supports": one.supports})
        })
        .collect();
    let answer =
        service.post("/v1/evaluations", &json!({"scenario_id": scenario_id, "assignments": assignments})).await.is(200);
    assert_eq!(answer.body["holds"], true, "{:#}", answer.body["pools"]);
    for (level, found) in plan.plan.shown().levels.iter().zip(answer.body["levels"].as_array().unwrap()) {
        // Counts of groups carry noise, another one for each question.
        if level.level == Level::Floors {
            continue;
        }
        assert_eq!(i128::from(found["value"].as_i64().unwrap()), level.value, "{:?}", level.level);
    }
    let everyone = plan.cached.region.jobseekers.len();
    assert_eq!(assignments.len() + answer.body["unassigned"].as_array().unwrap().len(), everyone);
    // With only person and vacancy given, the service fills in the rest so that every assignment passes.
    let open: Vec<Value> =
        assignments.iter().map(|one| json!({"jobseeker": one["jobseeker"], "vacancy": one["vacancy"]})).collect();
    let answer =
        service.post("/v1/evaluations", &json!({"scenario_id": scenario_id, "assignments": open})).await.is(200);
    assert!(answer.body["assignments"].as_array().unwrap().iter().all(|one| one["passed"] == true));
}

#[tokio::test]
async fn a_plan_with_errors_is_judged_and_not_refused() {
    let service = Service::start().await;
    let mut scenario = story("more-people-than-openings");
    put(&mut scenario, "/jobseekers/0/availability", json!([{"days": ["mon"], "from": "06:00", "to": "07:00"}]));
    let scenario_id = service.with_scenario(&scenario.to_string()).await;
    let everyone = scenario["jobseekers"].as_array().unwrap();
    let assignments: Vec<_> =
        everyone.iter().map(|person| json!({"jobseeker": person["id"], "vacancy": "poets"})).collect();
    let ask = json!({"scenario_id": scenario_id, "assignments": assignments});
    let answer = service.post("/v1/evaluations", &ask).await.is(200);
    assert_eq!(answer.body["holds"], false);
    assert_eq!(answer.body["pools"][0]["pool"], "openings/poets");
    assert_eq!(answer.body["pools"][0]["drawn"], everyone.len());
    assert_eq!(answer.body["assignments"][0]["passed"], false);
    let twice = json!([{"jobseeker": "bo", "vacancy": "poets"}, {"jobseeker": "bo", "vacancy": "poets"}]);
    let answer =
        service.post("/v1/evaluations", &json!({"scenario_id": scenario_id, "assignments": twice})).await.is(200);
    let pools: Vec<_> = answer.body["pools"].as_array().unwrap().iter().map(|off| off["pool"].clone()).collect();
    assert!(pools.contains(&json!("one_job/bo")), "{pools:?}");
    let wrong = json!([
        {"jobseeker": "nobody", "vacancy": "nothing", "supports": ["none"]},
        {"jobseeker": "bo", "vacancy": "poets", "childcare": ["nowhere"]},
    ]);
    let answer =
        service.post("/v1/evaluations", &json!({"scenario_id": scenario_id, "assignments": wrong})).await.is(422);
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 4, "{:#}", answer.body);
}

/// Waits until a plan has ended, and answers with what came out of it.
async fn ended(service: &Service, plan_id: &str) -> Value {
    let app = &service.app;
    for _ in 0..1200 {
        let row = app.store.plan(&app.config.owner, plan_id).await.unwrap();
        if row.is_final() {
            assert_eq!(row.state, "completed", "{:?}", row.failure);
            let packed = app.store.plan_result(&app.config.owner, plan_id).await.unwrap().unwrap();
            return serde_json::from_reader(flate2::read::GzDecoder::new(&packed[..])).unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{plan_id} does not end");
}

/// The plan at the `Location` of an answer.
fn located(answer: &crate::service::Answer) -> String {
    answer.headers["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn one_opening_more_is_worth_one_person_and_asked_twice_it_is_worked_out_once() {
    let service = Service::start().await;
    let scenario_id = service.with_story("more-people-than-openings").await;
    let plan_id = planned(&service, &scenario_id).await;
    let path = format!("/v1/plans/{plan_id}/value-of-one-more?pool=openings/poets");
    let first = service.get(&path).await.is(202);
    let question = located(&first);
    let answer = ended(&service, &question).await;
    assert_eq!(answer, json!({"pool": "openings/poets", "gained": 1, "displaced": 0}));
    assert_eq!(service.get(&path).await.is(200).body, answer);
    let questions = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM plans WHERE about_plan_id = $1");
    assert_eq!(questions.bind(&plan_id).fetch_one(service.app.store.pool()).await.unwrap(), 1);
    for pool in ["openings/nothing", "one_job/bo", ""] {
        service.get(&format!("/v1/plans/{plan_id}/value-of-one-more?pool={pool}")).await.is(422);
    }
    // A plan that answers a question cannot be asked about.
    service.get(&format!("/v1/plans/{question}/explanations?jobseeker=bo")).await.is(409);
}

#[tokio::test]
async fn swaps_make_what_was_sent_truly_better() {
    let service = Service::start().await;
    let scenario_id = service.with_story("more-people-than-openings").await;
    let ask = json!({"scenario_id": scenario_id, "assignments": [], "swaps": true});
    let begun = service.post("/v1/evaluations", &ask).await.is(202);
    let answer = ended(&service, &located(&begun)).await;
    let swaps = answer["swaps"].as_array().unwrap();
    assert!(!swaps.is_empty() && swaps.len() <= 3);
    let added = &swaps[0]["add"][0];
    assert_eq!(swaps[0]["remove"], json!([]));
    let placed = |levels: &Value| {
        levels.as_array().unwrap().iter().find(|one| one["level"] == "placed").unwrap()["value"].clone()
    };
    assert_eq!(placed(&swaps[0]["gains"]), 1);
    let ask = json!({"scenario_id": scenario_id, "assignments": [{"jobseeker": added["jobseeker"], "vacancy": added["vacancy"]}]});
    let answer = service.post("/v1/evaluations", &ask).await.is(200);
    assert_eq!((placed(&answer.body["levels"]), &answer.body["holds"]), (json!(1), &json!(true)));
    let twice = json!([{"jobseeker": "bo", "vacancy": "poets"}, {"jobseeker": "bo", "vacancy": "poets"}]);
    let ask = json!({"scenario_id": scenario_id, "assignments": twice, "swaps": true});
    service.post("/v1/evaluations", &ask).await.is(422);
}

#[tokio::test]
async fn the_sheet_of_a_person_is_the_same_as_json_as_text_and_as_a_page_that_prints() {
    let service = Service::start().await;
    let mut scenario = story("a-course-unlocks");
    put(&mut scenario, "/region/name", json!("Kina <b>& co</b>"));
    let person = scenario["jobseekers"][0]["id"].as_str().unwrap().to_owned();
    let plan = planned(&service, &service.with_scenario(&scenario.to_string()).await).await;
    let ask = async |rest: &str| service.get(&format!("/v1/plans/{plan}/sheet?jobseeker={person}{rest}")).await.is(200);
    let sheet = ask("").await;
    let sentences: Vec<&str> = sheet.body["parts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|part| part["sentences"].as_array().unwrap())
        .map(|line| line.as_str().unwrap())
        .collect();
    assert!(sentences.iter().any(|line| line.contains("Dan wordt mogelijk: ")), "{sentences:?}");
    let (text, page) = (ask("&format=text").await, ask("&format=html").await);
    assert_eq!(text.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let [text, page] = [text, page].map(|answer| String::from_utf8(answer.bytes).unwrap());
    for line in sentences {
        assert!(text.contains(line), "{line}: {text}");
        assert!(page.contains(&line.replace('&', "&amp;").replace('\'', "&#39;")), "{line}: {page}");
    }
    assert!(page.contains("Kina &lt;b&gt;&amp; co&lt;/b&gt;") && !page.contains("<script"), "{page}");
    let french = ask("&lang=fr").await;
    assert_eq!(french.body["parts"][0]["title"], "Proposition");
    service.get(&format!("/v1/plans/{plan}/sheet?jobseeker=nobody")).await.is(422);
    service.get(&format!("/v1/plans/{plan}/sheet")).await.is(422);
}
