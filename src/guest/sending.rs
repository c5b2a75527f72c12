//! What is one's own: it goes out of the outbox, and is kept or refused.

use std::time::Duration;

use tokio::time::Instant;

use super::connection::{Connection, IN_FLIGHT};
use super::error::GuestError;
use super::state::VisitState;
use super::update::{Own, OwnState, Update};
use crate::room::{EventId, RuleName};
use crate::wire::frame::{Code, FromGuest, Refused};

impl VisitState {
    /// Sends what waits in the outbox and is not under way.
    pub(super) async fn send_waiting(&mut self, connection: &mut Connection) {
        let rooms = self.rooms.keys().copied().collect();
        let waiting = match self.replica.to_send(rooms, 2 * IN_FLIGHT).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be read");
                connection.more = false;
                return;
            }
        };
        connection.more = false;
        for Own { id, room, body, .. } in waiting {
            let room = room.unwrap_or(connection.room);
            if connection.in_flight.contains_key(&id) {
                continue;
            }
            if connection.in_flight.len() >= connection.window {
                // The next answer makes room.
                return;
            }
            connection.link.say(&FromGuest::Say { room, id, body: body.clone() });
            connection.in_flight.insert(id, (room, body));
        }
    }

    /// The host refused something.
    pub(super) async fn refused(&mut self, refused: Refused, connection: &mut Connection) {
        if self.is_rejoin_refused(&refused, connection) {
            return;
        }
        let Refused { id, ask, code, why, wait_ms, again, rule, .. } = refused;
        if let Some(answer) = ask.and_then(|ask| connection.asks.remove(&ask)) {
            let _ = answer.send(Err(GuestError::Refused(why)));
            return;
        }
        let Some(id) = id else {
            tracing::debug!(%why, "the host refused something");
            return;
        };
        match (code, wait_ms) {
            // Too fast: it stays in the outbox and goes out when the host has said.
            (Code::Slow, Some(wait)) => {
                connection.in_flight.remove(&id);
                connection.window = 1;
                // Of several that were under way, the first may come the soonest, and the others come behind it.
                let now = Instant::now();
                let until = now + Duration::from_millis(wait);
                connection.wait_until = match connection.wait_until {
                    Some(before) if before > now => Some(before.min(until)),
                    _ => Some(until),
                };
                connection.more = true;
            }
            _ => {
                let again = again.unwrap_or_else(|| may_pass(code)) && !self.is_banned_from(id, connection);
                let wait = wait_ms.filter(|_| rule == Some(RuleName::Slow)).map(Duration::from_millis);
                self.settle(id, OwnState::Refused { why, again, wait }, connection).await;
            }
        }
    }

    /// Whether something of one's own is for a room that one is banned from.
    fn is_banned_from(&self, id: EventId, connection: &Connection) -> bool {
        connection.in_flight.get(&id).is_some_and(|(room, _)| self.banned_from.contains(room))
    }

    /// Something of one's own is kept or refused.
    pub(super) async fn settle(&mut self, id: EventId, state: OwnState, connection: &mut Connection) {
        let Some((room, body)) = connection.in_flight.remove(&id) else { return };
        connection.more = true;
        if let OwnState::Kept { seq, .. } = state {
            let kept = connection.kept.entry(room).or_default();
            *kept = seq.max(*kept);
            connection.window = IN_FLIGHT.min(connection.window + 1);
        }
        let done = match &state {
            OwnState::Refused { why, again, .. } => self.replica.refuse(id, why.clone(), *again).await,
            OwnState::Kept { .. } | OwnState::Sending => self.replica.remove(id).await,
        };
        if let Err(error) = done {
            // It will be said again with the same id, and stay one event.
            tracing::warn!(%error, "the outbox could not be written");
        }
        self.owner.tell(Update::Own(Own { id, room: Some(room), body, state }));
    }
}

/// Whether what was refused with this code may be accepted later, as it is.
const fn may_pass(code: Code) -> bool {
    !matches!(
        code,
        Code::Frame | Code::Name | Code::Text | Code::Banned | Code::Title | Code::Person | Code::Id | Code::Abuse
    )
}
