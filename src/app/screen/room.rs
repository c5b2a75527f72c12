//! The room: what is said in it, the entry, the people, and the ways out. What it is made of stands in files beside each
//! other; what becomes of whatever happens there is in `update`, and what is seen of it in `view`.

mod attention;
mod commanded;
mod connection;
mod dialog;
mod entry;
mod find;
mod leave;
mod listening;
mod looks;
mod message;
mod notice;
mod overlay;
mod panel;
mod people_list;
mod picking;
mod place;
mod presence;
mod rooms;
mod roster;
mod state;
mod unread;
mod update;
mod view;
mod visit;
mod writing;

pub use looks::Looks;
pub use message::{Action, Goodbye, Message};
pub use panel::Panel;
pub use state::{LIST, Room};
