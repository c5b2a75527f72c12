//! Finds ways to houses: this computer's addresses, the houses that announce themselves on its local networks, and ports
//! that a router opens.
//!
//! ```text
//! addresses      where others can reach this computer
//! notice         what a house tells of itself before anyone has joined. A hint, and never trusted
//! local_network  what announcing and looking share
//! mdns           this program's one mDNS daemon
//! announce       a house announces itself
//! browse         looks for houses that do
//! places         what was found, grouped by key and bounded
//! by_code        where someone said a code
//! whereabouts    where one house is just now, for guests who lost it
//! probe          for networks without multicast: what is asked by broadcast, and the answer
//! answering      a house answers probes
//! probing        asks everyone
//! port_mapping   a port that the router opens for people outside this network
//! multicast      whether multicast works here at all
//! gateway        the router that leads out of this network
//! ip_ranges      which addresses are of the internet
//! ```

pub mod addresses;
mod announce;
mod answering;
mod browse;
mod browser;
mod by_code;
mod gateway;
mod ip_ranges;
mod local_network;
mod mdns;
mod multicast;
mod notice;
mod places;
mod port_mapping;
mod probe;
mod probing;
mod reach;
mod whereabouts;

pub use announce::{Announcement, Announcer, NotAnnounced, Presence};
pub use browser::Browser;
pub(crate) use gateway::{gateway_v4, gateway_v6};
pub(crate) use ip_ranges::{is_private, is_shared};
pub use local_network::LocalNetwork;
pub use multicast::Multicast;
pub use places::{Found, PLACE_ADDRESSES, PLACES};
pub use port_mapping::{MappingState, NotOpen, OpenedBy, PortMapping, Router};
