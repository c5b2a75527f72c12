//! What any client does: comes in, talks, leaves.

use std::time::{Duration, Instant};

use parlor::room::{Body, Memory, RoomNo, Text};

use super::client::{Irc, house};
use crate::support::visitor::{ROOM, text};
use crate::support::{TestHouse, Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn a_native_guest_and_an_irc_guest_see_the_same_messages_in_the_same_order_and_each_once() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#course-chat").await;
    for turn in 0..20 {
        ada.guest.say(text(&format!("ada {turn}"))).await.unwrap();
        ken.send(&format!("PRIVMSG #course-chat :ken {turn}")).await;
    }
    ada.sees_text("ada 19").await;
    ada.sees_text("ken 19").await;
    ada.saw_everything_once();
    ken.send("PRIVMSG #course-chat :last").await;
    ada.sees_text("last").await;
    let mut seen_by_ken: Vec<String> = Vec::new();
    while seen_by_ken.len() < 20 {
        let line = ken.hears("PRIVMSG #course-chat :ada ").await;
        seen_by_ken.push(line.rsplit(':').next().unwrap().to_owned());
    }
    let of_ada = |texts: Vec<String>| texts.into_iter().filter(|text| text.starts_with("ada")).collect::<Vec<_>>();
    assert_eq!(seen_by_ken, of_ada(ada.texts()));
    let of_ken: Vec<_> = ada.texts().into_iter().filter(|text| text.starts_with("ken")).collect();
    assert_eq!(of_ken, (0..20).map(|turn| format!("ken {turn}")).collect::<Vec<_>>());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_several_lines_is_several_messages_and_never_a_command() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#course-chat").await;
    let words = Text::parse("one\n:ghost!x@y PRIVMSG #course-chat :two\r\nQUIT\n\nlast").unwrap();
    ada.adds(ROOM, Body::Said { text: words }).await;
    let lines = ken.until(" :last").await;
    let said: Vec<_> = lines.iter().filter(|line| line.contains("PRIVMSG")).collect();
    assert_eq!(said.len(), 5, "{lines:#?}");
    assert!(said.iter().all(|line| line.starts_with(":Ada!")), "{said:#?}");
    assert!(said[1].ends_with(" PRIVMSG #course-chat ::ghost!x@y PRIVMSG #course-chat :two"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_message_comes_in_lines_of_512_bytes_and_loses_nothing() {
    let house = house();
    let ada = Visitor::come(&house, "Ada").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#course-chat").await;
    let words = "žluťoučký kůň 👨‍👩‍👧‍👦 ".repeat(60).trim_end().to_owned();
    ada.guest.say(text(&words)).await.unwrap();
    ada.guest.say(text("done")).await.unwrap();
    let lines = ken.until(" :done").await;
    assert!(lines.iter().all(|line| line.len() <= 510), "{lines:#?}");
    let said = lines.iter().filter_map(|line| line.split_once(" PRIVMSG #course-chat :").map(|(_, said)| said));
    assert_eq!(said.collect::<String>(), format!("{words}done"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_no_nick_is_mapped_and_shown_as_the_real_name() {
    let house = house();
    let mut ada = Visitor::come(&house, "Büşra O'Neil").await;
    let mut ken = Irc::come(&house, "Ken").await;
    let names = ken.join("#course-chat").await;
    let names = names.iter().find(|line| line.contains(" 353 ")).unwrap();
    let nick = names.rsplit(':').next().unwrap().split(' ').find(|nick| nick.starts_with("Busra")).unwrap().to_owned();
    assert!(nick.starts_with("Busra|O`Neil{"), "{nick}");
    ken.send(&format!("WHOIS {nick}")).await;
    assert!(ken.hears(" 311 ").await.ends_with(" :Büşra O'Neil"));
    ken.send(&format!("PRIVMSG {nick} :hello to you")).await;
    let told = ada.sees_in(RoomNo(2), "the message", |event| event.body.text().is_some()).await;
    assert_eq!(told.body.text().unwrap().as_str(), "hello to you");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nick_that_is_taken_gets_433_with_the_free_one_and_another_may_be_tried() {
    let house = house();
    let _ada = Visitor::come(&house, "Ada").await;
    let mut other = Irc::connect(house.address).await;
    other.send("NICK ada").await;
    other.send("USER x 0 * :x").await;
    let line = other.hears(" 433 ").await;
    assert!(line.contains("“ada 2” is free"), "{line}");
    other.send("NICK ada|2").await;
    other.welcomed().await;
    assert_eq!(other.nick, "ada|2");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn joining_what_is_not_there_makes_a_room_and_its_maker_an_operator() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    let lines = ada.join("#tea").await;
    assert!(lines.iter().any(|line| line.contains(" 353 ") && line.ends_with(":@Ada")), "{lines:#?}");
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#TEA").await;
    ada.hears("JOIN #tea").await;
    // Whoever keeps no room keeps nobody in order.
    ken.send("KICK #tea Ada :no").await;
    ken.hears(" 482 Ken #tea ").await;
    ada.send("MODE #tea +o Ken").await;
    assert!(ken.hears("MODE #tea +o Ken").await.starts_with(":Ada!"));
    ada.send("MODE #tea -o Ken").await;
    ken.hears("MODE #tea -o Ken").await;
    ada.send("KICK #tea Ken :that is enough").await;
    let kicked = ken.hears("KICK #tea Ken").await;
    assert!(kicked.contains("that is enough"), "{kicked}");
    ada.hears("KICK #tea Ken :that is enough").await;
    ada.send("MODE #tea +b Ken").await;
    ada.hears("MODE #tea +b Ken!u2@*").await;
    ken.send("JOIN #tea").await;
    ken.hears(" 474 Ken #tea ").await;
    ada.send("MODE #tea b").await;
    ada.hears(" 367 Ada #tea Ken!u2@* ").await;
    ada.send("MODE #tea -b Ken!u2@*").await;
    ada.hears("MODE #tea -b").await;
    ken.join("#tea").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_joins_reads_how_long_messages_are_kept_where_some_are_lost_one_day() {
    let house = house();
    let mut host = Visitor::visit(house.own_visit("Host").await).await;
    let mut ada = Irc::come(&house, "Ada").await;
    ada.send("JOIN #course-chat").await;
    let all = ada.until(" 366 ").await;
    assert!(!all.iter().any(|line| line.contains(" NOTICE ")), "{all:#?}");
    host.adds(RoomNo(1), Body::Memory { memory: Memory::days(7).unwrap() }).await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.send("JOIN #course-chat").await;
    ken.until(" 366 ").await;
    ken.hears("NOTICE #course-chat :Messages are kept for 7 days.").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_keeps_out_whoever_does_not_know_it() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#tea").await;
    ada.send("MODE #tea +k short").await;
    ada.hears(" 525 Ada #tea ").await;
    ada.send("MODE #tea +k correct-horse").await;
    ada.hears("MODE #tea +k *").await;
    let mut ken = Irc::come(&house, "Ken").await;
    for key in ["", " wrong-horse"] {
        ken.send(&format!("JOIN #tea{key}")).await;
        ken.hears(" 475 Ken #tea ").await;
    }
    ken.send("JOIN #tea correct-horse").await;
    ken.hears(" 366 Ken #tea ").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_of_the_place_is_given_with_pass() {
    let house = TestHouse::with(|settings| {
        settings.plain.irc = true;
        settings.password = Some("open sesame".to_owned());
    });
    let mut wrong = Irc::connect(house.address).await;
    wrong.send("PASS :open says me").await;
    wrong.send("NICK Ken").await;
    wrong.send("USER x 0 * :x").await;
    wrong.hears(" 464 ").await;
    wrong.hears("ERROR :").await;
    assert_eq!(wrong.next().await, None);
    let mut right = Irc::connect(house.address).await;
    right.send("PASS :open sesame").await;
    right.register("Ken").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_by_its_number() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#course-chat").await;
    for (line, answer) in [
        ("FROB", " 421 Ada FROB "),
        ("JOIN", " 461 Ada JOIN "),
        ("PRIVMSG", " 411 Ada "),
        ("PRIVMSG #course-chat", " 412 Ada "),
        ("PRIVMSG #nowhere :x", " 403 Ada #nowhere "),
        ("PRIVMSG nobody :x", " 401 Ada nobody "),
        ("PART #nowhere", " 403 Ada #nowhere "),
        ("KICK #course-chat nobody", " 401 Ada nobody "),
        ("MODE #course-chat +z", " 472 Ada z "),
        ("MODE Ada +z", " 501 Ada "),
        ("MODE Ken +i", " 502 Ada "),
        ("NICK #x", " 432 Ada #x "),
        ("NICK", " 431 Ada "),
        ("USER x 0 * :x", " 462 Ada "),
        ("WHOIS nobody", " 401 Ada nobody "),
        ("WHOWAS nobody", " 406 Ada nobody "),
        ("OPER a b", " 491 Ada "),
        ("TOPIC #course-chat :", "TOPIC #course-chat :"),
    ] {
        ada.send(line).await;
        let lines = ada.sync().await;
        if line.starts_with("TOPIC") {
            continue;
        }
        assert!(lines.iter().any(|told| told.contains(answer)), "{line}: {lines:#?}");
    }
    ada.write(b"PRIVMSG #course-chat :\xff\xfe\r\n").await;
    ada.hears("INVALID_UTF8").await;
    ada.send(&format!("PRIVMSG #course-chat :{}", "x".repeat(600))).await;
    ada.hears(" 417 ").await;
    ada.send(&"x".repeat(20_000)).await;
    ada.hears(" 417 ").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_is_told_once_and_needs_no_room() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.send("NICK Lovelace").await;
    assert_eq!(ada.hears(" NICK ").await, ":Ada!u1@parlor NICK Lovelace");
    let mut ken = Irc::come(&house, "Ken").await;
    for channel in ["#course-chat", "#tea"] {
        ada.join(channel).await;
        ken.join(channel).await;
    }
    ada.send("NICK Countess").await;
    ken.hears(":Lovelace!u1@parlor NICK Countess").await;
    ada.send("PRIVMSG #tea :done").await;
    ada.send("PRIVMSG #course-chat :done").await;
    let mut lines = ken.until("done").await;
    lines.extend(ken.until("done").await);
    assert!(!lines.iter().any(|line| line.contains(" NICK ")), "{lines:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_too_fast_is_all_said_in_order_as_fast_as_one_may() {
    let house = TestHouse::with(|settings| {
        settings.plain.irc = true;
        settings.limits.says = parlor::host::Pace { burst: 10.0, per_second: 50.0 };
    });
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#course-chat").await;
    let began = Instant::now();
    let lines: Vec<String> = (0..100).map(|number| format!("line {number}")).collect();
    let sent: String = lines.iter().map(|line| format!("PRIVMSG #course-chat :{line}\r\n")).collect();
    ada.write(sent.as_bytes()).await;
    ken.sees_text("line 99").await;
    assert!(began.elapsed() >= Duration::from_millis(1700), "faster than anyone may: {:?}", began.elapsed());
    assert_eq!(ken.texts(), lines);
    let told = ada.sync().await;
    assert_eq!(told.iter().filter(|line| line.contains("NOTICE") || line.contains(" 404 ")).count(), 0, "{told:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_at_once_is_kept_together_and_not_one_after_the_other() {
    let (house, hand) = TestHouse::rigged_with(|settings| settings.plain.irc = true);
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#course-chat").await;
    let before = hand.commits();
    hand.hold_appends();
    let lines: String = (0..30).map(|number| format!("PRIVMSG #course-chat :line {number}\r\n")).collect();
    ada.write(lines.as_bytes()).await;
    hand.holds_an_append().await;
    hand.let_go();
    ada.sync().await;
    // The first may be kept alone, and a coming may be told beside them.
    let commits = hand.commits() - before;
    assert!(commits <= 15, "{commits} commits for 30 messages");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_message_that_is_not_kept_says_why() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#tea").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#tea").await;
    ada.hears(" JOIN #tea").await;
    ada.send("MODE #tea +m").await;
    ken.hears("MODE #tea +m").await;
    ken.write(b"PRIVMSG #tea :one\r\nPRIVMSG #tea :two\r\nPRIVMSG #nowhere :three\r\n").await;
    // All of it is told before anything else is answered.
    let told = ken.sync().await;
    assert_eq!(told.iter().filter(|line| line.contains(" 404 Ken #tea ")).count(), 2, "{told:#?}");
    assert_eq!(told.iter().filter(|line| line.contains(" 403 Ken #nowhere ")).count(), 1, "{told:#?}");
    // Whoever leaves right behind what they said has said it.
    ada.write(b"PRIVMSG #tea :last\r\nPRIVMSG #tea :words\r\nQUIT\r\n").await;
    let told = ken.until(" QUIT ").await;
    let words: Vec<&String> = told.iter().filter(|line| line.contains("PRIVMSG")).collect();
    assert!(words.len() == 2 && words[0].ends_with(":last") && words[1].ends_with(":words"), "{told:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_room_says_why_nothing_is_sent() {
    let house = house();
    let mut ada = Irc::come(&house, "Ada").await;
    ada.join("#tea").await;
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#tea").await;
    ada.send("MODE #tea +m").await;
    ken.hears("MODE #tea +m").await;
    ken.send("PRIVMSG #tea :hello").await;
    assert!(ken.hears(" 404 Ken #tea ").await.ends_with(":Only operators can write in this room right now."));
    ada.send("MODE #tea").await;
    ada.hears(" 324 Ada #tea +nm").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rules_refuse_has_the_number_of_its_reason() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", "message-tags draft/message-redaction echo-message").await;
    let mut ken = Irc::come_with(&house, "Ken", "message-tags draft/message-redaction").await;
    ada.join("#tea").await;
    ken.join("#tea").await;
    ada.send("MODE #tea +o Ken").await;
    ada.hears("MODE #tea +o Ken").await;
    ada.send("PRIVMSG #tea :hello").await;
    let said = ada.hears(":hello").await;
    let id = said.split(';').find_map(|tag| tag.trim_start_matches('@').strip_prefix("msgid=")).unwrap().to_owned();
    let id = id.split(' ').next().unwrap().to_owned();
    let other = Irc::come(&house, "Bob").await;
    // What is so already is no mistake, and nothing is told.
    for line in ["MODE #tea +o Ken", "MODE #tea -m", "MODE #tea -q Bob"] {
        ada.send(line).await;
        assert_eq!(ada.sync().await, [""; 0], "{line}");
    }
    for (line, answer) in [
        ("KICK #tea Bob".to_owned(), " 441 Ada Bob #tea :They are not in this room.".to_owned()),
        ("KICK #tea Ken".to_owned(), " 482 Ada #tea ".to_owned()),
        (format!("REDACT #tea {}", uuid::Uuid::nil()), " FAIL REDACT UNKNOWN_MSGID #tea ".to_owned()),
    ] {
        ada.send(&line).await;
        let lines = ada.sync().await;
        assert!(lines.len() == 1 && lines[0].contains(&answer), "{line}: {lines:#?}");
    }
    ada.send("MODE #tea -o Ken").await;
    ken.hears("MODE #tea -o Ken").await;
    ken.send(&format!("REDACT #tea {id}")).await;
    ken.hears(&format!(" FAIL REDACT REDACT_FORBIDDEN #tea {id} ")).await;
    ada.send(&format!("REDACT #tea {id}")).await;
    ken.hears(&format!(" REDACT #tea {id}")).await;
    ada.send(&format!("REDACT #tea {id}")).await;
    ada.hears(&format!(" FAIL REDACT UNKNOWN_MSGID #tea {id} ")).await;
    drop(other);
    house.close().await;
}
