//! Where one was: places are remembered, hosted again where they were, and read while their host is away.

use std::net::TcpListener;
use std::path::Path;

use iced::keyboard::key::Named;
use tempfile::TempDir;

use crate::ports::free_port;
use crate::stage::Stage;
use crate::talk::{hosts, introduces, joins, port_of, says};

const SIZE: (f32, f32) = (1080.0, 720.0);

/// How often exactly these words are in the window.
fn times(stage: &mut Stage, words: &str) -> usize {
    stage.read().iter().filter(|shown| *shown == words).count()
}

/// Says something, and waits until it is kept.
fn says_for_good(stage: &mut Stage, words: &str) {
    says(stage, words);
    stage.until("it to be kept", |stage| times(stage, words) == 1 && !stage.shows("Sending"));
}

/// Closes the window for the lobby.
fn goes_to_the_lobby(stage: &mut Stage) {
    stage.click("Quit");
    stage.click("Back to lobby");
    stage.until_shown("Who can reach it");
}

fn quits(stage: &mut Stage) {
    stage.command("q");
    stage.press(Named::Enter);
    stage.until("the end", |stage| stage.exited);
}

/// Waits until the list of recent places tells of this one.
fn until_remembered(stage: &mut Stage, home: &Path, title: &str) {
    let list = home.join("recent.json");
    stage.until("it to be remembered", |_| std::fs::read_to_string(&list).is_ok_and(|list| list.contains(title)));
}

/// Presses the way back to where one was.
pub fn goes_again(stage: &mut Stage) {
    stage.until("the way back", |stage| stage.bounds_of("Join").len() > 2);
    // Between the title of the card and the button for an address.
    let mut places = stage.bounds_of("Join");
    places.sort_by(|one, other| one.y.total_cmp(&other.y));
    stage.click_at(places[1].center());
}

/// A title and a port on the card for hosting.
fn fills_in(stage: &mut Stage, title: &str, port: Option<(u16, u16)>) {
    stage.click_id("title");
    stage.command("a");
    stage.type_in(title);
    if let Some((shown, port)) = port {
        stage.click(&format!("Port {shown}"));
        stage.click_id("port");
        stage.command("a");
        stage.type_in(&port.to_string());
    }
}

#[test]
fn a_place_is_remembered_as_soon_as_it_is_entered() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    until_remembered(&mut ada, one.path(), "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    until_remembered(&mut grace, other.path(), "Course chat");
    // Neither came to an end: what another window finds is what a crash would leave.
    let mut again = Stage::open(other.path(), SIZE);
    again.until_shown("Recent");
    assert!(again.shows("Course chat"));
    let mut again = Stage::open(one.path(), SIZE);
    again.until_shown("Host again");
    assert!(again.shows("Course chat"));
}

#[test]
fn what_one_hosted_is_hosted_again_with_one_press_on_the_port_it_had() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    says_for_good(&mut ada, "Keep this");
    quits(&mut ada);
    drop(ada);
    grace.until_shown("Reconnecting…");
    let mut ada = Stage::open(one.path(), SIZE);
    ada.click("Host again");
    ada.until_shown("Keep this");
    assert_eq!(port_of(&mut ada), port);
    grace.until_gone("Reconnecting…");
}

#[test]
fn a_second_place_gets_a_port_of_its_own_and_the_first_keeps_its() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    let first = format!("port = {port}\n");
    goes_to_the_lobby(&mut ada);
    drop(ada);
    // New places get theirs from the first one's port on, which is kept.
    std::fs::write(one.path().join("settings.toml"), format!("name = \"Ada\"\n{first}")).unwrap();
    let mut ada = Stage::open(one.path(), SIZE);
    fills_in(&mut ada, "Another", None);
    ada.click_id("host");
    ada.until_shown("Ada joined");
    assert_ne!(port_of(&mut ada), port);
    grace.until_shown("Reconnecting…");
    quits(&mut ada);
    drop(ada);
    let mut ada = Stage::open(one.path(), SIZE);
    fills_in(&mut ada, "course CHAT", None);
    ada.until_shown(&format!("port {port}"));
    ada.click_id("host");
    ada.until_shown("Ada joined");
    grace.until_gone("Reconnecting…");
    // What was not chosen by hand is not kept as if it were.
    let kept = std::fs::read_to_string(one.path().join("settings.toml")).unwrap();
    assert!(kept.contains(&first), "{kept}");
}

#[test]
fn where_the_port_of_a_place_is_taken_another_serves_this_time_and_the_place_keeps_its_own() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    let port = port_of(&mut ada);
    quits(&mut ada);
    drop(ada);
    let taken = TcpListener::bind(("0.0.0.0", port)).unwrap();
    let mut ada = Stage::open(home.path(), SIZE);
    ada.click("Host again");
    ada.until_shown(&format!("Port {port}, where guests find Course chat, is taken by another program."));
    let words = ada.read();
    let offer = words.iter().find(|words| words.starts_with("Use port ")).unwrap().clone();
    ada.click(&offer);
    ada.until_shown("Ada joined");
    assert_eq!(offer, format!("Use port {}", port_of(&mut ada)));
    quits(&mut ada);
    drop((ada, taken));
    let mut ada = Stage::open(home.path(), SIZE);
    ada.click("Host again");
    ada.until_shown("Here now");
    assert_eq!(port_of(&mut ada), port);
}

/// Ada hosted a place with a password, and closed it.
pub fn hosted_with_a_password() -> (TempDir, u16) {
    let home = TempDir::new().unwrap();
    let mut ada = Stage::open(home.path(), SIZE);
    introduces(&mut ada, "Ada");
    let port = free_port();
    fills_in(&mut ada, "Staff room", Some((7275, port)));
    ada.click_id("password");
    ada.type_in("open sesame");
    ada.click_id("host");
    ada.until_shown("Ada joined");
    quits(&mut ada);
    (home, port)
}

#[test]
fn what_had_a_password_is_not_opened_to_everyone_by_one_press() {
    let (home, _) = hosted_with_a_password();
    let mut ada = Stage::open(home.path(), SIZE);
    ada.click("Host again");
    ada.until_shown("Staff room had a password.");
    ada.until_focused("password");
    ada.type_in("open sesame");
    ada.press(Named::Enter);
    ada.until_shown("Here now");
}

#[test]
fn a_place_that_had_a_password_is_hosted_without_one_only_by_the_button_that_says_so() {
    let (home, port) = hosted_with_a_password();
    // What the window knows of it is gone: now it is the place itself that says no.
    for place in std::fs::read_dir(home.path().join("houses")).unwrap() {
        std::fs::remove_file(place.unwrap().path().join("place.json")).unwrap();
    }
    let mut ada = Stage::open(home.path(), SIZE);
    fills_in(&mut ada, "Staff room", Some((7275, port)));
    ada.click_id("host");
    ada.until_shown("Staff room had a password. Type one, or host it without.");
    ada.until_focused("password");
    // To press Host or Enter once more is no answer.
    for again in [|ada: &mut Stage| ada.click_id("host"), |ada: &mut Stage| ada.press(Named::Enter)] {
        ada.click_id("title");
        again(&mut ada);
        ada.until_gone("Opening Staff room…");
        ada.until_focused("password");
        assert!(ada.shows("Staff room had a password."));
    }
    ada.click("Host without a password");
    ada.until_shown("Here now");
    // From now on it is one without.
    let other = TempDir::new().unwrap();
    let _grace = joins(&other, "Grace", port);
    ada.until_shown("Grace joined");
    quits(&mut ada);
    drop(ada);
    let mut ada = Stage::open(home.path(), SIZE);
    ada.click("Host again");
    ada.until_shown("Here now");
}

#[test]
fn a_title_typed_over_the_one_that_had_a_password_is_asked_about_anew() {
    let (home, _) = hosted_with_a_password();
    let mut ada = Stage::open(home.path(), SIZE);
    ada.click("Host again");
    ada.until_shown("Staff room had a password.");
    ada.click_id("title");
    ada.type_in(" 2");
    assert!(!ada.shows("had a password") && !ada.shows("Host without a password"));
    ada.press(Named::Backspace);
    ada.press(Named::Backspace);
    ada.click_id("host");
    ada.until_shown("Staff room had a password.");
}

#[test]
fn a_place_whose_host_is_away_is_read_and_written_to_and_becomes_live_when_they_are_back() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    says_for_good(&mut ada, "An early word");
    let mut grace = joins(&other, "Grace", port);
    grace.until_shown("An early word");
    says_for_good(&mut grace, "Mine");
    quits(&mut grace);
    drop(grace);
    quits(&mut ada);
    drop(ada);

    let mut grace = Stage::open(other.path(), SIZE);
    goes_again(&mut grace);
    grace.until_shown("Offline copy.");
    grace.until_shown("What you write is sent later.");
    assert!(!grace.shows("Direct messages"), "nothing can be added to a copy");
    grace.until("what was said", |grace| grace.shows("An early word") && grace.shows("Mine"));
    says(&mut grace, "While you were away");
    grace.until_shown("Waiting to send");
    grace.command("f");
    grace.until_focused("find");
    grace.type_in("early");
    grace.until("it to be found", |grace| grace.read().iter().filter(|words| words.contains("early")).count() > 1);
    grace.press(Named::Escape);

    let mut ada = Stage::open(one.path(), SIZE);
    ada.click("Host again");
    ada.until_shown("Here now");
    grace.until_gone("Offline copy.");
    ada.until_shown("While you were away");
    grace.until_gone("Waiting to send");
    for words in ["An early word", "Mine", "While you were away"] {
        assert_eq!((times(&mut grace, words), times(&mut ada, words)), (1, 1), "{words}");
    }
    says_for_good(&mut ada, "Welcome back");
    grace.until_shown("Welcome back");
}

#[test]
fn an_invite_to_a_place_that_only_this_computer_reaches_says_so() {
    let home = TempDir::new().unwrap();
    let mut ada = Stage::open(home.path(), SIZE);
    introduces(&mut ada, "Ada");
    fills_in(&mut ada, "Course chat", Some((7275, free_port())));
    ada.click("This computer");
    ada.click_id("host");
    ada.until_shown("Ada joined");
    ada.click("Invite");
    ada.until_shown("This link works only on this computer.");
    ada.click_id("invite-copy");
    ada.until("the invite", |ada| ada.copied().contains("127.0.0.1"));
}

#[test]
fn an_invite_with_a_wrong_key_to_a_place_never_seen_before_does_not_speak_of_before() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut invite: parlor::wire::Invite = {
        ada.click("Invite");
        ada.click_id("invite-copy");
        ada.until("the invite", |ada| !ada.copied().is_empty());
        ada.copied().parse().unwrap()
    };
    invite.key = parlor::wire::Identity::fresh().unwrap().fingerprint();
    invite.addresses = vec![format!("127.0.0.1:{port}").parse().unwrap()];
    let mut grace = Stage::open(other.path(), SIZE);
    introduces(&mut grace, "Grace");
    grace.put_into_clipboard(&invite.to_string());
    grace.command("v");
    grace.press(Named::Enter);
    grace.until_shown(&format!("The key in the invite is not the key of the place at 127.0.0.1:{port}."));
    assert!(!grace.shows("before"), "{:?}", grace.read());
}

#[test]
fn a_server_that_is_not_parlor_is_not_asked_about() {
    let home = TempDir::new().unwrap();
    let server = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = server.local_addr().unwrap().port();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = server.accept() {
            let _ = std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            let _ = std::io::Read::read(&mut stream, &mut [0; 1024]);
        }
    });
    let mut grace = Stage::open(home.path(), SIZE);
    introduces(&mut grace, "Grace");
    grace.type_in(&format!("127.0.0.1:{port}"));
    grace.press(Named::Enter);
    grace.until_shown(&format!("What answers at 127.0.0.1:{port} is not Parlor. Check the address."));
    assert!(!grace.shows("Is this the right place?"));
}

#[test]
fn where_the_desktop_has_no_dialog_for_files_the_window_asks_for_the_path() {
    if cfg!(not(target_os = "linux")) || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() {
        // There may be one, and it would be in the way of whoever sits here.
        return;
    }
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    says_for_good(&mut ada, "Keep this");
    ada.click("Save");
    ada.click("Text");
    ada.click("Save as…");
    ada.until_focused("save-path");
    assert!(ada.shows("Course chat.txt"), "{:?}", ada.read());
    let file = home.path().join("talk");
    ada.command("a");
    ada.type_in("/nowhere/at/all");
    ada.press(Named::Enter);
    ada.until_shown("There is no folder /nowhere/at.");
    ada.command("a");
    ada.type_in(&file.display().to_string());
    ada.press(Named::Enter);
    ada.until_shown(&format!("Saved to {}.txt: ", file.display()));
    assert!(ada.shows("Open folder"));
    assert!(std::fs::read_to_string(file.with_extension("txt")).unwrap().contains("Keep this"));
}

#[test]
fn whoever_is_away_is_away_still_when_the_host_was_gone_meanwhile() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = joins(&other, "Grace", port);
    ada.until_shown("Grace joined");
    says(&mut grace, "/away lunch");
    ada.until_shown("Away, 1");
    goes_to_the_lobby(&mut ada);
    grace.until_shown("Reconnecting…");
    ada.click("Host again");
    grace.until_gone("Reconnecting…");
    ada.until_shown("Away, 1");
    grace.until_shown("Away, 1");
    says(&mut grace, "/back");
    ada.until_gone("Away, 1");
}

#[test]
fn a_place_opens_at_the_room_that_was_shown_last_with_its_host_and_without() {
    let (mut ada, mut grace, _port, _homes) = crate::rooms::two();
    crate::rooms::makes(&mut ada, "Tea kitchen");
    ada.until_shown("Ada is now an operator");
    grace.click("1 more room");
    grace.until_focused("go-to");
    grace.click("Tea kitchen");
    grace.until_shown("Ada is now an operator");
    for live in [true, false] {
        grace.click("Quit");
        grace.click("Back to lobby");
        grace.until_shown("Recent");
        if !live {
            ada.click("Quit");
            ada.click("Back to lobby");
            ada.until_shown("Last hosted");
        }
        grace.click_beside("Join", "Course chat");
        grace.until_shown("Ada is now an operator");
    }
}

#[test]
fn an_invite_is_seen_copied_and_shown_to_a_whole_room() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click("Invite");
    ada.until_shown("Invite people to Course chat");
    ada.until_focused("invite-copy");
    ada.press(Named::Enter);
    ada.until_shown("Copied");
    let link = ada.copied();
    assert!(link.parse::<parlor::wire::Invite>().is_ok() && ada.shows(&link));
    ada.until_shown("Copy");
    ada.click("Show big");
    ada.until_shown("1 person here");
    ada.until_shown("The words to compare");
    ada.press(Named::Escape);
    ada.until_gone("The words to compare");
    ada.until_focused("entry");
}

#[test]
fn a_link_for_one_person_tells_who_came_by_it_and_is_revoked() {
    let homes = [TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap()];
    let mut ada = hosts(&homes[0], "Ada", "Course chat");
    ada.click("Invite");
    ada.until_shown("Links given out");
    ada.click("New link");
    ada.until_focused("invite-label");
    ada.type_in("For Grace");
    ada.click("For one person");
    ada.click("Create link");
    ada.until_shown("For Grace");
    ada.until_shown("Nobody used it yet");
    ada.until_focused("invite-copy");
    ada.press(Named::Enter);
    ada.until("the link", |ada| ada.copied().starts_with("parlor://"));
    let invite = ada.copied();
    let joins = |home: &TempDir, name: &str| {
        let mut guest = Stage::open(home.path(), SIZE);
        introduces(&mut guest, name);
        guest.put_into_clipboard(&invite);
        guest.command("v");
        guest.press(Named::Enter);
        guest
    };
    let mut grace = joins(&homes[1], "Grace");
    grace.until_shown("Here now");
    ada.press(Named::Escape);
    says(&mut ada, "/invites");
    ada.until_shown("by Grace");
    ada.press(Named::Escape);
    ada.click("Manage");
    ada.click("Invites");
    ada.until_shown("For Grace");
    assert!(ada.shows("by Grace"));
    ada.click("Revoke");
    ada.until_shown("No links given out yet.");
    ada.click("New link");
    ada.until_shown("Invite people to Course chat");
    assert!(!ada.shows("For Grace"));
}
