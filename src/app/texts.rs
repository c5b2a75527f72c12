//! Every text that the window shows, one file a part, so that it can be read in one go and translated.

pub mod emoji;
pub mod farewell;
pub mod first;
pub mod list;
pub mod lobby;
pub mod menu;
pub mod notices;
pub mod parts;
pub mod room;
pub mod search;
pub mod settings;
pub mod standing;
