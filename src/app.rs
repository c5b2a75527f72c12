//! The window: its screens, what they are put together from, and what is read and kept beside them.

pub mod clock;
mod convert;
pub mod crash;
mod disk;
mod disk_use;
mod drafts;
pub mod emoji;
mod events;
mod joining;
pub mod markup;
mod message;
pub mod message_link;
mod notify;
pub mod opening;
mod preferences;
pub mod recent;
mod run;
pub mod screen;
pub mod scrollback;
mod take_once;
mod texts;
pub mod theme;
pub mod undo;
pub mod widget;
mod window;
mod window_state;

pub use message::Message;
pub use run::{program, program_settings, run};
pub use window::App;
