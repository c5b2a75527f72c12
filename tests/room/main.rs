//! What a room is, by itself.

#![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]

mod bodies;
mod commands;
mod fold;
mod memory;
mod names;
mod roles;
mod texts;
