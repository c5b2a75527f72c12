//! A house that is open in this program: where it is found, whether it is announced, and its end.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::find::{Announcement, Announcer, LocalNetwork, Presence};
use crate::host::House;
use crate::wire::invites::InviteLine;
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
    /// Where it listens.
    pub(super) bound: SocketAddr,
    pub(super) network: LocalNetwork,
    pub(super) announcer: Option<Announcer>,
    pub(super) stop: oneshot::Sender<()>,
    pub(super) server: JoinHandle<()>,
}

impl Hosting {
    /// Announces it on the networks it can be reached from. Needs a tokio runtime around it.
    pub fn announce(&mut self) {
        let announcement = Announcement {
            key: self.house.fingerprint(),
            title: self.house.title().clone(),
            asks_password: self.house.asks_password(),
            bound: self.bound,
            people: self.house.people(),
            codes: self.house.code_numbers(),
        };
        self.announcer = Some(Announcer::start(&self.network, announcement));
    }

    /// Announces it no longer.
    pub fn hide(&mut self) {
        self.announcer = None;
    }

    /// Whether others on the network see it, where they are meant to.
    #[must_use]
    pub fn presence(&self) -> Option<Presence> {
        self.announcer.as_ref().map(|announcer| *announcer.presence().borrow())
    }

    /// Whether others on the network see it.
    #[must_use]
    pub fn is_announced(&self) -> bool {
        matches!(self.presence(), Some(Presence::Starting | Presence::Announced))
    }

    /// Its addresses, as far as they are numbers and not names.
    #[must_use]
    pub fn numeric_addresses(&self) -> Vec<SocketAddr> {
        let numeric = |address: &Address| address.host.parse().ok().map(|ip: IpAddr| SocketAddr::new(ip, address.port));
        self.addresses.iter().filter_map(numeric).collect()
    }

    /// The link that gets others in.
    #[must_use]
    pub fn invite(&self) -> Invite {
        Invite {
            addresses: self.addresses.iter().take(4).cloned().collect(),
            relay: None,
            key: self.house.fingerprint(),
            room: None,
            secret: self.house.secret(),
        }
    }

    /// The link of an invite that was given out.
    #[must_use]
    pub fn link_of(&self, line: &InviteLine) -> Invite {
        let Invite { addresses, key, .. } = self.invite();
        line.link(addresses, key)
    }

    /// Closes the house: nobody is to find it any more, everyone is told, and what was said is on the disk.
    pub async fn close(self) {
        let Self { house, announcer, stop, server, .. } = self;
        if let Some(mut announcer) = announcer {
            announcer.withdraw().await;
        }
        // It may have ended by itself.
        let _ = stop.send(());
        let _ = server.await;
        house.close().await;
    }
}
