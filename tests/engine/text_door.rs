//! Guests who type plain text, with no program of Parlor's kind.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use parlor::guest::OwnState;
use parlor::host::{Pace, PlainDoors};
use parlor::room::{Body, Door};
use parlor::wire::Password;
use parlor::wire::account::Admission;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::client::TlsStream;

use super::support::raw::id;
use super::support::tls::{Key, secure};
use super::support::visitor::{ROOM, open_room, text};
use super::support::{Raw, TestHouse, Visitor, soon};

/// Someone who types, and what they were shown so far and nobody looked at yet.
struct Typist {
    stream: TcpStream,
    shown: String,
}

impl Typist {
    async fn connects(house: &TestHouse) -> Self {
        Self { stream: TcpStream::connect(house.address).await.unwrap(), shown: String::new() }
    }

    /// Comes in with line ends, and reads the welcome.
    async fn comes(house: &TestHouse, name: &str) -> Self {
        let mut typist = Self::connects(house).await;
        typist.types(&format!("{name}\n")).await;
        typist.sees("/quit leaves.\n").await;
        typist
    }

    /// The same without line ends: a message a write.
    async fn comes_without_ends(house: &TestHouse, name: &str) -> Self {
        let mut typist = Self::connects(house).await;
        typist.types(name).await;
        typist.sees("/quit leaves.\n").await;
        typist
    }

    async fn types(&mut self, words: &str) {
        self.sends(words.as_bytes()).await;
    }

    async fn sends(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// Waits until this is shown, and gives all that was shown up to its end.
    async fn sees(&mut self, words: &str) -> String {
        soon(&format!("{words:?}, after {:?}", self.shown), async {
            loop {
                if let Some(at) = self.shown.find(words) {
                    let rest = self.shown.split_off(at + words.len());
                    return std::mem::replace(&mut self.shown, rest);
                }
                let mut bytes = [0; 4096];
                let count = self.stream.read(&mut bytes).await.unwrap();
                assert_ne!(count, 0, "{words:?} was not shown, but {:?}", self.shown);
                self.shown.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
            }
        })
        .await
    }

    /// Everything that is shown until the other side closes.
    async fn sees_the_end(mut self) -> String {
        let mut rest = Vec::new();
        soon("the end", self.stream.read_to_end(&mut rest)).await.unwrap();
        self.shown + std::str::from_utf8(&rest).unwrap()
    }
}

/// A house that lets text in without TLS.
fn house() -> TestHouse {
    TestHouse::with(|settings| settings.plain = PlainDoors { text: true, irc: false })
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_nothing_is_greeted_and_asked_for_a_name() {
    let house = house();
    let began = Instant::now();
    let mut ada = Typist::connects(&house).await;
    ada.sees("Type your name and press Enter.\n").await;
    assert!(began.elapsed() >= Duration::from_millis(900), "too soon: TLS may still come");
    ada.types("Ada\n").await;
    let shown = ada.sees("/quit leaves.\n").await;
    assert!(shown.contains("1 here: Ada."), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_speaks_first_is_taken_at_their_word() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    let came =
        ken.sees("Ada coming in", |event| event.body.text().is_none() && format!("{event:?}").contains("Ada")).await;
    assert!(format!("{:?}", came.body).contains("Text"), "{came:?}");
    ada.types("hello\r\nand more\r\n").await;
    for words in ["hello", "and more"] {
        ken.sees_text(words).await;
    }
    ken.says("hello to you").await;
    let shown = ada.sees("Ken: hello to you\r\n").await;
    // Whoever sends line ends has typed their words and sees them.
    assert!(!shown.contains("hello\r\n") || !shown.contains("Ada: hello"), "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_bad_or_taken_is_asked_again_with_the_reason() {
    let house = house();
    let _ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::connects(&house).await;
    ada.types("Ken\n").await;
    ada.sees("That name is taken.").await;
    ada.types("<Ada>\n").await;
    ada.sees("A name can't contain “<”.").await;
    ada.types("Ada\n").await;
    ada.sees("Welcome to").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_line_ends_says_one_message_a_write_and_is_shown_it() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes_without_ends(&house, "Ada").await;
    ada.types("hello").await;
    ada.sees("Ada: hello\n").await;
    ken.sees_text("hello").await;
    ada.types("what stands alone is a message").await;
    ken.sees_text("what stands alone is a message").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_signs_its_messages_has_its_name_once_and_no_echo() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes_without_ends(&house, "Ada").await;
    ada.types("Ada: hello").await;
    ken.sees_text("hello").await;
    ken.says("I heard you").await;
    let shown = ada.sees("I heard you\n").await;
    assert!(!shown.contains("hello"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_a_person_types_alone_is_no_name_yet() {
    let house = house();
    let mut ada = Typist::connects(&house).await;
    ada.types("A").await;
    // Nothing happens; only once its line ends it is a name.
    let mut byte = [0];
    assert!(tokio::time::timeout(Duration::from_millis(400), ada.stream.read(&mut byte)).await.is_err());
    ada.types("da\n").await;
    ada.sees("Welcome to").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_twenty_messages_come_first_and_the_talk_follows_without_a_hole() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    for number in 1..=25 {
        ken.says(&format!("number {number}.")).await;
    }
    let mut ada = Typist::connects(&house).await;
    ada.types("Ada\n").await;
    ada.sees("/quit leaves.\n").await;
    ken.says("number 26.").await;
    let shown = ada.sees("number 26.").await;
    let numbers: Vec<u32> =
        shown.split("number ").skip(1).map(|rest| rest.split('.').next().unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, (6..=26).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_messages_are_shown_also_where_all_that_is_looked_at_is_long() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    for number in 1..=30 {
        ken.says(&format!("number {number}. {}", "long ".repeat(1500))).await;
    }
    let mut ada = Typist::connects(&house).await;
    ada.types("Ada\n").await;
    let shown = ada.sees("number 30.").await;
    let numbers: Vec<u32> =
        shown.split("number ").skip(1).map(|rest| rest.split('.').next().unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, (11..=30).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_types_and_takes_no_answer_is_heard_no_more() {
    let house = house();
    let mut deaf = TcpStream::connect(house.address).await.unwrap();
    deaf.write_all(b"Deaf\n").await.unwrap();
    let flood = b"/help\n".repeat(50_000);
    let all = async {
        for _ in 0..1000 {
            deaf.write_all(&flood).await.unwrap();
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(5), all).await.is_err(), "300 MB were taken");
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/names\n").await;
    ada.sees("here: ").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_of_an_account_is_typed_again_and_becomes_nobodys_name() {
    let house = house();
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/register\ncorrect horse\ncorrect horse\n").await;
    ada.sees("Account created. Next time, type /login Ada instead of your name.").await;
    let mut other = Typist::connects(&house).await;
    other.types("/login Ada\nwrong horse\n").await;
    other.sees("Type the password again.").await;
    other.types("correct horse\n").await;
    other.sees("Welcome to").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_that_ends_has_said_all_that_was_in_it() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut pipe = Typist::connects(&house).await;
    pipe.types("Pipe\nfirst\nlast without an end").await;
    pipe.stream.shutdown().await.unwrap();
    ken.sees_text("first").await;
    ken.sees_text("last without an end").await;
    ken.sees("Pipe leaving", |event| matches!(&event.body, Body::People(people) if people.left.len() == 1)).await;
    let shown = pipe.sees_the_end().await;
    assert!(shown.contains("Welcome to"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pasted_is_all_said_in_order_as_fast_as_one_may() {
    let house = TestHouse::with(|settings| {
        settings.plain = PlainDoors { text: true, irc: false };
        settings.limits.says = Pace { burst: 10.0, per_second: 50.0 };
    });
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    let began = Instant::now();
    let lines: Vec<String> = (0..100).map(|number| format!("line {number}")).collect();
    ada.types(&(lines.join("\n") + "\n/topic after all of it\n")).await;
    ken.sees_text("line 99").await;
    assert!(began.elapsed() >= Duration::from_millis(1700), "faster than anyone may: {:?}", began.elapsed());
    assert_eq!(ken.texts(), lines);
    let shown = ada.sees("after all of it").await;
    assert!(!shown.contains("too fast") && !shown.contains("Not sent"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_that_ends_is_said_to_its_end_also_where_it_was_too_fast() {
    let house = TestHouse::with(|settings| {
        settings.plain = PlainDoors { text: true, irc: false };
        settings.limits.says = Pace { burst: 10.0, per_second: 50.0 };
    });
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut pipe = Typist::connects(&house).await;
    let lines: Vec<String> = (0..100).map(|number| format!("line {number}")).collect();
    pipe.types(&format!("Pipe\n{}", lines.join("\n"))).await;
    pipe.stream.shutdown().await.unwrap();
    ken.sees_text("line 99").await;
    assert_eq!(ken.texts(), lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_floods_is_read_no_faster_than_they_may_say_and_others_are_heard() {
    let house = TestHouse::with(|settings| {
        settings.plain = PlainDoors { text: true, irc: false };
        settings.limits.says = Pace { burst: 10.0, per_second: 5.0 };
    });
    let mut flood = Typist::comes(&house, "Flood").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    let line = format!("{}\n", "x".repeat(900)).repeat(1000);
    let all = async {
        for _ in 0..100 {
            flood.types(&line).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(3), all).await.is_err(), "90 MB were taken");
    ada.types("/names\n").await;
    ada.sees("2 here: ").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_old_word_leaves_and_some_come_back_first() {
    let house = house();
    for (number, word) in ["quit", "#quit", "{quit}", "q", "q:quit", "exit", "/quit", "EXIT"].into_iter().enumerate() {
        let mut typist = Typist::comes_without_ends(&house, &format!("Guest {number}")).await;
        typist.types(word).await;
        let shown = typist.sees_the_end().await;
        let echoed = ["#quit", "{quit}", "q:quit"].contains(&word);
        assert_eq!(shown.ends_with(word), echoed, "{word}: {shown:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_by_a_line_is_told_goodbye_on_one_and_a_pipe_is_told_nothing() {
    let house = house();
    // Two names: whoever left may not be counted as gone yet.
    for (name, end, bye) in [("Ada", "\n", "\nBye.\n"), ("Bo", "\r\n", "\r\nBye.\r\n")] {
        let mut ada = Typist::connects(&house).await;
        ada.types(&format!("{name}{end}")).await;
        ada.sees("/quit leaves.").await;
        ada.types(&format!("/quit{end}")).await;
        let shown = ada.sees_the_end().await;
        assert!(shown.ends_with(bye), "{shown:?}");
        // At the door as well.
        let mut nobody = Typist::connects(&house).await;
        nobody.types(&format!("q{end}")).await;
        assert_eq!(nobody.sees_the_end().await, bye.trim_start());
    }
    let mut pipe = Typist::comes(&house, "Pipe").await;
    pipe.stream.shutdown().await.unwrap();
    assert!(!pipe.sees_the_end().await.contains("Bye"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_that_comes_back_comes_after_all_that_was_said_and_answered() {
    let house = TestHouse::with(|settings| {
        settings.plain = PlainDoors { text: true, irc: false };
        settings.limits.says = Pace { burst: 2.0, per_second: 20.0 };
    });
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("one\ntwo\nthree\nfour\n/whois Ken\n#quit\n").await;
    let shown = ada.sees_the_end().await;
    assert!(shown.contains("Ken: no account") && shown.ends_with("\n#quit\n"), "{shown}");
    ken.sees_text("four").await;
    // Also what takes two steps.
    let mut bo = Typist::comes(&house, "Bo").await;
    bo.types("/create Kitchen\nonly here\n/topic Stew\n/msg Ada too late\n/quit\n").await;
    let shown = bo.sees_the_end().await;
    assert!(shown.ends_with("\nBye.\n") && !shown.contains("Not sent"), "{shown}");
    ken.says("the end of it").await;
    ken.sees_text("the end of it").await;
    assert!(!ken.texts().iter().any(|text| text == "only here"), "{:?}", ken.texts());
    let mut nobody = Typist::connects(&house).await;
    nobody.types("q:quit").await;
    assert_eq!(nobody.sees_the_end().await, "q:quit");
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_that_begins_after_the_greeting_is_ended_with_a_sentence_and_is_nobodys_name() {
    let house = house();
    let mut late = Typist::connects(&house).await;
    late.sees("Type your name and press Enter.\n").await;
    late.sends(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 and more\nof it\n").await;
    let shown = late.sees_the_end().await;
    assert_eq!(shown, "TLS began too late here: connect again, and begin with it at once.\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_nothing_where_text_is_not_let_in_is_told_so_once_a_hello_would_be_late() {
    let house = TestHouse::with(|settings| settings.limits.hello = Duration::from_millis(300));
    let silent = Typist::connects(&house).await;
    let shown = silent.sees_the_end().await;
    assert!(shown.starts_with("Plain text is turned off here."), "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_tells_what_one_may_do_here_in_eighty_columns() {
    let house = house();
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/help\n").await;
    let shown = ada.sees("in quotes.\n").await;
    for word in ["/kick", "/ban", "/code", "/admit", "/lock", "/help"] {
        assert!(!shown.contains(&format!("{word} ")), "{word}: {shown}");
    }
    for word in ["/nick", "/rooms", "/msg", "/quit", "/register"] {
        assert!(shown.contains(&format!("{word} ")), "{word}: {shown}");
    }
    assert!(shown.lines().count() <= 26, "{shown}");
    // Whoever makes a room keeps it in order.
    ada.types("/create Kitchen\n/help\n").await;
    let shown = ada.sees("in quotes.\n").await;
    assert!(shown.contains("/kick NAME") && !shown.contains("/admit"), "{shown}");
    assert!(shown.lines().all(|line| line.len() <= 80), "{shown}");
    let mut bo = Typist::comes(&house, "Bo").await;
    bo.types("/join Kitchen\n/help\n").await;
    assert!(!bo.sees("in quotes.\n").await.contains("/kick "));
    ada.types("/op Bo\n").await;
    bo.sees("made Bo an operator").await;
    bo.types("/help\n").await;
    assert!(bo.sees("in quotes.\n").await.contains("/kick "));
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_do_what_they_do_elsewhere() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    let mut bo = Typist::comes(&house, "Bo").await;
    ada.sees("Bo joined (text)\n").await;
    ada.types("/me waves\n/topic About tea\n/nick Ada Lovelace\n").await;
    bo.sees("* Ada waves\n").await;
    bo.sees("About tea").await;
    bo.sees("Ada is now called Ada Lovelace").await;
    bo.types("/msg \"Ada Lovelace\" a word between us\n").await;
    ada.sees("(direct) ").await;
    ada.sees("Bo: a word between us\n").await;
    ken.says("for all to hear").await;
    bo.sees("for all to hear\n").await;
    bo.types("/reply Me too\n/names\n").await;
    ada.sees("Bo (reply): Me too\n").await;
    bo.sees("3 here: ").await;
    bo.types("/whois Ken\n").await;
    bo.sees("Ken: no account, here since ").await;
    // Each looks in another place, and answers when it has looked.
    bo.types("/find hear\n/nothing\n").await;
    bo.sees("Ken: for all to hear\n").await;
    ada.types("/create Kitchen\nonly here\n").await;
    ada.sees("Kitchen, 1 here: Ada Lovelace.\n").await;
    bo.types("/join Kitchen\n").await;
    bo.sees("Ada Lovelace: only here\n").await;
    ada.sees("Bo joined (text)\n").await;
    ada.types("/kick Bo enough\n").await;
    bo.sees("Ada Lovelace kicked you from this room: enough. You can rejoin.\n").await;
    // Nothing that is typed now reaches the room they were in before.
    bo.types("half typed\n").await;
    bo.sees("You are looking at no room now.").await;
    bo.sees("You are not in a room.").await;
    assert!(!ken.texts().contains(&"half typed".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_deletes_their_room_goes_on_in_another() {
    let house = house();
    let mut ada = Typist::comes(&house, "Ada").await;
    let mut bo = Typist::comes(&house, "Bo").await;
    ada.types("/create Kitchen\n").await;
    ada.sees("Kitchen, 1 here: Ada.\n").await;
    bo.types("/join Kitchen\n").await;
    bo.sees("Kitchen, 2 here: ").await;
    ada.types("/delete Kitchen\n").await;
    ada.sees("Course chat, ").await;
    // Whoever was put out by that has to say where to go on.
    bo.sees("You are looking at no room now.").await;
    ada.types("back again\n").await;
    bo.types("/join Course chat\n").await;
    bo.sees("Ada: back again\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_to_someone_who_left_and_can_not_come_back() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut bo = Typist::comes(&house, "Bo").await;
    let cy = Typist::comes(&house, "Cy").await;
    ada.sees(
        "Cy come in",
        |event| matches!(&event.body, Body::People(people) if people.came.iter().any(|one| one.name.as_str() == "Cy")),
    )
    .await;
    let people = ada.guest.people(None, 50).await.unwrap().people;
    let called = |name: &str| people.iter().find(|line| line.person.name.as_str() == name).unwrap().person.who;
    let talk = ada.guest.talk(called("Bo")).await.unwrap().room;
    ada.is_in_a_talk().await;
    ada.says_in(talk, "now").await;
    bo.sees("(direct) ").await;
    for typist in [bo, cy] {
        let mut typist = typist;
        typist.types("/quit\n").await;
        typist.sees_the_end().await;
    }
    let left = "left without an account and can't read your messages.";
    let said = ada.adds(talk, Body::Said { text: text("too late") }).await;
    assert!(matches!(&said, OwnState::Refused { why, .. } if *why == format!("Bo {left}")), "{said:?}");
    let none = ada.guest.talk(called("Cy")).await.unwrap_err();
    assert_eq!(none.to_string(), format!("Cy {left}"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_that_does_not_fit_is_asked_for_again_and_none_is_said() {
    let house = house();
    let ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    // Also behind a space, where a command is text else.
    ada.types(" /register hunter2 horse\n /login Ada hunter2 horse\n").await;
    ada.sees("Type /register alone.").await;
    ada.sees("You have already joined.").await;
    ada.types("/register\nhorse\n").await;
    ada.sees("This password is too short. Use at least 8 characters. Type another one. An empty line cancels.").await;
    ada.types("/me waves\n").await;
    ada.sees("That is a command, and not taken as a password. Type another one.").await;
    ada.types("correct horse\ncorrect hose\n").await;
    ada.sees("The passwords are not the same. Type a new one.").await;
    ada.types("correct horse\ncorrect horse\n").await;
    ada.sees("Account created.").await;
    ada.types("/create Stable --password\nhorse\n").await;
    ada.sees("This password is too short.").await;
    ada.types("battery horse\n").await;
    ada.sees("Stable, 1 here: Ada.").await;
    ada.types("/join Course chat\nlast\n").await;
    let mut ken = ken;
    ken.sees_text("last").await;
    assert_eq!(ken.texts(), ["last"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_named_like_a_channel_is_told_by_its_title() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.makes(open_room("Tea room")).await;
    let secret = parlor::wire::frame::NewRoom { access: parlor::room::Access::Invited, ..open_room("Cake plans") };
    ken.makes(secret).await;
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/join #Tea-room\n").await;
    ada.sees("Rooms have no # here: /join Tea room\n").await;
    for nowhere in ["#coffee", "#cake-plans"] {
        ada.types(&format!("/join {nowhere}\n")).await;
        ada.sees("There is no such room, or you need an invite.").await;
    }
    ken.makes(open_room("#Tea-room")).await;
    ada.types("/join #tea-room\n").await;
    ada.sees("\n#Tea-room, ").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_an_account_is_needed_it_is_said_how_to_come_by_one() {
    for (admission, told) in [
        (
            Admission::Registered,
            "You need an account to join. If you have one, type /login and your name. To make one, join with Parlor: \
             parlor join ADDRESS --name NAME --register.\n",
        ),
        (
            Admission::Approval,
            "The host approves each person here, which does not work by plain text without an account. Join with \
             Parlor, or type /login and your name if you have an account.\n",
        ),
    ] {
        let house = TestHouse::with(|settings| {
            settings.plain = PlainDoors { text: true, irc: false };
            settings.admission = Some(admission);
        });
        let ada = Visitor::visit(house.own_visit("Ada").await).await;
        ada.guest.register(Password::from("correct horse".to_owned())).await.unwrap();
        let mut other = Typist::connects(&house).await;
        other.types("Ken\n").await;
        other.sees(told).await;
        other.types("/login Ada\n").await;
        other.sees("Type the password of Ada.").await;
        other.types("correct horse\n").await;
        other.sees("Welcome to").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_while_the_host_decides_is_said_to_nobody() {
    let house = TestHouse::with(|settings| {
        settings.plain = PlainDoors { text: true, irc: false };
        settings.admission = Some(Admission::Approval);
    });
    let mut host = Visitor::visit(house.own_visit("Eve").await).await;
    let key = Key::fresh();
    let mut ada = secure(house.address, Some(&key), &[]).await;
    ada.write_all(b"Ada\n").await.unwrap();
    reads(&mut ada, "Your request is with the host.").await;
    ada.write_all(b"is anyone there?\n").await.unwrap();
    reads(&mut ada, "You are still waiting for the host. Nothing is sent until you are let in; /quit leaves.\n").await;
    let (_, requests) = host.guest.requests().await.unwrap();
    host.guest.admit(requests[0].request, true).await.unwrap();
    reads(&mut ada, "/quit leaves.\n").await;
    ada.write_all(b"hello\n").await.unwrap();
    host.sees_text("hello").await;
    assert_eq!(host.texts(), ["hello"]);
    // Whoever does not want to wait leaves.
    let key = Key::fresh();
    let mut bo = secure(house.address, Some(&key), &[]).await;
    bo.write_all(b"Bo\n").await.unwrap();
    reads(&mut bo, "Your request is with the host.").await;
    bo.write_all(b"quit\n").await.unwrap();
    reads(&mut bo, "You left.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_in_reads_how_long_messages_are_kept_and_only_keeping_less_asks_first() {
    let house = house();
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/create Stable\n/keep 5\n").await;
    ada.sees("a number of days such as “7 days”").await;
    ada.types("/keep 5 days\n").await;
    ada.sees("This deletes everything older than 5 days, for everyone. To do it, type /keep 5 days again.\n").await;
    ada.types("/keep 6 days\n").await;
    ada.sees("To do it, type /keep 6 days again.\n").await;
    ada.types("/keep 6 days\n").await;
    ada.sees("Ada changed how long messages are kept: for 6 days\n").await;
    let mut bo = Typist::comes(&house, "Bo").await;
    bo.types("/join Stable\n").await;
    bo.sees("Stable, 2 here: ").await;
    bo.sees("Messages are kept for 6 days.\n").await;
    // Nothing is lost by keeping more.
    ada.types("/keep 8 days\n").await;
    bo.sees("Ada changed how long messages are kept: for 8 days\n").await;
    ada.types("/keep everything\n").await;
    bo.sees("Ada changed how long messages are kept: forever\n").await;
    ada.types("/keep while open\n").await;
    ada.sees(
        "This deletes everything each time the host closes, for everyone. To do it, type /keep while open again.\n",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdraw_deletes_one_message_after_the_other_and_says_so() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/withdraw\n").await;
    ada.sees("You have not sent anything here since you joined.\n").await;
    let mut said = Vec::new();
    for words in ["one", "two"] {
        ada.types(&format!("{words}\n")).await;
        said.push(ken.sees_text(words).await.id);
    }
    // A question that was answered: what was said before is known to be kept.
    ada.types("/names\n").await;
    ada.sees("2 here: ").await;
    ada.types("/withdraw\n/withdraw\n").await;
    for deleted in [said[1], said[0]] {
        ken.sees("the deletion", |event| event.body == Body::Withdrawn { of: deleted }).await;
        ada.sees("Your message was deleted.\n").await;
    }
    ada.types("/withdraw\n").await;
    ada.sees("Your newest messages here are already deleted.\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reacts_is_told_to_what_once_it_is_kept() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    ken.says("the kettle is on").await;
    ada.sees("Ken: the kettle is on\n").await;
    ada.types("/react 👍\n").await;
    ada.sees("You reacted 👍 to “the kettle is on”.\n").await;
    ada.types("/ignore Ken\n").await;
    ada.sees("You ignore Ken now.").await;
    ada.types("/react 🍰\n").await;
    ada.sees("You reacted with 🍰.\n").await;
    // Whoever sends no line ends is shown it like everyone.
    let mut bo = Typist::comes_without_ends(&house, "Bo").await;
    bo.types("/react 🎉").await;
    let shown = bo.sees("Bo reacted 🎉 to “the kettle is on”\n").await;
    assert!(!shown.contains("You reacted"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_and_a_deletion_say_of_which_message_to_whoever_saw_it() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let (of, _) = ken.says("the kettle is on").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("I have cake\n").await;
    let cake = ken.sees_text("I have cake").await.id;
    for of in [of, cake] {
        ken.adds(ROOM, Body::Reacted { of, sign: "👍".parse().unwrap(), off: false }).await;
    }
    ada.sees("Ken reacted 👍 to “the kettle is on”\n").await;
    ada.sees("Ken reacted 👍 to “I have cake”\n").await;
    ken.adds(ROOM, Body::Withdrawn { of }).await;
    ada.sees("Ken deleted a message from ").await;
    ada.types("/ignore ada\n").await;
    ada.sees("That is you. Choose someone else to ignore.\n").await;
    ada.types("/ignore Ken\n").await;
    ada.sees("You ignore Ken now.").await;
    let (hidden, _) = ken.says("hidden words").await;
    let mut bo = Visitor::come(&house, "Bo").await;
    bo.adds(ROOM, Body::Reacted { of: hidden, sign: "👍".parse().unwrap(), off: false }).await;
    let shown = ada.sees("Bo reacted with 👍\n").await;
    assert!(!shown.contains("hidden words"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_raw_reaches_others() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Typist::connects(&house).await;
    // Telnet's negotiation before the name, and in it.
    ada.sends(b"\xff\xfd\x03\xff\xfa\x18\x00vt100\xff\xf0Ada\r\0\n").await;
    ada.sees("/quit leaves.\r\n").await;
    ada.sends(b"\x1b[31mred\x1b[0m \x1b]0;title\x07words\xff\xfb\x01\x00 mistyped\x7f\x7f!\r\n").await;
    ken.sees_text("red words mistyp!").await;
    ada.sends(b"caf\xe9\r\n").await;
    ada.sees("That line is not UTF-8").await;
    ada.sends(b"a\x01b\r\n").await;
    ada.sees("A message can't contain control characters.").await;
    // Nor does it come back.
    ada.sends(b"/\x04\x01\r\n").await;
    ada.sees("There is no command /\u{fffd}\u{fffd}.").await;
    ada.sends(&[b'x'; 100_000]).await;
    ada.sends(b"\r\n").await;
    ada.sees("That line is too long").await;
    ada.types("still here\r\n").await;
    ken.sees_text("still here").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_say_in_lines_can_not_be_taken_for_lines_of_others() {
    let house = house();
    let mut ada = Typist::comes(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.says("first\n12:00 Bo: I said this").await;
    let shown = ada.sees("I said this\n").await;
    assert!(shown.contains("first\n      12:00 Bo"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_the_place_is_asked_for_and_asked_again() {
    let house = TestHouse::with(|settings| {
        settings.plain = PlainDoors { text: true, irc: false };
        settings.password = Some("chamomile".to_owned());
    });
    let mut ada = Typist::connects(&house).await;
    ada.types("Ada\n").await;
    ada.sees("Type the password of this place.").await;
    ada.types("peppermint\n").await;
    ada.sees("The password is wrong.").await;
    ada.types("chamomile\n").await;
    ada.sees("Welcome to").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_and_logged_into_by_typing() {
    let house = house();
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/register\n").await;
    ada.sees("Type a password for your account.").await;
    ada.types("correct horse\n").await;
    ada.sees("Type it again.").await;
    ada.types("correct horse\n").await;
    ada.sees("Account created. Next time, type /login Ada instead of your name.").await;
    ada.types("/register\n").await;
    ada.sees("You already have an account here. Change its password in Parlor's window.\n").await;
    ada.types("/quit\n").await;
    ada.sees_the_end().await;
    let mut other = Typist::connects(&house).await;
    other.types("Ada\n").await;
    other.sees("type /login and your name.\n").await;
    other.types("/login Ada\n").await;
    other.sees("Type the password of Ada.").await;
    other.types("wrong horse\n").await;
    other.sees("Wrong name or password.").await;
    other.types("correct horse\n").await;
    other.sees("Welcome to").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_who_approves_everyone_is_told_so_with_a_code_also_by_text() {
    let house = TestHouse::with(|settings| settings.admission = Some(Admission::Approval));
    let host = Visitor::visit(house.own_visit("Eve").await).await;
    host.guest.register(Password::from("correct horse".to_owned())).await.unwrap();
    let mut eve = secure(house.address, None, &[]).await;
    eve.write_all(b"/login Eve\n").await.unwrap();
    reads(&mut eve, "Type the password of Eve.").await;
    eve.write_all(b"correct horse\n").await.unwrap();
    reads(&mut eve, "/quit leaves.\n").await;
    eve.write_all(b"/code\n").await.unwrap();
    let shown = reads(&mut eve, "You still have to approve them: /requests lists who asks to join.\n").await;
    assert!(shown.contains("They type it into Parlor"), "{shown}");
    eve.write_all(b"/requests\n").await.unwrap();
    reads(&mut eve, "Who can join: people the host approves. Requests: 0.\n").await;
    host.guest.set_admission(Admission::Everyone).await.unwrap();
    eve.write_all(b"/code\n").await.unwrap();
    let mut shown = reads(&mut eve, " minutes.\n").await;
    eve.write_all(b"/requests\n").await.unwrap();
    shown += &reads(&mut eve, "Who can join: everyone. Requests: 0.\n").await;
    assert!(!shown.contains("approve them"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_hosts_word_text_is_turned_away_in_a_sentence() {
    let house = TestHouse::open();
    let mut ada = Typist::connects(&house).await;
    ada.types("Ada\n").await;
    assert!(ada.sees_the_end().await.starts_with("Plain text is turned off here."));
    house.house.open_plain_doors(PlainDoors { text: true, irc: false });
    Typist::comes(&house, "Ada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_told_what_this_is() {
    let house = house();
    let mut browser = Typist::connects(&house).await;
    browser.types("GET / HTTP/1.1\r\nHost: tea\r\n\r\n").await;
    let page = browser.sees_the_end().await;
    assert!(page.starts_with("HTTP/1.1 400 ") && page.contains("This is a Parlor chat room"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn text_and_native_guests_see_one_order_each_once() {
    let house = house();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut bo = Typist::comes(&house, "Bo").await;
    let mut ada = Typist::comes(&house, "Ada").await;
    bo.sees("Ada joined (text)\n").await;
    for number in 0..10 {
        ada.types(&format!("a{number}\n")).await;
        ken.says(&format!("k{number}")).await;
    }
    ken.sees_text("a9").await;
    ken.sees_text("k9").await;
    let order = ken.texts();
    let shown = bo.sees(&format!(": {}\n", order[19])).await;
    let seen: Vec<&str> = shown.lines().filter_map(|line| line.rsplit_once(": ").map(|(_, words)| words)).collect();
    assert_eq!(seen, order.iter().map(String::as_str).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_who_takes_nothing_holds_up_nobody() {
    let house = house();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut deaf = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, house.address.port()))).await.unwrap();
    deaf.write_all(b"Deaf\n").await.unwrap();
    let mut ada = Typist::comes(&house, "Ada").await;
    let mut raw = Raw::come(house.address, "Ken").await;
    raw.say(&id(1), "hello").await;
    ada.sees("Ken: hello\n").await;
}

/// Goes up to a house by TLS, with no certificate.
async fn in_secret(house: &TestHouse) -> TlsStream<TcpStream> {
    secure(house.address, None, &[]).await
}

/// Reads until this is there.
async fn reads(stream: &mut (impl AsyncRead + Unpin), words: &str) -> String {
    let mut shown = Vec::new();
    soon(words, async {
        while !String::from_utf8_lossy(&shown).contains(words) {
            assert_ne!(stream.read_buf(&mut shown).await.unwrap(), 0, "{}", String::from_utf8_lossy(&shown));
        }
    })
    .await;
    String::from_utf8(shown).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn within_tls_text_is_let_in_without_the_hosts_word_and_greeted_as_ever() {
    let house = TestHouse::open();
    let mut silent = in_secret(&house).await;
    reads(&mut silent, "Type your name and press Enter.").await;
    let mut ada = in_secret(&house).await;
    ada.write_all(b"Ada\n").await.unwrap();
    reads(&mut ada, "/quit leaves.").await;
    // Nobody on the way reads along, so nothing has to be agreed to.
    ada.write_all(b"/register\n").await.unwrap();
    reads(&mut ada, "Type a password for your account.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parlors_own_language_without_a_certificate_is_answered_with_a_goodbye() {
    let house = TestHouse::open();
    let mut guest = in_secret(&house).await;
    guest.write_all(b"{\"t\":\"hello\",\"v\":1,\"name\":\"Ada\"}\n").await.unwrap();
    let said = reads(&mut guest, "\n").await;
    assert!(said.contains("\"t\":\"bye\"") && said.contains("showed no certificate"), "{said}");
}

#[test]
fn doors_are_told_apart_by_words() {
    assert_eq!([Door::Native.label(), Door::Text.label(), Door::Irc.label()], [None, Some("text"), Some("IRC")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_is_lifted_from_whoever_was_banned_and_not_from_whoever_has_their_name_now() {
    let house = house();
    let mut ada = Typist::comes(&house, "Ada").await;
    ada.types("/create Tea\n").await;
    ada.sees("Tea, 1 here").await;
    let mut first = Typist::comes(&house, "Ken").await;
    first.types("/join Tea\n").await;
    ada.sees("Ken joined").await;
    ada.types("/ban Ken\n").await;
    ada.sees("Ada banned Ken").await;
    first.types("/quit\n").await;
    first.sees_the_end().await;
    // The name is free once the house has counted them as gone.
    let mut second = Typist::connects(&house).await;
    second.types("Ken\n").await;
    while !second.sees(".").await.contains("Welcome") {
        second.types("Ken\n").await;
    }
    ada.types("/unban Ken\n").await;
    ada.sees("Ada unbanned Ken").await;
    ada.types("/bans\n").await;
    ada.sees("Nobody is banned from this room.").await;
}
