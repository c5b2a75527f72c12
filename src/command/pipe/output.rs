//! What a program is told, a line each.

use std::io::{self, Write as _};

use parlor::room::{Author, Event, EventId, RoomNo, Seq};
use parlor::wire::SpokenCode;
use parlor::wire::account::{Admission, RequestLine};
use parlor::wire::frame::{Code, Entered, RoomLine};
use parlor::wire::invites::InviteLine;
use parlor::wire::people::{BanLine, PersonLine, Whereabouts};
use serde::Serialize;

use crate::command::standard_output;

/// What a program is told.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Output<'a> {
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
        code: Code,
        why: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        wait_ms: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<&'a Author>,
    },
    /// On another device, the same person has read so far, or set the room back to there.
    Seen {
        room: RoomNo,
        seq: Seq,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        unread: bool,
    },
    Away {
        room: RoomNo,
        people: &'a [Whereabouts],
    },
    Request {
        #[serde(flatten)]
        line: &'a RequestLine,
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
        #[serde(skip_serializing_if = "Option::is_none")]
        again: Option<bool>,
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
        #[serde(skip_serializing_if = "Option::is_none")]
        room: Option<RoomNo>,
        total: u64,
        people: Vec<PersonLine>,
    },
    Found {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        room: RoomNo,
        hits: Vec<Event>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next: Option<Seq>,
        /// Whether all of the room was looked through, and not only what is here of it.
        whole: bool,
    },
    Rooms {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        rooms: Vec<RoomLine>,
    },
    Made {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        #[serde(flatten)]
        line: Box<RoomLine>,
    },
    Bans {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        bans: Vec<BanLine>,
    },
    Requests {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        admission: Admission,
        requests: Vec<RequestLine>,
    },
    Invites {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        invites: Vec<InviteLine>,
    },
    Invite {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        /// To the house as the program joined it.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<String>,
        #[serde(flatten)]
        invite: Box<InviteLine>,
    },
    #[serde(rename = "newcode")]
    NewCode {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        code: SpokenCode,
        for_ms: u64,
    },
    /// A request that has no more to say than that.
    Done {
        #[serde(skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        room: Option<RoomNo>,
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

/// Tells it at once.
pub fn write(news: &Output<'_>) -> io::Result<()> {
    let mut out = standard_output::Output::lock();
    write_to(&mut out, news)?;
    out.flush()
}

/// Tells it with what follows.
pub fn write_to(out: &mut impl io::Write, news: &Output<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, news)?;
    out.write_all(b"\n")
}
