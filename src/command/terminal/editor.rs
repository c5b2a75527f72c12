//! A line editor on the terminal: what is being typed stays whole while other lines come in. It has two threads of its
//! own, one for the keyboard and one that hands over what is to be shown, and both rest while nothing happens.

mod ctrl_c;
mod desk;
mod helper;
mod mode;

use std::collections::VecDeque;
use std::future::pending;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::thread;

use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{ColorMode, Config, EventHandler, ExternalPrinter, KeyEvent};
use tokio::sync::mpsc;

use super::typed::Typed;
use ctrl_c::{CtrlC, CtrlD};
use desk::Desk;
use helper::Helper;
use mode::Mode;

/// What stands before the line that is typed.
const PROMPT: &str = "> ";

/// How much may be typed ahead, in bytes. Lines beyond it are not taken: the keyboard goes on being read, for Ctrl-C.
const AHEAD: usize = 4 * 1024 * 1024;

/// What is said of a line that is not taken.
const TOO_MUCH: &str = "Too much is waiting to be sent, so that line was not taken. Ctrl-C leaves.\n";

/// How many lines the arrow keys bring back. They are kept for as long as the program runs, and in no file.
const HISTORY: usize = 1000;

/// What the editor has to know of lines.
#[derive(Clone, Copy)]
pub struct Lines {
    /// Whether one stays where it was typed. What does not is shown by what comes of it.
    pub stays: fn(&str) -> bool,
    /// Whether one may be the last, so that no other is begun before that is known.
    pub ends: fn(&str) -> bool,
    /// From where on a line may be a password: it shows as stars from there, and does not come back.
    pub secret: fn(&str) -> Option<usize>,
    /// Whether Ctrl-D on an empty line is as Ctrl-C there. Elsewhere it ends the typing.
    pub ctrl_d_interrupts: bool,
}

type Keyboard = rustyline::Editor<Helper, MemHistory>;

/// The keyboard's end. Dropping it gives the terminal back as it was.
pub struct Editor {
    desk: Arc<Desk>,
    typed: mpsc::UnboundedReceiver<Typed>,
    /// What was typed and not yet heeded.
    held: VecDeque<Typed>,
    /// Something typed was taken, and is being done.
    taken: bool,
    interrupt: Interrupt,
}

/// What became of Ctrl-C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interrupt {
    /// It was not pressed.
    None,
    /// It was, and waits for what was typed before it.
    Pressed,
    /// It was told, and is being heeded.
    Told,
}

/// The paper's end: what is shown above the line that is typed.
#[derive(Clone)]
pub struct Paper(Arc<Desk>);

/// Whether someone sits at a terminal and types to this program.
pub fn is_typed_to() -> bool {
    io::stdin().is_terminal() && mode::is_in_front()
}

/// Opens it, where someone sits at a terminal that can do that.
pub fn open(known: Lines) -> Option<(Editor, Paper)> {
    if !io::stdout().is_terminal() || !is_typed_to() {
        return None;
    }
    let config = Config::builder()
        .max_history_size(HISTORY)
        .ok()?
        .history_ignore_dups(true)
        .ok()?
        .bell_style(BellStyle::None)
        // No colour is used. The editor asks its helper what to paint only where there could be some.
        .color_mode(ColorMode::Forced)
        .build();
    let history = MemHistory::with_config(&config);
    let mut keyboard = Keyboard::with_history(config, history).ok()?;
    let printer = keyboard.create_external_printer().ok()?;
    let desk = Arc::new(Desk::new(Mode::set_aside()?));
    let (lines, typed) = mpsc::unbounded_channel();
    // Dropped where something fails from here on, it gives the terminal back.
    let editor =
        Editor { desk: Arc::clone(&desk), typed, held: VecDeque::new(), taken: false, interrupt: Interrupt::None };
    keyboard.bind_sequence(KeyEvent::ctrl('C'), EventHandler::Conditional(Box::new(CtrlC)));
    if known.ctrl_d_interrupts {
        keyboard.bind_sequence(KeyEvent::ctrl('D'), EventHandler::Conditional(Box::new(CtrlD)));
    }
    keyboard.set_helper(Some(Helper { desk: Arc::clone(&desk), known }));
    let (reader, writer) = (Arc::clone(&desk), Arc::clone(&desk));
    let keyboard =
        thread::Builder::new().name("keyboard".to_owned()).spawn(move || read(keyboard, &reader, known, &lines));
    let paper = thread::Builder::new().name("paper".to_owned()).spawn(move || print(printer, &writer));
    (keyboard.is_ok() && paper.is_ok()).then_some((editor, Paper(desk)))
}

impl Editor {
    /// What is typed next. Where it can't be heeded now, all but Ctrl-C waits: that comes at once then.
    pub async fn next(&mut self, heeded: bool) -> Typed {
        if self.interrupt == Interrupt::Told {
            self.interrupt = Interrupt::None;
            self.desk.go_on();
        }
        loop {
            while self.interrupt == Interrupt::None
                && let Ok(typed) = self.typed.try_recv()
            {
                self.take_in(typed);
            }
            // What was typed before Ctrl-C is said first, where it can be.
            if heeded && let Some(typed) = self.held.pop_front() {
                self.desk.gives(&typed);
                return typed;
            }
            if self.interrupt == Interrupt::Pressed {
                self.interrupt = Interrupt::Told;
                return Typed::Interrupted;
            }
            // Whoever asks for the next has done what the last one said.
            if std::mem::take(&mut self.taken) {
                self.desk.go_on();
            }
            match self.typed.recv().await {
                Some(typed) => self.take_in(typed),
                // It was said already that nothing more comes.
                None => return pending().await,
            }
        }
    }

    /// Takes in something that was typed: it waits its turn, unless it is Ctrl-C.
    fn take_in(&mut self, typed: Typed) {
        if matches!(typed, Typed::Interrupted) {
            self.interrupt = Interrupt::Pressed;
        } else {
            self.held.push_back(typed);
            self.taken = true;
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.desk.close();
    }
}

impl Paper {
    /// Shows whole lines.
    pub fn print(&self, lines: &str) {
        self.0.print(lines);
    }

    /// The next line is a password.
    pub fn hide_next(&self) {
        self.0.hide_next();
    }
}

fn read(mut keyboard: Keyboard, desk: &Desk, known: Lines, lines: &mpsc::UnboundedSender<Typed>) {
    while desk.sit_down() {
        let read = keyboard.readline(PROMPT);
        let hidden = desk.get_up();
        let typed = match read {
            Ok(line) => {
                if !desk.takes(&line) {
                    desk.print(TOO_MUCH);
                    continue;
                }
                if !hidden && !line.trim().is_empty() && (known.secret)(&line).is_none() {
                    // What can't be brought back was said all the same.
                    let _ = keyboard.add_history_entry(&line);
                }
                if (known.ends)(&line) {
                    desk.hold();
                }
                Typed::Line(Ok(line))
            }
            Err(ReadlineError::Interrupted) => {
                desk.hold();
                Typed::Interrupted
            }
            Err(_) => break,
        };
        if lines.send(typed).is_err() {
            break;
        }
        desk.wait();
    }
    desk.end();
    let _ = lines.send(Typed::Ended);
}

fn print(mut printer: impl ExternalPrinter, desk: &Desk) {
    while let Some(lines) = desk.next() {
        if printer.print(lines.clone()).is_err() {
            desk.print_after_all(&lines);
        }
    }
}
