//! Parlor.
pub mod export;
pub mod find;
pub mod guest;
pub mod host;
pub mod log;
pub mod paths;
pub mod room;
pub mod wire;
