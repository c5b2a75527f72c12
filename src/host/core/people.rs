//! Who is in the house just now, with their sessions: how each came, where from, and which rooms they joined.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::facts::ArrivalFacts;
use super::input::{SessionInfo, SessionNo};
use crate::room::{Author, Name, PersonId, Rank, RoomNo, Seq};
use crate::wire::frame::Yours;
use crate::wire::people::Away;

/// The people in the house.
#[derive(Debug, Default)]
pub struct People {
    here: BTreeMap<PersonId, OnlinePerson>,
}

/// Someone who is in the house.
#[derive(Clone, Debug)]
pub struct OnlinePerson {
    /// What everyone may see of them. Shared with whoever answers questions about people.
    pub shown: Arc<PublicPerson>,
    /// The rooms they joined, in the order of their numbers, and what they have in each.
    joined: Vec<(RoomNo, Yours)>,
    /// Whether they deleted their account: their sessions end, and what is still under way comes to nothing.
    gone: bool,
}

/// Someone who is in the house, as others may see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPerson {
    /// What they are called.
    pub person: Author,
    /// What they are in the house.
    pub rank: Rank,
    /// Whether they have an account.
    pub account: bool,
    /// Whether they are away.
    pub away: Option<Away>,
    /// Their sessions, the oldest first.
    pub sessions: Vec<SessionInfo>,
    /// Who else they are: the other people that the keys of their sessions lead to, or led to once.
    pub also: Vec<PersonId>,
}

impl PublicPerson {
    /// Whether they could not be known again. Who comes by text or IRC needs no key, and one costs nothing there, as an account
    /// costs nothing.
    pub fn is_unknown(&self) -> bool {
        self.sessions.iter().any(SessionInfo::needs_no_key)
    }

    /// Since when they are here.
    pub fn since(&self) -> Option<u64> {
        self.sessions.iter().map(|session| session.since).min()
    }

    /// One of their sessions.
    pub fn session(&self, number: SessionNo) -> Option<&SessionInfo> {
        self.sessions.iter().find(|session| session.number == number)
    }
}

impl OnlinePerson {
    /// What they have in a room, if they joined it.
    pub fn yours(&self, room: RoomNo) -> Option<Yours> {
        self.index(room).ok().map(|index| self.joined[index].1)
    }

    /// Whether this session of theirs is here, and may still want something.
    pub fn has_session(&self, session: SessionNo) -> bool {
        !self.gone && self.shown.session(session).is_some()
    }

    /// Notes what they have in a room, or that they left it.
    pub fn set_yours(&mut self, room: RoomNo, yours: Option<Yours>) {
        match (self.index(room), yours) {
            (Ok(index), Some(yours)) => self.joined[index].1 = yours,
            (Ok(index), None) => {
                self.joined.remove(index);
            }
            (Err(index), Some(yours)) => self.joined.insert(index, (room, yours)),
            (Err(_), None) => {}
        }
    }

    /// They have no account any more, and nothing that is theirs.
    pub fn unregister(&mut self) {
        let present = self.change();
        (present.account, present.rank) = (false, Rank::Guest);
        self.joined.clear();
        self.gone = true;
    }

    fn index(&self, room: RoomNo) -> Result<usize, usize> {
        self.joined.binary_search_by_key(&room, |(room, _)| *room)
    }

    /// Changes what others see of them.
    pub fn change(&mut self) -> &mut PublicPerson {
        Arc::make_mut(&mut self.shown)
    }
}

impl People {
    /// Someone who is here.
    pub fn get(&self, who: PersonId) -> Option<&OnlinePerson> {
        self.here.get(&who)
    }

    /// The same, to change something.
    pub fn get_mut(&mut self, who: PersonId) -> Option<&mut OnlinePerson> {
        self.here.get_mut(&who)
    }

    /// Everyone, in the order of their numbers.
    pub fn all(&self) -> impl Iterator<Item = (PersonId, &OnlinePerson)> {
        self.here.iter().map(|(who, visitor)| (*who, visitor))
    }

    /// What someone is called, if they are here.
    pub fn name(&self, who: PersonId) -> Option<&Name> {
        self.get(who).map(|visitor| &visitor.shown.person.name)
    }

    /// Someone as they are called now, if they are here.
    pub fn author(&self, who: PersonId) -> Option<Author> {
        self.get(who).map(|visitor| visitor.shown.person.clone())
    }

    /// Who else someone is, by their keys.
    pub fn also(&self, who: PersonId) -> &[PersonId] {
        self.get(who).map_or(&[], |visitor| &visitor.shown.also)
    }

    /// The numbers of all sessions of someone.
    pub fn sessions(&self, who: PersonId) -> impl Iterator<Item = SessionNo> {
        self.get(who).into_iter().flat_map(|visitor| &visitor.shown.sessions).map(|session| session.number)
    }

    /// A session came into the house. The answer is whose sight of them changed.
    pub fn arrive(&mut self, who: PersonId, session: SessionInfo, facts: &ArrivalFacts) -> Vec<PersonId> {
        let ArrivalFacts { name, rank, account, joined, also, .. } = facts;
        let visitor = self.here.entry(who).or_insert_with(|| OnlinePerson {
            shown: Arc::new(PublicPerson {
                person: Author { who, name: name.clone() },
                rank: *rank,
                account: *account,
                away: None,
                sessions: Vec::with_capacity(1),
                also: Vec::new(),
            }),
            joined: joined.clone(),
            gone: false,
        });
        let present = visitor.change();
        present.person.name.clone_from(name);
        (present.rank, present.account, present.away) = (*rank, *account, None);
        for other in also {
            if !present.also.contains(other) {
                present.also.push(*other);
            }
        }
        present.sessions.push(session);
        let mut changed = vec![who];
        for other in also {
            if let Some(visitor) = self.here.get_mut(other)
                && !visitor.shown.also.contains(&who)
            {
                visitor.change().also.push(who);
                changed.push(*other);
            }
        }
        changed
    }

    /// A session went. Whether the person went with it.
    pub fn depart(&mut self, who: PersonId, session: SessionNo) -> bool {
        let Some(visitor) = self.here.get_mut(&who) else { return false };
        if visitor.shown.session(session).is_none() {
            return false;
        }
        let present = visitor.change();
        present.sessions.retain(|one| one.number != session);
        if !present.sessions.is_empty() {
            return false;
        }
        self.here.remove(&who);
        true
    }

    /// What is in a room after `head` is not kept: nobody read it.
    pub fn unread(&mut self, room: RoomNo, head: Seq) {
        for visitor in self.here.values_mut() {
            if let Ok(index) = visitor.index(room) {
                let yours = &mut visitor.joined[index].1;
                yours.read = head.min(yours.read);
            }
        }
    }

    /// Has someone be again what they were, but for the sessions that went meanwhile.
    pub fn put_back(&mut self, who: PersonId, was: Option<OnlinePerson>, is_here: impl Fn(SessionNo) -> bool) {
        self.here.remove(&who);
        let Some(mut visitor) = was else { return };
        if visitor.shown.sessions.iter().any(|session| !is_here(session.number)) {
            visitor.change().sessions.retain(|session| is_here(session.number));
        }
        if !visitor.shown.sessions.is_empty() {
            self.here.insert(who, visitor);
        }
    }
}
