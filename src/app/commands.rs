//! What can be commanded in the entry, and what could be meant by what was typed so far.

use std::ops::Range;

use crate::room::leaving::{Leaving, leaving_word};
use crate::room::{Name, Text, Topic};

/// How many names are suggested.
const SUGGESTED: usize = 8;

/// A command, as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    /// Its word.
    pub word: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// What it does, in a line.
    pub help: &'static str,
}

const fn help(word: &'static str, usage: &'static str, help: &'static str) -> Help {
    Help { word, usage, help }
}

/// All there are.
pub const ALL: &[Help] = &[
    help("help", "/help", "Shows the commands"),
    help("nick", "/nick NAME", "Gives you another name in this house"),
    help("me", "/me TEXT", "Says what you do: “Ada waves”"),
    help("topic", "/topic TEXT", "Sets what the room is about, or shows it"),
    help("names", "/names", "Shows who is here"),
    help("find", "/find WORDS", "Finds what was said"),
    help("save", "/save", "Saves the room as a file"),
    help("clear", "/clear", "Clears this list for you; nothing is lost"),
    help("quit", "/quit", "Leaves the room"),
];

/// A command, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Shows the commands.
    Help,
    /// Takes another name.
    Nick(Name),
    /// Says what one does.
    Me(Text),
    /// Sets the topic, or shows it.
    Topic(Option<Topic>),
    /// Shows who is here.
    Names,
    /// Finds what was said.
    Find(String),
    /// Saves the room.
    Save,
    /// Clears the list.
    Clear,
    /// Leaves.
    Quit,
}

/// What stands in the entry, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Entered {
    /// Something to be said.
    Say(String),
    /// A command.
    Command(Command),
    /// One of the old words for leaving.
    Leave,
    /// A command that can't be done as it is written, and why.
    Wrong(String),
    /// Nothing.
    Nothing,
}

/// Reads what stands in the entry.
#[must_use]
pub fn read(words: &str) -> Entered {
    if words.trim().is_empty() {
        return Entered::Nothing;
    }
    match leaving_word(words) {
        Some(Leaving::OldWord) => return Entered::Leave,
        Some(Leaving::Command) => return Entered::Command(Command::Quit),
        None => {}
    }
    if words.starts_with("//") {
        return Entered::Say(words[1..].to_owned());
    }
    let Some(command) = words.strip_prefix('/') else { return Entered::Say(words.to_owned()) };
    let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let rest = rest.trim();
    let done = match word.to_lowercase().as_str() {
        "help" | "?" => Ok(Command::Help),
        "nick" if rest.is_empty() => Err("Type the name after it: /nick Ada.".to_owned()),
        "nick" => Name::parse(rest).map(Command::Nick).map_err(|error| error.to_string()),
        "me" if rest.is_empty() => Err("Type what you do after it: /me waves.".to_owned()),
        "me" => Text::parse(rest).map(Command::Me).map_err(|error| error.to_string()),
        "topic" if rest.is_empty() => Ok(Command::Topic(None)),
        "topic" => Topic::parse(rest).map(|topic| Command::Topic(Some(topic))).map_err(|error| error.to_string()),
        "names" => Ok(Command::Names),
        "find" => Ok(Command::Find(rest.to_owned())),
        "save" => Ok(Command::Save),
        "clear" => Ok(Command::Clear),
        "quit" => Ok(Command::Quit),
        unknown => {
            let shown: String = unknown.chars().take(20).collect();
            Err(format!("There is no command /{shown}. Type / to see them all, or // to say it."))
        }
    };
    done.map_or_else(Entered::Wrong, Entered::Command)
}

/// The commands that begin so.
#[must_use]
pub fn matching(words: &str) -> Vec<&'static Help> {
    let Some(begun) = words.strip_prefix('/') else { return Vec::new() };
    let begun = begun.to_lowercase();
    ALL.iter().filter(|help| help.word.starts_with(&begun)).collect()
}

/// Names that could be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What stands there for now: the @ and what follows it.
    pub range: Range<usize>,
    /// The names, the likeliest first.
    pub names: Vec<String>,
}

/// The names that could be meant by what stands before the caret, if that begins with an @.
#[must_use]
pub fn complete(words: &str, caret: usize, names: &[String]) -> Option<Completion> {
    let before = words.get(..caret)?;
    let at = before.rfind('@')?;
    let apart = before[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let begun = &before[at + 1..];
    if !apart || begun.contains('\n') {
        return None;
    }
    let begun = begun.to_lowercase();
    let fits = |name: &&String| name.to_lowercase().starts_with(&begun) && name.to_lowercase() != begun;
    let mut names: Vec<String> = names.iter().filter(fits).cloned().collect();
    names.sort_by_key(|name| name.to_lowercase());
    names.truncate(SUGGESTED);
    (!names.is_empty()).then_some(Completion { range: at..caret, names })
}

/// The names that could be meant by the word before the caret, without an @: for Tab.
#[must_use]
pub fn complete_word(words: &str, caret: usize, names: &[String]) -> Option<Completion> {
    let before = words.get(..caret)?;
    let start =
        before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let begun = before[start..].to_lowercase();
    if begun.is_empty() || begun.starts_with(['@', '/']) {
        return None;
    }
    let mut names: Vec<String> = names.iter().filter(|name| name.to_lowercase().starts_with(&begun)).cloned().collect();
    names.sort_by_key(|name| name.to_lowercase());
    names.truncate(SUGGESTED);
    (!names.is_empty()).then_some(Completion { range: start..caret, names })
}
