//! Opens the program on a screen, where there is one. Whether there is shows only when it is opened: a name in the
//! environment may be that of a screen which is gone, or of one that lets nobody in.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why the window can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum NoWindow {
    /// There is nothing to open it on.
    #[error("There is no screen to open a window on. To host without one: parlor host --title \"Course chat\".")]
    NoScreen,
    /// The system said no.
    #[error("The window can't be opened: {0}. To host without one: parlor host --title \"Course chat\".")]
    System(#[from] iced::Error),
}

/// Whether the program came so far that it has a screen.
#[derive(Clone, Debug, Default)]
pub struct Opened(Arc<AtomicBool>);

impl Opened {
    /// It has one: from here on, a fault is a fault.
    pub fn now(&self) {
        if !self.0.swap(true, Ordering::Relaxed) {
            // The hook that says nothing goes, and the one that was there from the start is there again.
            let _ = panic::take_hook();
        }
    }

    fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs the program, which says when it has a screen. Where it comes to none, it is begun anew for the other kind of
/// screen, if there may be one of that: what opens windows panics, and can be asked only once in a process.
///
/// # Errors
/// There is no screen.
pub fn open(opened: &Opened, run: impl FnOnce() -> iced::Result) -> Result<(), NoWindow> {
    if !displays::any_named() {
        return Err(NoWindow::NoScreen);
    }
    let other = displays::has_other();
    // It would tell of a panic, and leave a report of a fault that is none.
    panic::set_hook(Box::new(|_| ()));
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(ran) => Ok(ran?),
        Err(fault) if opened.is() => panic::resume_unwind(fault),
        Err(_) => {
            if other {
                // Where that succeeds, it does not come back.
                displays::begin_again();
            }
            Err(NoWindow::NoScreen)
        }
    }
}

/// The two kinds of screen that a program may find, by what names them. Wayland is tried first, since X11 may be there
/// within it.
#[cfg(all(unix, not(target_os = "macos")))]
mod displays {
    use std::env;
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    const WAYLAND: [&str; 2] = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    const X11: &str = "DISPLAY";

    fn is_named(name: &str) -> bool {
        env::var_os(name).is_some_and(|value| !value.is_empty())
    }

    pub(super) fn any_named() -> bool {
        WAYLAND.into_iter().chain([X11]).any(is_named)
    }

    /// Whether an X11 screen is named beside one of Wayland's.
    pub(super) fn has_other() -> bool {
        WAYLAND.into_iter().any(is_named) && is_named(X11)
    }

    /// Becomes the same program without the names of Wayland's screens.
    pub(super) fn begin_again() {
        let Ok(program) = env::current_exe() else { return };
        let mut again = Command::new(program);
        again.args(env::args_os().skip(1));
        for name in WAYLAND {
            again.env_remove(name);
        }
        tracing::debug!("no Wayland screen, trying X11");
        let error = again.exec();
        tracing::warn!(%error, "the program could not be begun again");
    }
}

/// Elsewhere there is one kind, and it is always there.
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod displays {
    pub(super) const fn any_named() -> bool {
        true
    }

    pub(super) const fn has_other() -> bool {
        false
    }

    pub(super) const fn begin_again() {}
}
