//! A session: one guest's connection, from the welcome to the goodbye. What it says goes to the hall; what it reads, it
//! reads at its own pace; what it asks is worked on beside it.

mod connection;
mod depart_guard;
mod entering;
mod jobs;
mod rate_limit;
mod requests;
mod seat;
mod seats;
mod subscriber;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, MutexGuard, Weak};
use std::time::{Duration, Instant};

pub use connection::{Connection, Turn};
pub use depart_guard::DepartGuard;

use self::jobs::{JobDone, Jobs};
use self::rate_limit::SessionRateLimit;
use self::seat::Missing;
use self::subscriber::{Outgoing, Subscriber, WRITE_BYTES};
use super::context::HouseContext;
use super::core::SeatNo;
use super::mailbox::{Mailbox, SeatsRemoved};
use super::no::No;
use super::rate_limits::SessionLimits;
use super::view::Listener;
use crate::room::{Author, EventId};
use crate::wire::codec::CodecError;
use crate::wire::frame::{Code, Limit};
use crate::wire::link::LinkError;
use crate::wire::{FromGuest, FromHost};

/// One guest in the house.
pub struct Session {
    house: Arc<HouseContext>,
    subscriber: Arc<Subscriber>,
    mailbox: Arc<Mailbox>,
    me: Author,
    pace: SessionRateLimit,
    work: Jobs,
    /// What was too fast and comes once its time is there. Nothing else is heeded before.
    held: Option<Box<Held>>,
    stay: DepartGuard,
}

/// Something that was too fast, and when it may come again.
struct Held {
    frame: FromGuest,
    until: tokio::time::Instant,
}

/// Something that a session waits for before it hears more.
type Waits<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// How a session ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// The guest said goodbye.
    Goodbye,
    /// The connection broke, or the guest vanished.
    Cut,
    /// The house ended it.
    Dismissed(No),
}

impl Session {
    /// A guest who came in as `me`.
    pub fn new(
        house: Arc<HouseContext>,
        mut line: Connection,
        mailbox: Arc<Mailbox>,
        me: Author,
        limited: SessionLimits,
        stay: DepartGuard,
    ) -> Self {
        let pace = SessionRateLimit::new(limited, line.language().waits());
        let subscriber = Subscriber::new(line, Arc::clone(&mailbox));
        Self { house, subscriber, mailbox, me, pace, work: Jobs::default(), held: None, stay }
    }

    /// Serves the guest until either side is done.
    ///
    /// The answer tells also what the guest was called at the end.
    pub async fn serve(mut self: Box<Self>) -> (End, Author) {
        let end = self.go_on().await;
        let shown = self.house.roster.get(self.me.who);
        let me = shown.map_or_else(|| self.me.clone(), |shown| shown.person.clone());
        Box::pin(self.part(&end)).await;
        (end, me)
    }

    /// The connection and the seats. The fan-out waits for whoever holds this.
    fn out(&self) -> MutexGuard<'_, Outgoing> {
        self.subscriber.lock()
    }

    /// Tells the guest a frame.
    fn tell(&self, frame: &FromHost) {
        self.out().line.tell(frame);
    }

    /// What reads on for the guest when something happens.
    fn listener(&self) -> Weak<dyn Listener> {
        let listener: Weak<Subscriber> = Arc::downgrade(&self.subscriber);
        listener
    }

    async fn go_on(&mut self) -> End {
        let (mailbox, subscriber) = (Arc::clone(&self.mailbox), Arc::clone(&self.subscriber));
        let stall = self.house.limits.stall;
        // What was said and not yet heeded: whoever asks for much is answered one thing after the other.
        let mut heard: VecDeque<Result<FromGuest, CodecError>> = VecDeque::new();
        // Until when a byte must be taken, while any wait.
        let mut patience: Option<tokio::time::Instant> = None;
        let ahead = self.out().line.language().ahead();
        // Until when what whoever leaves said before is waited for, where that is held.
        let mut leaving: Option<tokio::time::Instant> = None;
        loop {
            if let Some(why) = mailbox.dismissed() {
                return End::Dismissed(why);
            }
            if self.is_clear()
                && let Err(why) = self.gather().await
            {
                return End::Dismissed(why);
            }
            if heard.iter().any(|frame| matches!(frame, Ok(FromGuest::Bye {}))) {
                // Nobody waits for what is asked any more, and what stands before the goodbye is heard at once.
                self.work.give_up();
            }
            let mut dealt = false;
            while self.hears() {
                let held = self.held.take();
                let was_held = held.is_some();
                let Some(frame) = held.map(|held| Ok(held.frame)).or_else(|| heard.pop_front()) else { break };
                dealt = true;
                // Nothing is done any more for whoever was sent away.
                if mailbox.dismissed().is_some() {
                    break;
                }
                // Whoever was put out reads nothing more, also while what waits for them is not taken.
                self.leave_taken_seats(None);
                match self.hear(frame) {
                    Ok(None) => {}
                    Ok(Some(waits)) => waits.await,
                    Err(end) => return end,
                }
                if was_held && self.held.is_none() {
                    self.out().line.language().slowed(false);
                }
            }
            if self.held.is_some() && self.out().line.language().leaves() {
                let until = *leaving.get_or_insert_with(|| tokio::time::Instant::now() + self.house.limits.parting);
                if tokio::time::Instant::now() >= until {
                    self.leave_unsaid(&heard);
                    return End::Goodbye;
                }
            }
            if heard.is_empty() {
                // Most guests are silent most of the time, and there may be many.
                heard = VecDeque::new();
            }
            // What was done may have brought them something to read without a word in answer.
            if dealt && self.is_clear() {
                continue;
            }
            // Also while nothing is answered, so that a goodbye or a cut is noticed.
            let hears = heard.len() < ahead && self.waiting() < 2 * WRITE_BYTES;
            let writes = !self.is_clear();
            if !writes {
                patience = None;
            }
            let until = *patience.get_or_insert_with(|| tokio::time::Instant::now() + stall);
            // Its time means nothing while it could not be heard anyway: that becomes possible by something else.
            let held = self.held.as_ref().map(|held| held.until).filter(|_| self.can_hear());
            // One clock for both: a quiet session carries no room for two.
            let rings = held.into_iter().chain(leaving.filter(|_| held.is_some())).chain(writes.then_some(until)).min();
            let turn = tokio::select! {
                biased;
                turn = subscriber.turn(hears) => turn,
                done = self.work.next(), if self.work.is_busy() => {
                    self.finish(done);
                    continue;
                }
                () = mailbox.rung() => continue,
                () = tokio::time::sleep_until(rings.unwrap_or(until)), if rings.is_some() => {
                    if writes && tokio::time::Instant::now() >= until {
                        return stalled(stall);
                    }
                    continue;
                }
            };
            match turn {
                Ok(Turn::Heard(frames)) if heard.is_empty() => heard = frames.into(),
                Ok(Turn::Heard(frames)) => heard.extend(frames),
                Ok(Turn::Sent | Turn::SentSome) => patience = None,
                Ok(Turn::Ended) | Err(LinkError::Io(_)) => return End::Cut,
                Err(LinkError::Codec(error)) => return End::Dismissed(No::new(Code::Frame, error.to_string())),
            }
        }
    }

    /// Whether what the guest says is heard just now. Not while so much waits to be taken, and not while it comes into a
    /// room: what it says behind that is about the room.
    fn hears(&self) -> bool {
        let waits = self.held.as_ref().is_some_and(|held| held.until > tokio::time::Instant::now());
        !waits && self.can_hear()
    }

    /// The same, whether or not something is held.
    fn can_hear(&self) -> bool {
        !self.mailbox.is_full(self.work.asked()) && !self.work.is_entering() && self.waiting() < 2 * WRITE_BYTES
    }

    fn waiting(&self) -> usize {
        self.out().line.waiting()
    }

    fn is_clear(&self) -> bool {
        self.out().line.is_clear()
    }

    /// Puts what waits for the guest on its way: answers first, then what happened in its rooms.
    async fn gather(&mut self) -> Result<(), No> {
        loop {
            self.leave_taken_seats(None);
            let missing = {
                let mut out = self.out();
                out.line.deliver(self.mailbox.empty());
                let missing = out.read_on();
                if missing.is_some() {
                    // What there is to tell does not wait for the disk.
                    out.line.write_now();
                }
                missing
            };
            let Some(missing) = missing else { return Ok(()) };
            // Boxed: whoever keeps up never needs it.
            Box::pin(self.read_log(missing)).await?;
        }
    }

    async fn read_log(&mut self, missing: Missing) -> Result<(), No> {
        let page = missing.read(&self.house.log, &self.house.reading.cursors).await;
        page.map(|page| self.out().tell_page(&page)).map_err(|error| {
            tracing::error!(%error, "a room could not be read");
            No::not_read(&error)
        })
    }

    /// Leaves the seats that were taken away, and says why. Not yet the one that is just being taken.
    fn leave_taken_seats(&mut self, coming: Option<SeatNo>) {
        for SeatsRemoved { room, seats, why } in self.mailbox.taken_seats() {
            if self.out().seats.take_away(&seats) {
                self.tell(&why.out(room));
            } else if self.work.is_entering() || coming.is_some_and(|seat| seats.contains(&seat)) {
                self.mailbox.take_seats(SeatsRemoved { room, seats, why });
            }
        }
    }

    /// Deals with what the guest said. What has to be waited for is given back, in a box: a quiet session does not carry the
    /// room for it along.
    fn hear(&mut self, frame: Result<FromGuest, CodecError>) -> Result<Option<Waits<'_>>, End> {
        let now = Instant::now();
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => {
                let (id, ask) = error.about();
                let code = if id.is_some() { Code::Text } else { Code::Frame };
                return self.strike(now, id, ask, No::new(code, error.to_string())).map(|()| None);
            }
        };
        let about = frame.about();
        match frame {
            FromGuest::Bye {} => Err(End::Goodbye),
            FromGuest::Hello(_) | FromGuest::Code { .. } | FromGuest::Proof { .. } => {
                let no = No::new(Code::Hello, "Say hello only once.");
                self.strike(now, None, None, no).map(|()| None)
            }
            FromGuest::Say { room, id, body } => self.say(now, room, id, body),
            other => {
                if let Err(no) = self.pace.asks(about.ask, now) {
                    // What may be dropped is dropped in silence.
                    if about.limit == Limit::Drops {
                        // In silence, but it counts.
                        return self.pace.strike(now).map(|()| None).map_err(End::Dismissed);
                    }
                    return self.too_fast(now, other, no).map(|()| None);
                }
                Ok(Some(Box::pin(self.request(other))))
            }
        }
    }

    /// Something was too fast: it is held until its time where the session waits in the guest's place, and else refused.
    /// What is refused counts, and is forgiven to whoever waits as they are told. What is held counts for nothing: nobody
    /// goes on faster than they may.
    fn too_fast(&mut self, now: Instant, frame: FromGuest, no: No) -> Result<(), End> {
        let about = frame.about();
        let Some(wait) = no.wait.filter(|_| self.pace.waits()) else {
            return self.strike(now, about.id, about.ask, no);
        };
        self.held = Some(Box::new(Held { frame, until: tokio::time::Instant::now() + wait }));
        self.out().line.language().slowed(true);
        Ok(())
    }

    /// Gives up what is held and what waits behind it, as its guest leaves.
    fn leave_unsaid(&mut self, heard: &VecDeque<Result<FromGuest, CodecError>>) {
        let held = self.held.take().map(|held| held.frame);
        let waiting = heard.iter().filter_map(|frame| frame.as_ref().ok()).chain(&held);
        let says = waiting.filter(|frame| matches!(frame, FromGuest::Say { .. })).count();
        self.out().line.language().gives_up(says);
    }

    /// Refuses something that a guest who behaves does not do often. Too many of these are abuse.
    fn strike(&mut self, now: Instant, id: Option<EventId>, ask: Option<u64>, no: No) -> Result<(), End> {
        self.pace.strike(now).map_err(End::Dismissed)?;
        self.tell(&no.refused(id, ask, None));
        Ok(())
    }

    /// Answers something that was worked on beside the session.
    fn finish(&mut self, done: JobDone) {
        match done {
            JobDone::Answered(frame) => self.tell(&frame),
            // What is decided elsewhere is answered from there.
            JobDone::Called => {}
            JobDone::Entered(entering) => self.entered(*entering),
        }
    }

    /// Leaves every room, says goodbye, and waits a little for it to be heard.
    async fn part(mut self: Box<Self>, end: &End) {
        // Who is sent away because the house closes, or logged out, has left it in good order.
        let in_order = matches!(end, End::Dismissed(No { code: Code::Closing | Code::Login, .. }));
        self.out().seats.leave_all(*end == End::Goodbye || in_order);
        let goodbye = match end {
            End::Cut => return,
            End::Goodbye => None,
            End::Dismissed(why) => Some(why.clone()),
        };
        let limit = self.house.limits.parting;
        let parting = async {
            if *end == End::Goodbye {
                self.last_answers().await;
                self.out().line.say_last_word();
            }
            if let Some(why) = goodbye {
                self.tell(&why.bye());
            }
            self.subscriber.finish().await;
        };
        // Whoever does not listen any more is not waited for.
        let _ = tokio::time::timeout(limit, parting).await;
    }

    /// Gives a guest who left the answers it is still owed.
    async fn last_answers(&mut self) {
        let mailbox = Arc::clone(&self.mailbox);
        loop {
            self.out().line.deliver(mailbox.empty());
            if mailbox.open() == 0 {
                return;
            }
            mailbox.rung().await;
        }
    }
}

fn stalled(stall: Duration) -> End {
    let why = format!("Nothing got through to you for {} seconds, so the connection was closed.", stall.as_secs());
    End::Dismissed(No::new(Code::Stalled, why))
}
