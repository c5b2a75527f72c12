//! `parlor export`: writes out what a room kept.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::tz::TimeZone;
use parlor::export::{ExportError, Format, export};
use parlor::log::verify::verify;
use parlor::log::{Log as _, SqliteLog};
use parlor::room::{RoomNo, State, Title};
use parlor::wire::plainly::plainly;

use super::ending::Failure;
use super::folders::house_folder;

/// What `parlor export` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to export from. Can be left out where there is only one.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The room, by its title or number. The first one where left out.
    #[arg(long)]
    room: Option<String>,
    /// The format: txt (text), html (web page), jsonl (for programs) or csv (table).
    #[arg(long, default_value_t = Format::Txt)]
    format: Format,
    /// The file to write. Standard output where left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes the room.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let data = house_folder(args.data.as_ref())?;
    let log = SqliteLog::open_to_read(&data.join("log.db"))?;
    let room = find_room(&log.rooms()?, args.room.as_deref())?;
    let zone = TimeZone::system();
    let written = match &args.out {
        None => export(&log, room, args.format, &zone, &mut io::stdout().lock()),
        Some(path) => {
            let mut file = create(path)?;
            export(&log, room, args.format, &zone, &mut file)
        }
    };
    match written {
        Ok(count) => {
            if let Some(path) = &args.out {
                eprintln!("{count} events written to {}.", path.display());
            }
            whole(&data)
        }
        // Whoever read along has read enough.
        Err(ExportError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

/// A damaged store may give up only a part, and give no sign of it. Whoever keeps an export must know that it is not all.
fn whole(data: &Path) -> Result<ExitCode, Failure> {
    if verify(data)?.is_whole() {
        return Ok(ExitCode::SUCCESS);
    }
    let data = data.display();
    Err(format!("This is not everything: {data} is damaged or has gaps. Run parlor verify --data {data} to see what.")
        .into())
}

/// A new file. One that is there already may be what somebody wants to keep.
fn create(path: &Path) -> Result<File, Failure> {
    File::create_new(path).map_err(|error| {
        let what = match error.kind() {
            io::ErrorKind::AlreadyExists => "already exists. Choose another name, or remove it first".to_owned(),
            _ => format!("can't be written: {}", plainly(&error)),
        };
        format!("{} {what}.", path.display()).into()
    })
}

fn find_room(rooms: &[(RoomNo, State)], wanted: Option<&str>) -> Result<RoomNo, Failure> {
    let Some(wanted) = wanted else {
        return rooms.first().map(|(no, _)| *no).ok_or_else(|| "There is nothing to export yet.".into());
    };
    let key = Title::parse(wanted).map(|title| title.key()).ok();
    let by_title = rooms.iter().find(|(_, state)| key.is_some() && state.title.as_ref().map(Title::key) == key);
    let by_number = || rooms.iter().find(|(no, _)| wanted.trim() == no.to_string());
    match by_title.or_else(by_number) {
        Some((no, _)) => Ok(*no),
        None => {
            let titles: Vec<&str> =
                rooms.iter().filter_map(|(_, state)| state.title.as_ref()).map(Title::as_str).collect();
            Err(format!("There is no room “{wanted}”. There are: {}.", titles.join(", ")).into())
        }
    }
}
