//! What a guest may do in a room, decided from its state alone. Who may moderate comes here too, as one table.

use super::{Body, EventId, PersonId, State};

/// What the rules need to know of the message that an edit or a withdrawal speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Who said it.
    pub by: Option<PersonId>,
    /// Whether it is a message with words still in it.
    pub said: bool,
}

/// Why something was not done, in words for the one who tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// They are not in the room.
    #[error("You are not in this room. Come in first.")]
    NotHere,
    /// Only the house writes such events.
    #[error("Only the house itself can do that.")]
    NotYours,
    /// This version does not know the kind of event.
    #[error("This house does not know how to do that. Its host may need a newer Parlor.")]
    Unknown,
    /// The message to change is not in this room.
    #[error("That message is not in this room.")]
    NoSuchMessage(EventId),
    /// The message to change is someone else's.
    #[error("You can change only what you said yourself.")]
    NotByYou,
    /// The message was withdrawn before.
    #[error("That message was withdrawn. Say it anew if it should stand.")]
    Withdrawn,
}

/// Whether `who` may add `body` to the room. `target` is the event that `body.of()` names, if the room has it.
///
/// # Errors
/// The reason why not.
pub fn check(state: &State, who: PersonId, body: &Body, target: Option<&Target>) -> Result<(), Refusal> {
    if !state.here.contains_key(&who) {
        return Err(Refusal::NotHere);
    }
    match body {
        Body::Said { .. } | Body::Did { .. } | Body::Topic { .. } | Body::Memory { .. } | Body::Named { .. } => Ok(()),
        Body::Edited { of, .. } | Body::Withdrawn { of } => match target {
            None => Err(Refusal::NoSuchMessage(*of)),
            Some(target) if target.by != Some(who) => Err(Refusal::NotByYou),
            Some(target) if !target.said => Err(Refusal::Withdrawn),
            Some(_) => Ok(()),
        },
        Body::Titled { .. } | Body::Erased { .. } | Body::People(_) => Err(Refusal::NotYours),
        Body::Other(_) => Err(Refusal::Unknown),
    }
}
