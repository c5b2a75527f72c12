//! What a room is, by itself.

#![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]
#![allow(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the same, and the numbers of a test are small"
)]

mod bodies;
mod commands;
mod fold;
mod memory;
mod names;
mod roles;
mod spans;
mod texts;
