//! The page of the settings: how one gets there and back, and what holds at once.

use iced::keyboard::key::Named;
use tempfile::TempDir;

use crate::focus::tabs_to;
use crate::rooms::two;
use crate::stage::Stage;
use crate::talk::{hosts, introduces, says};

const SIZE: (f32, f32) = (1080.0, 720.0);

fn kept(home: &TempDir) -> parlor::settings::Settings {
    let (kept, troubles) = parlor::settings::load(&parlor::paths::Paths::at(home.path()).settings());
    assert_eq!(troubles, Vec::<String>::new());
    kept
}

#[test]
fn the_room_is_as_it_was_after_the_settings_were_open() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.click_id("entry");
    ada.type_in("half a thoug");
    ada.command(",");
    ada.until_shown("Appearance");
    assert!(ada.shows("Back to Course chat"));
    assert!(!ada.shows("half a thoug"), "it lies behind");
    ada.type_in("nowhere");
    ada.tab();
    ada.press(Named::Escape);
    ada.until_gone("Appearance");
    // The entry has the focus still, and the caret is at its end.
    ada.type_in("ht");
    assert!(ada.shows("half a thought"));
    ada.command(",");
    ada.click("Back to Course chat");
    ada.until_gone("Appearance");
    ada.press(Named::Enter);
    ada.until("it to be said", |ada| ada.read().iter().any(|words| words == "half a thought"));
}

#[test]
fn every_section_of_the_settings_is_reached_and_changed_with_keys_alone() {
    let home = TempDir::new().unwrap();
    {
        let mut stage = Stage::open(home.path(), SIZE);
        introduces(&mut stage, "Ada");
        stage.command(",");
        stage.until_shown("Message spacing");
        // The way back, then the sections, then what stands in the one that is open.
        for _ in 0..4 {
            stage.tab();
        }
        stage.press(Named::Enter);
        stage.until_shown("Notify me of");
        for _ in 0..3 {
            stage.tab();
        }
        stage.tab();
        stage.press(Named::Enter);
        tabs_to(&mut stage, "word");
        stage.type_in("deadline");
        stage.press(Named::Enter);
        stage.until_shown("deadline");
        assert!(stage.has_focus("word"));
        stage.type_in("Deadline");
        stage.press(Named::Enter);
    }
    let kept = kept(&home);
    assert_eq!(kept.notify, parlor::settings::Notify::Everything);
    assert_eq!(kept.notify_words, ["deadline"]);
}

#[test]
fn a_time_that_is_none_is_told_of_and_the_one_before_holds() {
    let home = TempDir::new().unwrap();
    {
        let mut stage = Stage::open(home.path(), SIZE);
        introduces(&mut stage, "Ada");
        stage.click("Settings");
        stage.click("Notifications");
        stage.click("Do not disturb");
        stage.until_shown("From");
        stage.click_id("quiet-from");
        stage.command("a");
        stage.type_in("21:3");
        assert!(!stage.shows("Write it as 22:00."));
        stage.type_in("x");
        assert!(stage.shows("Write it as 22:00."));
        stage.press(Named::Backspace);
        stage.type_in("0");
        assert!(!stage.shows("Write it as 22:00."));
        stage.click_id("quiet-to");
        stage.command("a");
        stage.type_in("late");
    }
    let quiet = kept(&home).quiet;
    assert_eq!(
        (quiet.on, quiet.from.to_string(), quiet.to.to_string()),
        (true, "21:30".to_owned(), "07:00".to_owned())
    );
}

#[test]
fn narrow_settings_show_the_sections_first_and_go_back_to_them() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), (360.0, 560.0));
    introduces(&mut stage, "Ada");
    stage.command(",");
    stage.until_shown("Data and storage");
    assert!(!stage.shows("Message spacing"));
    stage.click("Data and storage");
    stage.until_shown("Open folder");
    assert!(!stage.shows("Appearance"));
    stage.until("the room it takes", |stage| stage.read().iter().any(|words| words.ends_with(" kB")));
    stage.click("Settings");
    stage.until_shown("Appearance");
    stage.click("Back");
    stage.until_gone("Appearance");
    assert!(stage.has_focus("to"));
}

#[test]
fn high_contrast_is_left_to_the_look_before() {
    let home = TempDir::new().unwrap();
    let mut stage = Stage::open(home.path(), SIZE);
    introduces(&mut stage, "Ada");
    stage.command(",");
    stage.click("Classic");
    stage.click("Accessibility");
    stage.click("High contrast");
    assert_eq!(stage.app.theme().called(), "High contrast");
    stage.click("High contrast");
    assert_eq!(stage.app.theme().called(), "Classic");
    stage.click("Underline mentions");
    assert!(stage.app.theme().underlines());
}

#[test]
fn the_text_size_changes_by_key_wherever_the_focus_is() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    let is = |ada: &Stage, scale: f32| (ada.app.scale() - scale).abs() < 0.001;
    ada.click_id("entry");
    ada.command("+");
    assert!(is(&ada, 1.2));
    for _ in 0..5 {
        ada.command("-");
    }
    assert!(is(&ada, 0.8), "there is none smaller");
    ada.command("0");
    assert!(is(&ada, 1.0));
    // In a field of one line as well, and nothing is written there.
    ada.command("f");
    ada.command("=");
    assert!(is(&ada, 1.2));
    assert!(!ada.read().iter().any(|words| words == "=" || words == "+"));
}

#[test]
fn panels_fold_when_the_text_grows_and_come_back_when_it_shrinks() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    ada.until_shown("Here now");
    for _ in 0..3 {
        ada.command("+");
    }
    assert!((ada.app.scale() - 2.0).abs() < 0.001);
    ada.until("the panels to fold", |ada| !ada.shows("Here now,") && !ada.shows("Hosting"));
    ada.command("0");
    ada.until("the panels to be back", |ada| ada.shows("Here now,") && ada.shows("Hosting"));
    // Where the window is is kept as it is on the screen.
    ada.command("+");
    ada.resize(900.0, 600.0);
    drop(ada);
    let place = kept(&home).window.unwrap();
    assert!((place.width - 1080.0).abs() < 0.5 && (place.height - 720.0).abs() < 0.5, "{place:?}");
}

#[test]
fn who_joined_is_shown_in_one_line_one_by_one_or_not_at_all() {
    let (mut ada, _grace, ..) = two();
    ada.until_shown("Ada and Grace joined");
    let set = |ada: &mut Stage, choice: &str| {
        ada.command(",");
        ada.click("Messages");
        ada.click(choice);
        ada.press(Named::Escape);
    };
    let tells = |ada: &mut Stage, begin: &str| ada.read().iter().any(|words| words.starts_with(begin));
    set(&mut ada, "All");
    ada.until("one by one", |ada| tells(ada, "Ada ") && tells(ada, "Grace ") && !tells(ada, "Ada and Grace"));
    set(&mut ada, "None");
    ada.until("none of them", |ada| !tells(ada, "Ada ") && !tells(ada, "Grace "));
    says(&mut ada, "hello");
    ada.until_shown("hello");
    set(&mut ada, "One line");
    ada.until_shown("Ada and Grace joined");
}
