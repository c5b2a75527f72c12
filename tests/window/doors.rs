//! People who join without Parlor, as a host lets them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use iced::keyboard::key::Named;
use tempfile::TempDir;

use crate::stage::Stage;
use crate::talk::{hosts, hosts_again, manages, port_of, says};

/// Someone with a program that only sends and shows text.
fn types(port: u16, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(words.as_bytes()).unwrap();
    stream
}

/// What they are shown, up to these words.
fn is_shown(stream: &mut TcpStream, words: &str) -> String {
    let (mut shown, mut bytes) = (String::new(), [0; 1024]);
    while !shown.contains(words) {
        let count = stream.read(&mut bytes).unwrap();
        assert_ne!(count, 0, "{words} was not shown, but {shown}");
        shown.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
    }
    shown
}

fn opens_doors(ada: &mut Stage) {
    manages(ada, "Doors");
    ada.until_shown("The ways people can join.");
}

#[test]
fn whoever_has_no_parlor_joins_by_plain_text_once_the_host_lets_them() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    let port = port_of(&mut ada);
    is_shown(&mut types(port, "Ken\n"), "Plain text is turned off here.");
    opens_doors(&mut ada);
    ada.click("Plain text");
    let mut ken = types(port, "Ken\n");
    is_shown(&mut ken, "Welcome to Course chat, Ken.");
    ada.until_shown("1 person");
    ada.press(Named::Escape);
    ada.until_shown("Ken (text)");
    says(&mut ada, "Hi Ken");
    is_shown(&mut ken, "Ada: Hi Ken\n");
    ken.write_all(b"Hi Ada\n").unwrap();
    ada.until_shown("Hi Ada");
    opens_doors(&mut ada);
    ada.click("Plain text");
    is_shown(&mut types(port, "Bo\n"), "Plain text is turned off here.");
    // Whoever is in stays in.
    ken.write_all(b"still here\n").unwrap();
    ada.press(Named::Escape);
    ada.until_shown("still here");
}

#[test]
fn a_door_stays_open_when_the_place_is_hosted_again() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    let port = port_of(&mut ada);
    opens_doors(&mut ada);
    ada.click("Plain text");
    ada.press(Named::Escape);
    hosts_again(&mut ada);
    is_shown(&mut types(port, "Ken\n"), "Welcome to Course chat, Ken.");
}

#[test]
fn what_is_shown_to_a_whole_room_tells_of_the_doors_that_are_open() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    opens_doors(&mut ada);
    ada.click("Plain text");
    ada.press(Named::Escape);
    ada.click("Invite");
    ada.click("Show big");
    ada.until_shown("Telnet and netcat can join there as well.");
}
