//! Someone who joins at a terminal: what they type is edited, and stays whole while others speak.

use parlor::room::Body;
use parlor::wire::tls::Reception;
use parlor::wire::{Address, Identity, Invite};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::Visitor;
use crate::support::program::{Home, Hosted};
use crate::support::terminal::{COLUMNS, CTRL_C, CTRL_D, Terminal};
use crate::support::visitor::text;

/// The key that brings back what was typed before.
const UP: &str = "\u{1b}[A";

/// Ada at a terminal, in the house.
async fn sit_down(home: &Home, house: &Hosted) -> Terminal {
    let mut ada = home.sit_down(&["join", &house.invite, "--name", "Ada"]);
    ada.shows("coming in", |line| line.starts_with("In ")).await;
    ada.prompts("").await;
    ada
}

async fn two(house: &Hosted) -> (Terminal, Visitor) {
    let ken = Visitor::visit(house.visit("Ken")).await;
    (sit_down(&Home::new(), house).await, ken)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_typed_line_stays_whole_while_others_speak() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("half a li");
    ada.prompts("half a li").await;
    for number in 0..20 {
        ken.says(&format!("word {number}")).await;
    }
    ada.says("Ken: word 19").await;
    ada.prompts("half a li").await;
    ada.types("ne\r");
    ken.sees_text("half a line").await;
    for number in 0..20 {
        assert_eq!(ada.count(|line| line.ends_with(&format!("Ken: word {number}"))), 1, "{:#?}", ada.lines());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_said_line_stands_once_however_long_it_is_and_wherever_the_cursor_was() {
    let house = Home::new().host(&[]).await;
    let (mut ada, _ken) = two(&house).await;
    let width = usize::from(COLUMNS);
    let mut said = vec!["short".to_owned(), format!("x{}", "🦀".repeat(width))];
    // With the prompt before it, one of these ends just where the row does.
    said.extend((width - 4..width + 1).map(|length| "x".repeat(length)));
    said.push(format!("to walk back in {}", "y".repeat(3 * width)));
    for words in &said {
        ada.types(words);
        if words.starts_with("to walk") {
            ada.types(&"\u{1b}[D".repeat(2 * width));
        }
        ada.types("\r");
        ada.says(&format!("Ada: {words}")).await;
        ada.prompts("").await;
    }
    for words in &said {
        assert_eq!(ada.count(|line| line.ends_with(&format!(" {words}"))), 1, "{words}");
    }
    let lines = ada.lines();
    assert!(lines.iter().all(|line| !line.is_empty()), "a gap: {lines:#?}");
    assert_eq!(ada.count(|line| line.starts_with('>')), 1, "{lines:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_too_long_for_a_row_breaks_at_a_space_and_goes_on_below_its_words() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    let words = "kettle ".repeat(15);
    ken.says(words.trim_end()).await;
    ada.prompts("").await;
    let broken = ada.until("the message on two rows", |lines| {
        let first = lines.iter().position(|line| line.contains("Ken: kettle"));
        first.is_some_and(|first| {
            lines[first].ends_with(" kettle") && lines[first + 1] == format!("      {}", "kettle ".repeat(5).trim_end())
        })
    });
    broken.await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_clears_a_line_that_was_begun_and_only_then_leaves() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("half a line");
    ada.prompts("half a line").await;
    ada.types(CTRL_C);
    ada.prompts("").await;
    ada.enters("whole");
    ken.sees_text("whole").await;
    ada.types("another");
    ada.types(CTRL_C);
    ada.types(CTRL_C);
    assert_eq!(ada.end().await, Some(0), "{:#?}", ada.lines());
    assert_eq!(ken.texts(), ["whole"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_comes_back_by_the_arrow_keys() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.enters("first");
    ken.sees_text("first").await;
    ada.enters("/names");
    ada.says("2 here: Ken and Ada").await;
    ada.types(UP);
    ada.prompts("/names").await;
    ada.types(UP);
    ada.prompts("first").await;
    ada.enters(" again");
    ken.sees_text("first again").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pasted_lines_are_one_message() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("\u{1b}[200~one\rtwo\u{1b}[201~");
    ada.shows("the second line", |line| line == "two").await;
    ada.types("\r");
    ken.sees("both lines", |event| event.body == Body::Said { text: text("one\ntwo") }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_told_to_wait_and_stands_once_it_is_said() {
    let home = Home::new();
    let mut house = home.host(&[]).await;
    let mut ada = sit_down(&Home::new(), &house).await;
    house.program.kill();
    ada.shows("the cut", |line| line.ends_with("Reconnecting…")).await;
    ada.enters("are you there?");
    ada.says("Waiting to be sent: are you there?").await;
    assert_eq!(ada.count(|line| line.ends_with("Ada: are you there?")), 0, "{:#?}", ada.lines());
    let _house = home.host_at(house.port(), &[]).await;
    ada.says("Ada: are you there?").await;
    assert_eq!(ada.count(|line| line.ends_with("Ada: are you there?")), 1, "{:#?}", ada.lines());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_words_leave_and_a_second_stroke_says_one() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let home = Home::new();
    for word in ["quit", "#quit", "{quit}", "q", "q:quit", "exit", "/quit", " QUIT "] {
        let mut ada = sit_down(&home, &house).await;
        ada.enters(word);
        assert_eq!(ada.end().await, Some(0), "{word}: {:#?}", ada.lines());
        assert!(ada.is_given_back(), "{word}");
    }
    let mut ada = sit_down(&home, &house).await;
    ada.enters("//quit");
    ken.sees_text("/quit").await;
    ada.enters("quit it");
    ken.sees_text("quit it").await;
    let words = ken.texts();
    assert_eq!(words, ["/quit", "quit it"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_and_ctrl_d_leave_when_all_was_sent() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let home = Home::new();
    for (number, key) in [CTRL_C, CTRL_D].into_iter().enumerate() {
        let mut ada = sit_down(&home, &house).await;
        ada.enters(&format!("last word {number}"));
        ada.types(key);
        assert_eq!(ada.end().await, Some(0), "{:#?}", ada.lines());
        assert!(ada.is_given_back());
        ken.sees_text(&format!("last word {number}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_gives_up_waiting_for_the_host() {
    let house = Home::new().host(&["--admission", "approval"]).await;
    let mut ada = Home::new().sit_down(&["join", &house.to(), "--name", "Ada"]);
    ada.shows("the wait", |line| line.starts_with("Your request is with the host.")).await;
    ada.enters("too early");
    ada.types(CTRL_C);
    assert_eq!(ada.end().await, Some(0), "{:#?}", ada.lines());
    assert!(ada.is_given_back());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_is_given_back_where_the_visit_ends_within_a_line() {
    let home = Home::new();
    let house = home.host(&[]).await;
    let mut host = home.join(&house.invite, "Host", &[]).await;
    let mut ada = sit_down(&Home::new(), &house).await;
    ada.types("half a li");
    ada.prompts("half a li").await;
    host.types("/ban Ada --all");
    assert_eq!(ada.end().await, Some(1), "{:#?}", ada.lines());
    assert!(ada.is_given_back());
    let last = ada.lines().last().unwrap().clone();
    assert!(last.starts_with("parlor: ") && last.contains("banned"), "{last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rooms_password_shows_as_stars_and_does_not_come_back() {
    let house = Home::new().host(&[]).await;
    let (mut ada, _ken) = two(&house).await;
    ada.enters("/create Staff --password");
    ada.shows("the question", |line| line.ends_with("on the next line. An empty line cancels.")).await;
    ada.types("correct horse");
    ada.prompts(&"*".repeat("correct horse".len())).await;
    ada.types("\r");
    // What was not seen may have been mistyped.
    ada.says("Type it again.").await;
    ada.enters("corect horse");
    ada.says("The passwords are not the same. Type a new one. An empty line cancels.").await;
    ada.enters("correct horse");
    ada.until("the question again", |lines| lines.iter().filter(|line| *line == "Type it again.").count() == 2).await;
    ada.enters("correct horse");
    ada.says("In Staff, 1 here.").await;
    ada.types(UP);
    ada.prompts("/create Staff --password").await;
    assert!(!ada.screen().contains("horse"), "{:#?}", ada.lines());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_host_gives_as_its_reasons_does_not_steer_the_terminal() {
    let key = Identity::fresh().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let reception = Reception::new(&key).unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut carriage) = reception.receive(stream).await else { continue };
            let bye = json!({"t": "bye", "code": "banned", "why": "Out\u{1b}[2J\u{9b}31m\u{7} with you."});
            let _ = carriage.stream.write_all(format!("{bye}\n").as_bytes()).await;
            // It is read to the end, so that the goodbye arrives.
            let _ = carriage.stream.read_to_end(&mut Vec::new()).await;
        }
    });
    let invite = Invite {
        addresses: vec![Address::from((address.ip(), address.port()))],
        relay: None,
        key: key.fingerprint(),
        room: None,
        secret: None,
    };
    let mut ada = Home::new().sit_down(&["join", &invite.to_string(), "--name", "Ada"]);
    assert_eq!(ada.end().await, Some(1), "{:#?}", ada.lines());
    assert_eq!(ada.lines(), ["parlor: Out [2J 31m  with you."]);
}
