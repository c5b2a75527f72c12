//! The window, without a window: its models, its screens, and what is seen of them.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop where it is")]
#![allow(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the same, and the numbers of a test are small"
)]

mod accounts;
mod again;
mod doors;
mod emoji;
mod fields;
mod fit;
mod focus;
mod history;
mod ice;
mod ignoring;
mod likes;
mod list;
mod lobby;
mod looks;
mod markup;
mod menus;
mod nearby;
mod out;
mod pages;
mod places;
#[path = "../shared/ports.rs"]
mod ports;
mod rooms;
mod settings;
mod stage;
mod starting;
mod talk;
mod writing;
