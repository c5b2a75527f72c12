//! The houses this person has been to: which key each address had. One readable file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::wire::{Address, Fingerprint};

/// The houses known, by their addresses.
#[derive(Debug)]
pub struct Known {
    path: PathBuf,
    houses: BTreeMap<String, KnownHouse>,
}

/// What is known of a house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownHouse {
    /// Its key.
    pub key: Fingerprint,
    /// Its title, when last seen.
    #[serde(default)]
    pub title: String,
}

/// Why the list of houses can't be used.
#[derive(Debug, thiserror::Error)]
#[error("The list of known places, {}, can't be used: {}. Repair or remove that file.", .path.display(), crate::wire::plainly::plainly(.error))]
pub struct KnownError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub error: io::Error,
}

impl Known {
    /// Reads the list, or begins one. A broken list is an error, not an empty one: it is what keeps strangers out.
    ///
    /// # Errors
    /// It can't be read.
    pub fn load(path: &Path) -> Result<Self, KnownError> {
        let houses = match fs::read(path) {
            Ok(text) => serde_json::from_slice(&text).map_err(io::Error::from),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(error),
        };
        let houses = houses.map_err(|error| KnownError { path: path.to_owned(), error })?;
        Ok(Self { path: path.to_owned(), houses })
    }

    /// What is known of the house at this address.
    #[must_use]
    pub fn at(&self, address: &Address) -> Option<&KnownHouse> {
        self.houses.get(&address.to_string())
    }

    /// Whether the house with this key was visited, wherever that was.
    #[must_use]
    pub fn has(&self, key: Fingerprint) -> bool {
        self.houses.values().any(|house| house.key == key)
    }

    /// Remembers the key of the house at this address.
    ///
    /// # Errors
    /// The list can't be written.
    pub fn remember(&mut self, address: &Address, house: KnownHouse) -> Result<(), KnownError> {
        if self.at(address) == Some(&house) {
            return Ok(());
        }
        // Another program of the same person may have learned of a house meanwhile.
        self.houses = Self::load(&self.path)?.houses;
        self.houses.insert(address.to_string(), house);
        self.save().map_err(|error| KnownError { path: self.path.clone(), error })
    }

    /// Forgets the house at this address. The next visit is a first one.
    ///
    /// # Errors
    /// The list can't be written.
    pub fn forget(&mut self, address: &Address) -> Result<bool, KnownError> {
        let known = self.houses.remove(&address.to_string()).is_some();
        self.save().map_err(|error| KnownError { path: self.path.clone(), error })?;
        Ok(known)
    }

    /// Writes the list whole beside the old one, and puts it in its place.
    fn save(&self) -> io::Result<()> {
        let draft = self.path.with_extension(format!("new-{}", std::process::id()));
        if let Some(dir) = self.path.parent() {
            fs::create_dir_all(dir)?;
        }
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft)?;
        file.write_all(&serde_json::to_vec_pretty(&self.houses)?)?;
        file.sync_all()?;
        fs::rename(&draft, &self.path)
    }
}
