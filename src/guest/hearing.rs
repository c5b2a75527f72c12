//! What the host says, one frame after the other.

use std::ops::ControlFlow;

use super::connection::Connection;
use super::error::GuestError;
use super::handshake::{Disconnected, Heard, disconnected_with};
use super::state::VisitState;
use super::update::{OwnState, Update};
use crate::room::{Event, RoomNo};
use crate::wire::codec::CodecError;
use crate::wire::frame::{Code, FromHost, Since};

/// Whether what was heard before has to be taken in first. What came before a goodbye was said all the same.
const fn ends_a_run(frame: &Heard) -> bool {
    matches!(
        frame,
        Ok(FromHost::Entered(_)
            | FromHost::Out { .. }
            | FromHost::Gone { .. }
            | FromHost::Forgot { .. }
            | FromHost::Bye { .. })
    )
}

impl VisitState {
    /// Takes what was heard, in order.
    pub(super) async fn hear(&mut self, frames: Vec<Heard>, connection: &mut Connection) -> ControlFlow<Disconnected> {
        // Events that follow each other in one room are taken in together.
        let mut run: Option<(RoomNo, Vec<Event>)> = None;
        for frame in frames {
            if let Ok(FromHost::Event { room, event }) = frame {
                match &mut run {
                    Some((of, events)) if *of == room => events.push(event),
                    _ => {
                        self.take_run(run.replace((room, vec![event]))).await?;
                    }
                }
                continue;
            }
            if ends_a_run(&frame) {
                self.take_run(run.take()).await?;
            }
            match frame {
                Ok(frame) => self.take_frame(frame, connection).await?,
                Err(CodecError::NotAnAnswer { ask, why }) => {
                    if let Some(answer) = connection.asks.remove(&ask) {
                        let _ = answer.send(Err(GuestError::Refused(why)));
                    }
                }
                Err(error) => tracing::debug!(%error, "the host said something unknown"),
            }
        }
        self.take_run(run).await?;
        self.keep_copy().await;
        ControlFlow::Continue(())
    }

    async fn take_run(&mut self, run: Option<(RoomNo, Vec<Event>)>) -> ControlFlow<Disconnected> {
        let Some((room, events)) = run else { return ControlFlow::Continue(()) };
        match self.take_events(room, events).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(disconnected) => ControlFlow::Break(disconnected),
        }
    }

    async fn take_frame(&mut self, frame: FromHost, connection: &mut Connection) -> ControlFlow<Disconnected> {
        match frame {
            FromHost::Kept { id, seq, at, .. } => self.settle(id, OwnState::Kept { seq, at }, connection).await,
            FromHost::Refused(refused) => self.refused(refused, connection).await,
            FromHost::Typing { room, by } => {
                // Nobody misses one of these.
                if !self.owner.lags() {
                    self.owner.tell(Update::Typing(room, by));
                }
            }
            FromHost::Rooms { ask, ref rooms, next } if self.take_rest_of_list(ask, rooms, next, connection) => {}
            FromHost::Page { ask, .. }
            | FromHost::People { ask, .. }
            | FromHost::Found { ask, .. }
            | FromHost::Made { ask, .. }
            | FromHost::Rooms { ask, .. }
            | FromHost::Bans { ask, .. }
            | FromHost::Requests { ask, .. }
            | FromHost::Invites { ask, .. }
            | FromHost::Invite { ask, .. }
            | FromHost::NewCode { ask, .. }
            | FromHost::Done { ask } => connection.answer(ask, frame),
            FromHost::Entered(entered) => {
                if let Err(disconnected) = self.room_entered(&entered).await {
                    return ControlFlow::Break(disconnected);
                }
                connection.more = true;
                if let Some(ask) = entered.ask
                    && !self.has_rejoined(ask, connection)
                {
                    connection.answer(ask, FromHost::Entered(entered.clone()));
                }
                self.owner.tell(Update::Joined(entered));
            }
            FromHost::Room(room) => {
                // A direct talk is meant for one: its words should be here when it is looked at, also the first of them, which
                // may have been said before this is heard.
                if room.direct.is_some() && !self.rooms.contains_key(&room.room) {
                    let since = room.yours.map_or(Since::ALL, |yours| Since::after(yours.read));
                    self.ask_to_enter(room.room, since, None, connection);
                }
                self.owner.tell(Update::Room(Box::new(room)));
            }
            FromHost::Gone { room } => self.room_deleted(room).await,
            FromHost::Forgot { room, first } => {
                if let Err(disconnected) = self.forget(room, first).await {
                    return ControlFlow::Break(disconnected);
                }
            }
            FromHost::Out { room, code, why, wait_ms, by } => self.room_left(room, code, why, wait_ms, by),
            FromHost::Seen { room, seq, unread } => {
                if self.seen.hear(room, seq, unread) {
                    self.owner.tell(if unread { Update::Unread(room, seq) } else { Update::Seen(room, seq) });
                }
            }
            FromHost::Away { room, people } => {
                if !self.owner.lags() {
                    self.owner.tell(Update::Away(room, people));
                }
            }
            FromHost::Bye { code, why, suggest, wait_ms } => {
                if code == Code::Login {
                    // It may overtake the answer to whoever asked for it.
                    for (_, answer) in connection.asks.drain() {
                        let _ = answer.send(Err(GuestError::Over));
                    }
                }
                return ControlFlow::Break(disconnected_with(code, why, suggest, wait_ms));
            }
            FromHost::Dial { check, addresses } => {
                connection.dialling.dial(check, addresses);
                self.dialled = connection.dialling.last();
            }
            FromHost::Request(line) => self.owner.tell(Update::Request(line)),
            FromHost::Welcome(_)
            | FromHost::Waiting { .. }
            | FromHost::Code { .. }
            | FromHost::Granted { .. }
            | FromHost::Event { .. }
            | FromHost::Unknown => {}
        }
        ControlFlow::Continue(())
    }
}
