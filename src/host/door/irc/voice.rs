//! How what happens is written in IRC. What is written depends on what the client understands and on nothing else of whoever
//! reads it, so all who understand the same read the same bytes.

use std::sync::Arc;

use super::message::{LINE_BYTES, Line};
use super::nick::{folded, nick_of};
use super::split::pieces;
use crate::host::channels::says_all;
use crate::host::context::HouseContext;
use crate::host::language::Shape;
use crate::host::view::RoomView;
use crate::room::sentence::PLAINLY;
use crate::room::{Access, Act, Author, Body, Event, EventId, Name, People, PersonId, Rank, RoomNo, Title, Topic};
use crate::wire::people::Whereabouts;

/// What the house is called as a server. It is one of a kind, and no name in the world's domains.
pub const SERVER: &str = "irc.parlor";

/// Where everyone is, as others see it: nobody is shown addresses.
pub const HOST: &str = "parlor";

/// The version of an id that stands for a `NOTICE`. A room knows no such thing: the id carries it there and back.
const NOTICE: usize = 8;

/// Someone in full, as the beginning of what they do.
pub fn source(person: &Author) -> String {
    format!("{}!{}@{HOST}", nick_of(person), user(person.who))
}

/// The middle of it: who they are, whatever they are called.
pub fn user(who: PersonId) -> String {
    format!("u{}", who.0)
}

/// A fresh id for something that is said as a notice.
pub fn notice_id() -> EventId {
    let mut bytes = *EventId::fresh().0.as_bytes();
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    EventId(uuid::Uuid::from_bytes(bytes))
}

/// A time as IRC writes it.
pub fn written_time(at: u64) -> String {
    let at = i64::try_from(at).ok().and_then(|at| jiff::Timestamp::from_millisecond(at).ok()).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A room's topic as a channel shows it: with the title, where the channel's name does not say all of it.
pub fn shown_topic(channel: &str, title: &Title, topic: &Topic) -> String {
    let plain = channel.split('~').next().unwrap_or(channel);
    match (says_all(plain, title), topic.is_empty()) {
        (true, _) => topic.as_str().to_owned(),
        (false, true) => title.as_str().to_owned(),
        (false, false) => format!("{title}: {topic}"),
    }
}

/// Writes in one shape of IRC.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The house, of which is read what sessions see.
    pub house: &'a HouseContext,
    /// What the client understands.
    pub shape: Shape,
}

/// What is told to one guest otherwise than to others.
#[derive(Clone, Copy, Default)]
pub struct Aside<'a> {
    /// Of whose coming and going nothing is said.
    pub without: &'a [PersonId],
    /// The batch it belongs to.
    pub batch: Option<&'a str>,
    /// Who could come in before, where that changes.
    pub access: Access,
}

impl Voice<'_> {
    /// The channel of a room; nothing where it is no channel.
    pub fn channel(&self, no: RoomNo) -> Option<Arc<str>> {
        self.house.channels.known(no).or_else(|| {
            let room = self.house.rooms.get(no)?;
            let (direct, hidden) = {
                let state = room.state();
                (state.is_direct(), state.access == Access::Invited)
            };
            (!direct).then(|| self.house.channels.name(no, &self.house.title_of(&room, None), hidden))
        })
    }

    /// Where something is said that someone says in a room: its channel, or the other of the two whose talk it is.
    fn target(&self, no: RoomNo, by: Option<PersonId>) -> Option<String> {
        if let Some(room) = self.house.rooms.get(no)
            && let Some(two) = &room.state().between
        {
            return two.iter().find(|one| Some(one.who) != by).map(nick_of);
        }
        self.channel(no).map(|name| name.to_string())
    }

    /// Writes what happened in a room.
    pub fn event(&self, no: RoomNo, event: &Event, aside: Aside<'_>, out: &mut Vec<u8>) {
        let by = event.by.as_ref();
        let Some(target) = self.target(no, by.map(|by| by.who)) else { return };
        match &event.body {
            Body::Said { text } => self.message(event, &target, text.as_str(), None, false, aside, out),
            Body::Did { text } => self.message(event, &target, text.as_str(), None, true, aside, out),
            Body::Replied { to, text } => {
                self.message(event, &target, text.as_str(), Some(*to), false, aside, out);
            }
            Body::Edited { of, text } => {
                self.message(event, &target, &format!("* {text}"), Some(*of), false, aside, out);
            }
            Body::Reacted { of, sign, off } => {
                if self.shape.has(Shape::TAGS) {
                    let tag = if *off { "+draft/unreact" } else { "+draft/react" };
                    let of = of.to_string();
                    let line = self.dated(event, aside).tag("msgid", &event.id.to_string());
                    line.tag("+draft/reply", &of).tag(tag, sign.as_str()).word("TAGMSG").word(&target).write(out);
                }
            }
            Body::Withdrawn { of } => {
                if self.shape.has(Shape::REDACTION) {
                    self.dated(event, aside).word("REDACT").word(&target).word(&of.to_string()).write(out);
                } else {
                    self.dated(event, aside).word("NOTICE").word(&target).last("deleted a message.").write(out);
                }
            }
            Body::Topic { topic } => self.topic(no, event, &target, None, Some(topic), aside, out),
            Body::Titled { title } => self.topic(no, event, &target, Some(title), None, aside, out),
            Body::Named { name } => {
                let Some(by) = by else { return };
                let new = Author { who: by.who, name: name.clone() };
                self.real_name(self.dated(event, aside), name, out);
                self.dated(event, aside).word("NICK").word(&nick_of(&new)).write(out);
            }
            Body::People(people) => self.people(no, event, people, &target, aside, out),
            Body::Act(act) => self.act(event, act, &target, aside, out),
            Body::Memory { .. } | Body::Damaged {} => self.note(event, &target, aside, out),
            Body::Erased { .. } | Body::Direct { .. } | Body::Gone {} | Body::Other(_) => {}
        }
    }

    /// A line from someone with what is always said of it.
    fn dated(&self, event: &Event, aside: Aside<'_>) -> Line {
        let from = event.by.as_ref().map_or_else(|| SERVER.to_owned(), source);
        self.line(&from, event.at, event.by.as_ref(), aside)
    }

    fn line(&self, from: &str, at: u64, by: Option<&Author>, aside: Aside<'_>) -> Line {
        let mut line = Line::from(from).maybe_tag("batch", aside.batch);
        if self.shape.has(Shape::TIME) {
            line = line.tag("time", &written_time(at));
        }
        if self.shape.has(Shape::ACCOUNT)
            && let Some(by) = by
            && self.has_account(by.who)
        {
            line = line.tag("account", &nick_of(by));
        }
        if self.shape.has(Shape::TAGS) && by.is_some_and(|by| self.house.bots.has(by.who)) {
            line = line.tag("bot", "");
        }
        line
    }

    fn has_account(&self, who: PersonId) -> bool {
        self.house.roster.get(who).is_some_and(|shown| shown.account)
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is one message")]
    fn message(
        &self,
        event: &Event,
        target: &str,
        text: &str,
        to: Option<EventId>,
        action: bool,
        aside: Aside<'_>,
        out: &mut Vec<u8>,
    ) {
        let Some(by) = &event.by else { return };
        let command = if event.id.0.get_version_num() == NOTICE { "NOTICE" } else { "PRIVMSG" };
        let plain = |line: Line| line.word(command).word(target);
        let around = if action { "\u{1}ACTION \u{1}".len() } else { 0 };
        // The line end, and the colon with its space.
        let taken = plain(Line::from(&source(by))).len() + 4 + around;
        let pieces = pieces(text, LINE_BYTES.saturating_sub(taken));
        let named = |line: Line| {
            if !self.shape.has(Shape::TAGS) {
                return line;
            }
            let to = to.map(|to| to.to_string());
            line.tag("msgid", &event.id.to_string()).maybe_tag("+draft/reply", to.as_deref())
        };
        if pieces.len() > 1 && !action && self.shape.has(Shape::MULTILINE) {
            let batch = format!("m{}", event.id.0.simple());
            let begin = named(self.dated(event, aside)).word("BATCH").word(&format!("+{batch}"));
            begin.word("draft/multiline").word(target).write(out);
            for piece in pieces {
                let line = Line::from(&source(by)).tag("batch", &batch);
                let line = if piece.joins { line.tag("draft/multiline-concat", "") } else { line };
                plain(line).last(piece.text).write(out);
            }
            Line::from(SERVER).word("BATCH").word(&format!("-{batch}")).write(out);
            return;
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            let line = self.dated(event, aside);
            let line = plain(if index == 0 { named(line) } else { line });
            match piece.text {
                text if action => line.last(&format!("\u{1}ACTION {text}\u{1}")).write(out),
                // An empty line is one as well, and a message of nothing would not be shown.
                "" => line.last(" ").write(out),
                text => line.last(text).write(out),
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is one line")]
    fn topic(
        &self,
        no: RoomNo,
        event: &Event,
        target: &str,
        title: Option<&Title>,
        topic: Option<&Topic>,
        aside: Aside<'_>,
        out: &mut Vec<u8>,
    ) {
        let Some(room) = self.house.rooms.get(no) else { return };
        let now = self.house.title_of(&room, None);
        let kept = room.state().topic.clone();
        let shown = shown_topic(target, title.unwrap_or(&now), topic.unwrap_or(&kept));
        self.dated(event, aside).word("TOPIC").word(target).last(&shown).write(out);
    }

    fn people(&self, no: RoomNo, event: &Event, people: &People, target: &str, aside: Aside<'_>, out: &mut Vec<u8>) {
        let others = |list: &'_ [Author]| -> Vec<Author> {
            list.iter().filter(|one| !aside.without.contains(&one.who)).cloned().collect()
        };
        for person in others(&people.left).iter().chain(&others(&people.lost)) {
            let lost = people.lost.iter().any(|one| one.who == person.who);
            let line = self.line(&source(person), event.at, None, aside);
            if self.has_quit(person.who) {
                line.word("QUIT").last(if lost { "Connection lost" } else { "Left" }).write(out);
            } else {
                line.word("PART").word(target).write(out);
            }
        }
        let room = self.house.rooms.get(no);
        for person in others(&people.came) {
            self.join(&person, event.at, target, aside, out);
            if room.as_ref().is_some_and(|room| self.is_operator(room, person.who)) {
                let line = self.line(SERVER, event.at, None, aside).word("MODE").word(target).word("+o");
                line.word(&nick_of(&person)).write(out);
            }
        }
    }

    /// Whether someone is in the house no longer, and so has left all their channels.
    pub fn has_quit(&self, who: PersonId) -> bool {
        self.house.roster.get(who).is_none()
    }

    /// Writes someone's real name before their nick, where clients want to know: it is the name itself.
    pub fn real_name(&self, line: Line, name: &Name, out: &mut Vec<u8>) {
        if self.shape.has(Shape::SETNAME) {
            line.word("SETNAME").last(name.as_str()).write(out);
        }
    }

    /// Writes that someone comes in.
    pub fn join(&self, person: &Author, at: u64, target: &str, aside: Aside<'_>, out: &mut Vec<u8>) {
        let line = self.line(&source(person), at, Some(person), aside).word("JOIN").word(target);
        if !self.shape.has(Shape::EXTENDED_JOIN) {
            return line.write(out);
        }
        let account = if self.has_account(person.who) { nick_of(person) } else { "*".to_owned() };
        line.word(&account).last(person.name.as_str()).write(out);
    }

    /// Whether someone keeps a room in order.
    pub fn is_operator(&self, room: &RoomView, who: PersonId) -> bool {
        let rank = self.house.roster.get(who).map_or(Rank::Guest, |shown| shown.rank);
        room.state().rank(who, rank) >= Rank::Operator
    }

    fn act(&self, event: &Event, act: &Act, target: &str, aside: Aside<'_>, out: &mut Vec<u8>) {
        let line = || self.dated(event, aside);
        let mode = |flags: &str, of: Option<&str>, out: &mut Vec<u8>| {
            let line = line().word("MODE").word(target).word(flags);
            of.into_iter().fold(line, Line::word).write(out);
        };
        let kick = |whom: &Author, why: Option<&str>, out: &mut Vec<u8>| {
            let nick = nick_of(whom);
            let line = line().word("KICK").word(target).word(&nick);
            let by = event.by.as_ref().map_or_else(|| SERVER.to_owned(), nick_of);
            line.last(why.unwrap_or(&by)).write(out);
        };
        match act {
            Act::Opped { whom } => mode("+o", Some(&nick_of(whom)), out),
            Act::Deopped { whom } => mode("-o", Some(&nick_of(whom)), out),
            Act::Muted { whom, .. } => mode("+q", Some(&mask(whom)), out),
            Act::Unmuted { whom } => mode("-q", Some(&mask(whom)), out),
            Act::Kicked { whom, why } => kick(whom, why.as_ref().map(|why| why.as_str()), out),
            Act::Banned { whom, why, house, .. } => {
                if !house {
                    mode("+b", Some(&mask(whom)), out);
                }
                kick(whom, Some(why.as_ref().map_or("banned", |why| why.as_str())), out);
            }
            Act::Unbanned { house: true, .. } => {}
            Act::Unbanned { whom, .. } => mode("-b", Some(&mask(whom)), out),
            Act::Invited { whom } => {
                if self.shape.has(Shape::INVITES) {
                    line().word("INVITE").word(&nick_of(whom)).word(target).write(out);
                }
            }
            Act::Locked {} => mode("+m", None, out),
            Act::Unlocked {} => mode("-m", None, out),
            Act::Opened { to } => {
                if let Some((off, stands)) = access_mode(aside.access).filter(|_| aside.access != *to) {
                    mode(&format!("-{off}"), stands, out);
                }
                if let Some((on, stands)) = access_mode(*to) {
                    mode(&format!("+{on}"), stands, out);
                }
            }
            Act::Uninvited { .. }
            | Act::Slowed { .. }
            | Act::Archived {}
            | Act::Reopened {}
            | Act::Pinned { .. }
            | Act::Unpinned { .. } => self.note(event, target, aside, out),
        }
    }

    /// Writes what IRC has no word for, as a sentence.
    fn note(&self, event: &Event, target: &str, aside: Aside<'_>, out: &mut Vec<u8>) {
        for sentence in PLAINLY.tell(event) {
            let line = self.line(SERVER, event.at, None, aside).word("NOTICE").word(target);
            line.last(&format!("{sentence}.")).write(out);
        }
    }

    /// Writes that someone is typing.
    pub fn typing(&self, no: RoomNo, by: &Author, out: &mut Vec<u8>) {
        if self.shape.has(Shape::TAGS)
            && let Some(target) = self.target(no, Some(by.who))
        {
            Line::from(&source(by)).tag("+typing", "active").word("TAGMSG").word(&target).write(out);
        }
    }

    /// Writes who went away or came back.
    pub fn away(&self, people: &[Whereabouts], out: &mut Vec<u8>) {
        if !self.shape.has(Shape::AWAY) {
            return;
        }
        for one in people {
            let Some(shown) = self.house.roster.get(one.who) else { continue };
            let line = Line::from(&source(&shown.person)).word("AWAY");
            match &one.away {
                Some(away) => line.last(away.why.as_ref().map_or("Away", |why| why.as_str())).write(out),
                None => line.write(out),
            }
        }
    }
}

/// The mode that stands for who may come in, and what is told with it: nobody is told a password.
pub const fn access_mode(access: Access) -> Option<(char, Option<&'static str>)> {
    match access {
        Access::Everyone => None,
        Access::Password => Some(('k', Some("*"))),
        Access::Invited => Some(('i', None)),
    }
}

/// Someone as a mask. The number in it holds whatever they are called.
pub fn mask(whom: &Author) -> String {
    format!("{}!{}@*", nick_of(whom), user(whom.who))
}

/// Whether two nicks are the same to a client.
pub fn same_nick(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}
