//! `parlor verify`: checks what is kept, and says what was found.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use parlor::log::verify::{RoomReport, verify};
use parlor::log::{DirLock, SqliteLog};
use parlor::room::Seq;

use super::ending::Failure;
use super::folders::house_folder;

/// What `parlor verify` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to check. Can be left out where there is only one.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Rebuild the search index first. Close Parlor before you do that.
    #[arg(long)]
    renew_index: bool,
}

/// Checks the store.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let data = house_folder(args.data.as_ref())?;
    if args.renew_index {
        let _lock = DirLock::take(&data)?;
        SqliteLog::open(&data.join("log.db"))?.renew_index()?;
    }
    let report = verify(&data)?;
    let mut out = io::stdout().lock();
    for room in &report.rooms {
        writeln!(out, "{}", about(room))?;
    }
    for finding in &report.findings {
        writeln!(out, "{finding}")?;
    }
    if report.more > 0 {
        writeln!(out, "And {} more.", report.more)?;
    }
    if report.is_sound() {
        writeln!(out, "No damage found in {}.", data.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    out.flush()?;
    if report.is_whole() {
        return Err(format!(
            "Everything in {} is there, but search does not find all of it. Run parlor verify --renew-index.",
            data.display()
        )
        .into());
    }
    Err(format!("{} is damaged. Keep a copy of it before anything else.", data.display()).into())
}

fn about(room: &RoomReport) -> String {
    let title = match (&room.title, &room.between) {
        (Some(title), _) => title.to_string(),
        (None, Some([one, other])) => format!("Direct messages between {} and {}", one.name, other.name),
        (None, None) => format!("Room {}", room.room),
    };
    let day = |at: u64| {
        let at = Timestamp::from_millisecond(i64::try_from(at).unwrap_or(i64::MAX)).unwrap_or(Timestamp::MAX);
        at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M")
    };
    let before = if room.first > Seq(1) { " Earlier messages are no longer kept." } else { "" };
    if room.events == 0 {
        return format!("{title}: no events.{before}");
    }
    format!("{title}: {} events, from {} to {}.{before}", room.events, day(room.first_at), day(room.last_at))
}
