//! The command line: what can be said to Parlor in a terminal. What each command does is in its own file.

mod by_code;
mod doctor;
mod ending;
mod export;
mod find;
mod folders;
mod host;
mod invited;
mod join;
mod numbers;
mod outstanding;
mod passwords;
mod pipe;
mod reading;
mod standard_output;
mod terminal;
mod usage;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use ending::Failure;
use invited::Invited;

/// A chat room on your own computers. Host one, join one, talk.
#[derive(Parser)]
#[command(name = "parlor", version, max_term_width = 100)]
#[cfg_attr(not(feature = "window"), command(arg_required_else_help = true))]
#[command(after_help = "Everything is kept in your data folder, or in the folder set by PARLOR_HOME.\n\
                        PARLOR_LOG sets what is logged, such as PARLOR_LOG=parlor=debug.")]
pub struct Cli {
    /// Log what the program does to standard error.
    #[arg(long, global = true)]
    verbose: bool,
    /// An invite, or a .parlor file with one in it: opens the window with it.
    #[arg(value_name = "INVITE")]
    invite: Option<Invited>,
    /// Open another window, beside the one that is open.
    #[arg(long)]
    new_window: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Host without a window, until Ctrl-C.
    Host(host::Args),
    /// Find places on the local network.
    Find(find::Args),
    /// Find out why a place can't be reached, or whether others could reach this computer.
    Doctor(doctor::Args),
    /// Join from the terminal, or as a pipe for programs.
    Join(join::Args),
    /// Export a room to a file.
    Export(export::Args),
    /// Check the stored data for damage.
    Verify(verify::Args),
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    listen_to_itself(cli.verbose);
    let done = match cli.command {
        None => window(cli.invite, cli.new_window),
        Some(Command::Host(args)) => host::run(args),
        Some(Command::Find(args)) => find::run(&args),
        Some(Command::Doctor(args)) => doctor::run(args),
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

/// Says what is wrong with the command line, or what was asked about it.
fn misused(error: &clap::Error) -> ExitCode {
    match usage::sentence(error) {
        Some(sentence) => eprintln!("parlor: {sentence}"),
        None => drop(error.print()),
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(1))
}

/// Why it failed, in our own words where the system has none for people.
fn told(failure: &(dyn std::error::Error + 'static)) -> String {
    match failure.downcast_ref::<std::io::Error>() {
        Some(error) => format!("this can't be done: {}.", parlor::wire::plainly::plainly(error)),
        None => failure.to_string(),
    }
}

/// Opens the window, with an invite if it was opened by one.
#[cfg(feature = "window")]
fn window(invite: Option<Invited>, another: bool) -> Result<ExitCode, Failure> {
    if invite.is_none() && !another && handed_over() {
        return Ok(ExitCode::SUCCESS);
    }
    parlor::app::run(folders::paths()?, invite.map(|invite| invite.0), another)?;
    Ok(ExitCode::SUCCESS)
}

/// On Windows, a program has either a console or none, and packages carry both: `parlor` for commands and, beside it,
/// `parlorw` for the window. Whoever starts the one without a command means the other.
#[cfg(all(windows, feature = "window"))]
fn handed_over() -> bool {
    let Ok(me) = std::env::current_exe() else { return false };
    let other = me.with_file_name("parlorw.exe");
    me != other && other.is_file() && std::process::Command::new(other).spawn().is_ok()
}

/// Elsewhere, one program does both.
#[cfg(all(not(windows), feature = "window"))]
const fn handed_over() -> bool {
    false
}

/// There is none in this build: the command line says what there is.
#[cfg(not(feature = "window"))]
fn window(invite: Option<Invited>, _another: bool) -> Result<ExitCode, Failure> {
    let why = "This Parlor was built without its window.";
    Err(match invite {
        Some(Invited(invite)) => format!("{why} To join in the terminal: parlor join '{invite}'."),
        None => format!("{why} Run parlor --help to see what it can do."),
    }
    .into())
}

/// The program's own log: quiet unless asked, and without colours, since it is read in files. What people say is never
/// in it.
fn listen_to_itself(verbose: bool) {
    let fallback = if verbose { "parlor=debug" } else { "off" };
    let asked = std::env::var("PARLOR_LOG").ok().and_then(|asked| asked.parse::<Targets>().ok());
    let shown = asked.or_else(|| fallback.parse().ok()).unwrap_or_default();
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(std::io::stderr).with_target(false);
    tracing_subscriber::registry().with(lines).with(shown).init();
}
