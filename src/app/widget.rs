//! Widgets of our own: what can be pressed by key as well as by pointer, what keeps still, and what lies behind a question.

mod behind;
mod cut;
mod pair;
mod pressable;
pub mod scrollback;
mod still;
mod written;

pub use behind::behind;
pub use cut::{Cut, cut};
pub use pair::{apart, beside, footed};
pub use pressable::{Kind, Pressable, press, press_maybe};
pub use scrollback::scrollback;
pub use still::{still, still_line};
pub use written::written;
