//! Whoever means harm, or is not let in.

use std::time::Duration;

use parlor::room::{Access, Act, Body};
use parlor::wire::account::Admission;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::{Irc, Key, MODERN, house};
use crate::support::visitor::{open_room, text};
use crate::support::{TestHouse, Visitor};

/// Numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

const WORDS: [&str; 62] = [
    "CAP",
    "LS",
    "302",
    "REQ",
    "END",
    "NICK",
    "USER",
    "PASS",
    "JOIN",
    "PART",
    "PRIVMSG",
    "NOTICE",
    "TAGMSG",
    "TOPIC",
    "NAMES",
    "LIST",
    "WHO",
    "WHOIS",
    "WHOWAS",
    "MODE",
    "KICK",
    "INVITE",
    "AWAY",
    "REDACT",
    "CHATHISTORY",
    "MARKREAD",
    "BATCH",
    "REGISTER",
    "AUTHENTICATE",
    "PLAIN",
    "ISON",
    "USERHOST",
    "#course-chat",
    "#tea",
    "#",
    "#,#",
    "Ada",
    "Ken",
    "ken{0}",
    "{w1}",
    "*",
    "+o",
    "-b",
    "+k",
    "+imnq",
    "+",
    "LATEST",
    "BETWEEN",
    "msgid=x",
    "timestamp=2024-01-01T00:00:00.000Z",
    "50",
    "-1",
    ":",
    ":a b",
    "@label=1",
    "@batch=1;+draft/reply=1",
    "+1",
    "-1",
    "draft/multiline",
    "\u{1}ACTION x\u{1}",
    "\u{3}4,4",
    "žluť",
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_upsets_nobody_else() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut dice = Dice(7);
    for caps in [None, Some(MODERN), Some("draft/chathistory draft/read-marker batch labeled-response message-tags")] {
        let mut ken = Irc::connect(house.address).await;
        if let Some(caps) = caps {
            ken.ask_for(caps).await;
            ken.send("CAP END").await;
        }
        ken.register("Ken").await;
        ken.join("#course-chat").await;
        for _ in 0..40 {
            for _ in 0..25 {
                let words: Vec<_> = (0..=dice.throw(6)).map(|_| WORDS[dice.throw(WORDS.len())]).collect();
                ken.send(&words.join(" ")).await;
            }
            // It is answered, whatever it was.
            ken.sync().await;
        }
        ken.send("QUIT").await;
        while ken.next().await.is_some() {}
    }
    ada.says("still here").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn very_many_lines_at_once_are_all_answered() {
    let house = house();
    let mut ken = Irc::come(&house, "Ken").await;
    // Not asked of the house, and so not slowed.
    ken.write("VERSION\r\n".repeat(2000).as_bytes()).await;
    for _ in 0..2000 {
        ken.hears(" 351 ").await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_and_takes_no_answer_is_heard_no_more() {
    let house = house();
    let mut deaf = TcpStream::connect(house.address).await.unwrap();
    deaf.write_all(b"NICK Deaf\r\n").await.unwrap();
    // Each is answered before anyone is in, and longer than it is. At some time the host takes no more.
    let flood = b"X\r\n".repeat(100_000);
    let all = async {
        for _ in 0..1000 {
            deaf.write_all(&flood).await.unwrap();
        }
    };
    assert!(timeout(Duration::from_secs(5), all).await.is_err(), "300 MB were taken");
    let mut ada = Irc::come(&house, "Ada").await;
    ada.sync().await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tls_and_without_the_hosts_word_nobody_comes_in_by_irc() {
    let house = TestHouse::open();
    let mut ken = Irc::connect(house.address).await;
    ken.send("NICK Ken").await;
    ken.hears("ERROR :This place takes no IRC without TLS.").await;
    let mut ken = Irc::connect_as(house.address, &Key::fresh()).await;
    ken.register("Ken").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_asks_its_host_lets_an_irc_guest_wait_for_the_answer() {
    let house = TestHouse::with(|settings| {
        settings.plain.irc = true;
        settings.admission = Some(Admission::Approval);
    });
    let mut host = Visitor::visit(house.own_visit("Host").await).await;
    let mut ken = Irc::connect_as(house.address, &Key::fresh()).await;
    ken.send("NICK Ken").await;
    ken.send("USER x 0 * :x").await;
    ken.hears("NOTICE Ken :Your request is with the host.").await;
    ken.send("PING waiting").await;
    ken.hears(":waiting").await;
    // What is said meanwhile is heeded once they are in.
    ken.send("JOIN #course-chat").await;
    let request = host
        .until("the request", |update| match update {
            parlor::guest::Update::Request(request) => Some(request.request),
            _ => None,
        })
        .await;
    host.guest.admit(request, true).await.unwrap();
    ken.hears(" 001 Ken ").await;
    ken.hears("JOIN #course-chat").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_for_the_invited_is_named_to_nobody_else() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Irc::come(&house, "Ken").await;
    let room = ada.makes(parlor::wire::frame::NewRoom { access: Access::Invited, ..open_room("Staff") }).await;
    let names = |lines: &[String]| lines.iter().any(|line| line.to_lowercase().contains("staff"));
    ken.send("LIST").await;
    assert!(!names(&ken.until(" 323 ").await));
    // Another may have the same title, and tells nothing of the first.
    let joined = ken.join("#staff").await;
    assert!(joined.iter().any(|line| line.contains(" 353 Ken = #staff :@Ken")), "{joined:#?}");
    let whom = parlor::room::Author { who: parlor::room::PersonId(2), name: "Ken".parse().unwrap() };
    ada.adds(room, Body::Act(Act::Invited { whom })).await;
    let invited = ken.hears("INVITE Ken #staff~").await;
    let channel = invited.rsplit(' ').next().unwrap().to_owned();
    ken.join(&channel).await;
    ada.guest.add_to(Some(room), parlor::room::EventId::fresh(), Body::Said { text: text("welcome") }).await.unwrap();
    ken.hears(&format!("PRIVMSG {channel} :welcome")).await;
    house.close().await;
}
