//! A question that is asked once before something that can't be undone.

use super::message::Message;

/// The question.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is asked.
    pub title: String,
    /// What it means.
    pub means: String,
    /// What does it, in its own words.
    pub yes: &'static str,
    /// What follows from that.
    pub then: Box<Message>,
}
