//! Something to be known, above the entry, until it is put away.

use std::path::PathBuf;

use crate::room::{RoomNo, Title};
use crate::wire::account::RequestLine;

/// Something to be known, until it is put away.
#[derive(Clone, Debug)]
pub(super) enum Notice {
    /// In a sentence.
    Plain(String),
    /// A file is written; and the folder it is in.
    Saved(String, PathBuf),
    /// What went wrong.
    Wrong(String),
    /// Someone asks to come in.
    Asks(RequestLine),
    /// One may come into a room from now on.
    Invited(RoomNo, Title),
    /// The commands there are.
    Help,
}
