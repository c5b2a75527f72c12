//! Where things are kept on this computer.

use std::env;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::room::{Name, Title};
use crate::wire::Fingerprint;

/// Set to a folder, everything is kept there: on a stick, or for a trial.
pub const HOME: &str = "PARLOR_HOME";

/// A file of this name beside the program makes it portable: everything is kept beside it, in [`PORTABLE_DATA`].
const PORTABLE: &str = "portable.txt";

/// Where a portable program keeps everything.
const PORTABLE_DATA: &str = "data";

/// How long the readable part of a folder's name is.
const READABLE: usize = 40;

/// The folders of one person.
#[derive(Clone, Debug)]
pub struct Paths {
    root: PathBuf,
}

impl Paths {
    /// This person's own, or nothing where the system knows no home for them. What `PARLOR_HOME` names comes first, then
    /// the folder beside a portable program.
    #[must_use]
    pub fn of_person() -> Option<Self> {
        if let Some(root) = env::var_os(HOME).filter(|root| !root.is_empty()) {
            return Some(Self { root: root.into() });
        }
        if let Some(portable) = env::current_exe().ok().and_then(|program| Self::beside(&program)) {
            return Some(portable);
        }
        ProjectDirs::from("", "", "Parlor").map(|dirs| Self { root: dirs.data_local_dir().to_owned() })
    }

    /// Those of a portable program, which this may be: `portable.txt` lies beside it.
    fn beside(program: &Path) -> Option<Self> {
        let folder = program.parent()?;
        folder.join(PORTABLE).is_file().then(|| Self { root: folder.join(PORTABLE_DATA) })
    }

    /// Everything in this folder.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The houses this person hosts.
    #[must_use]
    pub fn houses(&self) -> PathBuf {
        self.root.join("houses")
    }

    /// The house with this title. Another title is another house, so that nobody opens one group's words to another by
    /// a slip of the pen.
    #[must_use]
    pub fn house(&self, title: &Title) -> PathBuf {
        self.houses().join(folder_name(title.key().as_str(), title.as_str()))
    }

    /// The key this person shows as a guest.
    #[must_use]
    pub fn guest_key(&self) -> PathBuf {
        self.root.join("guest.key")
    }

    /// The houses this person has been to.
    #[must_use]
    pub fn known(&self) -> PathBuf {
        self.root.join("known.json")
    }

    /// What is kept of visits to a house under a name.
    #[must_use]
    pub fn visit(&self, house: Fingerprint, name: &Name) -> PathBuf {
        self.root.join("visits").join(house.to_string()).join(folder_name(name.key().as_str(), name.as_str()))
    }

    /// How this person likes things.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.root.join("settings.toml")
    }

    /// What is left of faults of the program's own.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }

    /// Where the window that is open is called.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.root().join("window.json")
    }

    /// The rooms this person was in last.
    #[must_use]
    pub fn recent(&self) -> PathBuf {
        self.root.join("recent.json")
    }

    /// Everything.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// A name that any file system takes, that people recognise, and that differs where the keys do.
fn folder_name(key: &str, shown: &str) -> String {
    let readable: String =
        shown.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(READABLE).collect();
    let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    let short: String = digest.as_ref().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{short}", readable.trim_matches('-'))
}
