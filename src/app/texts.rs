//! Every text that the window shows, one file a part, so that it can be read in one go and translated.

pub mod emoji;
pub mod list;
pub mod menu;
pub mod notices;
pub mod room;
pub mod search;
pub mod standing;
