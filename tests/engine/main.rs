//! The engine through its public doors: sockets and the guest API.

#![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]

mod support;
mod talks;

mod accounts;
mod admission;
mod bounds;
mod codec;
mod crash;
mod deeds;
mod evading;
mod exports;
mod finds;
#[cfg(target_os = "linux")]
mod guessing;
mod guests;
mod history;
mod hostile;
mod keeping;
mod ledger;
mod memory;
mod migrations;
mod much;
mod passwords;
mod people;
mod pipe;
mod program;
mod protocol;
mod prunes;
mod races;
mod reactions;
mod renames;
mod rooms;
mod scarce;
mod storage;
mod terminal;
mod upgrades;
mod verifies;
