//! Visits a house: joins, keeps a replica of what it saw and an outbox of what it said, comes back by itself.
//! Works on the replica where there is no house to be reached.

pub mod account;
mod backoff;
mod by_code;
mod connected;
mod connection;
mod copy;
mod dialling;
mod error;
mod handle;
mod handshake;
mod hearing;
mod invites;
mod joining;
mod knock;
pub mod known;
mod lookout;
mod moved;
mod outbox;
mod over_relay;
mod over_tcp;
mod owner;
mod read_marks;
mod reading;
mod rejoining;
mod replica;
pub mod rooms;
mod sending;
mod state;
mod update;
pub mod visit;
mod worker;

pub use backoff::Backoff;
pub use by_code::invite_by_code;
pub use copy::HouseCopy;
pub use error::GuestError;
pub use handle::{Guest, Updates};
pub(crate) use knock::is_house;
pub use knock::knock;
pub use known::Known;
pub use lookout::Lookout;
pub use reading::{Crowd, Found, History};
pub use replica::Replica;
pub use update::{Arrival, Ended, Own, OwnState, Update};
pub use visit::{Keep, Visit, Way};
