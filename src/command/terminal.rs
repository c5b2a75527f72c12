//! A visit from a terminal: a line typed is said or done, and what happens is printed. What people said goes to standard
//! output, all else to standard error.

mod arriving;
mod house;
mod joined;
mod obey;
mod people;
mod rooms;
mod screen;
mod showing;

use std::process::ExitCode;

use parlor::guest::{Guest, Updates};
use tokio::time::sleep;

use super::ending::{self, Failure};
use super::reading::lines;
use screen::Screen;

/// Shows the visit until it ends. `met` is told the house's title whenever it was reached.
pub async fn run(guest: Guest, mut updates: Updates, met: impl FnMut(&str)) -> Result<ExitCode, Failure> {
    let mut screen = Screen::new(met);
    let mut typed = lines();
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
            line = typed.recv(), if screen.listens() && !ended => match line {
                Some(line) => {
                    if !screen.hear(line, &guest).await? {
                        break;
                    }
                }
                None => ended = true,
            },
            // What does not come any more is not waited for.
            () = sleep(ending::PARTING), if ended => break,
        }
    }
    leave(guest, updates, screen).await
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
