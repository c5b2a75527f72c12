//! The program at a terminal, as someone who sits there sees and types.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::process::Child;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use nix::sys::termios::{LocalFlags, tcgetattr};
use pty_process::Size;
use pty_process::blocking::{Command, open};
use tempfile::TempDir;
use tokio::sync::watch;

/// How large it is: nothing that is looked for is ever above it.
const ROWS: u16 = 120;
pub const COLUMNS: u16 = 80;

/// What Ctrl-C and Ctrl-D send.
pub const CTRL_C: &str = "\u{3}";
pub const CTRL_D: &str = "\u{4}";

/// A program at a terminal of its own. It is ended with the test.
pub struct Terminal {
    child: Child,
    keys: File,
    shown: Shown,
    changed: watch::Receiver<u64>,
    _home: Arc<TempDir>,
}

type Shown = Arc<Mutex<vt100::Parser>>;

impl Terminal {
    pub fn start(home: &Arc<TempDir>, args: &[&str]) -> Self {
        Self::start_into(home, args, None)
    }

    /// The same, and what it says goes to a file.
    pub fn start_into(home: &Arc<TempDir>, args: &[&str], output: Option<File>) -> Self {
        Self::start_at(home, COLUMNS, args, output)
    }

    /// The same at a terminal with so many columns.
    pub fn start_at(home: &Arc<TempDir>, columns: u16, args: &[&str], output: Option<File>) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(ROWS, columns)).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_parlor"));
        if let Some(output) = output {
            program = program.stdout(output);
        }
        let child = program
            .args(args)
            .env("PARLOR_HOME", home.path())
            .env("TERM", "xterm-256color")
            .env("USER", "rolf")
            .env_remove("PARLOR_LOG")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .spawn(pts)
            .unwrap();
        let keys = File::from(OwnedFd::from(pty));
        let mut output = keys.try_clone().unwrap();
        let [rows, columns] = [ROWS, columns].map(|size| NonZeroU16::new(size).unwrap());
        let shown: Shown = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let (change, changed) = watch::channel(0);
        let screen = Arc::clone(&shown);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // It ends with an error where the program did.
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                screen.lock().unwrap().process(&bytes[..count]);
                change.send_modify(|changes| *changes += 1);
            }
        });
        Self { child, keys, shown, changed, _home: Arc::clone(home) }
    }

    /// Types without Enter.
    pub fn types(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Types a line.
    pub fn enters(&mut self, line: &str) {
        self.types(line);
        self.types("\r");
    }

    /// What stands on it: lines that wrap are one.
    pub fn screen(&self) -> String {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).screen().contents()
    }

    pub fn lines(&self) -> Vec<String> {
        self.screen().lines().map(str::to_owned).collect()
    }

    /// How often a line that is so stands on it.
    pub fn count(&self, is_so: impl Fn(&str) -> bool) -> usize {
        self.lines().iter().filter(|line| is_so(line)).count()
    }

    /// Waits until a line is so.
    pub async fn shows(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        self.until(what, |lines| lines.iter().any(|line| is_so(line))).await;
    }

    /// Waits until a line ends so, whatever its time.
    pub async fn says(&mut self, end: &str) {
        self.shows(end, |line| line.ends_with(end)).await;
    }

    /// Waits until this is the line that is being typed.
    pub async fn prompts(&mut self, typed: &str) {
        let line = format!("> {typed}");
        self.until(&line, |lines| lines.last().is_some_and(|last| last.trim_end() == line.trim_end())).await;
    }

    pub async fn until(&mut self, what: &str, is_so: impl Fn(&[String]) -> bool) {
        let mut changed = self.changed.clone();
        let seen = async {
            loop {
                changed.borrow_and_update();
                if is_so(&self.lines()) {
                    return;
                }
                assert!(changed.changed().await.is_ok(), "it ended before {what}: {:#?}", self.lines());
            }
        };
        if tokio::time::timeout(super::PATIENCE, seen).await.is_err() {
            panic!("waited in vain for {what}: {:#?}", self.lines());
        }
    }

    /// Waits until the program ends. The answer is its code.
    pub async fn end(&mut self) -> Option<i32> {
        let mut changed = self.changed.clone();
        let ended = async { while changed.changed().await.is_ok() {} };
        if tokio::time::timeout(super::PATIENCE, ended).await.is_err() {
            panic!("it did not end: {:#?}", self.lines());
        }
        self.child.wait().unwrap().code()
    }

    /// Whether it is as it was before the program began: it shows what is typed, and marks nothing that is pasted.
    pub fn is_given_back(&self) -> bool {
        let flags = tcgetattr(&self.keys).unwrap().local_flags;
        let marks = self.shown.lock().unwrap_or_else(PoisonError::into_inner).screen().bracketed_paste();
        flags.contains(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::ISIG) && !marks
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&self, signal: &str) {
        let sent = std::process::Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success(), "SIG{signal} could not be sent");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
