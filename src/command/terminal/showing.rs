//! What happens on a visit, as a terminal shows it.

use std::collections::HashMap;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use parlor::commands::calls;
use parlor::guest::{Guest, Own, OwnState, Update};
use parlor::room::{Author, Body, Event, EventId, Name, PersonId, RoomNo, Seq};
use parlor::wire::frame::Code;
use parlor::wire::people::Whereabouts;

use super::missed::Missed;
use super::screen::{NAMES, Role, Screen};
use crate::command::ending::{self, Failure};
use parlor::wording::{self, ShownMessage, answers};

/// How often the house is told at most how far was read.
const SEEN: Duration = Duration::from_secs(2);

impl<M: FnMut(&str)> Screen<M> {
    /// Shows what happened. Some code where the program is to end with it.
    pub async fn show(&mut self, update: Update, guest: &Guest) -> Result<Option<ExitCode>, Failure> {
        match update {
            Update::Away(room, people) if Some(room) == self.here => self.tell_away(room, people, guest).await,
            Update::Out { room, code, why, .. } => {
                let left = code == Code::Left || self.leaving == Some(room);
                if self.is_out(room, &why) {
                    self.go_on(left, guest).await;
                }
            }
            Update::Gone(room) => {
                let left = self.leaving == Some(room);
                if self.is_gone(room) {
                    self.go_on(left, guest).await;
                }
            }
            Update::Entered(arrival) => {
                if self.arrive(*arrival) {
                    self.go_on(false, guest).await;
                }
            }
            Update::Events(room, events) => {
                if self.here == Some(room) {
                    self.recall(&events, guest).await;
                }
                return self.show_more(Update::Events(room, events), Some(guest));
            }
            other => return self.show_more(other, Some(guest)),
        }
        Ok(None)
    }

    /// Shows what happens while one leaves.
    pub fn show_last(&mut self, update: Update) -> Result<Option<ExitCode>, Failure> {
        self.show_more(update, None)
    }

    fn show_more(&mut self, update: Update, guest: Option<&Guest>) -> Result<Option<ExitCode>, Failure> {
        match update {
            Update::Events(room, events) => {
                if self.is_behind() {
                    self.outstanding.wait();
                }
                self.happened(room, &events)?;
                if let Some(guest) = guest.filter(|_| self.seen.is_none_or(|seen| seen.elapsed() > SEEN)) {
                    self.tell_seen(guest);
                }
            }
            Update::Own(own) => self.hear_of_own(own, guest),
            Update::Waiting { why } => {
                self.is_asked_about = true;
                self.printer.tell(why);
            }
            Update::Request(line) => self.printer.tell(answers::asks(&line)),
            Update::Joined(entered) => self.join(&entered),
            Update::Room(line) => self.hear_of(&line),
            // What is not kept does not come any more; what was shown stays on the screen.
            Update::Forgot(room, first) => {
                if let Some(joined) = self.joined.get_mut(&room) {
                    joined.shown = joined.shown.max(first.back(1));
                    joined.notes.pinned.forget_before(first);
                }
            }
            Update::Seen(room, seq) => {
                if let Some(joined) = self.joined.get_mut(&room) {
                    joined.read = joined.read.max(seq);
                }
            }
            // What is shown from now on is read on.
            Update::Unread(room, seq) => {
                if let Some(joined) = self.joined.get_mut(&room).filter(|_| self.here != Some(room)) {
                    joined.read = seq;
                }
            }
            Update::Offline { why, .. } if self.in_once => {
                self.online = false;
                (self.entering, self.leaving) = (None, None);
                // Nobody knows when the rest can be had.
                self.joined.values_mut().for_each(|joined| joined.notes.head = joined.shown);
                // Each try that fails tells why, and most tell the same.
                if self.offline_why.as_ref() != Some(&why) {
                    self.printer.tell(format_args!("{why} Reconnecting…"));
                    self.offline_why = Some(why);
                }
                self.tell_unsent();
            }
            Update::Offline { why, .. } => return Err(why.into()),
            Update::Ended(ended) if self.logging_out => {
                self.printer.tell(ended.why);
                return Ok(Some(ExitCode::SUCCESS));
            }
            Update::Ended(ended) => return Err(ending::sentence(&ended).into()),
            Update::Connecting
            | Update::Entered(_)
            | Update::Typing(..)
            | Update::Away(..)
            | Update::Gone(_)
            | Update::Out { .. } => {}
        }
        Ok(None)
    }

    /// Something of one's own is on its way, has arrived, or was refused.
    fn hear_of_own(&mut self, own: Own, guest: Option<&Guest>) {
        self.outstanding.note(&own);
        let Own { id, body, state, .. } = own;
        let (why, again) = match state {
            OwnState::Sending => {
                if let Some(typed) = wording::as_command(&body).filter(|_| self.in_once && !self.online) {
                    self.printer.tell(format_args!("{typed} will be done once you are connected again."));
                }
                return self.hold(id, &body);
            }
            OwnState::Kept { .. } => {
                if let Body::Withdrawn { of } = body {
                    self.joined.values_mut().for_each(|joined| joined.notes.mine.forget(of));
                }
                return self.unsent.remove(id);
            }
            OwnState::Refused { why, again, .. } => (why, again),
        };
        self.unsent.remove(id);
        let mut what = "";
        if again && body.is_message() {
            self.refused.push(id);
            what = " /retry sends it again, /discard deletes it.";
        } else if let Some(guest) = guest {
            // A command that was refused is not done later, by surprise.
            let _ = guest.discard(id);
        }
        // Of an earlier visit, what may be sent again is counted on coming in.
        if self.in_once || what.is_empty() {
            self.fail(format_args!("{}\n{why}{what}", wording::undone(&body)));
        }
    }

    /// Looks up older messages that some of this is about.
    async fn recall(&mut self, events: &[Event], guest: &Guest) {
        let unknown = events.iter().filter(|event| self.recent.about(event).is_none());
        let unknown: Vec<EventId> = unknown.filter_map(wording::is_about).collect();
        for id in unknown {
            // Of what can't be looked up, it is told without.
            let found = guest.replica().earlier(id).await.unwrap_or_default();
            let is_ignored = |event: &Event| event.by.as_ref().is_some_and(|by| self.ignored.contains(&by.who));
            if !found.iter().any(is_ignored) {
                found.iter().for_each(|event| self.recent.note(event));
            }
        }
    }

    fn happened(&mut self, room: RoomNo, events: &[Event]) -> io::Result<()> {
        let Self { printer, me, joined, names, ignored, missed, recent, zone, .. } = self;
        let (Some(me), Some(joined)) = (me, joined.get_mut(&room)) else { return Ok(()) };
        let here = self.here == Some(room);
        let is_host = self.role == Role::Host;
        let mut told = None;
        printer.show(|out| {
            for event in events {
                joined.notes.note(event, me.who);
                note_names(names, me, event, joined.notes.head);
                let by_ignored = event.by.as_ref().map(|by| by.who).filter(|who| ignored.contains(who));
                let is_ignored = by_ignored.is_some();
                let is_missed = event.seq > joined.shown && event.body.is_message() && joined.notes.direct.is_some();
                if let Some(who) = by_ignored.filter(|_| is_missed) {
                    missed.entry(who).or_insert(Missed { room, first: event.seq, count: 0 }).count += 1;
                }
                // A room may be entered twice, and tells things twice then.
                if event.seq <= joined.shown || (is_ignored && wording::is_words(&event.body)) {
                    continue;
                }
                if is_host && (!here || joined.notes.direct.is_none()) {
                    let is_said = event.body.is_message() && event.by.as_ref().is_some_and(|by| by.who != me.who);
                    if told.is_none() && is_said {
                        told = joined.notes.direct.as_ref().map(|_| joined.notes.title.clone());
                    }
                } else if here {
                    recent.note(event);
                    // Nobody whom one ignores is quoted.
                    let shown = |of: &&ShownMessage| of.by.as_ref().is_none_or(|by| !ignored.contains(&by.who));
                    wording::print_about(out, event, recent.about(event).filter(shown), zone, "")?;
                } else if joined.notes.direct.is_some() || calls_me(event, me) {
                    wording::print(out, event, zone, &format!("[{}] ", joined.notes.title))?;
                }
            }
            Ok(())
        })?;
        if let Some(title) = told {
            // Others may read what a host's terminal shows.
            printer.tell(wording::directly(&title));
        }
        joined.shown = events.last().map_or(joined.shown, |last| last.seq.max(joined.shown));
        Ok(())
    }

    /// Tells who went away and came back in the room one looks at.
    async fn tell_away(&mut self, room: RoomNo, people: Vec<Whereabouts>, guest: &Guest) {
        if people.iter().any(|person| !self.names.contains_key(&person.who))
            && let Ok(crowd) = guest.people(Some(room), NAMES).await
        {
            self.names.extend(crowd.people.into_iter().map(|line| (line.person.who, line.person.name)));
        }
        let me = self.me.as_ref().map(|me| me.who);
        for Whereabouts { who, away, since } in people.into_iter().filter(|person| Some(person.who) != me) {
            let is_back = away.is_none() && since.is_some();
            if is_back && !self.back.insert(who) {
                continue;
            }
            if !is_back {
                self.back.remove(&who);
            }
            let Some(name) = self.names.get(&who).filter(|_| !self.ignored.contains(&who)) else { continue };
            match away {
                _ if since.is_none() => {
                    self.printer.tell(format_args!("{name} is not here. They see your messages when they are back."));
                }
                Some(away) => self.printer.tell(format_args!("{name} is {}.", wording::away(&away))),
                None => self.printer.tell(format_args!("{name} is back.")),
            }
        }
    }
}

fn calls_me(event: &Event, me: &Author) -> bool {
    let others = event.by.as_ref().is_some_and(|by| by.who != me.who);
    others && event.body.is_message() && event.body.text().is_some_and(|text| calls(text.as_str(), &me.name))
}

/// Remembers what people are called by now.
fn note_names(names: &mut HashMap<PersonId, Name>, me: &mut Author, event: &Event, head: Seq) {
    match (&event.body, &event.by) {
        (Body::Named { name }, Some(by)) => {
            names.insert(by.who, name.clone());
            if by.who == me.who && event.seq > head {
                me.name = name.clone();
            }
        }
        (Body::People(people), _) => names.extend(people.came.iter().map(|one| (one.who, one.name.clone()))),
        (_, Some(by)) => drop(names.insert(by.who, by.name.clone())),
        _ => {}
    }
}
