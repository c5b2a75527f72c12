//! A visit from a terminal: what can be typed there beyond words, and what it shows of several rooms.

use std::time::Duration;

use parlor::guest::Update;
use parlor::room::{Access, Act, Body, EventId, Memory, Reason, RoomNo};
use parlor::wire::frame::NewRoom;
use parlor::wire::people::Away;

use crate::support::program::{Home, Hosted, Program};
use crate::support::visitor::{ROOM, open_room, text};
use crate::support::{Visitor, soon};

/// Waits until a terminal tells this beside what was said.
async fn tells(guest: &mut Program, wanted: &str) {
    guest.err.until(wanted, |line| line == wanted).await;
}

/// Waits until a terminal shows this, after its time.
async fn shows(guest: &mut Program, wanted: &str) {
    guest.out.until(wanted, |line| line.ends_with(wanted)).await;
}

/// A house in which Ada sits at a terminal, and Ken does not.
async fn two(house: &Hosted) -> (Program, Visitor) {
    let ken = Visitor::visit(house.visit("Ken")).await;
    let ada = Home::new().join(&house.invite, "Ada", &[]).await;
    (ada, ken)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_makes_a_room_goes_to_it_and_comes_back() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("/create Tea room");
    ada.types("milk first");
    tells(&mut ada, "In Tea room, 1 here.").await;
    shows(&mut ada, "Ada: milk first").await;
    let tea = RoomNo(2);
    ken.enters(tea).await;
    ken.sees_in(tea, "the words", |event| event.body.text().is_some()).await;
    ada.types("/join course CHAT");
    tells(&mut ada, "In Course chat, 2 here.").await;
    // What is said elsewhere is shown where it calls her, and else waits.
    ken.says_in(tea, "she does not see this").await;
    ken.says_in(tea, "@ada come here").await;
    shows(&mut ada, "Ken: @ada come here").await;
    let shown = ada.out.heard.last().unwrap();
    assert!(shown.starts_with("[Tea room] "), "{shown}");
    assert!(!ada.out.heard.iter().any(|line| line.contains("she does not see")), "{:?}", ada.out.heard);
    ada.types("/rooms");
    let line = ada.err.until("the one room", |line| line.starts_with("Course chat: ")).await;
    assert!(line.ends_with(" here, you are here"), "{line}");
    let line = ada.err.until("the other room", |line| line.starts_with("Tea room: ")).await;
    assert!(line.ends_with(" unread"), "{line}");
    ada.types("/join Tea room");
    shows(&mut ada, "Ken: she does not see this").await;
    ada.types("/leave");
    tells(&mut ada, "You left this room.").await;
    tells(&mut ada, "In Course chat, 2 here.").await;
    ada.types("/join nowhere");
    tells(&mut ada, "There is no room “nowhere”. /rooms lists them.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_right_after_going_to_a_room_is_said_there() {
    let house = Home::new().host(&[]).await;
    let home = Home::new();
    let mut ada = home.set_out(&house.invite, "Ada", &[]);
    for line in ["first", "/create Tea", "second", "/join Course chat", "third", "/join tea", "/leave", "fourth"] {
        ada.types(line);
    }
    ada.ends_input();
    let end = ada.end().await;
    assert_eq!(end.code, Some(0), "{end:?}");
    let said: Vec<_> =
        house.log().await.iter().filter_map(|event| event["body"]["text"].as_str().map(str::to_owned)).collect();
    assert_eq!(said, ["first", "third", "fourth"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_with_a_password_asks_for_it_on_the_next_line() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("/create Staff --password");
    ada.err.until("the question", |line| line.contains("next line") && line.contains("shows as it is typed")).await;
    ada.types("horse");
    ada.err.until("a no", |line| line.starts_with("This password is too short.")).await;
    ada.types("correct horse");
    tells(&mut ada, "In Staff, 1 here.").await;
    let mut bob = Home::new().join(&house.invite, "Bob", &[]).await;
    bob.types("/join Staff");
    bob.err.until("the question", |line| line.contains("next line")).await;
    bob.types("wrong horse");
    bob.err.until("a no", |line| line.contains("not the room's password")).await;
    bob.err.until("the question again", |line| line.contains("next line")).await;
    bob.types("correct horse");
    tells(&mut bob, "In Staff, 2 here.").await;
    bob.types("/create Other --password");
    bob.types("");
    tells(&mut bob, "Cancelled.").await;
    assert_eq!(ken.guest.rooms().await.unwrap().len(), 2);
    ken.says("nothing of it was said").await;
    assert!(!ken.texts().iter().any(|words| words.contains("horse")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_deleted_once_its_title_is_repeated() {
    let house = Home::new().host(&[]).await;
    let (mut ada, ken) = two(&house).await;
    ada.types("/delete");
    tells(&mut ada, "The first room can't be deleted. Archive it instead.").await;
    ada.types("/create Tea room");
    tells(&mut ada, "In Tea room, 1 here.").await;
    ada.types("/delete");
    ada.err.until("the question", |line| line.ends_with("type /delete Tea room")).await;
    ada.types("/delete Tea");
    tells(&mut ada, "You are in Tea room. To delete “Tea”, go there first with /join.").await;
    assert_eq!(ken.guest.rooms().await.unwrap().len(), 2);
    ada.types("/delete tea room");
    tells(&mut ada, "Ada deleted this room.").await;
    tells(&mut ada, "In Course chat, 2 here.").await;
    assert_eq!(ken.guest.rooms().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_keeps_a_room_keeps_it_in_order_from_a_terminal() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    let mut bob = Visitor::visit(house.visit("Bob Smith")).await;
    ada.types("/create Tea");
    tells(&mut ada, "In Tea, 1 here.").await;
    let tea = RoomNo(2);
    ken.enters(tea).await;
    bob.enters(tea).await;
    for (typed, told) in [
        ("/op \"Bob Smith\"", "Ada made Bob Smith an operator"),
        ("/deop “bob smith”", "Ada removed Bob Smith as operator"),
        ("/mute Ken 2h too loud", "Ada muted Ken for 2 hours: too loud"),
        ("/unmute Ken", "Ada unmuted Ken"),
        ("/slow 30", "Ada turned slow mode on: one message every 30 seconds"),
        ("/slow off", "Ada turned slow mode off"),
        ("/lock", "Ada locked the room: only operators can write"),
        ("/unlock", "Ada unlocked the room: everyone can write"),
        ("/title Coffee", "Ada named the room Coffee"),
        ("/keep 7 days\n/keep 7 days", "Ada changed how long messages are kept: for 7 days"),
        ("/keep 8 days", "Ada changed how long messages are kept: for 8 days"),
        ("/open invited", "Ada made the room invite-only"),
        ("/open everyone", "Ada opened the room to everyone"),
        ("/kick Ken out", "Ada kicked Ken: out"),
        ("/ban Ken 3d spam", "Ada banned Ken for 3 days: spam"),
    ] {
        ada.types(typed);
        shows(&mut ada, told).await;
    }
    ada.types("/bans");
    tells(&mut ada, "Ken, by Ada, 3 days left: spam").await;
    ada.types("/unban Ken");
    shows(&mut ada, "Ada unbanned Ken").await;
    ada.types("/bans");
    tells(&mut ada, "Nobody is banned from this room.").await;
    ada.types("/archive");
    shows(&mut ada, "Ada archived the room: it is read-only now").await;
    ada.types("too late");
    tells(&mut ada, "Not sent: too late").await;
    ada.types("/reopen");
    shows(&mut ada, "Ada reopened the room").await;
    ada.types("/ban Ken --all");
    tells(&mut ada, "Could not run /ban Ken").await;
    ada.types("/op Nobody");
    ada.err.until("a no", |line| line.contains("called Nobody")).await;
    ada.types("/whois \"Bob Smith\"");
    ada.err.until("who it is", |line| line.starts_with("Bob Smith: no account, here since ")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_talk_directly_and_see_it_wherever_they_look() {
    let house = Home::new().host(&[]).await;
    let (mut ada, _ken) = two(&house).await;
    let mut bob = Home::new().join(&house.invite, "Bob", &[]).await;
    ada.types("/msg Bob only for you");
    let shown = ada.out.until("her own words", |line| line.ends_with("Ada: only for you")).await;
    assert!(shown.starts_with("[Bob] "), "{shown}");
    tells(&mut bob, "Ada sent you a direct message. /join Ada opens it, /msg Ada TEXT replies.").await;
    let shown = bob.out.until("the words", |line| line.ends_with("Ada: only for you")).await;
    assert!(shown.starts_with("[Ada] "), "{shown}");
    bob.types("/join Ada");
    tells(&mut bob, "In direct messages with Ada.").await;
    bob.types("I see");
    shows(&mut ada, "Bob: I see").await;
    // It is left, and answered again all the same.
    ada.types("/join Bob");
    tells(&mut ada, "In direct messages with Bob.").await;
    ada.types("/leave");
    tells(&mut ada, "In Course chat, 3 here.").await;
    ada.types("/rooms");
    tells(&mut ada, "Bob: direct messages").await;
    ada.types("/msg bob back again");
    shows(&mut bob, "Ada: back again").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_signs_go_to_the_newest_message_of_someone_else() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("/reply to whom");
    tells(&mut ada, "Nobody else has sent anything here since you joined.").await;
    let (id, _) = ken.says("tea or coffee?").await;
    shows(&mut ada, "Ken: tea or coffee?").await;
    ada.types("tea it is");
    shows(&mut ada, "Ada: tea it is").await;
    ada.types("/reply Tea");
    ken.sees("the answer", |event| event.body.to() == Some(id)).await;
    ada.types("/react 👍");
    ken.sees("the sign", |event| matches!(event.body, Body::Reacted { of, .. } if of == id)).await;
    shows(&mut ada, "Ada reacted 👍 to “tea or coffee?”").await;
    ada.types("/withdraw");
    let told = ada.out.until("the deletion", |line| line.contains(" Ada deleted a message from ")).await;
    let (time, of) = (&told[..5], &told[told.len() - 5..]);
    // A minute may have ended in between.
    assert!(of <= time || time == "00:00", "{told}");
    assert!(!told.contains("Tea"), "{told}");
    ken.sees("the withdrawal", |event| matches!(event.body, Body::Withdrawn { .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdraw_deletes_the_newest_message_and_then_the_one_before() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("/withdraw");
    tells(&mut ada, "You have not sent anything here since you joined.").await;
    let mut said = Vec::new();
    for words in ["one", "two", "three"] {
        ada.types(words);
        shows(&mut ada, &format!("Ada: {words}")).await;
        said.push(ken.sees_text(words).await.id);
    }
    // Both at once: the second does not wait for the first.
    ada.types("/withdraw\n/withdraw");
    for deleted in [said[2], said[1]] {
        let is_it = |event: &parlor::room::Event| event.body == Body::Withdrawn { of: deleted };
        ken.sees("the deletion", is_it).await;
        ada.out.until("it at her terminal", |line| line.contains(" Ada deleted a message from ")).await;
    }
    ada.types("/withdraw");
    ken.sees("the last deletion", |event| event.body == Body::Withdrawn { of: said[0] }).await;
    ada.out.until("it at her terminal", |line| line.contains(" Ada deleted a message from ")).await;
    ada.types("/withdraw");
    tells(&mut ada, "Your newest messages here are already deleted.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_piped_in_is_sent_also_where_nobody_reads_what_comes_out() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    for json in [false, true] {
        let (home, name) = (Home::new(), if json { "Robot" } else { "Ada" });
        let args = [&["join", &house.invite, "--name", name][..], if json { &["--json"] } else { &[] }].concat();
        let mut guest = home.start_unread(&args);
        for words in ["first", "second", "third"] {
            let words = format!("{words} of {name}");
            guest.types(&if json { serde_json::json!({"t": "say", "text": words}).to_string() } else { words.clone() });
            ken.sees_text(&words).await;
            // It may show this, and finds nobody there.
            ken.says(&format!("I read {words}")).await;
        }
        guest.ends_input();
        let end = guest.end().await;
        assert_eq!(end.code, Some(0), "{end:?}");
        assert!(!end.err.iter().any(|line| line.starts_with("parlor: ")), "{end:?}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn whoever_sits_at_a_terminal_leaves_once_nobody_reads_what_comes_out() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    for (name, more) in [("Ada", &[][..]), ("Bob", &["--json"])] {
        let mut ada = Home::new().sit_down_unread(&[&["join", &house.invite, "--name", name][..], more].concat());
        ken.says("hello").await;
        assert_eq!(ada.end().await, Some(0), "{:#?}", ada.lines());
        assert!(!ada.screen().contains("parlor: "), "{:#?}", ada.lines());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_and_a_removal_say_of_which_message_also_where_that_was_shown_at_an_earlier_visit() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let (home, room) = (Home::new(), ken.makes(open_room("Tea")).await);
    let mut ada = home.join(&house.invite, "Ada", &["--room", "Tea"]).await;
    let long = "The kettle is on, 👩‍🔬 by the window, and there is cake";
    let of = ken.says_in(room, long).await;
    shows(&mut ada, long).await;
    ada.types("my own words");
    let mine = ken.sees_in(room, "her words", |event| event.body.text() == Some(&text("my own words"))).await.id;
    ada.types("/quit");
    soon("the end", ada.end()).await;
    let mut ada = home.join(&house.invite, "Ada", &["--room", "Tea", "--since", "0-last"]).await;
    ken.adds(room, Body::Reacted { of, sign: "👍".parse().unwrap(), off: false }).await;
    shows(&mut ada, "Ken reacted 👍 to “The kettle is on, 👩‍🔬 by the win…”").await;
    ken.adds(room, Body::Edited { of, text: text("No kettle") }).await;
    ken.adds(room, Body::Reacted { of, sign: "🍰".parse().unwrap(), off: false }).await;
    shows(&mut ada, "Ken reacted 🍰 to “No kettle”").await;
    ken.adds(room, Body::Withdrawn { of: mine }).await;
    ada.out.until("the removal", |line| line.contains(" Ken removed a message by Ada from ")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_does_not_show_the_words_of_whoever_is_ignored() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    let mut bob = Visitor::visit(house.visit("Bob")).await;
    ada.types("/ignore Ken");
    tells(&mut ada, "You ignore Ken now. /unignore Ken undoes it.").await;
    let (of, _) = ken.says("unheard").await;
    bob.adds(ROOM, Body::Reacted { of, sign: "👍".parse().unwrap(), off: false }).await;
    shows(&mut ada, "Bob reacted with 👍").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_and_what_concerns_someone_is_told_in_a_line() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ken.guest.away(Some(Away { why: Some("lunch".parse().unwrap()) })).unwrap();
    tells(&mut ada, "Ken is away: lunch.").await;
    ada.types("/names");
    ada.err.until("the names", |line| line.contains("Ken (away)")).await;
    ken.guest.away(None).unwrap();
    tells(&mut ada, "Ken is back.").await;
    ada.types("/away tea");
    tells(&mut ada, "You are away. Type /back when you are back.").await;
    let is_tea = |why: &Reason| why.as_str() == "tea";
    let away = ken.until("her being away", |update| match update {
        Update::Away(ROOM, people) => people.iter().find_map(|person| person.away.as_ref()?.why.clone()).filter(is_tea),
        _ => None,
    });
    away.await;
    let room = ken.makes(NewRoom { access: Access::Invited, ..open_room("Surprise") }).await;
    let line = ken.guest.whois(&"Ada".parse().unwrap(), None).await.unwrap();
    ken.does(room, Act::Invited { whom: line.person.clone() }).await;
    tells(&mut ada, "You are invited to Surprise. /join Surprise joins it.").await;
    ken.adds(room, Body::Memory { memory: Memory::WhileOpen }).await;
    ada.types("/join Surprise");
    tells(&mut ada, "In Surprise, 2 here.").await;
    tells(&mut ada, "Messages are kept until the host closes.").await;
    ken.does(room, Act::Kicked { whom: line.person, why: None }).await;
    ada.err.until("being put out", |line| line.starts_with("Ken kicked you from this room.")).await;
    tells(&mut ada, "You are looking at no room now. /rooms lists them, /join TITLE goes to one.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_shown_of_whoever_is_ignored() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    let mut bob = Visitor::visit(house.visit("Bob")).await;
    ada.types("/ignore ADA");
    tells(&mut ada, "That is you. Choose someone else to ignore.").await;
    ada.types("/ignore Ken");
    tells(&mut ada, "You ignore Ken now. /unignore Ken undoes it.").await;
    ken.says("unheard").await;
    bob.says("heard").await;
    shows(&mut ada, "Bob: heard").await;
    ada.types("/unignore Ken");
    tells(&mut ada, "You no longer ignore Ken.").await;
    ken.says("heard again").await;
    shows(&mut ada, "Ken: heard again").await;
    assert!(!ada.out.heard.iter().any(|line| line.ends_with("unheard")), "{:?}", ada.out.heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_messages_of_whoever_was_ignored_are_shown_once_they_no_longer_are() {
    let house = Home::new().host(&[]).await;
    let (mut ada, _ken) = two(&house).await;
    let mut bob = Home::new().join(&house.invite, "Bob", &[]).await;
    bob.types("/msg Ada before");
    shows(&mut ada, "Bob: before").await;
    ada.types("/ignore Bob");
    tells(&mut ada, "You ignore Bob now. /unignore Bob undoes it.").await;
    for words in ["one", "two"] {
        bob.types(&format!("/msg Ada {words}"));
        shows(&mut bob, &format!("Bob: {words}")).await;
    }
    ada.types("/msg Bob still here");
    shows(&mut ada, "Ada: still here").await;
    assert!(!ada.out.heard.iter().any(|line| line.ends_with("Bob: one")), "{:?}", ada.out.heard);
    ada.types("/unignore Bob");
    let shown = ada.out.until("what was missed", |line| line.ends_with("Bob: one")).await;
    assert!(shown.starts_with("[Bob] "), "{shown}");
    shows(&mut ada, "Bob: two").await;
    assert_eq!(ada.out.heard.iter().filter(|line| line.ends_with("Bob: before")).count(), 1, "{:?}", ada.out.heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_logs_out_leaves_well_and_the_host_alone_decides_who_comes_in() {
    let house = Home::new().host(&[]).await;
    let (mut ada, _ken) = two(&house).await;
    for typed in [
        "/admission closed",
        "/requests",
        "/admit 1",
        "/decline 1",
        "/bans --all",
        "/invites",
        "/invite-link",
        "/revoke 1",
    ] {
        ada.types(typed);
        tells(&mut ada, "Only the host can do that.").await;
    }
    ada.types("/logout");
    ada.err.until("a no", |line| line.contains("no account")).await;
    let home = Home::new();
    let mut bob = home.set_out(&house.invite, "Bob", &["--register"]);
    bob.types("correct horse");
    bob.err.until("coming in", |line| line.starts_with("In ")).await;
    bob.types("/logout");
    let end = soon("the end", bob.end()).await;
    assert_eq!(end.code, Some(0), "{end:?}");
    assert!(end.err.last().unwrap().starts_with("You logged out."), "{end:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_let_in_for_want_of_an_account_is_told_how_to_log_in_only_where_they_did_not() {
    let house = Home::new().host(&["--admission", "registered"]).await;
    let home = Home::new();
    let mut ada = home.set_out(&house.invite, "Ada", &["--register"]);
    ada.types("correct horse");
    ada.err.until("coming in", |line| line.starts_with("In ")).await;
    let mut login = Home::new().set_out(&house.invite, "Ada", &["--login"]);
    login.types("wrong horse");
    let end = soon("the end", login.end()).await;
    assert_eq!(end.err.last().unwrap(), "parlor: Wrong name or password. Check both and try again.", "{end:?}");
    let end = soon("the end", Home::new().set_out(&house.invite, "Bob", &[]).end()).await;
    let why = "You need an account to join: add --register to make one, or --login if you have one.";
    assert_eq!(end.err.last().unwrap(), &format!("parlor: {why}"), "{end:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_that_was_cut_off_comes_back_to_the_room_it_was_in() {
    let home = Home::new();
    let mut house = home.host(&[]).await;
    let mut ada = Home::new().join(&house.invite, "Ada", &[]).await;
    ada.types("/create Tea");
    ada.types("before");
    shows(&mut ada, "Ada: before").await;
    house.program.kill();
    ada.err.until("word of the cut", |line| line.contains("Reconnecting…")).await;
    ada.types("/leave");
    tells(&mut ada, "You are offline. Try again once you are connected.").await;
    ada.types("meanwhile");
    let house = home.host_at(house.port(), &[]).await;
    tells(&mut ada, "Back in Tea.").await;
    shows(&mut ada, "Ada: meanwhile").await;
    ada.types("/find meanwhile");
    shows(&mut ada, "Ada: meanwhile").await;
    ada.types("/find nothing");
    tells(&mut ada, "Nothing found.").await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    ken.enters(RoomNo(2)).await;
    ken.sees_in(RoomNo(2), "the words", |event| event.body.text() == Some(&text("meanwhile"))).await;
    assert_eq!(ken.leave().await, 0);
    ada.types("/quit");
    // Not all that was typed was done.
    assert_eq!(tokio::time::timeout(Duration::from_secs(10), ada.end()).await.unwrap().code, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_makes_invites_at_a_terminal_sees_who_came_and_withdraws_them() {
    let home = Home::new();
    let file = home.file("password", "sesame");
    let house = home.host(&["--password-file", &file]).await;
    let mut host = home.join(&house.invite, "Ada", &[]).await;
    host.types("/invite-link --once --for 2h For Can");
    let told = "2: For Can, for one person, 2 hours left. Joined by it: 0";
    tells(&mut host, told).await;
    let link = host.err.until("the link", |line| line.starts_with("parlor://")).await;
    tells(&mut host, "It works on this computer only, since you joined by its own address.").await;
    let mut can = Home::new().join(&link, "Can", &[]).await;
    host.types("/invites");
    let line = host.err.until("the invite", |line| line.starts_with("2: ")).await;
    assert_eq!(line, "2: For Can, for one person, used. Joined by it: 1: Can");
    let standing = host.err.until("the standing one", |line| line.starts_with("1: ")).await;
    assert_eq!(standing, "1: the link of the place. Joined by it: 0");
    host.err.until("its link", |line| line.trim() == house.invite).await;
    host.types("/revoke 2");
    tells(&mut host, "Invite 2: withdrawn.").await;
    can.types("still here");
    shows(&mut host, "Can: still here").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_was_refused_is_not_run_again_and_a_message_is() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    let tea = ken.makes(open_room("Tea")).await;
    ken.enters(tea).await;
    ada.types("/join Tea");
    tells(&mut ada, "In Tea, 2 here.").await;
    ada.types("/retry");
    tells(&mut ada, "There is nothing to send again.").await;
    ada.types("/kick Ken");
    tells(&mut ada, "Could not run /kick Ken").await;
    ken.does(tea, Act::Locked {}).await;
    shows(&mut ada, "Ken locked the room: only operators can write").await;
    ada.types("one more");
    tells(&mut ada, "Not sent: one more").await;
    let whom = ken.guest.whois(&"Ada".parse().unwrap(), None).await.unwrap().person;
    ken.does(tea, Act::Opped { whom }).await;
    shows(&mut ada, "Ken made Ada an operator").await;
    ada.types("/retry");
    shows(&mut ada, "Ada: one more").await;
    ada.types("/discard");
    tells(&mut ada, "There is nothing to delete.").await;
    assert!(!ada.out.heard.iter().any(|line| line.contains("kicked")), "{:?}", ada.out.heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_kicked_is_in_no_room_until_they_go_to_one() {
    let house = Home::new().host(&[]).await;
    let (mut ada, mut ken) = two(&house).await;
    ada.types("/create Tea");
    tells(&mut ada, "In Tea, 1 here.").await;
    let tea = RoomNo(2);
    ken.enters(tea).await;
    let mut bob = Home::new().join(&house.invite, "Bob", &[]).await;
    bob.types("/join Tea");
    tells(&mut bob, "In Tea, 3 here.").await;
    ada.types("/kick Bob");
    tells(&mut bob, "You are looking at no room now. /rooms lists them, /join TITLE goes to one.").await;
    bob.types("half typed");
    tells(&mut bob, "You are not in a room. /rooms lists them, /join TITLE joins one.").await;
    bob.types("/join Course chat");
    bob.err.until("the other room", |line| line.starts_with("In Course chat, ")).await;
    bob.types("meant for it");
    ken.sees_text("meant for it").await;
    assert_eq!(ken.texts(), ["meant for it"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_pipe_is_sent_to_its_end() {
    // Half a message a second after the first five: twice as long as is waited for anything.
    let house = Home::new().host(&["--pace", "1"]).await;
    let mut ada = Home::new().set_out(&house.invite, "Ada", &[]);
    let lines: Vec<String> = (0..18).map(|number| format!("line {number}")).collect();
    ada.types(&lines.join("\n"));
    ada.ends_input();
    let end = ada.end().await;
    assert_eq!(end.code, Some(0), "{end:?}");
    let log = house.log().await;
    let said: Vec<&str> = log.iter().filter_map(|event| event["body"]["text"].as_str()).collect();
    assert_eq!(said, lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn help_shows_what_one_may_do_where_one_is() {
    let house = Home::new().host(&[]).await;
    let (mut ada, _ken) = two(&house).await;
    ada.types("/help");
    ada.err.until("the end", |line| line.starts_with("Type //word")).await;
    let told = |ada: &Program, word: &str| ada.err.heard.iter().any(|line| line.starts_with(word));
    assert!(told(&ada, "/msg NAME TEXT") && told(&ada, "/register ") && !told(&ada, "/kick ") && !told(&ada, "/code "));
    ada.types("/create Tea");
    tells(&mut ada, "In Tea, 1 here.").await;
    ada.types("/help");
    ada.err.until("the end", |line| line.starts_with("Type //word")).await;
    assert!(told(&ada, "/kick ") && !told(&ada, "/code "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_of_which_not_all_was_done_ends_as_one_that_failed() {
    let house = Home::new().host(&[]).await;
    for (line, code) in [("hello", 0), ("/kick Ada", 1), ("/dance", 1), ("/kick Nobody", 1)] {
        let mut ada = Home::new().set_out(&house.invite, &format!("Ada {}", line.len()), &[]);
        ada.types(line);
        ada.ends_input();
        assert_eq!(ada.end().await.code, Some(code), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_a_space_is_told_in_quotes_and_nothing_is_told_of_whoever_is_ignored() {
    let house = Home::new().host(&[]).await;
    let (mut ada, ken) = two(&house).await;
    let bea = Visitor::visit(house.visit("Bea Arthur")).await;
    ada.types("/ignore Ken");
    tells(&mut ada, "You ignore Ken now. /unignore Ken undoes it.").await;
    for visitor in [&ken, &bea] {
        let guest = &visitor.guest;
        let ada = guest.whois(&"Ada".parse().unwrap(), None).await.unwrap().person.who;
        let room = guest.talk(ada).await.unwrap().room;
        guest.add_to(Some(room), EventId::fresh(), Body::Said { text: text("psst") }).await.unwrap();
    }
    let told = "Bea Arthur sent you a direct message. /join Bea Arthur opens it, /msg \"Bea Arthur\" TEXT replies.";
    tells(&mut ada, told).await;
    assert!(!ada.err.heard.iter().any(|line| line.starts_with("Ken sent")), "{:?}", ada.err.heard);
}
