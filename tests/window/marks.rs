//! Marks in words, commands, and undo.

use parlor::app::commands::{self, Command, Entered};
use parlor::app::markup::{Block, Marked, parse, true_address};
use parlor::app::undo::{Edit, History, Snapshot};
use proptest::prelude::*;

/// What is special in some words, each with what it is.
fn special(words: &str, names: &[&str]) -> Vec<(String, &'static str)> {
    let Marked { blocks } = parse(words, names);
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Code { text } => found.push((text, "block")),
            Block::Text { text, spans } => {
                for span in spans {
                    let kind = match (span.link.is_some(), span.style) {
                        (true, _) => "link",
                        (_, style) if style.me => "me",
                        (_, style) if style.mention => "mention",
                        (_, style) if style.code => "code",
                        (_, style) if style.strong && style.emphasis => "both",
                        (_, style) if style.strong => "strong",
                        _ => "emphasis",
                    };
                    found.push((text[span.range].to_owned(), kind));
                }
            }
        }
    }
    found
}

fn one(words: &str, kind: &'static str) -> Vec<(String, &'static str)> {
    vec![(words.to_owned(), kind)]
}

#[test]
fn marks_are_read_and_do_not_show() {
    assert_eq!(special("**accept()** in a loop", &[]), one("accept()", "strong"));
    assert_eq!(special("takes *them* all", &[]), one("them", "emphasis"));
    assert_eq!(special("call `listen(5)` first", &[]), one("listen(5)", "code"));
    assert_eq!(parse("takes *them* `all`", &[]).text(), "takes them all");
    assert_eq!(special("*one **two** three*", &[]).len(), 3);
}

#[test]
fn what_is_not_quite_a_mark_stays_as_it_was_written() {
    for words in
        ["2*3*4 = 24", "snake_case_name", "a * b * c", "**open", "*", "** **", "`open", "``", "a ** b", "5 * 3"]
    {
        assert_eq!(parse(words, &[]).text(), words);
        assert!(special(words, &[]).is_empty(), "{words}: {:?}", special(words, &[]));
    }
}

#[test]
fn links_are_found_with_their_true_address_and_others_are_not() {
    assert_eq!(special("see https://wiki.example/ccn/hw2, please", &[]), one("https://wiki.example/ccn/hw2", "link"));
    assert_eq!(special("come to parlor://10.0.0.1:7275/?key=abc", &[]).len(), 1);
    assert!(special("javascript:alert(1) file:///etc/passwd ftp://x.example", &[]).is_empty());
    assert_eq!(true_address("https://аpple.com/"), "https://xn--pple-43d.com/");
    assert_eq!(special("`https://in.code`", &[]), one("https://in.code", "code"));
    assert_eq!(special("https://a.example/*x*y*", &[]).first().unwrap().1, "link");
}

#[test]
fn names_are_mentions_the_longest_first_and_only_whole_ones() {
    let names = ["Ada", "Ada Lovelace", "Grace"];
    assert_eq!(special("@ada look", &names), one("@ada", "me"));
    assert_eq!(special("@Ada Lovelace look", &names), one("@Ada Lovelace", "mention"));
    assert!(special("@Adamant me@Ada.example", &names).is_empty());
    assert!(parse("hey @Ada", &names).mentions_me());
    assert!(!parse("hey @Grace", &names).mentions_me());
}

#[test]
fn fenced_lines_are_a_block_of_code_and_an_open_fence_is_not() {
    let words = "This is all I have:\n```c\nlisten(5);\n  *p = 1;\n```\nand no more";
    assert_eq!(special(words, &[]), one("listen(5);\n  *p = 1;", "block"));
    assert_eq!(parse(words, &[]).blocks.len(), 3);
    assert_eq!(parse("```\nnever closed", &[]).text(), "```\nnever closed");
}

proptest! {
    #[test]
    fn any_words_can_be_read(words in "(\\PC|[*`@\\\\\n ]|```|https://a.b){0,80}") {
        let names = ["Ada", "*"];
        let marked = parse(&words, &names);
        for block in &marked.blocks {
            if let Block::Text { text, spans } = block {
                let mut end = 0;
                for span in spans {
                    prop_assert!(span.range.start >= end && span.range.end <= text.len() && !span.range.is_empty());
                    prop_assert!(text.is_char_boundary(span.range.start) && text.is_char_boundary(span.range.end));
                    end = span.range.end;
                }
            }
        }
        // Only marks and fences go; nothing comes that was not there.
        let mut left = words.chars();
        for c in marked.text().chars() {
            prop_assert!(c == '\n' || left.any(|other| other == c), "{c:?} of {words:?}");
        }
    }

    #[test]
    fn undone_wholly_it_is_as_it_was_and_done_again_as_it_is(
        texts in proptest::collection::vec("[a-z ]{0,12}", 1..60), pauses in proptest::collection::vec(0..3_000_u64, 60),
    ) {
        let mut history = History::default();
        let at = |text: &str| Snapshot { text: text.to_owned(), cursor: (0, text.len()) };
        let mut now = at("");
        let mut time = 0;
        for (text, pause) in texts.iter().zip(pauses) {
            time += pause;
            let edit = if text.len() > now.text.len() { Edit::Type } else { Edit::Delete };
            history.record(now, edit, time);
            now = at(text);
        }
        let last = now.clone();
        while let Some(before) = history.undo(now.clone()) {
            now = before;
        }
        prop_assert_eq!(&now.text, "");
        while let Some(after) = history.redo(now.clone()) {
            now = after;
        }
        prop_assert_eq!(now, last);
    }
}

#[test]
fn the_longest_message_of_nothing_but_marks_is_read_at_once() {
    let start = std::time::Instant::now();
    for mark in ["*", "**", "`", "* ", "*a", "@", "@A", "```\n", "`a`", "https://a*"] {
        assert!(!parse(&mark.repeat(8_000 / mark.len()), &["Ada", "A"]).blocks.is_empty());
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn commands_are_read_and_the_rest_is_said() {
    assert_eq!(commands::read("  \n "), Entered::Nothing);
    assert_eq!(commands::read("hello /quit"), Entered::Say("hello /quit".to_owned()));
    assert_eq!(commands::read("//etc"), Entered::Say("/etc".to_owned()));
    assert_eq!(commands::read("/QUIT"), Entered::Command(Command::Quit));
    assert_eq!(commands::read("{quit}"), Entered::Leave);
    assert_eq!(commands::read("/find two words"), Entered::Command(Command::Find("two words".to_owned())));
    assert!(matches!(commands::read("/nick"), Entered::Wrong(why) if why.contains("/nick Ada")));
    assert!(matches!(commands::read("/nope now"), Entered::Wrong(why) if why.contains("/nope")));
    assert_eq!(commands::matching("/").len(), commands::ALL.len());
    assert_eq!(commands::matching("/n").iter().map(|help| help.word).collect::<Vec<_>>(), ["nick", "names"]);
}
