//! Where the room is saved, where the desktop has no dialog to ask for that.

use std::path::PathBuf;

use crate::app::choosing;
use crate::export::Format;

/// By what the field is found.
pub const FIELD: &str = "save-path";

/// A path that is being typed.
#[derive(Clone, Debug)]
pub struct SavePath {
    pub format: Format,
    pub path: String,
    /// What is wrong with it.
    pub trouble: Option<String>,
    /// Whether it is being written.
    pub busy: bool,
}

/// What happens to it.
#[derive(Clone, Debug)]
pub enum Message {
    Typed(String),
    Save,
    Cancel,
    /// It was not written, and why.
    Failed(String),
}

impl SavePath {
    /// A room of this title goes where files go by themselves.
    pub fn new(title: &str, format: Format) -> Self {
        let path = choosing::folder().join(choosing::file_name(title, format));
        Self { format, path: path.display().to_string(), trouble: None, busy: false }
    }

    /// Where it is to go; where it can't, that is said.
    pub fn chosen(&mut self) -> Option<PathBuf> {
        let chosen = choosing::typed_path(&self.path, self.format);
        chosen.map_err(|why| self.trouble = Some(why)).ok()
    }
}
