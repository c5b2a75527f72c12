//! Places that are announced, and found. All of it stays on this computer: each test has a port of its own.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mdns_sd::{IfKind, ServiceDaemon, ServiceEvent, ServiceInfo};
use parlor::find::{
    Announcement, Announcer, Browser, Found, LocalNetwork, NotAnnounced, PLACE_ADDRESSES, PLACES, Presence,
};
use parlor::guest::invite_by_code;
use parlor::room::Title;
use parlor::wire::spoken_code::CodePlace;
use parlor::wire::{Address, Fingerprint};
use tokio::sync::watch;

use super::support::{PATIENCE, TestHouse, Visitor, soon};

const HERE: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// A port that nobody else here uses for this.
pub fn a_port() -> u16 {
    UdpSocket::bind((HERE, 0)).unwrap().local_addr().unwrap().port()
}

fn key(number: u16) -> Fingerprint {
    Fingerprint::of_key(&number.to_be_bytes())
}

fn title(words: &str) -> Title {
    Title::parse(words).unwrap()
}

/// What is announced for a place of this key, and the count of its people.
fn place(number: u16, words: &str) -> (Announcement, watch::Sender<u32>) {
    let (count, people) = watch::channel(1);
    let bound = SocketAddr::from((HERE, 7000 + number));
    (
        Announcement { key: key(number), title: title(words), asks_password: false, bound, people, codes: no_codes() },
        count,
    )
}

/// That no code is open, for good.
fn no_codes() -> watch::Receiver<Vec<u8>> {
    watch::channel(Vec::new()).1
}

/// What is announced for a house.
pub fn of_house(house: &TestHouse) -> Announcement {
    Announcement {
        key: house.house.fingerprint(),
        title: house.house.title().clone(),
        asks_password: house.house.asks_password(),
        bound: house.address,
        people: house.house.people(),
        codes: house.house.code_numbers(),
    }
}

/// Waits until what is found is what was waited for.
async fn until(browser: &mut Browser, what: &str, mut wanted: impl FnMut(&[Found]) -> bool) -> Arc<[Found]> {
    soon(what, async {
        loop {
            let found = browser.next().await;
            if wanted(&found) {
                return found;
            }
        }
    })
    .await
}

async fn is_announced(announcer: &Announcer) {
    let mut presence = announcer.presence();
    let announced = soon("the announcement", presence.wait_for(|presence| *presence != Presence::Starting));
    assert_eq!(*announced.await.unwrap(), Presence::Announced);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_announced_is_found_with_what_it_tells() {
    let network = LocalNetwork::only_here(a_port());
    let (mut tea, _count) = place(1, "Tea. And \\cake 🍰");
    tea.asks_password = true;
    let announcer = Announcer::start(&network, tea);
    is_announced(&announcer).await;
    let found = until(&mut Browser::start(&network), "the place", |found| !found.is_empty()).await;
    let expected = Found {
        key: key(1),
        title: title("Tea. And \\cake 🍰"),
        addresses: vec![Address::from((IpAddr::from(HERE), 7001))],
        people: 1,
        asks_password: true,
        version: parlor::wire::VERSION,
        codes: Vec::new(),
    };
    assert_eq!(*found, [expected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_found_by_the_number_of_a_code_that_was_said_there() {
    for reach in [LocalNetwork::only_here, LocalNetwork::only_here_without_multicast] {
        let port = a_port();
        let (house, other) = (TestHouse::open(), TestHouse::open());
        let host = Visitor::visit(house.owned(house.visit("Ada")).await).await;
        let _announcers = [&house, &other].map(|house| Announcer::start(&reach(port), of_house(house)));
        let network = reach(port);
        let mut browser = Browser::start(&network);
        until(&mut browser, "both", |found| found.len() == 2).await;
        let code = host.guest.spoken_code(false).await.unwrap().0;
        let places = soon("the place", network.with_code(code.number())).await;
        assert_eq!(places.iter().map(|place| place.key).collect::<Vec<_>>(), [house.house.fingerprint()]);
        let place = CodePlace { addresses: places[0].addresses.clone(), key: Some(places[0].key) };
        invite_by_code(&[place], code).await.unwrap();
        until(&mut browser, "that no code is open", |found| found.iter().all(|place| place.codes.is_empty())).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_program_finds_it_too_and_within_two_seconds() {
    let port = a_port();
    let mut browser = Browser::start(&LocalNetwork::only_here(port));
    assert!(browser.next().await.is_empty());
    let opened = Instant::now();
    let (tea, _count) = place(1, "Tea");
    // A daemon of its own, as another program has.
    let _announcer = Announcer::start(&LocalNetwork::only_here(port), tea);
    until(&mut browser, "the place", |found| found.len() == 1).await;
    assert!(opened.elapsed() < Duration::from_secs(2), "it took {:?}", opened.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_places_with_one_title_are_two() {
    let port = a_port();
    let ((tea, _a), (other, _b)) = (place(1, "Tea"), place(2, "Tea"));
    let (here, there) = (LocalNetwork::only_here(port), LocalNetwork::only_here(port));
    let (_one, _two) = (Announcer::start(&here, tea), Announcer::start(&there, other));
    let found = until(&mut Browser::start(&here), "both", |found| found.len() == 2).await;
    assert!(found.iter().all(|place| place.title == title("Tea")));
    assert_ne!(found[0].key, found[1].key);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_is_counted_and_another_title_is_told() {
    let network = LocalNetwork::only_here(a_port());
    let house = TestHouse::open();
    let announcer = Announcer::start(&network, of_house(&house));
    let mut browser = Browser::start(&network);
    let found = until(&mut browser, "the house", |found| found.len() == 1).await;
    assert_eq!((found[0].people, &found[0].addresses), (0, &vec![house.to()]));
    let ada = Visitor::come(&house, "Ada").await;
    until(&mut browser, "Ada", |found| found[0].people == 1).await;
    ada.leave().await;
    announcer.rename(title("Tea"));
    until(&mut browser, "the other title", |found| found[0].title == title("Tea") && found[0].people == 0).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_announcement_is_like_one_before_so_that_caches_show_the_newest() {
    let port = a_port();
    let (tea, count) = place(1, "Tea");
    let other = Forger::new(port);
    let heard = other.0.browse("_parlor._tcp.local.").unwrap();
    let _announcer = Announcer::start(&LocalNetwork::only_here(port), tea);
    let mut numbers = Vec::new();
    for people in [1, 2, 1] {
        count.send_replace(people);
        let number = soon("the count", async {
            loop {
                let ServiceEvent::ServiceResolved(service) = heard.recv_async().await.unwrap() else { continue };
                if service.get_property_val_str("people") == Some(&people.to_string()) {
                    return service.get_property_val_str("n").map(str::to_owned);
                }
            }
        });
        numbers.push(number.await.unwrap());
    }
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), 3, "{numbers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_changes_all_the_time_is_told_now_and_then() {
    let network = LocalNetwork::only_here(a_port());
    let (tea, count) = place(1, "Tea");
    let _announcer = Announcer::start(&network, tea);
    let mut browser = Browser::start(&network);
    until(&mut browser, "the place", |found| found.len() == 1).await;
    let began = Instant::now();
    let mut told = 0;
    let counting = tokio::spawn(async move {
        for people in 2..=3000 {
            count.send_replace(people);
            tokio::task::yield_now().await;
        }
        count
    });
    until(&mut browser, "the last count", |found| {
        told += 1;
        found[0].people == 3000
    })
    .await;
    let _count = counting.await.unwrap();
    // The first change goes out at once, and what comes after it twice a second here.
    assert!(told <= 2 + began.elapsed().as_millis() / 500, "{told} times in {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_withdrawn_or_dropped_is_gone() {
    let port = a_port();
    let (there, here) = (LocalNetwork::only_here(port), LocalNetwork::only_here(port));
    let ((tea, _a), (cake, _b)) = (place(1, "Tea"), place(2, "Cake"));
    let (mut one, two) = (Announcer::start(&there, tea), Announcer::start(&there, cake));
    let mut browser = Browser::start(&here);
    until(&mut browser, "both", |found| found.len() == 2).await;
    one.withdraw().await;
    until(&mut browser, "the end of one", |found| found.len() == 1 && found[0].key == key(2)).await;
    drop(two);
    until(&mut browser, "the end of the other", |found| found.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_opened_again_is_found_again() {
    let port = a_port();
    let mut browser = Browser::start(&LocalNetwork::only_here(port));
    for words in ["Tea", "Tea again"] {
        let (tea, _count) = place(1, words);
        let _announcer = Announcer::start(&LocalNetwork::only_here(port), tea);
        until(&mut browser, "the place", |found| found.len() == 1 && found[0].title == title(words)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_for_this_computer_alone_is_not_announced_and_says_so() {
    let (tea, _count) = place(1, "Tea");
    let announcer = Announcer::start(&LocalNetwork::new(), tea);
    assert_eq!(*announcer.presence().borrow(), Presence::Not(NotAnnounced::OnlyHere));
}

/// Someone who announces what they like.
struct Forger(ServiceDaemon);

impl Forger {
    fn new(port: u16) -> Self {
        let daemon = ServiceDaemon::new_with_port(port).unwrap();
        daemon.disable_interface(IfKind::All).unwrap();
        daemon.enable_interface(IfKind::LoopbackV4).unwrap();
        Self(daemon)
    }

    fn announces(&self, name: &str, ips: &[IpAddr], pairs: &[(&str, &str)]) {
        let pairs: HashMap<String, String> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let host = format!("{name}.local.");
        let mut service = ServiceInfo::new("_parlor._tcp.local.", name, &host, ips, 7000, pairs).unwrap();
        service.set_requires_probe(false);
        // It takes no more than a hundred at a time.
        while matches!(self.0.register(service.clone()), Err(mdns_sd::Error::Again)) {
            std::thread::yield_now();
        }
    }
}

impl Drop for Forger {
    fn drop(&mut self) {
        let _ = self.0.shutdown();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_notice_is_not_shown() {
    let port = a_port();
    let forger = Forger::new(port);
    let good = key(1).to_string();
    let whole = [("v", "1"), ("key", good.as_str()), ("title", "Tea"), ("people", "3"), ("password", "0")];
    let with = |name: &str, value: &'static str| {
        let mut pairs = whole;
        pairs.iter_mut().filter(|(of, _)| *of == name).for_each(|pair| pair.1 = value);
        pairs
    };
    let bad: [(&str, &'static str); 12] = [
        ("v", "one"),
        ("v", ""),
        ("key", "8EqRVmtC"),
        ("key", "../../../../../../../../../../../etc/passwd"),
        ("title", ""),
        ("title", "Tea\u{1b}[31m"),
        ("title", "Tea\nMallory joined"),
        ("title", "Tea\u{202e}"),
        ("title", "12345678901234567890123456789012345678901234567890123456789012345"),
        ("people", "-1"),
        ("people", "99999999999999"),
        ("people", "\u{7}"),
    ];
    for (number, (name, value)) in bad.into_iter().enumerate() {
        forger.announces(&format!("bad{number}"), &[HERE.into()], &with(name, value));
    }
    for missing in 0..whole.len() {
        let pairs: Vec<_> = whole.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, pair)| *pair).collect();
        forger.announces(&format!("missing{missing}"), &[HERE.into()], &pairs);
    }
    forger.announces("nowhere", &["224.0.0.251".parse().unwrap(), "0.0.0.0".parse().unwrap()], &whole);
    forger.announces("whole", &[HERE.into()], &whole);
    let mut browser = Browser::start(&LocalNetwork::only_here(port));
    until(&mut browser, "what is whole", |found| !found.is_empty()).await;
    // What is announced after all of it is heard after all of it.
    let other = key(2).to_string();
    let mut last = whole;
    last[1].1 = &other;
    forger.announces("last", &[HERE.into()], &last);
    let found = until(&mut browser, "what is last", |found| found.iter().any(|place| place.key == key(2))).await;
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_announced_more_than_once_is_one_with_all_its_addresses() {
    let port = a_port();
    let forger = Forger::new(port);
    let good = key(1).to_string();
    let whole = [("v", "1"), ("key", good.as_str()), ("title", "Tea"), ("people", "3"), ("password", "0")];
    let many: Vec<IpAddr> = (2..40).map(|last| IpAddr::from([127, 0, 0, last])).collect();
    forger.announces("one", &many, &whole);
    forger.announces("two", &[HERE.into()], &whole);
    let mut browser = Browser::start(&LocalNetwork::only_here(port));
    let here = Address::from((IpAddr::from(HERE), 7000));
    let found = until(&mut browser, "all addresses", |found| {
        found.first().is_some_and(|place| place.addresses.contains(&here) && place.addresses.len() > 1)
    })
    .await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].addresses.len(), PLACE_ADDRESSES);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_announcements_is_bounded_and_drives_nothing_out() {
    let port = a_port();
    let network = LocalNetwork::only_here(port);
    let (tea, _count) = place(1, "Tea");
    let _announcer = Announcer::start(&network, tea);
    let mut browser = Browser::start(&network);
    until(&mut browser, "the place", |found| found.len() == 1).await;
    let began = Instant::now();
    let flood = tokio::task::spawn_blocking(move || {
        let forger = Forger::new(port);
        for number in 0..600 {
            let forged = key(1000 + number).to_string();
            let pairs =
                [("v", "1"), ("key", forged.as_str()), ("title", "Free cake"), ("people", "9"), ("password", "0")];
            forger.announces(&format!("forged{number}"), &[HERE.into()], &pairs);
        }
        forger
    });
    let mut changes = 0;
    let found = until(&mut browser, "as many as fit", |found| {
        changes += 1;
        assert!(found.len() <= PLACES);
        assert!(found.iter().any(|place| place.key == key(1)), "it was driven out");
        found.len() == PLACES
    })
    .await;
    assert!(changes <= 2 + began.elapsed().as_millis() / 250, "{changes} changes in {:?}", began.elapsed());
    assert_eq!(found.len(), PLACES);
    let _forger = flood.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_multicast_is_dead_places_are_found_by_asking_everyone() {
    let network = LocalNetwork::only_here_without_multicast(a_port());
    let ((tea, _a), (mut other, _b)) = (place(1, "Tea"), place(2, "Tea"));
    other.asks_password = true;
    let (mut one, two) = (Announcer::start(&network, tea), Announcer::start(&network, other));
    let mut presence = one.presence();
    let dead = Presence::Not(NotAnnounced::NoNetwork);
    soon("the bad news", presence.wait_for(|presence| *presence == dead)).await.unwrap();
    let mut browser = Browser::start(&network);
    let found = until(&mut browser, "both", |found| found.len() == 2).await;
    for (number, asks) in [(1, false), (2, true)] {
        let place = found.iter().find(|place| place.key == key(number)).unwrap();
        assert_eq!(place.addresses, [Address::from((IpAddr::from(HERE), 7000 + number))]);
        assert_eq!((place.people, place.asks_password), (1, asks));
    }
    one.withdraw().await;
    until(&mut browser, "the end of one", |found| found.len() == 1 && found[0].key == key(2)).await;
    drop(two);
    until(&mut browser, "the end of the other", |found| found.is_empty()).await;
}

/// A socket on this port that hears probes, and its wait is bounded.
fn answering(port: u16) -> UdpSocket {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_answer_to_a_probe_is_not_shown() {
    let port = a_port();
    let sly = answering(port);
    let mut browser = Browser::start(&LocalNetwork::only_here_without_multicast(port));
    let answers = tokio::task::spawn_blocking(move || {
        let mut probe = [0; 2048];
        let (length, from) = sly.recv_from(&mut probe).unwrap();
        let lines: Vec<&str> = std::str::from_utf8(&probe[..length]).unwrap().lines().collect();
        let (asks, nonce) = (lines[0], lines[1]);
        assert_eq!((length, asks), (512, "parlor probe 1"));
        let tells = |key: Fingerprint, title: &str| format!("v=1\nkey={key}\ntitle={title}\npeople=1\npassword=0\n");
        let good = tells(key(1), "Tea");
        let no = "0".repeat(32);
        let bad = [
            String::new(),
            "parlor here 1".to_owned(),
            format!("parlor here 1\n{nonce}\n{good}"),
            format!("parlor here 1\n{nonce}\nport=0\n{good}"),
            format!("parlor here 1\n{nonce}\nport=seven\n{good}"),
            format!("parlor here 1\n{no}\nport=7000\n{good}"),
            format!("parlor here 2\n{nonce}\nport=7000\n{good}"),
            format!("parlor here 1\n{nonce}\nport=7000\n{}", tells(key(1), "Tea\u{1b}[2J")),
            format!("parlor here 1\n{nonce}\nport=7000\n{}", tells(key(1), &"x".repeat(800))),
        ];
        for answer in &bad {
            sly.send_to(answer.as_bytes(), from).unwrap();
        }
        sly.send_to(&[0xff; 100], from).unwrap();
        let last = format!("parlor here 1\n{nonce}\nport=7000\n{}", tells(key(2), "Cake"));
        sly.send_to(last.as_bytes(), from).unwrap();
    });
    let found = until(&mut browser, "what is good", |found| !found.is_empty()).await;
    answers.await.unwrap();
    assert_eq!((found.len(), &found[0].title), (1, &title("Cake")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_is_answered_with_no_more_than_it_has_and_not_without_end() {
    let port = a_port();
    let long = "🍰".repeat(64);
    let (tea, _count) = place(1, &long);
    let _announcer = Announcer::start(&LocalNetwork::only_here_without_multicast(port), tea);
    let asks = tokio::task::spawn_blocking(move || {
        let asks = answering(0);
        let nonce = "0123456789abcdef0123456789abcdef";
        let whole = |text: &str| {
            let mut probe = text.as_bytes().to_vec();
            probe.resize(512, 0);
            probe
        };
        let good = whole(&format!("parlor probe 1\n{nonce}\n"));
        let bad = [
            good[..511].to_vec(),
            whole("parlor probe 1\n"),
            whole("parlor probe 1\n0123\n"),
            whole(&format!("parlor probe 2\n{nonce}\n")),
            whole(&format!("parlor probe 1\n{}\n", "\u{1}".repeat(32))),
            vec![0xff; 600],
        ];
        for probe in &bad {
            asks.send_to(probe, (HERE, port)).unwrap();
        }
        for _ in 0..50 {
            asks.send_to(&good, (HERE, port)).unwrap();
        }
        let mut answers = 0;
        let mut answer = [0; 2048];
        // From another address it answers still: by then it has heard all of these.
        let other = UdpSocket::bind(("127.0.0.9", 0)).unwrap();
        other.set_read_timeout(Some(PATIENCE)).unwrap();
        other.send_to(&good, (HERE, port)).unwrap();
        let (length, _) = other.recv_from(&mut answer).unwrap();
        assert!(length <= 512 && answer.starts_with(b"parlor here 1\n"));
        asks.set_nonblocking(true).unwrap();
        while let Ok((length, _)) = asks.recv_from(&mut answer) {
            assert!(length <= 512, "{length} bytes");
            assert!(std::str::from_utf8(&answer[..length]).unwrap().contains("\ntitle=🍰"));
            answers += 1;
        }
        answers
    });
    assert_eq!(asks.await.unwrap(), 8);
}
