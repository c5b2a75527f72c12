//! Places that are found on the network, without an address. All of it stays on this computer.

use iced::keyboard::key::Named;
use parlor::find::LocalNetwork;
use parlor::wire::SpokenCode;
use tempfile::TempDir;

use crate::stage::{Stage, free_port};
use crate::talk::{hosts_again, hosts_in, introduces, manages, says};

const SIZE: (f32, f32) = (1080.0, 720.0);

/// A network for the windows of one test. Each has its own view of it, as each program does.
struct Network(u16);

impl Network {
    fn new() -> Self {
        Self(free_port())
    }

    fn window(&self, home: &TempDir) -> Stage {
        Stage::open_near(home.path(), SIZE, LocalNetwork::only_here(self.0))
    }
}

#[test]
fn a_place_on_the_network_is_joined_with_one_click_after_its_words_were_compared_once() {
    let (network, homes) = (Network::new(), [TempDir::new().unwrap(), TempDir::new().unwrap()]);
    let mut grace = network.window(&homes[1]);
    introduces(&mut grace, "Grace");
    grace.until_shown("No rooms here yet");
    grace.until_shown("Looking on this network");
    let mut ada = hosts_in(network.window(&homes[0]), "Ada", "Robotics lab");
    grace.until_shown("Robotics lab");
    grace.until_shown("1 person");
    grace.click_beside("Join", "Robotics lab");
    grace.until_shown("Is this the right place?");
    grace.click("They match, join");
    grace.until_shown("Here now");
    says(&mut grace, "found you");
    ada.until_shown("found you");
    grace.click("Quit");
    grace.click("Back to lobby");
    grace.until_shown("Recent");
    // Now it is among those one was in, once, and is told to be there.
    grace.until_shown("1 person");
    assert_eq!(grace.read().iter().filter(|words| *words == "Robotics lab").count(), 1);
    grace.click_beside("Join", "Robotics lab");
    grace.until_shown("Here now");
    ada.click("Quit");
    ada.until_shown("Close Robotics lab?");
    ada.press(Named::Enter);
    ada.until("the end", |ada| ada.exited);
}

#[test]
fn a_place_that_is_closed_is_no_longer_listed_and_one_that_hides_never_is() {
    let (network, homes) = (Network::new(), [TempDir::new().unwrap(), TempDir::new().unwrap()]);
    let mut grace = network.window(&homes[1]);
    introduces(&mut grace, "Grace");
    let mut ada = hosts_in(network.window(&homes[0]), "Ada", "Robotics lab");
    grace.until_shown("Robotics lab");
    manages(&mut ada, "Network and key");
    ada.until_shown("Others see it in their list, without an address.");
    ada.click("Show on this network");
    ada.until_shown("Only people with its address or an invite can join.");
    grace.until_shown("No rooms here yet");
    ada.click("Show on this network");
    grace.until_shown("Robotics lab");
    ada.click("Show on this network");
    grace.until_shown("No rooms here yet");
    ada.press(Named::Escape);
    hosts_again(&mut ada);
    manages(&mut ada, "Network and key");
    ada.until_shown("Only people with its address or an invite can join.");
    assert!(grace.shows("No rooms here yet"), "what was hidden stays so");
}

#[test]
fn two_places_with_one_title_are_two_rows() {
    let network = Network::new();
    let homes = [TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap()];
    let _ada = hosts_in(network.window(&homes[0]), "Ada", "Lab");
    let _ken = hosts_in(network.window(&homes[1]), "Ken", "Lab");
    let mut grace = network.window(&homes[2]);
    introduces(&mut grace, "Grace");
    grace.until("both of them", |grace| grace.read().iter().filter(|words| *words == "Lab").count() == 2);
}

/// The code on the host's card.
fn code_of(host: &mut Stage) -> String {
    let is_code = |words: &&String| words.parse::<SpokenCode>().is_ok();
    host.until("a code", |host| host.read().iter().any(|words| is_code(&words)));
    host.read().iter().find(is_code).cloned().unwrap()
}

#[test]
fn a_code_that_was_said_is_typed_and_leads_in_without_a_question() {
    let (network, homes) = (Network::new(), [(); 4].map(|()| TempDir::new().unwrap()));
    let mut ada = hosts_in(network.window(&homes[0]), "Ada", "Robotics lab");
    ada.click("Invite");
    ada.until_shown("Works once, for someone on this network.");
    let code = code_of(&mut ada);
    let mut grace = network.window(&homes[1]);
    introduces(&mut grace, "Grace");
    // However it was heard: with capital letters, and with spaces.
    grace.type_in(&code.replace('-', " ").to_uppercase());
    grace.press(Named::Enter);
    grace.until_shown("Here now");
    ada.until_shown(&format!("Code {}", code.split('-').next().unwrap()));
    ada.until_shown("by Grace");
    ada.until("another code", |ada| !ada.shows(&code));
    let next = code_of(&mut ada);
    ada.click("Show big");
    ada.until_shown("One person per code. ");
    assert!(ada.shows(&next));
    // The name is someone else's, and the code is used: with another name, one is in by it all the same.
    let mut other = network.window(&homes[2]);
    introduces(&mut other, "Grace");
    other.type_in(&next);
    other.press(Named::Enter);
    other.until_focused("free-name");
    other.press(Named::Enter);
    other.until_shown("Here now");
    let mut late = network.window(&homes[3]);
    introduces(&mut late, "Ken");
    late.type_in("7-river");
    assert!(!late.shows("This code is incomplete"), "it is still being typed");
    late.press(Named::Enter);
    late.until_shown("This code is incomplete");
    late.command("a");
    late.type_in("7-river-mapel");
    late.press(Named::Enter);
    late.until_shown("“mapel” isn't one of the code words.");
}

#[test]
fn a_place_that_is_not_shown_is_joined_by_its_address_and_a_code() {
    let (network, homes) = (Network::new(), [TempDir::new().unwrap(), TempDir::new().unwrap()]);
    let mut ada = hosts_in(network.window(&homes[0]), "Ada", "Robotics lab");
    manages(&mut ada, "Network and key");
    ada.click("Show on this network");
    ada.until_shown("Only people with its address or an invite can join.");
    let words = ada.read();
    let port = words.iter().find_map(|words| words.rsplit_once(':')?.1.parse::<u16>().ok()).unwrap();
    ada.press(Named::Escape);
    ada.click("Invite");
    ada.until_shown("This place is hidden, so they need to type");
    let code = code_of(&mut ada);
    let mut grace = network.window(&homes[1]);
    introduces(&mut grace, "Grace");
    let wrong = if code.ends_with("-river-maple") { "maple-river" } else { "river-maple" };
    grace.type_in(&format!("127.0.0.1:{port} {}-{wrong}", code.split('-').next().unwrap()));
    grace.press(Named::Enter);
    grace.until_shown("That code is wrong.");
    grace.click_id("to");
    grace.command("a");
    grace.type_in(&format!("127.0.0.1:{port} {code}"));
    grace.press(Named::Enter);
    grace.until_shown("Here now");
}

#[test]
fn whether_others_reach_a_place_is_not_claimed_while_nobody_could_say() {
    let (network, homes) = (Network::new(), [TempDir::new().unwrap(), TempDir::new().unwrap()]);
    let mut ada = hosts_in(network.window(&homes[0]), "Ada", "Robotics lab");
    let mut grace = network.window(&homes[1]);
    introduces(&mut grace, "Grace");
    grace.until_shown("Robotics lab");
    grace.click_beside("Join", "Robotics lab");
    grace.until_shown("Is this the right place?");
    grace.click("They match, join");
    // She is on this very computer, and can't tell what others can reach.
    ada.until_shown("Grace joined");
    manages(&mut ada, "Network and key");
    ada.until_shown("Nobody is here from another computer who could check it.");
    assert!(ada.shows("Can others reach this computer?"));
    ada.click("Check again");
    ada.until_shown("Nobody is here from another computer who could check it.");
}

#[test]
fn why_a_place_is_not_reached_is_found_out_and_checked_again() {
    let (network, home) = (Network::new(), TempDir::new().unwrap());
    let mut grace = network.window(&home);
    introduces(&mut grace, "Grace");
    grace.type_in("127.0.0.1:1");
    grace.press(Named::Enter);
    grace.until_shown("Find out why");
    grace.click_id("find-out");
    grace.until_shown("Why can’t I reach 127.0.0.1:1?");
    grace.until_shown("Parlor is not open on this computer");
    assert!(grace.shows("done in "));
    grace.click_id("doctor-again");
    grace.until_shown("Parlor is not open on this computer");
    grace.press(Named::Escape);
    grace.until_shown("No rooms here yet");
    grace.click("Can’t find a room? Check the connection");
    grace.until_shown("Check the connection");
    grace.until_shown("done in ");
    grace.click("Back to the lobby");
    grace.until_focused("to");
}
