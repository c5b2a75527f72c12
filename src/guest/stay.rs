//! A stay: what happens between coming in and going, on one connection.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::Instant;

use super::introduction::{Heard, Parted, parted_with};
use super::owner::{Answer, Command, Leaving, Next, alarm};
use super::returning::Returning;
use super::standing::Standing;
use super::{GuestError, Own, OwnState, Update};
use crate::room::{Body, Event, EventId, RoomNo, Seq};
use crate::wire::codec::CodecError;
use crate::wire::frame::{Code, FromGuest, FromHost, Refused, Since};
use crate::wire::link::{Link, Turn};

/// How much of one's own may be under way at a time. After the host asked for patience it is one, and grows again
/// with each that is kept.
const UNDER_WAY: usize = 16;

/// A connection on which the room was entered.
pub(super) struct Line {
    link: Link<FromHost>,
    room: RoomNo,
    /// How much of a room that one is asked into comes first.
    pub(super) since: Since,
    /// The rooms that were asked into on it, by themselves.
    pub(super) entered: BTreeSet<RoomNo>,
    pub(super) returning: Returning,
    /// What the host said right behind its welcome.
    early: Vec<Heard>,
    /// What was sent and not answered.
    under_way: HashMap<EventId, (RoomNo, Body)>,
    /// How much may be under way just now.
    window: usize,
    /// The last event of one's own that was kept in each room.
    kept: HashMap<RoomNo, Seq>,
    /// Whether the outbox may hold more to send.
    more: bool,
    /// The host asked to wait until then.
    hold: Option<Instant>,
    asks: HashMap<u64, Answer>,
    asked: u64,
}

impl Line {
    pub(super) fn new(link: Link<FromHost>, room: RoomNo, since: Since, early: Vec<Heard>) -> Self {
        Self {
            link,
            room,
            since,
            entered: BTreeSet::from([room]),
            returning: Returning::default(),
            early,
            under_way: HashMap::new(),
            window: UNDER_WAY,
            kept: HashMap::new(),
            more: true,
            hold: None,
            asks: HashMap::new(),
            asked: 0,
        }
    }

    /// The number of the next question.
    pub(super) const fn number(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    pub(super) fn say(&mut self, frame: &FromGuest) {
        self.link.say(frame);
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
            self.go_on_back(&mut line);
            if line.more && line.hold.is_none() {
                self.send_waiting(&mut line).await;
            }
            if let Some(leaving) = &self.leaving {
                let seen =
                    line.kept.iter().all(|(room, kept)| self.rooms.get(room).is_none_or(|stand| stand.cursor >= *kept));
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
            let until = line.hold.into_iter().chain(patience).chain(line.returning.hold).min();
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
                    line.returning.hold = line.returning.hold.filter(|at| *at > Instant::now());
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
            Command::Typing(room) => line.link.say(&FromGuest::Typing { room: room.unwrap_or(line.room) }),
            Command::Tell(frame) => {
                self.remember(&frame);
                line.link.say(&frame);
            }
            Command::Ask { question, answer } => {
                let ask = line.number();
                line.asks.insert(ask, answer);
                line.link.say(&question.numbered(ask));
            }
            Command::Leave { within, answer } => {
                self.leaving = Some(Leaving { until: Instant::now() + within, answer });
            }
            command => line.more |= self.note(command).await,
        }
    }

    /// Sends what waits in the outbox and is not under way.
    async fn send_waiting(&mut self, line: &mut Line) {
        let rooms = self.rooms.keys().copied().collect();
        let waiting = match self.replica.to_send(rooms, 2 * UNDER_WAY).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be read");
                line.more = false;
                return;
            }
        };
        line.more = false;
        for Own { id, room, body, .. } in waiting {
            let room = room.unwrap_or(line.room);
            if line.under_way.contains_key(&id) {
                continue;
            }
            if line.under_way.len() >= line.window {
                // The next answer makes room.
                return;
            }
            line.link.say(&FromGuest::Say { room, id, body: body.clone() });
            line.under_way.insert(id, (room, body));
        }
    }

    async fn hear(&mut self, frames: Vec<Heard>, line: &mut Line) -> ControlFlow<Parted> {
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
            if matches!(
                frame,
                Ok(FromHost::Entered(_) | FromHost::Out { .. } | FromHost::Gone { .. } | FromHost::Forgot { .. })
            ) {
                self.take_run(run.take()).await?;
            }
            match frame {
                Ok(frame) => self.heed(frame, line).await?,
                Err(CodecError::NotAnAnswer { ask, why }) => {
                    if let Some(answer) = line.asks.remove(&ask) {
                        let _ = answer.send(Err(GuestError::Refused(why)));
                    }
                }
                Err(error) => tracing::debug!(%error, "the host said something unknown"),
            }
        }
        self.take_run(run).await
    }

    async fn take_run(&mut self, run: Option<(RoomNo, Vec<Event>)>) -> ControlFlow<Parted> {
        let Some((room, events)) = run else { return ControlFlow::Continue(()) };
        match self.take_in(room, events).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(parted) => ControlFlow::Break(parted),
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
            FromHost::Rooms { ask, ref rooms, next } if self.is_rest(ask, rooms, next, line) => {}
            FromHost::Page { ask, .. }
            | FromHost::People { ask, .. }
            | FromHost::Found { ask, .. }
            | FromHost::Made { ask, .. }
            | FromHost::Rooms { ask, .. }
            | FromHost::Bans { ask, .. }
            | FromHost::Requests { ask, .. }
            | FromHost::Done { ask } => answer(line, ask, frame),
            FromHost::Entered(entered) => {
                if let Err(parted) = self.sit_down(&entered).await {
                    return ControlFlow::Break(parted);
                }
                line.more = true;
                if let Some(ask) = entered.ask
                    && !self.is_back_in(ask, line)
                {
                    answer(line, ask, FromHost::Entered(entered.clone()));
                }
                self.owner.tell(Update::Joined(entered));
            }
            FromHost::Room(room) => {
                // A direct talk is meant for one: its words should be here when it is looked at.
                if room.direct.is_some() && !self.rooms.contains_key(&room.room) {
                    self.ask_in(room.room, None, line);
                }
                self.owner.tell(Update::Room(Box::new(room)));
            }
            FromHost::Gone { room } => self.is_gone(room).await,
            FromHost::Forgot { room, first } => {
                if let Err(parted) = self.forget(room, first).await {
                    return ControlFlow::Break(parted);
                }
            }
            FromHost::Out { room, code, why } => self.stand_up(room, code, why),
            FromHost::Seen { room, seq } => self.owner.tell(Update::Seen(room, seq)),
            FromHost::Away { room, people } => {
                if !self.owner.lags() {
                    self.owner.tell(Update::Away(room, people));
                }
            }
            FromHost::Bye { code, why, suggest, .. } => {
                if code == Code::Login {
                    // It may overtake the answer to whoever asked for it.
                    for (_, answer) in line.asks.drain() {
                        let _ = answer.send(Err(GuestError::Over));
                    }
                }
                return ControlFlow::Break(parted_with(code, why, suggest));
            }
            FromHost::Request(line) => self.owner.tell(Update::Request(line)),
            FromHost::Welcome(_) | FromHost::Waiting { .. } | FromHost::Event { .. } | FromHost::Unknown => {}
        }
        ControlFlow::Continue(())
    }

    async fn refused(&mut self, refused: Refused, line: &mut Line) {
        if self.is_kept_out(&refused, line) {
            return;
        }
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
        let Some((room, body)) = line.under_way.remove(&id) else { return };
        line.more = true;
        if let OwnState::Kept { seq, .. } = state {
            let kept = line.kept.entry(room).or_default();
            *kept = seq.max(*kept);
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
        self.owner.tell(Update::Own(Own { id, room: Some(room), body, state }));
    }

    async fn say_goodbye(&mut self, mut line: Line) {
        let until = self.leaving.as_ref().map_or_else(Instant::now, |leaving| leaving.until);
        line.link.say(&FromGuest::Bye {});
        // At least a moment, even where the time is up already.
        let until = until.max(Instant::now() + Duration::from_millis(200));
        let _ = tokio::time::timeout_at(until, line.link.finish()).await;
    }
}

/// The host's answer to a question.
fn answer(line: &mut Line, ask: u64, frame: FromHost) {
    if let Some(answer) = line.asks.remove(&ask) {
        // Whoever asked may have given up.
        let _ = answer.send(Ok(frame));
    }
}
