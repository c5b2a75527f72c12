//! Menus, and what can be done with a message from them; and what else takes more than one key.

use iced::keyboard::key::Named;
use iced::{Event, mouse};

use crate::rooms::{goes_to, makes, picks, two};
use crate::talk::says;

#[test]
fn opening_a_menu_changes_nothing_of_what_is_being_written() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "shall we?");
    grace.until_shown("shall we?");
    grace.click_id("entry");
    grace.type_in("half a thought");
    picks(&mut grace, "shall we?");
    grace.press(Named::Escape);
    grace.until_gone("Copy text");
    grace.until_focused("entry");
    grace.press(Named::Enter);
    ada.until_shown("half a thought");
    assert!(!ada.shows("↪"), "it replies to nothing");
}

#[test]
fn a_press_beside_a_menu_closes_it_and_does_nothing_else() {
    let (mut ada, ..) = two();
    says(&mut ada, "hello");
    ada.until("it to be kept", |ada| ada.shows("hello") && !ada.shows("Sending"));
    picks(&mut ada, "hello");
    let quit = ada.place_of("Quit").unwrap_or(iced::Point::new(190.0, 693.0));
    ada.click_at(quit);
    ada.until_gone("Copy text");
    assert!(!ada.shows("Close Course chat?"));
}

#[test]
fn letters_choose_from_a_menu_that_is_open() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "shall we?");
    grace.until_shown("shall we?");
    picks(&mut grace, "shall we?");
    grace.type_in("r");
    grace.until_shown("Reply to");
    grace.press(Named::Escape);
    grace.until_gone("Reply to");
}

#[test]
fn a_copied_link_leads_to_its_message_from_another_room() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "remember this");
    grace.until_shown("remember this");
    picks(&mut grace, "remember this");
    grace.click("Copy link");
    grace.until("the link", |grace| grace.copied().starts_with("parlor:"));
    let link = grace.copied();
    makes(&mut grace, "Tea kitchen");
    says(&mut grace, &link);
    grace.until("it to be kept", |grace| grace.shows(&link) && !grace.shows("Sending"));
    let at = grace.place_of(link).unwrap();
    // Its words stand below the name.
    grace.click_at(iced::Point::new(340.0, at.y + 14.0));
    grace.until_shown("remember this");
}

#[test]
fn a_room_that_is_marked_as_unread_stays_so_until_one_comes_back_to_it() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "first");
    says(&mut ada, "second");
    grace.until_shown("second");
    makes(&mut grace, "Tea kitchen");
    goes_to(&mut grace, "Course chat");
    grace.until_shown("second");
    picks(&mut grace, "second");
    grace.click("Mark as unread");
    goes_to(&mut grace, "Tea kitchen");
    grace.until("it to be unread", |grace| grace.app.title().starts_with("(1)"));
    goes_to(&mut grace, "Course chat");
    grace.until("it to be read", |grace| !grace.app.title().starts_with('('));
}

#[test]
fn what_an_operator_pins_everyone_finds() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "the exam is on Friday");
    grace.until_shown("the exam is on Friday");
    picks(&mut grace, "the exam is on Friday");
    assert!(!grace.shows("Pin to room"), "guests are not offered it");
    grace.press(Named::Escape);
    ada.until("it to be kept", |ada| !ada.shows("Sending"));
    picks(&mut ada, "the exam is on Friday");
    ada.click("Pin to room");
    grace.until_shown("pinned a message");
    grace.click("Pinned messages");
    grace.until("the message, in the list and among the pinned", |grace| {
        grace.read().iter().filter(|words| *words == "the exam is on Friday").count() > 1
    });
}

#[test]
fn what_is_too_long_for_one_message_is_sent_as_several_in_their_order() {
    let (mut ada, mut grace, ..) = two();
    let long = format!("{}\n{}", "one ".repeat(1_900), "two ".repeat(200));
    ada.put_into_clipboard(&long);
    ada.click_id("entry");
    ada.command("v");
    ada.until_shown("Too long for one message.");
    ada.click("Send as 2 messages");
    let ends = |words: &str, with: &str| words.trim_end().ends_with(with);
    grace.until("both", |grace| {
        let read = grace.read();
        let one = read.iter().position(|words| words.starts_with("one one") && ends(words, "one"));
        let other = read.iter().position(|words| words.starts_with("two two") && ends(words, "two"));
        other.is_some() && one.is_none_or(|one| Some(one) < other)
    });
    assert!(!ada.shows("Too long for one message."));
}

#[test]
fn arrows_choose_among_the_rooms_to_go_to() {
    let (mut ada, ..) = two();
    makes(&mut ada, "Tea kitchen");
    ada.command("k");
    ada.until_focused("go-to");
    ada.until_shown("Tea kitchen");
    ada.press(Named::ArrowDown);
    ada.press(Named::ArrowUp);
    ada.press(Named::Enter);
    ada.until_gone("Go to a room");
    ada.until_focused("entry");
}

#[test]
fn f6_goes_around_also_from_where_nothing_has_the_focus() {
    let (mut ada, ..) = two();
    ada.click("Here now, 2");
    assert!(!ada.has_focus("entry"));
    ada.press(Named::F6);
    ada.until_focused("entry");
    ada.press(Named::F6);
    ada.until_focused(parlor::app::screen::room::LIST);
}

#[test]
fn a_right_click_in_the_entry_offers_to_paste_and_does() {
    let (mut ada, ..) = two();
    ada.put_into_clipboard("from elsewhere");
    let at = ada.place_of(iced_test::selector::id("entry")).unwrap();
    ada.point(at);
    ada.on(Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)));
    ada.until_shown("Paste");
    assert!(!ada.shows("Cut"), "nothing is selected");
    ada.press(Named::Escape);
    ada.until_gone("Paste");
    ada.until_focused("entry");
}
