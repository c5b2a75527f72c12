//! One room of the house as its window has it: what is said in it, what is being written, who is here, how far it was read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::entry::Entry;
use super::find::Find;
use crate::app::clock;
use crate::app::convert::count;
use crate::app::markup::Names;
use crate::app::screen::parts;
use crate::app::scrollback::{Row, Scrollback};
use crate::guest::OwnState;
use crate::room::rules::may;
use crate::room::{Act, Author, Body, Case, Deed, Event, Memory, Name, People, PersonId, Rank, RoomNo, Seq};
use crate::room::{State, Title, Topic};
use crate::wire::frame::{Entered, Order};
use crate::wire::people::{Away, PersonLine, Whereabouts};

/// How many people are asked for on coming in.
pub const PEOPLE: usize = 1_000;

/// Of how many who are not listed yet it is remembered what was told.
const AWAITED: usize = 1_000;

/// How much that was not read is counted.
const COUNTED: usize = 1_000;

/// A room that someone is in.
pub struct Place {
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
    /// How it is kept in order.
    pub order: Order,
    /// How long it keeps things.
    pub memory: Memory,
    /// Who is here, as far as it was told.
    pub here: BTreeMap<PersonId, PersonLine>,
    /// The same, in the order they are shown in: those who are away come last.
    pub listed: Vec<PersonId>,
    /// How many of them are at their computers.
    pub about: usize,
    /// What was told of people who are not listed yet.
    awaited: BTreeMap<PersonId, (Option<Away>, Option<u64>)>,
    /// How many are here.
    pub people: u64,
    /// How many of them were asked for, and how far their list is scrolled.
    pub asked: usize,
    pub scrolled: f32,
    /// What is said.
    pub scrollback: Scrollback,
    /// What is being written.
    pub entry: Entry,
    /// Who types, and until when that shows.
    pub typing: Vec<(Author, u64)>,
    /// What is looked for.
    pub find: Option<Find>,
    /// What stands in the entry while it is empty.
    pub hint: String,
    /// How far one read.
    pub read: Seq,
    /// Whether one wants to hear nothing of it.
    pub quiet: bool,
    /// Words of others that were not read, and whether they speak to whoever reads.
    unread: VecDeque<(Seq, bool)>,
    /// Whether one is in it no longer.
    pub out: Option<Out>,
    /// When others were told last that one types.
    pub typed_at: u64,
    /// Counts changes of the draft.
    pub draft: u64,
}

/// What stands in the entry of a room while nothing is written.
fn hint(title: &Title) -> String {
    parts::hint(&format!("Message {title}"))
}

/// How much was not read in all of these, and how much of it speaks to whoever reads; of those they want to hear of.
pub fn unread<'a>(places: impl Iterator<Item = &'a Place>) -> (usize, usize) {
    let heard = places.filter(|place| !place.quiet).map(Place::unread);
    heard.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
}

/// That one is in a room no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Out {
    /// Why, in a sentence.
    pub why: String,
    /// Whether one may not come back for now.
    pub banned: bool,
}

/// What events made of a room.
pub struct Happened<'a> {
    /// The last message that speaks to its reader, where nobody looks.
    pub spoken_to: Option<&'a Event>,
    /// Whether one is called otherwise now.
    pub renamed: Option<Name>,
}

impl Place {
    /// A room that was entered for the first time in this window, with what was being written in it, by someone who sees
    /// nothing of these.
    pub fn new(entered: &Entered, me: &Author, draft: &str, ignored: BTreeSet<PersonId>) -> Self {
        let mut place = Self {
            room: entered.room,
            title: entered.title.clone(),
            topic: entered.topic.clone(),
            direct: None,
            rank: entered.rank,
            order: Order::default(),
            memory: entered.memory,
            here: BTreeMap::new(),
            listed: Vec::new(),
            about: 0,
            awaited: BTreeMap::new(),
            people: entered.people,
            asked: PEOPLE,
            scrolled: 0.0,
            scrollback: Scrollback::default(),
            entry: Entry::with(draft),
            typing: Vec::new(),
            find: None,
            hint: String::new(),
            read: entered.yours.read,
            quiet: entered.yours.quiet,
            unread: VecDeque::new(),
            out: None,
            typed_at: 0,
            draft: 0,
        };
        place.scrollback.ignore(ignored);
        place.enter(entered, me);
        place
    }

    /// The room was entered, for the first time or again.
    pub fn enter(&mut self, entered: &Entered, me: &Author) {
        self.title = entered.title.clone();
        self.topic = entered.topic.clone();
        self.direct.clone_from(&entered.direct);
        self.rank = entered.rank;
        self.order = entered.order.clone();
        self.memory = entered.memory;
        self.people = entered.people;
        self.asked = PEOPLE;
        self.hint = hint(&self.title);
        self.quiet = entered.yours.quiet;
        self.out = None;
        self.read_to(entered.yours.read.max(self.read));
        let before = Seq(self.scrollback.rows().head());
        self.scrollback.enter(me, entered.head);
        self.scrollback.forget(entered.first);
        if before > Seq::START && before < entered.head && self.scrollback.mark().is_none() {
            // What came while there was no connection is new.
            self.scrollback.mark_after(before);
        }
        self.scrollback.read_by(self.names_to_read_by(me));
    }

    /// Who is here, as the host says.
    pub fn meet(&mut self, total: u64, people: Vec<PersonLine>, me: &Author) {
        self.people = total;
        self.awaited.clear();
        self.here = people.into_iter().map(|line| (line.person.who, line)).collect();
        self.list_people(me);
        self.scrollback.read_by(self.names_to_read_by(me));
    }

    /// One is in it no longer: who is here is not told any more.
    pub fn leave(&mut self, out: Out) {
        self.out = Some(out);
        self.here.clear();
        self.listed.clear();
        self.about = 0;
        self.typing.clear();
        self.people = 0;
    }

    /// Who is here changed: they are listed by their rank and name, oneself first, and those who are away below.
    pub fn list_people(&mut self, me: &Author) {
        let mut listed: Vec<PersonId> = self.here.keys().copied().collect();
        listed.sort_by_cached_key(|who| {
            let line = self.here.get(who);
            let rank = line.map_or(Rank::Guest, |line| line.rank);
            let keeps = if rank >= Rank::Operator { rank } else { Rank::Guest };
            let name = line.map(|line| line.person.name.as_str().to_lowercase());
            (line.is_some_and(|line| self.is_apart(line)), *who != me.who, std::cmp::Reverse(keeps), name)
        });
        self.about = listed.partition_point(|who| self.here.get(who).is_some_and(|line| !self.is_apart(line)));
        self.listed = listed;
    }

    /// The names that words are read by.
    pub fn names_to_read_by(&self, me: &Author) -> Names {
        let mut names = Names::new(Some(&me.name));
        self.here.values().for_each(|line| names.add(&line.person.name));
        names
    }

    /// Things happened here. `looked_at` is whether its person has this room before them.
    pub fn happened<'a>(&mut self, events: &'a [Event], me: &Author, looked_at: bool) -> Happened<'a> {
        let first = self.scrollback.rows().head();
        let mut happened = Happened { spoken_to: None, renamed: None };
        let news: Vec<&Event> = events.iter().filter(|event| event.seq.0 > first).collect();
        for event in &news {
            self.fold(event, me, &mut happened);
        }
        if news.iter().any(|event| matches!(event.body, Body::People(_) | Body::Named { .. } | Body::Act(_))) {
            self.list_people(me);
        }
        let ignored = self.scrollback.rows().ignored().clone();
        let heard = |who: PersonId| who != me.who && !ignored.contains(&who);
        let others = |event: &&&Event| event.body.is_message() && event.by.as_ref().is_some_and(|by| heard(by.who));
        if !looked_at && news.iter().any(|event| others(&event)) {
            self.scrollback.mark_from_here();
        }
        let new = self.scrollback.take(events);
        for event in events.iter().filter(|event| others(&event) && event.seq > self.read) {
            let by = event.by.as_ref().and_then(|by| self.here.get(&by.who));
            let all = by.is_some_and(|line| line.rank >= Deed::CallAll.rule().from);
            let calls = self.direct.is_some() || self.scrollback.rows().calls_me(event.seq.0 - 1, all);
            self.unread.push_back((event.seq, calls));
            if calls && !looked_at && new.as_ref().is_some_and(|new| new.contains(&(event.seq.0 - 1))) {
                happened.spoken_to = Some(event);
            }
        }
        while self.unread.len() > COUNTED {
            self.unread.pop_front();
        }
        happened
    }

    /// What an event changes besides the list.
    fn fold(&mut self, event: &Event, me: &Author, happened: &mut Happened<'_>) {
        match &event.body {
            Body::Titled { title } => {
                self.hint = hint(title);
                self.title = title.clone();
            }
            Body::Topic { topic } => self.topic = topic.clone(),
            Body::Memory { memory } => self.memory = *memory,
            Body::Said { .. } | Body::Did { .. } | Body::Replied { .. } => {
                if let Some(by) = &event.by {
                    self.typing.retain(|(author, _)| author.who != by.who);
                }
            }
            Body::Named { name } => {
                let Some(by) = &event.by else { return };
                if let Some(line) = self.here.get_mut(&by.who) {
                    line.person.name = name.clone();
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
            Body::People(People { came, left, lost }) => {
                for gone in left.iter().chain(lost) {
                    // Not everyone who is counted is listed.
                    self.unlist(gone.who);
                    self.people = self.people.saturating_sub(1);
                }
                for author in came {
                    self.scrollback.learn(&author.name);
                    // Oneself was counted on coming in.
                    let new = self.here.insert(author.who, PersonLine::only(author.clone())).is_none();
                    if new && author.who != me.who {
                        self.people += 1;
                    }
                    self.rank_again(author.who);
                    if let Some((away, since)) = self.awaited.remove(&author.who) {
                        self.with_line(author.who, |line| (line.away, line.since) = (away, since));
                    }
                }
                self.people = self.people.max(count(self.here.len()));
            }
            Body::Gone {} => self.order.gone.extend(event.by.as_ref().map(|by| by.who)),
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
                self.with_line(whom.who, |line| line.muted = true);
            }
            Act::Unmuted { whom } => {
                self.order.muted.retain(|(who, _)| *who != whom.who);
                self.with_line(whom.who, |line| line.muted = false);
            }
            Act::Kicked { whom, .. } | Act::Banned { whom, .. } => self.goes(whom.who),
            Act::Slowed { seconds } => self.order.slow = *seconds,
            Act::Locked {} => self.order.locked = true,
            Act::Unlocked {} => self.order.locked = false,
            Act::Archived {} => self.order.archived = true,
            Act::Reopened {} => self.order.archived = false,
            Act::Opened { to } => self.order.access = *to,
            Act::Unbanned { .. } | Act::Invited { .. } => {}
        }
    }

    /// Whether the other of a direct talk is in the house and at their computer, where it is known; none in a room.
    pub fn other_is_here(&self) -> Option<bool> {
        let line = self.here.get(&self.direct.as_ref()?.who)?;
        Some(!self.is_apart(line))
    }

    /// Whether someone is listed below those who are here: they are away, or a talk waits for them.
    pub fn is_apart(&self, line: &PersonLine) -> bool {
        line.away.is_some() || (self.direct.is_some() && line.since.is_none())
    }

    /// Until when someone may not speak, where that is known.
    pub fn muted_until(&self, who: PersonId) -> Option<u64> {
        self.order.muted.iter().find(|(muted, _)| *muted == who).and_then(|(_, until)| *until)
    }

    fn goes(&mut self, who: PersonId) {
        if self.unlist(who) {
            self.people = self.people.saturating_sub(1);
        }
    }

    /// Takes someone off the lists. Whether they were listed.
    fn unlist(&mut self, who: PersonId) -> bool {
        self.typing.retain(|(author, _)| author.who != who);
        self.here.remove(&who).is_some()
    }

    fn with_line(&mut self, who: PersonId, change: impl FnOnce(&mut PersonLine)) {
        if let Some(line) = self.here.get_mut(&who) {
            change(line);
        }
    }

    fn rank_again(&mut self, who: PersonId) {
        let operates = self.order.operators.iter().any(|operator| operator.who == who);
        let muted = self.order.muted.iter().any(|(muted, _)| *muted == who);
        self.with_line(who, |line| {
            line.rank = if operates { line.rank.max(Rank::Operator) } else { line.rank };
            line.muted = muted;
        });
    }

    fn set_rank(&mut self, who: PersonId, me: &Author, rank: impl Fn(Rank) -> Rank) {
        if who == me.who {
            self.rank = rank(self.rank);
        }
        self.with_line(who, |line| line.rank = rank(line.rank));
    }

    /// Some went away or came back.
    pub fn whereabouts(&mut self, people: Vec<Whereabouts>, me: &Author) {
        for Whereabouts { who, away, since } in people {
            if self.here.contains_key(&who) {
                self.with_line(who, |line| (line.away, line.since) = (away, since));
            } else if self.awaited.len() < AWAITED {
                // It may be told before they are.
                self.awaited.insert(who, (away, since));
            }
        }
        self.list_people(me);
    }

    /// The room is read up to here.
    pub fn read_to(&mut self, seq: Seq) {
        self.read = self.read.max(seq);
        while self.unread.front().is_some_and(|(unread, _)| *unread <= self.read) {
            self.unread.pop_front();
        }
    }

    /// How far it is on the screen by now, if that is further than it was read.
    pub fn looked_to(&self) -> Option<Seq> {
        let head = self.scrollback.rows().head();
        let standing = self.scrollback.standing();
        let last =
            if standing.view.is_following() { head } else { standing.view.seen().end().saturating_add(1).min(head) };
        (Seq(last) > self.read).then_some(Seq(last))
    }

    /// How many words of others were not read, and how many of them speak to whoever reads.
    pub fn unread(&self) -> (usize, usize) {
        (self.unread.len(), self.unread.iter().filter(|(_, calls)| *calls).count())
    }

    /// How much of one's own is not yet kept.
    pub fn unsent(&self) -> usize {
        let unsent = |row: &&Row| !matches!(row.own, Some(OwnState::Kept { .. }));
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
        let case = Case { state: &state, who: me, also: &[], rank: self.rank, target: None, whom, last: None, now };
        may(&case, deed).is_ok()
    }
}
