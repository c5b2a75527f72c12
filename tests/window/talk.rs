//! Hosting, joining, talking and leaving, on the whole program.

use iced::keyboard::key::Named;
use tempfile::TempDir;

use crate::focus::tabs_to;
use crate::ports::free_port;
use crate::stage::Stage;

const SIZE: (f32, f32) = (1080.0, 720.0);

/// The port a house took, as its card shows it.
pub fn port_of(host: &mut Stage) -> u16 {
    host.click("Manage");
    host.click("Network and key");
    host.until_shown("Others type one of these under Join.");
    let words = host.read();
    let address = words.iter().find(|words| words.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok()));
    let port = address.and_then(|address| address.rsplit(':').next()?.parse().ok()).unwrap();
    host.press(Named::Escape);
    port
}

/// Someone hosts a room on a free port.
pub fn hosts(home: &TempDir, name: &str, title: &str) -> Stage {
    hosts_in(Stage::open(home.path(), SIZE), name, title)
}

/// The same, in a window that is open already.
pub fn hosts_in(mut stage: Stage, name: &str, title: &str) -> Stage {
    introduces(&mut stage, name);
    hosts_here(stage, name, title)
}

/// The same, where they said what others call them.
pub fn hosts_here(mut stage: Stage, name: &str, title: &str) -> Stage {
    stage.click_id("title");
    stage.type_in(title);
    stage.click("Port 7275");
    stage.click_id("port");
    stage.press(Named::End);
    for _ in 0..4 {
        stage.press(Named::Backspace);
    }
    let free = free_port();
    stage.type_in(&free.to_string());
    stage.click_id("host");
    stage.until_shown(&format!("{name} joined"));
    stage
}

/// The host closes their place, and hosts it again from the lobby.
pub fn hosts_again(host: &mut Stage) {
    host.click("Quit");
    host.click("Back to lobby");
    host.until_shown("Last hosted");
    host.click_id("host-again");
    host.until_shown("Here now");
}

/// The host opens a section of Manage.
pub fn manages(host: &mut Stage, section: &str) {
    host.click("Manage");
    host.click(section);
}

/// Someone who is here for the first time says what others call them.
pub fn introduces(stage: &mut Stage, name: &str) {
    stage.until_focused("name");
    stage.type_in(name);
    stage.press(Named::Enter);
    stage.until_focused("to");
}

/// Someone goes to a house that they never saw, by its address.
pub fn knocks(home: &TempDir, name: &str, port: u16) -> Stage {
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, name);
    stage.type_in(&format!("127.0.0.1:{port}"));
    stage.press(Named::Enter);
    stage.until_shown("Is this the right place?");
    stage.click("They match, join");
    stage
}

/// Someone goes to a house, and is in it.
pub fn joins(home: &TempDir, name: &str, port: u16) -> Stage {
    let mut stage = knocks(home, name, port);
    stage.until_shown("Here now");
    stage
}

pub fn says(stage: &mut Stage, words: &str) {
    stage.click_id("entry");
    stage.type_in(words);
    stage.press(Named::Enter);
}

#[test]
fn two_people_talk_and_one_sees_the_other_leave() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    ada.until_shown("Grace joined");
    says(&mut ada, "Hi guys");
    grace.until_shown("Hi guys");
    says(&mut grace, "Oh no");
    ada.until_shown("Oh no");
    grace.click("Quit");
    grace.until_shown("Leave Course chat?");
    grace.press(Named::Enter);
    grace.until("the end", |grace| grace.exited);
    ada.until_shown("Grace left");
}

#[test]
fn every_way_out_asks_the_same_question_and_esc_stays() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    let ways: [fn(&mut Stage); 6] = [
        |ada| ada.click("Quit"),
        |ada| ada.command("q"),
        |ada| ada.on(iced::Event::Window(iced::window::Event::CloseRequested)),
        |ada| says(ada, "/quit"),
        |ada| says(ada, "{quit}"),
        |ada| says(ada, "EXIT"),
    ];
    for way in ways {
        way(&mut ada);
        ada.until_shown("Close Course chat?");
        assert!(ada.shows("Nobody else is here."));
        ada.press(Named::Escape);
        ada.until_gone("Close Course chat?");
    }
    assert!(!ada.exited);
}

#[test]
fn the_lobby_is_one_press_away_and_the_room_comes_back_as_it_was() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "Keep this");
    ada.until("it to be kept", |ada| ada.shows("Keep this") && !ada.shows("Sending"));
    ada.click_id("entry");
    ada.type_in("half a thought");
    ada.click("Quit");
    ada.until_shown("Back to lobby");
    ada.click("Back to lobby");
    ada.until_shown("Last hosted");
    assert!(ada.shows("Course chat"));
    ada.click_id("host-again");
    ada.until_shown("Keep this");
    assert!(ada.shows("half a thought"), "the draft was kept");
}

#[test]
fn a_word_alone_that_once_meant_leaving_is_said_within_a_sentence() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "do not quit now");
    ada.until("it to be kept", |ada| ada.read().iter().any(|words| words == "do not quit now"));
    assert!(!ada.shows("Close Course chat?"));
}

#[test]
fn a_wrong_field_says_why_beside_it_while_typing() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    stage.type_in("not an address at all");
    assert!(stage.shows("is not an address"), "{:?}", stage.read());
    stage.click_id("host");
    stage.until_shown("Type a title first.");
}

#[test]
fn nobody_there_is_said_in_one_sentence_and_the_lobby_stays() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    let free = free_port();
    stage.type_in(&format!("127.0.0.1:{free}"));
    stage.press(Named::Enter);
    stage.until_shown(&format!("No answer from 127.0.0.1:{free}. Is Parlor open there?"));
    assert!(stage.shows("Who can reach it"));
}

#[test]
fn a_port_that_is_taken_is_said_and_a_free_one_is_one_press_away() {
    let home = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind(("0.0.0.0", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    stage.click_id("title");
    stage.type_in("Course chat");
    stage.click("Port 7275");
    stage.click_id("port");
    stage.press(Named::End);
    for _ in 0..4 {
        stage.press(Named::Backspace);
    }
    stage.type_in(&port.to_string());
    stage.click_id("host");
    stage.until_shown(&format!("Port {port} is taken by another program."));
    let words = stage.read();
    let offer = words.iter().find(|words| words.starts_with("Use port ")).unwrap().clone();
    stage.click(&offer);
    stage.until_shown("Ada joined");
}

#[test]
fn one_own_name_in_a_message_is_told_when_nobody_looks() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    ada.until_shown("Grace joined");
    ada.on(iced::Event::Window(iced::window::Event::Unfocused));
    ada.catch_up();
    says(&mut grace, "hello everyone");
    ada.until("the count", |ada| ada.app.title().starts_with("(1) "));
    says(&mut grace, "and @Ada too");
    ada.until("the mention", |ada| ada.app.title().starts_with("(2!) "));
    assert!(ada.shows("New") || ada.shows("hello everyone"));
    ada.on(iced::Event::Window(iced::window::Event::Focused));
    ada.until("the count to go", |ada| ada.app.title().starts_with("Course chat"));
}

#[test]
fn commands_do_what_they_say_and_an_unknown_one_is_no_message() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "/me waves");
    ada.until_shown("Ada waves");
    says(&mut ada, "/topic Questions before Friday");
    ada.until_shown("Ada set the topic: Questions before Friday");
    says(&mut ada, "/nick Ada Lovelace");
    ada.until_shown("Ada is now called Ada Lovelace");
    says(&mut ada, "/dance");
    ada.until_shown("There is no command /dance.");
    assert!(ada.shows("/dance"), "what was typed is still there");
    ada.press(Named::Escape);
    ada.command("a");
    ada.type_in("//dance");
    ada.press(Named::Enter);
    ada.until("it to be said", |ada| ada.read().iter().any(|words| words == "/dance"));
    says(&mut ada, "/help");
    ada.until_shown("Shows what you do");
}

#[test]
fn what_the_house_refuses_is_told_and_nothing_is_stuck() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    ada.until_shown("Grace joined");
    says(&mut grace, "/nick Ada");
    grace.until("the reason", |grace| grace.read().iter().any(|words| words.contains("Ada") && words.contains("name")));
    says(&mut grace, "still Grace");
    ada.until_shown("still Grace");
    grace.until_gone("Sending");
    assert!(grace.shows("Grace"));
}

#[test]
fn up_changes_the_last_message_and_esc_leaves_it_as_it_was() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "My frist message");
    ada.until("it to be kept and changed", |ada| {
        ada.press(Named::ArrowUp);
        ada.shows("Editing your message")
    });
    ada.press(Named::Escape);
    ada.until_gone("Editing your message");
    ada.press(Named::ArrowUp);
    ada.command("a");
    ada.type_in("My first message");
    ada.press(Named::Enter);
    ada.until("the change", |ada| !ada.shows("frist") && ada.shows("My first message"));
}

#[test]
fn what_was_typed_can_be_undone_and_done_again() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click_id("entry");
    ada.type_in("one two");
    ada.command("z");
    assert!(!ada.shows("one two") && ada.shows("one"));
    ada.command("y");
    assert!(ada.shows("one two"));
    ada.put_into_clipboard("three\nfour\nfive");
    ada.command("v");
    assert!(ada.shows("one twothree\nfour\nfive"));
    ada.press(Named::Enter);
    ada.until("one message of three lines", |ada| ada.read().iter().any(|words| words == "one twothree\nfour\nfive"));
}

#[test]
fn the_enter_that_ends_a_composed_word_does_not_send() {
    use iced::Event::InputMethod;
    use iced::advanced::input_method::Event::{Commit, Opened, Preedit};
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click_id("entry");
    ada.on(InputMethod(Opened));
    ada.on(InputMethod(Preedit("にほん".to_owned(), None)));
    ada.press(Named::Enter);
    ada.on(InputMethod(Commit("日本".to_owned())));
    ada.on(InputMethod(Preedit(String::new(), None)));
    ada.catch_up();
    assert!(ada.shows("日本"));
    ada.type_in(" is it");
    ada.press(Named::Enter);
    ada.until("one message", |ada| ada.read().iter().any(|words| words == "日本 is it"));
}

#[test]
fn names_are_completed_with_tab() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let _grace = joins(&other, "Grace Hopper", port);
    ada.until_shown("Grace Hopper joined");
    ada.click_id("entry");
    ada.type_in("hello @gr");
    ada.press(Named::Tab);
    assert!(ada.shows("hello @Grace Hopper "));
    ada.type_in("and gr");
    ada.press(Named::Tab);
    assert!(ada.shows("hello @Grace Hopper and @Grace Hopper "));
}

#[test]
fn selected_rows_are_copied_as_lines_with_time_and_name() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says(&mut ada, "first");
    says(&mut ada, "second");
    ada.until("both to be kept", |ada| ada.shows("first") && ada.shows("second") && !ada.shows("Sending"));
    let at = ada.place_of("first").unwrap();
    ada.click_at(at);
    ada.command("a");
    ada.command("c");
    ada.until("the copy", |ada| !ada.copied().is_empty());
    let copied = ada.copied();
    let lines: Vec<&str> = copied.lines().collect();
    assert!(lines.iter().any(|line| line.ends_with(" Ada: first")), "{copied}");
    assert!(lines.iter().any(|line| line.ends_with(" Ada joined")), "{copied}");
    assert!(lines.iter().all(|line| line.split(' ').next().unwrap().contains(':')), "{copied}");
}

#[test]
fn a_small_window_folds_its_panels_away_and_keeps_the_entry() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click_id("entry");
    ada.type_in("still ");
    ada.resize(360.0, 480.0);
    ada.until("the panels to fold", |ada| !ada.shows("Here now, 1") && !ada.shows("Hosting"));
    // The caret stays where it was.
    ada.type_in("here");
    ada.press(Named::Enter);
    ada.until_shown("still here");
    ada.click("People");
    ada.until_shown("Here now, 1");
    ada.click("Back to Course chat");
    ada.click("Rooms");
    ada.until_shown("Hosting");
    ada.click("Quit");
    ada.until_shown("Close Course chat?");
}

#[test]
fn the_settings_take_hold_at_once_and_are_kept() {
    let home = TempDir::new().unwrap();
    {
        let mut stage = Stage::open(home.path(), SIZE);
        introduces(&mut stage, "Ada");
        stage.click("Settings");
        stage.until_shown("Text size");
        stage.click("Classic");
        assert_eq!(stage.app.theme().called(), "Classic");
        stage.click("120 %");
        stage.click("Back");
        stage.until_gone("Text size");
    }
    let stage = Stage::open(home.path(), SIZE);
    assert_eq!(stage.app.theme().called(), "Classic");
    assert!((stage.app.scale() - 1.2).abs() < 0.001);
}

#[test]
fn everything_that_can_be_pressed_can_be_reached_with_tab_and_pressed_with_enter() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    tabs_to(&mut stage, "title");
    stage.type_in("Course chat");
    tabs_to(&mut stage, "host");
    stage.press(Named::Enter);
    stage.until("the room", |stage| stage.shows("Ada joined") || stage.shows("is taken by another program"));
}

#[test]
fn that_a_name_is_missing_is_said_until_one_is_typed() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "A");
    stage.click_id("name");
    stage.command("a");
    stage.press(Named::Backspace);
    assert!(!stage.shows("Type your name first."));
    stage.click_id("host");
    stage.until_shown("Type your name first.");
    stage.until_focused("name");
    stage.type_in("A");
    assert!(!stage.shows("Type your name first."));
}
