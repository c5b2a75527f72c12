//! Wishes: what someone who is in the house wants that is no event of one room. Coming into the house and going as well.

use std::sync::Arc;

use super::answers::fitting;
use super::bans::Comer;
use super::batch::{Batch, not_kept};
use super::desk::{Desk, No, no_room, storage};
use super::hall::Found;
use super::mailbox::Mailbox;
use super::naming::Naming;
use super::roster::{Arrived, SessionNo};
use crate::room::{Author, Deed, Name, PersonId, RoomNo, Seq};
use crate::wire::account::Admission;
use crate::wire::frame::{Code, FromHost, NewRoom, Refused};
use crate::wire::people::Away;

/// What someone wants.
#[derive(Debug)]
pub enum Wish {
    /// A list of rooms.
    Rooms { ask: u64, after: Option<RoomNo> },
    /// A room of their own making, with a password as a hash where it has one.
    Make { ask: u64, new: NewRoom, key: Option<String> },
    /// To talk with someone directly.
    Talk { ask: u64, with: PersonId },
    /// Another password for a room, as a hash.
    Key { ask: u64, room: RoomNo, key: String },
    /// A room gone, with all that was said in it.
    Delete { ask: u64, room: RoomNo },
    /// To be noted as having read so far.
    Seen { room: RoomNo, seq: Seq },
    /// To hear nothing of a room, or to hear of it again.
    Quiet { room: RoomNo, quiet: bool },
    /// To have left a room for good.
    Leave { room: RoomNo },
    /// To see nothing of someone, or to see them again.
    Ignore { whom: PersonId, ignore: bool },
    /// To be away, or back.
    Away { away: Option<Away> },
    /// To know who is called so.
    Whois { ask: u64, room: Option<RoomNo>, name: Name },
    /// To know who may not come in.
    Bans { ask: u64, room: Option<RoomNo> },
    /// An account for the name they have, with a password as a hash; or another password.
    Account { ask: u64, hash: String, new: bool },
    /// Their name to be reached from this device no longer, or from none.
    Logout { ask: u64, everywhere: bool },
    /// To have no account any more.
    Unregister { ask: u64 },
    /// To say who may come in.
    Admission { ask: u64, admission: Admission },
    /// To know who asks to come in.
    Requests { ask: u64 },
    /// To say yes or no to someone who asks to come in.
    Admit { ask: u64, request: u64, yes: bool },
    /// To know the hash of their own password, to compare it elsewhere.
    Own { answer: tokio::sync::oneshot::Sender<Option<String>> },
    /// To know the hash of a room's password, to compare it elsewhere.
    Lock { room: RoomNo, answer: tokio::sync::oneshot::Sender<Option<String>> },
}

impl Desk {
    /// Someone who has a name comes into the house.
    pub(super) fn arrive(&mut self, author: &Author, arrived: Arrived, naming: &Naming) -> Result<Found, No> {
        // Whoever sits at the host's own window, or has the host's key, is the host, and stays it on whichever device.
        if self.is_host(arrived.from, arrived.key) {
            naming.registry.own(author.who).map_err(storage)?;
        }
        let rank = naming.rank(author.who);
        let (who, session) = (author.who, arrived.session);
        self.admit(&Comer::at(Some(author.who), arrived.key, arrived.from), rank, naming)?;
        let also = naming.registry.others_of(arrived.key, who).map_err(storage)?;
        // Of whoever is in the roster, the rank is known without the book.
        self.roster.arrive(author, rank, arrived, also);
        let found = || {
            let lines = self.lines(who, None, naming)?;
            let (ignored, account) = (naming.registry.ignored(who)?, naming.registry.has_account(who)?);
            Ok(Found { rank, account, lines, ignored })
        };
        match found() {
            Ok(found) => {
                self.note_away(who);
                Ok(found)
            }
            Err(error) => {
                self.roster.depart(who, session);
                Err(storage(error))
            }
        }
    }

    /// A session of someone is over.
    pub(super) fn depart(&mut self, who: PersonId, session: SessionNo, naming: &Naming) {
        self.roster.depart(who, session);
        if !self.roster.people().contains_key(&who) {
            self.note_away(who);
            self.reads.write(&naming.registry);
            if let Err(error) = naming.registry.seen(who, self.now()) {
                tracing::warn!(%error, "who was last seen was not noted");
            }
        }
    }

    /// Does what someone wants, and answers it.
    pub(super) fn grant(
        &mut self,
        wish: Wish,
        author: &Author,
        session: SessionNo,
        naming: &Naming,
        batch: &mut Batch,
    ) {
        let Some(Arrived { mailbox, .. }) = self.roster.session(author.who, session) else { return };
        match wish {
            Wish::Make { ask, new, key } => {
                let made = self.make(new, key, author, naming, batch);
                made_afterwards(made, ask, author.who, mailbox, batch);
            }
            Wish::Talk { ask, with } => {
                let made = self.talk(author, with, naming, batch);
                made_afterwards(made, ask, author.who, mailbox, batch);
            }
            Wish::Rooms { ask, after } => {
                let lines = self.lines(author.who, after, naming).map_err(|error| (Code::Storage, error.to_string()));
                answer(&mailbox, ask, lines.map(|lines| FromHost::Rooms { ask, rooms: lines.rooms, next: lines.next }));
            }
            Wish::Key { ask, room, key } => {
                let set = self
                    .with_deed(room, author.who, Deed::Open, naming)
                    .and_then(|()| naming.registry.set_room_key(room, &key).map_err(storage));
                answer_afterwards(set, ask, mailbox, batch);
            }
            Wish::Delete { ask, room } => self.delete(room, author, (ask, mailbox), naming, batch),
            Wish::Whois { ask, room, name } => {
                answer(&mailbox, ask, self.whois(ask, room, &name, naming));
            }
            Wish::Bans { ask, room } => {
                let seen = match room {
                    Some(room) => self.with_deed(room, author.who, Deed::Ban, naming),
                    None => self.with_house_deed(author.who, Deed::BanFromHouse, naming),
                };
                let bans = seen.and_then(|()| {
                    let mut bans = naming.registry.bans(room, self.now()).map_err(storage)?;
                    // The latest come first.
                    bans.truncate(fitting(&bans));
                    Ok(bans)
                });
                answer(&mailbox, ask, bans.map(|bans| FromHost::Bans { ask, bans }));
            }
            Wish::Lock { room, answer } => {
                // Whoever asked may be gone by now.
                let _ = answer.send(naming.registry.room_key(room).ok().flatten());
            }
            Wish::Own { answer } => {
                let _ = answer.send(naming.registry.hash_of(author.who).ok().flatten());
            }
            Wish::Account { ask, hash, new } => {
                let done = self.set_account(author.who, &hash, new, naming);
                answer_afterwards(done, ask, mailbox, batch);
            }
            Wish::Logout { ask, everywhere } => {
                let done = self.log_out(author.who, session, everywhere, naming);
                answer_afterwards(done, ask, mailbox, batch);
            }
            Wish::Unregister { ask } => {
                let done = self.unregister(author, naming, batch);
                answer_afterwards(done, ask, mailbox, batch);
            }
            Wish::Admission { ask, admission } => {
                let done = self
                    .with_house_deed(author.who, Deed::Admit, naming)
                    .and_then(|()| naming.registry.set_admission(admission).map_err(storage));
                if done.is_ok() {
                    self.look_again();
                }
                answer_afterwards(done, ask, mailbox, batch);
            }
            Wish::Requests { ask } => {
                let listed = self.with_house_deed(author.who, Deed::Admit, naming).and_then(|()| {
                    let admission = naming.registry.admission().map_err(storage)?;
                    let mut requests = naming.registry.requests().map_err(storage)?;
                    // Those who waited longest come first; the others are seen once these are answered.
                    requests.truncate(fitting(&requests));
                    Ok(FromHost::Requests { ask, admission, requests })
                });
                answer(&mailbox, ask, listed);
            }
            Wish::Admit { ask, request, yes } => {
                let done = self
                    .with_house_deed(author.who, Deed::Admit, naming)
                    .and_then(|()| self.decide(request, yes, naming));
                answer_afterwards(done, ask, mailbox, batch);
            }
            Wish::Seen { room, seq } => self.read_to(author.who, session, room, seq, batch),
            Wish::Away { mut away } => {
                // Whoever may not speak gives no reason either: it would be read by everyone.
                if let Some(away) = &mut away
                    && self.is_muted(author.who, naming)
                {
                    away.why = None;
                }
                self.roster.change(author.who, |present| present.away = away);
                self.note_away(author.who);
            }
            Wish::Leave { room } => noted(naming.registry.leave(author.who, room)),
            Wish::Quiet { room, quiet } => noted(naming.registry.set_quiet(author.who, room, quiet)),
            Wish::Ignore { whom, ignore } => {
                if let Ok(whom) = naming.person(whom) {
                    noted(naming.registry.ignore(author.who, &whom, ignore).map(drop));
                }
            }
        }
    }

    fn note_away(&mut self, who: PersonId) {
        for no in self.rooms.numbers_for(who) {
            if self.rooms.get(&no).is_some_and(|table| table.tells_of(who))
                && let Some(table) = self.rooms.get_mut(&no)
            {
                table.note_away(who);
            }
        }
    }

    pub(super) fn with_deed(&self, room: RoomNo, who: PersonId, deed: Deed, naming: &Naming) -> Result<(), No> {
        match self.seen_by(room, who, naming) {
            Some(table) => self.may(table, who, deed, naming),
            None => Err(no_room()),
        }
    }

    pub(super) fn with_house_deed(&self, who: PersonId, deed: Deed, naming: &Naming) -> Result<(), No> {
        if self.house_rank(who, naming) >= deed.rule().from {
            return Ok(());
        }
        Err((Code::Rules, "Only the host of this house can do that.".to_owned()))
    }

    /// Someone read a room up to here, and their other devices hear of it.
    fn read_to(&mut self, who: PersonId, session: SessionNo, room: RoomNo, seq: Seq, batch: &Batch) {
        let Some(table) = self.rooms.get(&room).filter(|table| table.presence.has(who)) else { return };
        let seq = seq.min(table.room.state().head);
        if !self.reads.note(who, room, seq, batch.now) {
            return;
        }
        let people = self.roster.people();
        let sessions = people.get(&who).into_iter().flat_map(|present| &present.sessions);
        for other in sessions.filter(|arrived| arrived.session != session) {
            other.mailbox.post(&FromHost::Seen { room, seq });
        }
    }

    fn whois(&self, ask: u64, room: Option<RoomNo>, name: &Name, naming: &Naming) -> Result<FromHost, No> {
        let found = naming.registry.called(name).map_err(|error| (Code::Storage, error.to_string()))?;
        let Some(person) = found else {
            return Err((Code::Person, format!("Nobody in this house is called {name}. Check the name.")));
        };
        let state = room.and_then(|room| self.rooms.get(&room)).map(|table| &table.ordered);
        let mut line = self.roster.line(person, state, self.now());
        line.rank = line.rank.max(naming.rank(line.person.who));
        Ok(FromHost::People { ask, room, total: 1, people: vec![line], next: None })
    }
}

/// Whoever made a room is told of it once it is kept.
fn made_afterwards(made: Result<RoomNo, No>, ask: u64, who: PersonId, mailbox: Arc<Mailbox>, batch: &mut Batch) {
    batch.afterwards(move |desk, naming, kept| {
        let made = match kept {
            Ok(()) => made,
            Err(error) => made.and(Err((Code::Storage, not_kept(error)))),
        };
        let line = made.and_then(|no| {
            let yours = naming.registry.yours(who, no).ok().flatten();
            desk.line(no, who, naming, yours).ok_or_else(|| (Code::Room, "There is no such room.".to_owned()))
        });
        answer(&mailbox, ask, line.map(|line| FromHost::Made { ask, line }));
    });
}

/// Whoever wanted something that the registry keeps is told once it is kept.
fn answer_afterwards(done: Result<(), No>, ask: u64, mailbox: Arc<Mailbox>, batch: &mut Batch) {
    batch.needs_registry();
    batch.afterwards(move |_, _, kept| {
        let done = match kept {
            Ok(()) => done,
            Err(error) => done.and(Err((Code::Storage, not_kept(error)))),
        };
        answer(&mailbox, ask, done.map(|()| FromHost::Done { ask }));
    });
}

/// Answers a question.
pub(super) fn answer(mailbox: &Mailbox, ask: u64, answer: Result<FromHost, No>) {
    mailbox.answer_ask(&match answer {
        Ok(frame) => frame,
        Err((code, why)) => {
            FromHost::Refused(Refused { id: None, ask: Some(ask), room: None, code, why, wait_ms: None })
        }
    });
    mailbox.ring();
}

fn noted(done: Result<(), crate::log::LogError>) {
    if let Err(error) = done {
        tracing::warn!(%error, "what someone wants was not noted");
    }
}
