//! A visit from a terminal: a line typed is said, and what happens is printed.

use std::io::{self, Write as _};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use parlor::guest::{Guest, GuestError, Own, OwnState, Update, Updates};
use parlor::room::leaving::{Leaving, leaving_word};
use parlor::room::told::PLAINLY;
use parlor::room::{Author, Body, Event, EventId, Memory, Name, RoomNo, Seq, Text, Topic};

use tokio::time::sleep;

use super::reading::lines;
use super::{Failure, ending, reading};

/// How many names `/names` shows.
const NAMES: usize = 200;

/// Shows the visit until it ends. `met` is told the house's title whenever it was reached.
pub async fn run(guest: Guest, mut updates: Updates, met: impl FnMut(&str)) -> Result<ExitCode, Failure> {
    let mut screen = Screen {
        met,
        room: None,
        in_once: false,
        shown: Seq::START,
        head: Seq::START,
        topic: Topic::default(),
        refused: Vec::new(),
        zone: TimeZone::system(),
    };
    let mut typed = lines();
    let mut ended = false;
    // Whoever types nothing may have come for what was said: it is shown before the end.
    while !ended || screen.shown < screen.head {
        tokio::select! {
            update = updates.next() => match update {
                Some(update) => {
                    if let Some(code) = screen.show(update)? {
                        return Ok(code);
                    }
                }
                None => return Ok(ExitCode::SUCCESS),
            },
            // What is typed is for the room: it waits until that was entered.
            line = typed.recv(), if screen.in_once && !ended => match line {
                Some(line) => {
                    if !screen.say(line, &guest).await? {
                        break;
                    }
                }
                None => ended = true,
            },
            // What does not come any more is not waited for.
            () = sleep(ending::PARTING), if ended => break,
        }
    }
    leave(guest, updates, screen).await
}

/// Waits for what was said to be kept, and goes on showing what happens meanwhile.
async fn leave<M: FnMut(&str)>(guest: Guest, mut updates: Updates, mut screen: Screen<M>) -> Result<ExitCode, Failure> {
    let kept = guest.replica().is_kept();
    let leaving = guest.leave(ending::PARTING);
    tokio::pin!(leaving);
    let mut unsent = None;
    while unsent.is_none() {
        tokio::select! {
            left = &mut leaving => unsent = Some(left),
            Some(update) = updates.next() => {
                if let Some(code) = screen.show(update)? {
                    return Ok(code);
                }
            }
        }
    }
    while let Some(update) = updates.next().await {
        screen.show(update)?;
    }
    match unsent {
        None | Some(0) => Ok(ExitCode::SUCCESS),
        Some(count) if kept => Err(format!("{count} unsent. Join again and it goes out.").into()),
        Some(count) => Err(format!("{count} not sent, and not kept.").into()),
    }
}

struct Screen<M> {
    met: M,
    room: Option<RoomNo>,
    in_once: bool,
    /// The last event that was shown, and the newest there was on coming in.
    shown: Seq,
    head: Seq,
    topic: Topic,
    /// What was refused and not yet tried again or given up.
    refused: Vec<EventId>,
    zone: TimeZone,
}

impl<M: FnMut(&str)> Screen<M> {
    /// Shows what happened. Some code where the program is to end with it.
    fn show(&mut self, update: Update) -> Result<Option<ExitCode>, Failure> {
        match update {
            Update::Connecting => {}
            Update::Entered(arrival) => {
                (self.met)(arrival.house.as_str());
                self.room = Some(arrival.room.room);
                self.topic = arrival.room.topic.clone();
                (self.shown, self.head) = (arrival.room.after, arrival.room.head);
                if self.in_once {
                    eprintln!("Back in {}.", arrival.room.title);
                } else {
                    eprintln!(
                        "In {} as {}, {} here. /quit leaves.",
                        arrival.room.title, arrival.you.name, arrival.room.people
                    );
                }
                if !self.in_once && arrival.room.memory != Memory::Everything {
                    eprintln!("{}", arrival.room.memory);
                }
                if !self.in_once && !self.refused.is_empty() {
                    let count = self.refused.len();
                    eprintln!(
                        "{count} of your messages were refused last time. /retry says them again, /discard gives them up."
                    );
                }
                self.in_once = true;
            }
            // What happens in other rooms is shown where those are looked at.
            Update::Events(room, _) if Some(room) != self.room => {}
            Update::Events(_, events) => {
                let mut out = io::stdout().lock();
                for event in &events {
                    // What was the topic before one came in was told by then.
                    if let Body::Topic { topic } = &event.body
                        && event.seq > self.head
                    {
                        self.topic = topic.clone();
                    }
                    self.print(&mut out, event)?;
                }
                out.flush()?;
                self.shown = events.last().map_or(self.shown, |last| last.seq);
            }
            Update::Own(Own { id, body, state: OwnState::Refused { why }, .. }) => {
                self.refused.push(id);
                // Those of an earlier visit are counted on coming in.
                if self.in_once {
                    eprintln!("Not said: {}\n{why} /retry says it again, /discard gives it up.", shortened(&body));
                }
            }
            Update::Out { room, why, .. } if Some(room) == self.room => eprintln!("{why}"),
            Update::Waiting { why } => eprintln!("{why}"),
            Update::Request(line) => {
                eprintln!(
                    "{} asks to come in. /admit {} lets them in, /decline {} does not.",
                    line.name, line.request, line.request
                );
            }
            Update::Own(_)
            | Update::Typing(..)
            | Update::Joined(_)
            | Update::Room(_)
            | Update::Gone(_)
            | Update::Out { .. }
            | Update::Seen(..)
            | Update::Away(..) => {}
            // What is not kept does not come any more; what was shown stays on the screen.
            Update::Forgot(room, first) if Some(room) == self.room => self.shown = self.shown.max(first.back(1)),
            Update::Forgot(..) => {}
            Update::Offline { why, .. } if self.in_once => {
                // Nobody knows when the rest can be had.
                self.head = self.shown;
                eprintln!("{why} Trying again.");
            }
            Update::Offline { why, .. } => return Err(why.into()),
            Update::Ended(ended) => return Err(ending::sentence(&ended).into()),
        }
        Ok(None)
    }

    fn print(&self, out: &mut impl io::Write, event: &Event) -> io::Result<()> {
        let time = Timestamp::from_millisecond(i64::try_from(event.at).unwrap_or(i64::MAX))
            .map_or_else(|_| "--:--".to_owned(), |at| at.to_zoned(self.zone.clone()).strftime("%H:%M").to_string());
        let name = event.by.as_ref().map_or("The house", |by| by.name.as_str());
        match &event.body {
            Body::Said { text } | Body::Replied { text, .. } => {
                writeln!(out, "{time} {name}: {}", text.as_str().replace('\n', "\n      "))
            }
            Body::Did { text } => writeln!(out, "{time} * {name} {}", text.as_str().replace('\n', "\n      ")),
            Body::Edited { text, .. } => {
                writeln!(out, "{time} {name} (edited): {}", text.as_str().replace('\n', "\n      "))
            }
            Body::Reacted { sign, off: false, .. } => writeln!(out, "{time} {name} reacted with {sign}"),
            Body::Withdrawn { .. } => writeln!(out, "{time} {name} took a message back"),
            // What stood there is told by the withdrawal.
            Body::Erased { .. } => Ok(()),
            _ => PLAINLY.tell(event).into_iter().try_for_each(|told| writeln!(out, "{time} {told}")),
        }
    }

    /// Does what a typed line says. False where it says to leave.
    async fn say(&mut self, line: reading::Line, guest: &Guest) -> Result<bool, Failure> {
        let line = match line {
            Ok(line) => line,
            Err(why) => {
                eprintln!("{why}");
                return Ok(true);
            }
        };
        if leaving_word(&line) == Some(Leaving::Command) {
            return Ok(false);
        }
        let words = match line.strip_prefix('/') {
            Some(command) if !command.starts_with('/') => {
                self.command(command.trim(), guest).await;
                return Ok(true);
            }
            Some(escaped) => escaped,
            None => &line,
        };
        if words.trim().is_empty() {
            return Ok(true);
        }
        match Text::parse(words) {
            Ok(text) => {
                guest.say(text).await?;
            }
            Err(error) => eprintln!("Not said: {error}"),
        }
        Ok(true)
    }

    async fn command(&mut self, command: &str, guest: &Guest) {
        let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        match (word, rest.trim()) {
            ("nick", "") => return eprintln!("Say what you want to be called: /nick Ada"),
            ("nick", name) => match Name::parse(name) {
                Ok(name) => return add(guest, Body::Named { name }).await,
                Err(error) => return eprintln!("{error}"),
            },
            ("topic", "") => return eprintln!("{}", about(&self.topic)),
            ("topic", topic) => match Topic::parse(topic) {
                Ok(topic) => return add(guest, Body::Topic { topic }).await,
                Err(error) => return eprintln!("Not said: {error}"),
            },
            ("keep", "") => {
                return eprintln!("Say what the room keeps: /keep everything, /keep 7 days or /keep while open");
            }
            ("keep", memory) => match memory.parse::<Memory>() {
                Ok(memory) => return add(guest, Body::Memory { memory }).await,
                Err(error) => return eprintln!("{error}"),
            },
            ("me", "") => return eprintln!("Say what you do: /me waves"),
            ("me", deed) => match Text::parse(deed) {
                Ok(text) => return add(guest, Body::Did { text }).await,
                Err(error) => return eprintln!("Not said: {error}"),
            },
            _ => {}
        }
        match (command, self.room) {
            ("help", _) => eprintln!(
                "/me waves tells that you wave, /topic shows what the room is about, /topic TEXT says it, /keep 7 days says how long things are kept, /nick NAME gives you another name, /names shows who is here, /retry says again what was refused, \
                 /discard gives it up, /quit leaves. //word says /word."
            ),
            ("retry", _) => self.refused.drain(..).for_each(|id| ignore(guest.retry(id))),
            ("discard", _) => self.refused.drain(..).for_each(|id| ignore(guest.discard(id))),
            ("names", Some(room)) => match guest.people(Some(room), NAMES).await {
                Ok(crowd) => eprintln!(
                    "Here now, {}: {}",
                    crowd.total,
                    names(&crowd.people.into_iter().map(|line| line.person).collect::<Vec<_>>())
                ),
                Err(error) => eprintln!("{error}"),
            },
            ("names", None) => eprintln!("You are not in a room yet."),
            _ => eprintln!("There is no command /{command}. /help shows them. To say it, type //{command}"),
        }
    }
}

/// Adds an event of one's own, or says why not.
async fn add(guest: &Guest, body: Body) {
    if let Err(error) = guest.add(EventId::fresh(), body).await {
        eprintln!("{error}");
    }
}

/// A visit that is over says so itself.
fn ignore(done: Result<(), GuestError>) {
    drop(done);
}

/// What a room is about.
fn about(topic: &Topic) -> String {
    if topic.is_empty() {
        "The room has no topic. /topic TEXT sets one.".to_owned()
    } else {
        format!("The topic: {topic}")
    }
}

/// The first words of something, for people to know what is meant.
fn shortened(body: &Body) -> String {
    const WORDS: usize = 60;
    let text = match body {
        Body::Topic { topic } => format!("/topic {topic}"),
        Body::Memory { memory } => format!("/keep {}", memory.words()),
        Body::Named { name } => format!("/nick {name}"),
        body => body.text().map_or("", |text| text.as_str()).replace('\n', " "),
    };
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn names(people: &[Author]) -> String {
    let names: Vec<&str> = people.iter().map(|author| author.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
