//! The rooms of a house, beyond what happens in each: making and deleting them, who sees them, who may come in.

use std::collections::HashMap;
use std::time::Instant;

use super::bans::{Banned, Comer};
use super::batch::Batch;
use super::desk::{Desk, No, no_room, storage};
use super::forgetting::Forgetting;
use super::naming::Naming;
use super::roster::Arrived;
use super::seat::SeatNo;
use super::table::Table;
use crate::log::LogError;
use crate::room::rules::may;
use crate::room::span::span;
use crate::room::{Access, Act, Author, Body, Case, Deed, EventId, PersonId, Rank, RoomNo, State, Title};
use crate::wire::frame::{Code, NewRoom, RoomLine, Yours};

/// How many rooms a house has at most, beside direct talks.
const ROOMS: usize = 1_000;

/// How many direct talks.
const TALKS: usize = 100_000;

/// How many rooms one person makes at most.
const MADE: usize = 50;

/// How many direct talks one person begins at most.
const BEGUN: usize = 1_000;

/// How much of a frame a list of rooms may fill.
const LINES_BYTES: usize = 32 * 1024;

/// A session that wants to come into a room.
#[derive(Debug)]
pub struct Asks {
    /// The room.
    pub room: RoomNo,
    /// The seat it takes.
    pub seat: SeatNo,
    /// Whether it is in already, and only reads the room again.
    pub again: bool,
    /// Whether it knows the password.
    pub proved: bool,
}

/// Someone who came into a room.
#[derive(Clone, Copy, Debug)]
pub struct Admitted {
    /// How many are there now, told or not.
    pub people: u64,
    /// What they are there.
    pub rank: Rank,
    /// What they have in it.
    pub yours: Yours,
}

/// Some of the rooms of a house.
#[derive(Debug, Default)]
pub struct Lines {
    /// The rooms.
    pub rooms: Vec<RoomLine>,
    /// The last of them, where there are more.
    pub next: Option<RoomNo>,
}

impl Desk {
    /// Makes a room. Whoever makes it keeps it.
    pub(super) fn make(
        &mut self,
        new: NewRoom,
        key: Option<String>,
        author: &Author,
        naming: &Naming,
        batch: &mut Batch,
    ) -> Result<RoomNo, No> {
        let author = self.called.now(author.clone());
        self.is_free(&new.title, None, author.who, naming)?;
        if self.rooms.rooms().count() >= ROOMS {
            let why = format!("This house has {ROOMS} rooms, and no more fit. Ask for one to be deleted.");
            return Err((Code::Full, why));
        }
        let made = |table: &&Table| table.ordered.maker == Some(author.who);
        if self.rooms.rooms().filter(made).count() >= MADE {
            return Err((Code::Full, format!("You made {MADE} rooms already. Delete one first.")));
        }
        if new.access == Access::Password && key.is_none() {
            return Err((Code::Password, "Give the room a password, or let everyone in.".to_owned()));
        }
        let NewRoom { title, topic, access } = new;
        let mut bodies = vec![Body::Titled { title }];
        if !topic.is_empty() {
            bodies.push(Body::Topic { topic });
        }
        bodies.push(Body::Act(Act::Opped { whom: author.clone() }));
        if access != Access::Everyone {
            bodies.push(Body::Act(Act::Opened { to: access }));
        }
        let no = self.found(&author, bodies, naming, batch)?;
        if let Some(key) = key {
            naming.registry.set_room_key(no, &key).map_err(storage)?;
        }
        Ok(no)
    }

    /// The direct talk of two, made where there was none.
    pub(super) fn talk(
        &mut self,
        author: &Author,
        with: PersonId,
        naming: &Naming,
        batch: &mut Batch,
    ) -> Result<RoomNo, No> {
        let author = self.called.now(author.clone());
        if author.who == with {
            return Err((Code::Person, "That is you. Choose someone else to talk with.".to_owned()));
        }
        if let Some(room) = self.rooms.talk(two(author.who, with)) {
            // Whoever left it is in it again.
            self.join_talk(room, author.who, naming).map_err(storage)?;
            return Ok(room);
        }
        if self.rooms.talks() >= TALKS {
            return Err((Code::Full, "This house has no room for more direct talks.".to_owned()));
        }
        let began = |table: &&Table| table.ordered.between.as_ref().is_some_and(|[one, _]| one.who == author.who);
        if self.rooms.talks_of(author.who).filter(began).count() >= BEGUN {
            return Err((
                Code::Full,
                format!("You began {BEGUN} direct talks already. Answer where you are spoken to."),
            ));
        }
        let other = naming.person(with)?;
        if naming.registry.is_gone(with).map_err(storage)? {
            return Err((
                Code::Person,
                format!("{} deleted their account, and does not read here any more.", other.name),
            ));
        }
        let between = [author.clone(), other.clone()];
        let no = self.found(&author, vec![Body::Direct { between }], naming, batch)?;
        for person in [&author, &other] {
            naming.registry.join(person.who, no, crate::room::Seq::START).map_err(storage)?;
        }
        Ok(no)
    }

    /// The two of a direct talk are in it, also where one of them left it.
    pub(super) fn join_talk(&self, room: RoomNo, who: PersonId, naming: &Naming) -> Result<(), LogError> {
        if naming.registry.yours(who, room)?.is_none() {
            let head = self.rooms.get(&room).map_or(crate::room::Seq::START, |table| table.room.state().head);
            naming.registry.join(who, room, head)?;
        }
        Ok(())
    }

    /// Begins a room with these events. It is shown once they are kept.
    fn found(&mut self, author: &Author, bodies: Vec<Body>, naming: &Naming, batch: &mut Batch) -> Result<RoomNo, No> {
        let no = naming.registry.next_room(self.rooms.last()).map_err(storage)?;
        let no = no.ok_or_else(|| {
            (Code::Full, "This house had as many rooms as it has numbers for, and no more can be made.".to_owned())
        })?;
        let clock = self.now();
        let mut state = State::default();
        let forgetting = Forgetting::open(&self.log, no, &mut state, clock).map_err(storage)?;
        let mut table = Table::new(no, state, forgetting, self.grace, Instant::now());
        for body in bodies {
            table.order(clock, EventId::fresh(), Some(author.clone()), body, batch);
        }
        self.rooms.insert(no, table);
        batch.founded.push(no);
        Ok(no)
    }

    /// A room that could not be kept never was.
    pub(super) fn unfound(&mut self, no: RoomNo) {
        self.rooms.remove(no);
    }

    /// Whether no other room is called so.
    pub(super) fn is_free(
        &self,
        title: &Title,
        except: Option<RoomNo>,
        who: PersonId,
        naming: &Naming,
    ) -> Result<(), No> {
        let key = title.key();
        let taken = self.rooms.rooms().find(|table| Some(table.room.no) != except && table.is_called(&key));
        let Some(table) = taken else { return Ok(()) };
        let no = &table.room.no;
        let there = table.ordered.title.as_ref().filter(|_| table.is_new() || self.seen_by(*no, who, naming).is_some());
        Err((
            Code::Title,
            match there {
                Some(there) => format!("There is a room called “{there}” already. Choose another title."),
                None => format!("The title “{title}” is taken in this house. Choose another."),
            },
        ))
    }

    /// Whether someone may delete a room. What was said in it goes with it, so it takes a rank of its own.
    pub(super) fn may_delete(&self, room: RoomNo, who: PersonId, naming: &Naming) -> Result<(), No> {
        let table = self.seen_by(room, who, naming).ok_or_else(no_room)?;
        if self.first().is_some_and(|first| first.room.no == room) {
            let why = "The first room of a house stays as long as the house does. Archive it instead.";
            return Err((Code::Rules, why.to_owned()));
        }
        self.may(table, who, Deed::Delete, naming)
    }

    /// A room, for someone who sees that there is one.
    pub(super) fn seen_by(&self, room: RoomNo, who: PersonId, naming: &Naming) -> Option<&Table> {
        self.line(room, who, naming, None)?;
        self.rooms.get(&room).filter(|table| !table.ends)
    }

    /// Whether someone may do something in a room, by the table.
    pub(super) fn may(&self, table: &Table, who: PersonId, deed: Deed, naming: &Naming) -> Result<(), No> {
        let rank = self.rank(table, naming, who);
        let (state, now) = (&table.ordered, self.now());
        let case = Case {
            state,
            who,
            also: &self.roster.also(who),
            rank,
            target: None,
            whom: Rank::Guest,
            signs: 0,
            last: None,
            now,
        };
        may(&case, deed).map_err(|no| (Code::Rules, no.to_string()))
    }

    /// A session comes into a room.
    pub(super) fn enter(
        &mut self,
        asks: &Asks,
        author: &Author,
        arrived: &Arrived,
        naming: &Naming,
    ) -> Result<Admitted, No> {
        let Asks { room, seat, again, proved } = *asks;
        let author = self.called.now(author.clone());
        let table = self.rooms.get(&room).filter(|table| !table.is_new() && !table.ends).ok_or_else(no_room)?;
        let rank = self.rank(table, naming, author.who);
        let yours = naming.registry.yours(author.who, room).map_err(storage)?;
        if table.ordered.is_direct() && !table.ordered.is_between(author.who) {
            return Err(no_room());
        }
        let banned = naming
            .registry
            .banned(Some(room), &Comer::at(Some(author.who), arrived.key, arrived.from), self.now())
            .map_err(storage)?;
        let least = |banned: &Banned| if banned.for_place { Rank::Operator } else { Rank::Owner };
        if let Some(banned) = banned.filter(|banned| rank < least(banned)) {
            return Err((Code::Banned, sentence(&banned, "room", self.now())));
        }
        let invited = yours.is_some() || rank >= Rank::Operator || table.ordered.invited.contains_key(&author.who);
        match table.ordered.access {
            Access::Password if !invited && !proved => {
                let why = "This room asks for a password. Get it from someone who keeps the room.";
                return Err((Code::Password, why.to_owned()));
            }
            Access::Invited if !invited => {
                // As if there were none: nobody learns of it by asking.
                return Err(no_room());
            }
            _ => {}
        }
        let head = table.room.state().head;
        naming.registry.join(author.who, room, head).map_err(storage)?;
        let mut yours = yours.unwrap_or(Yours { read: head, quiet: false });
        yours.read = yours.read.max(self.reads.of(author.who, room));
        let away = self.roster.people().get(&author.who).is_some_and(|present| present.away.is_some());
        let table = self.rooms.get_mut(&room).ok_or_else(no_room)?;
        if !again {
            let was_cut = table.presence.enter(&author, seat);
            // Whoever is listed still may be listed otherwise than they are.
            if away || was_cut || table.ordered.here.contains_key(&author.who) {
                table.note_away(author.who);
            }
        }
        Ok(Admitted { people: table.presence.count(), rank, yours })
    }

    /// Whether someone may come into the house at all.
    pub(super) fn admit(&self, comer: &Comer, rank: Rank, naming: &Naming) -> Result<(), No> {
        let banned = naming.registry.banned(None, comer, self.now()).map_err(storage)?;
        match banned.filter(|_| rank < Rank::Owner) {
            Some(banned) => Err((Code::Banned, sentence(&banned, "house", self.now()))),
            None => Ok(()),
        }
    }

    /// A room as someone sees it in the list, if they do.
    pub(super) fn line(&self, no: RoomNo, who: PersonId, naming: &Naming, yours: Option<Yours>) -> Option<RoomLine> {
        self.line_of(no, who, naming, yours, || matches!(naming.registry.yours(who, no), Ok(Some(_))))
    }

    /// The same, where it is known elsewhere whether they joined it.
    fn line_of(
        &self,
        no: RoomNo,
        who: PersonId,
        naming: &Naming,
        yours: Option<Yours>,
        joined: impl FnOnce() -> bool,
    ) -> Option<RoomLine> {
        let table = self.rooms.get(&no)?;
        let state = table.room.state();
        let direct = state.between.as_ref().map(|between| other(between, who).cloned());
        let direct = match direct {
            Some(None) => return None,
            Some(other) => other,
            None => None,
        };
        let rank = self.rank(table, naming, who);
        let hidden = state.access == Access::Invited
            && rank < Rank::Operator
            && !state.invited.contains_key(&who)
            && !table.presence.has(who)
            && yours.is_none()
            && !joined();
        if hidden {
            return None;
        }
        let title = match &direct {
            Some(other) => Title::parse(other.name.as_str()).ok()?,
            None => state.title.clone()?,
        };
        Some(RoomLine {
            room: no,
            title,
            people: state.here.len() as u64,
            topic: state.topic.clone(),
            access: state.access,
            archived: state.archived,
            head: state.head,
            direct,
            yours: yours.map(|yours| Yours { read: yours.read.max(self.reads.of(who, no)), ..yours }),
        })
    }

    /// The rooms that someone sees, those they joined first, as many as fit.
    pub(super) fn lines(&self, who: PersonId, after: Option<RoomNo>, naming: &Naming) -> Result<Lines, LogError> {
        let joined: HashMap<RoomNo, Yours> = naming.registry.joined(who)?.into_iter().collect();
        let yours = |no: RoomNo| joined.get(&no).copied();
        let rest = self.rooms.numbers_for(who).into_iter().filter(|no| after.is_none_or(|after| *no > after));
        let mut order: Vec<RoomNo> = rest.collect();
        if after.is_none() {
            // The sort keeps the order within both halves.
            order.sort_by_cached_key(|no| yours(*no).is_none());
        }
        let mut lines = Lines::default();
        let mut bytes = 0;
        for no in order {
            let Some(line) = self.line_of(no, who, naming, yours(no), || yours(no).is_some()) else { continue };
            bytes += 200 + 2 * line.title.as_str().len() + 2 * line.topic.as_str().len();
            if bytes > LINES_BYTES {
                // Whoever asks on from here meets some rooms twice, and none never.
                lines.next =
                    Some(if after.is_none() { RoomNo(0) } else { lines.rooms.last().map_or(no, |line| line.room) });
                break;
            }
            lines.rooms.push(line);
        }
        Ok(lines)
    }
}

/// Two people, in one order.
pub(super) fn two(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other { (one, other) } else { (other, one) }
}

/// The one of two who is not this one; nobody where this is none of them.
fn other(between: &[Author; 2], who: PersonId) -> Option<&Author> {
    match between {
        [one, other] if one.who == who => Some(other),
        [one, other] if other.who == who => Some(one),
        _ => None,
    }
}

fn sentence(banned: &Banned, place: &str, now: u64) -> String {
    let why = banned.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    let until = match banned.until {
        Some(until) => format!(" You can come back in {}.", span(now, until)),
        None => " Ask whoever keeps it to let you in again.".to_owned(),
    };
    format!("You are banned from this {place}{why}.{until}")
}
