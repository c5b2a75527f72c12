//! How messages are marked.

use std::time::{Duration, Instant};

use parlor::markup::{Block, Marked, Mention, Names, Span, parse, true_address};
use parlor::room::Name;
use proptest::prelude::*;

fn names() -> Names {
    let mut names = Names::new(Some(&Name::parse("Ada").unwrap()));
    for name in ["Grace Hopper", "Grace", "Alan", "Al", "D'Arcy", "小明"] {
        names.add(&Name::parse(name).unwrap());
    }
    names
}

fn marked(source: &str) -> Marked {
    parse(source, &names())
}

/// The text of a message of one block, with tags where it looks different.
fn tagged(source: &str) -> String {
    let marked = marked(source);
    let [Block::Text { text, spans, .. }] = marked.blocks.as_slice() else { panic!("{marked:?}") };
    let mut tagged = String::new();
    let mut from = 0;
    for span in spans {
        tagged.push_str(&text[from..span.range.start]);
        let style = span.style;
        let mut tag = String::new();
        for (is, name) in [(style.strong, 's'), (style.emphasis, 'e'), (style.code, 'c'), (span.link.is_some(), 'l')] {
            if is {
                tag.push(name);
            }
        }
        match style.mention {
            Some(Mention::Me) => tag.push('M'),
            Some(Mention::Room) => tag.push('R'),
            Some(Mention::Other) => tag.push('m'),
            None => {}
        }
        tagged.push_str(&format!("<{tag}:{}>", &text[span.range.clone()]));
        from = span.range.end;
    }
    tagged + &text[from..]
}

fn links(source: &str) -> Vec<String> {
    let spans = marked(source).blocks.into_iter().flat_map(|block| match block {
        Block::Text { spans, .. } => spans,
        Block::Code { .. } => Vec::new(),
    });
    spans.filter_map(|span: Span| span.link).collect()
}

#[test]
fn marks_that_belong_together_are_understood() {
    for (source, shown) in [
        ("*a*", "<e:a>"),
        ("_a b_", "<e:a b>"),
        ("**a b**.", "<s:a b>."),
        ("***both***", "<se:both>"),
        ("**a *b***", "<s:a ><se:b>"),
        ("*a **b***", "<e:a ><se:b>"),
        ("***a* b**", "<se:a><s: b>"),
        ("**a _b_ c**", "<s:a ><se:b><s: c>"),
        ("`a*b*`", "<c:a*b*>"),
        ("`` a`b ``", "<c:a`b>"),
        ("**`a` b**", "<sc:a><s: b>"),
        ("(*a*)", "(<e:a>)"),
        ("这是*重点*的", "这是<e:重点>的"),
        ("_foo_bar_", "<e:foo_bar>"),
        ("*a*\n*b*", "<e:a>\n<e:b>"),
    ] {
        assert_eq!(tagged(source), shown, "{source}");
    }
}

#[test]
fn marks_without_a_meaning_stay_as_they_were_written() {
    for source in [
        "2*3*4",
        "2 * 3 * 4",
        "snake_case_name",
        "__init__",
        "*",
        "* a *",
        "**",
        "****",
        "*a",
        "a*",
        "**a*",
        "*a**",
        "`a",
        "`a``",
        "*a\nb*",
        "/* a */",
        "foo*bar*",
        "a@b.c",
        "@nobody",
        "```a",
        "``` not closed\nmore",
        "~~a~~",
        "# a",
        "> a",
        "[a](b)",
        "<b>a</b>",
        "*****a*****",
        "\\*",
        "**** a ****",
    ] {
        assert_eq!(tagged(source), source);
    }
}

#[test]
fn what_does_not_belong_together_does_not_cross() {
    assert_eq!(tagged("*a _b* c_"), "<e:a _b> c_");
    assert_eq!(tagged("**a *b** c*"), "<s:a *b> c*");
    assert_eq!(tagged("*a `b* c`"), "*a <c:b* c>");
    assert_eq!(tagged("***a*"), "**<e:a>");
    assert_eq!(tagged("***a* *b* c"), "**<e:a> <e:b> c");
}

#[test]
fn fenced_lines_are_code_and_nothing_in_them_is_a_mark() {
    let source = "see\n```rust\nlet a = *b * c;\n\n@Ada `x`\n```\n\n*done*";
    let marked = marked(source);
    let [Block::Text { text: before, .. }, Block::Code { text, source: range }, Block::Text { text: after, spans, .. }] =
        marked.blocks.as_slice()
    else {
        panic!("{marked:?}")
    };
    assert_eq!((before.as_str(), text.as_str()), ("see", "let a = *b * c;\n\n@Ada `x`"));
    assert_eq!(&source[range.clone()], "```rust\nlet a = *b * c;\n\n@Ada `x`\n```");
    assert_eq!((after.as_str(), spans.len()), ("\ndone", 1));
    assert!(!marked.calls_me(true));
}

#[test]
fn empty_code_and_two_pieces_of_code_are_shown_apart() {
    let texts = |source| -> Vec<String> {
        marked(source)
            .blocks
            .into_iter()
            .map(|block| match block {
                Block::Code { text, .. } => format!("code:{text}"),
                Block::Text { text, .. } => text,
            })
            .collect()
    };
    assert_eq!(texts("```\n```"), ["code:"]);
    assert_eq!(texts("```\na\n```\n\n```\nb\n```"), ["code:a", "code:b"]);
    assert_eq!(texts("```\na\n```\n```\nb"), ["code:a", "```\nb"]);
}

#[test]
fn people_are_called_by_their_names_in_any_spelling() {
    for (source, shown) in [
        ("@Ada hi", "<M:@Ada> hi"),
        ("@ADA, hi", "<M:@ADA>, hi"),
        ("@Ada's", "<M:@Ada>'s"),
        ("@D'Arcy.", "<m:@D'Arcy>."),
        ("@grace hopper and @Grace", "<m:@grace hopper> and <m:@Grace>"),
        ("@Al an idea", "<m:@Al> an idea"),
        ("@room look", "<R:@room> look"),
        ("**@Ada**", "<sM:@Ada>"),
        ("@Ada@Ada", "<M:@Ada>@Ada"),
        ("@小明你好", "<m:@小明>你好"),
        ("@Adam x@Ada @", "@Adam x@Ada @"),
        ("`@Ada`", "<c:@Ada>"),
    ] {
        assert_eq!(tagged(source), shown, "{source}");
    }
    assert!(marked("hi @ada").calls_me(true) && marked("@room").calls_me(true));
    assert!(!marked("hi @Grace").calls_me(true));
    assert!(!marked("@room").calls_me(false) && marked("hi @ada").calls_me(false), "only operators call everyone");
}

#[test]
fn links_end_where_a_reader_would_end_them() {
    for (source, link) in [
        ("see https://wiki.example/ccn/hw2.", "https://wiki.example/ccn/hw2"),
        ("(http://a.example/b_(c))", "http://a.example/b_(c)"),
        ("**https://a.example/x**", "https://a.example/x"),
        ("_https://a.example/x_", "https://a.example/x"),
        ("https://a.example/_x_*y*z", "https://a.example/_x_*y*z"),
        ("parlor://10.0.0.1:7275/x#secret!", "parlor://10.0.0.1:7275/x#secret"),
        ("https://münchen.example/ü", "https://münchen.example/ü"),
    ] {
        assert_eq!(links(source), [link], "{source}");
    }
    assert_eq!(tagged("_https://a.example/x_ *b*"), "<el:https://a.example/x> <e:b>");
}

#[test]
fn an_address_that_begins_with_www_and_a_link_to_a_message_are_links_too() {
    let message = format!("parlor:{}/3/128", "A".repeat(43));
    for (source, link) in [
        ("see www.a.example/b, there", "https://www.a.example/b".to_owned()),
        (&format!("it is in {message}."), message),
    ] {
        assert_eq!(links(source), [link], "{source}");
    }
    for source in
        ["awww.nothing", "parlor:nothing/3/128", "parlor:", &format!("parlor:{}/3/0", "A".repeat(43)), "a.b.example"]
    {
        assert_eq!(links(source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn only_links_that_run_nothing_are_links() {
    for source in [
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "file:///etc/passwd",
        "ftp://a.example/",
        "data://text/html",
        "someone@a.example",
        "mailto:someone@a.example",
        "https://",
        "http:///x",
        "https://a.example/\u{202E}gpj.exe",
        "https://a\u{200B}.example/",
        "`https://a.example`",
        "parlor://",
    ] {
        assert_eq!(links(source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn an_address_tells_where_it_truly_leads() {
    for (link, told) in [
        ("https://wiki.example/a?b#c", "https://wiki.example/a?b#c"),
        ("https://аррӏе.example/", "https://xn--80ak6aa92e.example/"),
        ("https://pаypal.example", "https://xn--pypal-4ve.example/"),
        ("https://bank.example@evil.example/", "https://evil.example/"),
        ("https://bank.example:443@evil.example", "https://evil.example/"),
        ("https://ｅvil.example/", "https://evil.example/"),
        ("not an address\u{202E}", "not an address\\u{202e}"),
    ] {
        assert_eq!(true_address(link), told, "{link}");
    }
}

#[test]
fn the_longest_message_is_read_at_once_however_it_is_marked() {
    let pieces = [
        "*",
        "`",
        "_",
        "*a",
        "a*",
        "*a ",
        "**a ",
        "***a ",
        " a*",
        "*a* ",
        "` ",
        "`` ` ",
        "@",
        "@a",
        "@Ada ",
        "@a b c d ",
        "@a-",
        "_a ",
        "```\n",
        "``` a\n",
        "\n",
        "http://",
        "://",
        "a://",
        "https://a.example/(",
        "h",
        "*_",
        "_a *b ",
        "\u{301}",
        "((",
        "小@",
    ];
    let names = names();
    let took = |source: &str| {
        let parse = || {
            let start = Instant::now();
            assert!(!parse(source, &names).blocks.is_empty() || source.trim().is_empty());
            start.elapsed()
        };
        (0..3).map(|_| parse()).min().unwrap_or_default()
    };
    for piece in pieces {
        let source: String = piece.chars().cycle().take(8_000).collect();
        // A build without optimisation is some ten times slower than what people use, and machines are busy.
        assert!(took(&source) < Duration::from_millis(100), "{piece:?} took {:?}", took(&source));
    }
    let rising: String = (1..120).map(|length| "`".repeat(length) + " ").collect();
    assert!(took(&rising) < Duration::from_millis(100));
}

/// Texts that are mostly marks.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "*",
            "**",
            "***",
            "_",
            "`",
            "``",
            "```",
            "\n",
            " ",
            "a",
            "@",
            "Ada",
            "@Ada",
            "@room",
            "https://a.example",
            "://",
            "é",
            "小明",
            "\u{301}",
            "\u{202E}",
            "(",
            ")",
            ".",
            "```\n",
            "\n```\n",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Whether the characters of `part` come in `whole`, in this order.
fn is_within(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().all(|c| whole.any(|other| other == c))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_is_shown_that_was_not_written(source in prop_oneof![hostile(), any::<String>()]) {
        let mut end = 0;
        for block in marked(&source).blocks {
            let (text, spans, range) = match block {
                Block::Text { text, spans, source } => (text, spans, source),
                Block::Code { text, source } => (text, Vec::new(), source),
            };
            prop_assert!(range.start >= end);
            end = range.end;
            prop_assert!(is_within(&text, &source[range]));
            let mut from = 0;
            for span in spans {
                prop_assert!(span.range.start >= from && span.range.start < span.range.end);
                prop_assert!(text.get(span.range.clone()).is_some());
                prop_assert!(span.link.is_none_or(|link| link == text[span.range.clone()]));
                from = span.range.end;
            }
        }
    }

    #[test]
    fn letters_and_digits_are_never_lost(source in "[a-z0-9*_`@ \n.]{0,60}") {
        let shown: String = marked(&source).blocks.iter().map(|block| match block {
            Block::Text { text, .. } | Block::Code { text, .. } => text.as_str(),
        }).collect();
        // The name of a code's language is not shown.
        prop_assume!(!source.contains("```"));
        let letters = |s: &str| -> String { s.chars().filter(char::is_ascii_alphanumeric).collect() };
        prop_assert_eq!(letters(&shown), letters(&source));
    }
}
