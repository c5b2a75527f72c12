//! The window: its screens, what they are put together from, and what is read and kept beside them.

mod choosing;
pub mod clock;
mod convert;
pub mod crash;
mod disk;
mod disk_use;
mod display;
mod drafts;
pub mod emoji;
mod events;
mod examining;
pub mod first_window;
mod joining;
mod looking;
mod message;
mod notify;
pub mod opening;
mod places;
mod preferences;
mod primary;
mod private_file;
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

pub use display::NoWindow;
pub use message::Message;
pub use run::{program, program_settings, run};
pub use window::App;
