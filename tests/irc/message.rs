//! Lines, read and written.

#![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]

use proptest::prelude::*;

use super::{LINE_BYTES, Line, Message, MessageError, TAG_BYTES};

fn read(line: &str) -> Message {
    Message::parse(line.as_bytes()).unwrap()
}

#[test]
fn a_line_has_tags_a_command_and_parameters() {
    let line = read("@id=1;label=2;+draft/reply=a\\sb\\:\\\\ :me privmsg  #tea :hello  all ");
    assert_eq!(line.command, "PRIVMSG");
    assert_eq!(line.params, ["#tea", "hello  all "]);
    assert_eq!(line.tag("+draft/reply"), Some("a b;\\"));
    assert_eq!(line.tag("label"), Some("2"));
    // What means nothing here is not kept.
    assert_eq!(line.tag("id"), None);
}

#[test]
fn the_last_parameter_may_be_empty() {
    assert_eq!(read("TOPIC #tea :").params, ["#tea", ""]);
    assert_eq!(read("TOPIC #tea").params, ["#tea"]);
}

#[test]
fn what_is_no_line_is_refused() {
    assert_eq!(Message::parse(b"PRIVMSG #a :\xff"), Err(MessageError::NotText));
    assert_eq!(Message::parse(b"PRIVMSG #a :\0"), Err(MessageError::NotACommand));
    assert_eq!(Message::parse(b"@a=b"), Err(MessageError::NotACommand));
    assert_eq!(Message::parse(b""), Err(MessageError::Empty));
    assert_eq!(Message::parse("x".repeat(LINE_BYTES - 1).as_bytes()), Err(MessageError::TooLong));
    assert_eq!(Message::parse(format!("@{} PING", "x".repeat(TAG_BYTES)).as_bytes()), Err(MessageError::TooLong));
    assert!(Message::parse("x".repeat(LINE_BYTES - 2).as_bytes()).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_harm(line in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Message::parse(&line);
    }

    #[test]
    fn whatever_is_written_is_one_line(
        source in "\\PC{0,40}",
        word in any::<String>(),
        last in any::<String>(),
        value in any::<String>(),
    ) {
        let mut out = Vec::new();
        Line::from(&source).word("PRIVMSG").word(&word).last(&last).tag("+x", &value).write(&mut out);
        let text = std::str::from_utf8(&out).unwrap();
        prop_assert!(text.ends_with("\r\n"));
        prop_assert!(!text[..text.len() - 2].contains(['\r', '\n', '\0']));
    }

    #[test]
    fn tags_come_back_as_they_were(value in "[^\0]{0,60}") {
        let mut out = Vec::new();
        Line::bare("PING").tag("label", &value).last("y").write(&mut out);
        let line = read(std::str::from_utf8(&out).unwrap().trim_end_matches("\r\n"));
        prop_assert_eq!(line.tag("label"), Some(value.as_str()));
        prop_assert_eq!(line.params, ["y"]);
    }
}
