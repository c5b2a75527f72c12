//! What a terminal remembers of a visit, for all that is shown and done in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::tz::TimeZone;
use parlor::guest::Guest;
use parlor::room::{Author, EventId, Name, PersonId, Rank, RoomNo, Seq};
use parlor::wire::frame::{NewRoom, RoomLine};
use parlor::wire::invites::InviteLine;
use parlor::wire::{Invite, Password};
use parlor::wording::{KeepQuestion, RecentMessages};
use tokio::time::Instant;

use super::joined::JoinedRoom;
use super::missed::Missed;
use super::printer::Printer;
use super::unsent::Unsent;
use crate::command::outstanding::Outstanding;

/// How many people are looked up at once.
pub const NAMES: usize = 200;

/// How many of the messages that were shown are known for what is about one of them.
const RECENT: usize = 200;

/// What a password was asked for.
#[derive(Debug)]
pub enum PasswordFor {
    /// For a room to be made.
    NewRoom(NewRoom),
    /// The same once more, where it does not show.
    NewRoomAgain(NewRoom, Password),
    /// To come into a room.
    Entering(Box<RoomLine>),
    /// For an account to be made.
    Account,
    /// The same once more: a slip of the finger would lock them out for good.
    AccountAgain(Password),
}

/// Whose terminal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A guest's: it shows what happens in the room they look at.
    Guest,
    /// The host's: what happens in all rooms is shown beside it, and here only what is for them alone.
    Host,
}

/// Makes the link of an invite.
pub type Links = Box<dyn Fn(&InviteLine) -> Invite + Send>;

/// A visit on a terminal. One thing for all of it, since one line on it may change any other; what is done with it is in
/// files by subject.
pub struct Screen<M> {
    pub(super) printer: Printer,
    pub(super) role: Role,
    pub(super) met: M,
    pub(super) me: Option<Author>,
    /// What one is in the house.
    pub(super) rank: Rank,
    /// Whether one has an account there.
    pub(super) account: bool,
    /// The room one looks at: what is typed goes there.
    pub(super) here: Option<RoomNo>,
    /// The room one goes to, until it was entered; and the one that one leaves, until one is out of it.
    pub(super) entering: Option<RoomNo>,
    pub(super) leaving: Option<RoomNo>,
    /// The rooms one is in.
    pub(super) joined: BTreeMap<RoomNo, JoinedRoom>,
    /// The rooms one has heard of.
    pub(super) known: BTreeSet<RoomNo>,
    pub(super) ignored: BTreeSet<PersonId>,
    /// What was not shown of them that they said directly.
    pub(super) missed: HashMap<PersonId, Missed>,
    pub(super) names: HashMap<PersonId, Name>,
    /// Who was told to be here and not away: another device of theirs changes nothing in that.
    pub(super) back: BTreeSet<PersonId>,
    pub(super) in_once: bool,
    /// The host is asked whether to let them in.
    pub(super) is_asked_about: bool,
    pub(super) online: bool,
    /// Why there is no connection, as it was told.
    pub(super) offline_why: Option<String>,
    /// The next line is the answer to this.
    pub(super) asked: Option<PasswordFor>,
    pub(super) keeping: KeepQuestion,
    /// What was shown of late.
    pub(super) recent: RecentMessages,
    /// What was said and is not kept yet: its words, where they are to be told, and how much it is.
    pub(super) unsent: Unsent,
    pub(super) outstanding: Outstanding,
    /// What was refused and not yet tried again or given up.
    pub(super) refused: Vec<EventId>,
    /// The links of invites, where the visit itself knows no way to the place.
    pub links: Option<Links>,
    /// Something was not done that was typed.
    pub(super) failed: bool,
    /// One wants to be logged out, and the visit ends well with it.
    pub(super) logging_out: bool,
    /// When the house was last told how far was read.
    pub(super) seen: Option<Instant>,
    pub(super) zone: TimeZone,
}

impl<M: FnMut(&str)> Screen<M> {
    pub fn new(printer: Printer, role: Role, met: M) -> Self {
        Self {
            printer,
            role,
            met,
            me: None,
            rank: Rank::Guest,
            account: false,
            here: None,
            entering: None,
            leaving: None,
            joined: BTreeMap::new(),
            known: BTreeSet::new(),
            ignored: BTreeSet::new(),
            missed: HashMap::new(),
            names: HashMap::new(),
            back: BTreeSet::new(),
            in_once: false,
            is_asked_about: false,
            online: false,
            offline_why: None,
            asked: None,
            keeping: KeepQuestion::default(),
            recent: RecentMessages::new(RECENT),
            unsent: Unsent::default(),
            outstanding: Outstanding::default(),
            refused: Vec::new(),
            links: None,
            failed: false,
            logging_out: false,
            seen: None,
            zone: TimeZone::system(),
        }
    }

    /// Whether what is typed can be heeded now.
    pub fn listens(&self) -> bool {
        if self.in_once {
            return self.entering.is_none() && self.leaving.is_none();
        }
        // What a person types while the host thinks about them is not for the room. A program's input waits.
        self.is_asked_about && self.printer.is_edited()
    }

    /// Whether a program's input was not all done.
    pub const fn has_failed(&self) -> bool {
        self.failed && !self.printer.is_edited()
    }

    /// Whether something said from here is still on its way. At a terminal, whoever leaves is told of it and need not wait.
    pub fn is_sending(&self) -> bool {
        !self.printer.is_edited() && !self.outstanding.is_empty()
    }

    /// From now on, what is on its way is waited for.
    pub fn waits_for_the_rest(&mut self) {
        self.outstanding.wait();
    }

    /// Until when the rest is waited for.
    pub fn deadline(&self) -> Instant {
        self.outstanding.deadline()
    }

    /// The room one looks at.
    pub const fn here(&self) -> Option<RoomNo> {
        self.here
    }

    /// Whether one is in the house.
    pub const fn is_in(&self) -> bool {
        self.in_once
    }

    /// Whether the next line is an answer, such as a password.
    pub const fn is_asking(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether something that was there on coming in is still to be shown.
    pub fn is_behind(&self) -> bool {
        self.entering.is_some() || self.joined_here().is_some_and(|joined| joined.shown < joined.notes.head)
    }

    pub(super) fn joined_here(&self) -> Option<&JoinedRoom> {
        self.here.and_then(|room| self.joined.get(&room))
    }

    /// The room one looks at, and how far it was shown.
    pub fn shown(&self) -> Option<(RoomNo, Seq)> {
        self.here.zip(self.joined_here().map(|joined| joined.shown))
    }

    /// Tells the house how far was read what was shown.
    pub fn tell_seen(&mut self, guest: &Guest) {
        for (room, joined) in &mut self.joined {
            let read = self.here == Some(*room) || (joined.notes.direct.is_some() && self.role == Role::Guest);
            // A visit that is over says so itself.
            if read && joined.shown > joined.read && guest.seen(*room, joined.shown).is_ok() {
                joined.read = joined.shown;
                self.seen = Some(Instant::now());
            }
        }
    }
}
