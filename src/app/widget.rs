//! Widgets of our own: what can be pressed by key as well as by pointer, what keeps still, what lies behind a question,
//! and where that rests.

mod behind;
mod cut;
mod pair;
mod pressable;
mod resting;
mod reveal;
pub mod scrollback;
mod still;
mod wrapped;
mod written;

pub use behind::behind;
pub use cut::{Cut, cut};
pub use pair::{apart, beside, footed};
pub use pressable::{Kind, Pressable, press, press_maybe};
pub use resting::resting;
pub use reveal::{focus, focus_next, focus_previous, focus_with, reveal};
pub use scrollback::scrollback;
pub use still::{still, still_line};
pub use written::written;
