//! What a client's command is on the way to: the steps it takes, what is waited for, and the answer it gets in one piece.

use std::collections::VecDeque;

use super::masks::Mask;
use super::message::Line;
use super::seeking::{Stage, Wanted};
use super::voice::SERVER;
use crate::room::{Author, Body, EventId, Name, PersonId, RoomNo};
use crate::wire::people::PersonLine;

/// A command that is being done.
pub struct Task {
    /// What the client calls it.
    pub label: Option<String>,
    /// What is still to be done, in order.
    pub steps: VecDeque<Step>,
    /// What is waited for.
    pub wait: Option<Wait>,
    /// Whether it was answered already, in its place among what happened.
    pub answered: bool,
    /// What was found so far.
    pub found: Vec<String>,
}

/// One step of a command.
#[derive(Debug)]
pub enum Step {
    /// Comes into a channel.
    Join { channel: String, key: Option<String> },
    /// Comes into a room that was joined before.
    Rejoin { room: RoomNo },
    /// Leaves a channel.
    Part { channel: String, why: Option<String> },
    /// Says something to a channel or to someone.
    Say { target: String, words: Words },
    /// Does something to someone.
    With { nick: String, then: Then },
    /// Adds something to a room.
    Add { room: RoomNo, body: Body, about: About },
    /// Who is in a channel.
    Names { channel: String },
    /// Tells some people.
    People(Asked),
    /// Tells the rooms.
    List(Filter),
    /// Tells what was found so far.
    Found(Finding),
    /// A piece of what was said.
    History(Wanted),
    /// Gives a room a password, and has it asked for.
    Key { room: RoomNo, channel: String, key: String },
    /// Tells who may not come in.
    Bans { room: RoomNo, channel: String },
    /// Does something in a room to whoever a mask names.
    Do { room: RoomNo, channel: String, named: Mask, deed: Deed },
}

/// Something that is said.
#[derive(Clone, Debug)]
pub struct Words {
    /// What.
    pub what: What,
    /// Whether as a notice, or as something that shows nothing but in tags.
    pub command: Command,
}

/// By which command something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// `PRIVMSG`
    Message,
    /// `NOTICE`
    Notice,
    /// `TAGMSG`
    Tags,
    /// `REDACT`
    Redact,
}

impl Command {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "PRIVMSG",
            Self::Notice => "NOTICE",
            Self::Tags => "TAGMSG",
            Self::Redact => "REDACT",
        }
    }
}

/// What is said.
#[derive(Clone, Debug)]
pub enum What {
    /// Words, and the message they answer.
    Text { text: String, to: Option<EventId>, action: bool },
    /// A reaction.
    React { of: EventId, sign: String, off: bool },
    /// That they are typing.
    Typing,
    /// A message is taken back.
    Redact { of: EventId },
    /// Nothing that anyone would be told.
    Nothing,
}

/// What is done with someone once they are found.
#[derive(Clone, Debug)]
pub enum Then {
    /// Talks with them.
    Talk(Words),
    /// Does something to them in a room.
    Act { room: RoomNo, channel: String, deed: Deed },
    /// Lifts a ban from a room: of whoever was called so when they were banned, or else theirs.
    Unban { room: RoomNo, channel: String },
    /// Tells of them.
    Whois,
    /// Tells of them, here or not.
    Whowas,
    /// Notes whether they are here.
    Ison,
    /// Notes where they are.
    Userhost,
    /// Notes whether they are here, for whoever monitors them.
    Monitored,
    /// Tells of them as of one in a list.
    Who(Asked),
    /// Tells what was said with them.
    History(Wanted),
    /// Tells how far what they said was read.
    Marked(Option<u64>),
}

/// What is done to someone in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Operator, or not any more.
    Op(bool),
    /// Muted, or not.
    Quiet(bool),
    /// Banned, or not.
    Ban(bool),
    /// Put out.
    Kick(Option<String>),
    /// Invited.
    Invite,
}

/// A ban that is looked for, to lift it.
#[derive(Debug)]
pub struct BanLift {
    /// Whose.
    pub named: Mask,
    /// Who is called so now.
    pub now: Option<PersonId>,
    /// The same person in the list, where they are there under another name.
    pub renamed: Option<Author>,
}

/// What is looked up of many people.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// In which channel.
    pub room: Option<(RoomNo, String)>,
    /// What they were asked for as.
    pub mask: String,
    /// Which fields, and the token, where that is asked.
    pub fields: Option<(String, String)>,
    /// Whether their names alone.
    pub names: bool,
}

/// Which rooms are told.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// One of these, where there are any.
    pub masks: Vec<String>,
    /// None of these.
    pub not: Vec<String>,
    /// With more people.
    pub more: Option<u64>,
    /// With fewer.
    pub fewer: Option<u64>,
    /// None of them: that there are such is enough.
    pub silent: bool,
}

/// What was looked for.
#[derive(Clone, Copy, Debug)]
pub enum Finding {
    /// Who of some is here.
    Ison,
    /// Where some are.
    Userhost,
    /// Who of those that are monitored is here.
    Monitored,
}

/// What something that is added is about, where it is refused.
#[derive(Clone, Debug)]
pub enum About {
    /// Words for a target.
    Words { target: String, command: Command },
    /// A message taken back.
    Redaction { target: String, of: EventId },
    /// Something done in a channel, to someone.
    Deed { channel: String, nick: Option<String>, deed: Option<Deed> },
}

/// What is waited for.
#[derive(Debug)]
pub enum Wait {
    /// To come in.
    Enter { ask: u64, channel: String, key: Option<String>, made: bool },
    /// A room that is made.
    Make { ask: u64, channel: String, key: Option<String> },
    /// To come into a room that was joined before.
    Rejoin { ask: u64 },
    /// To be out.
    Leave { room: RoomNo, why: Option<String> },
    /// To know who someone is.
    Person { ask: u64, nick: String, then: Then },
    /// A talk with someone.
    Talk { ask: u64, with: Author, then: Then },
    /// To be in it.
    Direct { room: RoomNo, with: Author, then: Then },
    /// That something is kept.
    Kept { id: EventId, about: About },
    /// That it comes back.
    Echo { id: EventId, about: About },
    /// That a room has a password.
    Key { ask: u64, room: RoomNo, channel: String },
    /// Some people.
    People { ask: u64, asked: Asked, me: bool },
    /// Some rooms.
    Rooms { ask: u64, filter: Filter },
    /// Some of those who may not come in.
    Bans { ask: u64, room: RoomNo, channel: String, lift: Option<Box<BanLift>> },
    /// Another name, by this nick or as a real name.
    Rename { ask: u64, nick: Option<String>, name: Name },
    /// That there is an account.
    Register { ask: u64 },
    /// Some messages.
    History { ask: u64, stage: Stage },
    /// The last that was said by some time.
    Mark { ask: u64 },
    /// When the last that was read was said.
    Marked { ask: u64 },
    /// Whether name and password go together.
    Proof,
}

/// Someone as they were found.
pub type Found = Option<PersonLine>;

impl Task {
    /// A command that a client calls so.
    pub fn new(label: Option<String>) -> Box<Self> {
        Box::new(Self { label, steps: VecDeque::new(), wait: None, answered: false, found: Vec::new() })
    }

    /// Writes the answer: with its label, where it has one.
    pub fn finish(self, reply: &[u8], batch: &str, out: &mut Vec<u8>) {
        match self.label {
            Some(label) if !self.answered || !reply.is_empty() => labelled(&label, reply, batch, out),
            _ => out.extend_from_slice(reply),
        }
    }
}

/// Writes lines as the answer to what a client called `label`: by itself if it is one, together if there are more, and a
/// word that it is done if there is none.
pub fn labelled(label: &str, reply: &[u8], batch: &str, out: &mut Vec<u8>) {
    let lines = || reply.split_inclusive(|byte| *byte == b'\n');
    match lines().count() {
        0 => Line::from(SERVER).tag("label", label).word("ACK").write(out),
        1 => tagged("label", label, reply, out),
        // What is one batch already needs no other around it.
        _ if is_batch(reply) => tagged("label", label, reply, out),
        _ => {
            let begin = Line::from(SERVER).tag("label", label).word("BATCH").word(&format!("+{batch}"));
            begin.word("labeled-response").write(out);
            for line in lines() {
                let nested = line.strip_prefix(b"@").is_some_and(|rest| rest.starts_with(b"batch="));
                if nested {
                    out.extend_from_slice(line);
                } else {
                    tagged("batch", batch, line, out);
                }
            }
            Line::from(SERVER).word("BATCH").word(&format!("-{batch}")).write(out);
        }
    }
}

/// Whether lines are one batch, from the first to the last.
fn is_batch(reply: &[u8]) -> bool {
    let Ok(reply) = std::str::from_utf8(reply) else { return false };
    let (Some(first), Some(last)) = (reply.lines().next(), reply.lines().last()) else { return false };
    let mut words = first.split(' ').skip_while(|word| *word != "BATCH").skip(1);
    let name = words.next().and_then(|name| name.strip_prefix('+'));
    name.is_some_and(|name| last.rsplit(' ').next().and_then(|word| word.strip_prefix('-')) == Some(name))
}

/// Writes a line with one more tag.
fn tagged(name: &str, value: &str, line: &[u8], out: &mut Vec<u8>) {
    let mut tag = Vec::new();
    Line::bare("").tag(name, value).write(&mut tag);
    // The tag alone, without the space and the line end behind it.
    let tag = tag.trim_ascii_end();
    out.extend_from_slice(tag);
    match line.strip_prefix(b"@") {
        Some(rest) => {
            out.push(b';');
            out.extend_from_slice(rest);
        }
        None => {
            out.push(b' ');
            out.extend_from_slice(line);
        }
    }
}
