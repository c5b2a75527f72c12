//! What happens in the house, for whoever keeps it and looks on: who comes to the door and from where, and what happens in
//! the rooms. Looking on is no visit: nobody sees it, and it needs no name. Direct talks are not in it: they are for two.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

use super::event_reader::EventReader;
use super::ledger::{AtDoor, Entry};
use super::settings::Clock;
use super::view::{RoomViews, Roster};
use crate::log::{Log, LogError};
use crate::room::{Event, Name, RoomNo, Title};
use crate::wire::carriage::Origin;
use crate::wire::people::Door;

/// How many may wait for whoever looks on. Events wait in the log beyond it; under a flood of connections, the rest of
/// those is not told.
const WAITING: usize = 1024;

/// How long what happens in the rooms waits for more of the same, so that a busy house is read in large pieces. People who
/// look on don't see it.
const SETTLING: Duration = Duration::from_millis(50);

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Happening {
    /// At the door.
    Door(Box<Knock>),
    /// In a room.
    Room {
        /// The room.
        room: RoomNo,
        /// What it is called.
        title: Title,
        /// What happened.
        event: Event,
    },
}

/// Something that happens at the door.
#[derive(Clone, Debug)]
pub struct Knock {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What.
    pub what: AtDoor,
    /// Where they are.
    pub from: Origin,
    /// Who, where that is known.
    pub name: Option<Name>,
    /// Through which door they came in, or at which they were turned away because they did not speak TLS.
    pub door: Option<Door>,
    /// Why, where there is a reason.
    pub why: Option<String>,
}

/// What happens in the house from now on, as it happens. Dropping it ends the looking on.
#[derive(Debug)]
pub struct Happenings(mpsc::Receiver<Happening>);

impl Happenings {
    /// The next that happens, or nothing where nobody can tell any more.
    pub async fn next(&mut self) -> Option<Happening> {
        self.0.recv().await
    }
}

/// Whoever looks on, as far as the door has to know.
#[derive(Debug, Default)]
pub(super) struct Onlooker(Mutex<Option<mpsc::Sender<Entry>>>);

impl Onlooker {
    /// Whether there is one.
    pub(super) fn is_there(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Tells what happened at the door.
    pub(super) fn tell(&self, entry: &Entry) {
        let mut there = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(onlooker) = there.as_ref() else { return };
        match onlooker.try_send(entry.clone()) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => tracing::warn!("the console is behind, and misses something"),
            Err(mpsc::error::TrySendError::Closed(_)) => *there = None,
        }
    }

    fn arrives(&self) -> mpsc::Receiver<Entry> {
        let (onlooker, notes) = mpsc::channel(WAITING);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(onlooker);
        notes
    }
}

/// What is told of the house is looked up here.
pub(super) struct Source {
    pub(super) log: Arc<dyn Log>,
    pub(super) rooms: Arc<RoomViews>,
    pub(super) roster: Arc<Roster>,
    pub(super) clock: Clock,
    /// What a room without a title is called.
    pub(super) title: Title,
}

/// Begins to look on.
pub(super) fn look_on(onlooker: &Onlooker, source: Source) -> Result<Happenings, LogError> {
    let mut growth = source.log.growth();
    let mut events = EventReader::from_now(Arc::clone(&source.log))?;
    let mut notes = onlooker.arrives();
    let (tell, told) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut source = source;
        loop {
            let note = tokio::select! {
                biased;
                note = notes.recv() => match note {
                    Some(note) => Some(note),
                    None => return,
                },
                grown = growth.changed() => match grown {
                    Ok(()) => {
                        sleep(SETTLING).await;
                        None
                    }
                    Err(_) => return,
                },
                () = tell.closed() => return,
            };
            // The log may be slow, and whoever serves sockets must not be.
            let tell = tell.clone();
            let told = tokio::task::spawn_blocking(move || {
                let done = source.tell(&mut events, note, &tell);
                (source, events, done)
            });
            match told.await {
                Ok((looked_up, read, Ok(()))) => (source, events) = (looked_up, read),
                Ok((looked_up, read, Err(Untold::Log(error)))) => {
                    tracing::warn!(%error, "what happens in the rooms can't be read");
                    (source, events) = (looked_up, read);
                }
                Ok((.., Err(Untold::Nobody))) | Err(_) => return,
            }
        }
    });
    Ok(Happenings(told))
}

/// Why something was not told.
enum Untold {
    Log(LogError),
    /// Nobody looks on any more.
    Nobody,
}

impl From<LogError> for Untold {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

impl Source {
    fn tell(
        &self,
        events: &mut EventReader,
        note: Option<Entry>,
        tell: &mpsc::Sender<Happening>,
    ) -> Result<(), Untold> {
        let tell_note = |note: Entry| {
            let knock = Happening::Door(Box::new(self.knock(note)));
            tell.blocking_send(knock).map_err(|_| Untold::Nobody)
        };
        // Whoever comes in does nothing before that. All else that is noted happened after what they did.
        let (first, last) = match note {
            Some(note) if note.what == AtDoor::Connected => (Some(note), None),
            note => (None, note),
        };
        first.map_or(Ok(()), tell_note)?;
        let told = events.read(|room, events| {
            let title = self.rooms.get(room).and_then(|view| view.state().title.clone());
            let title = title.unwrap_or_else(|| self.title.clone());
            events.into_iter().try_for_each(|event| {
                let happening = Happening::Room { room, title: title.clone(), event };
                tell.blocking_send(happening).map_err(|_| Untold::Nobody)
            })
        });
        last.map_or(Ok(()), tell_note)?;
        told
    }

    fn knock(&self, note: Entry) -> Knock {
        let Entry { what, from, who, name, why, door, .. } = note;
        let shown = who.and_then(|who| self.roster.get(who));
        let session = shown.iter().flat_map(|shown| shown.sessions.iter().rev()).find(|session| session.from == from);
        Knock { at: (self.clock)(), what, from, name, door: door.or_else(|| session.map(|session| session.door)), why }
    }
}
