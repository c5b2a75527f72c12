//! The ledger: every event and every coming and going as a line of a file, across restarts, crashes and rotation.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use parlor::host::Settings;
use parlor::room::RoomNo;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

#[cfg(unix)]
use crate::support::program::Home;
#[cfg(unix)]
use crate::support::raw::id;
use crate::support::visitor::open_room;
use crate::support::{Raw, TestHouse, Visitor, soon};

/// How the line of an event begins.
const EVENT: &str = "{\"what\":\"event\"";

/// A ledger beside the house, and nobody's cut unnoticed for long.
fn with_ledger(settings: &mut Settings) {
    settings.ledger = Some(settings.data.with_file_name("ledger"));
    settings.limits.grace = Duration::ZERO;
}

fn ledger_of(house: &TestHouse) -> PathBuf {
    house.folder().join("ledger")
}

/// The lines of a ledger. Each is an object that says what it is.
fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "ends within a line: {text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

fn events(lines: &[Value]) -> Vec<&Value> {
    lines.iter().filter(|line| line["what"] == "event").collect()
}

/// Checks that events are told from the first on, each once.
fn are_told_once(lines: &[Value]) {
    for (event, seq) in events(lines).iter().zip(1_u64..) {
        assert_eq!(event["seq"], seq, "a gap or a repetition");
    }
}

fn texts(lines: &[Value]) -> Vec<&str> {
    events(lines).iter().filter_map(|event| event["body"]["text"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_and_every_coming_and_going_is_a_line() {
    let house = TestHouse::with(with_ledger);
    let path = ledger_of(&house);
    let mut ada = Visitor::come(&house, "Ada").await;
    ada.says("Hello all").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let (second, _) = ken.says("Hello Ada").await;
    ken.guest.withdraw(second).await.unwrap();
    ken.sees("the withdrawal", |event| event.body.of() == Some(second)).await;
    ken.leave().await;

    // Refused: a name that is someone else's, a hello that is none, and one without a secure line.
    let mut other = Raw::knock(house.address).await;
    other.send(json!({"t": "hello", "v": 1, "name": "Ada"})).await;
    assert_eq!(other.goodbye().await.unwrap()["code"], "taken");
    let mut odd = Raw::knock(house.address).await;
    odd.send(json!({"t": "dance"})).await;
    assert!(odd.goodbye().await.is_some());
    let mut plain = TcpStream::connect(house.address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    // Its end may come as a reset.
    let _ = soon("the end", tokio::io::AsyncReadExt::read_to_end(&mut plain, &mut Vec::new())).await;

    // Dismissed: for a line that is too long. And one who is cut off.
    let mut loud = Raw::come(house.address, "Loud").await;
    loud.write(&vec![b'x'; 70_000]).await;
    while loud.next().await.is_some() {}
    let lost = Raw::come(house.address, "Lost").await;
    ada.sees("a guest", |event| serde_json::to_string(event).unwrap().contains("Lost")).await;
    drop(lost);
    ada.sees("the cut", |event| serde_json::to_value(&event.body).unwrap()["lost"][0]["name"] == "Lost").await;
    let folder = house.close().await;

    let all = lines(&path);
    are_told_once(&all);
    assert!(all.iter().all(|line| line["at"].as_u64().is_some_and(|at| at > 1_600_000_000_000)), "{all:#?}");
    // A withdrawal is told like everything else, and the words it took back are gone from the log by then or told before.
    let told = texts(&all);
    assert!(told == ["Hello all", "Hello Ada"] || told == ["Hello all"], "{told:?}");
    let said = events(&all).into_iter().find(|event| event["body"]["text"] == "Hello all").unwrap();
    assert_eq!((&said["room"], &said["name"], &said["body"]["kind"]), (&json!(1), &json!("Ada"), &json!("said")));

    let doors = |what: &str, name: Option<&str>| {
        let is_it = |line: &&Value| line["what"] == what && line["name"].as_str() == name;
        all.iter().filter(is_it).collect::<Vec<_>>()
    };
    for name in ["Ada", "Ken", "Loud", "Lost"] {
        let [came] = doors("connected", Some(name))[..] else { panic!("{name} did not come once: {all:#?}") };
        assert!(came["key"].is_string() && came["who"].is_u64(), "{came}");
        assert!(came["from"].as_str().unwrap().starts_with("127.0.0.1:"), "{came}");
    }
    assert_eq!(doors("disconnected", Some("Ken"))[0]["why"], "left");
    assert_eq!(doors("disconnected", Some("Lost"))[0]["why"], "lost connection");
    assert!(doors("dismissed", Some("Loud"))[0]["why"].is_string());
    assert!(doors("dismissed", Some("Ada"))[0]["why"].as_str().unwrap().contains("closed"));
    // With the name that was tried, where one was.
    let refused = [doors("refused", None), doors("refused", Some("Ada"))];
    assert_eq!((refused[0].len(), refused[1].len()), (2, 1), "{refused:#?}");
    let refused = refused.concat();
    assert!(refused.iter().all(|line| line["from"].is_string() && line["why"].is_string()), "{refused:#?}");
    assert_eq!(refused.iter().filter(|line| line["key"].is_string()).count(), 2, "{refused:#?}");

    // What stands in it is for its owner.
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_leaves_no_gap_and_repeats_nothing() {
    let mut house = TestHouse::with(with_ledger);
    let path = ledger_of(&house);
    for life in 0..4 {
        let mut ada = Visitor::come(&house, &format!("Ada {life}")).await;
        ada.says_many(30, |number| format!("{life}: {number}")).await;
        house = house.reopen_with(with_ledger).await;
    }
    let folder = house.close().await;
    let all = lines(&path);
    are_told_once(&all);
    let wanted: Vec<String> = (0..4).flat_map(|life| (0..30).map(move |number| format!("{life}: {number}"))).collect();
    assert_eq!(texts(&all), wanted);
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_begins_when_it_is_asked_for() {
    let house = TestHouse::open();
    let path = ledger_of(&house);
    Visitor::come(&house, "Ada").await.says("before").await;
    let house = house.reopen_with(with_ledger).await;
    let head = Visitor::come(&house, "Ken").await.says("after").await.1;
    // Opened again by someone who does not ask for it, and then again by one who does.
    let house = house.reopen().await;
    Visitor::come(&house, "Joan").await.says("unasked").await;
    let folder = house.reopen_with(with_ledger).await.close().await;
    let all = lines(&path);
    // It goes on where it stopped.
    assert_eq!(texts(&all), ["after", "unasked"]);
    let told = events(&all);
    assert!(told.iter().any(|event| event["seq"] == head.0));
    for (before, after) in told.iter().zip(&told[1..]) {
        assert_eq!(before["seq"].as_u64().map(|seq| seq + 1), after["seq"].as_u64());
    }
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_can_not_be_read_keeps_no_other_from_being_told() {
    let house = TestHouse::with(with_ledger);
    let path = ledger_of(&house);
    Visitor::come(&house, "Ada").await.says("told").await;
    // What follows is told by the next opening, and some of it can't be read by then.
    let house = house.reopen().await;
    Visitor::come(&house, "Ken").await.says_many(5, |number| format!("untold {number}")).await;
    let dir = house.close().await;
    let db = rusqlite::Connection::open(dir.path().join("house/log.db")).unwrap();
    for number in [1, 4] {
        let damage = format!("UPDATE event SET body = 'x' WHERE body LIKE '%untold {number}\"%'");
        assert_eq!(db.execute(&damage, []).unwrap(), 1);
    }
    drop(db);
    let house = TestHouse::again(dir).reopen_with(with_ledger).await;
    Visitor::come(&house, "Joan").await.says("at last").await;
    let folder = house.close().await;
    assert_eq!(texts(&lines(&path)), ["told", "untold 0", "untold 2", "untold 3", "at last"]);
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_a_crash_cut_off_is_told_again_on_a_line_of_its_own() {
    // Cut in the middle of the last event, right before its end of line, and within its first bytes.
    for cut in [0.5, 1.0, 0.02] {
        let house = TestHouse::with(with_ledger);
        let path = ledger_of(&house);
        Visitor::come(&house, "Ada").await.says_many(10, |number| number.to_string()).await;
        let mut half = String::new();
        let house = house
            .reopen_with(|settings| {
                with_ledger(settings);
                let text = fs::read_to_string(&path).unwrap();
                let start = text.rfind(EVENT).unwrap();
                let length = text[start..].find('\n').unwrap();
                let rest = (length as f64 * cut) as usize;
                File::options().write(true).open(&path).unwrap().set_len((start + rest) as u64).unwrap();
                if rest < length {
                    half.push_str(&text[start..start + rest]);
                }
            })
            .await;
        Visitor::come(&house, "Ken").await.says("after the crash").await;
        let folder = house.close().await;
        let text = fs::read_to_string(&path).unwrap();
        let (whole, broken): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| serde_json::from_str::<Value>(line).is_ok());
        assert_eq!(broken.concat(), half);
        let all: Vec<Value> = whole.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        are_told_once(&all);
        assert_eq!(texts(&all).len(), 11);
        drop(folder);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_found_behind_however_many_who_knocked() {
    let house = TestHouse::with(with_ledger);
    let path = ledger_of(&house);
    Visitor::come(&house, "Ada").await.says_many(10, |number| number.to_string()).await;
    let house = house
        .reopen_with(|settings| {
            with_ledger(settings);
            // The last event but one is told far from the end, and the last one not at all.
            let text = fs::read_to_string(&path).unwrap();
            let start = text.rfind(EVENT).unwrap();
            let knock = json!({"at": 1_795_229_452_468_u64, "what": "refused", "from": "127.0.0.1:1", "why": "No."});
            fs::write(&path, text[..start].to_owned() + &format!("{knock}\n").repeat(30_000)).unwrap();
        })
        .await;
    Visitor::come(&house, "Ken").await.says("after the crash").await;
    let folder = house.close().await;
    are_told_once(&lines(&path));
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_was_moved_away_is_begun_anew_and_nothing_is_lost_between() {
    let house = TestHouse::with(with_ledger);
    let path = ledger_of(&house);
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut moved = Vec::new();
    for turn in 0..3 {
        ada.says_many(20, |number| format!("{turn}: {number}")).await;
        let aside = path.with_extension(turn.to_string());
        fs::rename(&path, &aside).unwrap();
        house.house.reopen_ledger();
        // While the files are changed, the talk goes on.
        ada.says_many(20, |number| format!("{turn}: {}", number + 20)).await;
        Raw::come(house.address, &format!("Ken {turn}")).await;
        moved.push(aside);
        soon("the new file", async {
            while !path.exists() {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }
    ada.says("at last").await;
    let folder = house.close().await;
    let parts: Vec<Vec<Value>> = moved.iter().chain([&path]).map(|path| lines(path)).collect();
    for (part, turn) in parts[1..].iter().zip(0..) {
        let name = format!("Ken {turn}");
        assert!(part.iter().any(|line| line["what"] == "connected" && line["name"] == name.as_str()), "{part:#?}");
    }
    assert_eq!(texts(&parts[3]).last(), Some(&"at last"));
    let all = parts.concat();
    are_told_once(&all);
    assert_eq!(texts(&all).len(), 3 * 40 + 1);
    drop(folder);
}

/// Checks that the events of one room are told from the first on, each once, and what was said in it.
fn told_of(lines: &[Value], room: RoomNo) -> Vec<&str> {
    let of_room: Vec<&Value> = events(lines).into_iter().filter(|event| event["room"] == room.0).collect();
    for (event, seq) in of_room.iter().zip(1_u64..) {
        assert_eq!(event["seq"], seq, "a gap or a repetition in room {room}");
    }
    of_room.iter().filter_map(|event| event["body"]["text"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_made_later_are_in_it_and_a_deleted_one_upsets_nothing() {
    let house = TestHouse::with(with_ledger);
    let path = ledger_of(&house);
    let mut ada = Visitor::come(&house, "Ada").await;
    let (tea, coffee) = tokio::join!(ada.guest.make(open_room("Tea"), None), ada.guest.make(open_room("Coffee"), None));
    let (tea, coffee) = (tea.unwrap().room, coffee.unwrap().room);
    ada.enters(tea).await;
    ada.enters(coffee).await;
    ada.says_in(coffee, "black").await;
    ada.says_in(tea, "milk first").await;
    ada.guest.delete(coffee).await.unwrap();
    let cocoa = ada.makes(open_room("Cocoa")).await;
    assert!(cocoa > tea.max(coffee), "a number is given once");
    ada.says_in(cocoa, "hot").await;
    // The newest room is gone when the house opens again.
    ada.guest.delete(cocoa).await.unwrap();
    let house = house.reopen_with(with_ledger).await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.enters(tea).await;
    ken.says_in(tea, "milk last").await;
    let juice = ken.makes(open_room("Juice")).await;
    ken.says_in(juice, "apple").await;
    ken.leave().await;
    let folder = house.close().await;
    let all = lines(&path);
    assert_eq!(told_of(&all, tea), ["milk first", "milk last"]);
    assert_eq!(told_of(&all, juice), ["apple"]);
    told_of(&all, RoomNo(1));
    // Of what is deleted, as much stands in it as was told by then.
    assert!(["black"].starts_with(&told_of(&all, coffee)) && ["hot"].starts_with(&told_of(&all, cocoa)));
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_say_directly_is_in_no_ledger() {
    let mut house = TestHouse::with(with_ledger);
    let path = ledger_of(&house);
    let mut later = Vec::new();
    for life in 0..3 {
        let mut ada = Visitor::come(&house, &format!("Ada {life}")).await;
        let ken = Visitor::come(&house, &format!("Ken {life}")).await;
        let talk = ada.guest.talk(ken.me().who).await.unwrap().room;
        ada.enters(talk).await;
        ada.says_in(talk, "only for you").await;
        let room = ada.makes(open_room(&format!("Tea {life}"))).await;
        ada.says_in(room, "for everyone").await;
        ada.says_in(talk, "and only for you again").await;
        later.push((talk, room));
        ada.leave().await;
        house = house.reopen_with(with_ledger).await;
    }
    let folder = house.close().await;
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("only for you") && !text.contains("\"direct\""), "{text}");
    let all = lines(&path);
    for (talk, room) in later {
        assert!(events(&all).iter().all(|event| event["room"] != talk.0), "room {talk}");
        let opened = all.iter().filter_map(|line| line["after"].as_object());
        assert!(opened.into_iter().all(|after| !after.contains_key(&talk.to_string())), "room {talk}");
        assert_eq!(told_of(&all, room), ["for everyone"]);
    }
    drop(folder);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn sighup_opens_the_ledger_anew_and_a_crash_right_after_it_loses_nothing() {
    let home = Home::new();
    let (path, aside) = (home.path("ledger"), home.path("ledger.1"));
    let args = ["--pace", "1000", "--ledger", path.to_str().unwrap()];
    let mut house = home.host(&args).await;
    let mut ada = Visitor::visit(house.visit("Ada")).await;
    ada.says_many(20, |number| number.to_string()).await;
    fs::rename(&path, &aside).unwrap();
    house.program.signal("HUP");
    soon("the new file", async {
        while !fs::read_to_string(&path).is_ok_and(|text| text.ends_with('\n')) {
            tokio::task::yield_now().await;
        }
    })
    .await;
    ada.says("the last before the crash").await;
    house.program.kill();

    let mut house = home.host_at(house.port(), &args).await;
    let mut raw = Raw::come(house.address(), "Ken").await;
    raw.say(&id(1), "after the crash").await;
    raw.until("kept").await;
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
    let all = [lines(&aside), lines(&path)].concat();
    are_told_once(&all);
    assert_eq!(texts(&all).len(), 22);
    let after: Vec<&Value> = all.iter().skip_while(|line| line["body"]["text"] != "after the crash").collect();
    assert!(after.iter().any(|line| line["what"] == "dismissed" && line["name"] == "Ken"), "{after:#?}");
}
