//! Whoever is put out, banned, away or elsewhere: what they are told, and what they can still do.

use iced::keyboard::key::Named;

use crate::rooms::{goes_to, looks_at, makes, two};
use crate::stage::Stage;
use crate::talk::says;

/// Whether there is something to write in.
fn can_write(stage: &mut Stage) -> bool {
    stage.place_of(iced_test::selector::id("entry")).is_some()
}

#[test]
fn whoever_is_put_out_reads_one_card_in_the_place_of_the_entry_and_loses_no_words() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    goes_to(&mut grace, "Tea kitchen");
    ada.until_shown("Grace joined");
    grace.until_shown("is now an operator");
    grace.click_id("entry");
    grace.type_in("half a thought");
    says(&mut ada, "/kick Grace too loud");
    grace.until_shown("You were kicked from this room");
    assert!(grace.shows("too loud. You can rejoin. What you wrote is kept."), "{:?}", grace.read());
    assert!(!can_write(&mut grace) && !grace.shows("half a thought"));
    assert_eq!(grace.read().iter().filter(|words| words.contains("kicked")).count(), 2, "a title and a sentence");
    // Nothing is typed into what nobody sees.
    grace.type_in(" lost");
    grace.press(Named::Enter);
    goes_to(&mut grace, "Course chat");
    grace.until_shown("The room is called Course chat");
    assert!(can_write(&mut grace));
    grace.click("Tea kitchen");
    grace.click("Rejoin");
    grace.until_focused("entry");
    assert!(grace.shows("half a thought"));
    grace.type_in(" and the rest");
    grace.press(Named::Enter);
    ada.until_shown("half a thought and the rest");
}

#[test]
fn whoever_is_banned_from_the_place_reads_until_when_by_whom_and_why_and_goes_to_the_lobby_with_a_press() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "before all that");
    grace.until_shown("before all that");
    says(&mut ada, "/ban Grace 1h too loud --all");
    grace.until_shown("You are banned from Course chat until ");
    grace.until_shown(
        "Ada banned you from all rooms for 1 hour: too loud. You can still read what you have seen so far.",
    );
    assert!(!can_write(&mut grace));
    for gone in ["Here now", "Direct messages", "Reconnecting…", "What you wrote is kept."] {
        assert!(!grace.shows(gone), "{gone}");
    }
    assert!(grace.place_of(iced_test::selector::id("send")).is_none());
    assert!(grace.shows("before all that"));
    grace.click("Back to lobby");
    grace.until_shown("Who can reach it");
}

#[test]
fn a_ban_that_is_over_can_be_rejoined_from() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/ban Grace 1s");
    grace.until_shown("You are banned from this room until ");
    grace.until("the end of the ban", |grace| {
        grace.on(iced::Event::Window(iced::window::Event::Focused));
        grace.shows("Your ban from this room is over")
    });
    grace.click("Rejoin");
    grace.until("the entry", can_write);
}

#[test]
fn a_ban_is_told_also_to_who_is_out_already_and_what_is_over_is_told_no_longer() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    goes_to(&mut grace, "Tea kitchen");
    ada.until_shown("Grace joined");
    says(&mut ada, "/kick Grace");
    grace.until_shown("You can rejoin");
    says(&mut ada, "/ban Grace 1h");
    grace.until_shown("banned you from this room for 1 hour");
    grace.until_shown("You are banned from this room until ");
    grace.until_gone("Rejoin");
    says(&mut ada, "/unban Grace");
    ada.until_shown("unbanned Grace");
    goes_to(&mut grace, "Tea kitchen");
    grace.until_shown("is now an operator");
    grace.until_gone("banned you from this room");
}

#[test]
fn whoever_was_in_a_room_that_is_deleted_is_told() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    goes_to(&mut grace, "Tea kitchen");
    ada.until_shown("Grace joined");
    says(&mut ada, "/delete Tea kitchen");
    grace.until_shown("Tea kitchen: Ada deleted this room.");
    grace.until_shown("The room is called Course chat");
}

#[test]
fn who_typed_in_a_room_types_no_more_when_one_comes_back_to_it() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    goes_to(&mut ada, "Course chat");
    grace.click_id("entry");
    grace.type_in("h");
    ada.until_shown("Grace is typing");
    goes_to(&mut ada, "Tea kitchen");
    ada.until_shown("is now an operator");
    goes_to(&mut grace, "Tea kitchen");
    grace.until_shown("is now an operator");
    grace.click_id("entry");
    grace.type_in("h");
    ada.until_shown("Grace is typing");
    // What was typed in the other room was so before.
    ada.until_gone("Grace is typing");
    goes_to(&mut ada, "Course chat");
    ada.until_shown("The room is called Course chat");
    assert!(!ada.shows("Grace is typing"));
}

#[test]
fn who_said_that_they_are_away_stays_so_while_they_look_around() {
    let (mut ada, mut grace, ..) = two();
    says(&mut grace, "/away lunch");
    ada.until_shown("Away, 1");
    grace.click_id("entry");
    grace.type_in("half a thought");
    looks_at(&mut grace, "Ada");
    grace.until_shown("Host");
    grace.press(Named::Escape);
    says(&mut ada, "are you there?");
    grace.until_shown("are you there?");
    assert!(ada.shows("Away, 1"));
    grace.type_in(" and back");
    grace.press(Named::Enter);
    ada.until_shown("half a thought and back");
    ada.until_gone("Away, 1");
}

#[test]
fn the_people_are_a_press_away_in_a_window_of_any_width() {
    let (mut ada, ..) = two();
    for width in [360.0, 560.0, 640.0, 720.0, 880.0, 900.0, 1200.0] {
        ada.resize(width, 480.0);
        if !ada.shows("Here now, 2") {
            ada.click("People");
            ada.until_shown("Here now, 2");
            ada.click(if width < 640.0 { "Back to Course chat" } else { "People" });
            ada.until_gone("Here now, 2");
        }
        ada.until_shown("The room is called Course chat");
    }
}

#[test]
fn what_only_operators_see_is_refused_to_others_with_a_sentence() {
    let (_ada, mut grace, ..) = two();
    says(&mut grace, "/bans");
    grace.until_shown("Only operators see who is banned from this room.");
    assert!(grace.shows("/bans"), "the line comes back");
}

#[test]
fn a_narrow_window_tells_what_is_unread_where_the_rooms_are_folded_away() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut grace, "Tea kitchen");
    grace.resize(360.0, 480.0);
    says(&mut ada, "one");
    grace.until("what waits to be counted", |grace| grace.app.title().starts_with("(1)"));
    let calls = |grace: &mut Stage| grace.read().iter().any(|words| words == "1");
    assert!(!calls(&mut grace), "only what calls is told on the way to the rooms");
    says(&mut ada, "@Grace two");
    grace.until("the badge", calls);
    grace.click("Rooms");
    grace.until_shown("Course chat");
}
