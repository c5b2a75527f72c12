//! What everything is painted with: four sets of tokens, one theme around each. How widgets use them is in `catalog`.

mod catalog;
mod icon;
mod look;
mod tokens;

use iced::Font;
use iced::font::{Family, Weight};

pub use catalog::{Field, FieldClass, Ground, Ink};
pub use icon::{ICONS, Icon};
pub use look::Theme;
pub use tokens::Tokens;

/// An element of this window.
pub type Element<'a, Message> = iced::Element<'a, Message, Theme>;

/// The letters of everything that is not code.
pub const PLAIN: Font = Font { family: Family::Name("Inter"), ..Font::DEFAULT };
/// For what can be pressed.
pub const MEDIUM: Font = Font { weight: Weight::Medium, ..PLAIN };
/// For titles, and for names.
pub const STRONG: Font = Font { weight: Weight::Semibold, ..PLAIN };
/// For emoji: in colour.
pub const EMOJI: Font = Font { family: Family::Name("Twemoji Mozilla"), ..Font::DEFAULT };
/// For code.
pub const CODE: Font = Font::MONOSPACE;

/// How large letters are that say nothing else, and how far their lines are apart.
pub const TEXT: f32 = 14.0;
/// The distance of lines.
pub const LINE: f32 = 20.0;
