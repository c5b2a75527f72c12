//! What it costs to forget a hundred thousand messages, and how long others wait for their commit meanwhile.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parlor::log::{Entry, Log as _, Pruned, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, Name, PersonId, RoomNo, Seq, Text};

use crate::figures::{millis, print};
use crate::process::folder;

const EVENTS: u64 = 100_000;
const ROOM: RoomNo = RoomNo(1);

fn message(seq: u64) -> Entry {
    let by = Some(Author { who: PersonId(1), name: Name::parse("Ada").unwrap() });
    // A word like no other in each, so that nothing is stored for less than it costs.
    let words = format!("message zq{seq}x of many {:016x}", seq.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let body = Body::Said { text: Text::parse(&words).unwrap() };
    Entry { room: ROOM, event: Event { seq: Seq(seq), at: 1000 * seq, id: EventId::fresh(), by, body } }
}

/// One thread erases in batches and rests as long as each took, as a house does; another writes on.
pub async fn forget() {
    let dir = folder();
    let log = Arc::new(SqliteLog::open(&dir.path().join("log.db")).unwrap());
    for from in (1..=EVENTS).step_by(1_000) {
        log.append(&(from..from + 1_000).map(message).collect::<Vec<_>>()).unwrap();
    }
    let state = log.rooms().unwrap().swap_remove(0).1;
    let begun = Instant::now();
    let eraser = std::thread::spawn({
        let log = Arc::clone(&log);
        move || {
            let mut longest = Duration::ZERO;
            loop {
                let begun = Instant::now();
                let done = log.prune(ROOM, Seq(EVENTS + 1), &state).unwrap() == Pruned::Done;
                longest = longest.max(begun.elapsed());
                if done {
                    return longest;
                }
                std::thread::sleep(begun.elapsed());
            }
        }
    });
    let (mut commits, mut waited) = (0, Duration::ZERO);
    while !eraser.is_finished() {
        let begun = Instant::now();
        log.append(&[message(EVENTS + 1 + commits)]).unwrap();
        commits += 1;
        waited = waited.max(begun.elapsed());
    }
    let all = begun.elapsed();
    let longest = eraser.join().unwrap();
    print("forgetting 100,000 messages, ms", &millis(all), "");
    print("  longest batch of it, ms", &millis(longest), "");
    print("  longest wait of another commit meanwhile, ms", &millis(waited), &format!("of {commits}"));
}
