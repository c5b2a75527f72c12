//! What a program may want, and how each of it is granted.

use parlor::guest::{Guest, GuestError, History};
use parlor::room::{Body, By, EventId, Name, PersonId, Query, RoomNo, Seq, Text};
use parlor::wire::Password;
use parlor::wire::account::Admission;
use parlor::wire::frame::{NewRoom, RoomName, Since};
use parlor::wire::invites::NewInvite;
use parlor::wire::people::Away;
use serde::Deserialize;

use super::output::{Output, write};
use crate::command::ending::Failure;
use crate::command::outstanding::Outstanding;

/// How many people an answer names.
const PEOPLE: usize = 10_000;

/// How many messages an answer finds, where no other number is wanted, and at most.
const FOUND: usize = 50;
const FOUND_MOST: usize = 1_000;

/// A line of a program.
#[derive(Debug, Deserialize)]
pub struct Input {
    /// The number it asks under. The answer repeats it.
    pub ask: Option<u64>,
    #[serde(flatten)]
    pub request: Request,
}

/// What is left of a line that can't be read: enough to answer it.
#[derive(Debug, Default, Deserialize)]
pub struct Unclear {
    pub ask: Option<u64>,
}

/// What a program may want. The room is the one it came into first, where a request names none.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Request {
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
        room: Option<RoomNo>,
    },
    Withdraw {
        of: EventId,
        id: Option<EventId>,
        room: Option<RoomNo>,
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
    Seen {
        seq: Seq,
        /// Whether what comes after it is unread again.
        #[serde(default)]
        unread: bool,
        room: Option<RoomNo>,
    },
    Quiet {
        quiet: bool,
        room: Option<RoomNo>,
    },
    Ignore {
        whom: PersonId,
        ignore: bool,
    },
    /// Away, or back where `away` is left out.
    Away {
        away: Option<Away>,
    },
    Leave {
        room: RoomNo,
    },
    Quit {},
    // All from here on are questions, and have an answer.
    Read {
        from: Seq,
        to: Seq,
        room: Option<RoomNo>,
    },
    Find {
        #[serde(default)]
        words: String,
        by: Option<By>,
        from: Option<u64>,
        to: Option<u64>,
        before: Option<Seq>,
        /// Only what is pinned.
        #[serde(default)]
        pinned: bool,
        most: Option<usize>,
        room: Option<RoomNo>,
    },
    Who {
        room: Option<RoomNo>,
    },
    Whois {
        name: Name,
        room: Option<RoomNo>,
    },
    Rooms {},
    Make {
        #[serde(flatten)]
        new: NewRoom,
        password: Option<Password>,
    },
    Talk {
        with: PersonId,
    },
    Enter {
        room: RoomName,
        #[serde(default)]
        since: Since,
        password: Option<Password>,
    },
    Delete {
        room: RoomNo,
    },
    /// The house's, where `room` is left out.
    Bans {
        room: Option<RoomNo>,
    },
    Requests {},
    Admit {
        request: u64,
        yes: bool,
    },
    Admission {
        admission: Admission,
    },
    Invites {},
    Invite {
        #[serde(flatten)]
        new: NewInvite,
    },
    #[serde(rename = "newcode")]
    NewCode {
        #[serde(default)]
        another: bool,
    },
    Revoke {
        invite: u64,
    },
    Register {
        password: Password,
    },
    Logout {
        #[serde(default)]
        everywhere: bool,
    },
}

impl Request {
    /// Whether the visit ends well once this is granted.
    pub const fn logs_out(&self) -> bool {
        matches!(self, Self::Logout { .. })
    }

    /// Does what a program wants. `here` is the room that is meant where none is named.
    /// What is on its way with it is noted as `outstanding`.
    pub async fn grant(
        self,
        guest: &Guest,
        here: Option<RoomNo>,
        ask: Option<u64>,
        outstanding: &mut Outstanding,
    ) -> Result<(), Failure> {
        let (room, id, body) = match self {
            Self::Say { text, id, room } => (room, id, Body::Said { text }),
            Self::Add { body, id, room } => (room, id, body),
            Self::Edit { of, text, id, room } => (room, id, Body::Edited { of, text }),
            Self::Withdraw { of, id, room } => (room, id, Body::Withdrawn { of }),
            Self::Retry { id } => return Ok(guest.retry(id)?),
            Self::Discard { id } => return Ok(guest.discard(id)?),
            Self::Typing { room } => return Ok(guest.typing(room.or(here))?),
            Self::Seen { seq, unread, room } => {
                let Some(room) = room.or(here) else { return Ok(()) };
                return Ok(if unread { guest.unread(room, seq) } else { guest.seen(room, seq) }?);
            }
            Self::Quiet { quiet, room } => {
                return Ok(room.or(here).map_or(Ok(()), |room| guest.quiet(room, quiet))?);
            }
            Self::Ignore { whom, ignore } => return Ok(guest.ignore(whom, ignore)?),
            Self::Away { away } => return Ok(guest.away(away)?),
            Self::Leave { room } => return Ok(guest.leave_room(room)?),
            Self::Quit {} => return Ok(()),
            question => {
                let answer = question.answer(guest, here, ask).await;
                let refused =
                    |error: GuestError| Output::Refused { id: None, ask, why: error.to_string(), again: None };
                return Ok(write(&answer.unwrap_or_else(refused))?);
            }
        };
        let is_message = body.is_message();
        outstanding.say(guest.add_to(room.or(here), id.unwrap_or_else(EventId::fresh), body).await?, is_message);
        Ok(())
    }

    async fn answer(
        self,
        guest: &Guest,
        here: Option<RoomNo>,
        ask: Option<u64>,
    ) -> Result<Output<'static>, GuestError> {
        let meant = |room: Option<RoomNo>| room.or(here).ok_or(GuestError::Offline);
        match self {
            Self::Read { from, to, room } => {
                let room = meant(room)?;
                let History { events, changes, missing } = guest.read(room, from..=to).await?;
                let missing = missing.into_iter().map(std::ops::RangeInclusive::into_inner).collect();
                return Ok(Output::Page { ask, room, events, changes, missing });
            }
            Self::Find { words, by, from, to, before, pinned, most, room } => {
                let room = meant(room)?;
                let most = most.unwrap_or(FOUND).min(FOUND_MOST);
                // Where it is, the host knows.
                let pinned = pinned.then(Vec::new);
                let found = guest.find(room, Query { words, by, from, to, before, pinned, most }).await?;
                return Ok(Output::Found { ask, room, hits: found.hits, next: found.next, whole: found.whole });
            }
            Self::Who { room } => {
                let room = meant(room)?;
                let crowd = guest.people(Some(room), PEOPLE).await?;
                return Ok(Output::People { ask, room: Some(room), total: crowd.total, people: crowd.people });
            }
            Self::Whois { name, room } => {
                let people = vec![guest.whois(&name, room).await?];
                return Ok(Output::People { ask, room, total: 1, people });
            }
            Self::Rooms {} => return Ok(Output::Rooms { ask, rooms: guest.rooms().await? }),
            Self::Make { new, password } => {
                return Ok(Output::Made { ask, line: Box::new(guest.make(new, password).await?) });
            }
            Self::Talk { with } => return Ok(Output::Made { ask, line: Box::new(guest.talk(with).await?) }),
            Self::Bans { room } => return Ok(Output::Bans { ask, bans: guest.bans(room).await? }),
            Self::Requests {} => {
                let (admission, requests) = guest.requests().await?;
                return Ok(Output::Requests { ask, admission, requests });
            }
            Self::Invites {} => return Ok(Output::Invites { ask, invites: guest.invites().await? }),
            Self::Invite { new } => {
                let invite = Box::new(guest.make_invite(new).await?);
                let link = guest.invite_link(&invite).map(|link| link.to_string());
                return Ok(Output::Invite { ask, link, invite });
            }
            Self::NewCode { another } => {
                let (code, left) = guest.spoken_code(another).await?;
                let for_ms = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
                return Ok(Output::NewCode { ask, code, for_ms });
            }
            Self::Enter { room, since, password } => {
                let room = guest.enter(room, since, password).await?.room;
                return Ok(Output::Done { ask, room: Some(room) });
            }
            Self::Delete { room } => guest.delete(room).await?,
            Self::Admit { request, yes } => guest.admit(request, yes).await?,
            Self::Revoke { invite } => guest.withdraw_invite(invite).await?,
            Self::Admission { admission } => guest.set_admission(admission).await?,
            Self::Register { password } => guest.register(password).await?,
            Self::Logout { everywhere } => guest.log_out(everywhere).await?,
            _ => {}
        }
        Ok(Output::Done { ask, room: None })
    }
}
