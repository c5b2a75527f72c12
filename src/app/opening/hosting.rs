//! A house that is open in this program: where it is found, and its end.

use std::path::PathBuf;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::host::House;
use crate::wire::{Address, Invite};

/// A house that is open in this program.
pub struct Hosting {
    /// The house.
    pub house: House,
    /// Where others find it, the likeliest first.
    pub addresses: Vec<Address>,
    /// Whether only this computer can reach it.
    pub only_here: bool,
    /// Where it is kept.
    pub folder: PathBuf,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Hosting {
    /// A house that is served by `server`, until `stop` is told.
    pub(super) const fn new(
        house: House,
        addresses: Vec<Address>,
        only_here: bool,
        folder: PathBuf,
        stop: oneshot::Sender<()>,
        server: JoinHandle<()>,
    ) -> Self {
        Self { house, addresses, only_here, folder, stop, server }
    }

    /// The link that gets others in.
    #[must_use]
    pub fn invite(&self) -> Invite {
        Invite {
            addresses: self.addresses.iter().take(4).cloned().collect(),
            key: self.house.fingerprint(),
            room: None,
            secret: self.house.secret(),
        }
    }

    /// Closes the house: everyone is told, and what was said is on the disk.
    pub async fn close(self) {
        let Self { house, stop, server, .. } = self;
        // It may have ended by itself.
        let _ = stop.send(());
        let _ = server.await;
        house.close().await;
    }
}
