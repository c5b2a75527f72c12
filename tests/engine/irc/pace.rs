//! Whoever is too fast: what they said is held until its time, and all else goes on meanwhile.

use std::time::Duration;

use parlor::host::{Limits, Pace};
use parlor::room::{Body, Event};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpSocket;
use tokio::runtime::Handle;

use super::client::Irc;
use crate::support::visitor::text;
use crate::support::{TestHouse, Visitor};

/// So many at once, and no more while a test lasts.
const fn only(burst: f32) -> Pace {
    Pace { burst, per_second: 0.001 }
}

fn house(change: impl FnOnce(&mut Limits)) -> TestHouse {
    TestHouse::with(|settings| {
        settings.plain.irc = true;
        change(&mut settings.limits);
    })
}

/// So many lines, pasted.
fn pasted(count: usize) -> String {
    (1..=count).map(|number| format!("PRIVMSG #tea :line {number}\r\n")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ping_is_answered_at_once_while_what_was_pasted_is_held() {
    let house = house(|limits| limits.says = only(2.0));
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#tea").await;
    ken.write(format!("{}PING first\r\n", pasted(200)).as_bytes()).await;
    ken.hears(":first").await;
    ken.send("PING second").await;
    ken.hears(":second").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_does_not_wait_until_the_one_before_is_kept() {
    let (house, hand) = TestHouse::rigged_with(|settings| {
        settings.plain.irc = true;
        settings.limits.says = only(2.0);
    });
    let mut ken = Irc::come(&house, "Ken").await;
    ken.join("#tea").await;
    hand.hold_appends();
    ken.write(format!("{}PING now\r\n", pasted(3)).as_bytes()).await;
    // The third is one too many and held, so the ping is answered: the first is not kept by then.
    ken.hears(":now").await;
    hand.holds_an_append().await;
    hand.let_go();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_quits_behind_more_than_may_be_said_is_told_how_much_was_not() {
    let house = house(|limits| limits.says = only(3.0));
    for (name, count, told) in [
        ("Ken", 10, "7 messages were not sent: they came too fast, and you left."),
        ("Lou", 200, "197 messages were not sent: they came too fast, and you left."),
        ("Moe", 4, "1 message was not sent: it came too fast, and you left."),
    ] {
        let mut ken = Irc::come(&house, name).await;
        ken.join("#tea").await;
        ken.write(format!("{}QUIT :bye\r\n", pasted(count)).as_bytes()).await;
        let mut lines = Vec::new();
        while let Some(line) = ken.next().await {
            lines.push(line);
        }
        let last: Vec<_> = lines.iter().rev().take(2).rev().collect();
        assert_eq!(last, [&format!(":irc.parlor NOTICE {name} :{told}"), "ERROR :Closing link: bye"], "{lines:#?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_quits_behind_what_was_pasted_has_said_it_as_far_as_the_pace_allows_and_also_where_they_close_at_once()
{
    let house = house(|limits| {
        limits.says = Pace { burst: 1.0, per_second: 20.0 };
        limits.parting = Duration::from_secs(10);
    });
    let mut bob = Visitor::come(&house, "Bob").await;
    for closes in [false, true] {
        let mut ken = Irc::come(&house, "Ken").await;
        ken.join("#course-chat").await;
        ken.write(b"PRIVMSG #course-chat :one\r\nPRIVMSG #course-chat :two\r\nPRIVMSG #course-chat :three\r\nQUIT\r\n")
            .await;
        if closes {
            ken.closes().await;
        }
        while ken.next().await.is_some() {}
        bob.sees("that Ken left", |event| {
            matches!(&event.body, Body::People(people) if people.left.iter().any(|one| one.name.as_str() == "Ken"))
        })
        .await;
        assert_eq!(bob.texts(), ["one", "two", "three"], "where they close at once: {closes}");
        bob.seen.clear();
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_away_for_what_was_held() {
    let house = house(|limits| {
        limits.asks = Pace { burst: 5.0, per_second: 100.0 };
        limits.strikes = only(5.0);
    });
    let mut ken = Irc::come(&house, "Ken").await;
    // None of these is answered by the house, and so none has a number.
    ken.write("AWAY :out\r\nAWAY\r\n".repeat(20).as_bytes()).await;
    // It is heeded once they are through.
    ken.join("#tea").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_rests_while_its_guest_takes_nothing_though_a_held_line_is_due() {
    let house = house(|limits| {
        limits.says = Pace { burst: 400.0, per_second: 1.0 };
        limits.stall = Duration::from_secs(5);
        limits.grace = Duration::ZERO;
    });
    let mut ada = Visitor::come(&house, "Ada").await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut deaf = socket.connect(house.address).await.unwrap();
    deaf.write_all(b"NICK Deaf\r\nUSER x 0 * :x\r\nJOIN #course-chat\r\n").await.unwrap();
    let named = |event: &Event, left: bool| {
        let Body::People(people) = &event.body else { return false };
        let moved = if left { &people.lost } else { &people.came };
        moved.iter().any(|one| one.name.as_str() == "Deaf")
    };
    ada.sees("that Deaf came", |event| named(event, false)).await;
    deaf.write_all("PRIVMSG #course-chat :more\r\n".repeat(440).as_bytes()).await.unwrap();
    ada.sees("all that is not held", |event| event.seq.0 > 400).await;
    // More than the two sockets hold.
    let long = "\u{1F375}".repeat(8_000);
    for _ in 0..350 {
        ada.guest.say(text(&long)).await.unwrap();
    }
    ada.sees("the last of it", |event| event.seq.0 > 750).await;
    // Answers that are not taken, until no more is heard.
    deaf.write_all(format!("PING {}\r\n", "x".repeat(400)).repeat(1000).as_bytes()).await.unwrap();
    let busy = || {
        let metrics = Handle::current().metrics();
        (0..metrics.num_workers()).map(|worker| metrics.worker_total_busy_duration(worker)).sum::<Duration>()
    };
    let before = busy();
    ada.sees("that Deaf is gone", |event| named(event, true)).await;
    let busy = busy() - before;
    assert!(busy < Duration::from_millis(1500), "busy for {busy:?} while nothing happened");
    house.close().await;
}
