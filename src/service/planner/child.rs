//! The process that solves: hears its order on standard input, tells on standard output, and ends with its parent.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use flate2::read::GzDecoder;
use schakel_model::Phase;
use schakel_solver::domain::{Facts, Level, Nearby, PlanKind, Region};
use schakel_solver::kind::{Kind, arranged, levels};
use schakel_solver::plan::{Plan, Prepared};
use serde_json::Value;

use super::wire::{
    Done, Kpis, Leftover, LevelKpi, Order, ProgressMessage, STOP, Seconds, SolveOptions, StopReason, Task, Word, gap,
};
use super::{Case, Observer, SolveLimits, Step, Timings, interviews_planned, observed, question};
use crate::answers::interviews::InterviewsView;
use crate::files::interviews::{InterviewsAsk, fair_day};
use crate::files::networks::Networks;
use crate::files::plan_file::{self, format::PlanFile, format::Termination};
use crate::files::scenario::{self, DefaultUsed, Packs, packed};

/// Priority of the process: whoever waits for a shortlist goes first.
const NICE: i32 = 19;
/// Relative gap per level that is good enough for interviews.
const INTERVIEWS_GAP: f64 = 0.01;
/// Shortest time between two lines about progress.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);
/// Shortest time between two better choices.
const BEST_EVERY: Duration = Duration::from_secs(1);

/// Works out one order. What cannot be worked out is said; an error is a defect of one side or the other.
///
/// # Errors
/// When the order cannot be read, or nobody listens.
pub fn run() -> Result<()> {
    rustix::process::nice(NICE)?;
    // Copies of both ends: nobody else's buffer or lock is in the way.
    let mut input = BufReader::new(File::from(io::stdin().as_fd().try_clone_to_owned()?));
    let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let mut line = String::new();
    input.read_line(&mut line)?;
    let order: Order =
        serde_json::from_str(&line).context("no order on standard input: the service starts this verb")?;
    let mut scenario = vec![0; order.scenario_bytes];
    input.read_exact(&mut scenario)?;
    let mut plan = vec![0; order.plan_bytes];
    input.read_exact(&mut plan)?;
    let is_stopped = Arc::new(AtomicBool::new(false));
    let hears = is_stopped.clone();
    thread::spawn(move || listen(input, &hears));
    let output = ChildOutput::begin(output);
    work(&order, &scenario, &plan, &is_stopped, &output)
}

/// Waits for `stop`. When standard input ends, the parent is gone and the process ends: nothing is worth finishing.
fn listen(mut input: BufReader<File>, is_stopped: &AtomicBool) {
    let mut line = String::new();
    while input.read_line(&mut line).is_ok_and(|n_bytes| n_bytes > 0) {
        if line.trim_end() == STOP {
            is_stopped.store(true, Ordering::Relaxed);
        }
        line.clear();
    }
    std::process::exit(0);
}

/// Reads the region, where the task is about one, and works the task out.
fn work(order: &Order, scenario: &[u8], plan: &[u8], is_stopped: &AtomicBool, output: &ChildOutput) -> Result<()> {
    if let Task::Interviews { fair, seconds } = &order.task {
        return tell_answer(&interviews((**fair).clone(), *seconds, is_stopped), output);
    }
    output.tell(ProgressMessage::phase("reading"));
    let begun = Instant::now();
    let networks = order.networks.as_ref().map_or_else(Networks::none, Networks::in_folder);
    let mut packs = Packs::built_in().with_networks(networks);
    order.packs.iter().for_each(|pack| drop(packs.add(pack.as_bytes())));
    let reading = scenario::read(GzDecoder::new(scenario), &packs);
    let Some(region) = reading.region.map(|region| arranged(region, kind_of(order, plan))) else {
        return output.say(&Word::Refused(format!("the scenario has {} issues", reading.issues.len())), &[]);
    };
    let reading_s = begun.elapsed().as_secs_f64();
    match &order.task {
        Task::Plan { options, leftover, .. } => {
            let region = match plan_file_of(plan)? {
                Some(earlier) => {
                    let lines = earlier.assignments.iter();
                    let lines = lines.filter_map(|line| Some((line.jobseeker.as_str(), line.of()?)));
                    plan_file::standing_on(region, lines, options.max_changed_promises)
                }
                None => region,
            };
            let (plan, timings) = solved(&region, options, leftover.as_ref(), is_stopped, output);
            tell_plan(&region, &plan, &reading.defaults, (reading_s, timings), output)
        }
        Task::Question { kind, params } => {
            let Some(question) = question(kind) else {
                return output.say(&Word::Refused(format!("there is no question {kind}")), &[]);
            };
            let near = Nearby::default();
            let facts = Facts::of(&region, &near);
            let case = Case {
                prepared: Prepared::of(facts),
                plan: plan_asked_about(facts, plan)?,
                stop: &|| is_stopped.load(Ordering::Relaxed),
                done: &|done, of| {
                    let (done, of) = (done as f64, of as f64);
                    output.tell(ProgressMessage {
                        best: Some(done),
                        bound: Some(of),
                        ..ProgressMessage::phase("answering")
                    });
                },
            };
            tell_answer(&(question.answer)(&case, params), output)
        }
        Task::Interviews { .. } => output.say(&Word::Refused("interviews are about no scenario".to_owned()), &[]),
    }
}

/// Says an answer, or why there is none.
fn tell_answer(answer: &Result<Value>, output: &ChildOutput) -> Result<()> {
    match answer {
        Ok(answer) => {
            let bytes = packed(answer.to_string().as_bytes())?;
            let done = Done { termination: None, is_usable: true, kpis: None, bytes: bytes.len() };
            output.say(&Word::Done(done), &bytes)
        }
        Err(error) => output.say(&Word::Refused(format!("{error:#}")), &[]),
    }
}

/// The interviews of a fair, as [`InterviewsView`].
fn interviews(fair: InterviewsAsk, seconds: f64, is_stopped: &AtomicBool) -> Result<Value> {
    let day = fair_day(fair).map_err(|issues| anyhow!("the fair has {} issues", issues.len()))?;
    let plan = interviews_planned(&day, INTERVIEWS_GAP, seconds, &|| is_stopped.load(Ordering::Relaxed))?;
    Ok(serde_json::to_value(InterviewsView::of(&day, &plan))?)
}

/// The plan that a question is about; none where it is about a scenario alone.
fn plan_asked_about(facts: Facts<'_>, packed: &[u8]) -> Result<Option<Plan>> {
    let file = plan_file_of(packed)?;
    Ok(file.map(|file| plan_file::read(facts, &file)).transpose()?)
}

/// The file of a plan; none where there is none.
fn plan_file_of(packed: &[u8]) -> Result<Option<PlanFile>> {
    if packed.is_empty() {
        return Ok(None);
    }
    let mut text = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut text)?;
    Ok(Some(serde_json::from_slice(&text)?))
}

/// The kind of plan that the order needs: the kind it names, or that of the plan it is about; otherwise a matching.
fn kind_of(order: &Order, plan: &[u8]) -> PlanKind {
    let of_plan = || plan_file_of(plan).ok().flatten().map(|file| file.kind);
    let name = match &order.task {
        Task::Plan { kind, .. } => Some(kind.clone()),
        Task::Question { .. } | Task::Interviews { .. } => of_plan(),
    };
    name.and_then(|name| Kind::named(&name)).map_or(PlanKind::Matching, |kind| kind.kind)
}

/// Solves the plan; with `leftover`, only as far as its best choice goes.
fn solved(
    region: &Region,
    options: &SolveOptions,
    leftover: Option<&Leftover>,
    is_stopped: &AtomicBool,
    output: &ChildOutput,
) -> (Plan, Timings) {
    let is_over = leftover.is_some();
    // The model has one more level, for refused floors, before all others: hence `at + 1`.
    let counts_groups = |level: &Level| matches!(level, Level::Floors | Level::Served(_) | Level::Priority(_));
    let floors = levels(region).iter().rposition(counts_groups).map(|at| at + 1);
    let floors = floors.filter(|_| !region.plans_vacancies() || !region.pack.shares.is_empty());
    let observer = Observer {
        is_cancelled: &|| is_over || is_stopped.load(Ordering::Relaxed),
        step: &|step| output.tell(told(step, floors)),
        improved: &|best| output.improve(best),
        hint: leftover.map(|leftover| &leftover.best[..]),
    };
    let time_limit = Some(Duration::from_secs(options.time_limit_s.into()));
    let (mut plan, timings) =
        observed(Facts::of(region, &Nearby::default()), SolveLimits { time_limit, gap: options.gap }, &observer);
    let is_cancelled = plan.termination == schakel_solver::plan::Termination::Cancelled;
    if is_cancelled && leftover.is_some_and(|leftover| leftover.because == StopReason::TimeLimit) {
        plan.termination = schakel_solver::plan::Termination::TimeLimit;
    }
    (plan, timings)
}

/// Sends the plan.
fn tell_plan(
    region: &Region,
    plan: &Plan,
    defaults: &[DefaultUsed],
    (reading, timings): (f64, Timings),
    output: &ChildOutput,
) -> Result<()> {
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let file = plan_file::write(facts, plan, defaults);
    let levels = file.levels.iter().map(|level| LevelKpi {
        level: level.level,
        value: level.value,
        bound: level.bound,
        gap: gap(level.value as f64, level.bound as f64),
    });
    let kpis = Kpis {
        people: region.jobseekers.len(),
        vacancies: region.offers.len(),
        openings: region.offers.iter().map(|vacancy| u64::from(vacancy.openings.unwrap_or(0))).sum(),
        placed: plan.assignments.len(),
        candidates: timings.n_edges,
        levels: levels.collect(),
        seconds: Seconds {
            reading,
            indexing: timings.indexing,
            candidates: timings.candidates + timings.listing,
            solving: timings.solving,
            reasons: timings.reasons,
        },
    };
    let is_stopped =
        matches!(file.termination, Termination::TimeLimit | Termination::NodeLimit | Termination::Cancelled);
    let is_usable = !(is_stopped && plan.misses_a_hard_floor(facts));
    let bytes = packed(&serde_json::to_vec(&file)?)?;
    let termination = Some(file.termination);
    output.say(&Word::Done(Done { termination, is_usable, kpis: Some(kpis), bytes: bytes.len() }), &bytes)
}

/// The message for a step. Up to the level `floors` the values count people of groups, and are left out.
fn told(step: Step, floors: Option<usize>) -> ProgressMessage {
    let progress = match step {
        Step::Indexing => return ProgressMessage::phase("indexing"),
        Step::Finding => return ProgressMessage::phase("finding"),
        Step::Listing(_) => return ProgressMessage::phase("listing"),
        Step::Writing => return ProgressMessage::phase("writing"),
        Step::Solving(progress) => progress,
    };
    let phase = match progress.phase {
        Phase::Relaxing => "relaxing",
        Phase::Choosing => "choosing",
        Phase::Proving => "proving",
    };
    let counts_groups = floors.is_some_and(|floors| progress.levels.start <= floors);
    let shown = |value: Option<i128>| value.filter(|_| !counts_groups).map(|value| value as f64);
    let (best, bound) = (shown(progress.best), shown(progress.bound));
    let gap = best.zip(bound).map(|(best, bound)| gap(best, bound));
    ProgressMessage { level: Some(progress.levels.start + 1), best, bound, gap, ..ProgressMessage::phase(phase) }
}

/// What is said on standard output: better choices and progress only so often, and the last of each in the end.
struct ChildOutput(Arc<Mutex<Speech>>);

struct Speech {
    output: File,
    begun: Instant,
    progress: Option<ProgressMessage>,
    progress_at: Option<Instant>,
    /// Whether the last word was of the model at work.
    was_solving: bool,
    best: Option<Vec<u32>>,
    best_at: Option<Instant>,
}

impl ChildOutput {
    /// Begins to speak, also while a long piece of work is under way.
    fn begin(output: File) -> Self {
        let begun = Instant::now();
        let (progress, progress_at, best, best_at) = (None, None, None, None);
        let speech = Speech { output, begun, progress, progress_at, was_solving: false, best, best_at };
        let speech = Arc::new(Mutex::new(speech));
        let speaks = speech.clone();
        thread::spawn(move || {
            loop {
                thread::sleep(PROGRESS_EVERY);
                locked(&speaks).say_what_is_due();
            }
        });
        Self(speech)
    }

    fn tell(&self, told: ProgressMessage) {
        let mut speech = locked(&self.0);
        speech.progress = Some(told);
        speech.say_what_is_due();
    }

    fn improve(&self, best: Vec<u32>) {
        let mut speech = locked(&self.0);
        speech.best = Some(best);
        speech.say_what_is_due();
    }

    /// Says a last word, and the bytes it announces.
    fn say(&self, word: &Word, bytes: &[u8]) -> Result<()> {
        let mut speech = locked(&self.0);
        speech.line(word)?;
        speech.output.write_all(bytes)?;
        // Nothing may follow.
        (speech.progress, speech.best) = (None, None);
        Ok(())
    }
}

fn locked(speech: &Mutex<Speech>) -> MutexGuard<'_, Speech> {
    speech.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Speech {
    fn say_what_is_due(&mut self) {
        let is_due = |last: Option<Instant>, every| last.is_none_or(|last| last.elapsed() >= every);
        // Where nobody listens the parent is gone, and the listening thread ends the process.
        if is_due(self.best_at, BEST_EVERY)
            && let Some(best) = self.best.take()
        {
            self.best_at = Some(Instant::now());
            let _ = self.line(&Word::Best(best));
        }
        let begins = self.progress.as_ref().is_some_and(|told| told.is_solving() != self.was_solving);
        if (begins || is_due(self.progress_at, PROGRESS_EVERY))
            && let Some(told) = self.progress.take()
        {
            (self.progress_at, self.was_solving) = (Some(Instant::now()), told.is_solving());
            let elapsed_s = self.begun.elapsed().as_secs_f64();
            let _ = self.line(&Word::Progress(ProgressMessage { elapsed_s, ..told }));
        }
    }

    fn line(&mut self, word: &Word) -> Result<()> {
        let mut text = serde_json::to_string(word)?;
        text.push('\n');
        self.output.write_all(text.as_bytes())?;
        Ok(())
    }
}
