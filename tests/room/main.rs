//! What a room is, by itself.
mod names;
mod texts;
