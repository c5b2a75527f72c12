//! The lobby: who one is comes first, then where one goes or what one hosts.

use iced::keyboard::key::Named;
use tempfile::TempDir;

use crate::ports::free_port;
use crate::stage::Stage;
use crate::talk::{hosts, hosts_again, introduces, manages, port_of};

const SIZE: (f32, f32) = (1080.0, 720.0);

#[test]
fn the_lobby_goes_on_only_with_a_name_and_knows_it_the_next_time() {
    let home = TempDir::new().unwrap();
    {
        let mut stage = Stage::open(home.path(), SIZE);
        assert!(stage.shows("Welcome to Parlor"));
        stage.press(Named::Enter);
        stage.click("Continue");
        assert!(stage.shows("Welcome to Parlor") && !stage.shows("Who can reach it"));
        stage.click_id("name");
        stage.type_in("Ada");
        stage.click("Continue");
        stage.until_shown("Who can reach it");
        stage.until_focused("to");
    }
    let mut stage = Stage::open(home.path(), SIZE);
    assert!(!stage.shows("Welcome to Parlor"));
    assert!(stage.shows("Ada") && stage.shows("Who can reach it"));
}

#[test]
fn a_narrow_lobby_shows_one_half_at_a_time() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    for (width, both) in [(1080.0, true), (700.0, true), (640.0, true), (639.0, false), (360.0, false)] {
        stage.resize(width, 720.0);
        stage.until_shown("Account and window title");
        assert_eq!(stage.shows("Who can reach it"), both, "{width}");
    }
    stage.click("Host");
    stage.until_shown("Who can reach it");
    assert!(!stage.shows("Account and window title"));
    stage.click("Join");
    stage.until_gone("Who can reach it");
}

#[test]
fn both_cards_of_the_lobby_end_at_the_same_line_and_nothing_sticks_out() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    for width in [640.0, 700.0, 900.0, 1080.0, 1600.0] {
        stage.resize(width, 720.0);
        for words in ["Internet", "Host", "Account and window title", "Settings"] {
            let all = stage.bounds_of(words);
            assert!(!all.is_empty(), "{words} at {width}");
            assert!(all.iter().all(|bounds| bounds.x >= 0.0 && bounds.x + bounds.width <= width), "{words} at {width}");
        }
    }
}

#[test]
fn for_the_internet_the_router_is_asked_or_an_address_is_typed() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    stage.click_id("title");
    stage.type_in("Course chat");
    stage.click("Internet");
    stage.until_shown("Parlor will ask your router to open port 7275.");
    stage.click_id("address");
    stage.type_in("not an address");
    stage.until_shown("is not an address");
    stage.click_id("host");
    stage.until_focused("address");
    stage.command("a");
    stage.type_in("chat.example.org");
    stage.until_shown("Anyone who has the address, at port 7275.");
}

#[test]
fn a_password_is_asked_for_only_where_one_is_needed() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = Stage::open(one.path(), SIZE);
    introduces(&mut ada, "Ada");
    ada.click_id("title");
    ada.type_in("Staff room");
    ada.click_id("password");
    ada.type_in("let me in");
    let free = free_port();
    ada.click("Port 7275");
    ada.click_id("port");
    ada.command("a");
    ada.type_in(&free.to_string());
    ada.click_id("host");
    ada.until_shown("Ada joined");
    let mut bob = crate::talk::knocks(&other, "Bob", free);
    bob.until_focused("join-password");
    assert!(bob.shows(&format!("Join 127.0.0.1:{free}")));
    assert!(!bob.shows("That password is not right."), "nobody typed one yet");
    bob.type_in("open sesame");
    bob.press(Named::Enter);
    bob.until_shown("That password is not right. Ask the host.");
    bob.until_focused("join-password");
    bob.type_in("let me in");
    assert!(!bob.shows("That password is not right."));
    bob.press(Named::Enter);
    bob.until_shown("Here now");
}

#[test]
fn a_place_one_was_in_is_one_press_away_and_tells_its_title() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let mut grace = crate::talk::joins(&other, "Grace", port);
    grace.command("q");
    grace.click("Back to lobby");
    grace.until_shown("Recent");
    grace.until_shown("Course chat");
    let recent = grace.bounds_of("Course chat")[0];
    let join = grace.bounds_of("Join").into_iter().find(|join| (join.center_y() - recent.center_y()).abs() < 30.0);
    grace.click_at(join.unwrap().center());
    grace.until_shown("Here now");
}

#[test]
fn no_text_of_the_lobby_the_settings_or_the_farewell_speaks_of_a_house() {
    let texts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app/texts");
    for file in ["lobby.rs", "settings.rs", "farewell.rs", "parts.rs"] {
        let text = std::fs::read_to_string(texts.join(file)).unwrap();
        let said = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let found: Vec<&str> = said.filter(|line| line.to_lowercase().contains("house")).collect();
        assert!(found.is_empty(), "{file}: {found:?}");
    }
}

#[test]
fn who_can_reach_a_place_stands_in_one_line_at_any_width() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (1080.0, 720.0));
    introduces(&mut stage, "Ada");
    for width in [640.0, 660.0, 700.0, 800.0, 900.0, 1080.0] {
        stage.resize(width, 720.0);
        let parts = ["This computer", "My network", "Internet"].map(|words| stage.bounds_of(words)[0]);
        for part in parts.windows(2) {
            assert!((part[0].y - part[1].y).abs() < 0.5, "{width}: {parts:?}");
            assert!(part[0].x + part[0].width < part[1].x, "{width}: {parts:?}");
        }
    }
}

#[test]
fn a_program_opened_by_an_invite_has_it_ready_and_joins_only_when_told() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    let to = format!("127.0.0.1:{port}");
    {
        // Whoever is here for the first time says their name first.
        let mut grace = Stage::invited(other.path(), SIZE, Some(&to));
        grace.until_focused("name");
        grace.type_in("Grace");
        grace.press(Named::Enter);
        grace.until_focused("to");
        assert!(grace.shows(&to));
    }
    let mut grace = Stage::invited(other.path(), SIZE, Some(&to));
    grace.until_focused("to");
    assert!(grace.shows(&to) && !grace.shows("Here now"), "nobody pressed anything");
    grace.press(Named::Enter);
    grace.until_shown("Is this the right place?");
}

#[test]
fn a_title_that_was_hosted_before_says_that_its_messages_come_back() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click("Quit");
    ada.until_shown("Close Course chat?");
    ada.click("Back to lobby");
    ada.until_shown("Your name, as others see it.");
    ada.click_id("title");
    ada.command("a");
    ada.type_in("Another");
    assert!(!ada.shows("You hosted this before."));
    ada.command("a");
    ada.type_in("Course chat");
    ada.until_shown("You hosted this before. Its messages come back.");
}

#[test]
fn a_place_that_no_router_opens_a_port_for_says_why_and_is_hosted_all_the_same() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (1080.0, 900.0));
    introduces(&mut stage, "Ada");
    stage.click("Internet");
    let mut ada = crate::talk::hosts_here(stage, "Ada", "Course chat");
    manages(&mut ada, "Network and key");
    ada.until_shown("From outside your network");
    ada.until_shown("nobody outside");
    ada.press(Named::Escape);
    ada.click("Invite");
    ada.until_shown("People outside your network can’t use this link.");
    ada.press(Named::Escape);
    hosts_again(&mut ada);
    manages(&mut ada, "Network and key");
    ada.until_shown("From outside your network");
}
