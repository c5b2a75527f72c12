//! What a room is: names, texts, events, and the state they fold to.
//! Pure: no I/O, no clock, no async, and nothing of the rest of the house.

pub mod act;
mod author;
pub mod body;
mod door;
pub mod event;
mod ids;
mod kinds;
mod label;
pub mod limits;
pub mod memory;
pub mod name;
mod pins;
mod query;
mod reason;
pub mod roles;
mod rule_name;
pub mod rules;
pub mod sentence;
mod sign;
pub mod span;
pub mod state;
pub(crate) mod strict;
mod strings;
pub mod text;
pub mod title;

pub use act::{Access, Act, Reach};
pub use author::Author;
pub use body::{Body, People};
pub use door::Door;
pub use event::Event;
pub use ids::{EventId, PersonId, RoomNo, Seq};
pub use label::{Label, LabelError};
pub use memory::Memory;
pub use name::{Name, NameKey, NameRule};
pub use pins::{Pin, Pins};
pub use query::{By, Query};
pub use reason::Reason;
pub use roles::{Deed, Rank};
pub use rule_name::RuleName;
pub use rules::{Case, Refusal, Target, check};
pub use sign::Sign;
pub use state::{Mute, State};
pub use text::Text;
pub use title::{Title, TitleKey, Topic};
