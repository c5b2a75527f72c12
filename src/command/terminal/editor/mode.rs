//! How the terminal was before it was edited on. The editor puts it back after each line, and nobody else does where
//! the program ends while it waits for one.

#[cfg(unix)]
pub use unix::{Mode, is_in_front};
#[cfg(not(unix))]
pub use windows::{Mode, is_in_front};

#[cfg(unix)]
mod unix {
    use std::io;

    use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};
    use nix::unistd::{getpgrp, tcgetpgrp};

    /// How it was.
    pub struct Mode(Termios);

    impl Mode {
        pub fn now() -> Option<Self> {
            tcgetattr(io::stdin()).ok().map(Self)
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
        pub const fn now() -> Option<Self> {
            Some(Self)
        }

        #[expect(clippy::unused_self, reason = "elsewhere there is something to restore")]
        pub const fn restore(&self) {}
    }

    pub const fn is_in_front() -> bool {
        true
    }
}
