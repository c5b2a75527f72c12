//! A message of several lines of which not all came.

use super::task::Command;
use crate::room::EventId;

/// The parts that came so far.
#[derive(Debug)]
pub struct Parts {
    /// What the client calls it.
    pub name: String,
    /// Where it goes.
    pub target: String,
    /// What the client calls the answer.
    pub label: Option<String>,
    /// The message it answers.
    pub to: Option<EventId>,
    /// What came so far.
    pub text: String,
    /// How many lines that was.
    pub lines: usize,
    /// By which command they came.
    pub command: Option<Command>,
    /// What is wrong with it: it is taken in to its end, and then refused.
    pub wrong: Option<(&'static str, &'static str)>,
}
