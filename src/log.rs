//! Where rooms are kept: the [`Log`] and the store that is built in. A host's log and a guest's replica are the same thing;
//! what a guest knows beyond it (gaps, an outbox) is the guest's.

mod api;
mod body;
mod connections;
mod copy;
mod entry;
mod error;
pub(crate) mod file;
mod index;
mod indexer;
mod indexing;
mod key;
mod lock;
mod message;
mod prune;
mod question;
mod reading;
mod schema;
mod search;
pub mod sqlite;
pub mod verify;
mod words;
mod writer;
mod writing;

pub use api::{Log, Pruned};
pub use entry::Entry;
pub use error::LogError;
pub use key::LAST_ROOM;
pub use lock::DirLock;
pub use search::Hits;
pub use sqlite::SqliteLog;
