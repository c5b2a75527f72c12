//! What there may be very much of, and nobody else waits for: long messages to be indexed, signs given to one message,
//! letters that begin many words, numbers of rooms.

use std::time::{Duration, Instant};

use parlor::guest::GuestError;
use parlor::log::{Entry, LAST_ROOM, Log as _, LogError, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, PersonId, Query, RoomNo, Seq, Sign, Text};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::visitor::{ROOM, open_room, text};
use crate::support::{TestHouse, Visitor};

fn id(seq: u64) -> EventId {
    EventId(Uuid::from_u128(seq.into()))
}

fn entry(seq: u64, body: Body) -> Entry {
    let by = Some(Author { who: PersonId(1), name: "Ada".parse().unwrap() });
    Entry { room: ROOM, event: Event { seq: Seq(seq), at: seq, id: id(seq), by, body } }
}

fn said(words: &str) -> Body {
    Body::Said { text: text(words) }
}

fn query(words: &str) -> Query {
    Query { words: words.to_owned(), most: 50, ..Query::default() }
}

/// Everything that is found, answer after answer.
fn all(log: &SqliteLog, query: &Query) -> Vec<u64> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let hits = log.search(ROOM, &Query { before, ..query.clone() }).unwrap();
        assert!(before.is_none() || hits.next < before, "each answer gets further: {:?}", hits.next);
        all.extend(hits.events.iter().map(|event| event.seq.0));
        before = hits.next;
        if before.is_none() {
            return all;
        }
    }
}

/// A message as long as one can be, each word of which is indexed.
fn long(number: u32) -> Text {
    let letter = |place: u32| char::from_u32(0x4e00 + (place * 31 + number * 7919) % 20_000).unwrap();
    text(&(0..7_900).map(letter).collect::<String>())
}

#[test]
fn what_is_said_does_not_wait_until_a_question_has_all_that_it_needs_indexed() {
    let dir = TempDir::new().unwrap();
    let log = SqliteLog::open(&dir.path().join("log.db")).unwrap();
    let many: Vec<_> = (1..=600).map(|seq| entry(seq, Body::Said { text: long(seq as u32) })).collect();
    log.append(&many).unwrap();
    log.append(&[entry(601, said("the needle"))]).unwrap();
    let mut longest = Duration::ZERO;
    std::thread::scope(|scope| {
        let question = scope.spawn(|| all(&log, &query("needle")));
        for seq in 602.. {
            let begun = Instant::now();
            log.append(&[entry(seq, said("x"))]).unwrap();
            longest = longest.max(begun.elapsed());
            if question.is_finished() {
                break;
            }
        }
        assert_eq!(question.join().unwrap(), [601]);
    });
    // To index all of it in one go takes many times as long, and a slow computer must do.
    assert!(longest < Duration::from_secs(2), "{longest:?}");
}

#[test]
fn a_word_that_is_hardly_begun_is_found_wherever_it_stands() {
    let log = SqliteLog::in_memory().unwrap();
    let words = |seq| if seq % 6_000 == 0 { "a zebra, and Zo\u{eb} too" } else { "hay and more hay" };
    let many: Vec<_> = (1..=25_000).map(|seq| entry(seq, said(words(seq)))).collect();
    log.append(&many).unwrap();
    log.append(&[entry(25_001, Body::Edited { of: id(6_000), text: text("nothing") })]).unwrap();
    for indexed in [false, true] {
        for asked in ["z", "ze", "zo", "zeb", "and z", "z-zo", "zebra and"] {
            let wanted: &[u64] = if asked == "z-zo" { &[] } else { &[24_000, 18_000, 12_000] };
            assert_eq!(all(&log, &query(asked)), wanted, "{asked}, {indexed}");
        }
    }
}

#[test]
fn signs_given_to_a_message_are_not_read_whenever_its_words_are() {
    let log = SqliteLog::in_memory().unwrap();
    let mut entries = vec![entry(1, said("plain one")), entry(2, said("liked one"))];
    let sign = |off| Body::Reacted { of: id(2), sign: Sign::parse("👍").unwrap(), off };
    entries.extend((3..=40_000).map(|seq| entry(seq, sign(seq % 2 == 0))));
    log.append(&entries).unwrap();
    all(&log, &query("one"));
    let time = |words: &str| {
        let time = |_| {
            let begun = Instant::now();
            let hits = log.search(ROOM, &Query { before: Some(Seq(3)), ..query(words) }).unwrap();
            assert_eq!(hits.events.len(), 1);
            begun.elapsed()
        };
        let mut times: Vec<_> = (0..9).map(time).collect();
        times.sort();
        times[4]
    };
    let (plain, liked) = (time("plain one"), time("liked one"));
    assert!(liked < plain * 8, "{plain:?}, and with signs {liked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_room_gets_a_number_that_the_log_has_no_place_for() {
    let house = TestHouse::open();
    let number = |next: u32| {
        let book = Connection::open(house.data().join("house.db")).unwrap();
        let sql = "INSERT OR REPLACE INTO house (what, value) VALUES ('next room', ?1)";
        book.execute(sql, [next.to_string()]).unwrap();
    };
    let mut ada = Visitor::come(&house, "Ada").await;
    number(LAST_ROOM.0);
    let last = ada.makes(open_room("Last")).await;
    assert_eq!(last, LAST_ROOM);
    ada.says_in(last, "kept").await;
    for next in [LAST_ROOM.0 + 1, (1 << 24) + 1, u32::MAX] {
        number(next);
        let refused = ada.guest.make(open_room("Beyond"), None).await;
        assert!(matches!(&refused, Err(GuestError::Refused(why)) if why.contains("No more rooms")), "{refused:?}");
    }
    ada.leave().await;
    let house = house.reopen().await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.enters(last).await;
    ken.sees_in(last, "what was said", |event| event.body == said("kept")).await;
    house.close().await;
}

#[test]
fn a_log_refuses_what_it_has_no_place_for_and_finds_nothing_there() {
    let log = SqliteLog::in_memory().unwrap();
    log.append(&[entry(1, said("tea"))]).unwrap();
    // Its key would be the first room's.
    let beyond = RoomNo((1 << 24) + 1);
    let far = Entry { room: beyond, ..entry(2, said("tea")) };
    assert!(matches!(log.append(std::slice::from_ref(&far)), Err(LogError::NoPlace(room)) if room == beyond));
    assert!(matches!(log.copy(&[far]), Err(LogError::NoPlace(_))));
    assert_eq!(log.head(beyond).unwrap(), Seq::START);
    assert_eq!(log.read(beyond, Seq(1)..=Seq(9), 9).unwrap(), []);
    assert_eq!(log.search(beyond, &query("tea")).unwrap().events, []);
}
