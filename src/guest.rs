//! Visits a house: joins, keeps a replica of what it saw and an outbox of what it said, comes back by itself.
//! Works on the replica where there is no house to be reached.

pub mod account;
mod backoff;
mod introduction;
pub mod known;
mod outbox;
mod owner;
mod replica;
mod returning;
pub mod rooms;
mod sitting;
mod standing;
mod stay;
pub mod visit;
mod worker;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::timeout;

use crate::log::{Hits, LogError};
use crate::room::{Author, Body, Event, EventId, Name, PersonId, Query, Rank, RoomNo, Seq, Text, Title};
use crate::wire::account::RequestLine;
use crate::wire::frame::{Code, Entered, FromGuest, FromHost, RoomLine};
use crate::wire::identity::IdentityError;
use crate::wire::people::{PersonLine, Whereabouts};
use crate::wire::tls::TlsError;

pub use backoff::Backoff;
pub use known::Known;
pub use replica::Replica;
pub use visit::{Keep, Visit, Way, knock};

use owner::{Command, Owner, Question};
use worker::Worker;

/// How long the host may take to answer a question.
const ANSWER: Duration = Duration::from_secs(15);

/// More events than any room has.
const EVENTS: Seq = Seq(1 << 40);

/// How many updates may wait for whoever shows them. Beyond it, the guest reads no further for a while.
const UPDATES: usize = 256;

/// Why a visit can't be made.
#[derive(Debug, thiserror::Error)]
pub enum GuestError {
    /// The replica or the outbox can't be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The key can't be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// There is no secure line.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Nobody answers.
    #[error("Nobody answers at {address} ({}). Check the address, and that the host has the house open.", plain(.error))]
    Unreachable {
        /// Where.
        address: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The connection broke.
    #[error("The connection was lost.")]
    Lost,
    /// There is no connection.
    #[error("There is no connection to the house just now.")]
    Offline,
    /// The house said no.
    #[error("{0}")]
    Refused(String),
    /// The visit is over.
    #[error("This visit is over.")]
    Over,
}

/// What the system said, without the number it has for it.
fn plain(error: &std::io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default().to_owned();
    words.replacen("failed to lookup address information: ", "", 1)
}

/// What happens on a visit.
#[derive(Debug)]
pub enum Update {
    /// Goes to the house.
    Connecting,
    /// The host was asked whether one may come in.
    Waiting {
        /// For the person.
        why: String,
    },
    /// Someone asks to come into one's house.
    Request(RequestLine),
    /// Is in the house, and in the room that was wanted.
    Entered(Box<Arrival>),
    /// Is in another room.
    Joined(Box<Entered>),
    /// A room was made, or is another than before. What is one's own of it is as it was.
    Room(Box<RoomLine>),
    /// A room is gone, and nothing of it is kept here.
    Gone(RoomNo),
    /// Is in a room no longer.
    Out {
        /// The room.
        room: RoomNo,
        /// Why, for the program.
        code: Code,
        /// Why, for the person.
        why: String,
    },
    /// On another device, one has read a room up to here.
    Seen(RoomNo, Seq),
    /// Some people of a room went away or came back.
    Away(RoomNo, Vec<Whereabouts>),
    /// Things happened, in order. They are in the replica.
    Events(RoomNo, Vec<Event>),
    /// A room does not keep what it has before this event any more. It is gone from the replica.
    Forgot(RoomNo, Seq),
    /// Something of one's own is on its way, kept or refused.
    Own(Own),
    /// Someone is typing.
    Typing(RoomNo, Author),
    /// There is no connection, and another try comes.
    Offline {
        /// Why.
        why: String,
        /// When.
        again_in: Duration,
    },
    /// The visit is over, and trying again as it is would not help.
    Ended(Ended),
}

/// The house and the room, on coming in.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// The house's title.
    pub house: Title,
    /// Who one is here.
    pub you: Author,
    /// The rooms there are: those one joined, and of the others the first.
    pub rooms: Vec<RoomLine>,
    /// Whether there are more.
    pub more: bool,
    /// Whether one has an account.
    pub account: bool,
    /// What one is in the house.
    pub rank: Rank,
    /// Those of whom one wants to see nothing.
    pub ignored: Vec<Author>,
    /// The room entered.
    pub room: Entered,
}

/// Something of one's own that is not yet an event of the room.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// Its id.
    pub id: EventId,
    /// The room; the one that was wanted where left out.
    pub room: Option<RoomNo>,
    /// What it is.
    pub body: Body,
    /// How far it got.
    pub state: OwnState,
}

/// How far something of one's own got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnState {
    /// On its way, or waiting for a connection.
    Sending,
    /// Kept by the host.
    Kept {
        /// Its place in the room.
        seq: Seq,
        /// When.
        at: u64,
    },
    /// Refused. It waits for [`Guest::retry`] or [`Guest::discard`].
    Refused {
        /// Why.
        why: String,
    },
}

/// Why a visit is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// For the program; nothing where the house had no say in it.
    pub code: Option<Code>,
    /// For the person.
    pub why: String,
    /// A free name near the one that was taken.
    pub suggest: Option<Name>,
}

/// A piece of a room's log.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// What there is, in order.
    pub events: Vec<Event>,
    /// What became of the messages in it later, as far as it is known here: the latest edit of each that lies beyond
    /// what was asked for, in order.
    pub changes: Vec<Event>,
    /// What could not be had just now.
    pub missing: Vec<RangeInclusive<Seq>>,
}

/// What was found in a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The messages, newest first, each in its place and with the words it has now.
    pub hits: Vec<Event>,
    /// There may be more: ask again for what is before this event.
    pub next: Option<Seq>,
    /// Whether the whole room was looked through, and not only what is here of it.
    pub whole: bool,
}

/// The people in a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowd {
    /// How many.
    pub total: u64,
    /// The first of them, in the order of their numbers.
    pub people: Vec<PersonLine>,
}

/// A visit to a house. Dropping it cuts the connection; [`Guest::leave`] says goodbye first.
#[derive(Debug)]
pub struct Guest {
    commands: mpsc::UnboundedSender<Command>,
    replica: Arc<Replica>,
    worker: Mutex<Option<JoinHandle<()>>>,
    /// Cuts the connection.
    cut: AbortHandle,
}

/// What happens on a visit, as it happens. It ends when the visit is over.
#[derive(Debug)]
pub struct Updates(mpsc::Receiver<Update>);

impl Updates {
    /// The next update, or nothing after the last.
    pub async fn next(&mut self) -> Option<Update> {
        self.0.recv().await
    }
}

impl Guest {
    /// Begins a visit. Needs a tokio runtime around it. What comes of it is told by the updates.
    ///
    /// # Errors
    /// The replica or the outbox can't be opened.
    pub fn join(visit: Visit) -> Result<(Self, Updates), GuestError> {
        let replica = Arc::new(Replica::open(&visit)?);
        let (commands, waiting) = mpsc::unbounded_channel();
        let (updates, shown) = mpsc::channel(UPDATES);
        let worker = Worker::new(visit, Arc::clone(&replica), Owner::new(waiting, updates));
        let worker = tokio::spawn(worker.work());
        let cut = worker.abort_handle();
        Ok((Self { commands, replica, worker: Mutex::new(Some(worker)), cut }, Updates(shown)))
    }

    /// What this guest has of the house.
    #[must_use]
    pub const fn replica(&self) -> &Arc<Replica> {
        &self.replica
    }

    /// Says something. It is in the outbox when this returns, and goes out as soon as it can.
    ///
    /// # Errors
    /// The outbox can't be written.
    pub async fn say(&self, text: Text) -> Result<EventId, GuestError> {
        self.add(EventId::fresh(), Body::Said { text }).await
    }

    /// Puts a message of one's own differently.
    ///
    /// # Errors
    /// The outbox can't be written.
    pub async fn edit(&self, of: EventId, text: Text) -> Result<EventId, GuestError> {
        self.add(EventId::fresh(), Body::Edited { of, text }).await
    }

    /// Takes a message of one's own back.
    ///
    /// # Errors
    /// The outbox can't be written.
    pub async fn withdraw(&self, of: EventId) -> Result<EventId, GuestError> {
        self.add(EventId::fresh(), Body::Withdrawn { of }).await
    }

    /// Adds an event under an id chosen before. The same id again is the same event again.
    ///
    /// # Errors
    /// The outbox can't be written.
    pub async fn add(&self, id: EventId, body: Body) -> Result<EventId, GuestError> {
        self.add_to(None, id, body).await
    }

    /// The same in a room; in the one that was wanted where there is none.
    ///
    /// # Errors
    /// The outbox can't be written.
    pub async fn add_to(&self, room: Option<RoomNo>, id: EventId, body: Body) -> Result<EventId, GuestError> {
        let (answer, kept) = oneshot::channel();
        self.command(Command::Add { room, id, body, answer })?;
        kept.await.map_err(|_| GuestError::Over)??;
        Ok(id)
    }

    /// Tries something again that was refused.
    ///
    /// # Errors
    /// The visit is over.
    pub fn retry(&self, id: EventId) -> Result<(), GuestError> {
        self.command(Command::Retry(id))
    }

    /// Gives up on something that was refused.
    ///
    /// # Errors
    /// The visit is over.
    pub fn discard(&self, id: EventId) -> Result<(), GuestError> {
        self.command(Command::Discard(id))
    }

    /// Lets the others know that one is typing. Nothing comes of it where there is no connection.
    ///
    /// # Errors
    /// The visit is over.
    pub fn typing(&self, room: Option<RoomNo>) -> Result<(), GuestError> {
        self.command(Command::Typing(room))
    }

    /// A piece of a room's log: from the replica, and from the host what the replica lacks.
    ///
    /// # Errors
    /// The replica can't be read, or the host refuses.
    pub async fn read(&self, room: RoomNo, range: RangeInclusive<Seq>) -> Result<History, GuestError> {
        for gap in self.replica.gaps(room, range.clone()).await? {
            match self.fetch(room, gap).await {
                Ok(()) => {}
                // What is here is shown all the same.
                Err(GuestError::Offline | GuestError::Over) => break,
                Err(error) => return Err(error),
            }
        }
        let missing = self.replica.gaps(room, range.clone()).await?;
        let last = *range.end();
        let events = self.replica.read(room, range).await?;
        let changes = self.replica.changes(&events, last).await?;
        Ok(History { events, changes, missing })
    }

    async fn fetch(&self, room: RoomNo, gap: RangeInclusive<Seq>) -> Result<(), GuestError> {
        let (mut from, to) = gap.into_inner();
        loop {
            let answer = self.ask(Question::new(move |ask| FromGuest::Read { ask, room, from, to })).await?;
            let FromHost::Page { events, next, .. } = answer else { return Err(GuestError::Lost) };
            let some = !events.is_empty();
            // What was not asked for is not taken.
            let events = events.into_iter().filter(|event| (from..=to).contains(&event.seq)).collect();
            self.replica.copy(room, events).await?;
            match next {
                Some(next) if some && from < next && next <= to => from = next,
                _ => return Ok(()),
            }
        }
    }

    /// Looks for messages in a room: in the replica where it has the whole room, else at the host, and where that can't
    /// be reached in what is here.
    ///
    /// # Errors
    /// The replica can't be read, or the host refuses.
    pub async fn find(&self, room: RoomNo, query: Query) -> Result<Found, GuestError> {
        let mut whole = self.replica.is_whole(room).await?;
        if !whole {
            let Query { words, by, from, to, before, most: _ } = query.clone();
            let question = move |ask| FromGuest::Find { ask, room, words, by, from, to, before };
            match self.ask(Question::new(question)).await {
                Ok(FromHost::Found { hits, next, .. }) => return Ok(shortened(hits, next, query.most)),
                Ok(_) | Err(GuestError::Offline | GuestError::Over | GuestError::Lost) => whole = false,
                Err(error) => return Err(error),
            }
        }
        let Hits { events: hits, next } = self.replica.search(room, query).await?;
        Ok(Found { hits, next, whole })
    }

    /// Who is in a room, or in the house: how many, and the first `most` of them.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn people(&self, room: Option<RoomNo>, most: usize) -> Result<Crowd, GuestError> {
        let mut crowd = Crowd { total: 0, people: Vec::new() };
        let mut after: Option<PersonId> = None;
        loop {
            let question = move |ask| FromGuest::Who { ask, room, name: None, after };
            let answer = self.ask(Question::new(question)).await?;
            let FromHost::People { total, people, next, .. } = answer else { return Err(GuestError::Lost) };
            let some = !people.is_empty();
            crowd.total = total;
            crowd.people.extend(people);
            match next {
                Some(next) if some && crowd.people.len() < most && after < Some(next) => after = Some(next),
                _ => {
                    crowd.people.truncate(most);
                    return Ok(crowd);
                }
            }
        }
    }

    async fn ask(&self, question: Question) -> Result<FromHost, GuestError> {
        let (answer, answered) = oneshot::channel();
        self.command(Command::Ask { question, answer })?;
        // A host that never answers is as good as none.
        match timeout(ANSWER, answered).await {
            Ok(answered) => answered.unwrap_or(Err(GuestError::Lost)),
            Err(_) => Err(GuestError::Lost),
        }
    }

    /// Leaves: waits until everything said is kept, at most `within`, and says goodbye.
    /// The answer is how much still waits in the outbox, to go out at the next visit.
    pub async fn leave(&self, within: Duration) -> usize {
        let (answer, left) = oneshot::channel();
        if self.command(Command::Leave { within, answer }).is_err() {
            return self.replica.unsent().await;
        }
        let unsent = match left.await {
            Ok(unsent) => unsent,
            Err(_) => self.replica.unsent().await,
        };
        // Whoever comes next under this name finds the replica free.
        if let Some(worker) = self.worker.lock().await.take() {
            // A panic in it was reported where it happened.
            let _ = worker.await;
        }
        unsent
    }

    fn command(&self, command: Command) -> Result<(), GuestError> {
        self.commands.send(command).map_err(|_| GuestError::Over)
    }
}

/// What the host found, at most as much as was wanted.
fn shortened(mut hits: Vec<Event>, mut next: Option<Seq>, most: usize) -> Found {
    if let Some(beyond) = hits.get(most.max(1)) {
        next = Some(beyond.seq.next());
        hits.truncate(most.max(1));
    }
    Found { hits, next, whole: true }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.cut.abort();
    }
}
