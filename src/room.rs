//! What a room is: names, texts, events, and the state they fold to.
//! Pure: no I/O, no clock, no async, and nothing of the rest of the house.

pub mod body;
pub mod event;
mod fold;
pub mod leaving;
pub mod limits;
pub mod memory;
pub mod name;
mod query;
pub mod rules;
pub mod state;
pub mod text;
pub mod title;

pub use body::{Body, People};
pub use event::{Author, Event, EventId, PersonId, RoomNo, Seq};
pub use memory::Memory;
pub use name::{Name, NameKey, NameRule};
pub use query::{By, Query};
pub use rules::{Refusal, Target, check};
pub use state::State;
pub use text::Text;
pub use title::{Title, Topic};
