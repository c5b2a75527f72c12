//! What a client said that is not waited for, as nothing is answered where it is kept.

use std::collections::VecDeque;

use super::task::About;
use crate::room::EventId;

/// How much may be on its way at a time.
pub const MOST: usize = 64;

/// What is on its way, the latest last.
#[derive(Debug, Default)]
pub struct Sent(VecDeque<(EventId, About)>);

impl Sent {
    /// Whether nothing is on its way.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One more. False where so much is on its way that it must not grow further.
    pub fn add(&mut self, id: EventId, about: &About) -> bool {
        if self.0.len() >= MOST {
            return false;
        }
        self.0.push_back((id, about.clone()));
        true
    }

    /// What something was, now that it is known what became of it.
    pub fn settled(&mut self, id: EventId) -> Option<About> {
        let at = self.0.iter().position(|(sent, _)| *sent == id)?;
        let (_, about) = self.0.remove(at)?;
        if self.0.is_empty() {
            self.0 = VecDeque::new();
        }
        Some(about)
    }
}
