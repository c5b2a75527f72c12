//! Keeps a house: takes guests in, orders what they say, has it kept, and lets everyone read at their own pace.
//!
//! ```text
//! house     opens, serves and closes: the public face
//! door      takes connections; a guest shows their papers and comes in by one entrance, whatever they speak
//! session   one guest's connection: what it says goes to the hall, what it reads it reads at its own pace
//! hall      one thread: looks up the facts, has the core decide, keeps all of it in one commit, and carries out the rest
//! view      what sessions see without asking: rooms and people, as far as they are kept. Its fan-out writes what happens to
//!           all who listen; whoever is behind reads the log there, in pages that all of them share
//! happenings what is told of all that to whoever keeps the house and looks on
//! registry  the house's own book: names, accounts, bans, invites
//! core      what decides. Pure: no clock, no channel, no disk
//! ```

mod blocking;
mod bots;
mod channels;
mod connection_limit;
mod context;
mod core;
mod door;
mod error;
mod event_reader;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod hall;
mod happenings;
mod house;
mod house_password;
mod language;
mod ledger;
mod mailbox;
mod no;
mod opening;
mod passwords;
mod person_news;
mod plain_doors;
mod queries;
mod rate_limits;
mod reach_checks;
mod reading;
mod registry;
mod session;
mod settings;
mod spoken_codes;
mod standing_invite;
mod subnet;
mod token_bucket;
mod view;

pub use door::{BindError, bind};
pub use error::HostError;
pub use happenings::{Happening, Happenings, Knock};
pub use house::House;
pub use ledger::AtDoor;
pub use plain_doors::PlainDoors;
pub use settings::{Limits, Settings};
pub use token_bucket::Pace;
