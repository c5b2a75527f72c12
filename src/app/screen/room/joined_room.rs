//! One room of the house as its window has it: what is said in it, what is being written, who is here, how far it was read.

use std::collections::BTreeSet;

use super::find::Find;
use super::roster::Roster;
use super::unread::Unread;
use super::writing::Writing;
use crate::app::clock;
use crate::app::scrollback::{Row, Scrollback};
use crate::guest::{Crowd, OwnState};
use crate::markup::Names;
use crate::room::rules::may;
use crate::room::{Act, Author, Body, Case, Deed, Event, Memory, Name, People, PersonId, Pins, Rank, RoomNo, Seq};
use crate::room::{State, Title, Topic};
use crate::settings::{self, Said, Settings};
use crate::wire::frame::{Entered, Notify, Order};

/// A room that someone is in.
pub struct JoinedRoom {
    /// Its number.
    pub room: RoomNo,
    /// Its title; of a direct talk, the name of the other.
    pub title: Title,
    /// What it is about.
    pub topic: Topic,
    /// The other, where it is a direct talk.
    pub direct: Option<Author>,
    /// What one is here.
    pub rank: Rank,
    /// How it is kept in order: who may speak and come in, and who operates it.
    pub order: Order,
    /// How long it keeps things.
    pub memory: Memory,
    /// Who is here.
    pub roster: Roster,
    /// What is said.
    pub scrollback: Scrollback,
    /// What is being written.
    pub writing: Writing,
    /// Who types, and until when that shows.
    pub typing: Vec<(Author, u64)>,
    /// The messages that are pinned.
    pub pins: Pins,
    /// What is looked for.
    pub find: Option<Find>,
    /// How far one read, and what was not read yet.
    pub unread: Unread,
    /// Whether one wants to hear nothing of it.
    pub quiet: bool,
    /// Of what one wants to be notified here, where that is not as in all rooms.
    pub notify: Option<Notify>,
    /// Whether one is in it no longer.
    pub out: Option<Out>,
}

/// How much was not read in all of these, and how much of it speaks to whoever reads; of those they want to hear of.
pub fn unread<'a>(all: impl Iterator<Item = &'a JoinedRoom>) -> (usize, usize) {
    let heard = all.filter(|joined| !joined.quiet).map(|joined| joined.unread.count());
    heard.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
}

/// The same choice among those for all rooms.
const fn chosen(notify: Notify) -> settings::Notify {
    match notify {
        Notify::Everything => settings::Notify::Everything,
        Notify::Mentions => settings::Notify::Mentions,
    }
}

/// That one is in a room no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Out {
    /// Why, in a sentence. Nothing where how it came says it all.
    pub why: String,
    /// How it came.
    pub how: HowOut,
}

/// How it came that one is in a room no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowOut {
    /// By a ban, until then where it ends.
    Banned(Option<u64>),
    /// By being kicked.
    Kicked,
    /// Otherwise, as while there was no connection.
    Otherwise,
}

/// What events made of a room.
pub struct Happened<'a> {
    /// The last message that its reader wants to be told of, where nobody looks.
    pub spoken_to: Option<&'a Event>,
    /// Whether one is called otherwise now.
    pub renamed: Option<Name>,
}

impl JoinedRoom {
    /// A room that was entered for the first time in this window, with what was being written in it, by someone who sees
    /// nothing of these.
    pub fn new(entered: &Entered, me: &Author, draft: &str, ignored: BTreeSet<PersonId>) -> Self {
        let mut joined = Self {
            room: entered.room,
            title: entered.title.clone(),
            topic: entered.topic.clone(),
            direct: None,
            rank: entered.rank,
            order: Order::default(),
            memory: entered.memory,
            pins: entered.pinned.clone(),
            roster: Roster::of(entered.people, entered.direct.is_some()),
            scrollback: Scrollback::default(),
            writing: Writing::begin(draft, &entered.title),
            typing: Vec::new(),
            find: None,
            unread: Unread::after(entered.yours.read),
            quiet: entered.yours.quiet,
            notify: entered.yours.notify,
            out: None,
        };
        joined.scrollback.ignore(ignored);
        joined.enter(entered, me);
        joined
    }

    /// The room was entered, for the first time or again.
    pub fn enter(&mut self, entered: &Entered, me: &Author) {
        self.title = entered.title.clone();
        self.topic = entered.topic.clone();
        self.direct.clone_from(&entered.direct);
        self.rank = entered.rank;
        self.order = entered.order.clone();
        self.pins = entered.pinned.clone();
        self.memory = entered.memory;
        self.roster.enter(entered.people, entered.direct.is_some());
        self.writing.entitle(&self.title);
        (self.quiet, self.notify) = (entered.yours.quiet, entered.yours.notify);
        self.out = None;
        self.unread.read_to(entered.yours.read);
        let before = Seq(self.scrollback.rows().head());
        self.scrollback.enter(me, entered.head);
        self.scrollback.forget(entered.first);
        if before > Seq::START && before < entered.head && self.scrollback.mark().is_none() {
            // What came while there was no connection is new.
            self.scrollback.mark_after(before);
        }
        self.scrollback.read_by(self.names_to_read_by(me));
    }

    /// Who is here, as the host said, asked when so much was heard of them.
    pub fn meet(&mut self, crowd: Crowd, heard: u64, me: &Author) {
        self.roster.meet(crowd, heard, me.who);
        self.scrollback.read_by(self.names_to_read_by(me));
    }

    /// One is in it no longer: who is here is not told any more.
    pub fn leave(&mut self, out: Out) {
        self.out = Some(out);
        self.roster.clear();
        self.typing.clear();
    }

    /// The names that words are read by.
    pub fn names_to_read_by(&self, me: &Author) -> Names {
        let mut names = Names::new(Some(&me.name));
        self.roster.here.values().for_each(|line| names.add(&line.person.name));
        names
    }

    /// Things happened here. `looked_at` is whether its person has this room before them, and `likes` what they want to be
    /// told of.
    pub fn happened<'a>(
        &mut self,
        events: &'a [Event],
        me: &Author,
        looked_at: bool,
        likes: &Settings,
    ) -> Happened<'a> {
        let first = self.scrollback.rows().head();
        let mut happened = Happened { spoken_to: None, renamed: None };
        let news: Vec<&Event> = events.iter().filter(|event| event.seq.0 > first).collect();
        for event in &news {
            self.fold(event, me, &mut happened);
        }
        if news.iter().any(|event| matches!(event.body, Body::People(_) | Body::Named { .. } | Body::Act(_))) {
            self.roster.list(me.who);
        }
        let ignored = self.scrollback.rows().ignored().clone();
        let heard = |who: PersonId| who != me.who && !ignored.contains(&who);
        let others = |event: &&&Event| event.body.is_message() && event.by.as_ref().is_some_and(|by| heard(by.who));
        if !looked_at && news.iter().any(|event| others(&event)) {
            self.scrollback.mark_from_here();
        }
        let new = self.scrollback.take(events);
        let (read, notify) = (self.unread.read, self.notify.map(chosen));
        for event in events.iter().filter(|event| others(&event) && event.seq > read) {
            let by = event.by.as_ref().and_then(|by| self.roster.here.get(&by.who));
            let all = by.is_some_and(|line| line.rank >= Deed::CallAll.rule().from);
            let (direct, mentions) = (self.direct.is_some(), self.scrollback.rows().calls_me(event.seq.0 - 1, all));
            self.unread.add(event.seq, direct || mentions);
            let words = event.body.text().map_or("", |text| text.as_str());
            let wanted = likes.tells_of(Said { words, direct, mentions, notify });
            if wanted && !looked_at && new.as_ref().is_some_and(|new| new.contains(&(event.seq.0 - 1))) {
                happened.spoken_to = Some(event);
            }
        }
        happened
    }

    /// What an event changes besides the list.
    fn fold(&mut self, event: &Event, me: &Author, happened: &mut Happened<'_>) {
        self.pins.apply(&event.body);
        match &event.body {
            Body::Titled { title } => {
                self.writing.entitle(title);
                self.title = title.clone();
            }
            Body::Topic { topic } => self.topic = topic.clone(),
            Body::Memory { memory } => self.memory = *memory,
            Body::Said { .. } | Body::Did { .. } | Body::Replied { .. } => {
                if let Some(by) = &event.by {
                    self.stop_typing(by.who);
                }
            }
            Body::Named { name } => {
                let Some(by) = &event.by else { return };
                self.roster.rename(by.who, name);
                if let Some(invited) = self.order.invited.iter_mut().find(|invited| invited.who == by.who) {
                    invited.name = name.clone();
                }
                if by.who == me.who {
                    happened.renamed = Some(name.clone());
                }
                if self.direct.as_ref().is_some_and(|other| other.who == by.who) {
                    self.direct = Some(Author { who: by.who, name: name.clone() });
                    self.title = Title::parse(name.as_str()).unwrap_or_else(|_| self.title.clone());
                }
                self.scrollback.learn(name);
            }
            Body::People(People { came, left, lost, .. }) => {
                for gone in left.iter().chain(lost) {
                    self.stop_typing(gone.who);
                    self.roster.went(gone.who);
                }
                for author in came {
                    self.scrollback.learn(&author.name);
                    self.roster.came(author, me.who, &self.order);
                }
                self.roster.count_listed();
            }
            Body::Gone {} => {
                let Some(by) = &event.by else { return };
                self.order.gone.push(by.who);
                self.uninvite(by.who);
            }
            Body::Act(act) => self.fold_act(act, me),
            _ => {}
        }
    }

    fn fold_act(&mut self, act: &Act, me: &Author) {
        match act {
            Act::Opped { whom } => {
                self.order.operators.push(whom.clone());
                self.set_rank(whom.who, me, |rank| rank.max(Rank::Operator));
            }
            Act::Deopped { whom } => {
                self.order.operators.retain(|operator| operator.who != whom.who);
                // What they are in the house is told when they are asked about.
                self.set_rank(whom.who, me, |rank| if rank == Rank::Operator { Rank::Guest } else { rank });
            }
            Act::Muted { whom, until, .. } => {
                self.order.muted.retain(|(who, _)| *who != whom.who);
                self.order.muted.push((whom.who, *until));
                self.roster.change(whom.who, |line| line.muted = true);
            }
            Act::Unmuted { whom } => {
                self.order.muted.retain(|(who, _)| *who != whom.who);
                self.roster.change(whom.who, |line| line.muted = false);
            }
            Act::Kicked { whom, .. } | Act::Banned { whom, .. } => {
                self.stop_typing(whom.who);
                self.roster.put_out(whom.who);
                if matches!(act, Act::Banned { .. }) {
                    self.uninvite(whom.who);
                }
            }
            Act::Invited { whom } => {
                self.uninvite(whom.who);
                self.order.invited.push(whom.clone());
            }
            Act::Uninvited { whom } => self.uninvite(whom.who),
            Act::Slowed { seconds } => self.order.slow = *seconds,
            Act::Locked {} => self.order.locked = true,
            Act::Unlocked {} => self.order.locked = false,
            Act::Archived {} => self.order.archived = true,
            Act::Reopened {} => self.order.archived = false,
            Act::Opened { to } => self.order.access = *to,
            // The pins follow every event by themselves.
            Act::Unbanned { .. } | Act::Pinned { .. } | Act::Unpinned { .. } => {}
        }
    }

    /// Whether the other of a direct talk is in the house and at their computer, where it is known; none in a room.
    pub fn other_is_here(&self) -> Option<bool> {
        self.roster.is_about(self.direct.as_ref()?.who)
    }

    /// Until when someone may not speak, where that is known.
    pub fn muted_until(&self, who: PersonId) -> Option<u64> {
        self.order.muted.iter().find(|(muted, _)| *muted == who).and_then(|(_, until)| *until)
    }

    fn uninvite(&mut self, who: PersonId) {
        self.order.invited.retain(|invited| invited.who != who);
    }

    fn stop_typing(&mut self, who: PersonId) {
        self.typing.retain(|(author, _)| author.who != who);
    }

    fn set_rank(&mut self, who: PersonId, me: &Author, rank: impl Fn(Rank) -> Rank) {
        if who == me.who {
            self.rank = rank(self.rank);
        }
        self.roster.change(who, |line| line.rank = rank(line.rank));
    }

    /// Whether something in it was not looked at yet.
    pub fn has_unread(&self) -> bool {
        Seq(self.scrollback.rows().head()) > self.unread.read && !self.unread.is_held()
    }

    /// How far it is on the screen by now, if that is further than it was read.
    pub fn looked_to(&self) -> Option<Seq> {
        let head = self.scrollback.rows().head();
        let standing = self.scrollback.standing();
        let last =
            if standing.view.is_following() { head } else { standing.view.seen().end().saturating_add(1).min(head) };
        (self.has_unread() && Seq(last) > self.unread.read).then_some(Seq(last))
    }

    /// The room is unread again after this event.
    pub fn mark_unread(&mut self, read: Seq, me: &Author) {
        let rows = self.scrollback.rows();
        let words: Vec<(Seq, bool)> = rows
            .said_by_others(read.0, me)
            .map(|row| (Seq(row + 1), self.direct.is_some() || rows.calls_me(row, false)))
            .collect();
        self.unread.set_back(read, words);
        self.scrollback.unmark();
        self.scrollback.mark_after(read);
    }

    /// How much of one's own is on its way, or waits for a connection.
    pub fn unsent(&self) -> usize {
        let unsent = |row: &&Row| matches!(row.own, Some(OwnState::Sending));
        self.scrollback.rows().own().iter().filter(unsent).count()
    }

    /// Whether its person may do something here to someone of this rank.
    pub fn may(&self, deed: Deed, me: PersonId, whom: Rank) -> bool {
        let state = State {
            between: self.direct.as_ref().map(|other| [other.clone(), other.clone()]),
            archived: self.order.archived,
            ..State::default()
        };
        let now = clock::now();
        let muted = |(who, until): &(PersonId, Option<u64>)| *who == me && until.is_none_or(|until| now < until);
        if !deed.rule().muted && self.order.muted.iter().any(muted) {
            return false;
        }
        let case =
            Case { state: &state, who: me, also: &[], rank: self.rank, target: None, whom, signs: 0, last: None, now };
        may(&case, deed).is_ok()
    }
}
