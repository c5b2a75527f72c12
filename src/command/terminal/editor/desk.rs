//! What the keyboard and the paper of a line editor share: who may write just now. The editor paints over what others
//! write while it reads a line, and they over it while it does not, so that nobody but it writes until it is closed.

use std::io::{self, Write as _};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::super::typed::Typed;
use super::AHEAD;
use super::mode::Mode;

/// How much may wait for a terminal that does not keep up. What is more is counted and not shown.
const WAITING: usize = 256 * 1024;

/// How long the last lines may take to be painted.
const PARTING: Duration = Duration::from_millis(500);

/// Clears what stands on the line, and ends what the editor asked of the terminal: to mark what is pasted.
const CLEAN: &str = "\r\u{1b}[J\u{1b}[?2004l";

/// How far the reading of a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Between two lines.
    Between,
    /// It begins, and its prompt is not painted yet.
    Begins,
    /// The line is being typed.
    Reads,
    /// Enter was pressed.
    Ends,
    /// No more lines are read.
    Over,
}

/// What both share.
pub struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// How the terminal was before.
    before: Mode,
    stage: Stage,
    closed: bool,
    /// What is to be shown.
    waiting: String,
    /// How many lines of it there was no room for.
    skipped: usize,
    /// Something was handed to the editor and may not be painted yet.
    unpainted: bool,
    /// The line that was typed goes away.
    erases: bool,
    /// The line is a password: it shows as stars, and does not come back.
    hidden: bool,
    /// What was typed may be the end: nothing is read until it is known.
    held: bool,
    /// How many bytes were typed and not yet heeded.
    ahead: usize,
}

impl Desk {
    pub fn new(before: Mode) -> Self {
        let state = State {
            before,
            stage: Stage::Between,
            closed: false,
            waiting: String::new(),
            skipped: 0,
            unpainted: false,
            erases: false,
            hidden: false,
            held: false,
            ahead: 0,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Shows whole lines.
    pub fn print(&self, lines: &str) {
        let mut state = self.state();
        if state.closed || state.stage == Stage::Over {
            return write(lines);
        }
        if state.waiting.len() + lines.len() > WAITING {
            state.skipped += 1;
        } else {
            state.waiting.push_str(lines);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// The next line that is typed shows as stars, and does not come back.
    pub fn hide_next(&self) {
        self.state().hidden = true;
    }

    /// A line is to be read. False where none is any more.
    pub fn sit_down(&self) -> bool {
        let mut state = self.state();
        if state.closed {
            return false;
        }
        state.stage = Stage::Begins;
        true
    }

    /// The line was read, or given up. True where it is a password.
    pub fn get_up(&self) -> bool {
        let mut state = self.state();
        state.stage = Stage::Between;
        state.erases = false;
        let hidden = std::mem::take(&mut state.hidden);
        drop(state);
        self.changed.notify_all();
        hidden
    }

    /// A line was typed. False where there is no room for it.
    pub fn takes(&self, line: &str) -> bool {
        let mut state = self.state();
        let ahead = state.ahead + size_of::<Typed>() + line.len();
        if ahead > AHEAD {
            return false;
        }
        state.ahead = ahead;
        true
    }

    /// What was typed is heeded: there is room again.
    pub fn gives(&self, typed: &Typed) {
        if let Typed::Line(Ok(line)) = typed {
            let mut state = self.state();
            state.ahead = state.ahead.saturating_sub(size_of::<Typed>() + line.len());
        }
    }

    /// What was just typed may be the end.
    pub fn hold(&self) {
        self.state().held = true;
    }

    /// It was not.
    pub fn go_on(&self) {
        self.state().held = false;
        self.changed.notify_all();
    }

    /// Waits until that is known.
    pub fn wait(&self) {
        let unknown = |state: &mut State| state.held && !state.closed;
        drop(self.changed.wait_while(self.state(), unknown));
    }

    /// No more lines are read: what is shown from now on is written as it comes.
    pub fn end(&self) {
        let mut state = self.state();
        if std::mem::replace(&mut state.stage, Stage::Over) != Stage::Over && !state.closed {
            state.before.restore();
        }
        state.write_waiting();
        drop(state);
        self.changed.notify_all();
    }

    /// The editor paints its prompt, and with it all that was handed to it before. True where it is to paint nothing.
    pub fn paints(&self) -> bool {
        let mut state = self.state();
        if state.erases {
            return true;
        }
        let closed = state.closed;
        if state.stage == Stage::Begins {
            state.stage = Stage::Reads;
        }
        state.unpainted = false;
        drop(state);
        self.changed.notify_all();
        closed
    }

    /// Whether the line is painted no longer.
    pub fn erases(&self) -> bool {
        let state = self.state();
        state.erases || state.closed
    }

    /// Whether the line is a password.
    pub fn hides(&self) -> bool {
        self.state().hidden
    }

    /// Enter was pressed. True where the line goes away.
    pub fn enter(&self, stays: bool) -> bool {
        let mut state = self.state();
        state.stage = Stage::Ends;
        state.erases = !stays || state.hidden;
        state.erases
    }

    /// What the editor is to show next, once it can. Nothing where it is not asked to any more.
    pub fn next(&self) -> Option<String> {
        let is_idle = |state: &mut State| {
            let over = state.closed || state.stage == Stage::Over;
            !over && (state.waiting.is_empty() || state.stage != Stage::Reads || state.unpainted)
        };
        let mut state = self.changed.wait_while(self.state(), is_idle).unwrap_or_else(PoisonError::into_inner);
        if state.closed || state.stage == Stage::Over {
            return None;
        }
        state.unpainted = true;
        Some(state.take_waiting())
    }

    /// The editor could not show this.
    pub fn print_after_all(&self, lines: &str) {
        let mut state = self.state();
        state.unpainted = false;
        write(lines);
        drop(state);
        self.changed.notify_all();
    }

    /// Gives the terminal back. All that was to be shown is shown by then.
    pub fn close(&self) {
        let mut state = self.state();
        if std::mem::replace(&mut state.closed, true) {
            return;
        }
        self.changed.notify_all();
        let until = Instant::now() + PARTING;
        loop {
            let painting = match state.stage {
                Stage::Begins | Stage::Ends => true,
                Stage::Reads => state.unpainted,
                Stage::Between | Stage::Over => false,
            };
            let left = until.saturating_duration_since(Instant::now());
            if !painting || left.is_zero() {
                break;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        if !matches!(state.stage, Stage::Between | Stage::Over) {
            // The keyboard goes on waiting for a key, and nobody for the keyboard.
            write(CLEAN);
        }
        if state.stage != Stage::Over {
            state.before.restore();
        }
        state.write_waiting();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take_waiting(&mut self) -> String {
        let mut lines = std::mem::take(&mut self.waiting);
        match std::mem::take(&mut self.skipped) {
            0 => {}
            skipped => lines.push_str(&format!("The terminal did not keep up: {skipped} more are not shown.\n")),
        }
        lines
    }

    fn write_waiting(&mut self) {
        let lines = self.take_waiting();
        if !lines.is_empty() {
            write(&lines);
        }
    }
}

/// Writes past the editor. Whoever has no terminal any more misses nothing.
fn write(lines: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
}
