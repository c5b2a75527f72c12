//! The screens: each is made, told what happened, and answers with what it wants done.

pub mod emoji_picker;
pub mod farewell;
pub mod lobby;
pub mod page;
pub mod parts;
pub mod room;
pub mod settings;
