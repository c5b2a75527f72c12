//! The room: what is said in it, the entry, the people, and the ways out. What it is made of stands in files beside each
//! other; what becomes of whatever happens there is in `update`, and what is seen of it in `view`.

mod attention;
mod connection;
mod dialog;
mod entry;
mod find;
mod found_places;
mod held;
mod highlight;
mod joined_room;
mod leave;
mod menu;
mod menu_lines;
mod message;
mod notice;
mod overlay;
mod page;
mod panel;
mod people_list;
mod picking;
mod presence;
mod question;
mod reply;
mod rooms;
mod roster;
mod save_path;
mod sent_commands;
mod standing;
mod state;
mod unread;
mod update;
mod updates;
mod view;
mod view_context;
mod visit;
mod writing;

pub use message::{Action, Goodbye, Message};
pub use panel::Panel;
pub use state::{LIST, Room};
pub use view_context::ViewContext;
