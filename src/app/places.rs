//! The places this person hosts, as each was hosted last: a file in the folder of each. What stands in it makes hosting
//! it again one press, and has its guests find it where it was.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::opening::Reach;
use crate::host::PlainDoors;
use crate::paths::Paths;
use crate::room::Title;
use crate::wire::Address;

/// What the file is called.
const FILE: &str = "place.json";

/// How a place was hosted last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its title.
    pub title: String,
    /// The port it keeps: its guests know it by that.
    pub port: u16,
    /// Whether only this computer could reach it.
    #[serde(default)]
    pub only_here: bool,
    /// The address that others were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether people outside its network could reach it.
    #[serde(default)]
    pub internet: bool,
    /// Whether it asked for a password. The password itself is kept nowhere.
    #[serde(default)]
    pub password: bool,
    /// Which languages were let in without TLS.
    #[serde(default)]
    pub doors: PlainDoors,
    /// Whether it was announced on the network.
    #[serde(default = "yes")]
    pub announced: bool,
}

const fn yes() -> bool {
    true
}

impl Place {
    /// As it was kept in the place's folder.
    #[must_use]
    pub fn load(folder: &Path) -> Option<Self> {
        let text = fs::read(folder.join(FILE)).ok()?;
        let read = serde_json::from_slice(&text);
        read.inspect_err(|error| tracing::warn!(%error, folder = %folder.display(), "a place can't be read")).ok()
    }

    /// Keeps it in the place's folder.
    ///
    /// # Errors
    /// It was not written.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let draft = folder.join(format!("{FILE}.new"));
        fs::File::create(&draft)?.write_all(&serde_json::to_vec_pretty(self)?)?;
        fs::rename(draft, folder.join(FILE))
    }

    /// Who can reach it.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let named = self.address.as_ref().and_then(|address| address.parse::<Address>().ok());
        match named {
            _ if self.only_here => Reach::Here,
            Some(address) => Reach::Internet(Some(address)),
            None if self.internet => Reach::Internet(None),
            None => Reach::Network,
        }
    }

    /// Whether it has this title.
    #[must_use]
    pub fn is_called(&self, title: &Title) -> bool {
        Title::parse(&self.title).is_ok_and(|own| own.key() == title.key())
    }
}

/// All places that are kept, in no order.
#[must_use]
pub fn load(paths: &Paths) -> Vec<Place> {
    let Ok(folders) = fs::read_dir(paths.houses()) else { return Vec::new() };
    folders.flatten().filter_map(|folder| Place::load(&folder.path())).collect()
}

/// The port that a place has, or would be given: the first from `first` on that no other place keeps.
#[must_use]
pub fn port_of(places: &[Place], title: Option<&Title>, first: u16) -> u16 {
    let own = title.and_then(|title| places.iter().find(|place| place.is_called(title)));
    let is_kept = |port: &u16| places.iter().any(|place| place.port == *port);
    let new = || (first..=u16::MAX).find(|port| !is_kept(port)).unwrap_or(first);
    own.map_or_else(new, |place| place.port)
}
