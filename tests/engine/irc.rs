//! The IRC door, through sockets: beside native guests, and as programs for IRC use it.

mod accounts;
mod bans;
mod basics;
mod client;
mod hostile;
mod modern;
mod monitor;
mod order;
mod pace;
