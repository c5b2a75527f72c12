//! Accounts in the window: making one, what is refused, being logged out, deleting it, and the door of a house that
//! wants one.

use iced::keyboard::key::Named;
use tempfile::TempDir;

use crate::focus::tabs_to;
use crate::rooms::{picks, two};
use crate::stage::Stage;
use crate::talk::{knocks, says};

const PASSWORD: &str = "correct horse";

/// Fills in a field.
fn types_into(stage: &mut Stage, id: &'static str, words: &str) {
    stage.click_id(id);
    stage.command("a");
    stage.press(Named::Backspace);
    stage.type_in(words);
}

/// Someone in a room makes an account.
fn registers(stage: &mut Stage, name: &str) {
    stage.click(name);
    stage.until_focused("account-first");
    stage.type_in(PASSWORD);
    types_into(stage, "account-again", PASSWORD);
    stage.press(Named::Enter);
    stage.until_shown("is yours forever here");
}

/// The same on another device of someone who has an account.
fn logs_in(home: &TempDir, name: &str, port: u16) -> Stage {
    let mut stage = knocks(home, name, port);
    stage.click("It is mine: log in");
    stage.until_focused("account-password");
    stage.type_in(PASSWORD);
    stage.press(Named::Enter);
    stage.until_shown("Here now");
    stage
}

/// The host decides who may come in.
fn admits(host: &mut Stage, whom: &str) {
    host.click("Manage");
    host.until_shown(whom);
    host.click(whom);
    host.press(Named::Escape);
}

fn reads(stage: &mut Stage, words: &str) -> bool {
    stage.read().iter().any(|shown| shown == words)
}

#[test]
fn a_password_that_the_house_refuses_makes_no_account() {
    let (_ada, mut grace, ..) = two();
    grace.click("Grace");
    grace.until_focused("account-first");
    grace.type_in("short");
    types_into(&mut grace, "account-again", "short");
    grace.press(Named::Enter);
    grace.until_shown("This password is too short.");
    assert!(grace.shows("Keep your name"));
    assert!(!grace.shows("You have an account"));
    assert_eq!(grace.read().iter().filter(|words| *words == "•••••").count(), 2, "what was typed stays");
    types_into(&mut grace, "account-first", PASSWORD);
    types_into(&mut grace, "account-again", PASSWORD);
    grace.press(Named::Enter);
    grace.until_shown("is yours forever here");
    grace.click("Grace");
    grace.until_shown("You have an account");
}

#[test]
fn whoever_is_logged_out_from_elsewhere_logs_in_again_and_loses_no_words() {
    let (mut ada, mut grace, port, _homes) = two();
    registers(&mut grace, "Grace");
    says(&mut ada, "before all that");
    grace.until_shown("before all that");
    let home = TempDir::new().unwrap();
    let mut other = logs_in(&home, "Grace", port);
    grace.click_id("entry");
    grace.type_in("half a thought");
    // What was told before the visit was over, and what stands in the dialog, is not so any more.
    grace.click("Grace");
    grace.until_focused("account-first");
    grace.type_in(PASSWORD);
    types_into(&mut grace, "account-new", PASSWORD);
    types_into(&mut grace, "account-again", PASSWORD);
    grace.press(Named::Enter);
    grace.until_shown("Your password is changed. Other devices stay logged in");
    grace.click("Grace");
    grace.until_shown("Change password");
    other.click("Grace");
    other.click("Log out everywhere");
    grace.until_shown("You were logged out in another window");
    assert!(!grace.shows("Your password is changed."));
    assert!(!grace.shows("Change password"));
    assert!(!grace.shows("You have an account"));
    grace.click("Close");
    grace.until_gone("Your account");
    grace.until_shown("You are no longer connected");
    grace.until_shown("What you wrote is kept.");
    assert!(grace.place_of(iced_test::selector::id("entry")).is_none());
    picks(&mut grace, "before all that");
    assert!(!reads(&mut grace, "❤"), "nothing can be done to it any more");
    grace.press(Named::Escape);
    grace.click("Log in");
    grace.until_focused("account-password");
    assert!(reads(&mut grace, "Grace"));
    assert!(reads(&mut grace, &format!("127.0.0.1:{port}")));
    grace.type_in(PASSWORD);
    grace.press(Named::Enter);
    grace.until_shown("Here now");
    grace.until("the draft", |stage| reads(stage, "half a thought"));
}

#[test]
fn an_account_is_deleted_with_two_presses_at_the_same_place() {
    let (_ada, mut grace, ..) = two();
    registers(&mut grace, "Grace");
    grace.click("Grace");
    grace.until_focused("account-first");
    let delete = grace.bounds_of("Delete account")[0];
    grace.click_id("account-new");
    grace.click_at(delete.center());
    grace.until_shown("Type your password, then press Delete account again.");
    grace.until_focused("account-first");
    let after = grace.bounds_of("Delete account")[0];
    assert!(after.center().distance(delete.center()) < 0.1, "{after:?} {delete:?}");
    grace.type_in(PASSWORD);
    grace.until_gone("Type your password");
    assert!(grace.shows("Press Delete account again."));
    grace.click_at(delete.center());
    grace.until_shown("Your account is deleted.");
    grace.until("what there is to press", |stage| reads(stage, "Back to lobby") && !reads(stage, "Log in"));
}

#[test]
fn with_the_password_typed_the_focus_stays_on_the_button_that_deletes() {
    let (_ada, mut grace, ..) = two();
    registers(&mut grace, "Grace");
    grace.click("Grace");
    grace.until_focused("account-first");
    grace.type_in(PASSWORD);
    tabs_to(&mut grace, "delete-account");
    grace.press(Named::Enter);
    grace.until_shown("Press Delete account again.");
    assert!(!grace.shows("Type your password"));
    assert!(grace.has_focus("delete-account"));
    grace.press(Named::Enter);
    grace.until_shown("Your account is deleted.");
}

#[test]
fn a_house_that_wants_an_account_has_a_newcomer_register_and_type_the_password_twice() {
    let (mut ada, _grace, port, _homes) = two();
    admits(&mut ada, "People with an account");
    let home = TempDir::new().unwrap();
    let mut ken = knocks(&home, "Ken", port);
    ken.until_shown("An account is needed here");
    assert!(!ken.shows("Account (optional)"));
    ken.until_focused("account-password");
    for words in ["Your password", "Repeat the password"] {
        assert!(reads(&mut ken, words), "{words}");
    }
    ken.type_in("short");
    ken.press(Named::Enter);
    ken.until_shown("This password is too short. Use at least 8 characters.");
    types_into(&mut ken, "account-password", PASSWORD);
    ken.press(Named::Enter);
    ken.until_shown("Type the password again in the second field.");
    types_into(&mut ken, "account-again", "another one");
    ken.press(Named::Enter);
    ken.until_shown("The two passwords are not the same.");
    types_into(&mut ken, "account-again", PASSWORD);
    ken.press(Named::Enter);
    ken.until_shown("Here now");
}

#[test]
fn logging_in_without_a_password_is_no_wrong_password() {
    let (_ada, mut grace, port, _homes) = two();
    registers(&mut grace, "Grace");
    let home = TempDir::new().unwrap();
    let mut other = knocks(&home, "Grace", port);
    other.click("It is mine: log in");
    other.until_focused("account-password");
    other.press(Named::Enter);
    other.until_shown("Type your password.");
    other.until_focused("account-password");
}

#[test]
fn whoever_waits_for_the_host_reads_that_the_host_is_asked() {
    let (mut ada, _grace, port, _homes) = two();
    admits(&mut ada, "People I approve");
    let home = TempDir::new().unwrap();
    let mut bob = knocks(&home, "Bob", port);
    bob.until_shown(&format!("Asking the host of 127.0.0.1:{port}. You join as soon as they say yes."));
    assert!(!bob.shows("Joining 127"));
    ada.click("Let in");
    bob.until_shown("Here now");
}

#[test]
fn where_a_name_is_taken_enter_goes_in_with_the_one_that_is_free() {
    let (mut ada, _grace, port, _homes) = two();
    let home = TempDir::new().unwrap();
    let mut other = knocks(&home, "Grace", port);
    other.until_shown("That name is taken.");
    other.until_focused("free-name");
    other.press(Named::Enter);
    other.until_shown("Here now");
    ada.until_shown("Grace 2");
}

#[test]
fn one_message_that_waits_is_told_as_one() {
    let (mut ada, mut grace, ..) = two();
    ada.click("Quit");
    ada.click("Back to lobby");
    grace.until_shown("Reconnecting…");
    says(&mut grace, "later");
    grace.until("it to wait", |stage| reads(stage, "Waiting to send"));
    grace.click("Quit");
    grace.click("Back to lobby");
    grace.until_shown("1 of your messages could not be sent. It waits for your next visit.");
}
