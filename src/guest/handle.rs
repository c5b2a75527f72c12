//! A visit, in the hands of whoever makes it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::timeout;

use super::error::GuestError;
use super::lookout::Lookout;
use super::owner::{Command, Owner, Question};
use super::replica::Replica;
use super::update::Update;
use super::visit::{Visit, Way};
use super::worker::Worker;
use crate::room::{Body, EventId, RoomNo, Text};
use crate::wire::Invite;
use crate::wire::frame::FromHost;

/// How long the host may take to answer a question.
const ANSWER: Duration = Duration::from_secs(15);

/// How many updates may wait for whoever shows them. Beyond it, the guest reads no further for a while.
const UPDATES: usize = 256;

/// A visit to a house. Dropping it cuts the connection; [`Guest::leave`] says goodbye first.
///
/// It has a method for each thing that a guest can want, in files by subject, since all of it goes over one connection.
#[derive(Debug)]
pub struct Guest {
    commands: mpsc::Sender<Command>,
    pub(super) replica: Arc<Replica>,
    worker: Mutex<Option<JoinHandle<()>>>,
    /// Where the house was when the visit began, and its key. Nothing where it is of this very program.
    pub(super) house: Option<Invite>,
    /// Cuts the connection.
    cut: AbortHandle,
}

/// What happens on a visit, as it happens. It ends when the visit is over.
#[derive(Debug)]
pub struct Updates(mpsc::Receiver<Update>);

/// How many commands may wait for the worker.
const COMMANDS: usize = 4096;

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
        Self::begin(visit, None)
    }

    /// The same, and looks where else the house may be for as long as it can't be reached where it was.
    ///
    /// # Errors
    /// As for [`Guest::join`].
    pub fn join_with(visit: Visit, lookout: Lookout) -> Result<(Self, Updates), GuestError> {
        Self::begin(visit, Some(lookout))
    }

    fn begin(visit: Visit, lookout: Option<Lookout>) -> Result<(Self, Updates), GuestError> {
        let replica = Arc::new(Replica::open(&visit)?);
        let house = match &visit.way {
            Way::Network { addresses, relay, key } => {
                Some(Invite { addresses: addresses.clone(), relay: relay.clone(), key: *key, room: None, secret: None })
            }
            Way::Here(_) => None,
        };
        let (commands, waiting) = mpsc::channel(COMMANDS);
        let (updates, shown) = mpsc::channel(UPDATES);
        let worker = Worker::new(visit, lookout, Arc::clone(&replica), Owner::new(waiting, updates));
        let worker = tokio::spawn(worker.work());
        let cut = worker.abort_handle();
        Ok((Self { commands, replica, worker: Mutex::new(Some(worker)), house, cut }, Updates(shown)))
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
        // Whoever says more than the disk keeps up with waits for it.
        self.commands.send(Command::Add { room, id, body, answer }).await.map_err(|_| GuestError::Over)?;
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

    /// Has the next try to reach the house made now, where it would be made later. Nothing comes of it where there is a
    /// connection.
    ///
    /// # Errors
    /// The visit is over.
    pub fn try_again(&self) -> Result<(), GuestError> {
        self.command(Command::TryAgain)
    }

    pub(super) async fn ask(&self, question: Question) -> Result<FromHost, GuestError> {
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
        if self.commands.send(Command::Leave { within, answer }).await.is_err() {
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

    pub(super) fn command(&self, command: Command) -> Result<(), GuestError> {
        self.commands.try_send(command).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => GuestError::Busy,
            mpsc::error::TrySendError::Closed(_) => GuestError::Over,
        })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.cut.abort();
    }
}
