//! A house that is open in this program: where it is found, whether it is announced, and its end.

use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::find::{Announcement, Announcer, LocalNetwork, MappingState, PortMapping, Presence};
use crate::host::House;
use crate::wire::invites::InviteLine;
use crate::wire::{Address, Invite};

/// A house that is open in this program.
pub struct Hosting {
    /// The house.
    pub house: House,
    /// The address that others are told first, where its host named one.
    pub(super) named: Option<Address>,
    /// This computer's own addresses, the likeliest first.
    pub(super) own: Vec<Address>,
    /// The port that the router opens for people outside the network, where they are meant to come.
    pub(super) mapping: Option<PortMapping>,
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

    /// Where others find it, the likeliest first. What leads there from outside is second, so that every link has it.
    #[must_use]
    pub fn addresses(&self) -> Vec<Address> {
        let outside = match self.mapping_state() {
            Some(MappingState::Open { outside, .. }) => Some(Address::from((outside.ip(), outside.port()))),
            _ => None,
        };
        let mut all: Vec<Address> = self.named.iter().chain(&self.own).cloned().collect();
        if let Some(outside) = outside.filter(|outside| !all.contains(outside)) {
            all.insert(all.len().min(1), outside);
        }
        all
    }

    /// The port it listens on.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.bound.port()
    }

    /// The likeliest of them.
    #[must_use]
    pub fn first_address(&self) -> Option<&Address> {
        self.named.as_ref().or(self.own.first())
    }

    /// Whether people outside the network can reach it by the router's doing; nothing where that is not asked for.
    #[must_use]
    pub fn mapping_state(&self) -> Option<MappingState> {
        self.mapping.as_ref().map(|mapping| *mapping.state().borrow())
    }

    /// The same, as it changes.
    #[must_use]
    pub fn mapping_states(&self) -> Option<watch::Receiver<MappingState>> {
        self.mapping.as_ref().map(PortMapping::state)
    }

    /// Whether others on the network see it.
    #[must_use]
    pub fn is_announced(&self) -> bool {
        matches!(self.presence(), Some(Presence::Starting | Presence::Announced))
    }

    /// The link that gets others in.
    #[must_use]
    pub fn invite(&self) -> Invite {
        Invite {
            addresses: self.addresses().into_iter().take(4).collect(),
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
        let Self { house, announcer, mapping, stop, server, .. } = self;
        let hide = async {
            if let Some(mut announcer) = announcer {
                announcer.withdraw().await;
            }
        };
        let shut = async {
            if let Some(mut mapping) = mapping {
                mapping.withdraw().await;
            }
        };
        tokio::join!(hide, shut);
        // It may have ended by itself.
        let _ = stop.send(());
        let _ = server.await;
        house.close().await;
    }
}
