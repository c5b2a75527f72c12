//! Several rooms, direct talk, people and what may be done to them, accounts and the door, on the whole program.

use iced::keyboard::Modifiers;
use iced::keyboard::key::Named;
use iced::{Event, mouse};
use tempfile::TempDir;

use crate::stage::Stage;
use crate::talk::{hosts, introduces, joins, port_of, says};

/// A host and a guest in one room, and the folders they keep things in.
pub fn two() -> (Stage, Stage, u16, [TempDir; 2]) {
    let homes = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let mut ada = hosts(&homes[0], "Ada", "Course chat");
    let port = port_of(&mut ada);
    let grace = joins(&homes[1], "Grace", port);
    ada.until_shown("Grace joined");
    (ada, grace, port, homes)
}

/// Makes a room, and is in it.
pub fn makes(stage: &mut Stage, title: &str) {
    stage.click("New room");
    stage.until_focused("room-title");
    stage.type_in(title);
    stage.press(Named::Enter);
    stage.until_shown("is now an operator");
}

/// Goes to a room by its title.
pub fn goes_to(stage: &mut Stage, title: &str) {
    stage.command("k");
    stage.until_focused("go-to");
    stage.type_in(title);
    stage.press(Named::Enter);
    stage.until_gone("Go to a room");
}

/// Empties the entry, in which a refused line stands again.
fn empties_entry(stage: &mut Stage) {
    stage.click_id("entry");
    stage.command("a");
    stage.press(Named::Backspace);
}

/// Looks at someone in the list of people.
pub fn looks_at(stage: &mut Stage, name: &str) {
    stage.until("the list of people", |stage| stage.read().iter().any(|words| words == name));
    stage.click(name);
}

/// Picks what someone said, as a right click does.
pub fn picks(stage: &mut Stage, words: &str) {
    let at = stage.place_of(words.to_owned()).unwrap();
    stage.point(at);
    stage.on(Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)));
    stage.on(Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Right)));
    stage.until_shown("Copy text");
}

#[test]
fn a_room_that_one_makes_is_found_and_entered_by_another() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    ada.until_shown("Ada is now an operator");
    grace.command("k");
    grace.until_focused("go-to");
    grace.until_shown("Tea kitchen");
    grace.type_in("kitchen");
    grace.press(Named::Enter);
    grace.until_shown("Ada is now an operator");
    says(&mut grace, "milk first");
    ada.until_shown("milk first");
}

#[test]
fn what_is_said_elsewhere_is_counted_until_it_is_looked_at() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut grace, "Tea kitchen");
    says(&mut ada, "one");
    says(&mut ada, "two");
    grace.until("a count", |grace| grace.read().iter().any(|words| words == "2"));
    assert!(!grace.shows("two"));
    goes_to(&mut grace, "Course chat");
    grace.until_shown("two");
    grace.until("it to be read", |grace| !grace.app.title().starts_with('('));
    goes_to(&mut grace, "Tea kitchen");
    grace.until_shown("is now an operator");
    assert!(!grace.read().iter().any(|words| words == "2"), "{:?}", grace.read());
}

#[test]
fn each_room_keeps_its_own_draft() {
    let (_ada, mut grace, ..) = two();
    grace.click_id("entry");
    grace.type_in("half a thought");
    makes(&mut grace, "Tea kitchen");
    assert!(!grace.shows("half a thought"));
    goes_to(&mut grace, "Course chat");
    grace.until_shown("half a thought");
}

#[test]
fn two_talk_directly_from_the_list_of_people() {
    let (mut ada, mut grace, ..) = two();
    looks_at(&mut grace, "Ada");
    grace.until_shown("Message");
    grace.until_shown("Host");
    grace.click("Message");
    grace.until_shown("Only you and Ada see this conversation.");
    says(&mut grace, "only for you");
    ada.until("a count", |ada| ada.read().iter().any(|words| words == "1"));
    assert!(!ada.shows("only for you"));
}

#[test]
fn a_guest_is_offered_nothing_that_would_be_refused() {
    let (mut ada, mut grace, ..) = two();
    looks_at(&mut grace, "Ada");
    grace.until_shown("Message");
    for words in ["Moderate…", "Make operator"] {
        assert!(!grace.shows(words), "{words}");
    }
    grace.press(Named::Escape);
    grace.click("Room settings");
    grace.until_shown("Mute this room");
    for words in ["History", "Operators only", "Archive this room", "Delete"] {
        assert!(!grace.shows(words), "{words}");
    }
    looks_at(&mut ada, "Grace");
    ada.until_shown("Make operator");
    ada.click("Moderate…");
    ada.until_shown("Kick");
    assert!(!ada.shows("All of Course chat"), "nobody is muted everywhere");
    ada.click("Ban");
    ada.until_shown("All of Course chat");
}

#[test]
fn whoever_is_put_out_is_told_why_and_comes_back_with_a_press() {
    let (mut ada, mut grace, ..) = two();
    looks_at(&mut ada, "Grace");
    ada.click("Moderate…");
    ada.until_shown("Kick");
    ada.click("Kick");
    assert!(!ada.shows("For how long"), "whoever is kicked can come back at once");
    ada.click_id("why");
    ada.type_in("too loud");
    ada.click("Kick Grace");
    grace.until_shown("too loud. You can rejoin.");
    grace.until_shown("You were kicked from this room");
    assert!(!grace.read().iter().any(|words| words == "you"), "nobody is told of any more, not even oneself");
    grace.click("Rejoin");
    grace.until_gone("Rejoin");
    says(&mut grace, "sorry");
    ada.until_shown("sorry");
}

#[test]
fn whoever_is_banned_stays_out_until_the_host_lets_them_in_again() {
    let (mut ada, mut grace, ..) = two();
    grace.click_id("entry");
    grace.type_in("hello?");
    looks_at(&mut ada, "Grace");
    ada.click("Moderate…");
    ada.until_shown("For how long");
    ada.click("Ban");
    ada.click("10 minutes");
    ada.click("Ban Grace for 10 minutes");
    grace.until_shown("Ada banned you from this room for 10 minutes. You can still read");
    grace.until_shown("You are banned from this room until ");
    assert!(!grace.shows("Rejoin"));
    assert!(!grace.shows("Here now"));
    assert!(grace.shows("What you wrote is kept."));
    goes_to(&mut grace, "Course chat");
    grace.until_shown("You are banned from this room");
    ada.click("Room settings");
    ada.click("Moderation");
    ada.until_shown("Unban");
    ada.click("Unban");
    ada.until_shown("Nobody is banned from this room.");
    ada.press(Named::Escape);
    ada.until_shown("Ada unbanned Grace");
    goes_to(&mut grace, "Course chat");
    grace.until_gone("You are banned from this room");
    grace.until_shown("hello?");
    grace.press(Named::Enter);
    ada.until_shown("hello?");
}

#[test]
fn a_message_is_answered_and_reacted_to_and_taken_back() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "shall we?");
    grace.until_shown("shall we?");
    picks(&mut grace, "shall we?");
    grace.click("Reply");
    grace.until_shown("Reply to");
    grace.type_in("gladly");
    grace.press(Named::Enter);
    ada.until_shown("gladly");
    ada.until_shown("↪ Ada: shall we?");
    picks(&mut grace, "shall we?");
    grace.click("❤");
    ada.until_shown("❤ 1");
    grace.until_shown("❤ 1");
    // Without a pointer: Alt and Up pick the newest message.
    grace.click_id("entry");
    grace.press_with(Named::ArrowUp, Modifiers::ALT);
    grace.press(Named::ContextMenu);
    grace.click("Delete");
    grace.until_shown("Delete this message?");
    grace.click_id("yes");
    ada.until_shown("Message deleted");
    assert!(!ada.shows("gladly"));
}

#[test]
fn what_can_be_done_with_a_message_stands_beside_it_under_the_pointer() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "shall we?");
    says(&mut ada, "or rather not");
    grace.until_shown("or rather not");
    assert!(!grace.shows("Reply"));
    let below = grace.place_of("or rather not".to_owned()).unwrap();
    grace.point(below);
    grace.until_shown("Reply");
    // It stands over the message above, and stays with the one it is for.
    let reply = grace.place_of("Reply").unwrap();
    assert!(reply.y < below.y, "{reply:?} {below:?}");
    grace.point(reply);
    grace.click_at(reply);
    grace.until_shown("Reply to");
    assert!(!grace.shows("❤"), "to answer, no more is needed");
    grace.type_in("rather not");
    grace.press(Named::Enter);
    ada.until_shown("↪ Ada: or rather not");
    grace.point(below);
    grace.click("More");
    grace.click("👍");
    ada.until_shown("👍 1");
    grace.until_shown("👍 1");
    says(&mut ada, "/mute Grace");
    grace.until_shown("You are muted here");
    let below = grace.place_of("or rather not".to_owned()).unwrap();
    grace.point(below);
    grace.until_shown("More");
    assert!(!grace.shows("Reply"), "nothing is offered that would be refused");
}

#[test]
fn the_host_removes_what_someone_said_and_it_says_by_whom() {
    let (mut ada, mut grace, ..) = two();
    says(&mut grace, "regrettable");
    ada.until_shown("regrettable");
    picks(&mut ada, "regrettable");
    ada.click("Remove for everyone");
    ada.until_shown("Remove this message?");
    ada.click_id("yes");
    grace.until_shown("Removed by Ada");
    assert!(!grace.shows("regrettable"));
}

#[test]
fn what_a_room_keeps_is_told_to_everyone_and_changed_by_who_keeps_it() {
    let (mut ada, mut grace, ..) = two();
    ada.click("Room settings");
    ada.click("History");
    ada.click("7 days");
    ada.until_shown("Delete older messages?");
    ada.click("Cancel");
    ada.until_gone("Delete older messages?");
    ada.click("7 days");
    ada.click_id("yes");
    grace.until_shown("Ada changed how long messages are kept: for 7 days");
}

#[test]
fn a_name_is_registered_and_logged_out_of_in_the_window() {
    let (_ada, mut grace, ..) = two();
    grace.click("Grace");
    grace.until_focused("account-first");
    grace.type_in("correct horse");
    grace.click_id("account-again");
    grace.type_in("wrong horse");
    grace.click("Register");
    grace.until_shown("not the same");
    for _ in 0.."wrong horse".len() {
        grace.press(Named::Backspace);
    }
    grace.click_id("account-again");
    for _ in 0.."wrong horse".len() {
        grace.press(Named::Backspace);
    }
    grace.type_in("correct horse");
    grace.press(Named::Enter);
    grace.until_shown("is yours forever here");
    grace.click("Grace");
    grace.until_shown("Your account");
    grace.click("Log out here");
    grace.until_shown("You logged out.");
}

#[test]
fn whoever_asks_to_come_in_is_let_in_with_one_press() {
    let (mut ada, _grace, port, _homes) = two();
    ada.click("Manage");
    ada.until_shown("People I approve");
    ada.click("People I approve");
    ada.press(Named::Escape);
    let home = TempDir::new().unwrap();
    let mut bob = Stage::open(home.path(), (1080.0, 720.0));
    introduces(&mut bob, "Bob");
    bob.type_in(&format!("127.0.0.1:{port}"));
    bob.press(Named::Enter);
    bob.until_shown("Is this the right place?");
    bob.click("They match, join");
    ada.until_shown("Bob wants to join.");
    // However long that is left standing, it is not forgotten.
    ada.click("Manage");
    ada.click("Requests");
    ada.until_shown("You approve who joins.");
    ada.press(Named::Escape);
    ada.click("Let in");
    bob.until_shown("Here now");
    ada.until("nobody to ask any more", |stage| !stage.read().iter().any(|words| words == "1"));
}

#[test]
fn a_registered_person_logs_in_from_another_device_and_a_stranger_does_not() {
    let (_ada, mut grace, port, _homes) = two();
    looks_at(&mut grace, "Grace");
    grace.until_focused("account-first");
    grace.type_in("correct horse");
    grace.click_id("account-again");
    grace.type_in("correct horse");
    grace.press(Named::Enter);
    grace.until_shown("is yours forever here");
    let home = TempDir::new().unwrap();
    let mut other = Stage::open(home.path(), (1080.0, 720.0));
    introduces(&mut other, "Grace");
    other.type_in(&format!("127.0.0.1:{port}"));
    other.press(Named::Enter);
    other.until_shown("Is this the right place?");
    other.click("They match, join");
    other.until_shown("It is mine: log in");
    other.click("It is mine: log in");
    other.click_id("account-password");
    other.type_in("wrong horse");
    other.press(Named::Enter);
    other.until_shown("Wrong name or password.");
    other.until_focused("account-password");
    for _ in 0.."wrong horse".len() {
        other.press(Named::Backspace);
    }
    other.type_in("correct horse");
    other.press(Named::Enter);
    other.until_shown("Here now");
    other.until_shown("Grace");
}

#[test]
fn what_is_commanded_by_typing_is_done() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/create Surprise --invited");
    ada.until_shown("made the room invite-only");
    says(&mut grace, "/join Surprise");
    grace.until_shown("There is no such room, or you need an invite.");
    empties_entry(&mut grace);
    says(&mut ada, "/invite Grace");
    grace.until_shown("You can join Surprise now");
    grace.click("Join Surprise");
    grace.until_shown("Ada invited Grace");
    says(&mut ada, "/mute Grace 10m too loud");
    grace.until_shown("You can only read until");
    says(&mut grace, "but");
    grace.until_shown("Not sent.");
    grace.click("Delete");
    grace.until_gone("Not sent.");
    says(&mut grace, "/mute Ada");
    grace.until_shown("Only operators of this room can do that. Ask one.");
    empties_entry(&mut grace);
    says(&mut ada, "/unmute Grace");
    grace.until_gone("You are muted here");
    says(&mut grace, "/msg Ada between us");
    grace.until_shown("Only you and Ada see this conversation.");
    ada.until("the talk", |ada| ada.read().iter().filter(|words| *words == "Grace").count() > 1);
    says(&mut grace, "/msg Nobody hello");
    grace.until_shown("Nobody here is called Nobody.");
    says(&mut ada, "/delete");
    ada.until_shown("type /delete Surprise");
    empties_entry(&mut ada);
    says(&mut ada, "/delete Surprise");
    ada.until("the room to be gone", |ada| !ada.read().iter().any(|words| words == "Surprise"));
}

#[test]
fn a_command_that_is_refused_stands_in_the_entry_again() {
    let (_ada, mut grace, ..) = two();
    for (line, why) in [
        ("/msg Nobody a long sentence", "Nobody here is called Nobody."),
        ("/op Nobody", "Nobody here is called Nobody."),
        ("/kick Ada", "Only operators of this room can do that. Ask one."),
        ("/nick Ada", "Ada"),
        ("/join Nowhere", "Nowhere"),
        ("/reply first", "Nobody else has said anything here yet."),
    ] {
        says(&mut grace, line);
        grace.until_shown(why);
        grace.until(line, |stage| stage.read().iter().any(|words| words == line));
        empties_entry(&mut grace);
    }
}

#[test]
fn an_operator_sees_what_a_message_said_before_it_was_changed_and_a_guest_does_not() {
    let (mut ada, mut grace, ..) = two();
    says(&mut grace, "at five");
    ada.until_shown("at five");
    says(&mut ada, "are you sure");
    grace.until_shown("are you sure");
    grace.press(Named::ArrowUp);
    grace.until_shown("Editing your message");
    for _ in 0.."five".len() {
        grace.press(Named::Backspace);
    }
    grace.type_in("six");
    grace.press(Named::Enter);
    ada.until_shown("at six");
    picks(&mut ada, "at six");
    ada.click("Edit history");
    ada.until_shown(": at five");
    ada.press(Named::Escape);
    ada.until_focused("entry");
    ada.press(Named::ArrowUp);
    ada.until_shown("Editing your message");
    ada.type_in("?");
    ada.press(Named::Enter);
    grace.until_shown("are you sure?");
    picks(&mut grace, "are you sure?");
    assert!(!grace.shows("Edit history"));
}

#[test]
fn who_is_away_is_listed_below_the_others_and_comes_back_up() {
    let (mut ada, mut grace, ..) = two();
    ada.until_shown("Here now, 2");
    says(&mut grace, "/away lunch");
    ada.until_shown("Away, 1");
    ada.until_shown("Here now, 1");
    let [away, name] = ["Away, 1", "Grace"].map(|words| ada.bounds_of(words).last().copied().unwrap());
    assert!(name.y > away.y, "{name:?} {away:?}");
    says(&mut grace, "/back");
    ada.until_shown("Here now, 2");
    ada.until_gone("Away, 1");
}

#[test]
fn what_calls_is_counted_apart_from_the_rest() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut grace, "Tea kitchen");
    says(&mut ada, "one");
    says(&mut ada, "@Grace two");
    says(&mut ada, "three");
    grace.until("a count of what calls alone", |grace| {
        let read = grace.read();
        read.iter().any(|words| words == "1") && !read.iter().any(|words| words == "3")
    });
}

#[test]
fn a_direct_talk_shows_which_of_its_two_is_in_the_house() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/msg Grace psst");
    ada.until_shown("Only you and Grace see this conversation.");
    let here = |ada: &mut Stage| ada.read().iter().filter(|words| *words == "here").count();
    ada.until("both to be here", |ada| here(ada) == 2);
    grace.click("Quit");
    grace.until_shown("Leave Course chat?");
    grace.press(Named::Enter);
    grace.until("the end", |grace| grace.exited);
    ada.until("only oneself to be here", |ada| here(ada) == 1);
}

#[test]
fn the_host_finds_everyone_and_every_room_in_manage() {
    let (mut ada, _grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    ada.click("Manage");
    ada.click("People");
    ada.until("the people of the house", |stage| stage.read().iter().any(|words| words == "Guest"));
    ada.click_id("people-search");
    ada.type_in("gra");
    ada.until("the others to go", |stage| !stage.read().iter().any(|words| words == "you"));
    ada.click("Guest");
    ada.until_shown("Message");
    // The card goes first, and what it was opened from is there still.
    ada.press(Named::Escape);
    ada.until_gone("Message");
    ada.click("Rooms");
    ada.until_shown("Choose a room to change its settings.");
    ada.click("2");
    ada.until_shown("Mute this room");
    ada.click("Moderation");
    ada.click("30 s");
    ada.press(Named::Escape);
    ada.until_shown("Ada turned slow mode on");
    assert!(!ada.shows("Ada is now an operator"), "it happened in the other room, and that is shown");
}

#[test]
fn what_is_typed_while_nothing_has_the_focus_goes_into_the_entry() {
    let (mut ada, ..) = two();
    ada.click("Here now, 2");
    assert!(!ada.has_focus("entry"));
    ada.type_in("h");
    ada.until_focused("entry");
    ada.type_in("ello");
    ada.until_shown("hello");
    ada.press(Named::Enter);
    ada.until("the entry to be empty again", |stage| {
        stage.read().iter().filter(|words| *words == "hello").count() == 1
    });
}

#[test]
fn leaving_a_room_for_good_is_asked_about_once() {
    let (_ada, mut grace, ..) = two();
    says(&mut grace, "/create Vault --invited");
    grace.until_shown("made the room invite-only");
    grace.click("Room settings");
    grace.until_shown("Leave this room");
    grace.click_id("room-settings-title");
    grace.type_in("s");
    grace.click("Leave…");
    grace.until_shown("Leave Vault?");
    grace.until_shown("You are an operator, so you can come back without an invite. You are the last operator");
    grace.click("Cancel");
    grace.until_gone("Leave Vault?");
    grace.until_shown("Vaults");
    grace.click("Leave…");
    grace.click_id("yes");
    grace.until_gone("Leave this room");
    grace.until_shown("Ada and Grace joined");
}

#[test]
fn a_room_with_a_password_that_has_its_title_already_asks_for_the_password() {
    let (mut ada, ..) = two();
    says(&mut ada, "/create Vault --password");
    ada.until_shown("Vault");
    ada.until_focused("room-password");
}

#[test]
fn whoever_keeps_a_room_by_invitation_invites_in_its_dialog_and_in_that_of_a_person() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/create Vault --invited");
    ada.until_shown("made the room invite-only");
    ada.click("Room settings");
    ada.click("Access");
    ada.until_shown("Invite people");
    ada.click_id("room-settings-invite");
    ada.type_in("Nobody");
    ada.press(Named::Enter);
    ada.until_shown("Nobody here is called Nobody.");
    ada.click_id("room-settings-invite");
    ada.command("a");
    ada.type_in("Grace");
    ada.press(Named::Enter);
    ada.until_shown("Grace can join now.");
    ada.click_id("room-settings-invite");
    ada.type_in("Grace");
    ada.press(Named::Enter);
    ada.until_shown("They are already invited.");
    ada.press(Named::Escape);
    grace.until_shown("You can join Vault now.");
    goes_to(&mut ada, "Course chat");
    looks_at(&mut ada, "Grace");
    ada.until_shown("Invite to Vault");
    ada.click("Invite to Vault");
    ada.until_shown("They are already invited.");
}

#[test]
fn ones_own_line_in_the_list_of_people_tells_what_one_is() {
    let (mut ada, mut grace, ..) = two();
    ada.until_shown("you, host");
    grace.until("one's own line", |stage| stage.read().iter().any(|words| words == "you"));
    says(&mut ada, "/op Grace");
    grace.until_shown("you, operator");
}

#[test]
fn what_can_not_be_sent_later_either_is_only_deleted_and_the_rest_is_tried_again() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/lock");
    grace.until_shown("Only operators can write here.");
    says(&mut grace, "let me in");
    grace.until_shown("Not sent.");
    assert!(grace.shows("Retry") && grace.shows("Delete"));
    says(&mut ada, "/unlock");
    grace.until_gone("Only operators can write here.");
    grace.click("Retry");
    ada.until_shown("let me in");
    grace.until_gone("Not sent.");
    says(&mut ada, "/archive");
    grace.until_shown("This room is archived.");
    says(&mut grace, "too late");
    grace.until_shown("Not sent.");
    assert!(!grace.shows("Retry") && grace.shows("Delete"));
    says(&mut grace, "/retry");
    grace.until_shown("Trying again would not help.");
    grace.click("Delete");
    grace.until_gone("Not sent.");
    assert!(!grace.shows("too late"));
}

/// In which order these words stand in the window, as far as they do.
fn order_of<'a>(stage: &mut Stage, words: &[&'a str]) -> Vec<&'a str> {
    let read = stage.read();
    read.iter().filter_map(|shown| words.iter().find(|words| *shown == **words).copied()).collect()
}

#[test]
fn what_slow_mode_holds_back_is_sent_by_itself_in_the_order_it_was_written() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/slow 2");
    ada.until_shown("slow mode");
    grace.until_shown("slow mode");
    let words = ["first", "second", "third"];
    for words in words {
        says(&mut grace, words);
    }
    grace.until_shown("Not sent yet.");
    grace.until_shown("It is sent when the wait is over.");
    assert!(!grace.shows("Retry") && grace.shows("Delete"));
    grace.until("all to be sent", |grace| !grace.shows("Not sent yet.") && !grace.shows("Sending"));
    ada.until_shown("third");
    assert_eq!(order_of(&mut ada, &words), words);
}

#[test]
fn what_slow_mode_holds_back_can_be_deleted_and_goes_out_at_once_when_slow_mode_is_over() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/slow 3600");
    grace.until_shown("slow mode");
    for words in ["first", "second"] {
        says(&mut grace, words);
    }
    grace.until_shown("Not sent yet.");
    grace.click("Delete");
    grace.until_gone("Not sent yet.");
    assert!(!grace.shows("second"));
    says(&mut grace, "third");
    grace.until_shown("Not sent yet.");
    says(&mut ada, "/slow off");
    grace.until("it to be sent", |grace| !grace.shows("Not sent yet.") && !grace.shows("Sending"));
    ada.until_shown("third");
    assert_eq!(order_of(&mut ada, &["first", "second", "third"]), ["first", "third"]);
}

#[test]
fn whoever_is_in_another_room_is_invited_with_one_press_where_not_everyone_can_join() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/create Vault --invited");
    ada.until_shown("made the room invite-only");
    // What stands above the people leads to whom to invite, not to the link that leads into the place alone.
    let above = ada.bounds_of("Invite").into_iter().max_by(|one, other| one.x.total_cmp(&other.x)).unwrap();
    ada.click_at(above.center());
    ada.until_focused("room-settings-invite");
    ada.until_shown("Grace");
    ada.type_in("nobody like that");
    ada.until_gone("Grace");
    ada.command("a");
    ada.type_in("gr");
    ada.until_shown("Grace");
    let invite = ada.bounds_of("Invite").into_iter().max_by(|one, other| one.y.total_cmp(&other.y)).unwrap();
    ada.click_at(invite.center());
    grace.until_shown("You can join Vault now.");
    ada.until_shown("Grace can join now.");
    // Once is enough.
    let invites = |ada: &mut Stage| ada.read().iter().filter(|words| *words == "Invite").count();
    ada.until("her to be among those who are", |ada| ada.shows("Invited") && invites(ada) == 1);
}

#[test]
fn rooms_one_is_not_in_are_told_of_below_those_one_is_in() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut ada, "Tea kitchen");
    grace.click("1 more room");
    grace.until_focused("go-to");
    grace.click("Tea kitchen");
    grace.until_shown("Ada is now an operator");
    grace.until_gone("1 more room");
}

#[test]
fn a_name_is_changed_on_ones_own_card() {
    let (mut ada, mut grace, ..) = two();
    grace.until("one's own line", |stage| stage.read().iter().any(|words| words == "you"));
    let you = grace.bounds_of("you").last().copied().unwrap();
    grace.click_at(you.center());
    grace.click("Change name");
    grace.until_focused("rename");
    grace.command("a");
    grace.type_in("?");
    grace.press(Named::Enter);
    grace.until_shown("A name can't contain “?”.");
    grace.command("a");
    grace.type_in("Grace H");
    grace.press(Named::Enter);
    ada.until_shown("Grace is now called Grace H");
    grace.until_focused("entry");
}

#[test]
fn enter_goes_on_after_choosing_among_cards_by_the_pointer() {
    let (mut ada, ..) = two();
    ada.click("New room");
    ada.until_focused("room-title");
    ada.type_in("Vault");
    ada.click("Invite only");
    ada.press(Named::Enter);
    ada.until_shown("made the room invite-only");
    goes_to(&mut ada, "Course chat");
    looks_at(&mut ada, "Grace");
    ada.click("Moderate…");
    ada.click("Kick");
    ada.press(Named::Enter);
    ada.until_shown("Ada kicked Grace");
}

#[test]
fn a_reply_shows_the_words_it_replies_to_without_their_marks() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "**shall** we `go`?");
    grace.until_shown("shall we go?");
    picks(&mut grace, "shall we go?");
    grace.click("Reply");
    grace.until_shown("Reply to");
    assert!(!grace.shows("**shall**"));
    grace.type_in("gladly");
    grace.press(Named::Enter);
    ada.until_shown("↪ Ada: shall we go?");
}
