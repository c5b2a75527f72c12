//! Each figure, one function: what is done, what is counted, what is wanted.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use memchr::memmem;
use parlor::host::{House, Settings};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, Name, PersonId, RoomNo, Seq, State, Text, Title};
use parlor::wire::Identity;
use tokio::sync::{Barrier, Notify};

use crate::crowd::{Extra, is_kept, message, seq};
use crate::process::{Host, folder};

type Figure = fn() -> Pin<Box<dyn Future<Output = ()>>>;

pub const ALL: [(&str, Figure); 7] = [
    ("acked", || Box::pin(acked())),
    ("piped", || Box::pin(piped())),
    ("fanout", || Box::pin(fanout())),
    ("idle", || Box::pin(idle())),
    ("kept", || Box::pin(kept())),
    ("find", || Box::pin(crate::finding::find())),
    ("forget", || Box::pin(crate::forgetting::forget())),
];

pub fn print(what: &str, measured: &str, wanted: &str) {
    println!("{what:<58} {measured:>12}  {wanted:>12}");
}

/// How often a second this disk takes a few bytes for good.
fn syncs() -> f64 {
    let dir = folder();
    let mut file = File::create(dir.path().join("sync")).unwrap();
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
        count += 1;
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}

/// Eight guests who each wait for their answer before they say the next.
async fn acked() {
    const EACH: u64 = 2_000;
    print("fsyncs a second, for comparison", &format!("{:.0}", syncs()), "");
    let rate = eight(EACH, 1).await;
    print("messages a second, 8 guests, each waits for its answer", &format!("{rate:.0}"), "≥ 2000");
}

/// Eight guests who say and say.
async fn piped() {
    let rate = eight(50_000, 500).await;
    print("messages a second, 8 guests, 500 under way each", &format!("{rate:.0}"), "≥ 50000");
}

/// Eight guests who say `each` messages with `window` under way, and how many a second are answered as kept.
async fn eight(each: u64, window: u64) -> f64 {
    let dir = folder();
    let host = Host::open(dir.path());
    let start = Arc::new(Barrier::new(9));
    let guests: Vec<_> = (0..8)
        .map(|number| {
            let (start, address) = (Arc::clone(&start), host.address);
            tokio::spawn(async move {
                let me = Identity::fresh().unwrap();
                let mut guest = Extra::come(address, &me, &format!("Guest {number}"), "{}").await;
                let lines: Vec<String> = (0..each).map(message).collect();
                start.wait().await;
                let (mut said, mut kept) = (0, 0);
                while kept < each {
                    let next = (kept + window).min(each);
                    // Half a window at a time: whoever pipes does not count single messages.
                    if said == kept || next - said > window / 2 {
                        guest.write(lines[said as usize..next as usize].concat().as_bytes()).await;
                        said = next;
                    }
                    guest.lines(|line| kept += u64::from(is_kept(line))).await;
                }
            })
        })
        .collect();
    start.wait().await;
    let (begun, cpu) = (Instant::now(), host.cpu());
    for guest in guests {
        guest.await.unwrap();
    }
    let took = begun.elapsed().as_secs_f64();
    let spent = (host.cpu() - cpu).as_secs_f64() / (8 * each) as f64 * 1e6;
    print("  processor time of the host, µs a message", &format!("{spent:.1}"), "");
    host.close();
    (8 * each) as f64 / took
}

/// A thousand guests over TLS read what one says, 64 under way, and each checks that nothing is missing or doubled.
async fn fanout() {
    const GUESTS: u64 = 1_000;
    const MESSAGES: u64 = 20_000;
    const WINDOW: u64 = 64;
    let dir = folder();
    let host = Host::open(dir.path());
    let mut author = Extra::come(host.address, &Identity::fresh().unwrap(), "Author", "{}").await;
    // Delivered in all, and the news that it was everything.
    let (delivered, done) = (Arc::new(AtomicU64::new(0)), Arc::new(Notify::new()));
    let mut crowd = Vec::new();
    for number in 0..GUESTS {
        let me = Identity::fresh().unwrap();
        let mut guest = Extra::come(host.address, &me, &format!("Guest {number}"), "{}").await;
        let (delivered, done) = (Arc::clone(&delivered), Arc::clone(&done));
        crowd.push(tokio::spawn(async move {
            let (mut last, mut count) = (None, 0);
            while count < MESSAGES {
                let before = count;
                guest
                    .lines(|line| {
                        let Some(seq) = seq(line) else { return };
                        assert!(last.is_none_or(|last| seq == last + 1), "missing or doubled after {last:?}: {seq}");
                        last = Some(seq);
                        count += u64::from(memmem::find(line, b"\"kind\":\"said\"").is_some());
                    })
                    .await;
                let more = count - before;
                if delivered.fetch_add(more, Ordering::Relaxed) + more == GUESTS * MESSAGES {
                    done.notify_one();
                }
            }
        }));
    }
    let lines: Vec<String> = (0..MESSAGES).map(message).collect();
    // That they came in is told before it begins.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (begun, cpu) = (Instant::now(), host.cpu());
    let (mut said, mut kept) = (0, 0);
    while kept < MESSAGES {
        let next = (kept + WINDOW).min(MESSAGES);
        if next > said {
            author.write(lines[said as usize..next as usize].concat().as_bytes()).await;
            said = next;
        }
        author.lines(|line| kept += u64::from(is_kept(line))).await;
    }
    done.notified().await;
    let spent = (host.cpu() - cpu).as_secs_f64();
    let took = begun.elapsed().as_secs_f64();
    for guest in crowd {
        guest.await.unwrap();
    }
    let millions = (GUESTS * MESSAGES) as f64 / 1e6;
    print("CPU seconds a million deliveries, 1000 TLS guests", &format!("{:.3}", spent / millions), "≤ 0.6");
    print("  deliveries a second", &format!("{:.0}", (GUESTS * MESSAGES) as f64 / took), "");
    host.close();
}

/// What a guest costs who is only there.
async fn idle() {
    const GUESTS: u64 = 2_000;
    let dir = folder();
    let host = Host::open(dir.path());
    let _first = Extra::come(host.address, &Identity::fresh().unwrap(), "First", "{}").await;
    let before = host.memory();
    let mut guests = Vec::new();
    for number in 0..GUESTS {
        let me = Identity::fresh().unwrap();
        guests.push(Extra::come(host.address, &me, &format!("Guest {number}"), "{}").await);
    }
    let each = (host.memory() - before) as f64 / GUESTS as f64 / 1024.0;
    print("memory an idle TLS guest, kB", &format!("{each:.1}"), "≤ 16");
    // That they came in is told before the quiet begins.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let cpu = host.cpu();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let spent = (host.cpu() - cpu).as_millis();
    print("  processor time in 5 quiet seconds, ms", &format!("{spent}"), "");
    drop(guests);
    host.close();
}

/// After so many events a host remembers a room's state.
const REMEMBERED_EVERY: u64 = 4096;

/// A house with a million events.
async fn kept() {
    const EVENTS: u64 = 1_000_000;
    let dir = folder();
    let remembered = fill(dir.path(), EVENTS);
    let mut opened = Vec::new();
    for _ in 0..5 {
        // As a host leaves it that is killed at the worst moment: just before it would have remembered its state anew.
        SqliteLog::open(&dir.path().join("log.db")).unwrap().remember(RoomNo(1), &remembered).unwrap();
        let settings = Settings::new(Title::parse("Bench").unwrap(), dir.path().to_owned());
        let begun = Instant::now();
        let house = House::open(settings).unwrap();
        opened.push(begun.elapsed());
        house.close().await;
    }
    opened.sort();
    print("opening a house with 1,000,000 events after a crash, ms", &millis(opened[2]), "≤ 200");

    let host = Host::open(dir.path());
    let me = Identity::fresh().unwrap();
    let mut late = Vec::new();
    for number in 0..20 {
        let begun = Instant::now();
        let mut guest = Extra::come(host.address, &me, &format!("Late {number}"), "{\"last\":200}").await;
        // Its own coming in is one more; the 200th of the last ones is what it waits for.
        let mut events = guest.with_entered;
        while events < 200 {
            events += guest.lines(|line| assert!(line.len() > 20)).await;
        }
        late.push(begun.elapsed());
    }
    late.sort();
    print("a late joiner has the last 200, from connecting, ms", &millis(late[10]), "≤ 50");
    let memory = host.memory() as f64 / 1024.0 / 1024.0;
    print("memory of a host with 1,000,000 events, MB", &format!("{memory:.1}"), "≤ 60");
    host.close();
}

/// Fills a house, and gives the state that a host would have remembered last.
fn fill(data: &Path, events: u64) -> State {
    let log = SqliteLog::open(&data.join("log.db")).unwrap();
    let author = Author { who: PersonId(1), name: Name::parse("Ada").unwrap() };
    let entry = |seq: u64| {
        let body = match seq {
            1 => Body::Titled { title: Title::parse("Bench").unwrap() },
            _ => Body::Said { text: Text::parse(&format!("{seq:0>100}")).unwrap() },
        };
        let event = Event { seq: Seq(seq), at: seq, id: EventId::fresh(), by: Some(author.clone()), body };
        Entry { room: RoomNo(1), event }
    };
    for batch in 0..events / 10_000 {
        let entries: Vec<Entry> = (batch * 10_000 + 1..=(batch + 1) * 10_000).map(entry).collect();
        log.append(&entries).unwrap();
    }
    let mut state = State::default();
    state.apply(&entry(1).event);
    state.apply(&entry(events - REMEMBERED_EVERY + 1).event);
    state
}

pub fn millis(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64() * 1e3)
}
