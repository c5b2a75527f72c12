//! What modern clients ask for: tags, echoes, labels, batches, history on demand.

use parlor::room::{Body, Sign};

use super::client::{Irc, MODERN, house};
use crate::support::Visitor;
use crate::support::visitor::{ROOM, text};

fn tag<'a>(line: &'a str, name: &str) -> &'a str {
    let tags = line.strip_prefix('@').unwrap().split(' ').next().unwrap();
    tags.split(';')
        .find_map(|tag| tag.strip_prefix(name)?.strip_prefix('='))
        .unwrap_or_else(|| panic!("{name}: {line}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_comes_back_with_its_label_and_its_id() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", MODERN).await;
    ada.join("#course-chat").await;
    ada.send("@label=l1 PRIVMSG #course-chat :hello").await;
    let echo = ada.hears("PRIVMSG").await;
    assert_eq!(tag(&echo, "label"), "l1");
    let id = tag(&echo, "msgid").to_owned();
    let mut ken = Irc::come_with(&house, "Ken", &format!("{MODERN} draft/chathistory")).await;
    ken.join("#course-chat").await;
    ken.send(&format!("@+draft/reply={id} PRIVMSG #course-chat :hello to you")).await;
    assert_eq!(tag(&ada.hears("hello to you").await, "+draft/reply"), id);
    ken.send(&format!("@+draft/react=👍;+draft/reply={id} TAGMSG #course-chat")).await;
    assert_eq!(tag(&ada.hears("TAGMSG").await, "+draft/react"), "👍");
    ken.send(&format!("@+draft/unreact=👍;+draft/reply={id} TAGMSG #course-chat")).await;
    assert_eq!(tag(&ada.hears("TAGMSG").await, "+draft/unreact"), "👍");
    ada.send("@label=l2 PING x").await;
    assert_eq!(tag(&ada.hears("PONG").await, "label"), "l2");
    ada.send("@label=l3 AWAY").await;
    assert_eq!(tag(&ada.hears(" 305 ").await, "label"), "l3");
    ada.send("@label=l4 NOTICE nobody :x").await;
    assert_eq!(tag(&ada.hears("ACK").await, "label"), "l4");
    ada.send("@label=l5 WHOIS Ken").await;
    assert_eq!(tag(&ada.hears("labeled-response").await, "label"), "l5");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn native_edits_reactions_and_deletions_reach_irc() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut new = Irc::come_with(&house, "New", MODERN).await;
    let mut old = Irc::come(&house, "Old").await;
    new.join("#course-chat").await;
    old.join("#course-chat").await;
    let (id, _) = ada.says("helo").await;
    new.hears(":helo").await;
    ada.adds(ROOM, Body::Edited { of: id, text: text("hello") }).await;
    let edit = new.hears(":* hello").await;
    assert_eq!(tag(&edit, "+draft/reply"), id.to_string());
    ada.adds(ROOM, Body::Reacted { of: id, sign: Sign::parse("👍").unwrap(), off: false }).await;
    new.hears("TAGMSG").await;
    ada.adds(ROOM, Body::Withdrawn { of: id }).await;
    assert!(new.hears("REDACT").await.ends_with(&format!("REDACT #course-chat {id}")));
    let lines = old.until("deleted a message").await;
    assert!(!lines.iter().any(|line| line.contains("TAGMSG") || line.starts_with('@')), "{lines:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_several_lines_stays_one_message() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut new = Irc::come_with(&house, "New", MODERN).await;
    new.join("#course-chat").await;
    for line in [
        "@label=m BATCH +1 draft/multiline #course-chat",
        "@batch=1 PRIVMSG #course-chat :one",
        "@batch=1 PRIVMSG #course-chat :",
        "@batch=1 PRIVMSG #course-chat :two",
        "@batch=1;draft/multiline-concat PRIVMSG #course-chat :-three",
        "BATCH -1",
    ] {
        new.send(line).await;
    }
    ada.sees_text("one\n\ntwo-three").await;
    let echo = new.until("BATCH -").await;
    assert_eq!(tag(&echo[0], "label"), "m");
    let said: Vec<_> = echo.iter().filter_map(|line| line.split_once("PRIVMSG #course-chat :")).collect();
    assert_eq!(said.iter().map(|(_, said)| *said).collect::<Vec<_>>(), ["one", "", "two-three"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_read_from_a_message_or_a_time_in_either_direction() {
    let house = house();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ids = Vec::new();
    for turn in 0..30 {
        ids.push(ada.says(&format!("line {turn}")).await.0);
    }
    let mut ken = Irc::come_with(&house, "Ken", &format!("{MODERN} draft/chathistory")).await;
    ken.join("#course-chat").await;
    for (ask, wanted) in [
        ("LATEST #course-chat * 3".to_owned(), 27..30),
        (format!("BEFORE #course-chat msgid={} 3", ids[10]), 7..10),
        (format!("AFTER #course-chat msgid={} 3", ids[10]), 11..14),
        (format!("AROUND #course-chat msgid={} 4", ids[10]), 9..13),
        (format!("BETWEEN #course-chat msgid={} msgid={} 50", ids[10], ids[15]), 11..15),
        (format!("LATEST #course-chat msgid={} 50", ids[26]), 27..30),
        ("BEFORE #course-chat timestamp=2999-01-01T00:00:00.000Z 2".to_owned(), 28..30),
        ("AFTER #course-chat timestamp=2001-01-01T00:00:00.000Z 2".to_owned(), 0..2),
    ] {
        ken.send(&format!("CHATHISTORY {ask}")).await;
        let lines = ken.until("BATCH -").await;
        let said: Vec<_> = lines.iter().filter_map(|line| line.rsplit_once(" :line ")).map(|(_, turn)| turn).collect();
        assert_eq!(said, wanted.map(|turn| turn.to_string()).collect::<Vec<_>>(), "{ask}");
    }
    ken.send(&format!("CHATHISTORY BEFORE #course-chat msgid={} 3", parlor::room::EventId::fresh())).await;
    ken.hears("FAIL CHATHISTORY").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_told_to_those_who_know_of_it() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", MODERN).await;
    let mut ken = Irc::come_with(&house, "Ken", MODERN).await;
    ada.join("#course-chat").await;
    ken.join("#course-chat").await;
    ada.send("@+typing=active TAGMSG #course-chat").await;
    assert_eq!(ken.hears("TAGMSG").await, "@+typing=active :Ada!u1@parlor TAGMSG #course-chat");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_said_to_oneself_is_asked_for_in_vain_and_answered_all_the_same() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", "batch draft/chathistory draft/read-marker").await;
    ada.send("PRIVMSG Ada :note to self").await;
    ada.hears(":note to self").await;
    ada.send("CHATHISTORY LATEST Ada * 10").await;
    let lines = ada.sync().await;
    assert!(lines.len() == 2 && lines[0].ends_with(" chathistory Ada"), "{lines:#?}");
    ada.send("MARKREAD Ada").await;
    assert_eq!(ada.sync().await, [":irc.parlor MARKREAD Ada *"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_name_is_the_name_and_changes_with_the_nick() {
    let house = house();
    let mut ada = Irc::come_with(&house, "Ada", "setname").await;
    let mut old = Irc::come(&house, "Old").await;
    ada.send("SETNAME :Ada O'Neil").await;
    assert_eq!(ada.hears(" SETNAME ").await, ":Ada!u1@parlor SETNAME :Ada O'Neil");
    assert_eq!(ada.hears(" NICK ").await, ":Ada!u1@parlor NICK Ada|O`Neil");
    let mut ken = Irc::come_with(&house, "Ken", "setname").await;
    for irc in [&mut ada, &mut old, &mut ken] {
        irc.join("#tea").await;
    }
    ada.send("NICK Ada|Lovelace").await;
    for irc in [&mut ada, &mut ken] {
        assert_eq!(irc.hears(" SETNAME ").await, ":Ada|O`Neil!u1@parlor SETNAME :Ada Lovelace");
    }
    for irc in [&mut ada, &mut old] {
        irc.hears(":Ada|O`Neil!u1@parlor NICK Ada|Lovelace").await;
    }
    ada.send("PRIVMSG #tea :done").await;
    assert!(!old.until(":done").await.iter().any(|line| line.contains("SETNAME")));
    ada.send("SETNAME :Ada Lovelace").await;
    assert_eq!(ada.sync().await, [":Ada|Lovelace!u1@parlor SETNAME :Ada Lovelace"]);
    ada.send("SETNAME Ken").await;
    ada.hears("FAIL SETNAME CANNOT_CHANGE_REALNAME :").await;
    ada.send("SETNAME #x").await;
    ada.hears("FAIL SETNAME INVALID_REALNAME :").await;
    house.close().await;
}
