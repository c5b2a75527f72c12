//! Places that are found on the network, without an address. All of it stays on this computer.

use iced::keyboard::key::Named;
use parlor::find::LocalNetwork;
use tempfile::TempDir;

use crate::stage::{Stage, free_port};
use crate::talk::{hosts_in, introduces, says};

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
    ada.click("Manage");
    ada.click("Network and key");
    ada.until_shown("Others see it in their list, without an address.");
    ada.click("Show on this network");
    ada.until_shown("Only people with its address or an invite can join.");
    grace.until_shown("No rooms here yet");
    ada.click("Show on this network");
    grace.until_shown("Robotics lab");
    ada.click("Show on this network");
    grace.until_shown("No rooms here yet");
    ada.press(Named::Escape);
    ada.click("Quit");
    ada.click("Back to lobby");
    ada.until_shown("Last hosted");
    ada.click_id("host-again");
    ada.until_shown("Here now");
    ada.click("Manage");
    ada.click("Network and key");
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
