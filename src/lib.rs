//! Parlor.
pub mod guest;
pub mod host;
pub mod log;
pub mod room;
pub mod wire;
