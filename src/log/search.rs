//! Finding what was said in a room: by its words, by who said it, by when. What there is to be found in is `index`.

use std::collections::HashMap;
use std::time::Duration;

use rusqlite::{Connection, params};

use super::error::LogError;
use super::key::{from_stored, key, keys, seq_of};
use super::question::Question;
use super::writer::Slice;
use super::{index, message, reading};
use crate::room::{Author, Body, By, Event, Name, NameKey, Query, RoomNo, Seq, Text};

/// How many hits one answer has at most, whatever is asked for.
pub const HITS: usize = 200;

/// How many events are looked at for one answer. Where that is not enough, the answer says how to go on.
const WORK: usize = 10_000;

/// How many bytes of them.
const BYTES: usize = 4 * 1024 * 1024;

/// And how long, from the first of them on.
const LONG: Duration = Duration::from_millis(150);

/// How many of the newest events are looked at one by one before the index is asked. What is said often stands among them,
/// and for a word that is only begun the index first gathers every place of every word that begins so: the more there are,
/// the longer that takes, and the sooner looking finds enough of them.
const NEWEST: usize = 400;

/// How many bytes of them, and how long.
const NEWEST_BYTES: usize = 256 * 1024;
const NEWEST_LONG: Duration = Duration::from_millis(5);

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// The messages, newest first, each in its place and with the words it has now.
    pub events: Vec<Event>,
    /// There may be more: ask again for what is before this event.
    pub next: Option<Seq>,
}

/// Looks for words among the newest events alone, without the index. Nothing where those are no whole answer.
pub(super) fn among_newest(db: &Connection, room: RoomNo, query: &Query) -> Result<Option<Hits>, LogError> {
    let (Some(asked), None) = (Question::read(&query.words), &query.pinned) else { return Ok(None) };
    let (first, last) = stretch(db, room, query)?;
    let mut found = Found::new(query);
    found.left = Some(Slice::of(NEWEST, NEWEST_BYTES, NEWEST_LONG));
    let all = found.look(db, PLAIN, params![key(room, first), key(room, last)], Some(&asked))?;
    Ok((all || found.is_full()).then_some(found.hits))
}

/// The first event and the last that a question is about.
fn stretch(db: &Connection, room: RoomNo, query: &Query) -> Result<(Seq, Seq), LogError> {
    let head = reading::head(db, room)?;
    let (mut first, mut last) = (Seq(1), head);
    if let Some(from) = query.from {
        first = first_since(db, room, head, from)?;
    }
    if let Some(to) = query.to {
        last = first_since(db, room, head, to.saturating_add(1))?.back(1);
    }
    if let Some(before) = query.before {
        last = last.min(before.back(1));
    }
    Ok((first, last))
}

/// Looks in a room.
pub(super) fn search(db: &Connection, room: RoomNo, query: &Query) -> Result<Hits, LogError> {
    let (first, last) = stretch(db, room, query)?;
    let mut found = Found::new(query);
    let key = |seq| key(room, seq);
    if let Some(pinned) = &query.pinned {
        let asked = Question::read(&query.words);
        if asked.is_some() || query.words.trim().is_empty() {
            let mut places: Vec<Seq> = pinned.iter().copied().filter(|seq| (first..=last).contains(seq)).collect();
            places.sort_unstable_by(|one, other| other.cmp(one));
            for seq in places {
                if !found.look(db, PLAIN, params![key(seq), key(seq)], asked.as_ref())? {
                    break;
                }
            }
        }
        return Ok(found.hits);
    }
    if query.words.trim().is_empty() {
        found.look(db, PLAIN, params![key(first), key(last)], None)?;
        return Ok(found.hits);
    }
    let (Some(asked), Some(span)) = (Question::read(&query.words), index::span(db, room)?) else {
        return Ok(found.hits);
    };
    // From the newest on: what is not indexed yet, then what is.
    let (above, from) = (first.max(span.high.next()), first.max(span.low.next()));
    let whole = found.look(db, PLAIN, params![key(above), key(last)], Some(&asked))?
        && match asked.index() {
            Some(question) => {
                let fits = Some(&asked).filter(|asked| asked.is_coarse());
                found.look(db, BY_WORDS, params![key(from), key(last.min(span.high)), question], fits)?
            }
            None => found.look(db, PLAIN, params![key(from), key(last.min(span.high))], Some(&asked))?,
        };
    // The beginning of the room is not indexed yet: whoever asks for it has some more of it indexed.
    if whole && first <= span.low.min(last) {
        found.hits.next = Some(span.low.next().min(last.next()));
    }
    Ok(found.hits)
}

const PLAIN: &str =
    "SELECT place, at, id, who, name, body FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place DESC";
const BY_WORDS: &str = "SELECT place, at, id, who, name, body FROM words CROSS JOIN event ON place = words.rowid
    WHERE words MATCH ?3 AND words.rowid BETWEEN ?1 AND ?2 ORDER BY words.rowid DESC";

/// Hits as they come in.
struct Found<'a> {
    hits: Hits,
    most: usize,
    by: Option<&'a By>,
    /// The key of the name that is wanted, and whether names met so far have it.
    key: Option<NameKey>,
    named: HashMap<Name, bool>,
    /// What is left to be looked at, once something was.
    left: Option<Slice>,
}

impl<'a> Found<'a> {
    fn new(query: &'a Query) -> Self {
        let key = if let Some(By::Name(name)) = &query.by { Some(name.key()) } else { None };
        let most = query.most.clamp(1, HITS);
        Self { hits: Hits::default(), most, by: query.by.as_ref(), key, named: HashMap::new(), left: None }
    }

    /// Takes what fits from these events. False where there may be more of them.
    fn look(
        &mut self,
        db: &Connection,
        sql: &str,
        params: impl rusqlite::Params,
        asked: Option<&Question>,
    ) -> Result<bool, LogError> {
        let mut select = db.prepare_cached(sql)?;
        let mut rows = select.query(params)?;
        while let Some(row) = rows.next()? {
            let seq = seq_of(row.get(0)?);
            if self.is_full() || self.left.is_some_and(|left| left.is_spent()) {
                self.hits.next = Some(seq.next());
                return Ok(false);
            }
            // Not sooner: however long it took to come here, each answer gets further than the one before.
            let left = self.left.get_or_insert_with(|| Slice::of(WORK, BYTES, LONG));
            left.spend(row.get_ref(5)?.as_bytes_or_null().ok().flatten().map_or(0, <[u8]>::len));
            let event = reading::entry(row)?.event;
            if event.body.is_message() && self.is_by(event.by.as_ref()) {
                let event = present(db, event)?;
                if asked.is_none_or(|asked| event.body.text().is_some_and(|text| asked.fits(text.as_str()))) {
                    self.hits.events.push(event);
                }
            }
        }
        Ok(true)
    }

    fn is_full(&self) -> bool {
        self.hits.events.len() == self.most
    }

    fn is_by(&mut self, author: Option<&Author>) -> bool {
        match (self.by, author) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(By::Person(who)), Some(author)) => author.who == *who,
            (Some(By::Name(_)), Some(author)) => {
                let key = self.key.as_ref();
                *self.named.entry(author.name.clone()).or_insert_with_key(|name| Some(&name.key()) == key)
            }
        }
    }
}

/// A message with the words it has now.
pub(super) fn present(db: &Connection, mut event: Event) -> Result<Event, LogError> {
    if let Body::Said { text } | Body::Did { text } | Body::Replied { text, .. } = &mut event.body
        && let Some(newest) = message::newest_words(db, event.id)?
        && let Ok(newest) = Text::parse(&newest)
    {
        *text = newest;
    }
    Ok(event)
}

/// The first event that was not before `at`. In a room, time never goes back.
fn first_since(db: &Connection, room: RoomNo, head: Seq, at: u64) -> Result<Seq, LogError> {
    let sql = "SELECT place, at FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place LIMIT 1";
    let mut select = db.prepare_cached(sql)?;
    let (mut first, mut beyond) = (Seq(1), head.next());
    while first < beyond {
        let middle = Seq(first.0 + (beyond.0 - first.0) / 2);
        let mut rows = select.query(keys(room, middle, beyond.back(1)))?;
        match rows.next()? {
            Some(row) if from_stored(row.get(1)?) < at => first = seq_of(row.get(0)?).next(),
            // Nothing is here from there on, as in a copy with gaps, or it is late enough.
            _ => beyond = middle,
        }
    }
    Ok(first)
}
