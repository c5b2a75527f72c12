//! The host's console: what `parlor host` shows, at a terminal and without one, and what is typed there.

use parlor::guest::Update;
use parlor::room::Body;
use tokio::io::AsyncWriteExt as _;

use crate::support::program::{Home, Hosted, TITLE};
use crate::support::terminal::{CTRL_C, CTRL_D, Terminal};
use crate::support::visitor::ROOM;
use crate::support::{Raw, Visitor, soon};

/// A house that is hosted at a terminal, as others find it.
struct AtTerminal {
    host: Terminal,
    invite: String,
}

async fn host(more: &[&str]) -> AtTerminal {
    let home = Home::new();
    let mut args = vec!["host", "--title", TITLE, "--bind", "127.0.0.1", "--port", "0", "--no-announce"];
    args.extend(more);
    let mut host = home.sit_down(&args);
    host.shows("coming in", |line| line.starts_with(&format!("In {TITLE} as "))).await;
    host.prompts("").await;
    let invite =
        host.lines().iter().find_map(|line| line.strip_prefix("Invite").map(|invite| invite.trim().to_owned()));
    AtTerminal { host, invite: invite.unwrap() }
}

impl AtTerminal {
    async fn visit(&self, name: &str) -> Visitor {
        Visitor::visit(crate::support::program::visit(&self.invite, name)).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_shows_who_connects_from_where_who_joins_and_leaves_and_what_is_said() {
    let mut house = host(&[]).await;
    let mut ken = house.visit("Ken").await;
    house
        .host
        .shows("the way", |line| line.contains("Ken connected from 127.0.0.1:") && line.ends_with(", with Parlor"))
        .await;
    house.host.says("Ken joined").await;
    ken.says("Hello all").await;
    house.host.says(" Ken: Hello all").await;
    let (of, _) = ken.says("Goodbye all").await;
    ken.adds(ROOM, Body::Reacted { of, sign: "👍".parse().unwrap(), off: false }).await;
    house.host.says(" Ken reacted 👍 to “Goodbye all”").await;
    ken.leave().await;
    house.host.says("Ken left").await;
    for line in house.host.lines().iter().filter(|line| line.contains("Ken")) {
        assert!(line.as_bytes()[2] == b':' && line.as_bytes()[5] == b' ', "no time: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_host_types_is_said_and_stands_once_and_a_half_typed_line_stays_whole() {
    let mut house = host(&["--as", "Joan"]).await;
    let mut ken = house.visit("Ken").await;
    house.host.enters("Welcome");
    let event = ken.sees_text("Welcome").await;
    assert_eq!(event.by.unwrap().name.as_str(), "Joan");
    house.host.says("Joan: Welcome").await;
    house.host.types("half a li");
    house.host.prompts("half a li").await;
    ken.says("Thank you").await;
    house.host.says("Ken: Thank you").await;
    house.host.prompts("half a li").await;
    house.host.types("ne\r");
    ken.sees_text("half a line").await;
    house.host.says("Joan: half a line").await;
    for words in ["Welcome", "Thank you", "half a line"] {
        assert_eq!(house.host.count(|line| line.contains(words)), 1, "{words}: {:#?}", house.host.lines());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_chose_no_name_is_called_by_their_login() {
    let house = host(&[]).await;
    let ken = house.visit("Ken").await;
    let names = ken.guest.people(None, 9).await.unwrap().people;
    assert!(names.iter().any(|line| line.person.name.as_str() == "rolf"), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_works_at_the_console_and_all_rooms_are_shown() {
    let mut house = host(&[]).await;
    let mut ken = house.visit("Ken").await;
    let bob = house.visit("Bob").await;
    house.host.enters("/help");
    house.host.shows("how to close", |line| line.starts_with("/close ") && line.ends_with("Stops hosting")).await;
    let tea = ken.makes(crate::support::visitor::open_room("Tea")).await;
    ken.enters(tea).await;
    ken.says_in(tea, "milk first").await;
    house.host.shows("another room", |line| line.starts_with("[Tea] ") && line.ends_with("Ken: milk first")).await;
    house.host.enters("/join Tea");
    house.host.says("In Tea, 2 here.").await;
    house.host.enters("no, tea");
    ken.sees_in(tea, "the host", |event| event.body.text().is_some_and(|text| text.as_str() == "no, tea")).await;
    house
        .host
        .shows("the host", |line| line.starts_with(|c: char| c.is_ascii_digit()) && line.ends_with(": no, tea"))
        .await;
    house.host.enters("/kick Ken out");
    ken.is_out_of(tea).await;
    house.host.says("rolf kicked Ken: out").await;
    house.host.enters("/ban Bob --all");
    house.host.shows("the ban", |line| line.contains("rolf banned Bob from all rooms")).await;
    house.host.shows("how he left", |line| line.contains("Bob was disconnected: ")).await;
    drop(bob);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_directly_never_shows() {
    let mut house = host(&["--show", "talk"]).await;
    let mut ken = house.visit("Ken").await;
    let ada = house.visit("Ada").await;
    let talk = ken.guest.talk(ada.me().who).await.unwrap().room;
    ken.says_in(talk, "between us two").await;
    let host = ken.guest.whois(&"rolf".parse().unwrap(), None).await.unwrap().person;
    let with_host = ken.guest.talk(host.who).await.unwrap().room;
    ken.says_in(with_host, "for the host alone").await;
    house.host.says("Ken sent you a direct message. /join Ken opens it, /msg Ken TEXT replies.").await;
    house.host.enters("/rooms");
    house.host.says("Ken: direct messages, 1 unread").await;
    ken.says("for all").await;
    house.host.says("Ken: for all").await;
    let screen = house.host.screen();
    assert!(!screen.contains("between us") && !screen.contains("host alone"), "{screen}");
    // Until the host opens what is theirs.
    house.host.enters("/join Ken");
    house.host.says("Ken: for the host alone").await;
    assert!(!house.host.screen().contains("between us"), "{}", house.host.screen());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_shows_no_more_than_it_is_asked_for() {
    for (show, people, talk) in [("nothing", false, false), ("people", true, false), ("talk", true, true)] {
        let mut house = host(&["--show", show]).await;
        let mut ken = house.visit("Ken").await;
        ken.says("Hello all").await;
        ken.makes(crate::support::visitor::open_room("Tea")).await;
        // What is asked for at the keyboard is answered, and comes after all that was shown before.
        house.host.enters("/names");
        house.host.shows("the answer", |line| line.starts_with("2 here: ")).await;
        ken.leave().await;
        house.host.enters("/away");
        house.host.says("You are away. Type /back when you are back.").await;
        if people {
            house.host.says("Ken left").await;
        }
        if talk {
            house.host.says("Ken: Hello all").await;
        }
        let screen = house.host.screen();
        assert_eq!(screen.contains("Ken connected from"), people, "{show}: {screen}");
        assert_eq!(screen.contains("Ken left"), people, "{show}: {screen}");
        assert_eq!(screen.contains("Hello all"), talk, "{show}: {screen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_asks_once_while_people_are_there() {
    let mut house = host(&[]).await;
    let ken = house.visit("Ken").await;
    let bob = house.visit("Bob").await;
    house.host.says("Bob joined").await;
    house.host.types(CTRL_C);
    house.host.says("2 people are here. Press Ctrl-C again to stop.").await;
    house.host.prompts("").await;
    // Whoever goes on to talk has changed their mind.
    house.host.enters("I stay");
    house.host.says(": I stay").await;
    bob.leave().await;
    house.host.says("Bob left").await;
    house.host.types(CTRL_C);
    house.host.says("1 person is here. Press Ctrl-C again to stop.").await;
    house.host.types(CTRL_C);
    assert_eq!(house.host.end().await, Some(0), "{:#?}", house.host.lines());
    assert!(house.host.is_given_back());
    drop(ken);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_at_once_where_nobody_is_there() {
    let mut house = host(&[]).await;
    house.host.types("half a li");
    house.host.prompts("half a li").await;
    // Once for the line.
    house.host.types(CTRL_C);
    house.host.types(CTRL_C);
    assert_eq!(house.host.end().await, Some(0), "{:#?}", house.host.lines());
    assert!(house.host.is_given_back());
}

#[tokio::test(flavor = "multi_thread")]
async fn close_and_the_words_for_leaving_stop_hosting_after_asking() {
    for word in ["/close", "quit", "/quit"] {
        let mut house = host(&[]).await;
        let mut ken = house.visit("Ken").await;
        house.host.says("Ken joined").await;
        house.host.enters(word);
        house.host.says("1 person is here. Type /close again to stop hosting.").await;
        house.host.enters("/close");
        assert_eq!(house.host.end().await, Some(0), "{word}: {:#?}", house.host.lines());
        assert!(house.host.is_given_back(), "{word}");
        let why = ken.until("a goodbye", |update| match update {
            Update::Offline { why, .. } => Some(why.clone()),
            _ => None,
        });
        assert!(why.await.contains("closed"), "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_hands_out_links_from_the_console() {
    let mut house = host(&[]).await;
    house.host.enters("/invite-link --once For Zoe");
    house.host.shows("the invite", |line| line.starts_with("2: For Zoe, for one person.")).await;
    let is_new = |line: &str| line.starts_with("parlor://") && !house.invite.ends_with(line);
    house.host.shows("its link", is_new).await;
    let link = house.host.lines().into_iter().find(|line| is_new(line)).unwrap();
    let _zoe = Visitor::visit(crate::support::program::visit(&link, "Zoe")).await;
    house.host.says("Zoe joined").await;
    house.host.enters("/invites");
    house
        .host
        .shows("who came by it", |line| line.starts_with("2: For Zoe, for one person, used. Joined by it: 1: Zoe"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_yet_is_not_what_withdraw_takes_back() {
    let mut house: Hosted = Home::new().host(&[]).await;
    let mut ada = Home::new().sit_down(&["join", &house.invite, "--name", "Ada"]);
    ada.prompts("").await;
    ada.enters("first");
    ada.says("Ada: first").await;
    house.program.kill();
    ada.says("Reconnecting…").await;
    ada.enters("second");
    ada.says("Waiting to be sent: second").await;
    ada.enters("/withdraw");
    ada.says("Your newest message is not sent yet. Try again once it is.").await;
    ada.enters("/nick Adele");
    ada.says("/nick Adele will be done once you are connected again.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_whether_to_close_takes_yes_and_no_for_answers() {
    let mut house = host(&[]).await;
    let mut ken = house.visit("Ken").await;
    house.host.says("Ken joined").await;
    house.host.enters("/close");
    house.host.says("1 person is here. Type /close again to stop hosting.").await;
    house.host.enters("no");
    house.host.says("Not closed.").await;
    house.host.enters("no");
    ken.sees_text("no").await;
    house.host.enters("/close");
    house
        .host
        .until("the question", |lines| lines.iter().filter(|line| line.ends_with("to stop hosting.")).count() == 2)
        .await;
    house.host.enters("yes");
    assert_eq!(house.host.end().await, Some(0), "{:#?}", house.host.lines());
    assert!(house.host.count(|line| line == "Closed.") == 1, "{:#?}", house.host.lines());
    assert_eq!(ken.texts(), ["no"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_clears_a_line_that_was_begun_before_it_asks_whether_to_stop() {
    let mut house = host(&[]).await;
    let ken = house.visit("Ken").await;
    house.host.says("Ken joined").await;
    house.host.types("half a line");
    house.host.prompts("half a line").await;
    house.host.types(CTRL_C);
    house.host.prompts("").await;
    assert_eq!(house.host.count(|line| line.contains("Press Ctrl-C again")), 0, "{:#?}", house.host.lines());
    house.host.types(CTRL_C);
    house.host.says("1 person is here. Press Ctrl-C again to stop.").await;
    house.host.types(CTRL_C);
    assert_eq!(house.host.end().await, Some(0), "{:#?}", house.host.lines());
    assert!(ken.texts().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_that_was_chosen_is_the_hosts_the_next_time() {
    let home = Home::new();
    let args = ["host", "--title", TITLE, "--bind", "127.0.0.1", "--port", "0", "--no-announce"];
    for more in [&["--as", "Joan"][..], &[]] {
        let mut host = home.sit_down(&[&args[..], more].concat());
        host.shows("coming in", |line| line.starts_with(&format!("In {TITLE} as Joan"))).await;
        host.prompts("").await;
        host.types(CTRL_C);
        assert_eq!(host.end().await, Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_direct_message_to_the_host_is_told_however_soon_it_is_said() {
    let mut house = host(&["--as", "Rolf", "--door", "irc"]).await;
    let address: std::net::SocketAddr = house.invite.split(['/', '?']).nth(2).unwrap().parse().unwrap();
    for nick in ["Ada", "Bea", "Cy"] {
        let mut irc = tokio::net::TcpStream::connect(address).await.unwrap();
        let lines = format!("NICK {nick}\r\nUSER {nick} 0 * :x\r\nPRIVMSG Rolf :at once\r\n");
        irc.write_all(lines.as_bytes()).await.unwrap();
        let told = format!("{nick} sent you a direct message. ");
        house.host.shows("the notice", |line| line.starts_with(&told)).await;
    }
}

/// Ada comes in and says something, the host is killed, and she says something that waits.
async fn says_before_and_after_the_end_of(house: &mut Hosted, ada: &mut Terminal) {
    ada.shows("coming in", |line| line.starts_with(&format!("In {TITLE} as Ada"))).await;
    ada.enters("before");
    ada.says("Ada: before").await;
    house.program.kill();
    ada.shows("the cut", |line| line.contains("econnecting")).await;
    ada.enters("while it is gone");
    ada.says("Waiting to be sent: while it is gone").await;
}

/// Ada is asked for the password, types it, and what waited is sent.
async fn sends_what_waited_with_the_password(ada: &mut Terminal) {
    ada.shows("the question", |line| line.starts_with("Type the password of this place.")).await;
    ada.enters("open sesame");
    ada.says("Ada: while it is gone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_to_be_sent_outlives_a_password_that_was_asked_for() {
    let home = Home::new();
    let password = home.file("password", "open sesame\n");
    let mut house = home.host(&["--password-file", &password]).await;
    let (port, to) = (house.port(), house.to());
    let guests = Home::new();
    let args = ["join", &to, "--name", "Ada"];
    let mut ada = guests.sit_down(&args);
    ada.shows("the question", |line| line.starts_with("Type the password of this place.")).await;
    ada.enters("open sesame");
    says_before_and_after_the_end_of(&mut house, &mut ada).await;
    ada.signal("KILL");
    ada.end().await;
    let house = home.host_at(port, &["--password-file", &password]).await;
    let mut ada = guests.sit_down(&args);
    sends_what_waited_with_the_password(&mut ada).await;
    drop(house);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_comes_back_with_a_password_gets_what_waited_and_nothing_is_shown_twice() {
    let home = Home::new();
    let mut house = home.host(&[]).await;
    let (port, to) = (house.port(), house.to());
    let mut ada = Home::new().sit_down(&["join", &to, "--name", "Ada"]);
    says_before_and_after_the_end_of(&mut house, &mut ada).await;
    let password = home.file("password", "open sesame\n");
    let house = home.host_at(port, &["--password-file", &password]).await;
    sends_what_waited_with_the_password(&mut ada).await;
    assert_eq!(ada.count(|line| line.ends_with("Ada: before")), 1, "{:#?}", ada.lines());
    drop(house);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_while_the_host_decides_is_said_to_nobody() {
    let mut house = host(&["--admission", "approval"]).await;
    let address = house.invite.split(['/', '?']).nth(2).unwrap().to_owned();
    let mut ada = Home::new().sit_down(&["join", &address, "--name", "Ada"]);
    ada.shows("the wait", |line| line.starts_with("Your request is with the host.")).await;
    ada.enters("is anyone there?");
    ada.says("You are still waiting for the host. Nothing is sent until you are let in; /quit").await;
    ada.says("leaves.").await;
    house.host.enters("/admit 1");
    ada.shows("coming in", |line| line.starts_with(&format!("In {TITLE} as Ada"))).await;
    ada.enters("hello");
    house.host.says("Ada: hello").await;
    assert_eq!(house.host.count(|line| line.contains("anyone there")), 0, "{:#?}", house.host.lines());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_needed_or_wrong_is_asked_for_at_a_terminal() {
    let home = Home::new();
    let password = home.file("password", "open sesame\n");
    let mut house = home.host(&["--password-file", &password, "--door", "text"]).await;
    let mut ada = Home::new().sit_down(&["join", &house.to(), "--name", "Ada"]);
    ada.shows("the question", |line| line.starts_with("Type the password of this place.")).await;
    ada.enters("open says me");
    ada.shows("a no", |line| line.starts_with("The password is wrong.")).await;
    let twice =
        |lines: &[String]| lines.iter().filter(|line| line.starts_with("Type the password of this")).count() == 2;
    ada.until("the question again", twice).await;
    ada.enters("open sesame");
    ada.shows("coming in", |line| line.starts_with(&format!("In {TITLE} as Ada"))).await;
    assert!(!ada.screen().contains("open sesame"), "{}", ada.screen());
    let guess =
        |line: &str| line.contains(" Ada from 127.0.0.1:") && line.ends_with(" was not let in: The password is wrong.");
    house.program.out.until("the guess", guess).await;
    // A place that had a password is not opened to everyone by a forgotten word.
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
    let args = ["host", "--title", TITLE, "--bind", "127.0.0.1", "--port", "0", "--no-announce"];
    let end = home.start(&args).end().await;
    assert_eq!(end.code, Some(1), "{end:?}");
    assert!(end.err[0].contains("--password-file FILE, or with --no-password"), "{end:?}");
    let mut house = home.host(&["--no-password"]).await;
    assert!(house.program.out.heard.iter().any(|line| line == "Password     none"), "{:?}", house.program.out.heard);
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
    home.host(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_gives_the_terminal_back() {
    let mut house = host(&[]).await;
    house.host.types("half a li");
    house.host.prompts("half a li").await;
    house.host.signal("TERM");
    assert_eq!(house.host.end().await, Some(0), "{:#?}", house.host.lines());
    assert!(house.host.is_given_back());
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_d_on_an_empty_line_is_as_ctrl_c() {
    let mut house = host(&[]).await;
    let mut ken = house.visit("Ken").await;
    house.host.says("Ken joined").await;
    // In a line that was begun it ends nothing.
    house.host.types("half a li");
    house.host.prompts("half a li").await;
    house.host.types(CTRL_D);
    house.host.types("ne\r");
    ken.sees_text("half a line").await;
    house.host.types(CTRL_D);
    house.host.says("1 person is here. Press Ctrl-C again to stop.").await;
    house.host.enters("I stay");
    ken.sees_text("I stay").await;
    ken.says("Still here?").await;
    house.host.says("Ken: Still here?").await;
    house.host.types(CTRL_D);
    house
        .host
        .until("the question again", |lines| {
            lines.iter().filter(|line| line.ends_with("Press Ctrl-C again to stop.")).count() == 2
        })
        .await;
    house.host.types(CTRL_D);
    assert_eq!(house.host.end().await, Some(0), "{:#?}", house.host.lines());
    assert!(house.host.is_given_back());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_without_a_terminal_is_nobody_and_shows_people_or_what_it_is_told() {
    for (args, people, talk) in [
        (&[][..], true, false),
        (&["--show", "nothing"][..], false, false),
        (&["--show", "people"][..], true, false),
        (&["--show", "talk"][..], true, true),
    ] {
        let mut house: Hosted = Home::new().host(args).await;
        let mut ken = Visitor::visit(house.visit("Ken")).await;
        let crowd = ken.guest.people(None, 9).await.unwrap();
        assert_eq!(crowd.total, 1, "{:?}", crowd.people);
        ken.says("Hello all").await;
        ken.leave().await;
        let out = &mut house.program.out;
        if people {
            out.until("who came", |line| line.contains("Ken connected from 127.0.0.1:")).await;
            out.until("who joined", |line| line.ends_with("Ken joined")).await;
        }
        if talk {
            out.until("the words", |line| line.ends_with("Ken: Hello all")).await;
        }
        if people {
            out.until("who left", |line| line.ends_with("Ken left")).await;
        }
        house.program.signal("TERM");
        let end = soon("the end", house.program.end()).await;
        assert_eq!(end.code, Some(0), "{end:?}");
        let said = [&house.program.out.heard[..], &house.program.err.heard[..]].concat().join("\n");
        assert_eq!(said.contains("Ken"), people, "{args:?}: {said}");
        assert_eq!(said.contains("Hello all"), talk, "{args:?}: {said}");
        assert!(!said.contains('\u{1b}'), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_looks_is_not_shown_and_whoever_is_refused_is() {
    let mut house = host(&[]).await;
    let address = house.invite.split(['/', '?']).nth(2).unwrap().parse().unwrap();
    let mut odd = Raw::knock(address).await;
    odd.send(serde_json::json!({"t": "dance"})).await;
    assert!(odd.goodbye().await.is_some());
    let mut other = Raw::knock(address).await;
    other.send(serde_json::json!({"t": "hello", "v": 1, "name": "rolf"})).await;
    assert_eq!(other.goodbye().await.unwrap()["code"], "taken");
    house.host.shows("a no", |line| line.contains(" was not let in: That name is taken.")).await;
    assert_eq!(house.host.count(|line| line.contains("not let in")), 1, "{:#?}", house.host.lines());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_someone_elses_name_becomes_one_like_it_and_a_chosen_one_is_refused() {
    let home = Home::new();
    let mut house = home.host(&[]).await;
    Visitor::visit(house.visit("rolf")).await.leave().await;
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
    let args = ["host", "--title", TITLE, "--bind", "127.0.0.1", "--port", "0", "--no-announce"];
    let mut host = home.sit_down(&args);
    host.shows("another name", |line| line.starts_with(&format!("In {TITLE} as rolf "))).await;
    host.says("The name rolf is taken; you are rolf 2 here. /nick changes it.").await;
    host.types(CTRL_C);
    assert_eq!(host.end().await, Some(0));
    let mut host =
        Home::new().sit_down(&[&args[..], &["--data", house.kept_in.to_str().unwrap(), "--as", "Rolf"]].concat());
    host.shows("a no", |line| line.starts_with("That name is taken.") && line.ends_with(" /close")).await;
    // It is hosted all the same.
    host.enters("anyone?");
    host.says("You can't talk from here. /close stops hosting.").await;
    host.enters("/close");
    assert_eq!(host.end().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_said_also_where_the_output_goes_to_a_file() {
    let home = Home::new();
    let args = ["host", "--title", TITLE, "--bind", "127.0.0.1", "--port", "0", "--no-announce"];
    let mut host = home.sit_down_into("log", &args);
    host.shows("coming in", |line| line.starts_with(&format!("In {TITLE} as "))).await;
    let log = || std::fs::read_to_string(home.path("log")).unwrap();
    let invite = log().lines().find_map(|line| line.strip_prefix("Invite").map(|invite| invite.trim().to_owned()));
    let mut ken = Visitor::visit(crate::support::program::visit(&invite.unwrap(), "Ken")).await;
    host.types("Welcome\n");
    ken.sees_text("Welcome").await;
    host.types("/names\n");
    host.shows("the answer", |line| line.contains(" here: ")).await;
    assert!(!host.screen().contains("> "), "{}", host.screen());
    soon("the file", async {
        while !log().contains("Ken connected") {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await;
    host.types(CTRL_C);
    assert_eq!(host.end().await, Some(0), "{:#?}", host.lines());
    assert!(!log().contains('\u{1b}'), "{}", log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_knocks_at_a_door_that_is_not_open_is_told_once_with_how_to_open_it() {
    for (words, client, option) in [("Ada\n", "A plain-text client", "text"), ("NICK Ada\r\n", "An IRC client", "irc")]
    {
        let mut house: Hosted = Home::new().host(&[]).await;
        for _ in 0..2 {
            let mut plain = tokio::net::TcpStream::connect(house.address()).await.unwrap();
            tokio::io::AsyncWriteExt::write_all(&mut plain, words.as_bytes()).await.unwrap();
            // Its end may come as a reset.
            let _ = soon("the end", tokio::io::AsyncReadExt::read_to_end(&mut plain, &mut Vec::new())).await;
        }
        let told = format!("{client} at 127.0.0.1 tried to connect. Host with --door {option} to let such clients in.");
        let out = &mut house.program.out;
        out.until("the client", |line| line.ends_with(&format!(" {told}"))).await;
        let _ken = Visitor::visit(house.visit("Ken")).await;
        let out = &mut house.program.out;
        out.until("who came", |line| line.contains("Ken connected")).await;
        assert_eq!(out.heard.iter().filter(|line| line.contains("tried to connect")).count(), 1, "{:#?}", out.heard);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_are_not_let_in_are_told_by_their_number() {
    let mut house = host(&[]).await;
    let address = house.invite.split(['/', '?']).nth(2).unwrap().parse().unwrap();
    for _ in 0..8 {
        let mut other = Raw::knock(address).await;
        other.send(serde_json::json!({"t": "hello", "v": 1, "name": "rolf"})).await;
        assert_eq!(other.goodbye().await.unwrap()["code"], "taken");
    }
    house.host.says("3 more were not let in.").await;
    assert_eq!(house.host.count(|line| line.contains(" was not let in: ")), 5, "{:#?}", house.host.lines());
    let mut other = Raw::knock(address).await;
    other.send(serde_json::json!({"t": "hello", "v": 1, "name": "rolf"})).await;
    let six = |lines: &[String]| lines.iter().filter(|line| line.contains(" was not let in: ")).count() == 6;
    house.host.until("the next one by itself", six).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_works_at_once_whatever_was_typed_ahead() {
    let mut house: Hosted = Home::new().host(&[]).await;
    let home = Home::new();
    let args = ["join", &house.invite, "--name", "Ada"];
    let mut before = home.sit_down(&args);
    before.shows("coming in", |line| line.starts_with(&format!("In {TITLE}"))).await;
    before.prompts("").await;
    before.enters("/quit");
    assert_eq!(before.end().await, Some(0));
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
    // Someone takes the call there and says nothing.
    let address: std::net::SocketAddr = house.invite.split(['/', '?']).nth(2).unwrap().parse().unwrap();
    let _silent = std::net::TcpListener::bind(address).unwrap();
    let mut ada = home.sit_down(&args);
    ada.prompts("").await;
    for number in 0..200 {
        ada.enters(&format!("line {number}"));
    }
    ada.types("and half a line");
    ada.prompts("and half a line").await;
    ada.types(CTRL_C);
    assert!(ada.end().await.is_some(), "{:#?}", ada.lines());
    assert!(ada.is_given_back());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_typed_where_it_does_not_belong_never_shows_and_does_not_come_back() {
    let (house, home) = (host(&[]).await, Home::new());
    let mut ada = home.sit_down(&["join", &house.invite, "--name", "Ada"]);
    ada.shows("coming in", |line| line.starts_with(&format!("In {TITLE}"))).await;
    ada.prompts("").await;
    // A space before it makes words of any other command.
    for line in [" /register Ada hunter2 horse", "/register Ada hunter2 horse", "/login Ada hunter2 horse"] {
        ada.types(line);
        let word = &line[..line.find("Ada").unwrap() - 1];
        let stars = "*".repeat(line.len() - word.len() - 1);
        ada.prompts(&format!("{word} {stars}")).await;
        ada.types("\r");
        ada.prompts("").await;
    }
    ada.shows("what to do", |line| line == "Type /register alone. You are asked for a password then.").await;
    ada.shows("what to do", |line| line.ends_with("leave and join again with --login.")).await;
    ada.enters("/back");
    ada.prompts("").await;
    // The line before that one is none of these two.
    ada.types("\u{1b}[A\u{1b}[A");
    ada.prompts("/back").await;
    ada.types("\u{15}/register\r");
    ada.shows("the question", |line| line.starts_with("Type a password for your account")).await;
    ada.enters("horse");
    ada.shows("a no", |line| line.starts_with("This password is too short.")).await;
    ada.enters("correct horse");
    ada.shows("the question again", |line| line == "Type it again.").await;
    ada.enters("correct horse");
    ada.shows("an account", |line| line.starts_with("Account created.")).await;
    assert!(!ada.screen().contains("horse"), "{}", ada.screen());
    // No second one is asked for, now and at another visit.
    let refused = |count: usize| {
        move |lines: &[String]| {
            lines.iter().filter(|line| line.starts_with("You already have an account here.")).count() == count
        }
    };
    ada.enters("/register");
    ada.until("a no at once", refused(1)).await;
    ada.enters("/quit");
    assert_eq!(ada.end().await, Some(0));
    let mut ada = home.sit_down(&["join", &house.invite, "--name", "Ada"]);
    ada.shows("coming in", |line| line.starts_with(&format!("In {TITLE}"))).await;
    ada.enters("/register");
    ada.until("a no at once", refused(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_at_a_terminal_is_told_of_the_spoken_code() {
    let mut house = host(&[]).await;
    house.host.shows("the code", |line| line.starts_with("Code ") && line.contains("/code")).await;
    house.host.enters("/code");
    house.host.shows("what it is for", |line| line.starts_with("They type it into Parlor")).await;
    house.host.enters("/admission approval");
    house.host.says("Who can join: people the host approves.").await;
    assert_eq!(house.host.count(|line| line.contains("approve them")), 0, "{:#?}", house.host.lines());
    house.host.enters("/code");
    house.host.says("You still have to approve them: /requests lists who asks to join.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_that_is_too_narrow_for_the_code_says_how_wide_it_has_to_be() {
    let args = ["host", "--title", TITLE, "--bind", "127.0.0.1", "--port", "0", "--no-announce", "--qr"];
    let mut host = Home::new().sit_down(&args);
    host.shows("the code", |line| line.contains('█')).await;
    let mut host = Home::new().sit_down_at(30, &args);
    host.until("word of it", |lines| {
        let words = lines.concat();
        words.contains("make the terminal at least") && words.contains("Kept in")
    })
    .await;
    assert_eq!(host.count(|line| line.contains('█')), 0, "{:#?}", host.lines());
}
