//! The parts of a command: names that may stand in quotes, words that begin with `--`, numbers.

use crate::room::Name;

/// What people and their keyboards use as quotes around a name. The apostrophe is none: names may have it.
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// What some keyboards make of `--`.
pub(super) const DASHES: [&str; 3] = ["--", "—", "–"];

/// A name, and what follows it. It stands in quotes, or ends at the first space.
pub(super) fn named<'a>(rest: &'a str, example: &str) -> Result<(Name, &'a str), String> {
    let rest = rest.strip_prefix('@').unwrap_or(rest);
    let (name, after) = match rest.strip_prefix(QUOTES) {
        Some(quoted) => quoted.split_once(QUOTES).ok_or("Close the quotes after the name.")?,
        None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
    };
    if name.is_empty() {
        return Err(format!("Type a name: {}", ended(example)));
    }
    let name = Name::parse(name).map_err(|error| error.to_string())?;
    Ok((name, after.trim()))
}

/// A name and nothing more.
pub(super) fn only_name(word: &str, rest: &str) -> Result<Name, String> {
    match named(rest, &format!("/{word} Ada"))? {
        (name, "") => Ok(name),
        _ => Err(format!("Type one name. Put a name with spaces in quotes: /{word} \"Ada Lovelace\".")),
    }
}

/// Words without the quotes around them, where they have some.
pub(super) fn unquoted(words: &str) -> &str {
    let within = words.strip_prefix(QUOTES).and_then(|words| words.strip_suffix(QUOTES));
    within.filter(|within| !within.is_empty()).unwrap_or(words)
}

/// A command that is about the room one is in, and takes nothing more.
pub(super) fn alone<T>(word: &str, rest: &str, command: T) -> Result<T, String> {
    if rest.is_empty() { Ok(command) } else { Err(format!("Type /{word} alone, with nothing after it.")) }
}

/// The number of a request.
pub(super) fn number(word: &str, rest: &str) -> Result<u64, String> {
    rest.parse().map_err(|_| format!("Type the number of the request: /{word} 1. /requests lists them."))
}

/// The words that begin with `--`, wherever they stand, and the rest.
pub(super) fn flags<'a>(rest: &str, known: &[&'a str], example: &str) -> Result<(Vec<&'a str>, String), String> {
    let mut found: Vec<&'a str> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for word in rest.split_whitespace() {
        let flag = DASHES.iter().find_map(|dashes| word.strip_prefix(dashes));
        match flag.filter(|flag| flag.starts_with(|c: char| c.is_alphabetic())) {
            None => others.push(word),
            Some(flag) => match known.iter().find(|known| flag.eq_ignore_ascii_case(known)) {
                Some(known) if found.contains(known) => {}
                Some(known) => found.push(known),
                None => return Err(format!("There is no --{flag} here. For example: {}", ended(example))),
            },
        }
    }
    Ok((found, others.join(" ")))
}

/// An example at the end of a sentence.
fn ended(example: &str) -> String {
    if example.ends_with(['?', '.']) { example.to_owned() } else { format!("{example}.") }
}

/// What is said of something that can't be read.
pub(super) fn plainly<E: std::fmt::Display>(error: E) -> String {
    error.to_string()
}
