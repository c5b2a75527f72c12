//! Every text that the window shows, one file a part, so that it can be read in one go and translated.

pub mod account;
pub mod doctor;
pub mod emoji;
pub mod farewell;
pub mod first;
pub mod go_to;
pub mod invites;
pub mod link;
pub mod list;
pub mod lobby;
pub mod manage;
pub mod menu;
pub mod new_room;
pub mod notices;
pub mod parts;
pub mod people;
pub mod person;
pub mod room;
pub mod room_settings;
pub mod saving;
pub mod search;
pub mod settings;
pub mod standing;
pub mod told;
