//! Whom could be meant by a name that is only begun.

use std::ops::Range;

/// How many names are suggested.
const SUGGESTED: usize = 8;

/// The commands whose first word is a name.
const NAMED: [&str; 12] =
    ["msg", "whois", "ignore", "unignore", "invite", "op", "deop", "mute", "unmute", "kick", "ban", "unban"];

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
    (!names.is_empty()).then_some(Completion { range: at..caret, names: as_named(words, at, names) })
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
    (!names.is_empty()).then_some(Completion { range: start..caret, names: as_named(words, start, names) })
}

/// Names as they are written there: behind a command that takes one, those with spaces stand in quotes. Otherwise the
/// first word alone would be the name, which may be someone else's.
fn as_named(words: &str, start: usize, mut names: Vec<String>) -> Vec<String> {
    let command = words[..start].strip_prefix('/').map(str::trim_end);
    let takes_name = command.is_some_and(|word| NAMED.iter().any(|named| word.eq_ignore_ascii_case(named)));
    for name in names.iter_mut().filter(|name| takes_name && name.contains(' ')) {
        *name = format!("\"{name}\"");
    }
    names
}
