//! The one who goes to the house, stays in touch with it, and comes back when the line was cut.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};

use super::introduction::{Heard, Introduced, Parted, introduce, parted_by, parted_with};
use super::replica::Replica;
use super::visit::Visit;
use super::{Arrival, GuestError, Own, OwnState, Update};
use crate::room::{Body, Event, EventId, PersonId, RoomNo, Seq};
use crate::wire::codec::{self, CodecError};
use crate::wire::frame::{Code, FromGuest, FromHost, Refused, Since, Welcome};
use crate::wire::link::{Link, Turn};

/// How much of one's own may be under way at a time. After the host asked for patience it is one, and grows again
/// with each that is kept.
const UNDER_WAY: usize = 16;

/// How many updates may wait here before the line is not listened to for a while.
const WAITING: usize = 1024;

/// How long the host may take to answer a hello.
const WELCOME: Duration = Duration::from_secs(15);

/// What the owner of a visit wants.
#[derive(Debug)]
pub(super) enum Command {
    Add { id: EventId, body: Body, answer: oneshot::Sender<Result<(), GuestError>> },
    Retry(EventId),
    Discard(EventId),
    Typing,
    Ask { question: Question, answer: Answer },
    Leave { within: Duration, answer: oneshot::Sender<usize> },
}

/// What can be asked of the host.
#[derive(Debug)]
pub(super) enum Question {
    Read { room: RoomNo, from: Seq, to: Seq },
    Who { room: RoomNo, after: Option<PersonId> },
}

type Answer = oneshot::Sender<Result<FromHost, GuestError>>;

/// Someone who waits for this visit to end well.
#[derive(Debug)]
struct Leaving {
    until: Instant,
    answer: oneshot::Sender<usize>,
}

pub(super) struct Worker {
    visit: Visit,
    replica: Arc<Replica>,
    commands: mpsc::UnboundedReceiver<Command>,
    updates: mpsc::Sender<Update>,
    /// What is still to be told.
    untold: VecDeque<Update>,
    /// The room, once it was entered, and the last event seen there.
    room: Option<RoomNo>,
    cursor: Option<Seq>,
    failures: u32,
    leaving: Option<Leaving>,
}

/// A connection on which the room was entered.
struct Line {
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

impl Worker {
    pub(super) fn new(
        visit: Visit,
        replica: Arc<Replica>,
        commands: mpsc::UnboundedReceiver<Command>,
        updates: mpsc::Sender<Update>,
    ) -> Self {
        Self {
            visit,
            replica,
            commands,
            updates,
            untold: VecDeque::new(),
            room: None,
            cursor: None,
            failures: 0,
            leaving: None,
        }
    }

    pub(super) async fn work(mut self) {
        self.tell_waiting().await;
        loop {
            let parted = match self.arrive().await {
                Ok(line) => self.stay(line).await,
                Err(parted) => parted,
            };
            let goes_on = match parted {
                Parted::Left => false,
                Parted::Over(ended) => {
                    self.tell(Update::Ended(ended));
                    // The replica can still be read, until the owner leaves.
                    self.leaving.is_none() && self.idle_until(None).await
                }
                Parted::Cut(why) => {
                    self.failures += 1;
                    let again_in = self.visit.backoff.wait(self.failures, rand::random());
                    self.tell(Update::Offline { why, again_in });
                    self.idle_until(Some(Instant::now() + again_in)).await
                }
            };
            if !goes_on {
                break;
            }
        }
        // The last news, as far as there is someone to take it.
        while let Some(update) = self.untold.pop_front() {
            if self.updates.try_send(update).is_err() {
                break;
            }
        }
        if let Some(leaving) = self.leaving.take() {
            // Whoever asked may not wait for the answer.
            let _ = leaving.answer.send(self.replica.unsent().await);
        }
    }

    fn tell(&mut self, update: Update) {
        self.untold.push_back(update);
    }

    /// Tells of what waits in the outbox from an earlier visit.
    async fn tell_waiting(&mut self) {
        match self.replica.waiting().await {
            Ok(waiting) => self.untold.extend(waiting.into_iter().map(Update::Own)),
            Err(error) => tracing::warn!(%error, "the outbox could not be read"),
        }
    }

    /// Goes to the house, says hello and enters the room.
    async fn arrive(&mut self) -> Result<Line, Parted> {
        self.tell(Update::Connecting);
        let visit = self.visit.clone();
        let since = match self.cursor {
            Some(cursor) => Since::after(cursor),
            None => visit.since,
        };
        let arriving = async move {
            let carriage = visit.way.go(&visit.me).await.map_err(parted_by)?;
            let link = Link::new(carriage, codec::from_host);
            match timeout(WELCOME, introduce(link, &visit, since)).await {
                Ok(arrived) => arrived,
                Err(_) => Err(Parted::Cut("The host did not answer in time.".to_owned())),
            }
        };
        let Introduced { link, early, welcome, entered } = match self.meanwhile(arriving).await {
            Some(arrived) => arrived?,
            None => return Err(Parted::Left),
        };
        self.failures = 0;
        let room = entered.room;
        self.room = Some(room);
        self.cursor = Some(entered.after);
        let settled = async {
            self.replica.cut_to(room, entered.head).await?;
            self.replica.entered(room).await
        };
        if let Err(error) = settled.await {
            tracing::warn!(%error, "the replica could not be written");
        }
        let Welcome { house, you, rooms, .. } = welcome;
        self.tell(Update::Entered(Box::new(Arrival { house, you, rooms, room: entered })));
        Ok(Line {
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
        })
    }

    /// Waits for something that needs no line, and does what the owner wants meanwhile.
    /// Nothing where the owner leaves and no longer waits.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::pin!(work);
        loop {
            let patience = self.leaving.as_ref().map(|leaving| leaving.until);
            let command = tokio::select! {
                done = &mut work => return Some(done),
                next = next(&self.updates, &mut self.untold, &mut self.commands) => match next {
                    Next::Told => continue,
                    Next::Command(command) => command,
                    Next::Gone => return None,
                },
                () = alarm(patience) => return None,
            };
            match command {
                Command::Ask { answer, .. } => {
                    let _ = answer.send(Err(GuestError::Offline));
                }
                Command::Leave { within, answer } => {
                    let unsent = self.replica.unsent().await;
                    self.leaving = Some(Leaving { until: Instant::now() + within, answer });
                    if unsent == 0 {
                        return None;
                    }
                }
                command => {
                    self.note(command).await;
                }
            }
        }
    }

    /// Waits without a line, until it is time for another try. False where the owner leaves.
    async fn idle_until(&mut self, until: Option<Instant>) -> bool {
        self.meanwhile(alarm(until)).await.is_some()
    }

    /// Does what concerns the outbox. True where there may be more to send.
    async fn note(&mut self, command: Command) -> bool {
        let done = match command {
            Command::Add { id, body, answer } => {
                let kept = self.replica.add(self.room, id, body.clone()).await;
                let fine = kept.is_ok();
                let _ = answer.send(kept.map_err(GuestError::from));
                if fine {
                    self.tell(Update::Own(Own { id, body, state: OwnState::Sending }));
                }
                return fine;
            }
            Command::Retry(id) => self.replica.retry(id).await,
            Command::Discard(id) => self.replica.remove(id).await,
            Command::Typing | Command::Ask { .. } | Command::Leave { .. } => return false,
        };
        if let Err(error) = &done {
            tracing::warn!(%error, "the outbox could not be written");
        }
        done.is_ok()
    }

    /// Stays in the room until the owner leaves or the line is cut.
    async fn stay(&mut self, mut line: Line) -> Parted {
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
            // Whoever waits for an answer must get it, however much is still to be told.
            let hears = self.untold.len() < WAITING || !line.asks.is_empty();
            let patience = self.leaving.as_ref().map(|leaving| leaving.until);
            let until = line.hold.into_iter().chain(patience).min();
            tokio::select! {
                next = next(&self.updates, &mut self.untold, &mut self.commands) => match next {
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
        self.take_in(line.room, events).await;
        flow
    }

    /// Puts what happened into the replica, and tells of it.
    async fn take_in(&mut self, room: RoomNo, events: Vec<Event>) {
        let Some(last) = events.last().map(|last| last.seq) else { return };
        if let Err(error) = self.replica.copy(room, events.clone()).await {
            // It is shown all the same, and fetched again when it is wanted again.
            tracing::warn!(%error, "the replica could not be written");
        }
        self.cursor = Some(last);
        self.tell(Update::Events(room, events));
    }

    async fn heed(&mut self, frame: FromHost, line: &mut Line) -> ControlFlow<Parted> {
        match frame {
            FromHost::Kept { id, seq, at, .. } => self.settle(id, OwnState::Kept { seq, at }, line).await,
            FromHost::Refused(refused) => self.refused(refused, line).await,
            FromHost::Typing { room, by } => {
                // Nobody misses one of these.
                if self.untold.len() < WAITING {
                    self.tell(Update::Typing(room, by));
                }
            }
            FromHost::Page { ask, .. } | FromHost::People { ask, .. } => {
                if let Some(answer) = line.asks.remove(&ask) {
                    let _ = answer.send(Ok(frame));
                }
            }
            FromHost::Bye { code, why, suggest, .. } => return ControlFlow::Break(parted_with(code, why, suggest)),
            FromHost::Welcome(_) | FromHost::Entered(_) | FromHost::Event { .. } | FromHost::Unknown => {}
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
        self.tell(Update::Own(Own { id, body, state }));
    }

    async fn say_goodbye(&mut self, mut line: Line) {
        let until = self.leaving.as_ref().map_or_else(Instant::now, |leaving| leaving.until);
        line.link.say(&FromGuest::Bye {});
        // At least a moment, even where the time is up already.
        let until = until.max(Instant::now() + Duration::from_millis(200));
        let parting = async {
            while !line.link.is_clear() && matches!(line.link.turn(false).await, Ok(Turn::Sent | Turn::SentSome)) {}
            line.link.close().await;
        };
        let _ = tokio::time::timeout_at(until, parting).await;
    }
}

/// What the owner is about.
enum Next {
    /// Took an update.
    Told,
    /// Wants something.
    Command(Command),
    /// Is gone without a word.
    Gone,
}

/// Waits for the owner: to want something, or to take the next update. Nothing is lost when it is dropped.
async fn next(
    updates: &mpsc::Sender<Update>,
    untold: &mut VecDeque<Update>,
    commands: &mut mpsc::UnboundedReceiver<Command>,
) -> Next {
    tokio::select! {
        permit = updates.reserve(), if !untold.is_empty() => {
            match (permit, untold.pop_front()) {
                (Ok(permit), Some(update)) => permit.send(update),
                // Nobody listens any more; the owner may still want things.
                _ => untold.clear(),
            }
            Next::Told
        }
        command = commands.recv() => command.map_or(Next::Gone, Next::Command),
    }
}

/// Waits until then, or for ever.
async fn alarm(until: Option<Instant>) {
    match until {
        Some(until) => sleep_until(until).await,
        None => std::future::pending().await,
    }
}
