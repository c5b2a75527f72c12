//! What a text guest said that is not kept yet.

use std::collections::VecDeque;

use crate::room::{Body, EventId, RoomNo};
use crate::wording;

/// Of how much it is known what it was.
const KNOWN: usize = 200;

/// What is on its way, the oldest first.
#[derive(Debug, Default)]
pub struct Unsaid(VecDeque<OnItsWay>);

/// Something on its way.
#[derive(Debug)]
pub struct OnItsWay {
    id: EventId,
    pub room: RoomNo,
    pub is_message: bool,
    /// What it is, where it is a reaction or a deletion: whoever typed it is told once it is done.
    pub change: Option<Body>,
    /// The words of its not being done.
    pub undone: String,
}

impl Unsaid {
    pub fn add(&mut self, room: RoomNo, id: EventId, body: &Body) {
        if self.0.len() == KNOWN {
            self.0.pop_front();
        }
        let is_change = matches!(body, Body::Reacted { .. } | Body::Withdrawn { .. });
        self.0.push_back(OnItsWay {
            id,
            room,
            is_message: body.is_message(),
            change: is_change.then(|| body.clone()),
            undone: wording::undone(body),
        });
    }

    /// It is kept, or refused.
    pub fn settled(&mut self, id: EventId) -> Option<OnItsWay> {
        let at = self.0.iter().position(|unsaid| unsaid.id == id)?;
        self.0.remove(at)
    }

    /// Whether a message is on its way to a room.
    pub fn has_message(&self, room: RoomNo) -> bool {
        self.0.iter().any(|unsaid| unsaid.is_message && unsaid.room == room)
    }

    /// Whether a message is on its way to be deleted.
    pub fn deletes(&self, message: EventId) -> bool {
        self.0.iter().any(|unsaid| matches!(unsaid.change, Some(Body::Withdrawn { of }) if of == message))
    }
}
