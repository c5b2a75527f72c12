//! Homes in which someone hosted before, with rooms of any length.

use std::fs;
use std::path::Path;

use iced::keyboard::key::Named;
use parlor::host::{House, Settings};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::paths::Paths;
use parlor::room::{Author, Body, Event, EventId, Name, PersonId, RoomNo, Seq, Text, Title};
use tempfile::TempDir;

use crate::ports::free_port;
use crate::stage::Stage;

const TITLE: &str = "Bench";
const NAME: &str = "Ada";

/// What people say, by turns.
const WORDS: [&str; 6] = [
    "Hi guys",
    "I have some doubts in the second exercise, and the notes say nothing about it.",
    "Oh no, please tell me",
    "What is the doubt? The notes are at https://wiki.example/ccn/hw2",
    "My server stops after five clients. **accept()** in a `loop` takes them *all*, I think, but it does not, and I can't see why.",
    "That is the backlog, not the limit.",
];

/// A folder on the disk that the project is on.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Ada hosted a room here in which so much was said, and her window has all of it. Enter in the lobby hosts it again.
pub fn make(home: &Path, events: u64) {
    let paths = Paths::at(home);
    let title = Title::parse(TITLE).unwrap();
    let house = paths.house(&title);
    fs::create_dir_all(&house).unwrap();
    fill(&house.join("log.db"), events);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let key = runtime.block_on(async {
        let open = House::open(Settings::new(title, house.clone())).unwrap();
        let key = open.fingerprint();
        open.close().await;
        key
    });
    let replica = paths.visit(key, &NAME.parse::<Name>().unwrap());
    fs::create_dir_all(&replica).unwrap();
    fs::copy(house.join("log.db"), replica.join("log.db")).unwrap();
    let port = free_port();
    let settings = format!("name = \"{NAME}\"\nlast_house = \"{TITLE}\"\nport = {port}\nreach = \"computer\"\n");
    fs::write(paths.settings(), settings).unwrap();
}

/// Hosts it again.
pub fn host(stage: &mut Stage) {
    // Nothing is known of how it was opened before: Enter only fills it in.
    stage.press(Named::Enter);
    stage.click_id("host");
    stage.until_shown("Here now");
}

fn fill(path: &Path, events: u64) {
    let log = SqliteLog::open(path).unwrap();
    let people = ["Ken", "Grace", "Edsger"].map(|name| name.parse::<Name>().unwrap());
    let entry = |seq: u64| {
        // A few in a row are one person's.
        let turn = (seq / 3) as usize % people.len();
        let by = Author { who: PersonId(10 + turn as u32), name: people[turn].clone() };
        let body = match seq {
            1 => Body::Titled { title: Title::parse(TITLE).unwrap() },
            _ => Body::Said { text: Text::parse(&format!("{} ({seq})", WORDS[seq as usize % WORDS.len()])).unwrap() },
        };
        let at = 1_700_000_000_000 + seq * 20_000;
        Entry { room: RoomNo(1), event: Event { seq: Seq(seq), at, id: EventId::fresh(), by: Some(by), body } }
    };
    let mut from = 1;
    while from <= events {
        let to = (from + 9_999).min(events);
        let entries: Vec<Entry> = (from..=to).map(entry).collect();
        log.append(&entries).unwrap();
        from = to + 1;
    }
}
