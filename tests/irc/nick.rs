//! Nicks and names, there and back.

#![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]

use proptest::prelude::*;

use super::{NICK_BYTES, Nick, folded, nick_of, read};
use crate::room::{Author, Name, PersonId};

fn author(name: &str) -> Author {
    Author { who: PersonId(7), name: Name::parse(name).unwrap() }
}

fn nick(name: &str) -> String {
    nick_of(&author(name))
}

#[test]
fn a_plain_name_is_its_own_nick() {
    for name in ["Ada", "ken_2", "x-y", "R2D2"] {
        assert_eq!(nick(name), name);
    }
}

#[test]
fn what_a_nick_can_not_carry_is_written_otherwise() {
    assert_eq!(nick("Ada King"), "Ada|King");
    assert_eq!(nick("Flann O'Brien"), "Flann|O`Brien");
    assert_eq!(nick("3lite"), "[3lite");
    assert!(nick("Büşra").starts_with("Busra{"), "{}", nick("Büşra"));
}

#[test]
fn a_nick_that_nobody_can_have_is_refused() {
    for word in ["a[b", "a]", "{", "a{zz}", "a{0", "#x", "*", ""] {
        assert!(read(word).is_err(), "{word}");
    }
}

#[test]
fn a_name_may_be_typed_in_its_own_script() {
    assert_eq!(read("Büşra").unwrap(), Nick::Name(Name::parse("Büşra").unwrap()));
}

fn names() -> impl Strategy<Value = Name> {
    let any = "[\\p{L}\\p{M}\\p{Nd} ._'-]{1,40}";
    let plain = "[A-Za-z0-9 ._'-]{1,32}";
    prop_oneof![any, plain].prop_filter_map("not a name", |raw| Name::parse(&raw).ok())
}

proptest! {
    #[test]
    fn every_name_has_a_nick_that_leads_back_to_it(name in names()) {
        let person = Author { who: PersonId(7), name: name.clone() };
        let nick = nick_of(&person);
        prop_assert!(nick.len() <= NICK_BYTES);
        let mut chars = nick.chars();
        prop_assert!(chars.next().is_some_and(|c| c.is_ascii_alphabetic() || "[]\\`_^{|}".contains(c)), "{}", nick);
        prop_assert!(chars.all(|c| c.is_ascii_alphanumeric() || "-[]\\`_^{|}".contains(c)), "{}", nick);
        let meant = read(&nick).unwrap();
        if meant != Nick::Person(PersonId(7)) {
            prop_assert_eq!(&meant, &Nick::Name(name));
        }
        // A client may write it in other letters.
        let Ok(Nick::Name(loud)) = read(&nick.to_ascii_uppercase()) else { return Ok(()) };
        prop_assert_eq!(folded(&nick_of(&Author { name: loud, ..person })), folded(&nick));
    }

    #[test]
    fn nothing_that_is_sent_as_a_nick_upsets_it(raw in ".{0,80}") {
        let _ = read(&raw);
    }
}
