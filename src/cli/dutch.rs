//! The help of the command line in Dutch: the texts of `fixtures/tables/help_nl.csv` in the place of those of the verbs.
//!
//! Only what `--help` shows changes. Names of verbs and options, and what clap says of an error, stay as they are.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::sync::LazyLock;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command};

/// Path of a verb, argument, text.
const TABLE: &str = include_str!("../../fixtures/tables/help_nl.csv");
/// The path of what means the same for every verb that has it.
const EVERYWHERE: &str = "*";

/// Texts by path and argument; an empty argument is what the verb does.
static TEXTS: LazyLock<BTreeMap<(String, String), String>> = LazyLock::new(|| {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(TABLE.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.filter_map(|row| Some(((row.get(0)?.to_owned(), row.get(1)?.to_owned()), row.get(2)?.to_owned()))).collect()
});

/// Whether the environment asks for Dutch: `SCHAKEL_LANG` where it is set, else the locale as the system reads it, of which
/// the first variable that is not empty decides.
pub fn asks_for_dutch(variable: impl Fn(&str) -> Option<String>) -> bool {
    let names = ["SCHAKEL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    let asked = names.into_iter().filter_map(variable).find(|value| !value.is_empty());
    asked.is_some_and(|value| value.starts_with("nl"))
}

/// The command with its help in Dutch, and that of every verb below it. What the table lacks stays English; a test sees to
/// it that it lacks nothing.
pub fn in_dutch(command: Command) -> Command {
    // Built: with the lines of usage, and with the help that clap adds by itself.
    let mut built = command.clone();
    built.build();
    translated(command, &mut built, "")
}

fn translated(command: Command, built: &mut Command, path: &str) -> Command {
    let template = template(built, path);
    // Clap decides so: values that are explained want lines of their own, and then every argument gets some.
    let is_long = command.get_arguments().flat_map(Arg::get_possible_values).any(|value| value.get_help().is_some());
    let mut command = command
        .help_template(template)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|argument| described(argument, path, is_long))
        .mut_subcommands(|verb| {
            let path = below(path, verb.get_name());
            match built.find_subcommand_mut(verb.get_name()) {
                Some(built) => translated(verb, built, &path),
                None => verb,
            }
        });
    if let Some(about) = text(path, "") {
        command = command.about(about).long_about(None);
    }
    // The flags of clap itself cannot be changed, only replaced by others that do the same.
    for (id, letter, action) in [("help", 'h', ArgAction::Help), ("version", 'V', ArgAction::Version)] {
        if built.get_arguments().any(|argument| argument.get_id() == id) {
            let flag = Arg::new(id).short(letter).long(id).action(action);
            command = command.arg(flag.help(text(path, id).unwrap_or_default()));
        }
    }
    command
}

/// What a verb does, how it is called, and lists under Dutch headings.
fn template(built: &mut Command, path: &str) -> String {
    let usage = built.render_usage().ansi().to_string();
    let usage = usage.replace("Usage:", "Gebruik:").replace("[OPTIONS]", "[OPTIES]").replace("<COMMAND>", "<OPDRACHT>");
    let header = built.get_styles().get_header();
    let mut template = format!("{{about-with-newline}}\n{usage}\n");
    if built.has_subcommands() {
        let _ = write!(template, "\n{header}Opdrachten:{header:#}\n{}", verbs(built, path));
    }
    if built.get_positionals().next().is_some() {
        let _ = write!(template, "\n{header}Argumenten:{header:#}\n{{positionals}}\n");
    }
    let _ = write!(template, "\n{header}Opties:{header:#}\n{{options}}\n");
    template
}

/// A line for each verb: clap's own list has one line in English, that of the verb `help`.
fn verbs(built: &Command, path: &str) -> String {
    let literal = built.get_styles().get_literal();
    let shown: Vec<_> = built.get_subcommands().filter(|verb| !verb.is_hide_set()).map(Command::get_name).collect();
    let width = shown.iter().map(|name| name.len()).max().unwrap_or_default();
    let line = |name: &&str| {
        let about = text(&below(path, name), "").or_else(|| text(EVERYWHERE, name)).unwrap_or_default();
        format!("  {literal}{name}{literal:#}{:1$}  {about}\n", "", width - name.len())
    };
    shown.iter().map(line).collect()
}

/// The argument with its text. What clap would add in English stands in the text itself.
fn described(argument: Arg, path: &str, is_long: bool) -> Arg {
    let name = name_of(&argument);
    let Some(about) = text(path, &name) else { return argument };
    if !argument.get_action().takes_values() {
        return argument.help(about).long_help(None);
    }
    let values: Vec<PossibleValue> = argument.get_possible_values();
    let values: Vec<&PossibleValue> = values.iter().filter(|value| !value.is_hide_set()).collect();
    let mut notes = Vec::new();
    if let Some(variable) = argument.get_env() {
        let variable = variable.to_string_lossy();
        notes.push(format!("[omgevingsvariabele: {variable}={}]", env::var(&*variable).unwrap_or_default()));
    }
    let defaults: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        notes.push(format!("[standaard: {}]", defaults.join(" ")));
    }
    let names: Vec<_> = values.iter().map(|value| value.get_name()).collect();
    let (short, long) = if names.is_empty() {
        (notes.clone(), String::new())
    } else {
        let listed = format!("[mogelijke waarden: {}]", names.join(", "));
        let width = names.iter().map(|name| name.len()).max().unwrap_or_default();
        let line = |value: &&PossibleValue| {
            let value = value.get_name();
            let meaning = text(path, &format!("{name}={value}")).unwrap_or_default();
            format!("\n- {value}: {:1$}{meaning}", "", width - value.len())
        };
        let lines: String = values.iter().map(line).collect();
        ([notes.clone(), vec![listed]].concat(), format!("\n\nMogelijke waarden:{lines}"))
    };
    let spaced = |notes: &[String]| notes.iter().map(|note| format!(" {note}")).collect::<String>();
    let notes = if notes.is_empty() { String::new() } else { format!("\n\n{}", notes.join("\n")) };
    let argument = argument.hide_possible_values(true).hide_default_value(true).hide_env(true);
    let argument = argument.help(format!("{about}{}", spaced(&short)));
    if is_long { argument.long_help(format!("{about}{long}{notes}")) } else { argument.long_help(None) }
}

/// An argument as the table has it: its long name, or what stands for its value.
fn name_of(argument: &Arg) -> String {
    argument.get_long().map_or_else(|| argument.get_id().to_string(), str::to_owned)
}

/// The path of a verb below another.
fn below(path: &str, name: &str) -> String {
    format!("{path} {name}").trim_start().to_owned()
}

/// The text for this verb, else the one for every verb.
fn text(path: &str, argument: &str) -> Option<&'static str> {
    let of = |path: &str| TEXTS.get(&(path.to_owned(), argument.to_owned())).map(String::as_str);
    of(path).or_else(|| of(EVERYWHERE))
}
