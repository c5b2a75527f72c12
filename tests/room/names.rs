//! What can be a name, which names are the same to a reader, and what is offered for one that is taken.

use std::collections::BTreeSet;

use parlor::room::name::{Name, NameError, NameKey, NameRule};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn name(raw: &str) -> Name {
    Name::parse(raw).unwrap_or_else(|e| panic!("{raw:?}: {e}"))
}

fn key(raw: &str) -> NameKey {
    name(raw).key()
}

fn refusal(raw: &str) -> String {
    Name::parse(raw).map_or_else(|e| e.to_string(), |name| format!("no refusal of {name}"))
}

#[test]
fn people_of_any_script_keep_their_names() {
    let names = "Ada, O'Neil-Smith Jr., user_42, Łukasz, Дмитрий, Ελένη, ადა, 李小龍, さくら, 김민수, \
                 מרים, محمد, प्रिया, สมชาย, አበበ, ٣";
    for raw in names.split(", ") {
        assert_eq!(name(raw).as_str(), raw);
    }
}

#[test]
fn a_name_has_one_spelling_without_spare_spaces_or_loose_accents() {
    assert_eq!(name("Ame\u{301}lie").as_str(), "Amélie");
    assert_eq!(name(" \t Ada \u{3000}\u{a0} Lovelace\r\n").as_str(), "Ada Lovelace");
}

#[test]
fn a_name_of_nothing_to_see_is_asked_for_again() {
    for raw in ["", "   ", "\u{200b}", "\u{3164}", "\u{ffa0} \u{2060}", "\u{200d}"] {
        assert_eq!(refusal(raw), "Type a name first.", "{raw:?}");
    }
}

#[test]
fn a_name_has_at_most_32_characters_as_a_reader_counts_them() {
    assert_eq!(name(&"é".repeat(32)).as_str().chars().count(), 32);
    assert_eq!(name(&"x\u{301}".repeat(32)).as_str().chars().count(), 64);
    assert_eq!(refusal(&"é".repeat(33)), "A name can have at most 32 characters.");
}

#[test]
fn a_tower_of_accents_is_refused() {
    let tower = "a".to_owned() + &"\u{301}".repeat(200);
    assert_eq!(Name::parse(&tower), Err(NameError::TooLarge));
}

#[test]
fn a_sign_that_names_lack_is_shown_with_those_they_have() {
    assert_eq!(refusal("Ada!"), "A name can't contain “!”. Use letters, digits, spaces and - _ . '");
    for sign in "@#/<>\"\\|🦀½€".chars() {
        assert_eq!(Name::parse(&format!("Ada{sign}")), Err(NameError::Sign(sign)));
    }
}

#[test]
fn nothing_invisible_hides_in_a_name() {
    let hidden = "\0\u{1b}\u{7f}\u{9b}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\
                  \u{202e}\u{2060}\u{2066}\u{3164}\u{fe0f}\u{feff}\u{e0041}\u{e0100}";
    for c in hidden.chars() {
        assert_eq!(Name::parse(&format!("Ad{c}a")), Err(NameError::Invisible), "{c:?}");
    }
}

#[test]
fn a_joiner_stays_between_letters_that_need_it_and_makes_no_other_person() {
    let persian = "علی\u{200c}رضا";
    let sinhala = "ශ්\u{200d}රී";
    for raw in [persian, sinhala] {
        assert_eq!(name(raw).as_str(), raw);
        assert_eq!(key(raw), key(&raw.replace(['\u{200c}', '\u{200d}'], "")));
    }
    for raw in ["علی\u{200c}", "\u{200c}علی", "علی\u{200c}\u{200c}رضا", "علی \u{200d}رضا"] {
        assert_eq!(Name::parse(raw), Err(NameError::Invisible), "{raw:?}");
    }
}

#[test]
fn a_name_needs_a_letter_or_a_digit_and_begins_with_no_loose_accent() {
    assert_eq!(refusal("-_-"), "A name needs at least one letter or digit.");
    assert_eq!(refusal(" \u{301}Ada"), "A name can't start with an accent on its own. Start with a letter or a digit.");
}

#[test]
fn the_wire_refuses_with_the_same_words() {
    let error = serde_json::from_str::<Name>("\"Ada!\"").map_err(|e| e.to_string());
    assert!(error.is_err_and(|e| e.starts_with(&refusal("Ada!"))));
}

#[test]
fn a_house_may_take_letters_only() {
    let under = |raw| Name::parse_under(raw, NameRule::Letters);
    assert_eq!(under("Sam2").unwrap_err().to_string(), "Names here can only have letters and spaces.");
    assert_eq!(under("O'Neil"), Err(NameError::NotLetters));
    assert_eq!(under("Sam\u{200b}"), Err(NameError::Invisible));
    for raw in ["Sam", "Mary Ann", "प्रिया", "x\u{301}a"] {
        assert_eq!(under(raw), Name::parse(raw));
    }
}

#[test]
fn a_rule_for_names_is_written_as_one_word() {
    for (rule, word) in [(NameRule::Any, "any"), (NameRule::Letters, "letters")] {
        assert_eq!((rule.to_string().as_str(), word.parse()), (word, Ok(rule)));
        assert_eq!(serde_json::to_value(rule).unwrap(), word);
        assert_eq!(serde_json::from_value::<NameRule>(word.into()).unwrap(), rule);
    }
    let refusal = "some".parse::<NameRule>().unwrap_err().to_string();
    assert_eq!(refusal, "The rule for names is “any” or “letters”.");
}

#[test]
fn names_that_look_alike_share_a_key() {
    for alike in [
        &["Ada", "ADA", "ada", "A da", "Аda", "Αda", "ａｄａ", "𝐀𝐝𝐚"][..],
        &["Lil", "LIL", "lil", "1i1", "Iil", "III", "LıL"],
        &["Nina", "Νina", "NINA"],
        &["Oskar", "0skar", "Οskar", "oskar"],
        &["Maria", "rnaria", "MARIA", "Маria"],
        &["Groß", "GROSS", "groẞ"],
        &["Σοφός", "ΣΟΦΌΣ", "σοφόσ"],
        &["Amélie", "AME\u{301}LIE"],
        &["paypal", "раураl", "PayPaI"],
    ] {
        let keys: BTreeSet<NameKey> = alike.iter().map(|raw| key(raw)).collect();
        assert_eq!(keys.len(), 1, "{alike:?} fold to {keys:?}");
    }
}

#[test]
fn names_that_a_reader_tells_apart_have_keys_of_their_own() {
    let apart = "Ada,Adam,Ida,Eda,Áda,Ada-,Ada 2,Dave,Dane,Uma,Yma".split(',');
    let keys: BTreeSet<NameKey> = apart.clone().map(key).collect();
    assert_eq!(keys.len(), apart.count());
}

#[test]
fn no_letter_changes_its_key_with_its_case() {
    for c in '\0'..=char::MAX {
        let forms = [c.to_uppercase().to_string(), c.to_lowercase().to_string()];
        if forms.iter().all(|form| form.chars().eq([c])) {
            continue;
        }
        let Ok(own) = Name::parse(&c.to_string()) else {
            continue;
        };
        for form in forms {
            assert_eq!(key(&form), own.key(), "{c:?} and {form:?}");
        }
        assert!(!own.key().as_str().is_empty(), "{c:?}");
    }
}

#[test]
fn a_taken_name_gets_the_next_free_number() {
    let taken = BTreeSet::from([key("Ada"), key("Ada 2"), key("ada3")]);
    let free = name("Ada").suggest(NameRule::Any, |key| taken.contains(key));
    assert_eq!(free, Some(name("Ada 4")));
}

#[test]
fn where_only_letters_are_taken_a_letter_is_offered_instead() {
    let taken = [key("Ada"), key("Ada B")];
    let free = name("Ada").suggest(NameRule::Letters, |key| taken.contains(key));
    assert_eq!(free, Some(name("Ada C")));
}

#[test]
fn a_name_that_the_rule_refuses_is_offered_without_what_it_refuses() {
    assert_eq!(name("Sam-2").suggest(NameRule::Letters, |_| false), Some(name("Sam")));
    assert_eq!(name("42").suggest(NameRule::Letters, |_| false), None);
}

#[test]
fn a_long_name_is_shortened_to_make_room_for_its_number() {
    let long = name(&"a".repeat(32)).suggest(NameRule::Any, |_| false);
    assert_eq!(long, Some(name(&("a".repeat(30) + " 2"))));
    let heavy = name(&"a\u{323}\u{331}\u{32d}".repeat(32)).suggest(NameRule::Any, |_| false);
    assert!(heavy.is_some_and(|name| name.as_str().ends_with(" 2")));
}

#[test]
fn suggesting_ends_when_every_name_is_taken() {
    assert_eq!(name("Ada").suggest(NameRule::Any, |_| true), None);
    assert_eq!(name("Ada").suggest(NameRule::Letters, |_| true), None);
}

/// Anything at all, what most names are made of, and a few characters with a difficult case or look.
fn raw() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\p{L}\\p{M}\\p{Nd} _.'-]{1,12}",
        "[A-Za-z0-9 Α-ωА-я\u{1f80}-\u{1fff}ıİſßẞςϴµŉǰΐ\u{301}\u{345}\u{327}\u{200c}\u{200d}ب क्]{1,12}",
        "[a-z]{25,40}",
    ]
}

proptest! {
    #[test]
    fn a_parsed_name_parses_to_itself(raw in raw()) {
        if let Ok(name) = Name::parse(&raw) {
            prop_assert_eq!(Name::parse(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn no_name_holds_control_or_bidi_characters(raw in raw()) {
        if let Ok(name) = Name::parse(&raw) {
            let bidi = |c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!name.as_str().contains(|c: char| c.is_control() || bidi(c)));
        }
    }

    #[test]
    fn a_key_knows_neither_case_nor_spelling(raw in raw()) {
        if let Ok(name) = Name::parse(&raw) {
            // Taken apart first, or a Greek iota below its letter would walk off with the letter's other marks.
            let own: String = name.as_str().nfd().collect();
            let forms = [own.to_uppercase(), own.to_lowercase(), own.nfc().collect(), own.clone()];
            for form in forms {
                // Capitals can be longer than their small letters, and no longer fit.
                if let Ok(other) = Name::parse(&form) {
                    prop_assert_eq!(other.key(), name.key(), "{:?} and {:?}", own, form);
                }
            }
        }
    }

    #[test]
    fn a_suggested_name_is_free_and_fits_the_rule(raw in raw(), crowd in 0_usize..40, letters: bool) {
        if let Ok(name) = Name::parse(&raw) {
            let rule = if letters { NameRule::Letters } else { NameRule::Any };
            let mut taken = BTreeSet::from([name.key()]);
            for _ in 0..crowd {
                let Some(free) = name.suggest(rule, |key| taken.contains(key)) else { break };
                prop_assert_eq!(Name::parse_under(free.as_str(), rule), Ok(free.clone()));
                prop_assert!(taken.insert(free.key()));
            }
        }
    }

    #[test]
    fn a_name_goes_over_the_wire_as_a_plain_string(raw in raw()) {
        if let Ok(name) = Name::parse(&raw) {
            let json = serde_json::to_value(&name).unwrap();
            prop_assert_eq!(&json, name.as_str());
            prop_assert_eq!(serde_json::from_value::<Name>(json).unwrap(), name);
        }
    }
}
