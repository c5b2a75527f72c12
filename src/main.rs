//! The front door: reads the command line and does what it says.

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
