//! The words that mean "I am leaving", and which of them were used. What leaving then does is not decided here.

/// A line that asks to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// `/quit`, a command like any other.
    Command,
    /// A word from older chats, such as `quit` or `{quit}`, which could also be meant as a message.
    OldWord,
}

const COMMAND: &str = "/quit";
const OLD_WORDS: [&str; 5] = ["quit", "#quit", "{quit}", "q:quit", "exit"];

/// How `line` asks to leave, if it does: one leaving word with nothing but white space around it, in any case.
#[must_use]
pub fn leaving_word(line: &str) -> Option<Leaving> {
    let word = line.trim();
    if word.eq_ignore_ascii_case(COMMAND) {
        Some(Leaving::Command)
    } else if OLD_WORDS.iter().any(|old| word.eq_ignore_ascii_case(old)) {
        Some(Leaving::OldWord)
    } else {
        None
    }
}
