//! A session: one guest's connection, from hello to goodbye. What it says goes to the hall;
//! what it reads, it reads at its own pace.

mod account;
mod entering;
mod keys;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::batch::Say;
use super::door::Stay;
use super::hall::Call;
use super::mailbox::{Dismissal, Mailbox, Out};
use super::pace::Bucket;
use super::room::{Room, TYPING_SHOWN};
use super::seat::Seat;
use super::shared::Shared;
use super::wishes::Wish;
use super::{answers, reading};
use crate::room::limits::QUERY_CHARS;
use crate::room::{Author, Body, EventId, Name, PersonId, Query, RoomNo, Seq};
use crate::wire::codec::{self, CodecError};
use crate::wire::frame::{Code, FromGuest, FromHost, Refused};
use crate::wire::link::{Link, LinkError, Turn};

/// How much is put into one write.
const WRITE_BYTES: usize = 64 * 1024;

/// How many answers a guest may wait for. Beyond it, the session stops listening until some are out.
pub(super) const WINDOW: usize = 1024;

/// After a say was too fast, how much longer than its wait no other may overtake it. What was under way behind it would
/// otherwise come before it, and what one guest says lose its order.
const OVERTAKING: Duration = Duration::from_secs(2);

/// How many people one answer names.
const PEOPLE: usize = 128;

/// One guest in the house.
pub(super) struct Session {
    house: Arc<Shared>,
    link: Link<FromGuest>,
    mailbox: Arc<Mailbox>,
    me: Author,
    seats: Vec<Seat>,
    says: Bucket,
    /// The say that was too fast and is waited for, and until when.
    slowed: Option<(EventId, Instant)>,
    asks: Bucket,
    strikes: Bucket,
    stay: Stay,
}

/// How a session ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The guest said goodbye.
    Goodbye,
    /// The connection broke, or the guest vanished.
    Cut,
    /// The house ended it.
    Dismissed(Dismissal),
}

impl Session {
    pub(super) fn new(
        house: Arc<Shared>,
        link: Link<FromGuest>,
        mailbox: Arc<Mailbox>,
        me: Author,
        stay: Stay,
    ) -> Self {
        let now = Instant::now();
        let limits = &house.limits;
        let (says, asks, strikes) =
            (Bucket::full(limits.says, now), Bucket::full(limits.asks, now), Bucket::full(limits.strikes, now));
        Self { house, link, mailbox, me, seats: Vec::new(), says, slowed: None, asks, strikes, stay }
    }

    /// Serves the guest until either side is done.
    ///
    /// The answer tells also what the guest was called at the end.
    pub(super) async fn serve(mut self) -> (End, Author) {
        let end = self.go_on().await;
        let me = self.seats.first().map_or_else(|| self.me.clone(), |seat| self.called(seat.room()));
        self.part(&end).await;
        (end, me)
    }

    /// This guest, as they are called by now: it may have changed since they came in.
    fn called(&self, room: &Room) -> Author {
        let name = room.state().here.get(&self.me.who).cloned();
        Author { who: self.me.who, name: name.unwrap_or_else(|| self.me.name.clone()) }
    }

    async fn go_on(&mut self) -> End {
        let mailbox = Arc::clone(&self.mailbox);
        let stall = self.house.limits.stall;
        // What was said and not yet heeded: whoever asks for much is answered one thing after the other.
        let mut heard = VecDeque::new();
        // Until when a byte must be taken, while any wait.
        let mut patience: Option<tokio::time::Instant> = None;
        loop {
            if let Some(dismissal) = mailbox.dismissed() {
                return End::Dismissed(dismissal);
            }
            if self.link.is_clear()
                && let Err(dismissal) = self.gather().await
            {
                return End::Dismissed(dismissal);
            }
            while !mailbox.is_full() && self.link.waiting() < 2 * WRITE_BYTES {
                let Some(frame) = heard.pop_front() else { break };
                // Whoever was put out reads nothing more, also while what waits for them is not taken.
                self.leave_taken_seats();
                if let Err(end) = self.hear(frame).await {
                    return end;
                }
            }
            let hears = heard.is_empty() && !mailbox.is_full() && self.link.waiting() < 2 * WRITE_BYTES;
            let writes = !self.link.is_clear();
            if !writes {
                patience = None;
            }
            let until = *patience.get_or_insert_with(|| tokio::time::Instant::now() + stall);
            let turn = tokio::select! {
                biased;
                turn = self.link.turn(hears) => turn,
                () = mailbox.rung() => continue,
                () = tokio::time::sleep_until(until), if writes => return stalled(stall),
            };
            match turn {
                Ok(Turn::Heard(frames)) => heard.extend(frames),
                Ok(Turn::Sent | Turn::SentSome) => patience = None,
                Ok(Turn::Ended) | Err(LinkError::Io(_)) => return End::Cut,
                Err(LinkError::Codec(error)) => {
                    return End::Dismissed(Dismissal { code: Code::Frame, why: error.to_string() });
                }
            }
        }
    }

    /// Puts what waits for the guest on its way: answers first, then what happened in its rooms.
    async fn gather(&mut self) -> Result<(), Dismissal> {
        self.leave_taken_seats();
        self.link.push(Bytes::from(self.mailbox.empty()));
        for seat in &mut self.seats {
            seat.asides().for_each(|line| self.link.push(line));
            while self.link.waiting() < WRITE_BYTES {
                let most = WRITE_BYTES - self.link.waiting();
                match seat.read(&self.house.log, most).await {
                    Ok(Some(bytes)) => self.link.push(bytes),
                    Ok(None) => break,
                    Err(error) => {
                        tracing::error!(%error, "a room could not be read");
                        return Err(Dismissal { code: Code::Storage, why: error.to_string() });
                    }
                }
            }
        }
        Ok(())
    }

    /// Leaves the seats that were taken away, and says why.
    fn leave_taken_seats(&mut self) {
        for Out { room, seats, why } in self.mailbox.outs() {
            let before = self.seats.len();
            self.seats.retain(|seat| !seats.contains(&seat.number()));
            if self.seats.len() < before {
                self.link.say(&FromHost::Out { room, code: why.code, why: why.why });
            }
        }
    }

    async fn hear(&mut self, frame: Result<FromGuest, CodecError>) -> Result<(), End> {
        let now = Instant::now();
        let frame = match frame {
            Ok(frame) => frame,
            Err(CodecError::NotSayable { id, why }) => return self.strike(now, Some(id), None, Code::Text, why, None),
            Err(error) => return self.strike(now, None, None, Code::Frame, error.to_string(), None),
        };
        match frame {
            FromGuest::Say { room, id, body } => self.say(now, room, id, body).await,
            FromGuest::Bye {} => Err(End::Goodbye),
            FromGuest::Hello(_) => {
                let why = "You are in already. Say hello only once.".to_owned();
                self.strike(now, None, None, Code::Hello, why, None)
            }
            other => {
                let limits = &self.house.limits;
                if let Err(wait) = self.asks.take(limits.asks, now) {
                    // Typing is dropped in silence: it may be.
                    if matches!(other, FromGuest::Typing { .. }) {
                        return Ok(());
                    }
                    return self.strike(now, None, ask_of(&other), Code::Slow, too_fast(wait), Some(wait));
                }
                self.answer(other).await;
                Ok(())
            }
        }
    }

    async fn say(&mut self, now: Instant, room: RoomNo, id: EventId, body: Body) -> Result<(), End> {
        if !self.seats.iter().any(|seat| seat.no() == room) {
            let why = "You are not in this room. Come in first.".to_owned();
            return self.strike(now, Some(id), None, Code::Room, why, None);
        }
        let mut says = self.says;
        let pace = says.take(self.house.limits.says, now);
        let another = self.slowed.filter(|(first, until)| *first != id && now < *until);
        if pace.is_err() || another.is_some() {
            let wait = pace.err().unwrap_or_default();
            let until = now.checked_add(wait.saturating_add(OVERTAKING));
            self.slowed = another.or_else(|| Some((id, until?)));
            return self.strike(now, Some(id), None, Code::Slow, too_fast(wait), Some(wait));
        }
        (self.says, self.slowed) = (says, None);
        self.mailbox.said();
        let (author, mailbox) = (self.me.clone(), Arc::clone(&self.mailbox));
        self.house.hall.call(Call::Say(Say { room, author, id, body, mailbox })).await;
        Ok(())
    }

    /// Refuses something that a guest who behaves does not do often. Too many of these are abuse.
    fn strike(
        &mut self,
        now: Instant,
        id: Option<EventId>,
        ask: Option<u64>,
        code: Code,
        why: String,
        wait: Option<Duration>,
    ) -> Result<(), End> {
        if self.strikes.take(self.house.limits.strikes, now).is_err() {
            let why = "This was too much for too long, so the house let you go. Wait a minute before coming back.";
            return Err(End::Dismissed(Dismissal { code: Code::Abuse, why: why.to_owned() }));
        }
        let wait_ms = wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).saturating_add(1));
        self.link.say(&FromHost::Refused(Refused { id, ask, room: None, code, why, wait_ms }));
        Ok(())
    }

    async fn answer(&mut self, frame: FromGuest) {
        match frame {
            FromGuest::Enter { room, since, password, ask } => self.enter(room, since, password, ask).await,
            FromGuest::Leave { room } => self.leave(room).await,
            FromGuest::Typing { room } => self.typing(room),
            FromGuest::Read { ask, room, from, to } => self.read(ask, room, from, to).await,
            FromGuest::Who { ask, room, name: Some(name), .. } => self.whois(ask, room, &name).await,
            FromGuest::Who { ask, room, name: None, after } => self.who(ask, room, after),
            FromGuest::Find { ask, room, words, by, from, to, before } => {
                self.find(ask, room, Query { words, by, from, to, before, most: answers::FOUND }).await;
            }
            FromGuest::Rooms { ask, after } => self.wish(true, Wish::Rooms { ask, after }).await,
            FromGuest::Make { ask, new, password } => self.make(ask, new, password).await,
            FromGuest::Talk { ask, with } => self.wish(true, Wish::Talk { ask, with }).await,
            FromGuest::Key { ask, room, password } => self.set_key(ask, room, password).await,
            FromGuest::Delete { ask, room } => self.wish(true, Wish::Delete { ask, room }).await,
            FromGuest::Bans { ask, room } => self.wish(true, Wish::Bans { ask, room }).await,
            FromGuest::Seen { room, seq } => self.wish(false, Wish::Seen { room, seq }).await,
            FromGuest::Quiet { room, quiet } => self.wish(false, Wish::Quiet { room, quiet }).await,
            FromGuest::Ignore { whom, ignore } => self.wish(false, Wish::Ignore { whom, ignore }).await,
            FromGuest::Away { away } => self.wish(false, Wish::Away { away }).await,
            FromGuest::Register { ask, password } => self.register(ask, password).await,
            FromGuest::Password { ask, old, new } => self.change_password(ask, old, new).await,
            FromGuest::Unregister { ask, password } => self.unregister(ask, password).await,
            FromGuest::Logout { ask, everywhere } => self.wish(true, Wish::Logout { ask, everywhere }).await,
            FromGuest::Admission { ask, admission } => self.wish(true, Wish::Admission { ask, admission }).await,
            FromGuest::Requests { ask } => self.wish(true, Wish::Requests { ask }).await,
            FromGuest::Admit { ask, request, yes } => self.wish(true, Wish::Admit { ask, request, yes }).await,
            FromGuest::Hello(_) | FromGuest::Say { .. } | FromGuest::Bye {} => {}
        }
    }

    /// Asks something of the hall. `answered` is whether an answer comes by mail.
    async fn wish(&mut self, answered: bool, wish: Wish) {
        if answered {
            self.mailbox.asked();
        }
        let (author, session) = (self.me.clone(), self.stay.session);
        self.house.hall.call(Call::Wish { author, session, wish }).await;
    }

    fn typing(&mut self, room: RoomNo) {
        let Some(seat) = self.seats.iter().find(|seat| seat.no() == room) else { return };
        let (also, now) = (self.house.roster.also(self.me.who), (self.house.clock)());
        let state = seat.room().state();
        let muted = [self.me.who].iter().chain(&also).any(|who| state.mute(*who, now).is_some());
        if state.here.len() > TYPING_SHOWN || muted {
            return;
        }
        drop(state);
        let mut line = Vec::new();
        codec::encode(&FromHost::Typing { room, by: self.called(seat.room()) }, &mut line);
        seat.room().aside(Some(self.me.who), line.into());
    }

    async fn read(&mut self, ask: u64, room: RoomNo, from: Seq, to: Seq) {
        let Some(room) = self.seated(ask, room) else { return };
        let log = Arc::clone(&self.house.log);
        match reading(move || answers::page(&*log, &room, ask, from, to)).await {
            Ok(page) => self.link.push(page.into()),
            Err(error) => self.refuse(Some(ask), None, Code::Storage, error.to_string()),
        }
    }

    async fn find(&mut self, ask: u64, room: RoomNo, query: Query) {
        let Some(room) = self.seated(ask, room) else { return };
        if query.words.chars().nth(QUERY_CHARS).is_some() {
            let why = format!("That is too much to look for: {QUERY_CHARS} characters fit. Take fewer words.");
            return self.refuse(Some(ask), None, Code::Text, why);
        }
        let log = Arc::clone(&self.house.log);
        match reading(move || answers::found(&*log, &room, ask, &query)).await {
            Ok(found) => self.link.push(found.into()),
            Err(error) => self.refuse(Some(ask), None, Code::Storage, error.to_string()),
        }
    }

    /// Who is in a room, or in the house.
    fn who(&mut self, ask: u64, room: Option<RoomNo>, after: Option<PersonId>) {
        let room = match room {
            None => None,
            Some(room) => match self.seated(ask, room) {
                Some(room) => Some(room),
                None => return,
            },
        };
        let now = (self.house.clock)();
        let answer = answers::people(&self.house.roster, room.as_deref(), ask, after, PEOPLE, now);
        self.link.say(&answer);
    }

    /// Who is called so, here or not.
    async fn whois(&mut self, ask: u64, room: Option<RoomNo>, name: &str) {
        match Name::parse(name) {
            Ok(_) if room.is_some_and(|room| self.seated(ask, room).is_none()) => {}
            Ok(name) => self.wish(true, Wish::Whois { ask, room, name }).await,
            Err(error) => self.refuse(Some(ask), None, Code::Name, error.to_string()),
        }
    }

    /// The room, if this guest is in it.
    fn seated(&mut self, ask: u64, room: RoomNo) -> Option<Arc<Room>> {
        let room = self.seats.iter().find(|seat| seat.no() == room).map(|seat| Arc::clone(seat.room()));
        if room.is_none() {
            self.refuse(Some(ask), None, Code::Room, "You are not in this room. Come in first.".to_owned());
        }
        room
    }

    pub(super) fn refuse(&mut self, ask: Option<u64>, room: Option<RoomNo>, code: Code, why: String) {
        self.link.say(&FromHost::Refused(Refused { id: None, ask, room, code, why, wait_ms: None }));
    }

    /// Leaves every room, says goodbye, and waits a little for it to be heard.
    async fn part(mut self, end: &End) {
        for seat in &mut self.seats {
            // Who is sent away because the house closes, or logged out, has left it in good order.
            let in_order = matches!(end, End::Dismissed(Dismissal { code: Code::Closing | Code::Login, .. }));
            seat.goodbye = *end == End::Goodbye || in_order;
        }
        self.seats.clear();
        let goodbye = match end {
            End::Cut => return,
            End::Goodbye => None,
            End::Dismissed(dismissal) => Some(dismissal.clone()),
        };
        let limit = self.house.limits.parting;
        let parting = async {
            if *end == End::Goodbye {
                self.last_answers().await;
            }
            if let Some(dismissal) = goodbye {
                self.link.say(&FromHost::from(dismissal));
            }
            self.link.finish().await;
        };
        // Whoever does not listen any more is not waited for.
        let _ = tokio::time::timeout(limit, parting).await;
    }

    /// Gives a guest who left the answers it is still owed.
    async fn last_answers(&mut self) {
        loop {
            self.link.push(Bytes::from(self.mailbox.empty()));
            if self.mailbox.open() == 0 {
                return;
            }
            self.mailbox.rung().await;
        }
    }
}

fn ask_of(frame: &FromGuest) -> Option<u64> {
    match frame {
        FromGuest::Read { ask, .. }
        | FromGuest::Who { ask, .. }
        | FromGuest::Find { ask, .. }
        | FromGuest::Rooms { ask, .. }
        | FromGuest::Make { ask, .. }
        | FromGuest::Talk { ask, .. }
        | FromGuest::Key { ask, .. }
        | FromGuest::Delete { ask, .. }
        | FromGuest::Bans { ask, .. }
        | FromGuest::Register { ask, .. }
        | FromGuest::Password { ask, .. }
        | FromGuest::Unregister { ask, .. }
        | FromGuest::Logout { ask, .. }
        | FromGuest::Admission { ask, .. }
        | FromGuest::Requests { ask }
        | FromGuest::Admit { ask, .. } => Some(*ask),
        FromGuest::Enter { ask, .. } => *ask,
        _ => None,
    }
}

fn too_fast(wait: Duration) -> String {
    format!("That was too fast. Wait {:.1} seconds, then go on.", wait.as_secs_f32().max(0.1))
}

fn stalled(stall: Duration) -> End {
    let why = format!("Nothing was taken for {} seconds, so the connection was ended.", stall.as_secs());
    End::Dismissed(Dismissal { code: Code::Stalled, why })
}
