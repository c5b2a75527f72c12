//! A visit for programs: JSON lines both ways. `PROTOCOL.md` describes them under "The pipe for programs".

mod input;
mod output;
mod unclear;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use parlor::guest::{Arrival, Guest, Own, OwnState, Update, Updates};
use parlor::room::{RoomNo, Seq};
use parlor::wire::frame::Entered;
use tokio::time::sleep_until;

use super::ending::{self, Failure};
use super::outstanding::Outstanding;
use super::reading::{Line, lines};
use super::standard_output;
use input::{Input, Request, Unclear};
use output::{Output, write, write_to};

/// Serves the program until its input ends. `met` is told the house's title whenever it was reached.
pub async fn run(guest: Guest, mut updates: Updates, met: impl FnMut(&str)) -> Result<ExitCode, Failure> {
    let mut pipe = Pipe {
        met,
        room: None,
        in_once: false,
        told: Seq::START,
        head: Seq::START,
        outstanding: Outstanding::default(),
        logging_out: false,
        over: false,
    };
    let mut wishes = lines();
    let mut ended = false;
    // A program without wishes may have come for what was said: it is told before the end.
    while !ended || pipe.told < pipe.head || !pipe.outstanding.is_empty() {
        tokio::select! {
            update = updates.next() => match update {
                Some(update) => {
                    pipe.tell(update)?;
                    if pipe.over {
                        return Ok(ExitCode::SUCCESS);
                    }
                    if standard_output::is_closed_to_a_person() {
                        break;
                    }
                }
                None => return Ok(ExitCode::SUCCESS),
            },
            // A request is for the room: it waits until that was entered.
            line = wishes.recv(), if pipe.in_once && !ended => match line {
                Some(line) => {
                    if !pipe.do_line(line, &guest).await? {
                        break;
                    }
                }
                None => {
                    ended = true;
                    pipe.outstanding.wait();
                }
            },
            // What does not come any more is not waited for.
            () = sleep_until(pipe.outstanding.deadline()), if ended => break,
        }
    }
    let leaving = guest.leave(ending::PARTING);
    tokio::pin!(leaving);
    let unsent = loop {
        tokio::select! {
            unsent = &mut leaving => break unsent,
            Some(update) = updates.next() => pipe.tell(update)?,
        }
    };
    while let Some(update) = updates.next().await {
        pipe.tell(update)?;
    }
    let why = if unsent == 0 { "Left." } else { "Left. Unsent messages are sent the next time." };
    write(&Output::Bye { code: None, why, unsent })?;
    Ok(if unsent == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Pipe<M> {
    met: M,
    room: Option<RoomNo>,
    in_once: bool,
    /// The last event that was told, and the newest there was on coming in.
    told: Seq,
    head: Seq,
    outstanding: Outstanding,
    /// The program wants to be logged out, and the visit is over and well with it.
    logging_out: bool,
    over: bool,
}

impl<M: FnMut(&str)> Pipe<M> {
    fn tell(&mut self, update: Update) -> Result<(), Failure> {
        match update {
            Update::Connecting => {}
            Update::Entered(arrival) => {
                let Arrival { house, you, rooms, room, .. } = &*arrival;
                (self.met)(house.as_str());
                self.room = Some(room.room);
                (self.told, self.head) = (room.after, room.head);
                self.in_once = true;
                write(&Output::Entered { house: house.as_str(), you, rooms, room })?;
            }
            Update::Events(room, events) => {
                let mut out = standard_output::Output::lock();
                for event in &events {
                    write_to(&mut out, &Output::Event { room, event })?;
                }
                out.flush()?;
                if Some(room) == self.room {
                    if self.told < self.head {
                        self.outstanding.wait();
                    }
                    self.told = events.last().map_or(self.told, |last| last.seq);
                }
            }
            Update::Forgot(room, first) => {
                // What is not kept does not come any more.
                if Some(room) == self.room {
                    self.told = self.told.max(first.back(1));
                }
                write(&Output::Forgot { room, first })?;
            }
            Update::Own(own) => {
                self.outstanding.note(&own);
                let Own { id, state, .. } = own;
                write(&match state {
                    OwnState::Sending => Output::Sending { id },
                    OwnState::Kept { seq, at } => Output::Kept { id, seq, at },
                    OwnState::Refused { why, again, .. } => {
                        Output::Refused { id: Some(id), ask: None, why, again: Some(again) }
                    }
                })?;
            }
            Update::Typing(room, by) => write(&Output::Typing { room, by: &by })?,
            // The number under which it was asked for is not the program's own.
            Update::Joined(room) => write(&Output::Joined { room: &Entered { ask: None, ..*room } })?,
            Update::Room(line) => write(&Output::Room { line: &line })?,
            Update::Gone(room) => write(&Output::Gone { room })?,
            Update::Out { room, code, why, wait, by } => {
                write(&Output::Out { room, code, why: &why, wait_ms: wait.map(millis), by: by.as_ref() })?;
            }
            Update::Waiting { why } => write(&Output::Waiting { why: &why })?,
            Update::Seen(room, seq) => write(&Output::Seen { room, seq, unread: false })?,
            Update::Unread(room, seq) => write(&Output::Seen { room, seq, unread: true })?,
            Update::Away(room, people) => write(&Output::Away { room, people: &people })?,
            Update::Request(line) => write(&Output::Request { line: &line })?,
            Update::Offline { why, again_in } if self.in_once => {
                // Nobody knows when the rest can be had.
                self.head = self.told;
                write(&Output::Offline { why: &why, wait_ms: millis(again_in) })?;
            }
            Update::Offline { why, .. } => {
                write(&Output::Bye { code: None, why: &why, unsent: 0 })?;
                return Err(why.into());
            }
            Update::Ended(ended) => {
                write(&Output::Bye { code: ended.code, why: &ended.why, unsent: 0 })?;
                if !self.logging_out {
                    return Err(ending::sentence(&ended).into());
                }
                self.over = true;
            }
        }
        Ok(())
    }

    /// Does what a line wants. False where it wants to leave.
    async fn do_line(&mut self, line: Line, guest: &Guest) -> Result<bool, Failure> {
        let line = match line {
            Ok(line) if line.trim().is_empty() => return Ok(true),
            Ok(line) => line,
            Err(why) => {
                write(&Output::Refused { id: None, ask: None, why: why.to_owned(), again: None })?;
                return Ok(true);
            }
        };
        match serde_json::from_str(&line) {
            Ok(Input { request: Request::Quit {}, .. }) => return Ok(false),
            Ok(Input { ask, request }) => {
                self.logging_out = request.logs_out();
                request.grant(guest, self.room, ask, &mut self.outstanding).await?;
            }
            Err(error) => {
                let Unclear { ask } = serde_json::from_str(&line).unwrap_or_default();
                let why = format!("This line was not understood: {}", unclear::why(&line, &error));
                write(&Output::Refused { id: None, ask, why, again: None })?;
            }
        }
        Ok(true)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
