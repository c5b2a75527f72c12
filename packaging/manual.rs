//! Writes the man pages and the shell completions into a folder, from what the command line itself says:
//! `cargo run --example manual -- FOLDER`. Packages are built with them; the program itself carries none of it.

// The program whole, for its command line. Nothing of it is run.
#[allow(dead_code, unused_imports, missing_docs, reason = "only the form of the command line is used")]
#[path = "../src/main.rs"]
mod parlor_program;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::CommandFactory as _;
use clap_complete::Shell;
use command::Cli;
// Its own files call it by this name.
use parlor_program::command;

fn main() -> Result<(), Box<dyn Error>> {
    let folder: PathBuf = std::env::args_os().nth(1).ok_or("name a folder")?.into();
    let (man, completions) = (folder.join("man"), folder.join("completions"));
    fs::create_dir_all(&man)?;
    fs::create_dir_all(&completions)?;
    clap_mangen::generate_to(Cli::command(), &man)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
        clap_complete::generate_to(shell, &mut Cli::command(), "parlor", &completions)?;
    }
    Ok(())
}
