//! Everything a host may be sent by those who mean it ill or know no better.

use std::time::Duration;

use parlor::host::Pace;
use parlor::wire::Identity;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::raw::{id, said};
use crate::support::{Raw, TestHouse, Visitor, soon};

/// The house is well: someone comes in, speaks and is heard.
async fn is_well(house: &TestHouse) {
    let mut well = Visitor::come(house, "Well").await;
    well.says("all is well").await;
    well.leave().await;
}

async fn ends(stream: &mut (impl tokio::io::AsyncRead + Unpin)) {
    let mut rest = Vec::new();
    // A reset is an end as well.
    let _ = soon("the end of the connection", stream.read_to_end(&mut rest)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_before_tls_ends_that_connection_alone() {
    let house = TestHouse::open();
    for garbage in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0xff; 4096], b"\x16\x03\x01\xff\xff\x01\x00", b"NICK ada\r\n"] {
        let mut stream = TcpStream::connect(house.address).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        stream.shutdown().await.unwrap();
        ends(&mut stream).await;
    }
    is_well(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hello_that_never_comes_is_not_waited_for() {
    let house = TestHouse::with(|settings| settings.limits.hello = Duration::from_millis(100));
    let mut silent = TcpStream::connect(house.address).await.unwrap();
    ends(&mut silent).await;
    let mut half_way = Raw::knock(house.address).await;
    let bye = half_way.goodbye().await.unwrap();
    assert_eq!(bye["code"], "hello");
    let mut half_a_frame = Raw::knock(house.address).await;
    half_a_frame.write(br#"{"t":"hello","v":1,"na"#).await;
    assert_eq!(half_a_frame.goodbye().await.unwrap()["code"], "hello");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_comes_instead_of_a_hello_is_answered_with_a_sentence() {
    let house = TestHouse::open();
    let wrong = [
        ("{\"t\":\"bye\"}\n", "hello"),
        ("{\"t\":\"hello\",\"v\":0,\"name\":\"Ada\"}\n", "version"),
        ("{\"t\":\"hello\",\"v\":1,\"name\":\"\"}\n", "name"),
        ("{\"t\":\"hello\",\"v\":1,\"name\":\"a\u{202e}b\"}\n", "name"),
        ("{\"t\":\"hello\"}\n", "frame"),
        ("not json\n", "frame"),
        ("\u{0}\n", "frame"),
        ("[1,2,3]\n", "frame"),
    ];
    for (line, code) in wrong {
        let mut raw = Raw::knock(house.address).await;
        raw.write(line.as_bytes()).await;
        let bye = raw.goodbye().await.unwrap_or_else(|| panic!("no answer to {line}"));
        assert_eq!(bye["code"], code, "{line}: {bye}");
        assert!(bye["why"].as_str().unwrap().len() > 10);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_inside_is_answered_and_the_guest_stays() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    let bomb = [b"[".repeat(30_000), b"\n".to_vec()].concat();
    let nested = [b"{\"a\":".repeat(5_000), b"\n".to_vec()].concat();
    let garbage: [&[u8]; 9] = [
        b"hello?\n",
        b"\xff\xfe\xfd\n",
        &bomb,
        &nested,
        b"{\"t\":\"dance\"}\n",
        b"{\"t\":\"say\",\"room\":1,\"id\":\"no id\",\"body\":{\"kind\":\"said\",\"text\":\"x\"}}\n",
        b"{\"t\":\"say\",\"room\":1,\"id\":\"00000000-0000-0000-0000-000000000001\",\"body\":{\"kind\":\"said\",\"text\":\"  \"}}\n",
        b"{\"t\":\"say\",\"room\":1,\"id\":\"00000000-0000-0000-0000-000000000001\",\"body\":{\"kind\":\"said\",\"text\":\"\\u0007\"}}\n",
        b"{\"t\":\"hello\",\"v\":1,\"name\":\"Raw\"}\n",
    ];
    for line in garbage {
        raw.write(line).await;
        let refused = raw.until("refused").await;
        assert!(refused["why"].as_str().unwrap().len() > 10, "{refused}");
    }
    raw.write(b"\r\n\n").await;
    raw.say(&id(2), "still here").await;
    raw.until("kept").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_house_may_write_is_refused_from_a_guest() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    let bodies = [
        json!({"kind": "titled", "title": "Mine now"}),
        json!({"kind": "people", "lost": [{"who": 1, "name": "Raw"}]}),
        json!({"kind": "erased"}),
        json!({"kind": "promoted", "who": 1}),
    ];
    for (number, body) in bodies.into_iter().enumerate() {
        let id = id(100 + number as u128);
        raw.send(json!({"t": "say", "room": 1, "id": id, "body": body})).await;
        let refused = raw.until("refused").await;
        assert_eq!((&refused["code"], &refused["id"]), (&json!("rules"), &json!(id)));
    }
    raw.send(json!({"t": "say", "room": 7, "id": id(200), "body": {"kind": "said", "text": "x"}})).await;
    assert_eq!(raw.until("refused").await["code"], "room");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_is_too_long_ends_the_connection_with_a_word() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    // Never a newline: what the host holds of it must stay bounded.
    let flood = async {
        let piece = vec![b'x'; 8192];
        while raw.stream.write_all(&piece).await.is_ok() && raw.stream.flush().await.is_ok() {
            if raw.stream.buffer().windows(5).any(|window| window == b"frame") {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(2), flood).await;
    let bye = raw.goodbye().await;
    assert!(bye.is_none_or(|bye| bye["code"] == "frame"));
    is_well(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_frame_waits_for_its_other_half() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    let line = format!("{}\n", said(&id(1), "in two halves"));
    let (one, two) = line.as_bytes().split_at(line.len() / 2);
    raw.write(one).await;
    is_well(&house).await;
    raw.write(two).await;
    raw.until("kept").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_say_nothing_keep_nobody_out() {
    let house = TestHouse::with(|settings| {
        settings.limits.per_address = 200;
        // Nobody gets in only because the others' time is up.
        settings.limits.hello = Duration::from_secs(3600);
    });
    let mut silent = Vec::new();
    for _ in 0..1500 {
        silent.push(TcpStream::connect(house.address).await.unwrap());
    }
    is_well(&house).await;
    drop(silent);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_guests_than_allowed_are_told_so_and_may_come_when_one_leaves() {
    let house = TestHouse::with(|settings| settings.limits.guests = 2);
    let one = Visitor::come(&house, "One").await;
    let mut two = Visitor::come(&house, "Two").await;
    let mut raw = Raw::knock(house.address).await;
    raw.send(json!({"t": "hello", "v": 1, "name": "Three"})).await;
    let bye = raw.goodbye().await.unwrap();
    assert_eq!(bye["code"], "full");
    let mut three = Visitor::set_out(house.visit("Three"));
    one.leave().await;
    three.enter().await;
    two.says("still well").await;
    three.sees_text("still well").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_from_one_address_are_limited_where_the_host_says_so() {
    let house = TestHouse::with(|settings| settings.limits.per_address = 3);
    let mut guests = Vec::new();
    for name in ["One", "Two", "Three"] {
        guests.push(Visitor::come(&house, name).await);
    }
    let four = TcpStream::connect(house.address).await.unwrap();
    let carriage = parlor::wire::tls::approach(
        four,
        parlor::wire::carriage::Origin::Network(house.address),
        &Identity::fresh().unwrap(),
        parlor::wire::tls::Pin::FirstUse,
    )
    .await;
    if let Ok(carriage) = carriage {
        let mut raw = Raw { stream: tokio::io::BufReader::new(carriage.stream) };
        raw.write(b"{\"t\":\"hello\",\"v\":1,\"name\":\"Four\"}\n").await;
        assert!(raw.goodbye().await.is_none_or(|bye| bye["code"] == "full"));
    }
    guests[0].says("the three are well").await;
    guests[2].sees_text("the three are well").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_is_slowed_with_a_sentence_and_only_abuse_is_sent_away() {
    let house = TestHouse::with(|settings| {
        settings.limits.says = Pace { burst: 5.0, per_second: 50.0 };
        settings.limits.strikes = Pace { burst: 200.0, per_second: 1.0 };
    });
    let mut raw = Raw::come(house.address, "Flood").await;
    for number in 0..50 {
        raw.say(&id(number + 1), "more").await;
    }
    let mut answers = Vec::new();
    while answers.len() < 50 {
        let frame = raw.next().await.unwrap();
        if frame["t"] == "kept" || frame["t"] == "refused" {
            answers.push(frame);
        }
    }
    let refused: Vec<_> = answers.iter().filter(|frame| frame["t"] == "refused").collect();
    assert!(!refused.is_empty());
    for frame in &refused {
        assert_eq!(frame["code"], "slow");
        assert!(frame["wait_ms"].as_u64().unwrap() > 0);
    }
    // A guest who waits as told gets everything in.
    let mut patient = Visitor::come(&house, "Patient").await;
    for number in 0..40 {
        patient.guest.say(crate::support::visitor::text(&format!("p{number}"))).await.unwrap();
    }
    patient.sees_text("p39").await;
    let own: Vec<_> = patient.texts().into_iter().filter(|text| text.starts_with('p')).collect();
    assert_eq!(own.len(), 40);

    // And one who never listens is let go.
    let lines: String = (0..2000).map(|number| format!("{}\n", said(&id(10_000 + number), "more"))).collect();
    let _ = raw.stream.write_all(lines.as_bytes()).await;
    let _ = raw.stream.flush().await;
    assert_eq!(raw.goodbye().await.unwrap()["code"], "abuse");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_that_reads_nothing_slows_nobody_and_can_come_back() {
    // Long enough to write all of it on a busy computer, too.
    let house = TestHouse::with(|settings| settings.limits.stall = Duration::from_secs(600));
    let me = Identity::fresh().unwrap();
    let mut stuck = Raw::knock_as(house.address, &me).await;
    stuck.hello("Stuck").await;
    stuck.send(json!({"t": "enter", "since": {"after": 0}})).await;
    let entered = stuck.until("entered").await;
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let long = "long ".repeat(1500);
    // Far more than any socket holds, and more than the ring does.
    ada.says_many(2500, |number| format!("{number} {long}")).await;
    let last = ken.sees("the last message", |event| format!("{:?}", event.body).contains("2499 long")).await;
    ken.saw_everything_once();
    // It wakes up and reads on where it was: everything, in order, once.
    let mut next = entered["after"].as_u64().unwrap() + 1;
    while next <= last.seq.0 {
        let event = stuck.until("event").await;
        assert_eq!(event["seq"].as_u64().unwrap(), next);
        next += 1;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_that_takes_no_byte_is_let_go() {
    let house = TestHouse::with(|settings| {
        settings.limits.stall = Duration::from_millis(300);
        settings.limits.grace = Duration::from_millis(10);
    });
    let stuck = Raw::come(house.address, "Stuck").await;
    let mut ada = Visitor::come(&house, "Ada").await;
    let long = "long ".repeat(1500);
    ada.says_many(1000, |number| format!("{number} {long}")).await;
    ada.sees("Stuck being let go", |event| format!("{:?}", event.body).contains("lost: [Author { who: PersonId(1)"))
        .await;
    drop(stuck);
    house.close().await;
}
