//! What a guest asks for: answered here where that is quick, worked on beside the session where it takes a while, and
//! passed on to the hall where it is decided.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::jobs::JobDone;
use super::{End, Session, Waits};
use crate::host::context::HouseContext;
use crate::host::core::{GuestRequest, Input, Say, SessionNo};
use crate::host::hall::{Call, ReplyTo};
use crate::host::language::SharedFrame;
use crate::host::mailbox::Mailbox;
use crate::host::no::No;
use crate::host::passwords::{self, TriedBy};
use crate::host::queries::{self, FOUND};
use crate::host::view::{RoomView, TYPING_SHOWN};
use crate::log::{Log, LogError};
use crate::room::limits::QUERY_CHARS;
use crate::room::{Author, Body, Deed, EventId, Name, PersonId, Query, RoomNo, Seq};
use crate::wire::frame::{Code, FromGuest, FromHost};
use crate::wire::{Password, Secret};

/// How many people one answer names.
const PEOPLE: usize = 128;

impl Session {
    /// Says something in a room.
    pub(super) fn say(
        &mut self,
        now: Instant,
        room: RoomNo,
        id: EventId,
        body: Body,
    ) -> Result<Option<Waits<'_>>, End> {
        if self.out().seats.room(room).is_none() {
            return self.strike(now, Some(id), None, not_in()).map(|()| None);
        }
        if let Err(no) = self.pace.says(id, now) {
            return self.too_fast(now, FromGuest::Say { room, id, body }, no).map(|()| None);
        }
        self.mailbox.said();
        let say = Say { room, who: self.me.who, id, body };
        let reply = ReplyTo::Said { mailbox: Arc::clone(&self.mailbox), room, id };
        Ok(self.house.hall.call_now(Call::Input(Input::Say(say), reply)))
    }

    /// Does what a guest asks for.
    pub(super) async fn request(&mut self, frame: FromGuest) {
        match frame {
            FromGuest::Enter { room, since, password, ask } => self.enter(room, since, password, ask).await,
            FromGuest::Leave { room } => self.leave(room).await,
            FromGuest::Typing { room } => self.typing(room),
            FromGuest::Read { ask, room, from, to } => self.read(ask, room, from, to),
            FromGuest::Where { ask, room, id } => self.place(ask, room, id),
            FromGuest::Who { ask, room, name: Some(name), .. } => self.whois(ask, room, &name).await,
            FromGuest::Who { ask, room, name: None, after } => self.who(ask, room, after),
            FromGuest::Find { ask, room, words, by, from, to, before, pinned } => {
                let pinned = pinned.then(Vec::new);
                self.find(ask, room, Query { words, by, from, to, before, pinned, most: FOUND });
            }
            FromGuest::Rooms { ask, after } => self.request_of_hall(Some(ask), GuestRequest::Rooms { after }).await,
            FromGuest::Make { ask, new, password: None } => {
                self.request_of_hall(Some(ask), GuestRequest::Make { new, hash: None }).await;
            }
            FromGuest::Make { ask, new, password: Some(password) } => {
                let make = |hash| GuestRequest::Make { new, hash: Some(hash) };
                self.work.ask(hash_and(self.hall_client(), ask, Code::Password, password, make));
            }
            FromGuest::Key { ask, room, password } => {
                let set = move |hash| GuestRequest::RoomPassword { room, hash };
                self.work.ask(hash_and(self.hall_client(), ask, Code::Password, password, set));
            }
            FromGuest::Rename { ask, name } => self.request_of_hall(Some(ask), GuestRequest::Rename { name }).await,
            FromGuest::Talk { ask, with } => self.request_of_hall(Some(ask), GuestRequest::Talk { with }).await,
            FromGuest::Delete { ask, room } => self.request_of_hall(Some(ask), GuestRequest::Delete { room }).await,
            FromGuest::Bans { ask, room, before, name } => {
                self.request_of_hall(Some(ask), GuestRequest::Bans { room, before, name }).await;
            }
            FromGuest::Seen { room, seq, unread } => {
                self.request_of_hall(None, GuestRequest::Seen { room, seq, unread }).await;
            }
            FromGuest::Quiet { room, quiet } => self.request_of_hall(None, GuestRequest::Quiet { room, quiet }).await,
            FromGuest::Notify { room, notify } => {
                self.request_of_hall(None, GuestRequest::Notify { room, notify }).await;
            }
            FromGuest::Ignore { whom, ignore } => {
                self.request_of_hall(None, GuestRequest::Ignore { whom, ignore }).await;
            }
            FromGuest::Away { away } => self.request_of_hall(None, GuestRequest::Away { away }).await,
            FromGuest::Register { ask, password } => {
                let register = |hash| GuestRequest::Account { hash, new: true };
                self.work.ask(hash_and(self.hall_client(), ask, Code::Account, password, register));
            }
            FromGuest::Password { ask, old, new } => self.work.ask(change_password(self.hall_client(), ask, old, new)),
            FromGuest::Unregister { ask, password } => self.work.ask(unregister(self.hall_client(), ask, password)),
            FromGuest::Logout { ask, everywhere } => {
                self.request_of_hall(Some(ask), GuestRequest::Logout { everywhere }).await;
            }
            FromGuest::Admission { ask, admission } => {
                self.request_of_hall(Some(ask), GuestRequest::Admission(admission)).await;
            }
            FromGuest::Requests { ask } => self.request_of_hall(Some(ask), GuestRequest::Requests).await,
            FromGuest::Admit { ask, request, yes } => {
                self.request_of_hall(Some(ask), GuestRequest::Admit { request, yes }).await;
            }
            FromGuest::Invites { ask, before } => {
                self.request_of_hall(Some(ask), GuestRequest::Invites { before }).await;
            }
            FromGuest::Invite { ask, new } => match Secret::fresh() {
                Some(secret) => self.request_of_hall(Some(ask), GuestRequest::MakeInvite { new, secret }).await,
                None => self.refuse(ask, No::not_kept(&LogError::Randomness)),
            },
            FromGuest::Revoke { ask, invite } => {
                self.request_of_hall(Some(ask), GuestRequest::WithdrawInvite { invite }).await;
            }
            FromGuest::Dialled { check, reached } => self.house.reach_checks.answer(check, self.stay.session, reached),
            FromGuest::NewCode { ask, another } => self.new_code(ask, another),
            // Heard before anything is asked.
            FromGuest::Hello(_)
            | FromGuest::Code { .. }
            | FromGuest::Proof { .. }
            | FromGuest::Say { .. }
            | FromGuest::Bye {} => {}
        }
    }

    /// Asks something of the hall. The answer comes by mail, where there is a question.
    pub(super) async fn request_of_hall(&mut self, ask: Option<u64>, request: GuestRequest) {
        self.hall_client().send(ask, request).await;
    }

    /// All that it takes to ask something of the hall, for work beside the session.
    fn hall_client(&self) -> HallClient {
        HallClient {
            house: Arc::clone(&self.house),
            mailbox: Arc::clone(&self.mailbox),
            who: self.me.who,
            session: self.stay.session,
            by: self.inside(),
        }
    }

    /// A code to say to others, for whoever may invite them.
    fn new_code(&mut self, ask: u64, another: bool) {
        let shown = self.house.roster.get(self.me.who).filter(|shown| shown.rank >= Deed::InviteToHouse.rule().from);
        let made = match shown {
            Some(shown) => self.house.entry.codes.of(shown.person.clone(), another, tokio::time::Instant::now()),
            None => Err(No::new(Code::Rules, "Only the host can do that.")),
        };
        match made {
            Ok((code, left)) => {
                let for_ms = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
                self.tell(&FromHost::NewCode { ask, code, for_ms });
            }
            Err(no) => self.refuse(ask, no),
        }
    }

    fn typing(&self, no: RoomNo) {
        let Some(room) = self.out().seats.room(no).cloned() else { return };
        let shown = self.house.roster.get(self.me.who);
        let also = shown.as_ref().map_or(&[][..], |shown| &shown.also);
        let clock = (self.house.clock)();
        {
            let state = room.state();
            let muted = [self.me.who].iter().chain(also).any(|who| state.mute(*who, clock).is_some());
            if state.here.len() > TYPING_SHOWN || muted {
                return;
            }
        }
        let by: Author = shown.map_or_else(|| self.me.clone(), |shown| shown.person.clone());
        room.aside(Some(self.me.who), SharedFrame::new(FromHost::Typing { room: no, by }));
    }

    fn read(&mut self, ask: u64, room: RoomNo, from: Seq, to: Seq) {
        let Some(room) = self.seated(ask, room) else { return };
        self.look_up(ask, move |log| queries::page(log, &room, ask, from, to));
    }

    fn place(&mut self, ask: u64, room: RoomNo, id: EventId) {
        let Some(room) = self.seated(ask, room) else { return };
        self.look_up(ask, move |log| queries::place(log, &room, ask, id));
    }

    fn find(&mut self, ask: u64, room: RoomNo, query: Query) {
        let Some(room) = self.seated(ask, room) else { return };
        if query.words.chars().nth(QUERY_CHARS).is_some() {
            let why =
                format!("That is too long to search for: the limit is {QUERY_CHARS} characters. Use fewer words.");
            return self.refuse(ask, No::new(Code::Text, why));
        }
        self.look_up(ask, move |log| queries::found(log, &room, ask, query));
    }

    /// Looks something up in the log, beside the session and when it is this person's turn.
    fn look_up(&mut self, ask: u64, work: impl FnOnce(&dyn Log) -> Result<FromHost, LogError> + Send + 'static) {
        let (house, who) = (Arc::clone(&self.house), self.me.who);
        let key = self.inside().and_then(|inside| inside.key);
        self.work.ask(async move {
            let _turn = house.reading.turns.wait(who, key).await;
            let log = Arc::clone(&house.log);
            let found = house.reading.queries.work(move || work(&*log)).await;
            let frame = found.unwrap_or_else(|error| No::not_read(&error).refused(None, Some(ask), None));
            JobDone::Answered(Box::new(frame))
        });
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
        let clock = (self.house.clock)();
        let answer = queries::people(&self.house.roster, room.as_deref(), ask, after, PEOPLE, clock);
        self.tell(&answer);
    }

    /// Who is called so, here or not.
    async fn whois(&mut self, ask: u64, room: Option<RoomNo>, name: &str) {
        match Name::parse(name) {
            Ok(_) if room.is_some_and(|room| self.seated(ask, room).is_none()) => {}
            Ok(name) => self.request_of_hall(Some(ask), GuestRequest::Whois { room, name }).await,
            Err(error) => self.refuse(ask, No::new(Code::Name, error.to_string())),
        }
    }

    /// Who tries a password here, while they are in.
    pub(super) fn inside(&self) -> Option<TriedBy> {
        let shown = self.house.roster.get(self.me.who)?;
        let session = shown.session(self.stay.session)?;
        Some(TriedBy { who: self.me.who, key: session.key, from: session.from })
    }

    /// The room, if this guest is in it.
    fn seated(&mut self, ask: u64, room: RoomNo) -> Option<Arc<RoomView>> {
        let room = self.out().seats.room(room).cloned();
        if room.is_none() {
            self.refuse(ask, not_in());
        }
        room
    }

    fn refuse(&mut self, ask: u64, no: No) {
        self.tell(&no.refused(None, Some(ask), None));
    }
}

/// Hashes a password, and then asks for something with the hash.
async fn hash_and(
    hall: HallClient,
    ask: u64,
    code: Code,
    password: Password,
    request: impl FnOnce(String) -> GuestRequest + Send,
) -> JobDone {
    match hall.hash(password).await {
        Ok(hash) => hall.call(ask, request(hash)).await,
        Err(no) => refused(ask, No { code, ..no }),
    }
}

/// Gives the account another password.
async fn change_password(hall: HallClient, ask: u64, old: Password, new: Password) -> JobDone {
    match hall.prove(old).await {
        Ok(()) => hash_and(hall, ask, Code::Account, new, |hash| GuestRequest::Account { hash, new: false }).await,
        Err(no) => refused(ask, no),
    }
}

/// Deletes the account.
async fn unregister(hall: HallClient, ask: u64, password: Password) -> JobDone {
    match hall.prove(password).await {
        Ok(()) => hall.call(ask, GuestRequest::Unregister).await,
        Err(no) => refused(ask, no),
    }
}

/// Someone in the house who wants something of the hall.
struct HallClient {
    house: Arc<HouseContext>,
    mailbox: Arc<Mailbox>,
    who: PersonId,
    session: SessionNo,
    /// Who they are where they try passwords; nobody once they are out.
    by: Option<TriedBy>,
}

impl HallClient {
    async fn send(&self, ask: Option<u64>, request: GuestRequest) {
        // Counted only once it is sure to be asked.
        let Some(place) = self.house.hall.reserve().await else { return };
        let reply = match ask {
            Some(ask) => {
                self.mailbox.asked();
                ReplyTo::Asked { mailbox: Arc::clone(&self.mailbox), ask }
            }
            None => ReplyTo::Nobody,
        };
        let (who, session) = (self.who, self.session);
        let ask = Input::Do { who, session, ask: ask.unwrap_or_default(), request };
        place.send(Call::Input(ask, reply));
    }

    /// A new password as it is kept.
    async fn hash(&self, password: Password) -> Result<String, No> {
        let by = self.by.ok_or_else(No::closing)?;
        self.house.throttle.make(by.from, Instant::now())?;
        passwords::hash(password).await
    }

    async fn call(&self, ask: u64, request: GuestRequest) -> JobDone {
        self.send(Some(ask), request).await;
        JobDone::Called
    }

    /// Whether a password is this person's. Whoever tries too many waits.
    async fn prove(&self, password: Password) -> Result<(), No> {
        let (reply, kept) = oneshot::channel();
        self.house.hall.call(Call::AccountHash { who: self.who, reply }).await;
        let kept = kept.await.map_err(|_| No::closing())??;
        if self.house.throttle.own(self.who, password, kept).await? {
            return Ok(());
        }
        Err(No::new(Code::Login, "That is not your password. Check it and try again."))
    }
}

fn refused(ask: u64, no: No) -> JobDone {
    JobDone::Answered(Box::new(no.refused(None, Some(ask), None)))
}

fn not_in() -> No {
    No::new(Code::Room, "You are not in this room. Join it first.")
}
