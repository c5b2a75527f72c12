//! The words by which someone says that they want to leave. What leaving then does is not decided here.

/// How a line asks to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuitWord {
    /// `/quit`, a command like any other.
    Command,
    /// A word from older chats, such as `quit`, `q` or `{quit}`, which could also be meant as a message.
    Old,
}

const COMMAND: &str = "/quit";
const OLD_WORDS: [&str; 6] = ["q", "quit", "#quit", "{quit}", "q:quit", "exit"];

/// How a line asks to leave, if it does: one of these words with nothing but white space around it, in any case.
#[must_use]
pub fn quit_word(line: &str) -> Option<QuitWord> {
    let word = line.trim();
    if word.eq_ignore_ascii_case(COMMAND) {
        Some(QuitWord::Command)
    } else if OLD_WORDS.iter().any(|old| word.eq_ignore_ascii_case(old)) {
        Some(QuitWord::Old)
    } else {
        None
    }
}
