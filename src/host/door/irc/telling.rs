//! What the house tells a client: answers to what it asked, and news.

use super::caps::Caps;
use super::client::{Client, Past, Phase, Seat};
use super::message::Line;
use super::nick::nick_of;
use super::numerics::{
    ERR_BANNEDFROMCHAN, ERR_ERRONEUSNICKNAME, ERR_NICKNAMEINUSE, ERR_PASSWDMISMATCH, ERR_YOUREBANNEDCREEP,
};
use super::task::{Then, Wait};
use super::voice::{SERVER, source};
use crate::room::{Access, Author, RoomNo};
use crate::wire::frame::{Code, Entered, Refused, RoomLine, Since, Welcome};
use crate::wire::{FromGuest, FromHost};

/// How much of a direct talk is told to whoever was away, at most.
const MISSED: u64 = 100;

impl Client {
    /// Deals with a frame.
    pub fn told(&mut self, frame: &FromHost, out: &mut Vec<u8>) {
        match frame {
            FromHost::Welcome(welcome) => self.welcomed(welcome, out),
            FromHost::Waiting { why } => {
                Line::from(SERVER).word("NOTICE").word(&self.nick()).last(why).write(out);
            }
            FromHost::Bye { code, why, .. } => self.sent_away(*code, why, out),
            FromHost::Entered(entered) => self.entered(entered),
            FromHost::Made { ask, line } => self.made(*ask, line),
            FromHost::Rooms { ask, rooms, next } => self.rooms_told(*ask, rooms, *next),
            FromHost::Room(line) => self.room_changed(line, out),
            FromHost::Gone { room } => self.forget_if_gone(*room),
            FromHost::Out { room, code, why, by, .. } => self.put_out(*room, *code, why, by.as_ref(), out),
            FromHost::Away { people, .. } => self.voice().away(people, out),
            FromHost::Typing { room, by } => self.voice().typing(*room, by, out),
            FromHost::Bans { ask, bans, next } => self.bans_told(*ask, bans, *next),
            FromHost::Done { ask } => self.done(*ask),
            FromHost::Kept { id, .. } => self.kept(*id),
            FromHost::Refused(refused) => self.refused(refused, out),
            FromHost::Page { ask, room, events, .. } => self.page_told(*ask, *room, events, out),
            FromHost::Found { ask, room, hits, next } => self.hits_told(*ask, *room, hits, *next),
            FromHost::People { ask, people, next, .. } => self.people_told(*ask, people, *next),
            FromHost::Seen { room, seq, .. } => {
                if self.caps.has(Caps::READ_MARKER) {
                    self.look_up_mark(*room, *seq);
                }
            }
            FromHost::Forgot { room, first } => {
                // What was forgotten before it came back never does.
                if let Some(task) = &mut self.task {
                    task.wait.take_if(|wait| matches!(wait, Wait::Echo { .. }));
                }
                let past = self.seats.iter_mut().find(|seat| seat.room == *room);
                if let Some(past) = past.and_then(|seat| seat.past.take_if(|past| past.until < *first)) {
                    end_batch(past, out);
                }
            }
            FromHost::Request(_)
            | FromHost::Requests { .. }
            | FromHost::Invites { .. }
            | FromHost::Invite { .. }
            | FromHost::NewCode { .. }
            | FromHost::Code { .. }
            | FromHost::Granted { .. }
            | FromHost::Dial { .. }
            | FromHost::Event { .. }
            | FromHost::Unknown => {}
        }
    }

    fn welcomed(&mut self, welcome: &Welcome, out: &mut Vec<u8>) {
        let registration = match std::mem::replace(&mut self.phase, Phase::In(welcome.you.clone())) {
            Phase::Registering(registration) | Phase::Knocking(registration) => registration,
            Phase::In(_) | Phase::Ended => Box::default(),
        };
        self.watch_accounts();
        self.ignored = welcome.ignored.iter().map(|person| person.who).collect();
        for line in welcome.rooms.iter().filter(|line| line.direct.is_none()) {
            self.channel_of(line);
        }
        self.greet(&registration, welcome, out);
    }

    /// The house ends it, or does not let it in.
    fn sent_away(&mut self, code: Code, why: &str, out: &mut Vec<u8>) {
        let nick = self.nick();
        let number = |number: u16| Line::from(SERVER).number(number);
        if let Phase::Knocking(registration) = &mut self.phase {
            match code {
                Code::Taken | Code::Name => {
                    let taken = code == Code::Taken;
                    let line = number(if taken { ERR_NICKNAMEINUSE } else { ERR_ERRONEUSNICKNAME });
                    line.word("*").word(&nick).last(why).write(out);
                    let mut registration = std::mem::take(registration);
                    registration.nick_refused();
                    self.phase = Phase::Registering(registration);
                    return;
                }
                Code::Password => number(ERR_PASSWDMISMATCH).word(&nick).last(why).write(out),
                Code::Banned => number(ERR_YOUREBANNEDCREEP).word(&nick).last(why).write(out),
                Code::Account | Code::Login => {
                    Line::from(SERVER).word("FAIL").word("*").word("ACCOUNT_REQUIRED").last(why).write(out);
                }
                _ => {}
            }
        }
        self.phase = Phase::Ended;
        Line::bare("ERROR").last(why).write(out);
    }

    fn entered(&mut self, entered: &Entered) {
        let hidden = entered.order.access == Access::Invited;
        if entered.direct.is_none() {
            self.house.channels.name(entered.room, &entered.title, hidden);
        }
        self.invited.retain(|room| *room != entered.room);
        let again = self.seat(entered.room).is_some();
        let past = (entered.after < entered.head && entered.direct.is_none())
            .then_some(Past { until: entered.head, batch: None });
        self.seats.retain(|seat| seat.room != entered.room);
        self.seats.push(Seat {
            room: entered.room,
            direct: entered.direct.clone(),
            access: entered.order.access,
            read: entered.yours.read,
            past,
        });
        if let Some(at) = self.entering.iter().position(|(ask, ..)| Some(*ask) == entered.ask) {
            self.entering.remove(at);
        }
        let Some(task) = &mut self.task else { return };
        match task.wait.take() {
            Some(Wait::Enter { ask, channel, .. }) if Some(ask) == entered.ask => {
                if !again {
                    self.joined(entered, Some(&channel));
                }
            }
            Some(Wait::Rejoin { ask }) if Some(ask) == entered.ask => {
                if entered.direct.is_none() {
                    self.joined(entered, None);
                }
            }
            Some(Wait::Direct { room, with, then }) if room == entered.room => self.with_talk(room, &with, then),
            other => task.wait = other,
        }
    }

    /// A room was made, or a talk.
    fn made(&mut self, ask: u64, line: &RoomLine) {
        let Some(task) = &mut self.task else { return };
        match task.wait.take() {
            Some(Wait::Make { ask: of, channel, key }) if of == ask => {
                self.house.channels.name(line.room, &line.title, false);
                self.enter_made(line.room, channel, key);
            }
            Some(Wait::Talk { ask: of, with, then }) if of == ask => self.talk_with(line, with, then),
            other => task.wait = other,
        }
    }

    fn talk_with(&mut self, line: &RoomLine, with: Author, then: Then) {
        if self.seat(line.room).is_some() {
            return self.with_talk(line.room, &with, then);
        }
        self.enter_talk(line);
        if let Some(task) = &mut self.task {
            task.wait = Some(Wait::Direct { room: line.room, with, then });
        }
    }

    /// Comes into a direct talk, and is told what was missed of it.
    pub fn enter_talk(&mut self, line: &RoomLine) {
        let Some(with) = &line.direct else { return };
        if self.seat(line.room).is_some() || self.entering.iter().any(|(_, room, _)| *room == line.room) {
            return;
        }
        let ask = self.ask();
        self.entering.push((ask, line.room, with.clone()));
        let read = line.yours.map(|yours| yours.read).unwrap_or_default();
        let since = Since { after: Some(read), last: Some(MISSED) };
        let room = Some(crate::wire::frame::RoomName::No(line.room));
        self.request(FromGuest::Enter { room, since, password: None, ask: Some(ask) });
    }

    /// A room is new, or another than before.
    fn room_changed(&mut self, line: &RoomLine, out: &mut Vec<u8>) {
        if line.direct.is_some() {
            // Someone begins to talk with them.
            return self.enter_talk(line);
        }
        let channel = self.channel_of(line);
        if self.seat(line.room).is_none() && !self.invited.contains(&line.room) && self.is_invited(line.room) {
            self.invited.push(line.room);
            Line::from(SERVER).word("INVITE").word(&self.nick()).word(&channel).write(out);
        }
    }

    /// What is nothing to this guest any more may be something to others.
    fn forget_if_gone(&self, room: RoomNo) {
        if self.house.rooms.get(room).is_none() {
            self.house.channels.forget(room);
        }
    }

    fn is_invited(&self, room: RoomNo) -> bool {
        let (Some(me), Some(room)) = (self.me(), self.house.rooms.get(room)) else { return false };
        room.state().invited.contains_key(&me.who)
    }

    fn put_out(&mut self, room: RoomNo, code: Code, why: &str, by: Option<&Author>, out: &mut Vec<u8>) {
        let Some(at) = self.seats.iter().position(|seat| seat.room == room) else {
            if code == Code::Banned
                && let Some(channel) = self.house.channels.known(room)
            {
                let line = Line::from(SERVER).number(ERR_BANNEDFROMCHAN).word(&self.nick()).word(&channel);
                line.last(why).write(out);
            }
            return;
        };
        let mut seat = self.seats.remove(at);
        if let Some(past) = seat.past.take() {
            end_batch(past, out);
        }
        let channel = self.voice().channel(room);
        if code == Code::Room {
            self.forget_if_gone(room);
        }
        let (nick, me) = (self.nick(), self.source());
        let left = self.task.as_mut().and_then(|task| match task.wait.take() {
            Some(Wait::Leave { room: of, why }) if of == room => Some(why),
            // What was said there is neither kept nor refused any more where it is waited for that it comes back.
            Some(Wait::Echo { .. }) => None,
            other => {
                task.wait = other;
                None
            }
        });
        let Some(channel) = channel.filter(|_| seat.direct.is_none()) else { return };
        match (code, left) {
            (Code::Left, left) => {
                let line = Line::from(&me).word("PART").word(&channel);
                let line = match left.flatten() {
                    Some(why) => line.last(&why),
                    None => line,
                };
                if self.task.is_some() { self.answer(line) } else { line.write(out) }
            }
            _ => {
                let by = by.map_or_else(|| SERVER.to_owned(), source);
                Line::from(&by).word("KICK").word(&channel).word(&nick).last(why).write(out);
            }
        }
    }

    fn done(&mut self, ask: u64) {
        if let Phase::Knocking(_) = self.phase {
            return self.proved(None);
        }
        let Some(task) = &mut self.task else { return };
        match task.wait.take() {
            Some(Wait::Key { ask: of, room, channel }) if of == ask => self.key_set(room, channel),
            Some(Wait::Register { ask: of }) if of == ask => self.registered(),
            Some(Wait::Rename { ask: of, name, .. }) if of == ask => self.was_renamed(&name),
            other => task.wait = other,
        }
    }

    fn kept(&mut self, id: crate::room::EventId) {
        if self.sent.settled(id).is_some() {
            return;
        }
        let Some(task) = &mut self.task else { return };
        match task.wait.take() {
            Some(Wait::Kept { id: of, about }) if of == id => self.was_kept(about),
            other => task.wait = other,
        }
    }

    fn refused(&mut self, refused: &Refused, out: &mut Vec<u8>) {
        if matches!(self.phase, Phase::Knocking(_)) {
            return self.proved(Some(&refused.why));
        }
        if let Some(id) = refused.id {
            self.own.retain(|own| *own != id);
            if let Some(about) = self.sent.settled(id) {
                // What is being done meanwhile is answered by itself.
                let reply = std::mem::take(&mut self.reply);
                self.not_kept(about, refused);
                out.append(&mut self.reply);
                self.reply = reply;
                return;
            }
        }
        if let Some(at) = self.entering.iter().position(|(ask, ..)| Some(*ask) == refused.ask) {
            self.entering.remove(at);
        }
        let Some(task) = &mut self.task else { return };
        let Some(wait) = task.wait.take() else { return };
        let is_it = match &wait {
            Wait::Kept { id, .. } | Wait::Echo { id, .. } => refused.id == Some(*id),
            Wait::Enter { ask, .. }
            | Wait::Make { ask, .. }
            | Wait::Rejoin { ask }
            | Wait::Person { ask, .. }
            | Wait::Talk { ask, .. }
            | Wait::Key { ask, .. }
            | Wait::People { ask, .. }
            | Wait::Rooms { ask, .. }
            | Wait::Bans { ask, .. }
            | Wait::Register { ask }
            | Wait::Rename { ask, .. }
            | Wait::Mark { ask }
            | Wait::Marked { ask }
            | Wait::History { ask, .. } => refused.ask == Some(*ask),
            // It may have no number.
            Wait::Leave { .. } => refused.id.is_none() && refused.ask.is_none(),
            // The talk could not be entered.
            Wait::Direct { room, .. } => !self.entering.iter().any(|(_, of, _)| of == room),
            Wait::Proof => false,
        };
        if !is_it {
            task.wait = Some(wait);
            return;
        }
        self.was_refused(wait, refused);
    }

    fn page_told(&mut self, ask: u64, room: RoomNo, events: &[crate::room::Event], out: &mut Vec<u8>) {
        if let Some(at) = self.marking.iter().position(|(of, _)| *of == ask) {
            self.marking.remove(at);
            return self.tell_mark(room, events.first().map(|event| event.at), out);
        }
        let Some(task) = &mut self.task else { return };
        match task.wait.take() {
            Some(Wait::History { ask: of, stage }) if of == ask => self.history_page(stage, room, events),
            Some(Wait::Marked { ask: of }) if of == ask => {
                let mut line = Vec::new();
                self.tell_mark(room, events.first().map(|event| event.at), &mut line);
                self.reply.append(&mut line);
            }
            other => task.wait = other,
        }
    }

    fn hits_told(&mut self, ask: u64, room: RoomNo, hits: &[crate::room::Event], next: Option<crate::room::Seq>) {
        let Some(task) = &mut self.task else { return };
        match task.wait.take() {
            Some(Wait::History { ask: of, stage }) if of == ask => self.history_hits(stage, room, hits, next),
            Some(Wait::Mark { ask: of }) if of == ask => self.mark_found(room, hits),
            other => task.wait = other,
        }
    }

    /// The target of a room as this client knows it.
    pub fn target(&self, room: RoomNo) -> Option<String> {
        match self.seat(room)?.direct.as_ref() {
            Some(other) => Some(nick_of(other)),
            None => self.voice().channel(room).map(|channel| channel.to_string()),
        }
    }
}

/// Ends the batch of what was, if it was begun.
pub fn end_batch(past: Past, out: &mut Vec<u8>) {
    if let Some(batch) = past.batch {
        Line::from(SERVER).word("BATCH").word(&format!("-{batch}")).write(out);
    }
}
