//! The program is started again while its window is open: that one takes what it was started with.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use iced::keyboard::key::Named;
use parlor::app::first_window::hand_over;
use parlor::paths::Paths;
use tempfile::TempDir;

use crate::stage::Stage;
use crate::talk::{hosts_in, introduces};

const SIZE: (f32, f32) = (1080.0, 720.0);

const INVITE: &str = "parlor://192.0.2.1:7275/?key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8#secret";

/// Starts the program again, as a link in a browser does. Whether the window took it.
fn starts_again(home: &TempDir, invite: Option<&str>) -> bool {
    hand_over(&Paths::at(home.path()), invite)
}

#[test]
fn an_invite_that_is_opened_later_stands_in_the_lobby_of_the_window_that_is_open() {
    let home = TempDir::new().unwrap();
    let mut ada = Stage::open_first(home.path(), SIZE);
    introduces(&mut ada, "Ada");
    assert!(starts_again(&home, Some(INVITE)));
    ada.until_shown(INVITE);
    ada.until_focused("to");
    // Without an invite, the window only comes to the front.
    assert!(starts_again(&home, None));
    assert!(ada.shows(INVITE));
}

#[test]
fn whoever_is_in_a_room_is_asked_before_an_invite_takes_them_elsewhere() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts_in(Stage::open_first(home.path(), SIZE), "Ada", "Course chat");
    assert!(starts_again(&home, Some(INVITE)));
    ada.until_shown("You are the host of Course chat. It closes, and everyone in it is disconnected.");
    ada.press(Named::Escape);
    ada.until_gone("Open this invite?");
    assert!(ada.shows("Here now, 1"));
    assert!(starts_again(&home, Some(INVITE)));
    ada.click("Open invite");
    ada.until_shown(INVITE);
    ada.until_shown("Last hosted");
}

#[test]
fn without_a_window_nobody_takes_it_and_a_stranger_is_not_heard() {
    let home = TempDir::new().unwrap();
    assert!(!starts_again(&home, Some(INVITE)));
    let mut ada = Stage::open_first(home.path(), SIZE);
    introduces(&mut ada, "Ada");
    let place = std::fs::read_to_string(Paths::at(home.path()).window()).unwrap();
    let place: serde_json::Value = serde_json::from_str(&place).unwrap();
    let port = u16::try_from(place["port"].as_u64().unwrap()).unwrap();
    let stranger = std::thread::spawn(move || {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let call = format!("{{\"secret\":\"guessed\",\"invite\":\"{INVITE}\"}}\n");
        stream.write_all(call.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    });
    assert!(stranger.join().unwrap().is_empty());
    assert!(!ada.shows(INVITE));
    drop(ada);
    // Whoever crashed left a file behind in which nobody is any more.
    std::fs::write(Paths::at(home.path()).window(), serde_json::to_vec(&place).unwrap()).unwrap();
    assert!(!starts_again(&home, Some(INVITE)));
}
