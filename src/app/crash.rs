//! What is left of a fault of the program's own: a file that tells where it was, and nothing of what anyone said.

use std::backtrace::Backtrace;
use std::fs;
use std::io;
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::thread;

use jiff::Timestamp;

use crate::paths::Paths;

/// How the names of reports end, until someone was told of them.
const NEW: &str = "new.txt";

/// From here on, every fault leaves a report.
pub fn report_to(paths: &Paths) {
    let folder = paths.reports();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        if let Err(error) = write(&folder, fault) {
            tracing::error!(%error, "the report could not be written");
        }
        before(fault);
    }));
}

fn write(folder: &Path, fault: &PanicHookInfo<'_>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let now = Timestamp::now();
    let name = format!("fault-{}-{}.{NEW}", now.strftime("%Y%m%d-%H%M%S"), std::process::id());
    let place = fault.location().map(ToString::to_string).unwrap_or_default();
    let thread = thread::current();
    let report = format!(
        "Parlor {} ended by a fault of its own.\n\n\
         When    {now}\n\
         System  {} {}\n\
         Thread  {}\n\
         Where   {place}\n\n\
         The words of the fault are left out: they could be words of people.\n\n\
         {}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        thread.name().unwrap_or("without a name"),
        Backtrace::force_capture(),
    );
    fs::write(folder.join(name), report)
}

/// The newest report nobody was told of yet. From now on they were.
#[must_use]
pub fn unseen(paths: &Paths) -> Option<PathBuf> {
    let entries = fs::read_dir(paths.reports()).ok()?;
    let mut new: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_new(path)).collect();
    new.sort();
    let told = new.into_iter().map(|path| {
        let name = path.to_string_lossy();
        let seen = PathBuf::from(format!("{}.txt", name.trim_end_matches(NEW).trim_end_matches('.')));
        // Where it can't be renamed, it is told of once more.
        if fs::rename(&path, &seen).is_ok() { seen } else { path }
    });
    told.fold(None, |_, newest| Some(newest))
}

fn is_new(path: &Path) -> bool {
    path.to_str().is_some_and(|name| name.ends_with(NEW))
}
