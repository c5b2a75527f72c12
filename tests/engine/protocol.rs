//! The page that describes the protocol: what it shows as an example is a frame, and what it says of ranks is the table.

use parlor::room::roles::{TABLE, Whom};
use parlor::room::{Body, Deed, Rank};
use parlor::wire::codec;
use parlor::wire::frame::{FromGuest, FromHost};
use serde_json::{Value, json};

use crate::support::program::Home;

const PAGE: &str = include_str!("../../src/wire/PROTOCOL.md");

/// The lines of examples, each with the chapter it stands in.
fn examples() -> Vec<(&'static str, &'static str)> {
    let (mut chapter, mut fenced, mut found) = ("", false, Vec::new());
    for line in PAGE.lines() {
        match line.strip_prefix("## ") {
            Some(title) if !fenced => chapter = title,
            _ if line.starts_with("```") => fenced = !fenced,
            _ if fenced => found.push((chapter, line)),
            _ => {}
        }
    }
    assert!(!fenced, "an example does not end");
    found
}

fn is_from_guest(line: &str) {
    if let Err(error) = codec::from_guest(line.as_bytes()) {
        panic!("{line}\n{error}");
    }
}

fn is_from_host(line: &str) {
    match codec::from_host(line.as_bytes()) {
        Ok(FromHost::Unknown) => panic!("no frame of a host: {line}"),
        Ok(frame) => says_all(line, &serde_json::to_value(frame).unwrap()),
        Err(error) => panic!("{line}\n{error}"),
    }
}

/// What an example shows is in the frame that it is: no field of it was ignored.
fn says_all(line: &str, frame: &Value) {
    let shown: Value = serde_json::from_str(line).unwrap();
    for (field, value) in shown.as_object().unwrap() {
        // What has nothing to say is left out.
        if *value != json!("") && *value != json!([]) {
            assert_eq!(frame.get(field), Some(value), "{field} of {line}");
        }
    }
}

#[test]
fn every_example_is_a_frame_or_an_event() {
    let mut count = 0;
    for (chapter, line) in examples() {
        count += 1;
        match chapter {
            "A session in full" => match line.split_at(2) {
                ("> ", line) => is_from_guest(line),
                ("< ", line) => is_from_host(line),
                _ => panic!("from nobody: {line}"),
            },
            "Frames from the guest" => is_from_guest(line),
            "Frames from the host" => is_from_host(line),
            "Events" => match serde_json::from_str(line) {
                Ok(Body::Other(_)) => assert!(line.contains("\"poll\""), "not known: {line}"),
                Ok(body) => says_all(line, &serde_json::to_value(body).unwrap()),
                Err(error) => panic!("{line}\n{error}"),
            },
            _ => count -= 1,
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn every_frame_of_a_guest_has_an_example() {
    let shown: Vec<&str> = examples()
        .into_iter()
        .filter(|(chapter, _)| *chapter == "Frames from the guest")
        .map(|(_, line)| line)
        .collect();
    // A line that is none of them is answered with all of them.
    let all = serde_json::from_str::<FromGuest>(r#"{"t":"dance"}"#).unwrap_err().to_string();
    let (_, all) = all.split_once("expected one of ").unwrap();
    let frames: Vec<&str> = all.split('`').skip(1).step_by(2).collect();
    assert!(frames.len() > 25, "{frames:?}");
    for frame in frames {
        let begins = format!("{{\"t\":\"{frame}\"");
        assert!(shown.iter().any(|line| line.starts_with(&begins)), "{frame}");
    }
}

const fn words(deed: Deed) -> &'static str {
    match deed {
        Deed::Speak => "say, answer, react",
        Deed::Edit => "edit what they said",
        Deed::Withdraw => "take back what they said",
        Deed::Rename => "take another name",
        Deed::Topic => "set the topic",
        Deed::CallAll => "call everyone with `@room`",
        Deed::SpeakAnyway => "speak in a locked room, and without waits",
        Deed::Invite => "invite",
        Deed::Op => "make an operator",
        Deed::Deop => "make an operator no longer",
        Deed::Mute => "mute, unmute",
        Deed::Kick => "kick",
        Deed::Ban => "ban from the room, unban",
        Deed::BanFromHouse => "ban from the house, unban",
        Deed::Remove => "remove what someone else said",
        Deed::SeeEdits => "see what a message said before",
        Deed::Title => "give another title",
        Deed::Slow => "make people wait",
        Deed::Lock => "lock, unlock",
        Deed::Open => "say who may come in, set the password",
        Deed::Keep => "say what the room keeps",
        Deed::Archive => "archive, reopen",
        Deed::Delete => "delete the room",
        Deed::Pin => "pin, unpin",
        Deed::Admit => "decide who comes into the house",
        Deed::InviteToHouse => "make, see and withdraw invites to the house",
    }
}

#[test]
fn the_table_of_ranks_is_the_one_that_the_house_decides_by() {
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let rows = TABLE.map(|rule| {
        let from = match rule.from {
            Rank::Guest => "guest",
            Rank::Member => "member",
            Rank::Operator => "operator",
            Rank::Owner => "owner",
        };
        let to = match rule.to {
            Whom::Nobody => "",
            Whom::Anyone => "anyone ",
            Whom::Below => "whoever ranks lower ",
            Whom::NotOwner => "all but the owner ",
        };
        let (muted, archived, direct) = (yes(rule.muted), yes(rule.archived), yes(rule.direct));
        format!("| {} | {from} | {muted} | {archived} | {direct} | {to}|\n", words(rule.deed))
    });
    assert!(PAGE.contains(&rows.concat()), "it should be\n{}", rows.concat());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_that_a_program_may_write_is_understood_by_the_pipe() {
    let house = Home::new().host(&[]).await;
    let home = Home::new();
    let (mut bot, _) = home.bot(&house.invite, "Robot", &[]).await;
    let (wishes, news): (Vec<_>, Vec<_>) = examples()
        .into_iter()
        .filter(|(chapter, line)| *chapter == "The pipe for programs" && line.starts_with(['>', '<']))
        .partition(|(_, line)| line.starts_with('>'));
    assert!(wishes.len() > 20 && news.len() > 10, "{} {}", wishes.len(), news.len());
    for (_, line) in news {
        let news: Value = serde_json::from_str(&line[2..]).unwrap();
        assert!(news["t"].is_string(), "{line}");
    }
    for (_, line) in wishes {
        bot.types(&line[2..]);
    }
    bot.ends_input();
    let end = bot.end().await;
    let unclear: Vec<&String> = end.out.iter().filter(|line| line.contains("was not understood")).collect();
    assert!(unclear.is_empty(), "{unclear:#?}");
}
