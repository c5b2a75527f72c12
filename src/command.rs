//! The command line: what can be said to Parlor in a terminal. What each command does is in its own file.

mod ending;
mod export;
mod folders;
mod host;
mod join;
mod passwords;
mod pipe;
mod reading;
mod terminal;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use ending::Failure;

/// A chat room on your own computers. Host one, join one, talk.
#[derive(Parser)]
#[command(name = "parlor", version, max_term_width = 100)]
#[cfg_attr(not(feature = "window"), command(arg_required_else_help = true))]
#[command(after_help = "Everything is kept in your data folder, or in the folder set by PARLOR_HOME.\n\
                        PARLOR_LOG sets what is logged, such as PARLOR_LOG=parlor=debug.")]
struct Cli {
    /// Log what the program does to standard error.
    #[arg(long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Host without a window, until Ctrl-C.
    Host(host::Args),
    /// Join from the terminal, or as a pipe for programs.
    Join(join::Args),
    /// Export a room to a file.
    Export(export::Args),
    /// Check the stored data for damage.
    Verify(verify::Args),
}

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
            eprintln!("parlor: {}", told(&*failure));
            ExitCode::FAILURE
        }
    }
}

/// Why it failed, in our own words where the system has none for people.
fn told(failure: &(dyn std::error::Error + 'static)) -> String {
    match failure.downcast_ref::<std::io::Error>() {
        Some(error) => format!("this can't be done: {}.", parlor::wire::plainly::plainly(error)),
        None => failure.to_string(),
    }
}

/// Opens the window.
#[cfg(feature = "window")]
fn window() -> Result<ExitCode, Failure> {
    parlor::app::run(folders::paths()?)?;
    Ok(ExitCode::SUCCESS)
}

/// There is none in this build: the command line says what there is.
#[cfg(not(feature = "window"))]
fn window() -> Result<ExitCode, Failure> {
    Err("This Parlor was built without its window. Run parlor --help to see what it can do.".into())
}

/// The program's own log: quiet unless asked. What people say is never in it.
fn listen_to_itself(verbose: bool) {
    let fallback = if verbose { "parlor=debug" } else { "off" };
    let filter = EnvFilter::try_from_env("PARLOR_LOG").unwrap_or_else(|_| EnvFilter::new(fallback));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
