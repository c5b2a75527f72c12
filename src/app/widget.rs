//! Widgets of our own: what can be pressed by key as well as by pointer, what keeps still, what lies behind a question,
//! and where that rests.

mod accessible_editor;
mod arrows;
pub mod avatar;
mod centred;
mod coloured;
mod elsewhere;
mod emoji_grid;
mod entry_frame;
mod field_ring;
mod focus;
mod glyph;
mod icon_button;
mod inert;
mod mark;
mod pair;
mod popover;
mod pressable;
mod preview;
pub mod scrollback;
mod steady_card;
mod steady_caret;
mod swatch;
mod truncated;
mod wrapped;

pub use accessible_editor::accessible_editor;
pub use arrows::arrows;
pub use avatar::{Dot, avatar};
pub use emoji_grid::emoji_grid;
pub use entry_frame::{Heard, entry_frame};
pub use field_ring::field_ring;
pub use focus::{focus, focus_around, focus_next, focus_previous, focus_with, reveal};
pub use glyph::{SMALL, emoji, glyph, glyph_in};
pub use icon_button::{icon_button, tipped};
pub use inert::inert;
pub use mark::Mark;
pub use pair::{apart, beside, footed, level};
pub use popover::{Anchor, Side, popover};
pub use pressable::{Kind, Pressable, press, press_maybe};
pub use preview::preview;
pub use scrollback::scrollback;
pub use steady_card::steady_card;
pub use steady_caret::{steady_caret, steady_caret_line};
pub use swatch::swatch;
pub use truncated::{Truncated, truncated, width_of};
