//! The front door: reads the command line and does what it says.

pub mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
