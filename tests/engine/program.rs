//! The program as people use it: its commands, what they print, and how they end.

use std::time::{Duration, Instant};

use parlor::guest::{Update, Visit};
use parlor::host::Pace;
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Body, Event, EventId, RoomNo, Seq};
use serde_json::{Value, json};

use crate::ports::free_port;
use crate::support::program::{End, Home, Hosted, Program, TITLE, as_news};
use crate::support::raw::id;
use crate::support::visitor::text;
use crate::support::{Raw, TestHouse, Visitor};

/// The program, run to its end.
async fn run(args: &[&str]) -> End {
    Home::new().start(args).end().await
}

/// The one sentence that a program ended with.
fn sentence(end: &End) -> &str {
    assert_eq!(end.code, Some(1), "{end:?}");
    let [line] = end.err.as_slice() else { panic!("more or less than one line: {end:?}") };
    let words = line.strip_prefix("parlor: ").unwrap_or_else(|| panic!("not the program's: {line}"));
    assert!(words.ends_with(['.', '?']), "not a sentence: {words}");
    words
}

/// What was said, of a log as it travels.
fn words(log: &[Value]) -> Vec<&str> {
    log.iter().filter_map(|event| event["body"]["text"].as_str()).collect()
}

/// A line as a terminal shows it: the time of day, and what happened then.
fn after_time(line: &str) -> Option<&str> {
    let (time, what) = line.split_at_checked(6)?;
    let [h1, h2, b':', m1, m2, b' '] = time.as_bytes() else { return None };
    [h1, h2, m1, m2].iter().all(|digit| digit.is_ascii_digit()).then_some(what)
}

/// Waits until a terminal shows this.
async fn shows(guest: &mut Program, wanted: &str) {
    guest.out.until(wanted, |line| after_time(line) == Some(wanted)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_says_where_it_is_and_what_its_key_is_and_its_invite_gets_people_in() {
    let home = Home::new();
    let password = home.file("password", "open sesame\n");
    let args = ["host", "--title", "Lab night", "--port", "0", "--no-announce", "--password-file", &password];
    let house = Hosted::read(home.start(&args)).await;
    assert!(house.program.out.heard[0].starts_with("Lab night is open."), "{:?}", house.program.out.heard);
    assert_ne!(house.port(), 0);
    assert!(house.ways.iter().all(|way| way.port == house.port()), "{:?}", house.ways);
    assert_eq!(house.words.split(' ').count(), 8, "{}", house.words);
    assert!(house.kept_in.starts_with(home.path("houses")), "{}", house.kept_in.display());
    assert!(house.kept_in.join("log.db").is_file());
    // The invite serves instead of the password, and pins the key: no question is asked.
    let mut ada = Home::new().join(&house.invite, "Ada", &[]).await;
    assert_eq!(ada.err.heard, ["In Lab night as Ada, 1 here. /quit leaves."]);
    ada.types("/quit");
    assert_eq!(ada.end().await.code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_can_be_joined_at_every_address_it_names_and_under_the_name_it_was_given() {
    let home = Home::new();
    let house =
        Hosted::read(home.start(&["host", "--title", "Lab", "--port", "0", "--no-announce", "--name", "localhost"]))
            .await;
    assert_eq!(house.ways[0].to_string(), format!("localhost:{}", house.port()));
    let guest = Home::new();
    for (number, way) in house.ways.iter().enumerate() {
        let mut ada = guest.join(&way.to_string(), &format!("Ada {number}"), &[]).await;
        assert!(ada.err.heard[0].contains(&house.words), "{:?}", ada.err.heard);
        ada.types("/quit");
        assert_eq!(ada.end().await.code, Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_is_named_with_a_free_one_at_once() {
    let house = Home::new().host(&[]).await;
    let port = house.port().to_string();
    let other = Home::new();
    let begun = Instant::now();
    let end = other.start(&["host", "--title", "Other", "--bind", "127.0.0.1", "--port", &port]).end().await;
    assert!(begun.elapsed() < Duration::from_secs(1), "took {:?}", begun.elapsed());
    let words = sentence(&end);
    assert!(words.starts_with(&format!("Port {port} is used")), "{words}");
    assert!(end.out.is_empty(), "{end:?}");
    let free: u16 = words.split(' ').next_back().unwrap().trim_end_matches('.').parse().unwrap();
    assert_ne!(free, house.port());
    let second = other.host_at(free, &[]).await;
    assert_eq!(second.port(), free);
    // Neither stands in the other's way.
    Raw::come(house.address(), "Ada").await;
    Raw::come(second.address(), "Ada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_keeps_the_port_that_was_chosen_for_it_and_none_that_was_taken() {
    let home = Home::new();
    let (port, taken) = (free_port(), std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    let mut house = home.host_at(port, &[]).await;
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
    let taken = taken.local_addr().unwrap().port().to_string();
    let args = ["host", "--title", TITLE, "--bind", "127.0.0.1", "--no-announce"];
    let end = home.start(&[&args[..], &["--port", &taken]].concat()).end().await;
    assert_eq!(end.code, Some(1), "{end:?}");
    let mut house = Hosted::read(home.start(&args)).await;
    assert_eq!(house.port(), port);
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_host_of_the_same_house_is_refused_in_a_sentence() {
    let home = Home::new();
    let house = home.host(&[]).await;
    let data = house.kept_in.to_str().unwrap();
    let args = ["host", "--title", "Course chat", "--bind", "127.0.0.1", "--port", "0", "--data", data];
    let end = Home::new().start(&args).end().await;
    let words = sentence(&end);
    assert!(words.contains("in use by another Parlor") && words.contains(data), "{words}");
    Raw::come(house.address(), "Ada").await;
}

#[cfg(unix)]
async fn a_signal_ends_it_well(signal: &str) {
    let home = Home::new();
    let mut house = home.host(&["--pace", "1000"]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let mut terminal = Home::new().join(&house.invite, "Joan", &[]).await;
    let mut raws = Vec::new();
    for guest in 0..4_u128 {
        let mut raw = Raw::come(house.address(), &format!("Ada {guest}")).await;
        // The end comes while they talk.
        for number in 0..50 {
            raw.say(&id(guest * 100 + number + 1), &format!("{guest}: {number}")).await;
        }
        raws.push(raw);
    }
    let mut kept = vec![raws[0].until("kept").await];
    let begun = Instant::now();
    house.program.signal(signal);
    let end = house.program.end().await;
    assert!(begun.elapsed() < Duration::from_secs(2), "took {:?}", begun.elapsed());
    assert_eq!(end.code, Some(0), "{end:?}");
    assert!(end.err.is_empty(), "{end:?}");
    for raw in &mut raws {
        let mut last = json!(null);
        while let Some(frame) = raw.next().await {
            assert_ne!(last["t"], "bye", "said more after goodbye: {frame}");
            if frame["t"] == "kept" {
                kept.push(frame.clone());
            }
            last = frame;
        }
        assert_eq!((&last["t"], &last["code"]), (&json!("bye"), &json!("closing")), "{last}");
    }
    let why = ken.until("a goodbye", |update| match update {
        Update::Offline { why, .. } => Some(why.clone()),
        _ => None,
    });
    let why = why.await;
    assert!(why.contains("closed"), "{why}");
    terminal.err.until("a goodbye", |line| line.contains(&why)).await;

    let house = home.host(&[]).await;
    let log = house.log().await;
    for kept in kept {
        let there: Vec<_> = log.iter().filter(|event| event["id"] == kept["id"]).collect();
        assert_eq!(there.len(), 1, "{kept}");
        assert_eq!(there[0]["seq"], kept["seq"]);
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn sigterm_ends_a_full_house_well_within_two_seconds() {
    a_signal_ends_it_well("TERM").await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_a_full_house_well_within_two_seconds() {
    a_signal_ends_it_well("INT").await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_does_not_listen_holds_up_the_end_for_less_than_two_seconds() {
    let mut house = Home::new().host(&["--pace", "10000"]).await;
    // Neither of them reads, and one has more to read than any system holds for it.
    let mut silent = Raw::knock(house.address()).await;
    silent.hello("Sam").await;
    let mut deaf = Raw::come(house.address(), "Deaf").await;
    let mut ada = Visitor::visit(house.visit("Ada")).await;
    let long = "🦀".repeat(7900);
    ada.says_many(250, |number| format!("{number} {long}")).await;
    let begun = Instant::now();
    house.program.signal("TERM");
    assert_eq!(house.program.end().await.code, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(2), "took {:?}", begun.elapsed());
    assert_eq!(silent.goodbye().await.unwrap()["code"], "closing");
    // What it is given of the rest is a matter of the system; the end it is given.
    deaf.goodbye().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_meant_is_answered_with_the_usage() {
    let wrong: &[&[&str]] = &[
        &["dance"],
        &["host"],
        &["host", "--title", ""],
        &["host", "--title", "Lab", "--port", "70000"],
        &["host", "--title", "Lab", "--bind", "nowhere"],
        &["host", "--title", "Lab", "--names", "runes"],
        &["host", "--title", "Lab", "--pace", "0"],
        &["host", "--title", "Lab", "--dance"],
        &["host", "--title", "Lab", "--no-announce", "yes"],
        &["find", "--seconds", "0"],
        &["find", "--seconds", "soon"],
        &["find", "Tea"],
        &["join"],
        &["join", "127.0.0.1"],
        &["join", "127.0.0.1", "--name", " "],
        &["join", "127.0.0.1", "--name", "Ada", "--since", "yesterday"],
        &["join", "127.0.0.1", "--name", "Ada", "--since", "last"],
        &["join", "127.0.0.1", "--name", "Ada", "--since", "-last"],
        &["join", "127.0.0.1", "--name", "Ada", "--since", "20-first"],
    ];
    for args in wrong {
        let end = run(args).await;
        assert_eq!(end.code, Some(2), "{args:?}: {end:?}");
        assert!(end.out.is_empty() && !end.err.is_empty(), "{args:?}: {end:?}");
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
#[tokio::test(flavor = "multi_thread")]
async fn without_a_screen_the_program_says_what_works_in_a_terminal() {
    let end = run(&[]).await;
    assert!(end.code.is_some_and(|code| code != 0), "{end:?}");
    let said = end.err.join("\n");
    assert!(said.contains("parlor host") || said.contains("Usage"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_tells_its_version_and_explains_itself() {
    let version = run(&["--version"]).await;
    assert_eq!(version.out, [concat!("parlor ", env!("CARGO_PKG_VERSION"))]);
    let help = run(&["--help"]).await;
    let host = run(&["host", "--help"]).await;
    let join = run(&["join", "--help"]).await;
    let find = run(&["find", "--help"]).await;
    for end in [&version, &help, &host, &join, &find] {
        assert_eq!(end.code, Some(0), "{end:?}");
        assert!(end.err.is_empty(), "{end:?}");
    }
    let tells = |end: &End, wanted: &[&str]| {
        let all = end.out.join("\n");
        assert!(wanted.iter().all(|word| all.contains(word)), "{all}");
    };
    tells(&help, &["host", "find", "join", "export", "verify", "--version", "PARLOR_HOME"]);
    tells(&host, &["--title", "--port", "--data", "--password-file", "--names", "--ledger", "--no-announce", "7275"]);
    tells(&find, &["--seconds", "--json"]);
    tells(&join, &["--name", "--since", "--json", "--new-key", "N-last"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_for_letters_only_says_so_to_other_names() {
    let house = Home::new().host(&["--names", "letters"]).await;
    let guest = Home::new();
    let end = guest.set_out(&house.invite, "Sam2", &[]).end().await;
    assert_eq!(sentence(&end), "Names here can only have letters and spaces.");
    let end = guest.set_out(&house.invite, "Sam2", &["--json"]).end().await;
    assert_eq!(end.code, Some(1));
    let bye = as_news(end.out.last().unwrap());
    assert_eq!((&bye["t"], &bye["code"]), (&json!("bye"), &json!("name")));
    assert_eq!(bye["why"], "Names here can only have letters and spaces.");
    guest.join(&house.invite, "Sam Two", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_read_from_the_first_line_of_a_file() {
    let home = Home::new();
    let password = home.file("password", "open sesame\nand not this\n");
    let house = home.host(&["--password-file", &password]).await;
    let guest = Home::new();
    let with = |words: &str| guest.file("password", words);
    let refused = |end: &End| {
        assert_eq!(end.code, Some(1), "{end:?}");
        assert!(end.err.last().unwrap().contains("password"), "{end:?}");
    };
    let end = guest.set_out(&house.to(), "Ada", &[]).end().await;
    refused(&end);
    assert!(end.err.last().unwrap().contains("--password-file FILE"), "{end:?}");
    refused(&guest.set_out(&house.to(), "Ada", &["--password-file", &with("open says me\n")]).end().await);
    refused(&guest.set_out(&house.to(), "Ada", &["--password-file", &with("\n")]).end().await);
    refused(&guest.set_out(&house.to(), "Ada", &["--password-file", &guest.word("none")]).end().await);
    guest.join(&house.to(), "Ada", &["--password-file", &with("open sesame")]).await;
    // As an editor of another system writes it.
    guest.join(&house.to(), "Ken", &["--password-file", &with("open sesame\r\n")]).await;
    guest.join(&house.invite, "Joan", &[]).await;
    // An empty one would be a house that seems closed and is open.
    let nothing = home.file("nothing", "\n");
    let args = ["host", "--title", "Other", "--port", "0", "--no-announce", "--password-file", &nothing];
    assert!(sentence(&home.start(&args).end().await).contains("is empty"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_shown_at_the_first_visit_and_pinned_until_the_person_takes_a_new_one() {
    let first_visit = |guest: &Program| guest.err.heard.iter().any(|line| line.starts_with("First time"));
    let guest = Home::new();
    let mut house = Home::new().host(&[]).await;
    let mut ada = guest.join(&house.to(), "Ada", &[]).await;
    let shown = format!("First time at {}. Its key in words: {}", house.to(), house.words);
    assert_eq!(ada.err.heard[0], shown);
    ada.types("/quit");
    assert_eq!(ada.end().await.code, Some(0));
    assert!(!first_visit(&guest.join(&house.to(), "Ada", &[]).await));

    house.program.kill();
    let other = Home::new().host_at(house.port(), &[]).await;
    assert_ne!(other.words, house.words);
    for more in [&[][..], &["--json"]] {
        let mut ada = guest.set_out(&house.to(), "Ada", more);
        let end = ada.end().await;
        assert_eq!(end.code, Some(1), "{end:?}");
        let all = end.err.join("\n");
        assert!(all.contains(&house.words) && all.contains(&other.words) && all.contains("--new-key"), "{all}");
        assert!(!first_visit(&ada));
    }
    let ada = guest.join(&house.to(), "Ada", &["--new-key"]).await;
    assert!(ada.err.heard[0].contains(&other.words), "{:?}", ada.err.heard);
    assert!(!first_visit(&guest.join(&house.to(), "Ken", &[]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_to_a_house_with_another_key_is_refused() {
    let mut house = Home::new().host(&[]).await;
    house.program.kill();
    let other = Home::new().host_at(house.port(), &[]).await;
    let end = Home::new().set_out(&house.invite, "Ada", &[]).end().await;
    assert_eq!(end.code, Some(1), "{end:?}");
    let all = end.err.join("\n");
    assert!(all.contains(&house.words) && all.contains(&other.words), "{all}");
    // Nobody was there before.
    assert!(all.contains("The key in the invite is not the key of the place") && !all.contains("before"), "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_shown_with_its_time_and_author_and_quit_leaves() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    ken.says("said before").await;
    let mut ada = Home::new().join(&house.invite, "Ada", &[]).await;
    shows(&mut ada, "Ken: said before").await;
    let (id, _) = ken.says("Hello Ada").await;
    shows(&mut ada, "Ken: Hello Ada").await;
    ken.guest.edit(id, text("Hello, Ada")).await.unwrap();
    shows(&mut ada, "Ken (edited): Hello, Ada").await;
    ada.types("Hello Ken");
    shows(&mut ada, "Ada: Hello Ken").await;
    ken.sees_text("Hello Ken").await;
    ada.types("/me waves");
    shows(&mut ada, "* Ada waves").await;
    ada.types("/topic Tea & talk");
    shows(&mut ada, "Ada set the topic: Tea & talk").await;
    ada.types("/topic");
    ada.err.until("the topic", |line| line == "Topic: Tea & talk").await;
    ada.types("/nick Lovelace");
    shows(&mut ada, "Ada is now called Lovelace").await;
    ada.types("/names");
    ada.err.until("the names", |line| line == "2 here: Ken and Lovelace").await;
    ada.types("and goodbye");
    ada.types("/quit");
    assert_eq!(ada.end().await.code, Some(0));
    ken.sees_text("and goodbye").await;
    ken.sees("her leaving", |event| {
        let body = serde_json::to_value(&event.body).unwrap();
        body["left"][0]["name"] == "Lovelace"
    })
    .await;
    assert!(ada.out.heard.iter().all(|line| after_time(line).is_some()), "{:?}", ada.out.heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_command_is_not_said_and_two_strokes_say_one() {
    let house = Home::new().host(&[]).await;
    let mut ada = Home::new().join(&house.invite, "Ada", &[]).await;
    for line in ["/unknown", "/", "//word", "", "   ", " /quit is a word here", "quit", "/QUIT "] {
        ada.types(line);
    }
    let end = ada.end().await;
    assert_eq!(end.code, Some(1), "{end:?}");
    assert!(end.err[0].contains("no command /unknown"), "{end:?}");
    assert_eq!(end.err.len(), 2, "{end:?}");
    assert_eq!(words(&house.log().await), ["/word", " /quit is a word here", "quit"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_input_leaves_when_everything_said_was_kept() {
    let house = Home::new().host(&[]).await;
    // More than may be said at once, so that the host asks for patience in between.
    let lines: Vec<String> = (0..48).map(|number| format!("line {number}")).collect();
    let home = Home::new();
    let mut ada = home.set_out(&house.invite, "Ada", &[]);
    ada.types(&lines.join("\n"));
    ada.types_bytes(b"without an end of line");
    ada.ends_input();
    let end = ada.end().await;
    assert_eq!(end.code, Some(0), "{end:?}");
    let log = house.log().await;
    let mut said = words(&log);
    assert_eq!(said.pop(), Some("without an end of line"));
    assert_eq!(said, lines);
    let shown = end.out.iter().filter(|line| line.contains("Ada: line")).count();
    assert_eq!(shown, lines.len(), "{end:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_guest_says_keeps_its_order_however_often_it_has_to_wait() {
    let pace = Pace { burst: 1.0, per_second: 5000.0 };
    let house = TestHouse::with(|settings| settings.limits.says = pace);
    let mut ada = Visitor::come(&house, "Ada").await;
    ada.says_many(200, |number| format!("line {number}")).await;
    ada.sees("the last line", {
        let mut count = 0;
        move |event| {
            count += usize::from(event.body.text().is_some());
            count == 200
        }
    })
    .await;
    let lines: Vec<String> = (0..200).map(|number| format!("line {number}")).collect();
    assert_eq!(ada.texts(), lines);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_input_everything_asked_for_is_shown_before_leaving() {
    let house = Home::new().host(&["--pace", "10000"]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    ken.says_many(1500, |number| format!("line {number}")).await;
    let guest = Home::new();
    for more in [&["--since", "all"][..], &["--since", "all", "--json"]] {
        let mut ada = guest.set_out(&house.to(), "Ada", more);
        ada.ends_input();
        let end = ada.end().await;
        assert_eq!(end.code, Some(0), "{:?}", end.err);
        assert_eq!(end.out.iter().filter(|line| line.contains("line ")).count(), 1500);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_where_nobody_answers_is_told_in_one_sentence() {
    let nowhere = format!("127.0.0.1:{}", free_port());
    for more in [&[][..], &["--json"]] {
        let end = Home::new().set_out(&nowhere, "Ada", more).end().await;
        let words = sentence(&end);
        assert!(words.starts_with(&format!("No answer from {nowhere}")), "{words}");
    }
    let mut house = Home::new().host(&[]).await;
    house.program.kill();
    let end = Home::new().set_out(&house.invite, "Ada", &[]).end().await;
    assert!(sentence(&end).starts_with("No answer from"), "{end:?}");
    let end = Home::new().set_out("not an address", "Ada", &[]).end().await;
    sentence(&end);
    let end = Home::new().set_out("parlor://127.0.0.1/", "Ada", &[]).end().await;
    assert!(sentence(&end).contains("invite"), "{end:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_chooses_how_much_of_what_was_said_comes_first() {
    let house = Home::new().host(&["--pace", "1000"]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let mut seqs = Vec::new();
    for number in 0..60 {
        seqs.push(ken.says(&format!("line {number}")).await.1.0);
    }
    let guest = Home::new();
    let after = seqs[30];
    let number = after.to_string();
    // From where each begins: this event, or so many before the newest.
    let rules: [(&[&str], Result<u64, u64>); 6] = [
        (&["--since", "all"], Ok(0)),
        (&["--since", "0"], Ok(0)),
        (&["--since", &number], Ok(after)),
        (&["--since", "5-last"], Err(5)),
        (&["--since", "0-last"], Err(0)),
        (&[], Err(50)),
    ];
    for (more, wanted) in rules {
        let (mut bot, entered) = guest.bot(&house.invite, "Ada", more).await;
        let (head, after) = (entered["head"].as_u64().unwrap(), entered["after"].as_u64().unwrap());
        assert_eq!(after, wanted.unwrap_or_else(|last| head - last), "{more:?}: {entered}");
        for seq in after + 1..=head {
            assert_eq!(bot.news("event").await["seq"], seq, "{more:?}");
        }
        bot.wants(&json!({"t": "quit"}));
        assert_eq!(bot.end().await.code, Some(0));
    }
    let mut terminal = guest.join(&house.invite, "Joan", &["--since", &number]).await;
    let first = terminal.out.until("the first message", |line| line.contains("Ken:")).await;
    assert_eq!(after_time(&first), Some("Ken: line 31"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_says_edits_withdraws_reads_and_asks_in_lines_of_json() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let (mut bot, entered) = Home::new().bot(&house.invite, "Robot", &["--since", "all"]).await;
    assert_eq!((&entered["house"], &entered["title"]), (&json!("Course chat"), &json!("Course chat")));
    assert_eq!((&entered["you"]["name"], &entered["room"]), (&json!("Robot"), &json!(1)));

    // Say, with an id of one's own choice; the same again is the same.
    let first = id(7);
    for _ in 0..2 {
        bot.wants(&json!({"t": "say", "text": "I am a robot", "id": first}));
        assert_eq!(bot.news("sending").await["id"], first);
    }
    let kept = bot.news_where("kept", |news| news["id"] == first).await;
    let seq = kept["seq"].as_u64().unwrap();
    ken.sees_text("I am a robot").await;

    // Edit, in two lines; withdraw another.
    bot.wants(&json!({"t": "edit", "of": first, "text": "I am\na bot", "id": id(8)}));
    let edited = bot.news_where("event", |news| news["id"] == id(8)).await;
    assert_eq!((&edited["body"]["kind"], &edited["body"]["of"]), (&json!("edited"), &json!(first)));
    assert_eq!(edited["body"]["text"], "I am\na bot");
    bot.wants(&json!({"t": "say", "text": "forget this", "id": id(9)}));
    bot.wants(&json!({"t": "withdraw", "of": id(9)}));
    let withdrawn = bot.news_where("event", |news| news["body"]["kind"] == "withdrawn").await;
    assert_eq!(withdrawn["body"]["of"], id(9));

    // What the house refuses is told with its id, and can be tried again or dropped.
    let (others, _) = ken.says("mine alone").await;
    bot.news_where("event", |news| news["id"] == json!(others)).await;
    bot.wants(&json!({"t": "edit", "of": others, "text": "mine now", "id": id(10)}));
    let refused = bot.news_where("refused", |news| news["id"] == id(10)).await;
    assert!(!refused["why"].as_str().unwrap().is_empty());
    bot.wants(&json!({"t": "retry", "id": id(10)}));
    bot.news_where("refused", |news| news["id"] == id(10)).await;
    bot.wants(&json!({"t": "discard", "id": id(10)}));

    // Read and who.
    bot.wants(&json!({"t": "read", "from": seq, "to": withdrawn["seq"], "ask": 41}));
    let page = bot.news("page").await;
    assert_eq!((&page["ask"], &page["room"], &page["missing"]), (&json!(41), &json!(1), &json!([])));
    let events = page["events"].as_array().unwrap();
    assert_eq!(events.len() as u64, withdrawn["seq"].as_u64().unwrap() - seq + 1);
    assert_eq!(events[0]["body"]["text"], "I am a robot");
    let erased = events.iter().find(|event| event["id"] == id(9)).unwrap();
    assert_eq!(erased["body"], json!({"kind": "erased"}));
    bot.wants(&json!({"t": "who", "ask": 42}));
    let people = bot.news("people").await;
    assert_eq!((&people["ask"], &people["total"]), (&json!(42), &json!(2)));
    let names: Vec<_> = people["people"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ken", "Robot"]);

    // Typing goes both ways.
    bot.wants(&json!({"t": "typing"}));
    let typist = ken.until("typing", |update| match update {
        Update::Typing(_, by) => Some(by.name.as_str().to_owned()),
        _ => None,
    });
    assert_eq!(typist.await, "Robot");
    ken.guest.typing(None).unwrap();
    assert_eq!(bot.news("typing").await["name"], "Ken");

    bot.wants(&json!({"t": "say", "text": "and goodbye"}));
    bot.wants(&json!({"t": "quit"}));
    let end = bot.end().await;
    assert_eq!(end.code, Some(0), "{end:?}");
    let bye = as_news(end.out.last().unwrap());
    assert_eq!((&bye["t"], &bye["unsent"]), (&json!("bye"), &json!(0)));
    ken.sees_text("and goodbye").await;
    assert_eq!(ken.texts().iter().filter(|words| *words == "I am a robot").count(), 1);
    assert!(bot.err.heard.is_empty(), "{:?}", bot.err.heard);
    bot.out.heard.iter().for_each(|line| drop(as_news(line)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_is_told_of_every_line_that_was_not_understood_and_goes_on() {
    let house = Home::new().host(&[]).await;
    let (mut bot, _) = Home::new().bot(&house.invite, "Robot", &[]).await;
    let too_long = json!({"t": "say", "text": "a".repeat(9000)}).to_string();
    let longest = format!("{{\"t\":\"say\",\"text\":\"{}\"}}", "a".repeat(100_000));
    let wrong: &[&[u8]] = &[
        b"hello",
        b"{",
        b"[]",
        b"{}",
        b"{\"t\":\"dance\"}",
        b"{\"t\":\"say\"}",
        b"{\"t\":\"say\",\"text\":\" \"}",
        b"{\"t\":\"say\",\"text\":\"a\\u0007b\"}",
        b"{\"t\":\"say\",\"text\":\"hi\",\"id\":\"mine\"}",
        b"{\"t\":\"edit\",\"text\":\"of nothing\"}",
        b"{\"t\":\"read\",\"from\":-1,\"to\":2}",
        b"{\"t\":\"say\",\"text\":\"\xff\"}",
        too_long.as_bytes(),
        longest.as_bytes(),
    ];
    for line in wrong {
        bot.types_bytes(&[line, &b"\n"[..]].concat());
        let refused = bot.news("refused").await;
        assert!(!refused["why"].as_str().unwrap().is_empty(), "{refused}");
        assert!(refused["id"].is_null() && refused["ask"].is_null(), "{refused}");
    }
    // An empty line is nothing, and fields of a later day are passed over.
    bot.types("");
    bot.types("{\"t\":\"say\",\"text\":\"still here\",\"colour\":\"red\"}\r");
    bot.news("kept").await;
    bot.ends_input();
    let end = bot.end().await;
    assert_eq!(end.code, Some(0), "{end:?}");
    assert!(!end.out.iter().any(|line| as_news(line)["t"] == "refused"), "{end:?}");
    assert_eq!(words(&house.log().await), ["still here"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_comes_back_by_itself_when_the_house_does_and_misses_nothing() {
    let home = Home::new();
    let mut house = home.host(&[]).await;
    let visit = house.visit("Ken");
    let mut ken = Visitor::visit(visit.clone()).await;
    let (mut bot, _) = Home::new().bot(&house.invite, "Robot", &["--since", "all"]).await;
    bot.wants(&json!({"t": "say", "text": "before"}));
    bot.news("kept").await;
    ken.says("heard by all").await;
    bot.news_where("event", |news| news["body"]["text"] == "heard by all").await;
    house.program.kill();
    let offline = bot.news("offline").await;
    assert!(!offline["why"].as_str().unwrap().is_empty() && offline["wait_ms"].is_u64(), "{offline}");
    // What is said now goes out later.
    bot.wants(&json!({"t": "say", "text": "meanwhile", "id": id(1)}));
    assert_eq!(bot.news("sending").await["id"], id(1));
    let house = home.host_at(house.port(), &[]).await;
    // Ken has come back in a moment, and the bot may take its time.
    let mut again = Visitor::visit(Visit { backoff: crate::support::visitor::quick(), ..visit }).await;
    again.says("while it was away").await;
    bot.news("entered").await;
    bot.news_where("kept", |news| news["id"] == id(1)).await;
    again.says("last words").await;
    bot.news_where("event", |news| news["body"]["text"] == "last words").await;
    bot.wants(&json!({"t": "quit"}));
    assert_eq!(bot.end().await.code, Some(0));
    let seen: Vec<Value> = bot.out.heard.iter().map(|line| as_news(line)).filter(|news| news["t"] == "event").collect();
    let log = house.log().await;
    assert_eq!(seen[..], log[..seen.len()]);
    let mut said = words(&seen);
    said.sort_unstable();
    assert_eq!(said, ["before", "heard by all", "last words", "meanwhile", "while it was away"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_says_that_the_house_is_away_and_when_it_is_back() {
    let home = Home::new();
    let mut house = home.host(&[]).await;
    let mut ada = Home::new().join(&house.invite, "Ada", &[]).await;
    house.program.kill();
    ada.err.until("word of the cut", |line| line.contains("Reconnecting…")).await;
    ada.types("said into the wind");
    let house = home.host_at(house.port(), &[]).await;
    ada.err.until("coming back", |line| line == "Back in Course chat.").await;
    shows(&mut ada, "Ada: said into the wind").await;
    ada.ends_input();
    assert_eq!(ada.end().await.code, Some(0));
    assert_eq!(words(&house.log().await), ["said into the wind"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bot_could_not_send_before_it_was_killed_goes_out_at_its_next_visit() {
    let home = Home::new();
    let mut house = home.host(&[]).await;
    let guest = Home::new();
    let (mut bot, _) = guest.bot(&house.invite, "Robot", &[]).await;
    house.program.kill();
    bot.news("offline").await;
    bot.wants(&json!({"t": "say", "text": "written on the train", "id": id(1)}));
    bot.news("sending").await;
    bot.kill();
    let house = home.host_at(house.port(), &[]).await;
    let (mut bot, _) = guest.bot(&house.invite, "Robot", &[]).await;
    bot.news_where("kept", |news| news["id"] == id(1)).await;
    assert_eq!(words(&house.log().await), ["written on the train"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_invite_says_of_other_addresses_overrules_nothing_that_is_known() {
    let home = Home::new();
    let (alpha, beta) =
        (home.host(&["--data", &home.word("alpha")]).await, home.host(&["--data", &home.word("beta")]).await);
    let mut ada = home.join(&alpha.to(), "Ada", &[]).await;
    ada.types("/quit");
    assert_eq!(ada.end().await.code, Some(0));
    let sly = beta.invite.replacen("/?", &format!("/?and={}&", alpha.to()), 1);
    let mut ada = home.join(&sly, "Ada", &[]).await;
    ada.types("/quit");
    assert_eq!(ada.end().await.code, Some(0));
    let mut ada = home.join(&alpha.to(), "Ada", &[]).await;
    ada.types("/quit");
    assert_eq!(ada.end().await.code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_a_damaged_house_is_never_taken_for_the_whole() {
    let home = Home::new();
    let data = home.path("house");
    std::fs::create_dir(&data).unwrap();
    let log = SqliteLog::open(&data.join("log.db")).unwrap();
    let entries = (1..=400_u64).map(|seq| {
        let body = Body::Said { text: text(&format!("{seq} {}", "word ".repeat(20))) };
        Entry { room: RoomNo(1), event: Event { seq: Seq(seq), at: seq, id: EventId::fresh(), by: None, body } }
    });
    log.append(&entries.collect::<Vec<_>>()).unwrap();
    drop(log);
    let args = ["export", "--data", data.to_str().unwrap(), "--format", "jsonl"];
    let whole = home.start(&args).end().await;
    assert_eq!((whole.code, whole.out.len()), (Some(0), 400));
    let good = std::fs::read(data.join("log.db")).unwrap();
    for page in 2..good.len() / 4096 {
        let mut bad = good.clone();
        bad[page * 4096 + 3600..page * 4096 + 4000].iter_mut().for_each(|byte| *byte ^= 0x5a);
        std::fs::write(data.join("log.db"), bad).unwrap();
        let end = home.start(&args).end().await;
        // Words may be changed within themselves and nobody can tell; but none may be missing without a word.
        assert!(end.out.len() == 400 || end.code == Some(1), "page {page}: {} events, {:?}", end.out.len(), end.code);
    }
}

/// An invite to nowhere, whole.
async fn an_invite() -> String {
    Home::new().host(&[]).await.invite
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_leads_nowhere_is_told_from_a_host_that_does_not_answer() {
    let told = "parlor: No computer called nosuch.invalid was found. Check the address, and that you are online.";
    let end = run(&["join", "nosuch.invalid", "--name", "Ada"]).await;
    assert_eq!((end.code, end.err.as_slice()), (Some(1), [told.to_owned()].as_slice()));
    let end = run(&["join", "127.0.0.1:1", "--name", "Ada"]).await;
    assert_eq!(end.err, ["parlor: No answer from 127.0.0.1:1. Is Parlor open there?"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_calls_a_direct_talk_by_the_two_who_have_it() {
    let house = Home::new().host(&[]).await;
    let (mut ken, ada) = (Visitor::visit(house.visit("Ken")).await, Visitor::visit(house.visit("Ada")).await);
    let talk = ken.guest.talk(ada.me().who).await.unwrap().room;
    ken.enters(talk).await;
    ken.says_in(talk, "only for you").await;
    let end = run(&["verify", "--data", house.kept_in.to_str().unwrap()]).await;
    let named = |line: &String| line.starts_with("Direct messages between Ken and Ada: 2 events, ");
    assert!(end.code == Some(0) && end.out.iter().any(named), "{end:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_can_not_be_read_is_answered_in_a_sentence_that_says_what_to_type() {
    let host = |more: [&'static str; 2]| [["host", "--title", "Lab"].as_slice(), &more].concat();
    let join = |more: [&'static str; 2]| [["join", "127.0.0.1", "--name", "Ada"].as_slice(), &more].concat();
    let port = "--port: “abc” is not a port. A port is a number from 1 to 65535; 0 chooses a free one.";
    for (args, told) in [
        (host(["--port", "abc"]), port),
        (host(["--port", "70000"]), &port.replace("abc", "70000")),
        (
            host(["--bind", "here"]),
            "--bind: “here” is not an IP address. Type one of this computer, such as 192.168.1.20.",
        ),
        (host(["--door", "smtp"]), "--door: There is no “smtp”. Choose text or irc."),
        (host(["--show", "all"]), "--show: There is no “all”. Choose nothing, people or talk."),
        (host(["--admission", "some"]), "--admission: Type everyone, registered, approval or closed."),
        (host(["--max-guests", "many"]), "--max-guests: “many” is not a number. Type a whole number, 1 or more."),
        (host(["--max-guests", "0"]), "--max-guests: Type a whole number, 1 or more."),
        (host(["--pace", "fast"]), "--pace: “fast” is not a number. Type a whole number, 1 or more."),
        (vec!["find", "--seconds", "0"], "--seconds: Type how many seconds, from 1 to 86400."),
        (join(["--since", "x"]), "--since: Type all, a count such as 20-last, or the number of an event such as 1200."),
        (vec!["hots"], "“hots” is neither a command nor an invite. parlor --help lists the commands."),
    ] {
        let end = run(&args).await;
        assert_eq!((end.code, end.err.as_slice()), (Some(2), [format!("parlor: {told}")].as_slice()), "{args:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_command_is_an_invite_or_a_file_with_one_and_nothing_else() {
    let home = Home::new();
    let invite = an_invite().await;
    let wrong = [
        ("hots".to_owned(), "neither a command nor an invite"),
        (home.word("notes.txt"), "neither a command nor an invite"),
        (home.word("missing.parlor"), "it is not there"),
        (home.file("empty.parlor", "\n\n"), "no invite in this file"),
        (home.file("other.parlor", "https://example.org\n"), "not an invite"),
        ("parlor://127.0.0.1:7275/".to_owned(), "key is missing"),
        (invite[..invite.len() / 2].to_owned(), "key is missing"),
    ];
    for (word, why) in wrong {
        let end = home.start(&[&word]).end().await;
        assert_eq!(end.code, Some(2), "{word}: {end:?}");
        assert!(end.err[0].contains(why), "{word}: {end:?}");
    }
    // There is no screen here, or no window in this build: both are said in a sentence, once the invite was read.
    let bytes = format!("\u{feff}\r\n  {invite}  \r\nSee you there.\r\n");
    for word in [invite.clone(), invite.replacen("parlor", "PARLOR", 1), home.file("Tea.PARLOR", &bytes)] {
        let end = home.start(&[&word]).end().await;
        let words = sentence(&end);
        assert!(words.contains("window"), "{word}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_the_program_has_no_colour_codes() {
    let home = Home::new();
    let args = [
        "--verbose",
        "host",
        "--title",
        "Tea",
        "--port",
        "0",
        "--no-announce",
        "--ledger",
        &home.word("nowhere/ledger"),
    ];
    let end = home.start(&args).end().await;
    assert!(end.err.iter().any(|line| line.contains("DEBUG the system said no")), "{end:?}");
    assert!(end.err.iter().all(|line| !line.contains('\u{1b}')), "{end:?}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_portable_program_keeps_everything_beside_it() {
    let folder = tempfile::TempDir::new().unwrap();
    let program = folder.path().join("parlor");
    let built = env!("CARGO_BIN_EXE_parlor");
    if std::fs::hard_link(built, &program).is_err() {
        std::fs::copy(built, &program).unwrap();
    }
    let kept_in = |home: Option<&std::path::Path>| {
        let mut host = std::process::Command::new(&program);
        host.args(["export", "--room", "1", "--format", "txt"]).env("HOME", folder.path().join("nobody"));
        for name in ["PARLOR_HOME", "XDG_DATA_HOME"] {
            host.env_remove(name);
        }
        if let Some(home) = home {
            host.env("PARLOR_HOME", home);
        }
        String::from_utf8(host.output().unwrap().stderr).unwrap()
    };
    let beside = folder.path().join("data").join("houses");
    let says = |words: &str, folder: &std::path::Path| words.contains(&format!("in {}.", folder.display()));
    assert!(!says(&kept_in(None), &beside), "nobody made it portable yet: {}", kept_in(None));
    std::fs::write(folder.path().join("portable.txt"), "").unwrap();
    assert!(says(&kept_in(None), &beside), "{}", kept_in(None));
    // What is said in so many words comes first.
    let other = folder.path().join("other");
    assert!(says(&kept_in(Some(&other)), &other.join("houses")), "{}", kept_in(Some(&other)));
}
