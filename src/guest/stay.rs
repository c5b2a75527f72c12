//! A stay: what happens between coming in and going, on one connection.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::Instant;

use super::introduction::{Heard, Parted, parted_with};
use super::owner::{Answer, Command, Leaving, Next, Question, alarm};
use super::standing::Standing;
use super::{EVENTS, Ended, GuestError, Own, OwnState, Update};
use crate::room::{Body, Event, EventId, Query, RoomNo, Seq, State};
use crate::wire::codec::CodecError;
use crate::wire::frame::{Code, FromGuest, FromHost, Refused};
use crate::wire::link::{Link, Turn};

/// How much of one's own may be under way at a time. After the host asked for patience it is one, and grows again
/// with each that is kept.
const UNDER_WAY: usize = 16;

/// A connection on which the room was entered.
pub(super) struct Line {
    link: Link<FromHost>,
    room: RoomNo,
    /// What the host said right behind its welcome.
    early: Vec<Heard>,
    /// What was sent and not answered.
    under_way: HashMap<EventId, Body>,
    /// How much may be under way just now.
    window: usize,
    /// The last event of one's own that was kept.
    kept: Seq,
    /// Whether the outbox may hold more to send.
    more: bool,
    /// The host asked to wait until then.
    hold: Option<Instant>,
    asks: HashMap<u64, Answer>,
    asked: u64,
}

impl Line {
    pub(super) fn new(link: Link<FromHost>, room: RoomNo, early: Vec<Heard>) -> Self {
        Self {
            link,
            room,
            early,
            under_way: HashMap::new(),
            window: UNDER_WAY,
            kept: Seq::START,
            more: true,
            hold: None,
            asks: HashMap::new(),
            asked: 0,
        }
    }
}

impl Standing {
    /// Stays in the room until the owner leaves or the line is cut.
    pub(super) async fn stay(&mut self, mut line: Line) -> Parted {
        let early = std::mem::take(&mut line.early);
        if let ControlFlow::Break(parted) = self.hear(early, &mut line).await {
            return parted;
        }
        loop {
            if line.more && line.hold.is_none() {
                self.send_waiting(&mut line).await;
            }
            if let Some(leaving) = &self.leaving {
                let seen = self.cursor >= Some(line.kept);
                let done = !line.more && line.under_way.is_empty() && seen;
                if done || Instant::now() >= leaving.until {
                    self.say_goodbye(line).await;
                    return Parted::Left;
                }
            }
            // Whoever waits for an answer must get it, even if much is still to be told; but not if it is too much.
            if self.owner.is_full() {
                line.asks.clear();
            }
            let hears = !self.owner.lags() || !line.asks.is_empty();
            let patience = self.leaving.as_ref().map(|leaving| leaving.until);
            let until = line.hold.into_iter().chain(patience).min();
            tokio::select! {
                next = self.owner.next() => match next {
                    Next::Told => {}
                    Next::Command(command) => self.obey(command, &mut line).await,
                    Next::Gone => return Parted::Left,
                },
                turn = line.link.turn(hears) => match turn {
                    Ok(Turn::Heard(frames)) => {
                        if let ControlFlow::Break(parted) = self.hear(frames, &mut line).await {
                            return parted;
                        }
                    }
                    Ok(Turn::Sent | Turn::SentSome) => {}
                    Ok(Turn::Ended) => return Parted::Cut("The connection was lost.".to_owned()),
                    Err(error) => return Parted::Cut(error.to_string()),
                },
                () = alarm(until) => {
                    if line.hold.is_some_and(|at| at <= Instant::now()) {
                        line.hold = None;
                        line.more = true;
                    }
                }
            }
        }
    }

    async fn obey(&mut self, command: Command, line: &mut Line) {
        match command {
            Command::Typing => line.link.say(&FromGuest::Typing { room: line.room }),
            Command::Ask { question, answer } => {
                line.asked += 1;
                let ask = line.asked;
                line.asks.insert(ask, answer);
                line.link.say(&match question {
                    Question::Read { room, from, to } => FromGuest::Read { ask, room, from, to },
                    Question::Who { room, after } => FromGuest::Who { ask, room, after },
                    Question::Find { room, query } => {
                        let Query { words, by, from, to, before, most: _ } = query;
                        FromGuest::Find { ask, room, words, by, from, to, before }
                    }
                });
            }
            Command::Leave { within, answer } => {
                self.leaving = Some(Leaving { until: Instant::now() + within, answer });
            }
            command => line.more |= self.note(command).await,
        }
    }

    /// Sends what waits in the outbox and is not under way.
    async fn send_waiting(&mut self, line: &mut Line) {
        let waiting = match self.replica.to_send(line.room, 2 * UNDER_WAY).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be read");
                line.more = false;
                return;
            }
        };
        line.more = false;
        for Own { id, body, .. } in waiting {
            if line.under_way.contains_key(&id) {
                continue;
            }
            if line.under_way.len() >= line.window {
                // The next answer makes room.
                return;
            }
            line.link.say(&FromGuest::Say { room: line.room, id, body: body.clone() });
            line.under_way.insert(id, body);
        }
    }

    async fn hear(&mut self, frames: Vec<Heard>, line: &mut Line) -> ControlFlow<Parted> {
        let mut events = Vec::new();
        let mut flow = ControlFlow::Continue(());
        for frame in frames {
            match frame {
                Ok(FromHost::Event { room, event }) if room == line.room => events.push(event),
                // It stands between the events: what came before it counts from the cursor as it was.
                Ok(FromHost::Forgot { room, first }) if room == line.room => {
                    let before = std::mem::take(&mut events);
                    if !self.follows(&before) || first > EVENTS {
                        flow = ControlFlow::Break(out_of_order());
                        break;
                    }
                    self.take_in(room, before).await;
                    self.forget(room, first).await;
                }
                Ok(frame) => flow = self.heed(frame, line).await,
                Err(CodecError::NotAnAnswer { ask, why }) => {
                    if let Some(answer) = line.asks.remove(&ask) {
                        let _ = answer.send(Err(GuestError::Refused(why)));
                    }
                }
                Err(error) => tracing::debug!(%error, "the host said something unknown"),
            }
            if flow.is_break() {
                break;
            }
        }
        if flow.is_continue() && !self.follows(&events) {
            return ControlFlow::Break(out_of_order());
        }
        self.take_in(line.room, events).await;
        flow
    }

    /// The room does not keep what it has before `first` any more, and what was not seen of that never will be.
    async fn forget(&mut self, room: RoomNo, first: Seq) {
        let state = State { head: first.back(1), first, ..self.begun.clone() };
        if let Err(error) = self.replica.forget(room, state).await {
            // It is erased when one comes in again.
            tracing::warn!(%error, "the replica could not be written");
        }
        self.cursor = self.cursor.max(Some(first.back(1)));
        self.owner.tell(Update::Forgot(room, first));
    }

    /// Whether these are the very next events. All that is counted and kept here relies on it.
    fn follows(&self, events: &[Event]) -> bool {
        let mut next = self.cursor.unwrap_or_default().next();
        events.iter().all(|event| event.seq == std::mem::replace(&mut next, event.seq.next()))
    }

    /// Puts what happened into the replica, and tells of it.
    async fn take_in(&mut self, room: RoomNo, events: Vec<Event>) {
        let Some(last) = events.last().map(|last| last.seq) else { return };
        if let Err(error) = self.replica.copy(room, events.clone()).await {
            // It is shown all the same, and fetched again when it is wanted again.
            tracing::warn!(%error, "the replica could not be written");
        }
        self.cursor = Some(last);
        self.note_names(&events);
        self.owner.tell(Update::Events(room, events));
    }

    /// Takes note where one is called otherwise from now on, by whichever of one's windows.
    fn note_names(&mut self, events: &[Event]) {
        let Some(me) = &mut self.me else { return };
        for event in events.iter().filter(|event| event.seq > self.met) {
            if let Body::Named { name } = &event.body
                && event.by.as_ref().is_some_and(|by| by.who == me.who)
            {
                me.name = name.clone();
            }
        }
    }

    async fn heed(&mut self, frame: FromHost, line: &mut Line) -> ControlFlow<Parted> {
        match frame {
            FromHost::Kept { id, seq, at, .. } => self.settle(id, OwnState::Kept { seq, at }, line).await,
            FromHost::Refused(refused) => self.refused(refused, line).await,
            FromHost::Typing { room, by } => {
                // Nobody misses one of these.
                if !self.owner.lags() {
                    self.owner.tell(Update::Typing(room, by));
                }
            }
            FromHost::Page { ask, .. } | FromHost::People { ask, .. } | FromHost::Found { ask, .. } => {
                if let Some(answer) = line.asks.remove(&ask) {
                    let _ = answer.send(Ok(frame));
                }
            }
            FromHost::Bye { code, why, suggest, .. } => return ControlFlow::Break(parted_with(code, why, suggest)),
            FromHost::Welcome(_)
            | FromHost::Entered(_)
            | FromHost::Event { .. }
            | FromHost::Forgot { .. }
            | FromHost::Unknown => {}
        }
        ControlFlow::Continue(())
    }

    async fn refused(&mut self, refused: Refused, line: &mut Line) {
        let Refused { id, ask, code, why, wait_ms, .. } = refused;
        if let Some(answer) = ask.and_then(|ask| line.asks.remove(&ask)) {
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
                line.under_way.remove(&id);
                line.window = 1;
                line.hold = Some(Instant::now() + Duration::from_millis(wait));
                line.more = true;
            }
            _ => self.settle(id, OwnState::Refused { why }, line).await,
        }
    }

    /// Something of one's own is kept or refused.
    async fn settle(&mut self, id: EventId, state: OwnState, line: &mut Line) {
        let Some(body) = line.under_way.remove(&id) else { return };
        line.more = true;
        if let OwnState::Kept { seq, .. } = state {
            line.kept = line.kept.max(seq);
            line.window = UNDER_WAY.min(line.window + 1);
        }
        let done = match &state {
            OwnState::Refused { why } => self.replica.refuse(id, why.clone()).await,
            OwnState::Kept { .. } | OwnState::Sending => self.replica.remove(id).await,
        };
        if let Err(error) = done {
            // It will be said again with the same id, and stay one event.
            tracing::warn!(%error, "the outbox could not be written");
        }
        self.owner.tell(Update::Own(Own { id, body, state }));
    }

    async fn say_goodbye(&mut self, mut line: Line) {
        let until = self.leaving.as_ref().map_or_else(Instant::now, |leaving| leaving.until);
        line.link.say(&FromGuest::Bye {});
        // At least a moment, even where the time is up already.
        let until = until.max(Instant::now() + Duration::from_millis(200));
        let _ = tokio::time::timeout_at(until, line.link.finish()).await;
    }
}

fn out_of_order() -> Parted {
    let why = "This host numbers what happens in its room in no order. Ask whoever hosts it to check it.";
    Parted::Over(Ended { code: None, why: why.to_owned(), suggest: None })
}
