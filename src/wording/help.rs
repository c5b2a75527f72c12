//! The list of commands, for lines of 80 columns.

use crate::commands::ALL;
use crate::room::Rank;

/// What is said below the list.
pub const SIGNS: &str = "Type //word to send /word. Put a name with spaces in quotes.";

/// How much room there is for how a command is written, so that what it does stands beside it.
const USAGE: usize = 20;

/// What someone of this rank may type where they are; in direct messages, where that is so.
#[must_use]
pub fn lines(rank: Rank, direct: bool, without: &[&str]) -> Vec<String> {
    let known = ALL.iter().filter(|help| help.is_for(rank, direct) && !without.contains(&help.word));
    known.map(|help| line(help.usage, help.help)).collect()
}

/// How a command is written, and what it does. What is too wide stands on a line of its own.
#[must_use]
pub fn line(usage: &str, help: &str) -> String {
    let apart = if usage.len() > USAGE { format!("\n{:<USAGE$}", "") } else { String::new() };
    format!("{usage:<USAGE$}{apart} {help}")
}
