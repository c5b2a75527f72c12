//! Keeps a house: takes guests in, orders what they say, has it kept, and lets everyone read at their own pace.

mod accounts;
mod admitting;
mod answers;
mod areas;
mod attempts;
mod bans;
mod batch;
mod belongings;
mod deleting;
mod desk;
mod door;
mod forgetting;
mod gate;
mod hall;
mod house;
mod keeping;
mod ledger;
mod listener;
mod mailbox;
mod membership;
mod naming;
mod pace;
mod passwords;
mod presence;
mod reads;
mod registering;
mod registry;
mod requests;
mod ring;
mod room;
mod room_keys;
mod rooms;
mod roster;
mod seat;
mod session;
mod settings;
mod shared;
mod table;
mod tables;
mod tries;
mod wishes;

use tokio::sync::Semaphore;

use crate::log::LogError;
use crate::wire::identity::IdentityError;
use crate::wire::tls::TlsError;

pub use house::House;
pub use listener::{Taken, bind};
pub use pace::Pace;
pub use settings::{Limits, Settings};

/// Why a house can't be kept.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// Its store can't be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Its key can't be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// It can't speak TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Its ledger can't be written.
    #[error("The ledger {} can't be written: {error}. Choose another file.", .path.display())]
    Ledger {
        /// The file.
        path: std::path::PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The house has been closed.
    #[error("This house is closed.")]
    Closed,
}

/// How many read from the disk at a time. More would only stand in each other's way.
static READERS: Semaphore = Semaphore::const_new(4);

/// Reads from the log without holding up those who serve sockets.
async fn reading<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LogError> + Send + 'static,
) -> Result<T, LogError> {
    // It is never closed; if it were, reading unhindered is right.
    let _turn = READERS.acquire().await.ok();
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(LogError::Damaged(error.to_string())),
    }
}
