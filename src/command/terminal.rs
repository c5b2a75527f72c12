//! A visit from a terminal: a line typed is said or done, and what happens is printed. What people said goes to standard
//! output, all else to standard error.

mod arriving;
mod editor;
mod house;
mod input;
mod joined;
mod obey;
mod people;
mod printer;
mod rooms;
mod screen;
mod showing;
mod typed;
mod unsent;
mod waiting;

use std::process::ExitCode;

use parlor::commands::{Command, Entered, read};
use parlor::guest::{Guest, Updates};
use tokio::time::sleep;

use super::ending::{self, Failure};
pub use editor::Lines;
pub use input::Input;
pub use printer::Printer;
pub use screen::{Role, Screen};
pub use typed::Typed;

/// Shows the visit until it ends. `met` is told the house's title whenever it was reached.
pub async fn run(guest: Guest, mut updates: Updates, met: impl FnMut(&str)) -> Result<ExitCode, Failure> {
    let (mut input, printer) = Input::open(Lines { stays, ends, secret });
    let mut screen = Screen::new(printer, Role::Guest, met);
    let mut ended = false;
    // Whoever types nothing may have come for what was said: it is shown before the end.
    while !ended || screen.is_behind() {
        tokio::select! {
            update = updates.next() => match update {
                Some(update) => {
                    if let Some(code) = screen.show(update, &guest).await? {
                        return Ok(code);
                    }
                }
                None => return Ok(ExitCode::SUCCESS),
            },
            // What is typed is for a room: it waits until that was entered.
            typed = input.next(screen.listens()), if !ended => match typed {
                Typed::Line(line) => {
                    if !screen.hear(line, &guest).await? {
                        break;
                    }
                }
                Typed::Interrupted => break,
                Typed::Ended => ended = true,
            },
            () = screen.unsent_for_long() => screen.tell_unsent(),
            // What does not come any more is not waited for.
            () = sleep(ending::PARTING), if ended => break,
        }
    }
    // From here on Ctrl-C ends the program, as it does without an editor: nobody has to wait for what can't be sent.
    drop(input);
    leave(guest, updates, screen).await
}

/// Whether a line that was typed stays on a terminal. What was said does not: it is shown with its time once it is.
pub fn stays(line: &str) -> bool {
    match read(line) {
        Entered::Nothing | Entered::Say(_) => false,
        Entered::Command(command) => !matches!(command, Command::Me(_) | Command::Reply(_) | Command::Msg(..)),
        Entered::Leave | Entered::Wrong(_) => true,
    }
}

/// Whether a line says to leave.
pub fn ends(line: &str) -> bool {
    matches!(read(line), Entered::Leave | Entered::Command(Command::Quit))
}

/// From where on a line shows as stars: a password may be typed behind these, where none belongs.
pub fn secret(line: &str) -> Option<usize> {
    let begun = line.trim_start();
    let (word, behind) = begun.split_once(char::is_whitespace)?;
    let is_it = ["/register", "/login"].iter().any(|known| word.eq_ignore_ascii_case(known));
    is_it.then_some(line.len() - behind.len())
}

/// Waits for what was said to be kept, and goes on showing what happens meanwhile.
async fn leave<M: FnMut(&str)>(guest: Guest, mut updates: Updates, mut screen: Screen<M>) -> Result<ExitCode, Failure> {
    screen.tell_seen(&guest);
    let kept = guest.replica().is_kept();
    let leaving = guest.leave(ending::PARTING);
    tokio::pin!(leaving);
    let mut unsent = None;
    while unsent.is_none() {
        tokio::select! {
            left = &mut leaving => unsent = Some(left),
            Some(update) = updates.next() => {
                if let Some(code) = screen.show_last(update)? {
                    return Ok(code);
                }
            }
        }
    }
    while let Some(update) = updates.next().await {
        screen.show_last(update)?;
    }
    match unsent {
        None | Some(0) => Ok(ExitCode::SUCCESS),
        Some(count) if kept => Err(format!("{count} unsent. Join again to send them.").into()),
        Some(count) => Err(format!("{count} not sent and lost.").into()),
    }
}
