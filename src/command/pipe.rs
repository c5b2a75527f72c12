//! A visit for programs: JSON lines both ways. `PROTOCOL.md` describes them under "The pipe for programs".

use std::io::{self, Write as _};
use std::process::ExitCode;

use parlor::guest::{Arrival, Guest, GuestError, History, Own, OwnState, Update, Updates};
use parlor::room::{Author, Body, Event, EventId, RoomNo, Seq, Text};
use parlor::wire::frame::{Code, Entered, RoomLine};
use parlor::wire::people::PersonLine;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::reading::{Line, lines};
use super::{Failure, ending};

/// How many people an answer names.
const PEOPLE: usize = 10_000;

/// What a program may want.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
enum Wish {
    Say {
        text: Text,
        id: Option<EventId>,
        room: Option<RoomNo>,
    },
    /// Anything that can happen in a room, as `body`.
    Add {
        body: Body,
        id: Option<EventId>,
        room: Option<RoomNo>,
    },
    Edit {
        of: EventId,
        text: Text,
        id: Option<EventId>,
    },
    Withdraw {
        of: EventId,
        id: Option<EventId>,
    },
    Retry {
        id: EventId,
    },
    Discard {
        id: EventId,
    },
    Typing {
        room: Option<RoomNo>,
    },
    Read {
        from: Seq,
        to: Seq,
        ask: Option<u64>,
    },
    Who {
        ask: Option<u64>,
    },
    Quit {},
}

/// What a program is told.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
enum News<'a> {
    Entered {
        house: &'a str,
        you: &'a Author,
        rooms: &'a [RoomLine],
        #[serde(flatten)]
        room: &'a Entered,
    },
    Event {
        room: RoomNo,
        #[serde(flatten)]
        event: &'a Event,
    },
    Joined {
        #[serde(flatten)]
        room: &'a Entered,
    },
    Room {
        #[serde(flatten)]
        line: &'a RoomLine,
    },
    Waiting {
        why: &'a str,
    },
    Gone {
        room: RoomNo,
    },
    Out {
        room: RoomNo,
        why: &'a str,
    },
    Forgot {
        room: RoomNo,
        first: Seq,
    },
    Sending {
        id: EventId,
    },
    Kept {
        id: EventId,
        seq: Seq,
        at: u64,
    },
    Refused {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<EventId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        why: String,
    },
    Typing {
        room: RoomNo,
        #[serde(flatten)]
        by: &'a Author,
    },
    Page {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        room: RoomNo,
        events: Vec<Event>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        changes: Vec<Event>,
        missing: Vec<(Seq, Seq)>,
    },
    People {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        room: RoomNo,
        total: u64,
        people: Vec<PersonLine>,
    },
    Offline {
        why: &'a str,
        wait_ms: u64,
    },
    Bye {
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<Code>,
        why: &'a str,
        unsent: usize,
    },
}

/// Serves the program until its input ends. `met` is told the house's title whenever it was reached.
pub async fn run(guest: Guest, mut updates: Updates, met: impl FnMut(&str)) -> Result<ExitCode, Failure> {
    let mut pipe = Pipe { met, room: None, in_once: false, told: Seq::START, head: Seq::START };
    let mut wishes = lines();
    let mut ended = false;
    // A program without wishes may have come for what was said: it is told before the end.
    while !ended || pipe.told < pipe.head {
        tokio::select! {
            update = updates.next() => match update {
                Some(update) => pipe.tell(update)?,
                None => return Ok(ExitCode::SUCCESS),
            },
            // A wish is for the room: it waits until that was entered.
            line = wishes.recv(), if pipe.in_once && !ended => match line {
                Some(line) => {
                    if !pipe.do_line(line, &guest).await? {
                        break;
                    }
                }
                None => ended = true,
            },
            // What does not come any more is not waited for.
            () = sleep(ending::PARTING), if ended => break,
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
    let why = if unsent == 0 { "Left." } else { "Left. What is unsent goes out at the next visit." };
    write(&News::Bye { code: None, why, unsent })?;
    Ok(if unsent == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Pipe<M> {
    met: M,
    room: Option<RoomNo>,
    in_once: bool,
    /// The last event that was told, and the newest there was on coming in.
    told: Seq,
    head: Seq,
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
                write(&News::Entered { house: house.as_str(), you, rooms, room })?;
            }
            Update::Events(room, events) => {
                let mut out = io::stdout().lock();
                for event in &events {
                    write_to(&mut out, &News::Event { room, event })?;
                }
                out.flush()?;
                if Some(room) == self.room {
                    self.told = events.last().map_or(self.told, |last| last.seq);
                }
            }
            Update::Forgot(room, first) => {
                // What is not kept does not come any more.
                self.told = self.told.max(first.back(1));
                write(&News::Forgot { room, first })?;
            }
            Update::Own(Own { id, state, .. }) => write(&match state {
                OwnState::Sending => News::Sending { id },
                OwnState::Kept { seq, at } => News::Kept { id, seq, at },
                OwnState::Refused { why } => News::Refused { id: Some(id), ask: None, why },
            })?,
            Update::Typing(room, by) => write(&News::Typing { room, by: &by })?,
            Update::Joined(room) => write(&News::Joined { room: &room })?,
            Update::Room(line) => write(&News::Room { line: &line })?,
            Update::Gone(room) => write(&News::Gone { room })?,
            Update::Out { room, why, .. } => write(&News::Out { room, why: &why })?,
            Update::Waiting { why } => write(&News::Waiting { why: &why })?,
            Update::Seen(..) | Update::Away(..) | Update::Request(_) => {}
            Update::Offline { why, again_in } if self.in_once => {
                // Nobody knows when the rest can be had.
                self.head = self.told;
                write(&News::Offline { why: &why, wait_ms: u64::try_from(again_in.as_millis()).unwrap_or(u64::MAX) })?;
            }
            Update::Offline { why, .. } => {
                write(&News::Bye { code: None, why: &why, unsent: 0 })?;
                return Err(why.into());
            }
            Update::Ended(ended) => {
                write(&News::Bye { code: ended.code, why: &ended.why, unsent: 0 })?;
                return Err(ending::sentence(&ended).into());
            }
        }
        Ok(())
    }

    /// Does what a line wants. False where it wants to leave.
    async fn do_line(&self, line: Line, guest: &Guest) -> Result<bool, Failure> {
        let wish = match line.map_err(str::to_owned) {
            Ok(line) if line.trim().is_empty() => return Ok(true),
            Ok(line) => serde_json::from_str(&line).map_err(|error| format!("This line was not understood: {error}.")),
            Err(why) => Err(why),
        };
        match wish {
            Ok(Wish::Quit {}) => return Ok(false),
            Ok(wish) => self.grant(wish, guest).await?,
            Err(why) => write(&News::Refused { id: None, ask: None, why })?,
        }
        Ok(true)
    }

    async fn grant(&self, wish: Wish, guest: &Guest) -> Result<(), Failure> {
        let (room, id, body) = match wish {
            Wish::Say { text, id, room } => (room, id, Body::Said { text }),
            Wish::Add { body, id, room } => (room, id, body),
            Wish::Edit { of, text, id } => (None, id, Body::Edited { of, text }),
            Wish::Withdraw { of, id } => (None, id, Body::Withdrawn { of }),
            Wish::Retry { id } => return Ok(guest.retry(id)?),
            Wish::Discard { id } => return Ok(guest.discard(id)?),
            Wish::Typing { room } => return Ok(guest.typing(room)?),
            Wish::Read { from, to, ask } => {
                let read = self.read(guest, from, to, ask).await;
                return answer(ask, read);
            }
            Wish::Who { ask } => return answer(ask, self.who(guest, ask).await),
            Wish::Quit {} => return Ok(()),
        };
        guest.add_to(room, id.unwrap_or_else(EventId::fresh), body).await?;
        Ok(())
    }

    async fn read(&self, guest: &Guest, from: Seq, to: Seq, ask: Option<u64>) -> Result<News<'static>, GuestError> {
        let room = self.room.ok_or(GuestError::Offline)?;
        let History { events, changes, missing } = guest.read(room, from..=to).await?;
        let missing = missing.into_iter().map(std::ops::RangeInclusive::into_inner).collect();
        Ok(News::Page { ask, room, events, changes, missing })
    }

    async fn who(&self, guest: &Guest, ask: Option<u64>) -> Result<News<'static>, GuestError> {
        let room = self.room.ok_or(GuestError::Offline)?;
        let crowd = guest.people(Some(room), PEOPLE).await?;
        Ok(News::People { ask, room, total: crowd.total, people: crowd.people })
    }
}

fn answer(ask: Option<u64>, answer: Result<News<'_>, GuestError>) -> Result<(), Failure> {
    let news = answer.unwrap_or_else(|error| News::Refused { id: None, ask, why: error.to_string() });
    Ok(write(&news)?)
}

fn write(news: &News<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write_to(&mut out, news)?;
    out.flush()
}

fn write_to(out: &mut impl io::Write, news: &News<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, news)?;
    out.write_all(b"\n")
}
