//! What the doctor finds, over real sockets. All of it stays on this computer.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use parlor::doctor::{CauseId, CheckId, Checked, Doctor, KeyBy, Subject, Verdict, diagnosis, is_well};
use parlor::find::LocalNetwork;
use parlor::guest::{Known, known::KnownHouse};
use parlor::wire::tls::Reception;
use parlor::wire::{Address, Fingerprint, Identity, Invite};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::found::a_port;
use super::support::program::{Home, as_news};
use super::support::{TestHouse, soon};

/// What people are promised, with a little for a slow machine.
const TEN_SECONDS: Duration = Duration::from_millis(10_500);

/// All checks, and that they came in time.
async fn examine(subject: Subject) -> Vec<Checked> {
    let begun = Instant::now();
    let mut doctor = Doctor::start(subject, &LocalNetwork::only_here(a_port()));
    let mut checks = Vec::new();
    while let Some(check) = soon("a check", doctor.next()).await {
        checks.push(check);
    }
    assert!(begun.elapsed() < TEN_SECONDS, "it took {:?}", begun.elapsed());
    checks
}

fn at(address: SocketAddr) -> Subject {
    Subject::address(Address::from((address.ip(), address.port())), None)
}

fn likeliest(checks: &[Checked]) -> Option<CauseId> {
    assert_eq!(is_well(checks), diagnosis(checks).is_none(), "{checks:#?}");
    diagnosis(checks).map(|cause| cause.id)
}

fn verdict(checks: &[Checked], id: CheckId) -> Option<Verdict> {
    checks.iter().find(|check| check.id == id).map(|check| check.verdict)
}

async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// A server that does this with each connection.
async fn server<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let (listener, address) = listener().await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

/// An address of this computer at which nobody answers.
async fn nobody() -> SocketAddr {
    listener().await.1
}

/// A server that reads a little, says this and hangs up.
async fn saying(words: &'static str) -> SocketAddr {
    server(move |mut stream| async move {
        if stream.read(&mut [0; 1024]).await? == 0 {
            return Ok(());
        }
        stream.write_all(words.as_bytes()).await?;
        stream.shutdown().await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_there_is_well_and_known_by_its_key() {
    let house = TestHouse::open();
    let checks = examine(at(house.address)).await;
    assert_eq!(likeliest(&checks), None);
    assert_eq!(verdict(&checks, CheckId::Port), Some(Verdict::Good));
    assert_eq!(verdict(&checks, CheckId::Speaks), Some(Verdict::Good));
    assert_eq!(verdict(&checks, CheckId::Key), None);
    let invite =
        Invite { addresses: vec![house.to()], relay: None, key: house.house.fingerprint(), room: None, secret: None };
    let checks = examine(Subject::invite(&invite)).await;
    assert_eq!(likeliest(&checks), None);
    assert_eq!(verdict(&checks, CheckId::Key), Some(Verdict::Good));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_named_to_a_place_that_is_examined() {
    let ledger = tempfile::tempdir().unwrap();
    let path = ledger.path().join("ledger");
    let house = TestHouse::with(|settings| settings.ledger = Some(path.clone()));
    assert_eq!(likeliest(&examine(at(house.address)).await), None);
    assert_eq!(*house.house.people().borrow(), 0);
    house.close().await;
    let told = std::fs::read_to_string(&path).unwrap();
    assert!(!told.contains("connected"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_that_is_shown_is_not_that_of_the_person() {
    let home = Home::new();
    let person = Identity::keep(&home.path("guest.key")).unwrap().fingerprint();
    let reception = Reception::new(&Identity::fresh().unwrap()).unwrap();
    let (seen, mut keys) = mpsc::unbounded_channel();
    let address = server(move |stream| {
        let (reception, seen) = (reception.clone(), seen.clone());
        async move {
            let received = reception.receive(stream).await.map_err(io::Error::other)?;
            seen.send(received.key.unwrap()).map_err(io::Error::other)
        }
    })
    .await;
    let mut shown = Vec::new();
    for _ in 0..2 {
        home.start(&["doctor", &address.to_string()]).end().await;
        shown.push(soon("a key", keys.recv()).await.unwrap());
    }
    assert!(!shown.contains(&person) && shown[0] != shown[1], "{person:?}: {shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_than_the_one_that_is_known_is_told_with_both_in_words() {
    let house = TestHouse::open();
    let other = Fingerprint::of_key(b"another");
    let invite = Invite { addresses: vec![house.to()], relay: None, key: other, room: None, secret: None };
    let folder = tempfile::tempdir().unwrap();
    let mut known = Known::load(&folder.path().join("known.json")).unwrap();
    known.remember(&house.to(), KnownHouse { key: other, title: "Tea".to_owned() }).unwrap();
    let visited = Subject::address(house.to(), Some(&known));
    assert_eq!(visited.key.map(|expected| expected.by), Some(KeyBy::Visit));
    for subject in [Subject::invite(&invite), visited] {
        let checks = examine(subject).await;
        assert_eq!(likeliest(&checks), Some(CauseId::OtherKey));
        let check = checks.iter().find(|check| check.id == CheckId::Key).unwrap();
        assert!(check.detail.contains(&other.words()), "{}", check.detail);
        assert!(check.detail.contains(&house.house.fingerprint().words()), "{}", check.detail);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_at_which_nobody_listens_is_closed() {
    let checks = examine(at(nobody().await)).await;
    assert_eq!(likeliest(&checks), Some(CauseId::NotOpen));
    assert_eq!(verdict(&checks, CheckId::Port), Some(Verdict::Bad));
    assert_eq!(verdict(&checks, CheckId::Speaks), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_else_answers_is_told_by_its_kind() {
    let hangs_up = server(|stream| async move {
        drop(stream);
        Ok(())
    })
    .await;
    let mute = server(|mut stream| async move {
        while stream.read(&mut [0; 1024]).await? > 0 {}
        Ok(())
    })
    .await;
    let reception = Reception::new(&Identity::fresh().unwrap()).unwrap();
    let other_tls = server(move |stream| {
        let reception = reception.clone();
        async move {
            let mut received = reception.receive(stream).await.map_err(io::Error::other)?;
            received.stream.write_all(b"220 mail.test at your service\r\n").await?;
            received.stream.shutdown().await
        }
    })
    .await;
    let moved = "HTTP/1.1 302 Found\r\nLocation: https://login.test/\r\nContent-Length: 0\r\n\r\n";
    let cases = [
        (saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await, CauseId::WebServer),
        (saying(moved).await, CauseId::LoginPage),
        (saying("SSH-2.0-OpenSSH_9.9\r\n").await, CauseId::OtherProgram),
        (other_tls, CauseId::OtherProgram),
        (mute, CauseId::Mute),
        (hangs_up, CauseId::HangsUp),
    ];
    for (address, expected) in cases {
        let checks = examine(at(address)).await;
        assert_eq!(likeliest(&checks), Some(expected), "{checks:#?}");
        assert_eq!(verdict(&checks, CheckId::Port), Some(Verdict::Good));
        assert_eq!(verdict(&checks, CheckId::Speaks), Some(Verdict::Bad));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_four_addresses_one_that_answers_is_enough() {
    let house = TestHouse::open();
    let mut addresses = Vec::new();
    for last in 2..5 {
        addresses.push(Address::from(([127, 0, 0, last].into(), nobody().await.port())));
    }
    addresses.insert(2, house.to());
    let invite = Invite { addresses, relay: None, key: house.house.fingerprint(), room: None, secret: None };
    let checks = examine(Subject::invite(&invite)).await;
    assert_eq!(likeliest(&checks), None);
    let port = checks.iter().find(|check| check.id == CheckId::Port).unwrap();
    assert!(port.detail.contains(&house.address.to_string()), "{}", port.detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_leads_nowhere_is_told_and_one_that_leads_somewhere_is_gone_to() {
    // Too long to be asked for anywhere.
    let nowhere: Address = format!("{}.test", "x".repeat(64)).parse().unwrap();
    let checks = examine(Subject::address(nowhere, None)).await;
    assert_eq!(verdict(&checks, CheckId::Name), Some(Verdict::Bad));
    assert!(checks.iter().all(|check| check.id != CheckId::Port));
    let house = TestHouse::open();
    let here = Address { host: "localhost".to_owned(), port: house.address.port() };
    let checks = examine(Subject::address(here, None)).await;
    assert_eq!(likeliest(&checks), None);
    assert_eq!(verdict(&checks, CheckId::Name), Some(Verdict::Good));
}

#[tokio::test(flavor = "multi_thread")]
async fn this_computer_is_examined_without_an_address() {
    let checks = examine(Subject::this_computer()).await;
    for id in [CheckId::OwnPort, CheckId::Firewall, CheckId::OtherPlaces, CheckId::Clock] {
        assert!(verdict(&checks, id).is_some(), "{id:?} is missing: {checks:#?}");
    }
    for id in [CheckId::Port, CheckId::Route, CheckId::Name, CheckId::Proxy] {
        assert_eq!(verdict(&checks, id), None, "{checks:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_that_is_dropped_hangs_up() {
    let (listener, address) = listener().await;
    let doctor = Doctor::start(at(address), &LocalNetwork::only_here(a_port()));
    let (mut stream, _) = soon("a connection", listener.accept()).await.unwrap();
    drop(doctor);
    // It may have begun to say something before.
    let mut heard = Vec::new();
    let _ = soon("its end", stream.read_to_end(&mut heard)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_says_the_cause_first_and_ends_with_whether_it_is_well() {
    let home = Home::new();
    let house = TestHouse::open();
    let there = house.address.to_string();
    let end = home.start(&["doctor", &there]).end().await;
    assert_eq!((end.code, end.out[0].as_str()), (Some(0), format!("{there} can be reached.").as_str()), "{end:?}");
    assert!(end.err.is_empty() && end.out.contains(&"✓ Parlor answers there".to_owned()), "{end:?}");
    let closed = nobody().await;
    let end = home.start(&["doctor", &closed.to_string()]).end().await;
    assert_eq!(end.code, Some(1), "{end:?}");
    assert!(end.out[0].starts_with("Most likely: Parlor is not open on this computer. "), "{end:?}");
    assert_eq!(end.out[2], format!("✗ Port {} is closed", closed.port()), "{end:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn for_programs_each_check_is_a_line_and_the_cause_the_last() {
    let home = Home::new();
    let closed = nobody().await.to_string();
    let end = home.start(&["doctor", "--json", &closed]).end().await;
    let news: Vec<Value> = end.out.iter().map(|line| as_news(line)).collect();
    let (cause, checks) = news.split_last().unwrap();
    assert!(checks.iter().all(|check| check["t"] == "check"), "{checks:#?}");
    assert!(checks.iter().any(|check| check["id"] == "port" && check["verdict"] == "bad"), "{checks:#?}");
    assert_eq!((&cause["t"], &cause["id"], &cause["reachable"]), (&"cause".into(), &"not-open".into(), &false.into()));
    assert_eq!(end.code, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_and_no_link_gets_one_sentence() {
    let home = Home::new();
    let empty = home.file("empty.parlor", "\n");
    for words in ["192.168.1", "a b", "10.0.0.1:99999", "parlor://10.0.0.1/", "/nowhere/at-all.parlor", &empty] {
        let end = home.start(&["doctor", words]).end().await;
        let [line] = end.err.as_slice() else { panic!("{words}: {end:?}") };
        assert!(line.starts_with("parlor: ") && line.ends_with('.') && end.out.is_empty(), "{line}");
        assert_eq!(end.code, Some(1), "{words}");
    }
}
