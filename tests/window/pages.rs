//! Room settings and Manage: pages that stay true while they are open, and ask once before what can't be undone.

use iced::keyboard::key::Named;
use parlor::guest::{Backoff, Guest, Keep, Update, Visit, Way};
use parlor::paths::Paths;
use parlor::wire::frame::{Notify, Since, Yours};
use parlor::wire::{Identity, Invite};
use tempfile::TempDir;

use crate::rooms::{looks_at, makes, two};
use crate::stage::Stage;
use crate::talk::{hosts, joins, port_of, says};

fn reads(stage: &mut Stage, words: &str) -> bool {
    stage.read().iter().any(|shown| shown == words)
}

/// What someone has in the first room, as another of their devices hears it.
fn yours_elsewhere(home: &TempDir, name: &str, invite: &Invite) -> Yours {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let way = Way::Network { addresses: invite.addresses.clone(), relay: None, key: invite.key };
        let visit = Visit {
            way,
            keep: Keep::Nowhere,
            me: Identity::keep(&Paths::at(home.path()).guest_key()).unwrap(),
            name: name.parse().unwrap(),
            password: None,
            account: None,
            secret: None,
            room: None,
            since: Since::default(),
            backoff: Backoff::default(),
        };
        let (_guest, mut updates) = Guest::join(visit).unwrap();
        loop {
            if let Update::Entered(arrival) = updates.next().await.unwrap() {
                return arrival.room.yours;
            }
        }
    })
}

#[test]
fn the_password_of_a_place_is_set_and_removed_while_it_is_open() {
    let homes = [TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap()];
    let mut ada = hosts(&homes[0], "Ada", "Course chat");
    let port = port_of(&mut ada);
    opens(&mut ada, "Manage", "Access");
    ada.click_id("manage-password");
    ada.type_in("open sesame");
    ada.click("Set");
    ada.until_shown("New people need this password to join now.");
    let mut grace = crate::talk::knocks(&homes[1], "Grace", port);
    grace.until_focused("join-password");
    grace.type_in("open sesame");
    grace.press(Named::Enter);
    grace.until_shown("Here now");
    ada.click("Remove…");
    ada.until_shown("Remove the password?");
    ada.press(Named::Escape);
    ada.until_gone("Remove the password?");
    assert!(ada.shows("Remove…"), "it was only asked");
    ada.click("Remove…");
    ada.click("Remove password");
    ada.until_shown("Nobody needs a password any more.");
    ada.until_gone("Remove…");
    let _ken = joins(&homes[2], "Ken", port);
    ada.press(Named::Escape);
    ada.until_shown("Here now, 3");
    // And so it is when it is hosted again.
    crate::talk::hosts_again(&mut ada);
}

#[test]
fn who_is_invited_to_a_room_is_listed_and_can_be_uninvited() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/create Vault --invited");
    ada.until_shown("made the room invite-only");
    opens(&mut ada, "Room settings", "Access");
    ada.until_shown("Invite people");
    assert!(!reads(&mut ada, "Invited"), "nobody is");
    ada.click_beside("Invite", "Grace");
    ada.until("the list", |ada| reads(ada, "Invited"));
    grace.until_shown("You can join Vault now.");
    ada.click("Withdraw invite");
    ada.until("the list to be gone", |ada| !reads(ada, "Invited"));
    grace.until_gone("Join Vault");
    ada.press(Named::Escape);
    ada.until_shown("Ada uninvited Grace");
}

#[test]
fn of_what_one_is_notified_in_a_room_is_chosen_there_for_all_of_ones_devices() {
    let (mut ada, mut grace, port, homes) = two();
    ada.click("Invite");
    ada.click_id("invite-copy");
    ada.until("the invite", |ada| !ada.copied().is_empty());
    let mut invite: Invite = ada.copied().parse().unwrap();
    invite.addresses = vec![format!("127.0.0.1:{port}").parse().unwrap()];
    ada.press(Named::Escape);
    opens(&mut grace, "Room settings", "General");
    for (choice, kept) in
        [("Everything", Some(Notify::Everything)), ("Mentions", Some(Notify::Mentions)), ("As in Settings", None)]
    {
        grace.click(choice);
        grace.until(choice, |_| yours_elsewhere(&homes[1], "Grace", &invite).notify == kept);
    }
    // Whoever hears nothing of it has nothing to choose.
    grace.click("Mute this room");
    grace.until_gone("As in Settings");
}

/// Opens a section of a page.
fn opens(stage: &mut Stage, page: &str, section: &str) {
    stage.click(page);
    stage.until_shown("Back to");
    stage.click(section);
}

#[test]
fn whoever_joins_while_manage_is_open_is_listed_there() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut ada = hosts(&one, "Ada", "Course chat");
    let port = port_of(&mut ada);
    opens(&mut ada, "Manage", "People");
    ada.until_shown("Only you are here.");
    let mut grace = joins(&other, "Grace", port);
    ada.until_shown("2 here now.");
    ada.until("Grace to be listed", |ada| reads(ada, "Grace"));
    says(&mut grace, "/away lunch");
    ada.until_shown("Away: lunch");
    grace.click("Quit");
    grace.until_shown("Leave Course chat?");
    grace.press(Named::Enter);
    grace.until("the end", |grace| grace.exited);
    ada.until_shown("Only you are here.");
}

#[test]
fn bans_of_a_room_and_of_the_whole_place_are_listed_together_and_undone_there() {
    let (mut ada, _grace, port, _homes) = two();
    let home = TempDir::new().unwrap();
    let _ken = joins(&home, "Ken", port);
    for (name, everywhere) in [("Grace", false), ("Ken", true)] {
        looks_at(&mut ada, name);
        ada.click("Moderate…");
        ada.click("Ban");
        if everywhere {
            ada.click("All of Course chat");
        }
        ada.click(&format!("Ban {name} for 1 hour"));
        ada.until_shown(&format!("Ada banned {name}"));
    }
    opens(&mut ada, "Manage", "Bans");
    ada.until("both to be listed", |ada| reads(ada, "Grace") && reads(ada, "Ken"));
    assert!(ada.shows("All of Course chat"));
    for left in [1, 0] {
        ada.click("Unban");
        ada.until("one less", |ada| ada.read().iter().filter(|words| *words == "Unban").count() == left);
    }
    ada.until_shown("Nobody is banned.");
    ada.press(Named::Escape);
    ada.until_shown("Ada unbanned Ken from all rooms");
}

#[test]
fn a_room_is_deleted_once_its_title_is_typed() {
    let (mut ada, mut grace, ..) = two();
    makes(&mut grace, "Lab 3");
    opens(&mut grace, "Room settings", "Danger zone");
    grace.click("Delete room…");
    grace.until_focused("room-settings-delete");
    grace.type_in("Lab");
    grace.press(Named::Enter);
    assert!(grace.shows("Delete Lab 3?"));
    grace.type_in(" 3");
    grace.press(Named::Enter);
    grace.until("the room to be gone", |grace| !reads(grace, "Lab 3") && grace.shows("Grace deleted this room."));
    ada.until("the room to be gone", |ada| !ada.shows("Lab 3"));
}

#[test]
fn who_can_write_is_chosen_among_three_and_an_archived_room_is_taken_into_use_again() {
    let (mut ada, mut grace, ..) = two();
    opens(&mut ada, "Room settings", "Access");
    ada.click("Nobody");
    grace.until_shown("archived");
    ada.click("Danger zone");
    ada.until_shown("Reopen this room");
    ada.click("Access");
    ada.click("Operators only");
    ada.press(Named::Escape);
    ada.until_shown("Ada locked the room: only operators can write");
    ada.until_gone("This room is archived.");
    opens(&mut ada, "Room settings", "Access");
    ada.until_shown("Who can write");
    let everyone = ada.bounds_of("Everyone").last().copied().unwrap();
    ada.click_at(everyone.center());
    grace.until_gone("Only operators can write here.");
    says(&mut grace, "thank you");
    ada.press(Named::Escape);
    ada.until_shown("thank you");
}

#[test]
fn a_page_says_what_was_refused_and_a_card_over_it_goes_back_to_it() {
    let (mut ada, mut grace, ..) = two();
    says(&mut ada, "/op Grace");
    grace.until_shown("you, operator");
    opens(&mut grace, "Room settings", "People");
    grace.click("Host");
    grace.until_shown("Here since");
    assert!(!grace.shows("Moderate…"), "the host is above an operator");
    grace.press(Named::Escape);
    grace.until_gone("Here since");
    assert!(grace.shows("Back to Course chat"));
    // What is shown was allowed a moment ago.
    grace.click("Moderation");
    says(&mut ada, "/deop Grace");
    grace.until_gone("Slow mode");
    assert!(grace.shows("Mute this room"), "what is left for a guest");
}

#[test]
fn ctrl_k_goes_to_a_person_to_settings_and_to_a_new_room_of_the_typed_title() {
    let (_ada, mut grace, ..) = two();
    grace.command("k");
    grace.until_focused("go-to");
    grace.type_in("notific");
    grace.until_shown("New room “notific”");
    grace.press(Named::ArrowDown);
    grace.press(Named::ArrowUp);
    grace.press(Named::Enter);
    grace.until_focused("room-title");
    grace.until("the title to be there", |grace| reads(grace, "notific"));
    grace.press(Named::Escape);
    grace.command("k");
    grace.until_focused("go-to");
    grace.type_in("room sett");
    grace.press(Named::Enter);
    grace.until_shown("Mute this room");
    grace.press(Named::Escape);
    grace.command("k");
    grace.until_focused("go-to");
    grace.type_in("ada");
    grace.press(Named::Enter);
    grace.until_shown("Only you and Ada see this conversation.");
}

#[test]
fn the_list_of_people_is_narrowed_to_those_who_are_here_away_or_operators() {
    let (mut ada, mut grace, ..) = two();
    says(&mut grace, "/away lunch");
    ada.until_shown("Away, 1");
    for page in ["Manage", "Room settings"] {
        opens(&mut ada, page, "People");
        ada.until("both", |ada| reads(ada, "Away: lunch") && reads(ada, "Host"));
        ada.click("Away");
        ada.until("only who is away", |ada| reads(ada, "Away: lunch") && !reads(ada, "Host"));
        ada.click("Here");
        ada.until("only who is here", |ada| !reads(ada, "Away: lunch") && reads(ada, "Host"));
        ada.click("Operators");
        ada.until("only the host", |ada| !reads(ada, "Away: lunch") && reads(ada, "Host"));
        ada.click_id("people-search");
        ada.type_in("gra");
        ada.until_shown("Nobody here has that name.");
        ada.click("Everyone");
        ada.until("whoever is called so", |ada| reads(ada, "Away: lunch") && !reads(ada, "Host"));
        ada.press(Named::Escape);
    }
    opens(&mut ada, "Room settings", "People");
    says(&mut grace, "/back");
    ada.until("her to be back", |ada| !reads(ada, "Away: lunch"));
    ada.click("Away");
    ada.until_shown("Nobody right now.");
}

#[test]
fn everyone_who_waits_is_let_in_with_one_press() {
    let home = TempDir::new().unwrap();
    let mut ada = hosts(&home, "Ada", "Course chat");
    let port = port_of(&mut ada);
    ada.click("Manage");
    ada.click("People I approve");
    let homes = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let mut waiting = ["Bob", "Cleo"].map(|name| {
        let home = &homes[usize::from(name == "Cleo")];
        crate::talk::knocks(home, name, port)
    });
    ada.click("Requests");
    ada.until("both to wait", |ada| reads(ada, "Bob") && reads(ada, "Cleo"));
    ada.click("Let everyone in");
    for guest in &mut waiting {
        guest.until_shown("Here now");
    }
    ada.until_shown("Nobody is waiting.");
}
