//! The door: how guests reach the house. One port for all; each language in which they may come has a file of its own, and
//! all of them come in by the same entrance.

mod code;
mod entrance;
mod listener;
pub mod native;
#[cfg(feature = "anywhere")]
mod relay;

#[cfg(test)]
#[path = "../../tests/host/door.rs"]
mod tests;

pub use listener::{BindError, bind, listen};
