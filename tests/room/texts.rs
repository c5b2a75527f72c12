//! What can be said, titled or written as a topic, and which lines mean leaving.

use parlor::commands::{QuitWord, quit_word};
use parlor::room::limits::TEXT_CHARS;
use parlor::room::text::{Text, TextError};
use parlor::room::title::{Title, TitleError, Topic, TopicError};
use parlor::room::{Label, LabelError};
use proptest::prelude::*;

fn text(raw: &str) -> String {
    Text::parse(raw).unwrap_or_else(|e| panic!("{raw:?}: {e}")).as_str().to_owned()
}

fn title(raw: &str) -> Title {
    Title::parse(raw).unwrap_or_else(|e| panic!("{raw:?}: {e}"))
}

#[test]
fn a_message_keeps_its_inner_shape_and_loses_blanks_at_its_end() {
    assert_eq!(text("  if x {\n\n\ty();\n  }  \n\u{a0}\n"), "  if x {\n\n\ty();\n  }");
}

#[test]
fn every_line_end_becomes_a_newline() {
    assert_eq!(text("a\r\nb\rc\r\r\nd\r"), "a\nb\nc\n\nd");
}

#[test]
fn a_message_speaks_any_script_and_direction() {
    for raw in ["שלום \u{200f}(abc)\u{200e}", "\u{2067}سلام\u{2069}", "👩\u{200d}💻 ❤\u{fe0f}", "e\u{301}"]
    {
        assert_eq!(text(raw), raw);
    }
}

#[test]
fn blanks_alone_are_no_message() {
    for raw in ["", " ", "\r\n\t", "\u{200b}\n\u{2060}", "\u{3164}", "\u{2800}", "\u{feff}\u{202e}"] {
        let refusal = Text::parse(raw).unwrap_err();
        assert_eq!(refusal.to_string(), "Type a message first.", "{raw:?}");
    }
}

#[test]
fn a_message_has_no_control_characters() {
    for c in ['\0', '\u{7}', '\u{8}', '\u{b}', '\u{c}', '\u{1b}', '\u{7f}', '\u{80}', '\u{85}', '\u{9b}'] {
        assert_eq!(Text::parse(&format!("a{c}b")), Err(TextError::Control), "{c:?}");
    }
    assert_eq!(
        TextError::Control.to_string(),
        "A message can't contain control characters. Remove them and send it again."
    );
}

#[test]
fn a_message_that_does_not_fit_says_how_long_it_is() {
    assert_eq!(TEXT_CHARS, 8_000);
    assert_eq!(text(&"語".repeat(8_000)).chars().count(), 8_000);
    assert_eq!(
        Text::parse(&"語".repeat(8_001)).unwrap_err().to_string(),
        "This message has 8001 characters, and the limit is 8000. Shorten it or send it in parts."
    );
}

#[test]
fn a_title_is_one_tidy_line_with_signs_and_emoji() {
    assert_eq!(title("  Tea,\r\n cake  & talk! ").as_str(), "Tea, cake & talk!");
    for raw in [
        "👩\u{200d}💻 ❤\u{fe0f}",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "علی\u{200c}رضا",
        "#1: <§>",
    ] {
        assert_eq!(title(raw).as_str(), raw);
    }
}

#[test]
fn a_title_has_1_to_64_characters_as_a_reader_counts_them() {
    assert_eq!(title(&"👍🏽".repeat(64)).as_str().chars().count(), 128);
    for (raw, refusal) in [
        ("\u{200b} ".to_owned(), "Type a title first."),
        ("a".repeat(65), "A title can have at most 64 characters. Shorten it."),
        (format!("a{}", "\u{301}".repeat(300)), "This title is too long. Use fewer characters, accents or emoji."),
    ] {
        assert_eq!(Title::parse(&raw).unwrap_err().to_string(), refusal);
    }
}

#[test]
fn nothing_hides_in_a_title_or_a_topic() {
    for hidden in [
        "\u{1b}",
        "\u{9b}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}\u{200d}",
        "\u{202e}",
        "\u{2066}",
        "\u{2060}",
        "\u{feff}",
        "\u{fe0f}\u{fe0f}",
        "\u{e0041}",
        "\u{fff9}",
        " \u{fe0f}",
    ] {
        let raw = format!("Tea{hidden}time");
        assert_eq!(Title::parse(&raw), Err(TitleError::Invisible), "{hidden:?}");
        assert_eq!(Topic::parse(&raw), Err(TopicError::Invisible), "{hidden:?}");
    }
}

#[test]
fn titles_that_look_alike_share_a_key() {
    assert_eq!(title("Tea Room ❤\u{fe0f}").key(), title("TEAROOM ❤").key());
    assert_ne!(title("Tea").key(), title("Tea!").key());
}

#[test]
fn a_topic_may_be_empty_and_has_at_most_250_characters() {
    for raw in ["", " \n ", "\u{2800}"] {
        assert_eq!(Topic::parse(raw), Ok(Topic::default()));
    }
    assert!(Topic::default().is_empty());
    assert!(Topic::parse(&"語".repeat(250)).is_ok_and(|topic| !topic.is_empty()));
    assert_eq!(
        Topic::parse(&"語".repeat(251)).unwrap_err().to_string(),
        "A topic can have at most 250 characters. Shorten it."
    );
    assert_eq!(Topic::parse(&"👩\u{200d}👩\u{200d}👧".repeat(120)), Err(TopicError::TooLarge));
}

#[test]
fn words_that_leave_stand_alone_on_their_line_in_any_case() {
    for line in ["quit", "q", " Q ", " QUIT\n", "#quit", "{Quit}", "q:quit", "exit"] {
        assert_eq!(quit_word(line), Some(QuitWord::Old), "{line:?}");
    }
    assert_eq!(quit_word("\t/Quit "), Some(QuitWord::Command));
    for line in ["", "quit now", "I quit", "/exit", "quitter", "{quit", "q: quit", "qq", "q?"] {
        assert_eq!(quit_word(line), None, "{line:?}");
    }
}

proptest! {
    #[test]
    fn a_parsed_text_parses_to_itself_and_goes_over_the_wire(raw in prop_oneof![any::<String>(), "[ab \r\n\t\u{200b}\u{2067}]{0,20}"]) {
        if let Ok(text) = Text::parse(&raw) {
            prop_assert!(!text.as_str().contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert_eq!(Text::parse(text.as_str()), Ok(text.clone()));
            let json = serde_json::to_value(&text).unwrap();
            prop_assert_eq!(&json, text.as_str());
            prop_assert_eq!(serde_json::from_value::<Text>(json).unwrap(), text);
        }
    }

    #[test]
    fn a_parsed_title_parses_to_itself_and_goes_over_the_wire(raw in prop_oneof![any::<String>(), "[aA \n\u{301}❤👩🏴\u{fe0f}\u{200d}\u{e0067}\u{2800}]{0,20}"]) {
        if let Ok(title) = Title::parse(&raw) {
            prop_assert_eq!(Title::parse(title.as_str()), Ok(title.clone()));
            let json = serde_json::to_value(&title).unwrap();
            prop_assert_eq!(serde_json::from_value::<Title>(json).unwrap(), title);
        }
        if let Ok(topic) = Topic::parse(&raw) {
            prop_assert_eq!(Topic::parse(topic.as_str()), Ok(topic.clone()));
            let json = serde_json::to_value(&topic).unwrap();
            prop_assert_eq!(serde_json::from_value::<Topic>(json).unwrap(), topic);
        }
    }

    #[test]
    fn any_line_can_be_asked_whether_it_leaves(line: String) {
        let _ = quit_word(&line);
    }
}

#[test]
fn a_label_is_one_line_of_sixty_characters_at_most_and_may_be_empty() {
    assert_eq!(Label::parse(" On the\n course  page ").unwrap().as_str(), "On the course page");
    assert!(Label::parse(" ").unwrap().is_empty());
    assert!(Label::parse("").unwrap().is_empty());
    assert!(Label::parse(&"é".repeat(60)).is_ok());
    assert_eq!(Label::parse(&"é".repeat(61)), Err(LabelError::TooLong));
    assert_eq!(
        Label::parse(&"👩\u{200d}👩\u{200d}👧\u{200d}👦".repeat(60)),
        Err(LabelError::TooLong),
        "of so many parts"
    );
    assert_eq!(Label::parse("a\u{202e}b"), Err(LabelError::Invisible));
}
