//! The host's process is killed while everyone talks, again and again. What was acknowledged must be there afterwards.

use std::collections::{BTreeMap, VecDeque};
use std::env;
use std::fs;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use parlor::guest::{Guest, Own, OwnState, Update, Updates};
use parlor::room::{Event, EventId};
use parlor::wire::Identity;
use parlor::wire::carriage::Origin;
use parlor::wire::tls::{Pin, approach};
use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::support::program::{Home, Hosted, Program};
use crate::support::raw::{id, said};
use crate::support::visitor::text;
use crate::support::{Raw, soon};

/// How often the host is killed, unless the environment says more.
const CRASHES: u32 = 20;

/// How many guests speak line by line.
const GUESTS: u128 = 3;

/// How many messages each of them has under way.
const UNDER_WAY: usize = 8;

/// After how many acknowledgements the host is killed, at most.
const ACKS: usize = 80;

/// What the host has promised: each id and its place. One promise is never taken back for another.
#[derive(Clone)]
struct Promises {
    kept: Arc<Mutex<BTreeMap<String, u64>>>,
    count: watch::Sender<usize>,
    victim: Arc<Mutex<Option<Victim>>>,
}

/// A host that is killed in the very moment when so much was acknowledged: one that promises too early has no time left
/// to make it true.
struct Victim {
    host: Program,
    at: usize,
}

impl Promises {
    fn note(&self, id: &str, seq: u64) {
        let mut kept = self.kept.lock().unwrap();
        let before = kept.insert(id.to_owned(), seq);
        assert!(before.is_none_or(|before| before == seq), "{id} was at {before:?} and is now at {seq}");
        if let Some(mut victim) = self.victim.lock().unwrap().take_if(|victim| victim.at <= kept.len()) {
            victim.host.kill();
        }
        self.count.send_replace(kept.len());
    }

    /// Kills the host after so many more acknowledgements.
    async fn kill_after(&self, host: Program, more: usize) {
        let at = *self.count.borrow() + more;
        *self.victim.lock().unwrap() = Some(Victim { host, at });
        soon("acknowledgements", self.count.subscribe().wait_for(|kept| *kept >= at)).await.unwrap();
    }

    /// Checks that a house holds each event once, without holes, and every promise made so far. Gives its log.
    async fn are_held_by(&self, house: &Hosted) -> Vec<Value> {
        // Some guests go on talking meanwhile.
        let promised = self.kept.lock().unwrap().clone();
        let log = house.log().await;
        let mut places = BTreeMap::new();
        for (event, seq) in log.iter().zip(1_u64..) {
            assert_eq!(event["seq"], seq);
            let before = places.insert(event["id"].as_str().unwrap(), seq);
            assert_eq!(before, None, "twice: {event}");
        }
        for (id, seq) in promised {
            assert_eq!(places.get(id.as_str()), Some(&seq), "{id} was acknowledged");
        }
        log
    }
}

/// Someone who speaks line by line, and remembers what was not acknowledged.
struct Talker {
    name: String,
    me: Identity,
    number: u128,
    next: u128,
    unsure: VecDeque<(String, String)>,
}

impl Talker {
    fn new(number: u128) -> Self {
        let me = Identity::fresh().unwrap();
        Self { name: format!("Ada {number}"), me, number, next: 0, unsure: VecDeque::new() }
    }

    fn has_more_to_say(&mut self) {
        let number = self.next;
        self.next += 1;
        let words = format!("{} says {number}", self.name);
        self.unsure.push_back((id((self.number + 1) << 64 | number), words));
    }

    async fn arrive(&self, house: SocketAddr) -> Option<Raw> {
        let stream = TcpStream::connect(house).await.ok()?;
        let carriage = approach(stream, Origin::Network(house), &self.me, Pin::FirstUse).await.ok()?;
        let mut raw = Raw { stream: BufReader::new(carriage.stream) };
        for (frame, answer) in
            [(json!({"t": "hello", "v": 1, "name": self.name}), "welcome"), (json!({"t": "enter"}), "entered")]
        {
            if !offer(&mut raw, &frame).await {
                return None;
            }
            let answered = raw.next().await?;
            assert_eq!(answered["t"], answer, "{answered}");
        }
        Some(raw)
    }

    /// Talks until the connection ends; or, with the `last` words, until everything is acknowledged.
    async fn talk(&mut self, house: SocketAddr, promises: &Promises, last: bool) {
        // A host that is killed before it answers is no failure of the guest.
        let Some(mut raw) = self.arrive(house).await else { return };
        let mut sent = 0;
        loop {
            while sent < UNDER_WAY {
                if sent == self.unsure.len() {
                    if last {
                        break;
                    }
                    self.has_more_to_say();
                }
                let (id, words) = &self.unsure[sent];
                if !offer(&mut raw, &said(id, words)).await {
                    // What was acknowledged before the end may still lie there.
                    break;
                }
                sent += 1;
            }
            if last && self.unsure.is_empty() {
                return;
            }
            let Some(frame) = raw.next().await else { return };
            if frame["t"] == "kept" {
                let id = frame["id"].as_str().unwrap();
                promises.note(id, frame["seq"].as_u64().unwrap());
                let place = self.unsure.iter().position(|(unsure, _)| unsure == id).unwrap();
                assert!(place < sent, "acknowledged before it was said: {frame}");
                self.unsure.remove(place);
                sent -= 1;
            }
            assert_ne!(frame["t"], "refused", "{frame}");
        }
    }
}

async fn offer(raw: &mut Raw, frame: &Value) -> bool {
    let line = format!("{frame}\n");
    raw.stream.write_all(line.as_bytes()).await.is_ok() && raw.stream.flush().await.is_ok()
}

/// Someone with the library, who says one thing after the other and comes back by itself.
/// Talks until told the number of the last event to wait for; gives everything it has seen.
async fn visits(
    guest: Guest,
    mut updates: Updates,
    promises: Promises,
    mut until: watch::Receiver<Option<u64>>,
) -> Vec<Event> {
    let mut seen: Vec<Event> = Vec::new();
    let mut open: Option<EventId> = None;
    let mut said = 0;
    loop {
        let end = *until.borrow_and_update();
        match end {
            Some(end) if open.is_none() && seen.last().is_some_and(|last| last.seq.0 >= end) => {
                guest.leave(crate::support::PATIENCE).await;
                return seen;
            }
            None if open.is_none() => {
                said += 1;
                open = Some(guest.say(text(&format!("Ken says {said}"))).await.unwrap());
            }
            _ => {}
        }
        let update = tokio::select! {
            update = updates.next() => update.unwrap(),
            changed = until.changed() => {
                changed.unwrap();
                continue;
            }
        };
        match update {
            Update::Events(_, events) => seen.extend(events),
            Update::Own(Own { id, state: OwnState::Kept { seq, .. }, .. }) => {
                promises.note(&id.to_string(), seq.0);
                assert_eq!(open.take(), Some(id));
            }
            Update::Own(Own { state: OwnState::Refused { why, .. }, .. }) => panic!("refused: {why}"),
            Update::Ended(ended) => panic!("the visit ended: {ended:?}"),
            _ => {}
        }
    }
}

/// Lets them talk to this house.
fn all_talk(talkers: Vec<Talker>, house: &Hosted, promises: &Promises, last: bool) -> JoinSet<Talker> {
    let (address, promises) = (house.address(), promises.clone());
    talkers
        .into_iter()
        .map(|mut talker| {
            let promises = promises.clone();
            async move {
                talker.talk(address, &promises, last).await;
                talker
            }
        })
        .collect()
}

/// The numbers of the events in a ledger. A line that a crash cut off is no line.
fn ledger(home: &Home) -> Vec<u64> {
    let text = fs::read_to_string(home.path("ledger")).unwrap();
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["what"] == "event").map(|line| line["seq"].as_u64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_host_that_is_killed_again_and_again() {
    let crashes = env::var("PARLOR_CRASHES").map_or(CRASHES, |crashes| crashes.parse().unwrap());
    let home = Home::new();
    let file = home.word("ledger");
    let settings = ["--pace", "1000000", "--ledger", &file];
    let promises = Promises { kept: Arc::default(), count: watch::Sender::new(0), victim: Arc::default() };
    let mut talkers: Vec<Talker> = (0..GUESTS).map(Talker::new).collect();
    let mut house = home.host(&settings).await;
    let (end, until) = watch::channel(None);
    let (guest, updates) = Guest::join(house.visit("Ken")).unwrap();
    let ken = tokio::spawn(visits(guest, updates, promises.clone(), until));

    for _ in 0..crashes {
        let talking = all_talk(talkers, &house, &promises, false);
        let port = house.port();
        promises.kill_after(house.program, rand::random_range(1..=ACKS)).await;
        talkers = soon("the guests to notice", talking.join_all()).await;
        house = home.host_at(port, &settings).await;
        promises.are_held_by(&house).await;
    }

    talkers = soon("the last answers", all_talk(talkers, &house, &promises, true).join_all()).await;
    let head = house.log().await.len() as u64;
    end.send(Some(head)).unwrap();
    let seen = soon("Ken to have seen everything", ken).await.unwrap();
    let log = promises.are_held_by(&house).await;
    for (seen, kept) in seen.iter().zip(&log) {
        assert_eq!((&kept["seq"], &kept["id"]), (&json!(seen.seq), &json!(seen.id)), "a gap or a repetition");
    }
    assert!(seen.len() as u64 >= head);
    // Nothing that was said is missing, and what was said again because nobody had answered is there once.
    let said: u128 = talkers.iter().map(|talker| talker.next).sum();
    let theirs = log.iter().filter(|event| event["name"].as_str().is_some_and(|name| name.starts_with("Ada"))).count();
    assert_eq!(theirs as u128, said);

    // The ledger stops with the house, wherever that was; a new opening tells the rest.
    house.program.kill();
    let house = home.host_at(house.port(), &settings).await;
    let head = house.log().await.len() as u64;
    soon("the ledger to have told everything", async {
        while ledger(&home).last().is_none_or(|last| *last < head) {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let told = ledger(&home);
    let all: Vec<u64> = (1..=*told.last().unwrap()).collect();
    let odd = told.iter().zip(&all).find(|(told, wanted)| told != wanted);
    assert_eq!(told, all, "the ledger has a gap or a repetition: told and wanted are {odd:?}");
}
