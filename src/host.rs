//! Keeps a house: takes guests in, orders what they say, has it kept, and lets everyone read at their own pace.
//!
//! ```text
//! house     opens, serves and closes
//! door      takes connections; a guest shows their papers and comes in by one entrance, whatever they speak
//! session   one guest's connection: what it says goes to the hall, what it reads it reads at its own pace
//! hall      one thread: looks up the facts, has the core decide, keeps all of it in one commit, and carries out the rest
//! view      what sessions see without asking: rooms and people, as far as they are kept
//! registry  the house's own book: names, accounts, bans
//! core      what decides. Pure: no clock, no channel, no disk
//! ```

mod core;
mod disk;
mod door;
mod error;
mod gate;
mod hall;
mod house;
mod language;
mod ledger;
mod mailbox;
mod network;
mod no;
mod pace;
mod passwords;
mod questions;
mod rate_limits;
mod registry;
mod session;
mod settings;
mod shared;
mod view;

pub use door::{Taken, bind};
pub use error::HostError;
pub use house::House;
pub use pace::Pace;
pub use settings::{Limits, Settings};
