//! What was said before, as a client asks for it: `CHATHISTORY`. Each end of what is wanted is found first, as a place in the
//! room's log; then messages are read from there, the newest or the oldest first, and told in order.

use super::client::Client;
use super::message::{Line, Message};
use super::seeking::{Edge, Kind, Seeks, Selector, Stage, Wanted};
use super::task::{Step, Then, Wait};
use super::voice::{Aside, SERVER, written_time};
use crate::room::{Event, EventId, RoomNo, Seq};
use crate::wire::FromGuest;

/// How many messages one answer has at most.
pub const MOST: usize = 100;

/// How many events are looked through at a time, from the oldest on.
const PAGE: u64 = 256;

/// How many pages are looked through for one question.
const PAGES: usize = 16;

impl Client {
    /// `CHATHISTORY`
    pub fn chat_history(&mut self, line: &Message) {
        let Some(sub) = line.param(0).map(str::to_ascii_uppercase) else { return self.needs_more("CHATHISTORY") };
        if sub == "TARGETS" {
            return self.targets(line);
        }
        let fail = |client: &mut Self, why: &str| client.fail("CHATHISTORY", "INVALID_PARAMS", &[&sub], why);
        let Some(target) = line.param(1) else { return fail(self, "Say of which channel or person.") };
        let selectors = if sub == "BETWEEN" { 2 } else { 1 };
        let first = line.param(2).map(selector);
        let second = line.param(3).filter(|_| selectors == 2).map(selector);
        let kind = match (sub.as_str(), first, second) {
            ("LATEST", ..) if line.param(2) == Some("*") => Kind::Latest(None),
            ("LATEST", Some(Some(place)), _) => Kind::Latest(Some(place)),
            ("BEFORE", Some(Some(place)), _) => Kind::Before(place),
            ("AFTER", Some(Some(place)), _) => Kind::After(place),
            ("AROUND", Some(Some(place)), _) => Kind::Around(place),
            ("BETWEEN", Some(Some(one)), Some(Some(other))) => Kind::Between(one, other),
            ("LATEST" | "BEFORE" | "AFTER" | "AROUND" | "BETWEEN", ..) => {
                return fail(self, "Say from where: msgid=… or timestamp=…");
            }
            _ => return fail(self, "There is no such question."),
        };
        let Some(limit) = line.param(2 + selectors).and_then(|limit| limit.parse::<usize>().ok()) else {
            return fail(self, "Say how many.");
        };
        let wanted = Wanted { target: target.to_owned(), kind, limit: limit.min(MOST) };
        self.then(Step::History(wanted));
    }

    /// Begins to look for it.
    pub fn history(&mut self, wanted: Wanted) {
        let target = wanted.target.clone();
        let room = if target.starts_with('#') {
            self.seat_of(&target).map(|seat| seat.room)
        } else {
            self.talk_of(&target).map(|(room, _)| room)
        };
        match room {
            Some(room) => self.history_in(room, wanted),
            None if target.starts_with('#') => self.no_target(&target),
            None => self.then(Step::With { nick: target, then: Then::History(wanted) }),
        }
    }

    fn no_target(&mut self, target: &str) {
        self.fail("CHATHISTORY", "INVALID_TARGET", &["LATEST", target], "You are not in it, or there is none.");
    }

    /// The same for a room.
    pub fn history_in(&mut self, room: RoomNo, wanted: Wanted) {
        let Wanted { target, kind, limit } = wanted;
        let next = match kind {
            Kind::Latest(None) => Vec::new(),
            Kind::Latest(Some(place)) | Kind::After(place) => vec![(place, Edge::Start)],
            Kind::Before(place) => vec![(place, Edge::End)],
            Kind::Around(place) => vec![(place, Edge::Start)],
            // Which of them is the earlier is told by what is found.
            Kind::Between(one, other) => {
                [one, other].into_iter().flat_map(|place| [(place, Edge::Start), (place, Edge::End)]).collect()
            }
        };
        let seeks = Seeks::Places { kind, limit, found: Vec::new(), next: next.into() };
        self.seek(Stage { room, target, seeks, got: Vec::new() });
    }

    /// Asks for the next that is needed, or tells what was found.
    fn seek(&mut self, mut stage: Stage) {
        let ask = self.ask();
        let room = stage.room;
        let find = |before: Option<Seq>, from: Option<u64>, to: Option<u64>| FromGuest::Find {
            ask,
            room,
            words: String::new(),
            by: None,
            from,
            to,
            before,
            pinned: false,
        };
        let frame = match &mut stage.seeks {
            Seeks::Places { kind, limit, found, next } => match next.front() {
                Some((Selector::Id(id), _)) => FromGuest::Where { ask, room, id: *id },
                Some((Selector::Time(at), Edge::Start)) => find(None, None, Some(*at)),
                Some((Selector::Time(at), Edge::End)) => find(None, None, Some(at.saturating_sub(1))),
                None => {
                    stage.seeks = begin(*kind, *limit, found);
                    return self.seek(stage);
                }
            },
            Seeks::Newest { left: 0, then: None, .. } | Seeks::Oldest { left: 0, .. } => {
                return self.tell_history(stage);
            }
            Seeks::Newest { left: 0, then: Some((from, left)), .. } => {
                stage.seeks = Seeks::Oldest { from: *from, before: None, left: *left, pages: 0 };
                return self.seek(stage);
            }
            Seeks::Newest { before, .. } => find(*before, None, None),
            Seeks::Oldest { from, before, .. } => {
                let to = Seq(from.0.saturating_add(PAGE));
                let to = before.map_or(to, |before| to.min(before.back(1)));
                if to < *from {
                    return self.tell_history(stage);
                }
                FromGuest::Read { ask, room, from: *from, to }
            }
            Seeks::Targets { rooms, limit, found, .. } => match rooms.front() {
                Some(room) => FromGuest::Find {
                    ask,
                    room: *room,
                    words: String::new(),
                    by: None,
                    from: None,
                    to: None,
                    before: None,
                    pinned: false,
                },
                None => {
                    found.sort();
                    found.truncate(*limit);
                    let found = std::mem::take(found);
                    return self.tell_targets(&found);
                }
            },
        };
        self.request(frame);
        self.wait(Wait::History { ask, stage });
    }

    /// A page was read, or where something stands.
    pub fn history_page(&mut self, mut stage: Stage, _: RoomNo, events: &[Event]) {
        match &mut stage.seeks {
            Seeks::Places { found, next, .. } => {
                let Some(event) = events.first() else {
                    return self.fail(
                        "CHATHISTORY",
                        "INVALID_MSGREFTYPE",
                        &[&stage.target],
                        "There is no such message.",
                    );
                };
                found.push(event.seq);
                next.pop_front();
            }
            Seeks::Oldest { from, left, pages, .. } => {
                let said = events.iter().filter(|event| event.body.is_message());
                let took: Vec<Event> = said.take(*left).cloned().collect();
                *left -= took.len();
                stage.got.extend(took);
                *pages += 1;
                match events.last() {
                    Some(last) if *pages < PAGES => *from = last.seq.next(),
                    _ => *left = 0,
                }
            }
            Seeks::Newest { .. } | Seeks::Targets { .. } => {}
        }
        self.seek(stage);
    }

    /// Messages were found.
    pub fn history_hits(&mut self, mut stage: Stage, room: RoomNo, hits: &[Event], more: Option<Seq>) {
        match &mut stage.seeks {
            Seeks::Places { found, next, .. } => {
                // The last that was said by then. Of an end, what is wanted may have it as its last.
                let edge = next.pop_front().map_or(Edge::Start, |(_, edge)| edge);
                let seq = hits.first().map_or(Seq::START, |hit| hit.seq);
                found.push(if edge == Edge::End { seq.next() } else { seq });
            }
            Seeks::Newest { before, after, left, .. } => {
                let took: Vec<Event> = hits.iter().take_while(|hit| hit.seq > *after).take(*left).cloned().collect();
                *left -= took.len();
                let done = took.len() < hits.len() || more.is_none_or(|more| more <= *after);
                if done {
                    *left = 0;
                } else {
                    *before = more;
                }
                // The newest come first here, and last where they are told.
                stage.got.splice(0..0, took.into_iter().rev());
            }
            Seeks::Targets { rooms, from, to, found, .. } => {
                rooms.pop_front();
                if let Some(hit) = hits.first().filter(|hit| hit.at > *from && hit.at < *to)
                    && let Some(target) = self.target(room)
                {
                    found.push((hit.at, target));
                }
            }
            Seeks::Oldest { .. } => {}
        }
        self.seek(stage);
    }

    fn tell_history(&mut self, stage: Stage) {
        let Stage { room, target, got, .. } = stage;
        self.tell_events(room, &target, &got);
    }

    /// Tells that nothing was said: the house keeps nothing that someone says to themselves.
    pub fn tell_no_history(&mut self, target: &str) {
        self.tell_events(RoomNo(0), target, &[]);
    }

    fn tell_events(&mut self, room: RoomNo, target: &str, events: &[Event]) {
        let batch = self.batch();
        let begin = Line::from(SERVER).word("BATCH").word(&format!("+{batch}")).word("chathistory").word(target);
        self.answer(begin);
        let mut lines = Vec::new();
        let ignored = |event: &&Event| event.by.as_ref().is_some_and(|by| self.ignored.contains(&by.who));
        for event in events.iter().filter(|event| !ignored(event)) {
            self.voice().event(room, event, Aside { batch: Some(&batch), ..Aside::default() }, &mut lines);
        }
        self.reply.append(&mut lines);
        self.answer(Line::from(SERVER).word("BATCH").word(&format!("-{batch}")));
    }

    fn targets(&mut self, line: &Message) {
        let times = (line.param(1).and_then(selector), line.param(2).and_then(selector));
        let (Some(Selector::Time(one)), Some(Selector::Time(other))) = times else {
            return self.fail("CHATHISTORY", "INVALID_PARAMS", &["TARGETS"], "Say between which times: timestamp=…");
        };
        let limit = line.param(3).and_then(|limit| limit.parse().ok()).unwrap_or(MOST).min(MOST);
        let rooms = self.seats.iter().map(|seat| seat.room).collect();
        let seeks = Seeks::Targets { rooms, from: one.min(other), to: one.max(other), limit, found: Vec::new() };
        self.seek(Stage { room: RoomNo(0), target: String::new(), seeks, got: Vec::new() });
    }

    fn tell_targets(&mut self, found: &[(u64, String)]) {
        let batch = self.batch();
        let begin = Line::from(SERVER).word("BATCH").word(&format!("+{batch}")).word("draft/chathistory-targets");
        self.answer(begin);
        for (at, target) in found {
            let line = Line::from(SERVER).tag("batch", &batch).word("CHATHISTORY").word("TARGETS").word(target);
            self.answer(line.word(&written_time(*at)));
        }
        self.answer(Line::from(SERVER).word("BATCH").word(&format!("-{batch}")));
    }
}

/// Where to begin, once the places are known.
fn begin(kind: Kind, limit: usize, found: &[Seq]) -> Seeks {
    let place = |index: usize| found.get(index).copied().unwrap_or_default();
    match kind {
        Kind::Latest(None) => Seeks::Newest { before: None, after: Seq::START, left: limit, then: None },
        Kind::Latest(Some(_)) => Seeks::Newest { before: None, after: place(0), left: limit, then: None },
        Kind::Before(_) => Seeks::Newest { before: Some(place(0)), after: Seq::START, left: limit, then: None },
        Kind::After(_) => Seeks::Oldest { from: place(0).next(), before: None, left: limit, pages: 0 },
        Kind::Around(_) => {
            let before = limit.div_ceil(2);
            let from = place(0).next();
            Seeks::Newest { before: Some(from), after: Seq::START, left: before, then: Some((from, limit - before)) }
        }
        Kind::Between(..) if place(0) <= place(2) => {
            Seeks::Oldest { from: place(0).next(), before: Some(place(3)), left: limit, pages: 0 }
        }
        Kind::Between(..) => Seeks::Newest { before: Some(place(1)), after: place(2), left: limit, then: None },
    }
}

fn selector(word: &str) -> Option<Selector> {
    if let Some(id) = word.strip_prefix("msgid=") {
        return id.parse().ok().map(|id| Selector::Id(EventId(id)));
    }
    let time: jiff::Timestamp = word.strip_prefix("timestamp=")?.parse().ok()?;
    u64::try_from(time.as_millisecond()).ok().map(Selector::Time)
}
