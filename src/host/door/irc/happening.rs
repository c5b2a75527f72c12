//! What happens in a client's rooms, as far as it is told to this client otherwise than to others: what it said itself, what
//! concerns whoever it is, and what was before it came.

use super::caps::Caps;
use super::client::{Client, Phase};
use super::message::Line;
use super::nick::nick_of;
use super::task::{Wait, labelled};
use super::telling::end_batch;
use super::voice::{Aside, SERVER, Voice};
use crate::host::language::Telling;
use crate::room::{Act, Author, Body, Event, EventId, People, PersonId, RoomNo};

impl Client {
    /// How this client is told an event.
    pub fn pick(&mut self, room: RoomNo, event: &Event) -> Telling {
        let Some(me) = self.me().map(|me| me.who) else { return Telling::Nothing };
        let Some(at) = self.seats.iter().position(|seat| seat.room == room) else { return Telling::Nothing };
        let by = event.by.as_ref().map(|by| by.who);
        let ignored = by.is_some_and(|by| by != me && self.ignored.contains(&by));
        if self.seats[at].direct.is_some() && event.body.is_message() && !ignored && !self.caps.has(Caps::READ_MARKER) {
            // Whoever is told it has read it: their client keeps no mark of its own.
            self.has_read(room, event.seq);
        }
        if let Some(past) = &self.seats[at].past {
            let says = event.body.is_message() && event.seq <= past.until && !ignored;
            return match (says, event.seq < past.until) {
                (false, true) => Telling::Nothing,
                // The last of it ends the batch, also where nothing is said of it.
                _ => Telling::Own,
            };
        }
        if self.is_awaited(event.id) {
            return Telling::Own;
        }
        if ignored && (event.body.is_message() || event.body.of().is_some()) {
            return Telling::Nothing;
        }
        if by == Some(me)
            && let Some(at) = self.own.iter().position(|own| *own == event.id)
        {
            self.own.remove(at);
            return Telling::Nothing;
        }
        match &event.body {
            Body::People(people) => self.pick_people(me, people),
            Body::Named { name } => {
                let Some(by) = &event.by else { return Telling::Nothing };
                let nick = nick_of(&Author { who: by.who, name: name.clone() });
                for other in self.seats.iter_mut().filter_map(|seat| seat.direct.as_mut()) {
                    if other.who == by.who {
                        other.name.clone_from(name);
                    }
                }
                if !self.is_news(by.who, &nick) {
                    return Telling::Nothing;
                }
                if by.who == me {
                    self.phase = Phase::In(Author { who: me, name: name.clone() });
                }
                Telling::Shared
            }
            Body::Act(Act::Kicked { whom, .. } | Act::Banned { whom, .. }) if whom.who == me => Telling::Nothing,
            Body::Act(Act::Opened { .. }) => Telling::Own,
            _ => Telling::Shared,
        }
    }

    /// How this client is told who came and went: itself it was told already, and of whoever quit by one room only.
    fn pick_people(&mut self, me: PersonId, people: &People) -> Telling {
        let mut moves = people.came.iter().chain(&people.left).chain(&people.lost);
        match (moves.any(|one| one.who == me), people.len()) {
            (true, 1) => return Telling::Nothing,
            (true, _) => return Telling::Own,
            (false, _) => {}
        }
        // Whether someone only left this room or all of them is decided where it is written. Whoever shares one room with
        // them need not know which, and reads what others read.
        let leaves = !people.left.is_empty() || !people.lost.is_empty();
        if leaves && self.shares_more() || !self.quits.told_of(people).is_empty() {
            return Telling::Own;
        }
        self.note_quits(people);
        Telling::Shared
    }

    /// Whether it is in more than one channel, so that another may tell of the same people.
    fn shares_more(&self) -> bool {
        self.seats.iter().filter(|seat| seat.direct.is_none()).nth(1).is_some()
    }

    /// Remembers whose `QUIT` was told just now, where another room may tell it again.
    fn note_quits(&mut self, people: &People) {
        let voice = Voice { house: &self.house, shape: self.caps.shape() };
        let shares_more = self.shares_more();
        let gone = people.left.iter().chain(&people.lost).map(|one| one.who);
        self.quits.note(people, gone.filter(|who| shares_more && voice.has_quit(*who)));
    }

    fn is_awaited(&self, id: EventId) -> bool {
        let wait = self.task.as_ref().and_then(|task| task.wait.as_ref());
        matches!(wait, Some(Wait::Echo { id: of, .. }) if *of == id)
    }

    /// Writes an event for this client alone.
    pub fn event_alone(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        let Some(at) = self.seats.iter().position(|seat| seat.room == room) else { return };
        if self.seats[at].past.is_some() {
            return self.past(at, room, event, out);
        }
        if self.is_awaited(event.id) {
            return self.echo(room, event, out);
        }
        let before = self.seats[at].access;
        if let Body::Act(Act::Opened { to }) = &event.body {
            self.seats[at].access = *to;
        }
        let mut without: Vec<PersonId> = self.me().map(|me| me.who).into_iter().collect();
        if let Body::People(people) = &event.body {
            without.extend(self.quits.told_of(people));
            self.note_quits(people);
        }
        let aside = Aside { without: &without, access: before, batch: None };
        self.voice().event(room, event, aside, out);
    }

    /// What was said before it came in: in a batch where the client knows of such.
    fn past(&mut self, at: usize, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        let Some(mut past) = self.seats[at].past.take() else { return };
        if event.seq > past.until {
            end_batch(past, out);
            // Whatever it is, it is news.
            return self.event_alone(room, event, out);
        }
        let ignored = event.by.as_ref().is_some_and(|by| self.ignored.contains(&by.who));
        if event.body.is_message() && !ignored {
            if past.batch.is_none() && self.caps.has(Caps::BATCH) {
                let (batch, target) = (self.batch(), self.target(room).unwrap_or_default());
                let line = Line::from(SERVER).word("BATCH").word(&format!("+{batch}")).word("chathistory");
                line.word(&target).write(out);
                past.batch = Some(batch);
            }
            let aside = Aside { batch: past.batch.as_deref(), ..Aside::default() };
            self.voice().event(room, event, aside, out);
        }
        if event.seq >= past.until {
            end_batch(past, out);
        } else {
            self.seats[at].past = Some(past);
        }
    }

    /// What this client said comes back to it, as the answer to what it said.
    fn echo(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        let mut lines = Vec::new();
        self.voice().event(room, event, Aside::default(), &mut lines);
        let batch = self.batch();
        let Some(task) = &mut self.task else { return };
        task.wait = None;
        match task.label.as_ref() {
            Some(label) if task.steps.is_empty() && self.reply.is_empty() => {
                labelled(label, &lines, &batch, out);
                task.answered = true;
            }
            // One answer for several targets comes in one piece, once the last is told.
            Some(_) => self.reply.append(&mut lines),
            None => out.extend_from_slice(&lines),
        }
    }
}
