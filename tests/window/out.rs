//! Whoever is put out, banned, away or elsewhere: what they are told, and what they can still do.

use crate::rooms::{goes_to, looks_at, makes, two};
use crate::talk::says;

#[test]
fn whoever_is_put_out_can_still_command_and_loses_no_words() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    goes_to(&mut grace, "Tea kitchen");
    ada.until_shown("Grace joined");
    says(&mut ada, "/kick Grace");
    grace.until_shown("kicked you from this room");
    says(&mut grace, "but why");
    grace.until_shown("What you wrote stays here");
    assert!(grace.shows("but why"));
    grace.click_id("entry");
    grace.command("a");
    says(&mut grace, "/join Course chat");
    grace.until_shown("The room is called Course chat");
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
    grace.until_gone("Rejoin");
    says(&mut ada, "/unban Grace");
    ada.until_shown("unbanned Grace");
    grace.click_id("entry");
    says(&mut grace, "/join Tea kitchen");
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
    grace.press(iced::keyboard::key::Named::Escape);
    says(&mut ada, "are you there?");
    grace.until_shown("are you there?");
    assert!(ada.shows("Away, 1"));
    grace.type_in(" and back");
    grace.press(iced::keyboard::key::Named::Enter);
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
    let calls = |grace: &mut crate::stage::Stage| grace.read().iter().any(|words| words == "1");
    assert!(!calls(&mut grace), "only what calls is told on the way to the rooms");
    says(&mut ada, "@Grace two");
    grace.until("the badge", calls);
    grace.click("Rooms");
    grace.until_shown("Course chat");
}
