//! What is known of a house without a connection: what its host said of it and of the rooms one is in, kept beside the
//! events. With it, a house that is away can be opened and read.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::update::Arrival;
use crate::log::{Log as _, LogError, SqliteLog};
use crate::room::{Author, Body, Event, Memory, Rank, RoomNo, Seq, Title};
use crate::wire::frame::{Entered, RoomLine};

/// What the file is called.
const FILE: &str = "house.json";

/// What is known of a house without a connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseCopy {
    /// Up to when, in milliseconds since 1970: then there was a connection, or something happened that is here.
    pub until: u64,
    /// The house's title.
    pub house: Title,
    /// Who one is there.
    pub you: Author,
    /// Whether one has an account.
    pub account: bool,
    /// What one is in the house.
    pub rank: Rank,
    /// Those of whom one wants to see nothing.
    pub ignored: Vec<Author>,
    /// The rooms one is in, the one that was wanted first. Each ends where what is here of it does.
    pub joined: Vec<Entered>,
}

impl HouseCopy {
    /// The house as one came into it, where the rooms are known that one is still in.
    pub(super) fn of(arrival: &Arrival, before: Option<Self>) -> Self {
        let still = |room: RoomNo| arrival.rooms.iter().any(|line| line.room == room && line.yours.is_some());
        let others = before.into_iter().flat_map(|before| before.joined);
        let others = others.filter(|entered| entered.room != arrival.room.room && still(entered.room));
        Self {
            until: now(),
            house: arrival.house.clone(),
            you: arrival.you.clone(),
            account: arrival.account,
            rank: arrival.rank,
            ignored: arrival.ignored.clone(),
            joined: [arrival.room.clone()].into_iter().chain(others).collect(),
        }
    }

    /// The house as one would come into it, if it were there. Nothing where there is no room to be read.
    #[must_use]
    pub fn arrival(&self) -> Option<Arrival> {
        let line = |entered: &Entered| RoomLine {
            room: entered.room,
            title: entered.title.clone(),
            people: entered.people,
            topic: entered.topic.clone(),
            access: entered.order.access,
            archived: entered.order.archived,
            head: entered.head,
            direct: entered.direct.clone(),
            yours: Some(entered.yours),
        };
        Some(Arrival {
            house: self.house.clone(),
            you: self.you.clone(),
            rooms: self.joined.iter().map(line).collect(),
            more: false,
            account: self.account,
            rank: self.rank,
            ignored: self.ignored.clone(),
            room: self.joined.first()?.clone(),
        })
    }

    pub(super) fn entered(&mut self, entered: &Entered) {
        match self.joined.iter_mut().find(|known| known.room == entered.room) {
            Some(known) => *known = entered.clone(),
            None => self.joined.push(entered.clone()),
        }
    }

    pub(super) fn left(&mut self, room: RoomNo) {
        self.joined.retain(|known| known.room != room);
    }

    /// One read a room up to here.
    pub(super) fn read(&mut self, room: RoomNo, seq: Seq) {
        if let Some(known) = self.get_mut(room) {
            known.yours.read = seq.max(known.yours.read);
        }
    }

    pub(super) fn forgot(&mut self, room: RoomNo, first: Seq) {
        if let Some(known) = self.get_mut(room) {
            known.first = first.max(known.first);
        }
    }

    /// Something happened in a room. Whether it is another than before.
    pub(super) fn happened(&mut self, room: RoomNo, event: &Event) -> bool {
        let Some(known) = self.get_mut(room) else { return false };
        match &event.body {
            Body::Titled { title } => known.title = title.clone(),
            Body::Topic { topic } => known.topic = topic.clone(),
            Body::Memory { memory } => known.memory = *memory,
            _ => return false,
        }
        true
    }

    fn get_mut(&mut self, room: RoomNo) -> Option<&mut Entered> {
        self.joined.iter_mut().find(|known| known.room == room)
    }

    /// Reads what is kept in this folder, and sees in the log how far each room goes. Nothing where there is nothing, or
    /// nothing that can be read: the next visit makes it anew.
    pub(super) fn load(folder: &Path, log: &SqliteLog) -> Result<Option<Self>, LogError> {
        let Ok(text) = fs::read(folder.join(FILE)) else { return Ok(None) };
        let read = serde_json::from_slice::<Self>(&text);
        let Ok(mut copy) = read.inspect_err(|error| tracing::warn!(%error, "what is known of the house can't be read"))
        else {
            return Ok(None);
        };
        // What a room keeps only while its house is open is not for later.
        copy.joined.retain(|entered| entered.memory != Memory::WhileOpen);
        for entered in &mut copy.joined {
            let head = log.head(entered.room)?;
            (entered.head, entered.after, entered.people) = (head, head, 0);
            let newest = log.read(entered.room, head..=head, 1)?;
            copy.until = newest.iter().map(|event| event.at).fold(copy.until, u64::max);
        }
        Ok(Some(copy))
    }

    /// Writes it, whole beside the old one, and puts it in its place.
    pub(super) fn save(mut self, folder: &Path) -> io::Result<()> {
        self.until = now();
        let draft = folder.join(format!("{FILE}.new"));
        let mut options = fs::File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&draft)?.write_all(&serde_json::to_vec(&self)?)?;
        fs::rename(&draft, folder.join(FILE))
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
