//! A room as one page that opens in any browser, now and in twenty years: no scripts, nothing from elsewhere.
//! What is told, and in which words, is in `transcript`; how it looks is in `html.css`.

use std::fmt;
use std::io::{self, Write};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};

use super::escaped::Escaped;
use super::html_message::{Inline, Message};
use super::kept::{ExportError, Kept, when};
use super::quote::Quote;
use super::transcript::{Item, Transcript};
use crate::room::{Author, Event};

const STYLE: &str = include_str!("html.css");
/// Even if something slipped through, the browser would neither run nor fetch it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const DAY: &str = "%A, %-d %B %Y";
/// Messages of one person so close together share one heading.
const CLOSE: SignedDuration = SignedDuration::from_mins(5);

pub(super) fn write(kept: &Kept<'_>, zone: &TimeZone, out: &mut impl Write) -> Result<u64, ExportError> {
    let mut transcript = Transcript::read(kept)?;
    head(kept, &transcript, zone, out)?;
    let mut page = Page { out, day: None, group: None };
    let count = kept.each(|event| {
        for item in transcript.items(event)? {
            page.tell(&when(event.at, zone), event, &item)?;
        }
        Ok(())
    })?;
    page.end()?;
    Ok(count)
}

fn head(kept: &Kept<'_>, transcript: &Transcript<'_>, zone: &TimeZone, out: &mut impl Write) -> io::Result<()> {
    let title = transcript.title.as_ref().map_or_else(|| format!("Room {}", kept.room), ToString::to_string);
    let title = Escaped(&title);
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>")?;
    writeln!(out, "<h1 dir=\"auto\">{title}</h1>")?;
    if !transcript.topic.is_empty() {
        writeln!(out, "<p dir=\"auto\">{}</p>", Escaped(transcript.topic.as_str()))?;
    }
    if let Some((first, last)) = transcript.span {
        let (first, last) = (when(first, zone), when(last, zone));
        let days = if first.date() == last.date() {
            first.strftime(DAY).to_string()
        } else {
            format!("{} to {}", first.strftime(DAY), last.strftime(DAY))
        };
        let clock = zone.iana_name().map_or_else(|| format!("UTC{}", last.strftime("%:z")), str::to_owned);
        writeln!(out, "<p>{days}. Times are those of {}.</p>", Escaped(&clock))?;
    }
    if let Some(forgotten) = kept.forgotten() {
        writeln!(out, "<p>{forgotten}</p>")?;
    }
    writeln!(out, "</header>\n<main>")
}

/// The page as far as it is written.
struct Page<'a, W> {
    out: &'a mut W,
    day: Option<Date>,
    group: Option<Group>,
}

/// Messages under one heading.
struct Group {
    by: Option<Author>,
    newest: Zoned,
}

impl<W: Write> Page<'_, W> {
    fn tell(&mut self, at: &Zoned, event: &Event, item: &Item<'_>) -> io::Result<()> {
        self.turn_to(at)?;
        match item {
            Item::Said { text, edited, answers } => {
                self.head_of_group(at, event.by.as_ref())?;
                if let Some(quote) = answers {
                    self.quote(quote)?;
                }
                write!(self.out, "{}", Message { words: text.as_str(), after: mark(*edited) })
            }
            Item::Did { text, edited } => {
                self.end_group()?;
                let name = apart(event.by.as_ref().map_or("The host", |by| by.name.as_str()));
                let (mark, text) = (mark(*edited), Inline(text.as_str()));
                writeln!(
                    self.out,
                    "<div>\n{}\n<p class=\"did\"><b>{name}</b> <bdi>{text}</bdi>{mark}</p>\n</div>",
                    Gutter(at)
                )
            }
            Item::Removed(None) => {
                self.head_of_group(at, event.by.as_ref())?;
                writeln!(self.out, "<p class=\"note\">deleted a message</p>")
            }
            _ => {
                self.end_group()?;
                let sentence = item.sentence(event.by.as_ref(), apart);
                writeln!(self.out, "<div>\n{}\n<p class=\"note\">{sentence}</p>\n</div>", Gutter(at))
            }
        }
    }

    /// What a reply replies to.
    fn quote(&mut self, quote: &Quote) -> io::Result<()> {
        let Some(words) = &quote.words else {
            return writeln!(self.out, "<blockquote><i>Deleted message</i></blockquote>");
        };
        let name = apart(quote.by.as_ref().map_or("The host", |by| by.name.as_str()));
        writeln!(self.out, "<blockquote><b>{name}</b> <bdi>{}</bdi></blockquote>", Escaped(words))
    }

    /// Begins a new day where one begins.
    fn turn_to(&mut self, at: &Zoned) -> io::Result<()> {
        let day = at.date();
        if self.day == Some(day) {
            return Ok(());
        }
        self.end_day()?;
        self.day = Some(day);
        writeln!(self.out, "<section>\n<h2><time datetime=\"{day}\">{}</time></h2>", at.strftime(DAY))
    }

    /// Begins a new heading, unless the message goes under the one before. There, the gutter tells only a new minute.
    fn head_of_group(&mut self, at: &Zoned, by: Option<&Author>) -> io::Result<()> {
        if let Some(group) = &mut self.group
            && group.by.as_ref() == by
            && at.duration_since(&group.newest) <= CLOSE
        {
            let same_minute = group.newest.minute() == at.minute();
            group.newest = at.clone();
            return if same_minute { Ok(()) } else { writeln!(self.out, "{}", Gutter(at)) };
        }
        self.end_group()?;
        self.group = Some(Group { by: by.cloned(), newest: at.clone() });
        let name = by.map_or("The host", |by| by.name.as_str());
        writeln!(self.out, "<article>\n{}\n<h3 dir=\"auto\">{}</h3>", Gutter(at), Escaped(name))
    }

    fn end_group(&mut self) -> io::Result<()> {
        if self.group.take().is_some() { writeln!(self.out, "</article>") } else { Ok(()) }
    }

    fn end_day(&mut self) -> io::Result<()> {
        self.end_group()?;
        if self.day.take().is_some() { writeln!(self.out, "</section>") } else { Ok(()) }
    }

    fn end(mut self) -> io::Result<()> {
        self.end_day()?;
        writeln!(self.out, "</main>\n</body>\n</html>")
    }
}

/// What stands behind words that are not the first ones.
const fn mark(edited: bool) -> &'static str {
    if edited { " <small>edited</small>" } else { "" }
}

/// A time in the gutter.
struct Gutter<'a>(&'a Zoned);

impl fmt::Display for Gutter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = self.0.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z");
        write!(f, "<time datetime=\"{exact}\">{}</time>", self.0.strftime("%H:%M"))
    }
}

/// Words within a sentence of ours: whatever their writing direction, ours stays.
fn apart(words: &str) -> String {
    format!("<bdi>{}</bdi>", Escaped(words))
}
