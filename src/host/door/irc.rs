//! IRC: for irssi, WeeChat, HexChat and every bot. A translator between IRC and the frames that all guests speak: what a name,
//! a limit, a rank or a ban is, is decided where it is for everyone. What is offered, and what is left out and why, stands
//! in `CONFORMANCE.md` beside this.

mod caps;
mod client;
mod commands;
mod door;
mod enrolment;
#[cfg(fuzzing)]
pub mod fuzzing;
mod happening;
mod history;
mod inbox;
mod marks;
mod masks;
mod message;
mod monitor;
mod multiline;
mod nick;
mod numerics;
mod parts;
mod quits;
mod registration;
mod seeking;
mod sent;
mod split;
mod steps;
mod task;
mod telling;
mod voice;

pub use door::meet;
