//! Where the focus is: one thing has it, and whatever gets it is seen, however low the window is.

use iced::keyboard::key::Named;
use tempfile::TempDir;

use crate::rooms::two;
use crate::stage::Stage;
use crate::talk::{hosts, introduces};

/// Moves on until what has this id has the focus.
pub fn tabs_to(stage: &mut Stage, id: &'static str) {
    for _ in 0..40 {
        if stage.has_focus(id) {
            return;
        }
        stage.tab();
    }
    panic!("{id} never had the focus: {:?}", stage.read());
}

#[test]
fn tab_scrolls_to_what_gets_the_focus_in_a_low_lobby() {
    for size in [(820.0, 560.0), (360.0, 560.0), (360.0, 240.0)] {
        let home = TempDir::new().unwrap();
        let mut stage = Stage::open(home.path(), size);
        introduces(&mut stage, "Ada");
        for _ in 0..16 {
            stage.tab();
            stage.until("the focus to be seen", Stage::sees_the_focus);
        }
    }
}

#[test]
fn tab_scrolls_to_what_gets_the_focus_in_a_low_dialog() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click("Room settings");
    ada.resize(360.0, 300.0);
    for _ in 0..14 {
        ada.tab();
        ada.until("the focus to be seen", Stage::sees_the_focus);
    }
}

#[test]
fn the_answer_to_join_is_scrolled_to_in_a_low_window() {
    let (_ada, _grace, port, _homes) = two();
    for size in [(820.0, 560.0), (360.0, 560.0)] {
        let home = TempDir::new().unwrap();
        let mut stage = Stage::open(home.path(), size);
        introduces(&mut stage, "Grace");
        stage.type_in(&format!("127.0.0.1:{port}"));
        stage.press(Named::Enter);
        stage.until_shown("Is this the right place?");
        stage.click("They match, join");
        stage.until_focused("free-name");
        for words in ["That name is taken. “Grace 2” is free.", "It is mine: log in"] {
            stage.until(words, |stage| stage.place_of(words).is_some());
        }
        stage.click("It is mine: log in");
        stage.until_focused("account-password");
        stage.until("the field to be seen", Stage::sees_the_focus);
        stage.type_in("wrong horse");
        stage.press(Named::Enter);
        let why = "Wrong name or password. Check both and try again.";
        stage.until("the answer to be seen", |stage| stage.place_of(why).is_some());
        stage.until("the field to be seen", Stage::sees_the_focus);
    }
}

#[test]
fn the_answer_to_host_is_scrolled_to_in_a_low_window() {
    let taken = std::net::TcpListener::bind(("::", 0)).unwrap();
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (360.0, 720.0));
    introduces(&mut stage, "Ada");
    stage.click("Host");
    stage.resize(360.0, 300.0);
    tabs_to(&mut stage, "title");
    stage.type_in("Course chat");
    tabs_to(&mut stage, "host");
    stage.until("the button to be seen", Stage::sees_the_focus);
    stage.click("Port 7275");
    tabs_to(&mut stage, "port");
    stage.command("a");
    stage.type_in(&taken.local_addr().unwrap().port().to_string());
    stage.press(Named::Enter);
    stage.until_focused("free-port");
    stage.until("the way out to be seen", Stage::sees_the_focus);
}

#[test]
fn a_click_into_the_entry_takes_the_focus_from_a_button() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click_id("entry");
    tabs_to(&mut ada, "send");
    ada.click_id("entry");
    assert!(ada.has_focus("entry"));
    assert!(!ada.has_focus("send"));
}

#[test]
fn what_is_selected_in_a_field_ends_with_whole_pixels() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (1081.0, 719.0));
    introduces(&mut stage, "Ada");
    let before = stage.layers();
    stage.click_id("password");
    stage.type_in("correct horse");
    stage.command("a");
    let selected: Vec<_> = stage.layers().into_iter().filter(|layer| !before.contains(layer)).collect();
    assert!(!selected.is_empty());
    // Of what ends within a pixel, the software renderer leaves a trace when it draws only a part anew.
    let whole = |edge: f32| (edge - edge.round()).abs() < 0.01;
    for layer in selected {
        let edges = [layer.x, layer.y, layer.x + layer.width, layer.y + layer.height];
        assert!(edges.into_iter().all(whole), "{layer:?}");
    }
}
