//! What a terminal shows of a visit as it happens, and what it has to remember for that.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use parlor::commands::calls;
use parlor::guest::{Guest, Own, OwnState, Update};
use parlor::room::{Author, Body, Event, EventId, Name, PersonId, RoomNo, Seq};
use parlor::wire::people::Whereabouts;

use super::place::Place;
use super::rooms::Asked;
use super::told;
use crate::command::{Failure, ending};

/// How often the house is told at most how far was read.
const SEEN: Duration = Duration::from_secs(2);

/// How many people are looked up at once.
pub const NAMES: usize = 200;

pub struct Screen<M> {
    pub(super) met: M,
    pub(super) me: Option<Author>,
    /// The room one looks at: what is typed goes there.
    pub(super) here: Option<RoomNo>,
    /// The room one goes to, until it was entered; and the one that one leaves, until one is out of it.
    pub(super) going: Option<RoomNo>,
    pub(super) parting: Option<RoomNo>,
    /// The rooms one is in.
    pub(super) places: BTreeMap<RoomNo, Place>,
    /// The rooms one has heard of.
    pub(super) known: BTreeSet<RoomNo>,
    pub(super) ignored: BTreeSet<PersonId>,
    pub(super) names: HashMap<PersonId, Name>,
    pub(super) in_once: bool,
    pub(super) online: bool,
    /// The next line is the answer to this.
    pub(super) asked: Option<Asked>,
    /// What was refused and not yet tried again or given up.
    pub(super) refused: Vec<EventId>,
    /// One wants to be logged out, and the visit ends well with it.
    pub(super) logging_out: bool,
    seen: Option<Instant>,
    pub(super) zone: TimeZone,
}

impl<M: FnMut(&str)> Screen<M> {
    pub fn new(met: M) -> Self {
        Self {
            met,
            me: None,
            here: None,
            going: None,
            parting: None,
            places: BTreeMap::new(),
            known: BTreeSet::new(),
            ignored: BTreeSet::new(),
            names: HashMap::new(),
            in_once: false,
            online: false,
            asked: None,
            refused: Vec::new(),
            logging_out: false,
            seen: None,
            zone: TimeZone::system(),
        }
    }

    /// Whether what is typed can be heeded now.
    pub fn listens(&self) -> bool {
        self.in_once && self.going.is_none() && self.parting.is_none()
    }

    /// Whether something that was there on coming in is still to be shown.
    pub fn is_behind(&self) -> bool {
        self.going.is_some() || self.here_place().is_some_and(|place| place.shown < place.head)
    }

    pub(super) fn here_place(&self) -> Option<&Place> {
        self.here.and_then(|room| self.places.get(&room))
    }

    /// Shows what happened. Some code where the program is to end with it.
    pub async fn show(&mut self, update: Update, guest: &Guest) -> Result<Option<ExitCode>, Failure> {
        match update {
            Update::Away(room, people) if Some(room) == self.here => self.tell_away(room, people, guest).await,
            Update::Out { room, why, .. } => {
                if self.is_out(room, &why) {
                    self.go_on_elsewhere(guest).await;
                }
            }
            Update::Gone(room) => {
                if self.is_gone(room) {
                    self.go_on_elsewhere(guest).await;
                }
            }
            Update::Entered(arrival) => {
                if self.arrive(*arrival) {
                    self.go_on_elsewhere(guest).await;
                }
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
                self.happened(room, &events)?;
                if let Some(guest) = guest.filter(|_| self.seen.is_none_or(|seen| seen.elapsed() > SEEN)) {
                    self.tell_seen(guest);
                }
            }
            Update::Own(Own { id, body, state: OwnState::Refused { why }, .. }) => {
                self.refused.push(id);
                // Those of an earlier visit are counted on coming in.
                if self.in_once {
                    eprintln!("{}\n{why} /retry tries it again, /discard gives it up.", told::undone(&body));
                }
            }
            Update::Waiting { why } => eprintln!("{why}"),
            Update::Request(line) => {
                let (name, number) = (line.name, line.request);
                eprintln!("{name} asks to come in. /admit {number} lets them in, /decline {number} does not.");
            }
            Update::Joined(entered) => self.join(&entered),
            Update::Room(line) => self.hear_of(&line),
            // What is not kept does not come any more; what was shown stays on the screen.
            Update::Forgot(room, first) => {
                if let Some(place) = self.places.get_mut(&room) {
                    place.shown = place.shown.max(first.back(1));
                }
            }
            Update::Seen(room, seq) => {
                if let Some(place) = self.places.get_mut(&room) {
                    place.read = place.read.max(seq);
                }
            }
            Update::Offline { why, .. } if self.in_once => {
                self.online = false;
                (self.going, self.parting) = (None, None);
                // Nobody knows when the rest can be had.
                self.places.values_mut().for_each(|place| place.head = place.shown);
                eprintln!("{why} Trying again.");
            }
            Update::Offline { why, .. } => return Err(why.into()),
            Update::Ended(ended) if self.logging_out => {
                eprintln!("{}", ended.why);
                return Ok(Some(ExitCode::SUCCESS));
            }
            Update::Ended(ended) => return Err(ending::sentence(&ended).into()),
            Update::Connecting
            | Update::Entered(_)
            | Update::Own(_)
            | Update::Typing(..)
            | Update::Away(..)
            | Update::Gone(_)
            | Update::Out { .. } => {}
        }
        Ok(None)
    }

    fn happened(&mut self, room: RoomNo, events: &[Event]) -> io::Result<()> {
        let (Some(me), Some(place)) = (&mut self.me, self.places.get_mut(&room)) else { return Ok(()) };
        let here = self.here == Some(room);
        let mut out = io::stdout().lock();
        for event in events {
            place.note(event, me);
            note_names(&mut self.names, me, event, place.head);
            let ignored = event.by.as_ref().is_some_and(|by| self.ignored.contains(&by.who));
            // A room may be entered twice, and tells things twice then.
            if event.seq <= place.shown || (ignored && told::is_words(&event.body)) {
                continue;
            }
            if here {
                told::print(&mut out, event, &self.zone, "")?;
            } else if place.direct.is_some() || calls_me(event, me) {
                told::print(&mut out, event, &self.zone, &format!("[{}] ", place.title))?;
            }
        }
        out.flush()?;
        place.shown = events.last().map_or(place.shown, |last| last.seq.max(place.shown));
        Ok(())
    }

    /// Tells the house how far was read what was shown.
    pub fn tell_seen(&mut self, guest: &Guest) {
        for (room, place) in &mut self.places {
            let read = self.here == Some(*room) || place.direct.is_some();
            // A visit that is over says so itself.
            if read && place.shown > place.read && guest.seen(*room, place.shown).is_ok() {
                place.read = place.shown;
                self.seen = Some(Instant::now());
            }
        }
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
            let Some(name) = self.names.get(&who).filter(|_| !self.ignored.contains(&who)) else { continue };
            match away {
                _ if since.is_none() => eprintln!("{name} is not here. What you write waits for them."),
                Some(away) => eprintln!("{name} is {}.", told::away(&away)),
                None => eprintln!("{name} is back."),
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
