//! What it costs to find words among a million messages: indexing them, the index on the disk, and the looking.

use std::path::Path;
use std::time::Instant;

use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Author, Body, By, Event, EventId, Name, PersonId, Query, RoomNo, Seq, Text};

use crate::figures::{millis, print};
use crate::process::folder;

const EVENTS: u64 = 1_000_000;
const ROOM: RoomNo = RoomNo(1);

/// Twelve words of a language of 20,000, a few of them frequent and most of them rare; now and then in Japanese.
fn message(seq: u64) -> String {
    let mut dice = seq.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut roll = || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice >> 11) as f64 / (1_u64 << 53) as f64
    };
    if seq.is_multiple_of(10) {
        return (0..30).filter_map(|_| char::from_u32(0x4e00 + (roll().powi(3) * 3000.0) as u32)).collect();
    }
    let word = |number: u64| {
        let letter = |place: u32| char::from(b'a' + ((number * 7919 / 26_u64.pow(place)) % 26) as u8);
        (0..3 + number as u32 % 6).map(letter).collect::<String>()
    };
    let words: Vec<String> = (0..12).map(|_| word((20_000.0_f64.powf(roll())) as u64)).collect();
    // One word of each is like no other, as in logs of machines, and one stands in half of them.
    let half = if roll() < 0.5 { "morning" } else { "evening" };
    format!("{} nr{seq} {half}", words.join(" "))
}

/// A room with a million messages, and all sorts of questions.
pub async fn find() {
    let dir = folder();
    let path = dir.path().join("log.db");
    let log = SqliteLog::open(&path).unwrap();
    let entry = |seq: u64| {
        let by = Some(Author { who: PersonId(seq as u32 % 50), name: Name::parse("Ada").unwrap() });
        let body = Body::Said { text: Text::parse(&message(seq)).unwrap() };
        Entry { room: ROOM, event: Event { seq: Seq(seq), at: seq, id: EventId::fresh(), by, body } }
    };
    for batch in 0..EVENTS / 10_000 {
        let entries: Vec<Entry> = (batch * 10_000 + 1..=(batch + 1) * 10_000).map(entry).collect();
        log.append(&entries).unwrap();
    }
    log.renew_index().unwrap();
    let before = size(&path);
    let begun = Instant::now();
    let hits = log.search(ROOM, &Query { words: "morning".to_owned(), most: 50, ..Query::default() }).unwrap();
    print(
        "finding a word before anything is indexed, ms",
        &millis(begun.elapsed()),
        &format!("{} hits", hits.events.len()),
    );
    let begun = Instant::now();
    let whole = Query { words: "nothing-like-it".to_owned(), before: None, most: 50, ..Query::default() };
    let (mut asks, mut longest, mut next) = (0, 0.0_f64, None);
    loop {
        let asked = Instant::now();
        next = log.search(ROOM, &Query { before: next, ..whole.clone() }).unwrap().next;
        longest = longest.max(asked.elapsed().as_secs_f64() * 1e3);
        asks += 1;
        if next.is_none() {
            break;
        }
    }
    let took = begun.elapsed().as_secs_f64();
    print("indexing, µs a message", &format!("{:.1}", took / EVENTS as f64 * 1e6), "");
    print("  longest of the questions that indexed it, ms", &format!("{longest:.0} of {asks}"), "");
    print("  bytes a message on the disk", &format!("{:.0}", (size(&path) - before) as f64 / EVENTS as f64), "");
    print("  and of the message itself", &format!("{:.0}", before as f64 / EVENTS as f64), "");
    let frequent = message(1).split(' ').next().unwrap().to_owned();
    let japanese: String = message(500_000).chars().skip(3).take(2).collect();
    let person = Some(By::Person(PersonId(7)));
    for (what, words, by) in [
        ("a rare word", message(77).split(' ').max_by_key(|word| word.len()).unwrap().to_owned(), None),
        ("a word that is found often", frequent.clone(), None),
        ("the same by one person", frequent.clone(), person.clone()),
        ("one letter", "b".to_owned(), None),
        ("three letters that begin many words", frequent[..3].to_owned(), None),
        ("three words, the last begun", format!("{frequent} {frequent} {}", &frequent[..2]), None),
        ("two Chinese characters", japanese, None),
        ("the beginning of 100,000 words", "nr1".to_owned(), None),
        ("a word of half of them", "morning".to_owned(), None),
        ("the beginning of one", "morni".to_owned(), None),
        ("two words that never stand together", "morning evening".to_owned(), None),
        ("a word of half of them by nobody", "morning".to_owned(), Some(By::Person(PersonId(99)))),
        ("everything of one person", String::new(), person),
    ] {
        let query = Query { words, by, most: 50, ..Query::default() };
        let mut times: Vec<_> = (0..9)
            .map(|_| {
                let begun = Instant::now();
                let hits = log.search(ROOM, &query).unwrap();
                (begun.elapsed(), hits.events.len())
            })
            .collect();
        times.sort();
        print(&format!("finding {what}, ms"), &millis(times[4].0), &format!("{} hits", times[4].1));
    }
}

fn size(path: &Path) -> u64 {
    // What is written ahead counts too.
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    length(path) + length(&path.with_extension("db-wal"))
}
