//! Crash reports: what is written down when the hall's thread ends by a fault in the program.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs;
use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::sync::Once;
use std::time::{SystemTime, UNIX_EPOCH};

thread_local! {
    /// The last panic of this thread, and how it came to it.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether this thread wants it noted.
    static NOTES: RefCell<bool> = const { RefCell::new(false) };
}

/// From now on, a panic of this thread is noted with the place where it came up. Other threads, and what is printed, stay
/// as they are.
pub fn note_panics_here() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if NOTES.with_borrow(|notes| *notes) {
                note(info);
            }
            before(info);
        }));
    });
    NOTES.set(true);
}

fn note(info: &PanicHookInfo<'_>) {
    LAST.set(Some(format!("{info}\n\n{}", Backtrace::force_capture())));
}

/// Writes a crash report into a folder.
pub fn report(data: &Path, panic: &(dyn Any + Send)) {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    let words = words.unwrap_or_else(|| "no words".to_owned());
    tracing::error!(%words, "the hall ended by a fault, and the house closes");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let mut text = String::new();
    // A String takes every write.
    let _ =
        writeln!(text, "Parlor {} on {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    let _ = writeln!(text, "At {now} ms since 1970, Parlor crashed: {words}");
    let _ = writeln!(text, "All messages that were sent are kept.\n\n{}", LAST.take().unwrap_or_default());
    let path = data.join(format!("crash-{now}.txt"));
    if let Err(error) = fs::write(&path, text) {
        tracing::error!(%error, path = %path.display(), "the crash report could not be written");
    }
}
