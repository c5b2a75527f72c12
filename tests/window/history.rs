//! Going back in what was said, finding it, following links, and what is seen when a house goes away and comes back.

use iced::keyboard::key::Named;
use parlor::app::Message;
use parlor::app::scrollback::Action;
use parlor::host::{House, Settings};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::paths::Paths;
use parlor::room::{Author, Body, Event, EventId, PersonId, RoomNo, Seq, Text, Title};
use tempfile::TempDir;

use crate::ports::free_port;
use crate::stage::Stage;
use crate::talk::{hosts, introduces, joins, port_of, says};

/// A home in which a room was hosted, and so much was said in it; Enter in the lobby hosts it again.
fn home_with(events: u64) -> TempDir {
    let home = TempDir::new().unwrap();
    let paths = Paths::at(home.path());
    let title = Title::parse("Course chat").unwrap();
    let house = paths.house(&title);
    std::fs::create_dir_all(&house).unwrap();
    let log = SqliteLog::open(&house.join("log.db")).unwrap();
    let by = Author { who: PersonId(9), name: "Ken".parse().unwrap() };
    let entry = |seq: u64| {
        let body = match seq {
            1 => Body::Titled { title: title.clone() },
            _ => Body::Said { text: Text::parse(&format!("message number {seq} of many")).unwrap() },
        };
        let event = Event {
            seq: Seq(seq),
            at: 1_700_000_000_000 + seq * 60_000,
            id: EventId::fresh(),
            by: Some(by.clone()),
            body,
        };
        Entry { room: RoomNo(1), event }
    };
    log.append(&(1..=events).map(entry).collect::<Vec<_>>()).unwrap();
    drop(log);
    let port = free_port();
    let settings = format!("name = \"Ada\"\nlast_house = \"Course chat\"\nport = {port}\n");
    std::fs::write(paths.settings(), settings).unwrap();
    home
}

fn list(action: Action) -> Message {
    Message::Room(1, parlor::app::screen::room::Message::List(action))
}

fn opened(home: &TempDir) -> Stage {
    let mut stage = Stage::open(home.path(), (1080.0, 720.0));
    // Nothing is known of how it was opened before, so it is only filled in.
    stage.click("Host again");
    stage.click_id("host");
    stage.until_shown("Ada joined");
    stage
}

#[test]
fn older_pages_come_as_they_are_scrolled_to_and_nothing_jumps() {
    let home = home_with(2_000);
    let mut ada = opened(&home);
    for _ in 0..40 {
        ada.press(Named::PageUp);
    }
    ada.until("rows where there were none", |ada| {
        ada.read().iter().filter(|words| words.starts_with("message number")).count() > 10
    });
    assert!(ada.shows("Newest messages"));
    let seen: Vec<String> = ada.read().into_iter().filter(|words| words.starts_with("message number")).collect();
    // Someone says something meanwhile: what is read stays where it is.
    says(&mut ada, "and one more");
    ada.until_shown("and one more");
    for _ in 0..40 {
        ada.press(Named::PageUp);
    }
    ada.until("rows again", |ada| ada.read().iter().any(|words| words.starts_with("message number")));
    assert!(!seen.is_empty());
    ada.press(Named::Escape);
    ada.until_shown("and one more");
    ada.until_gone("Newest messages");
}

#[test]
fn a_jump_to_the_beginning_shows_the_beginning() {
    let home = home_with(5_000);
    let mut ada = opened(&home);
    ada.update(list(Action::GoToPart(0.0)));
    ada.until_shown("message number 2 of many");
}

#[test]
fn new_messages_do_not_move_who_reads_older_ones_and_are_counted() {
    let home = home_with(500);
    let mut ada = opened(&home);
    let port = port_of(&mut ada);
    let other = TempDir::new().unwrap();
    let mut grace = joins(&other, "Grace", port);
    ada.until_shown("Grace joined");
    ada.update(list(Action::Move(-3_000.0)));
    ada.until("rows", |ada| ada.read().iter().filter(|words| words.starts_with("message number")).count() > 5);
    let before: Vec<String> = ada.read().into_iter().filter(|words| words.starts_with("message number")).collect();
    says(&mut grace, "hello up there");
    ada.until_shown("1 new message");
    let after: Vec<String> = ada.read().into_iter().filter(|words| words.starts_with("message number")).collect();
    assert_eq!(before, after);
    ada.click("1 new message");
    ada.until_shown("hello up there");
}

#[test]
fn what_was_said_long_ago_is_found_and_gone_to() {
    let home = home_with(3_000);
    let mut ada = opened(&home);
    ada.command("f");
    ada.until_focused("find");
    ada.type_in("number 1234");
    ada.until("the message", |ada| ada.read().iter().any(|words| words == "message number 1234 of many"));
    assert!(!ada.shows("message number 1233 of many"));
    ada.click("message number 1234 of many");
    ada.until("its surroundings", |ada| {
        ada.shows("message number 1233 of many") && ada.shows("message number 1235 of many")
    });
    ada.click_id("find-day");
    ada.type_in("yesterday");
    ada.until_shown("Type the date as year-month-day");
    ada.press(Named::Escape);
    ada.until("the search to close", |ada| ada.place_of(iced_test::selector::id("find")).is_none());
}

#[test]
fn a_link_is_followed_only_after_its_true_address_was_shown() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "https://аpple.com/login");
    ada.until("it to be kept", |ada| ada.shows("pple.com/login") && !ada.shows("Sending"));
    let at = ada.place_of("https://аpple.com/login").unwrap();
    ada.click_at(iced::Point::new(300.0, at.y + 8.0));
    ada.until_shown("Open this link?");
    assert!(ada.shows("https://xn--pple-43d.com/login"));
    ada.click("Copy");
    ada.until("the copy", |ada| ada.copied().contains("xn--") || ada.copied().contains("pple.com"));
}

#[test]
fn an_invite_that_was_copied_gets_others_in_without_a_question() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    ada.click("Invite");
    ada.click_id("invite-copy");
    ada.until("the invite", |ada| ada.copied().starts_with("parlor://"));
    let invite = ada.copied();
    let mut grace = Stage::open(other.path(), (1080.0, 720.0));
    introduces(&mut grace, "Grace");
    grace.put_into_clipboard(&invite);
    grace.command("v");
    grace.press(Named::Enter);
    grace.until_shown("Grace joined");
}

#[test]
fn a_house_with_another_key_than_before_is_not_gone_into_by_habit() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    grace.click("Quit");
    grace.until_shown("Back to lobby");
    grace.click("Back to lobby");
    grace.until_shown("Recent");
    grace.until_focused("to");
    ada.command("q");
    ada.until_shown("Close Course chat?");
    ada.press(Named::Enter);
    ada.until("the end", |ada| ada.exited);
    drop(ada);
    // Someone else is there now.
    let stranger = TempDir::new().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = {
        let _inside = runtime.enter();
        parlor::host::bind("127.0.0.1".parse().unwrap(), port).unwrap()
    };
    let house = {
        let _inside = runtime.enter();
        House::open(Settings::new(Title::parse("Course chat").unwrap(), stranger.path().to_owned())).unwrap()
    };
    runtime.spawn(async move { house.serve(listener, std::future::pending()).await });
    grace.click_id("to");
    grace.type_in(&format!("127.0.0.1:{port}"));
    grace.press(Named::Enter);
    grace.until_shown("The key of Course chat has changed");
    // By habit: Enter, and the button that looks like going on.
    grace.press(Named::Enter);
    grace.catch_up();
    assert!(!grace.shows("Here now"));
    if grace.shows("Trust the new key") {
        grace.click("Trust the new key");
        grace.catch_up();
        assert!(!grace.shows("Here now"), "it goes in only after someone said that they asked");
        grace.press(Named::Escape);
    }
    runtime.shutdown_background();
}

#[test]
fn when_the_host_closes_guests_are_told_and_come_back_with_what_they_wrote() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    ada.until_shown("Grace joined");
    ada.click("Quit");
    ada.until_shown("Back to lobby");
    assert!(ada.shows("1 person is still here. They are disconnected when you quit."));
    ada.click("Back to lobby");
    ada.until_shown("Last hosted");
    grace.until_shown("Reconnecting…");
    says(&mut grace, "are you there");
    grace.until_shown("Waiting to send");
    ada.click_id("host-again");
    ada.until_shown("are you there");
    grace.until_gone("Reconnecting…");
    grace.until_gone("Waiting to send");
    assert_eq!(ada.read().iter().filter(|words| *words == "are you there").count(), 1);
    assert_eq!(grace.read().iter().filter(|words| *words == "are you there").count(), 1);
}
