//! Finds ways to houses: this computer's addresses, and the houses that announce themselves on its local networks.
//!
//! ```text
//! addresses    where others can reach this computer
//! notice       what a house tells of itself before anyone has joined. A hint, and never trusted
//! mdns         this program's one mDNS daemon, for whoever announces or looks
//! announce     a house announces itself
//! browse       looks for houses that do
//! places       what was found, grouped by key and bounded
//! whereabouts  where one house is just now, for guests who lost it
//! ```

pub mod addresses;
mod announce;
mod browse;
mod mdns;
mod notice;
mod places;
mod whereabouts;

pub use announce::{Announcement, Announcer, NotAnnounced, Presence};
pub use browse::Browser;
pub use mdns::Mdns;
pub use notice::Notice;
pub use places::{Found, PLACE_ADDRESSES, PLACES};
