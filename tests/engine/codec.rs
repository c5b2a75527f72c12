//! Lines and links: whatever is written is read back, however it arrives.

use parlor::room::{Author, Body, Event, EventId, Name, PersonId, RoomNo, Seq, Text};
use parlor::wire::codec::{CodecError, Lines, encode, encode_event, from_guest, from_host};
use parlor::wire::frame::{FromGuest, FromHost, Hello, RoomName, Since};
use parlor::wire::relay::{RelayAddress, RelayId};
use parlor::wire::{Address, FRAME_BYTES, Fingerprint, Invite, Secret};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = Text> {
    "[^\\p{Cc}]{0,80}[a-z]\\PC{0,9}".prop_map(|text| Text::parse(&text).unwrap())
}

fn id() -> impl Strategy<Value = EventId> {
    any::<u128>().prop_map(|number| EventId(uuid::Uuid::from_u128(number)))
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        text().prop_map(|text| Body::Said { text }),
        text().prop_map(|text| Body::Did { text }),
        "[A-Za-z]{1,9}".prop_map(|name| Body::Named { name: Name::parse(&name).unwrap() }),
        (id(), text()).prop_map(|(of, text)| Body::Edited { of, text }),
        id().prop_map(|of| Body::Withdrawn { of }),
        prop::option::of(id()).prop_map(|of| Body::Erased { of, by: None }),
        (id(), text()).prop_map(|(to, text)| Body::Replied { to, text }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    (1..u64::MAX, any::<u64>(), id(), prop::option::of(1..u32::MAX), body()).prop_map(|(seq, at, id, who, body)| {
        let by = who.map(|who| Author { who: PersonId(who), name: Name::parse("Ada Lovelace").unwrap() });
        Event { seq: Seq(seq), at, id, by, body }
    })
}

fn from_guest_frame() -> impl Strategy<Value = FromGuest> {
    let since = (prop::option::of(any::<u64>()), prop::option::of(any::<u64>()))
        .prop_map(|(after, last)| Since { after: after.map(Seq), last });
    prop_oneof![
        "\\PC{0,40}".prop_map(|name| FromGuest::Hello(Hello { v: 1, name, ..Hello::default() })),
        (prop::option::of("\\PC{0,40}"), since).prop_map(|(room, since)| FromGuest::Enter {
            room: room.map(RoomName::Title),
            since,
            password: None,
            ask: None
        }),
        (any::<u32>(), id(), body()).prop_map(|(room, id, body)| FromGuest::Say { room: RoomNo(room), id, body }),
        any::<u32>().prop_map(|room| FromGuest::Typing { room: RoomNo(room) }),
        (any::<u64>(), any::<u64>()).prop_map(|(ask, from)| FromGuest::Read {
            ask,
            room: RoomNo(1),
            from: Seq(from),
            to: Seq(u64::MAX)
        }),
        Just(FromGuest::Bye {}),
    ]
}

fn line(bytes: &[u8]) -> &[u8] {
    bytes.strip_suffix(b"\n").unwrap()
}

proptest! {
    #[test]
    fn a_frame_reads_back_as_it_was_written(frame in from_guest_frame()) {
        let mut bytes = Vec::new();
        encode(&frame, &mut bytes);
        prop_assert_eq!(from_guest(line(&bytes)).unwrap(), frame);
    }

    #[test]
    fn an_event_is_one_line_whichever_way_it_is_written(event in event()) {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        encode_event(RoomNo(3), &event, &mut short);
        let frame = FromHost::Event { room: RoomNo(3), event };
        encode(&frame, &mut long);
        prop_assert_eq!(String::from_utf8(short.clone()).unwrap(), String::from_utf8(long).unwrap());
        prop_assert_eq!(from_host(line(&short)).unwrap(), frame.clone());
        // And with its fields in another order.
        let value: serde_json::Value = serde_json::from_slice(&short).unwrap();
        prop_assert_eq!(from_host(value.to_string().as_bytes()).unwrap(), frame);
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut(texts in prop::collection::vec("[a-z]{0,30}", 0..20), cuts in prop::collection::vec(1..40_usize, 1..40)) {
        let whole: String = texts.iter().map(|text| format!("{text}\n")).collect();
        let mut lines = Lines::default();
        let mut found = Vec::new();
        let mut rest = whole.as_bytes();
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            lines.take(piece, |line| found.push(String::from_utf8(line.to_vec()).unwrap())).unwrap();
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(found, texts);
    }

    #[test]
    fn nothing_that_arrives_makes_the_reader_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = from_guest(&bytes);
        let _ = from_host(&bytes);
        let _ = Lines::default().take(&bytes, |_| {});
    }

    #[test]
    fn a_cursor_is_never_past_the_head_nor_before_what_was_asked(head in 0..100_u64, after in prop::option::of(0..200_u64), last in prop::option::of(0..200_u64)) {
        let cursor = Since { after: after.map(Seq), last }.cursor(Seq(head), Seq(1));
        prop_assert!(cursor <= Seq(head));
        if let Some(last) = last {
            prop_assert!(head - cursor.0 <= last);
        }
        if let Some(after) = after {
            prop_assert!(cursor.0 >= after.min(head));
        }
        if after.is_none() && last.is_none() {
            prop_assert_eq!(cursor, Seq(head));
        }
    }

    #[test]
    fn an_invite_reads_back_as_it_was_written(key in any::<[u8; 32]>(), port in 1..u16::MAX, room in prop::option::of("\\PC{1,20}"), secret in any::<bool>(), relay in prop::option::of((any::<[u8; 32]>(), 1..u16::MAX))) {
        let addresses = ["192.168.1.20", "fd00::2", "desk-04.local", "büro.example"];
        let addresses = addresses.iter().map(|host| {
            if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
        });
        let invite = Invite {
            addresses: addresses.map(|address| address.parse::<Address>().unwrap()).collect(),
            relay: relay.map(|(id, port)| RelayAddress {
                id: RelayId(id),
                relay: format!("https://relay.example:{port}/?a=b").parse().unwrap(),
            }),
            key: Fingerprint(key),
            room,
            secret: secret.then(|| Secret::fresh().unwrap()),
        };
        prop_assert_eq!(invite.to_string().parse::<Invite>().unwrap(), invite);
    }
}

#[test]
fn a_line_of_just_the_longest_length_is_read_and_one_more_byte_is_not() {
    let most = [vec![b'x'; FRAME_BYTES - 1], b"\n".to_vec()].concat();
    let mut count = 0;
    Lines::default().take(&most, |line| count += line.len()).unwrap();
    assert_eq!(count, FRAME_BYTES - 1);
    let more = [vec![b'x'; FRAME_BYTES], b"\n".to_vec()].concat();
    assert!(matches!(Lines::default().take(&more, |_| {}), Err(CodecError::TooLong)));
    // Nor if it never ends.
    let mut lines = Lines::default();
    let endless = (0..).map(|_| lines.take(&[b'x'; 1000], |_| {})).take(100).find(Result::is_err);
    assert!(endless.is_some());
}

#[test]
fn what_a_newer_host_says_is_unknown_and_no_error() {
    assert_eq!(from_host(br#"{"t":"dance","room":1}"#).unwrap(), FromHost::Unknown);
    let more = br#"{"t":"kept","room":1,"id":"00000000-0000-0000-0000-000000000001","seq":4,"at":5,"mood":"fine"}"#;
    assert!(matches!(from_host(more), Ok(FromHost::Kept { .. })));
}

#[test]
fn what_a_host_says_to_people_commands_no_terminal() {
    let bye = "{\"t\":\"bye\",\"code\":\"closing\",\"why\":\"Bye\\u001b[2J\\u0007 now\"}";
    let FromHost::Bye { why, .. } = from_host(bye.as_bytes()).unwrap() else { panic!("no goodbye") };
    assert_eq!(why, "Bye [2J  now");
}

#[test]
fn an_address_is_read_as_people_write_it() {
    let read = |text: &str| text.parse::<Address>().map(|address| address.to_string());
    assert_eq!(read("192.168.1.20").unwrap(), "192.168.1.20:7275");
    assert_eq!(read(" desk-04.local:80 ").unwrap(), "desk-04.local:80");
    assert_eq!(read("http://192.168.1.20:7275/").unwrap(), "192.168.1.20:7275");
    assert_eq!(read("HTTPS://desk-04.local").unwrap(), "desk-04.local:7275");
    assert_eq!(read("::1").unwrap(), "[::1]:7275");
    assert_eq!(read("[fd00::2]:99").unwrap(), "[fd00::2]:99");
    for wrong in [
        "",
        "  ",
        "host:0",
        "host:99999",
        "host:",
        "a b",
        "ftp://x",
        "http://x/y",
        "[::1",
        "x/y",
        "user@host",
        "999.1.1.1",
        "1.2.3",
    ] {
        assert!(read(wrong).is_err(), "{wrong} was read");
    }
}

#[test]
fn an_invite_that_is_cut_off_says_what_is_missing() {
    let whole = "parlor://192.168.1.20:7275/?key=F7YmsSu_TyY-gasydtLtelXxzGL1AtjVHgcOQGFgRfo&room=Labs#ev1r";
    assert!(whole.parse::<Invite>().is_ok());
    let why = |text: &str| text.parse::<Invite>().unwrap_err().to_string();
    assert!(why("parlor://192.168.1.20:7275/?key=F7YmsSu").contains("key"));
    assert!(why("parlor://192.168.1.20:7275/").contains("key"));
    assert!(why("https://example.org/").contains("not an invite"));
}

#[test]
fn a_fingerprint_is_eight_words_and_reads_back_from_its_text() {
    let fingerprint = Fingerprint::of_key(b"a key");
    assert_eq!(fingerprint.words().split(' ').count(), 8);
    assert_eq!(fingerprint.to_string().parse::<Fingerprint>().unwrap(), fingerprint);
    assert_ne!(fingerprint.words(), Fingerprint::of_key(b"another").words());
}
