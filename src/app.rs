//! The window: its screens, what they are put together from, and what is read and kept beside them.

pub mod clock;
mod convert;
pub mod crash;
mod disk;
mod drafts;
mod events;
mod frame;
mod joining;
pub mod markup;
mod message;
mod notify;
pub mod opening;
mod parcel;
mod preferences;
pub mod recent;
mod run;
pub mod screen;
pub mod scrollback;
pub mod theme;
pub mod undo;
pub mod widget;
mod window;

pub use message::Message;
pub use run::{program, program_settings, run};
pub use window::App;
