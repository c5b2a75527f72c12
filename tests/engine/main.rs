//! The engine through its public doors: sockets and the guest API.

#![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]
#![allow(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the same, and the numbers of a test are small"
)]

#[path = "../shared/ports.rs"]
mod ports;
mod support;
mod talks;

mod accounts;
mod admission;
#[cfg(feature = "relay-server")]
mod anywhere;
mod behind;
mod bounds;
mod broken;
mod codec;
mod codes;
mod commits;
#[cfg(unix)]
mod console;
mod copies;
mod crash;
mod deeds;
// On other systems, this computer has one address of its own.
#[cfg(target_os = "linux")]
mod dialling;
#[cfg(target_os = "linux")]
mod doctor;
#[cfg(unix)]
mod editing;
mod evading;
mod exports;
mod finds;
// On other systems, this computer alone can't be told by multicast and broadcast.
#[cfg(target_os = "linux")]
mod found;
#[cfg(target_os = "linux")]
mod guessing;
mod guests;
mod hidden;
mod history;
mod hostile;
mod invites;
mod irc;
mod keeping;
mod ledger;
mod links;
mod memory;
mod migrations;
#[cfg(target_os = "linux")]
mod moves;
mod much;
mod news;
mod pace;
mod passwords;
mod people;

mod pins;
mod pipe;
mod program;
mod protocol;
mod prunes;
mod questions;
mod races;
mod reactions;
mod refusals;
mod renames;
mod rooms;
// There, a computer has one address for itself, and two routers can't be at one.
#[cfg(not(target_os = "macos"))]
mod router;
mod scarce;
mod sentences;
mod shedding;
mod signs;
mod storage;
mod strangers;
mod terminal;
mod text_door;
mod three_doors;
mod unbanning;
mod upgrades;
mod verifies;
mod waits;
