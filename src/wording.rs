//! How things are told in lines of plain text, in a terminal and to guests who come by text: what happened, what was not
//! done, and who people are.

pub mod answers;
mod harmless;
pub mod help;
mod keep_question;
mod recent;

use std::io;

use crate::room::sentence::PLAINLY;
use crate::room::span::left;
use crate::room::{Act, Body, Event, Memory, Rank, Title, Topic};
use crate::wire::invites::{InviteLine, InviteState};
use crate::wire::people::{Away, BanLine, PersonLine};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use unicode_segmentation::UnicodeSegmentation as _;

pub use harmless::harmless;
pub use keep_question::KeepQuestion;
pub use recent::{RecentMessages, ShownMessage, is_about};

/// How many characters of something that was not said are shown.
const WORDS: usize = 60;

/// The time of day.
pub fn time(at: u64, zone: &TimeZone) -> String {
    Timestamp::from_millisecond(i64::try_from(at).unwrap_or(i64::MAX))
        .map_or_else(|_| "--:--".to_owned(), |at| at.to_zoned(zone.clone()).strftime("%H:%M").to_string())
}

/// The time of something that was told about at `told`: with its day, where that is another.
fn time_of(at: u64, told: u64, zone: &TimeZone) -> String {
    let day = |at: u64, format: &str| {
        let at = Timestamp::from_millisecond(i64::try_from(at).ok()?).ok()?;
        Some(at.to_zoned(zone.clone()).strftime(format).to_string())
    };
    match day(at, "%-d %B, ") {
        Some(this) if Some(&this) != day(told, "%-d %B, ").as_ref() => format!("{this}{}", time(at, zone)),
        _ => time(at, zone),
    }
}

/// The time, for what is reckoned from it.
pub fn now() -> u64 {
    u64::try_from(Timestamp::now().as_millisecond()).unwrap_or_default()
}

/// Prints what happened, with `before` in front of each line.
pub fn print(out: &mut (impl io::Write + ?Sized), event: &Event, zone: &TimeZone, before: &str) -> io::Result<()> {
    print_about(out, event, None, zone, before)
}

/// Prints what happened, with the message it is about where that is known.
///
/// # Errors
/// It can't be written.
pub fn print_about(
    out: &mut (impl io::Write + ?Sized),
    event: &Event,
    of: Option<&ShownMessage>,
    zone: &TimeZone,
    before: &str,
) -> io::Result<()> {
    let time = format!("{before}{}", time(event.at, zone));
    let name = event.by.as_ref().map_or("The host", |by| by.name.as_str());
    let lines = |text: &crate::room::Text| text.as_str().replace('\n', "\n      ");
    match &event.body {
        Body::Said { text } => writeln!(out, "{time} {name}: {}", lines(text)),
        Body::Replied { text, .. } => writeln!(out, "{time} {name} (reply): {}", lines(text)),
        Body::Did { text } => writeln!(out, "{time} * {name} {}", lines(text)),
        Body::Edited { text, .. } => writeln!(out, "{time} {name} (edited): {}", lines(text)),
        Body::Reacted { sign, off: false, .. } => match of.and_then(ShownMessage::quoted) {
            Some(words) => writeln!(out, "{time} {name} reacted {sign} to {words}"),
            None => writeln!(out, "{time} {name} reacted with {sign}"),
        },
        Body::Withdrawn { .. } => match of {
            // What it said is not told again.
            Some(of) => {
                let told = PLAINLY.removed(of.by.as_ref(), event.by.as_ref());
                writeln!(out, "{time} {told} from {}", time_of(of.at, event.at, zone))
            }
            None => writeln!(out, "{time} {name} deleted a message"),
        },
        // What stood there is told by the withdrawal.
        Body::Erased { .. } => Ok(()),
        _ => PLAINLY.tell(event).into_iter().try_for_each(|told| writeln!(out, "{time} {told}")),
    }
}

/// That someone said something directly, without the words.
pub fn directly(name: &Title) -> String {
    let typed = quoted(name.as_str());
    format!("{name} sent you a direct message. /join {name} opens it, /msg {typed} TEXT replies.")
}

/// A name as it is typed in a command that goes on after it.
pub fn quoted(name: &str) -> String {
    if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() }
}

/// Whether this is someone's words, or a change to them: what is not shown of whoever is ignored.
pub fn is_words(body: &Body) -> bool {
    body.is_message() || matches!(body, Body::Edited { .. } | Body::Reacted { .. } | Body::Withdrawn { .. })
}

/// What a room is about.
pub fn about(topic: &Topic) -> String {
    if topic.is_empty() {
        "This room has no topic. /topic TEXT sets one.".to_owned()
    } else {
        format!("Topic: {topic}")
    }
}

/// That something was not done, with its first words, for people to know what is meant.
pub fn undone(body: &Body) -> String {
    match as_command(body) {
        Some(typed) => not_done(&typed),
        None => format!("Not sent: {}", beginning(body)),
    }
}

/// About how something was typed that is no message.
pub fn as_command(body: &Body) -> Option<String> {
    Some(match body {
        Body::Topic { topic } => format!("/topic {topic}"),
        Body::Titled { title } => format!("/title {title}"),
        Body::Memory { memory } => format!("/keep {}", keep(*memory)),
        Body::Named { name } => format!("/nick {name}"),
        Body::Reacted { sign, .. } => format!("/react {sign}"),
        Body::Withdrawn { .. } => "/withdraw".to_owned(),
        Body::Act(act) => format!("/{}", as_typed(act)),
        _ => return None,
    })
}

/// That a command was not done.
pub fn not_done(typed: &str) -> String {
    format!("Could not run {}", shortened(typed, WORDS))
}

/// The first words of a message.
pub fn beginning(body: &Body) -> String {
    let me = if matches!(body, Body::Did { .. }) { "/me " } else { "" };
    let words = body.text().map_or("", |text| text.as_str()).replace('\n', " ");
    shortened(&format!("{me}{words}"), WORDS)
}

/// The first characters of a text, each of them whole.
fn shortened(text: &str, most: usize) -> String {
    match text.grapheme_indices(true).nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// What a room keeps, as it is typed.
pub fn keep(memory: Memory) -> String {
    match memory {
        Memory::Everything => "everything".to_owned(),
        Memory::Days { .. } => memory.words().replacen("for ", "", 1),
        Memory::WhileOpen => "while open".to_owned(),
    }
}

/// About how an act was typed.
fn as_typed(act: &Act) -> String {
    let word = match act {
        Act::Opped { .. } => "op",
        Act::Deopped { .. } => "deop",
        Act::Muted { .. } => "mute",
        Act::Unmuted { .. } => "unmute",
        Act::Kicked { .. } => "kick",
        Act::Banned { .. } => "ban",
        Act::Unbanned { .. } => "unban",
        Act::Invited { .. } => "invite",
        Act::Uninvited { .. } => "uninvite",
        Act::Slowed { seconds } => return format!("slow {seconds}"),
        Act::Locked {} => "lock",
        Act::Unlocked {} => "unlock",
        Act::Archived {} => "archive",
        Act::Reopened {} => "reopen",
        Act::Opened { .. } => "open",
        Act::Pinned { .. } => "pin",
        Act::Unpinned { .. } => "unpin",
    };
    act.whom().map_or_else(|| word.to_owned(), |whom| format!("{word} {}", whom.name))
}

/// `Ada, Ken (away) and Bob`.
pub fn names(people: &[PersonLine]) -> String {
    let named = |line: &PersonLine| {
        let away = if line.away.is_some() { " (away)" } else { "" };
        format!("{}{away}", line.person.name)
    };
    let names: Vec<String> = people.iter().map(named).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Who someone is, in a line.
pub fn person(line: &PersonLine, zone: &TimeZone) -> String {
    let mut parts = vec![match line.rank {
        Rank::Guest => "no account".to_owned(),
        Rank::Member => "has an account".to_owned(),
        Rank::Operator => "operator of this room".to_owned(),
        Rank::Owner => "host".to_owned(),
    }];
    match line.since {
        Some(since) => parts.push(format!("here since {}", time(since, zone))),
        None => parts.push("not here right now".to_owned()),
    }
    parts.extend(line.away.as_ref().map(away));
    if line.muted {
        parts.push("muted in this room".to_owned());
    }
    format!("{}: {}.", line.person.name, parts.join(", "))
}

/// That someone is away, and why. Without a full stop, even where they typed one: the sentence around it has its own.
pub fn away(away: &Away) -> String {
    let why = away.why.as_ref().map(|why| why.as_str().trim_end_matches('.'));
    why.map_or_else(|| "away".to_owned(), |why| format!("away: {why}"))
}

/// Who may not come in, in a line.
pub fn ban(line: &BanLine, now: u64) -> String {
    let until = line.until.map_or_else(String::new, |until| format!(", {} left", left(now, until)));
    let address = if line.address { ", with their address" } else { "" };
    let why = line.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    format!("{}, by {}{until}{address}{why}", line.person.name, line.by)
}

/// An invite, and who came by it.
pub fn invite(line: &InviteLine, now: u64) -> String {
    let mut told = vec![match (line.standing, line.label.is_empty()) {
        (true, _) => "the link of the place".to_owned(),
        (false, true) => "no label".to_owned(),
        (false, false) => line.label.to_string(),
    }];
    if line.once {
        told.push("for one person".to_owned());
    }
    match (line.state, line.until) {
        (InviteState::Open, Some(until)) => told.push(format!("{} left", left(now, until))),
        (InviteState::Open | InviteState::Other, _) => {}
        (InviteState::Used, _) => told.push("used".to_owned()),
        (InviteState::Expired, _) => told.push("expired".to_owned()),
        (InviteState::Withdrawn, _) => told.push("withdrawn".to_owned()),
    }
    let names: Vec<&str> = line.last.iter().map(|came| came.person.name.as_str()).collect();
    let names = match (names.is_empty(), line.came > names.len() as u64) {
        (true, _) => String::new(),
        (false, false) => format!(": {}", names.join(", ")),
        (false, true) => format!(", last {}", names.join(", ")),
    };
    format!("{}: {}. Joined by it: {}{names}", line.invite, told.join(", "), line.came)
}
