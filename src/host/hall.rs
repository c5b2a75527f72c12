//! The hall: one thread that owns the order of everything. It checks what guests want to add, gives it its number,
//! has the log keep it, and only then shows it and wakes who listens. What comes while one commit is being written
//! goes into the next.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use tokio::runtime::{self, Handle, Runtime};
use tokio::sync::{mpsc, oneshot};

use super::admitting::{Comes, Outside, Proof};
use super::batch::{Batch, Say};
use super::desk::{Desk, No};
use super::naming::{Naming, NoName};
use super::registry::Registry;
use super::room::Room;
use super::rooms::{Admitted, Asks, Lines};
use super::roster::{Arrived, Roster, SessionNo};
use super::seat::SeatNo;
use super::settings::{Clock, Limits};
use super::wishes::Wish;
use crate::log::{Log, LogError};
use crate::room::{Author, Name, NameRule, PersonId, Rank, RoomNo, Title};
use crate::wire::frame::Code;
use crate::wire::{Fingerprint, Secret};

/// How many calls may wait for the hall; whoever calls beyond that waits with it. Also the most one commit takes.
const CALLS: usize = 2048;

/// What the rest of the house asks of the hall.
#[derive(Debug)]
pub enum Call {
    /// Someone at the door wants a name.
    Claim {
        /// Who.
        comes: Comes,
        /// Where the answer goes.
        answer: oneshot::Sender<Result<Author, Outside>>,
    },
    /// Someone at the door wants to register a name: may they come in, once their password is made?
    MayRegister {
        /// Who.
        comes: Comes,
        /// Where the answer goes.
        answer: oneshot::Sender<Result<(), Outside>>,
    },
    /// Someone at the door says a password.
    Prove {
        /// The name of the account.
        name: Name,
        /// Their key.
        key: Fingerprint,
        /// What to compare it with.
        answer: oneshot::Sender<Proof>,
    },
    /// A session that has a name comes into the house.
    Arrive {
        /// Whose.
        author: Author,
        /// The session.
        arrived: Arrived,
        /// Where the answer goes: how they find the house, or why they may not come in.
        answer: oneshot::Sender<Result<Found, No>>,
    },
    /// A session is over.
    Depart {
        /// Whose.
        who: PersonId,
        /// The session.
        session: SessionNo,
    },
    /// A session comes into a room.
    Enter {
        /// The room.
        room: RoomNo,
        /// Whose session.
        author: Author,
        /// The session.
        session: SessionNo,
        /// The seat it takes.
        seat: SeatNo,
        /// Whether it is in the room already, and only reads it again.
        again: bool,
        /// Whether it knows the room's password.
        proved: bool,
        /// Where the news goes that it is in, or why not.
        answer: oneshot::Sender<Result<Admitted, No>>,
    },
    /// Someone wants something that concerns more than one room.
    Wish {
        /// Who.
        author: Author,
        /// The session.
        session: SessionNo,
        /// What.
        wish: Wish,
    },
    /// A session leaves a room, or is cut off.
    Leave {
        /// The room.
        room: RoomNo,
        /// The seat.
        seat: SeatNo,
        /// Whose session.
        who: PersonId,
        /// Whether it said goodbye.
        goodbye: bool,
    },
    /// Someone adds an event.
    Say(Say),
    /// The keeper of the house withdraws every invite and wants a new one.
    NewInvite {
        /// Where the new secret goes.
        answer: oneshot::Sender<Result<Secret, LogError>>,
    },
    /// The house closes.
    Close,
}

/// The way to the hall.
#[derive(Debug)]
pub struct Hall {
    calls: mpsc::Sender<Call>,
    rooms: Rooms,
}

/// The rooms of the house, as sessions see them.
pub type Rooms = Arc<RwLock<HashMap<RoomNo, Arc<Room>>>>;

/// What the hall needs to begin.
pub struct Setup {
    /// Where events are kept.
    pub log: Arc<dyn Log>,
    /// The house's own book.
    pub registry: Registry,
    /// The clock.
    pub clock: Clock,
    /// The bounds of the house.
    pub limits: Limits,
    /// What names may be.
    pub names: NameRule,
    /// The house's title.
    pub title: Title,
    /// What the house was called when it was last open.
    pub was: Option<Title>,
    /// Who is in the house.
    pub roster: Arc<Roster>,
    /// The key of whoever hosts it.
    pub host_key: Option<Fingerprint>,
}

/// The house as someone finds it who comes in.
#[derive(Debug)]
pub struct Found {
    /// What they are in it.
    pub rank: Rank,
    /// Whether they have an account.
    pub account: bool,
    /// The rooms they see.
    pub lines: Lines,
    /// Those of whom they want to see nothing.
    pub ignored: Vec<Author>,
}

impl Hall {
    /// Opens the hall. The thread ends after [`Call::Close`], or when the hall is dropped.
    ///
    /// # Errors
    /// The log can't be used.
    pub fn open(setup: Setup) -> Result<(Self, JoinHandle<()>), LogError> {
        let Setup { log, registry, clock, limits, names, title, was, roster, host_key } = setup;
        let mut desk = Desk::open(log, clock, &limits, roster, host_key)?;
        let house = title.clone();
        match desk.first().map(|table| Arc::clone(&table.room)) {
            None => desk.entitle(RoomNo(1), title)?,
            // The first room is called as its house is, as long as nobody called it otherwise.
            Some(room) if was.is_some() && room.state().title == was && was.as_ref() != Some(&title) => {
                desk.entitle(room.no, title)?;
            }
            Some(_) => {}
        }
        if was.as_ref() != Some(&house) {
            // Only now: whoever stops half way finds the old title, and does it again.
            registry.set_title(house.as_str())?;
        }
        let rooms = Arc::clone(&desk.shown);
        let (calls, waiting) = mpsc::channel(CALLS);
        let naming = Naming { registry, rule: names };
        let keeper = Keeper { desk, naming, waiting };
        let system = |error| LogError::System { path: "hall".into(), error };
        // A runtime of its own: whoever ends theirs while the house is open does not end what is being kept.
        let runtime = runtime::Builder::new_current_thread().enable_time().build().map_err(system)?;
        let thread =
            thread::Builder::new().name("hall".to_owned()).spawn(move || keeper.keep(&runtime)).map_err(system)?;
        Ok((Self { calls, rooms }, thread))
    }

    /// Asks something of the hall. When it is gone, so is the house, and nobody waits for the answer.
    pub async fn call(&self, call: Call) {
        if self.calls.send(call).await.is_err() {
            tracing::debug!("the hall is closed");
        }
    }

    /// Asks something of the hall from where nobody can wait.
    pub fn call_soon(&self, call: Call) {
        if let Err(mpsc::error::TrySendError::Full(call)) = self.calls.try_send(call)
            && let Ok(runtime) = Handle::try_current()
        {
            let calls = self.calls.clone();
            runtime.spawn(async move { calls.send(call).await });
        }
    }

    /// A room.
    #[must_use]
    pub fn room(&self, no: RoomNo) -> Option<Arc<Room>> {
        self.rooms.read().unwrap_or_else(PoisonError::into_inner).get(&no).cloned()
    }

    /// The room that was there first.
    #[must_use]
    pub fn first(&self) -> Option<Arc<Room>> {
        let rooms = self.rooms.read().unwrap_or_else(PoisonError::into_inner);
        rooms.values().min_by_key(|room| room.no).cloned()
    }

    /// All rooms, by their numbers.
    #[must_use]
    pub fn rooms(&self) -> Vec<Arc<Room>> {
        let mut rooms: Vec<_> = self.rooms.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        rooms.sort_by_key(|room| room.no);
        rooms
    }
}

/// The thread's own.
struct Keeper {
    desk: Desk,
    naming: Naming,
    waiting: mpsc::Receiver<Call>,
}

/// An answer that may be given only when the registry has kept what it says.
type Claimed = (oneshot::Sender<Result<Author, Outside>>, Result<Author, Outside>);

impl Keeper {
    fn keep(mut self, runtime: &Runtime) {
        let mut calls = Vec::new();
        loop {
            let due = self.desk.due();
            let came = runtime.block_on(receive(&mut self.waiting, &mut calls, due));
            if came == Came::Closed || self.commit(&mut calls) {
                break;
            }
        }
        self.close();
    }

    /// Does what was asked, in one commit. True where the house is to close.
    fn commit(&mut self, calls: &mut Vec<Call>) -> bool {
        let mut batch = Batch::at(Instant::now());
        let mut claims: Vec<Claimed> = Vec::new();
        let mut invites = Vec::new();
        let mut entered = Vec::new();
        let mut arrived_all = Vec::new();
        let mut closing = false;
        for call in calls.drain(..) {
            match call {
                Call::Claim { comes, answer } => claims.push((answer, self.desk.claim(&comes, &self.naming))),
                Call::MayRegister { comes, answer } => {
                    // Whoever asked may be gone by now.
                    let _ = answer.send(self.desk.may_register(&comes, &self.naming));
                }
                Call::Prove { name, key, answer } => {
                    // Whoever asked may be gone by now.
                    let _ = answer.send(self.desk.to_prove(&name, key, &self.naming));
                }
                Call::Arrive { author, arrived, answer } => {
                    let found = self.desk.arrive(&author, arrived, &self.naming);
                    arrived_all.push((answer, found));
                }
                Call::Depart { who, session } => self.desk.depart(who, session, &self.naming),
                Call::Enter { room, author, session, seat, again, proved, answer } => {
                    let admitted = match self.desk.roster.session(author.who, session) {
                        Some(arrived) => {
                            let asks = Asks { room, seat, again, proved };
                            self.desk.enter(&asks, &author, &arrived, &self.naming)
                        }
                        None => Err((Code::Closing, "This visit is over.".to_owned())),
                    };
                    entered.push((answer, admitted));
                }
                Call::Wish { author, session, wish } => {
                    self.desk.grant(wish, &author, session, &self.naming, &mut batch);
                }
                Call::Leave { room, seat, who, goodbye } => {
                    self.desk.leave(room, seat, who, goodbye, &batch);
                    if let Err(error) = self.naming.registry.seen(who, self.desk.now()) {
                        tracing::warn!(%error, "who was last seen was not noted");
                    }
                }
                Call::Say(say) => self.desk.say(say, &self.naming, &mut batch),
                Call::NewInvite { answer } => invites.push(answer),
                Call::Close => closing = true,
            }
        }
        self.desk.tell_due(&self.naming, &mut batch);
        let written = self.naming.registry.commit();
        answer(claims, &written);
        for answer in invites {
            let _ = answer.send(self.new_invite());
        }
        self.desk.commit(batch, &self.naming, written);
        // Whoever asked may be gone by now.
        for (answer, found) in arrived_all {
            let _ = answer.send(found);
        }
        for (answer, admitted) in entered {
            let _ = answer.send(admitted);
        }
        closing
    }

    fn new_invite(&self) -> Result<Secret, LogError> {
        let secret = Secret::fresh().ok_or(LogError::ReadOnly)?;
        self.naming.registry.replace_invites(&secret, self.desk.now())?;
        Ok(secret)
    }

    fn close(mut self) {
        self.desk.close(&self.naming);
    }
}

/// Answers those at the door, once it is kept whose name is whose.
fn answer(claims: Vec<Claimed>, kept: &Result<(), LogError>) {
    for (answer, claim) in claims {
        let claim = match (kept, claim) {
            (Err(error), Ok(_)) => Err(Outside::Name(NoName::Storage(error.to_string()))),
            (_, claim) => claim,
        };
        let _ = answer.send(claim);
    }
}

/// What waiting came to.
#[derive(PartialEq, Eq)]
enum Came {
    Something,
    Closed,
}

/// Waits for calls until `due`, and takes all there are.
async fn receive(waiting: &mut mpsc::Receiver<Call>, calls: &mut Vec<Call>, due: Option<Instant>) -> Came {
    let all = waiting.recv_many(calls, CALLS);
    let count = match due {
        None => all.await,
        Some(due) => match tokio::time::timeout_at(due.into(), all).await {
            Ok(count) => count,
            Err(_) => return Came::Something,
        },
    };
    if count == 0 { Came::Closed } else { Came::Something }
}
