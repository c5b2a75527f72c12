//! How the terminal is between two lines, and was before it was edited on. The editor puts it back after each line as it
//! found it: what is typed before the next one begins would be painted by the terminal itself, and Ctrl-C would end the
//! program unasked. So it finds one that does neither.

#[cfg(unix)]
pub use unix::{Mode, is_in_front};
#[cfg(not(unix))]
pub use windows::{Mode, is_in_front};

#[cfg(unix)]
mod unix {
    use std::io;

    use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
    use nix::unistd::{getpgrp, tcgetpgrp};

    /// How it was.
    pub struct Mode(Termios);

    impl Mode {
        /// Keeps it, and has the terminal hand over each key as it is.
        pub fn set_aside() -> Option<Self> {
            let before = tcgetattr(io::stdin()).ok()?;
            let mut bare = before.clone();
            bare.local_flags -= LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::IEXTEN | LocalFlags::ISIG;
            tcsetattr(io::stdin(), SetArg::TCSADRAIN, &bare).ok()?;
            Some(Self(before))
        }

        pub fn restore(&self) {
            // A terminal that was closed meanwhile needs nothing.
            let _ = tcsetattr(io::stdin(), SetArg::TCSADRAIN, &self.0);
        }
    }

    /// Whether the program is the one that is typed to. A shell stops those behind it when they read.
    pub fn is_in_front() -> bool {
        tcgetpgrp(io::stdin()).is_ok_and(|front| front == getpgrp())
    }
}

/// Shells there set what they need by themselves, and nothing reads behind one.
#[cfg(not(unix))]
mod windows {
    pub struct Mode;

    impl Mode {
        pub const fn set_aside() -> Option<Self> {
            Some(Self)
        }

        #[expect(clippy::unused_self, reason = "elsewhere there is something to restore")]
        pub const fn restore(&self) {}
    }

    pub const fn is_in_front() -> bool {
        true
    }
}
