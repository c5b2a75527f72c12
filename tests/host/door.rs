//! A door in another language, as one would be added: forty lines of its own, and everything else by the same entrance and
//! the same session.

#![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf};
use tokio::time::timeout;

use super::entrance::{Came, Entrance, Papers};
use super::{Newcomer, Speaks};
use crate::host::context::HouseContext;
use crate::host::language::{Encoding, Language};
use crate::host::mailbox::Mailbox;
use crate::host::session::{Connection, End, Session};
use crate::host::{House, Settings};
use crate::room::{Body, Event, EventId, RoomNo, Text, Title};
use crate::wire::carriage::Origin;
use crate::wire::codec::CodecError;
use crate::wire::frame::Since;
use crate::wire::link::Hear;
use crate::wire::people::Door;
use crate::wire::{FromGuest, FromHost};

/// A line is something said in the first room; an empty one is a goodbye.
struct Plain;

impl Hear<FromGuest> for Plain {
    fn hear(&mut self, arrived: &[u8], heard: &mut Vec<Result<FromGuest, CodecError>>) -> Result<(), CodecError> {
        for line in std::str::from_utf8(arrived).map_err(|_| CodecError::NotText)?.lines() {
            heard.push(Ok(match Text::parse(line) {
                Ok(text) => FromGuest::Say { room: RoomNo(1), id: EventId::fresh(), body: Body::Said { text } },
                Err(_) if line == " " => {
                    FromGuest::Enter { room: None, since: Since::default(), password: None, ask: None }
                }
                Err(_) => FromGuest::Bye {},
            }));
        }
        Ok(())
    }
}

impl Language for Plain {
    fn encoding(&self) -> Option<Encoding> {
        None
    }

    fn tell(&mut self, frame: &FromHost, out: &mut Vec<u8>) {
        match frame {
            FromHost::Entered(room) => out.extend_from_slice(format!("* {}\n", room.title).as_bytes()),
            FromHost::Refused(no) => out.extend_from_slice(format!("! {}\n", no.why).as_bytes()),
            _ => {}
        }
    }

    fn event(&mut self, _: RoomNo, event: &Event, out: &mut Vec<u8>) {
        if let (Some(by), Some(text)) = (&event.by, event.body.text()) {
            out.extend_from_slice(format!("{}: {text}\n", by.name).as_bytes());
        }
    }
}

/// What the door does with one connection.
async fn open(house: Arc<HouseContext>, stream: DuplexStream, name: &'static str) -> Result<End, String> {
    let from = Origin::Network(([127, 0, 0, 1], 9).into());
    let pass = house.connections.arrive(from).unwrap();
    let mailbox = Arc::new(Mailbox::default());
    let papers = Papers {
        name: name.to_owned(),
        password: None,
        secret: None,
        account: None,
        key: None,
        from,
        door: Door::Other,
    };
    let Came::In(guest) = Entrance::new(&house, &pass, &mailbox).come(&papers).await.map_err(|no| no.why)? else {
        return Err("nobody was to be asked".to_owned());
    };
    let connection = Connection::new(Box::new(stream), Box::new(Plain));
    let me = guest.arrived.you.clone();
    let session = Session::new(Arc::clone(&house), connection, mailbox, me, guest.limited, guest.stay);
    Ok(Box::new(session).serve().await.0)
}

struct Caller {
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    out: WriteHalf<DuplexStream>,
    door: tokio::task::JoinHandle<Result<End, String>>,
}

impl Caller {
    async fn comes(house: &House, name: &'static str) -> Self {
        let (near, far) = tokio::io::duplex(4096);
        let door = tokio::spawn(open(Arc::clone(&house.shared), far, name));
        let (read, out) = tokio::io::split(near);
        let mut caller = Self { lines: BufReader::new(read).lines(), out, door };
        // Whoever is refused at once may be sent away before this.
        let _ = caller.out.write_all(b" \n").await;
        caller
    }

    async fn says(&mut self, line: &str) {
        self.out.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }

    async fn hears(&mut self) -> String {
        timeout(Duration::from_secs(30), self.lines.next_line()).await.unwrap().unwrap().unwrap()
    }
}

/// Someone who speaks IRC from here, with TLS or without.
async fn by_irc(
    house: &House,
    from: [u8; 4],
    secure: bool,
) -> (Lines<BufReader<ReadHalf<DuplexStream>>>, WriteHalf<DuplexStream>) {
    let (near, far) = tokio::io::duplex(4096);
    let from = Origin::Network((from, 9).into());
    let comer = Newcomer { stream: Box::new(far), key: None, from, secure, said: Vec::new() };
    super::open(&house.shared, comer, Speaks::Irc, house.shared.connections.arrive(from).unwrap());
    let (read, out) = tokio::io::split(near);
    (BufReader::new(read).lines(), out)
}

/// What they are answered who say this first, up to the answer to a ping.
async fn answers(house: &House, from: [u8; 4], secure: bool, said: &str) -> Vec<String> {
    let (mut lines, mut out) = by_irc(house, from, secure).await;
    out.write_all(format!("{said}\r\nPING end\r\n").as_bytes()).await.unwrap();
    let mut answers = Vec::new();
    loop {
        let line = timeout(Duration::from_secs(30), lines.next_line()).await.unwrap().unwrap().unwrap();
        if line.ends_with(" PONG irc.parlor :end") {
            return answers;
        }
        answers.push(line);
    }
}

fn house(folder: &TempDir) -> House {
    House::open(Settings::new(Title::parse("Tea").unwrap(), folder.path().to_owned())).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_in_another_language_comes_in_by_the_same_entrance() {
    let folder = TempDir::new().unwrap();
    let house = house(&folder);
    let (mut ada, mut ken) = (Caller::comes(&house, "Ada").await, Caller::comes(&house, "Ken").await);
    assert_eq!((ada.hears().await, ken.hears().await), ("* Tea".to_owned(), "* Tea".to_owned()));
    ada.says("hello").await;
    assert_eq!(ken.hears().await, "Ada: hello");
    ken.says("hello to you").await;
    assert_eq!((ada.hears().await, ada.hears().await), ("Ada: hello".to_owned(), "Ken: hello to you".to_owned()));
    ada.says("").await;
    assert_eq!(ada.door.await.unwrap(), Ok(End::Goodbye));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_key_has_a_name_for_as_long_as_they_are_connected() {
    let folder = TempDir::new().unwrap();
    let house = house(&folder);
    let mut ada = Caller::comes(&house, "Ada").await;
    assert_eq!(ada.hears().await, "* Tea");
    let second = Caller::comes(&house, "Ada").await;
    assert!(second.door.await.unwrap().unwrap_err().contains("“Ada 2” is free"));
    ada.says("").await;
    assert_eq!(ada.door.await.unwrap(), Ok(End::Goodbye));
    let mut another = Caller::comes(&house, "Ada").await;
    assert_eq!(another.hears().await, "* Tea");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_irc_client_sends_no_password_of_an_account_where_others_can_read_it() {
    let folder = TempDir::new().unwrap();
    let house = house(&folder);
    let said = "CAP LS 302\r\nCAP REQ :server-time sasl\r\nAUTHENTICATE PLAIN\r\nCAP REQ :server-time\r\n\
                NICK Ken\r\nUSER x 0 * :x\r\nCAP END\r\nREGISTER * * correct-horse";
    let has = |lines: &[String], part: &str| lines.iter().any(|line| line.contains(part));
    let open = answers(&house, [192, 0, 2, 7], false, said).await;
    assert!(!has(&open, " sasl=") && !has(&open, "draft/account-registration"), "{open:#?}");
    assert!(has(&open, " NAK :server-time sasl") && has(&open, " ACK :server-time"), "{open:#?}");
    assert!(has(&open, " 904 * :Your connection is not encrypted: ") && has(&open, " 001 Ken "), "{open:#?}");
    assert!(has(&open, "FAIL REGISTER TEMPORARILY_UNAVAILABLE * :Your connection is not encrypted: "), "{open:#?}");
    // On this computer there is no way on which anyone could read along, and with TLS nobody does.
    for (from, secure) in [([127, 0, 0, 9], false), ([192, 0, 2, 7], true)] {
        let safe = answers(&house, from, secure, "CAP LS 302\r\nCAP REQ :sasl\r\nAUTHENTICATE PLAIN").await;
        assert!(has(&safe, " sasl=PLAIN") && has(&safe, " ACK :sasl") && has(&safe, "AUTHENTICATE +"), "{safe:#?}");
    }
    house.close().await;
}
