//! A visit from a terminal: a line typed is said or done, and what happens is printed. What people said goes to standard
//! output, all else to standard error.

mod again;
mod arriving;
mod columns;
mod editor;
mod house;
mod input;
mod joined;
mod missed;
mod obey;
mod people;
mod printer;
mod rooms;
mod screen;
mod showing;
mod typed;
mod unsent;
mod waiting;
mod wrapping;

use std::process::ExitCode;
use std::time::Duration;

use parlor::commands::{Command, Entered, read, secret};
use parlor::guest::{Guest, Update, Updates};
use parlor::room::{RoomNo, Seq};
use parlor::wire::frame::Code;
use tokio::time::sleep_until;

use super::ending::{self, Failure};
use super::standard_output;
pub use again::{AccountAsked, PasswordOf};
pub use columns::columns;
pub use editor::Lines;
pub use input::Input;
pub use printer::Printer;
pub use screen::{Role, Screen};
pub use typed::Typed;

/// Shows the visit until it ends. `met` is told the house's title whenever it was reached; `again` goes there with another
/// password, of the place or of an account, where the first was needed or wrong. What was shown already is not shown again.
pub async fn run(
    mut guest: Guest,
    mut updates: Updates,
    account: AccountAsked,
    met: impl FnMut(&str),
    mut again: impl FnMut(PasswordOf, String, Option<(RoomNo, Seq)>) -> Result<(Guest, Updates), Failure>,
) -> Result<ExitCode, Failure> {
    let (mut input, printer) = Input::open(Lines { stays, ends, secret, ctrl_d_interrupts: false });
    let mut screen = Screen::new(printer, Role::Guest, met);
    let mut ended = false;
    // Whoever types nothing may have come for what was said: it is shown before the end.
    while !ended || screen.is_behind() || screen.is_sending() {
        tokio::select! {
            update = updates.next() => match update {
                Some(Update::Ended(no)) if !screen.is_in() || no.code == Some(Code::Password) => {
                    guest.leave(Duration::ZERO).await;
                    // It holds the lock of the replica, where messages wait to be sent.
                    drop(guest);
                    let (of, password) = screen.ask_again(&no, account, &mut input).await?;
                    (guest, updates) = again(of, password, screen.shown())?;
                }
                Some(update) => {
                    if let Some(code) = screen.show(update, &guest).await? {
                        return Ok(code);
                    }
                    if standard_output::is_closed_to_a_person() {
                        break;
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
                Typed::Ended => {
                    ended = true;
                    screen.waits_for_the_rest();
                }
            },
            () = screen.unsent_for_long() => screen.tell_unsent(),
            // What does not come any more is not waited for.
            () = sleep_until(screen.deadline()), if ended => break,
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
        None | Some(0) if screen.has_failed() => Ok(ExitCode::FAILURE),
        None | Some(0) => Ok(ExitCode::SUCCESS),
        Some(count) if kept => Err(format!("Not sent yet: {}. Join again to send the rest.", messages(count)).into()),
        Some(count) => Err(format!("Not sent and lost: {}.", messages(count)).into()),
    }
}

fn messages(count: usize) -> String {
    if count == 1 { "1 message".to_owned() } else { format!("{count} messages") }
}
