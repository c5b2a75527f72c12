//! The command line: what can be said to Parlor in a terminal. What each command does is in its own file.

mod ending;
mod export;
mod host;
mod join;
mod pipe;
mod reading;
mod terminal;
mod verify;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use parlor::paths::Paths;
use tracing_subscriber::EnvFilter;

/// A chat room on your own machines. Host one, join one, talk. Nothing said is lost.
#[derive(Parser)]
#[command(name = "parlor", version, max_term_width = 100)]
#[cfg_attr(not(feature = "window"), command(arg_required_else_help = true))]
#[command(after_help = "Everything is kept in your data folder, or in the folder that PARLOR_HOME names.\n\
                        PARLOR_LOG chooses what the program tells about itself, such as PARLOR_LOG=parlor=debug.")]
struct Cli {
    /// Tell more of what the program does, on standard error.
    #[arg(long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Host a house without a window, until Ctrl-C.
    Host(host::Args),
    /// Join a room from the terminal, or as a pipe for programs.
    Join(join::Args),
    /// Write out what a room kept.
    Export(export::Args),
    /// Check what is kept, and say what was found.
    Verify(verify::Args),
}

/// What went wrong, in one sentence for standard error.
type Failure = Box<dyn std::error::Error>;

/// Does what the command line says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    listen_to_itself(cli.verbose);
    let done = match cli.command {
        None => window(),
        Some(Command::Host(args)) => host::run(args),
        Some(Command::Join(args)) => join::run(args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("parlor: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the window.
#[cfg(feature = "window")]
fn window() -> Result<ExitCode, Failure> {
    parlor::app::run(paths()?)?;
    Ok(ExitCode::SUCCESS)
}

/// There is none in this build: the command line says what there is.
#[cfg(not(feature = "window"))]
fn window() -> Result<ExitCode, Failure> {
    Err("This Parlor was built without its window. Try parlor --help.".into())
}

/// The program's own log: quiet unless asked. What people say is never in it.
fn listen_to_itself(verbose: bool) {
    let fallback = if verbose { "parlor=debug" } else { "off" };
    let filter = EnvFilter::try_from_env("PARLOR_LOG").unwrap_or_else(|_| EnvFilter::new(fallback));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

/// This person's folders.
fn paths() -> Result<Paths, Failure> {
    Paths::of_person().ok_or_else(|| "This system names no home folder. Set PARLOR_HOME to a folder of yours.".into())
}

/// The first line of a password file.
fn password(file: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(path) = file else { return Ok(None) };
    let text = fs::read_to_string(path)
        .map_err(|error| format!("The password file {} can't be read: {error}.", path.display()))?;
    match text.lines().next().map(str::to_owned).filter(|line| !line.is_empty()) {
        Some(password) => Ok(Some(password)),
        None => {
            Err(format!("The password file {} is empty. Write the password on its first line.", path.display()).into())
        }
    }
}

/// The folder of the house that is meant: the one named, or the only one there is.
fn house_folder(data: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(data) = data {
        return Ok(data.clone());
    }
    let houses = paths()?.houses();
    let mut found: Vec<PathBuf> =
        fs::read_dir(&houses).map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    found.retain(|dir| dir.join("log.db").is_file());
    found.sort();
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(format!("Nothing is kept in {}. Name the house's folder with --data.", houses.display()).into()),
        several => {
            let list: Vec<String> = several.iter().map(|dir| format!("  {}", dir.display())).collect();
            Err(format!("There are several houses. Name one with --data:\n{}", list.join("\n")).into())
        }
    }
}
