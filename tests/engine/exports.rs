//! What a room looks like when it is written out, and that nothing in it can be taken for something else.

use std::io::{self, Write};

use jiff::tz::TimeZone;
use parlor::export::{ExportError, Format, export};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::markup::{self, Names};
use parlor::room::{Author, Body, Event, EventId, People, PersonId, RoomNo, Seq, Text};
use proptest::prelude::*;
use serde::Deserialize;
use tempfile::TempDir;
use uuid::Uuid;

const ROOM: RoomNo = RoomNo(7);
/// 2026-11-21, 16:03 in UTC.
const START: u64 = 1_795_276_980_000;
const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

fn author(name: &str) -> Author {
    let who = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    Author { who: PersonId(who), name: name.parse().unwrap() }
}

fn authors(names: &[&str]) -> Vec<Author> {
    names.iter().copied().map(author).collect()
}

fn id(seq: u64) -> EventId {
    EventId(Uuid::from_u128(seq.into()))
}

/// Event `seq`, so many minutes after the start, by someone unless the name is empty.
fn event(seq: u64, minutes: u64, by: &str, body: Body) -> Event {
    let by = (!by.is_empty()).then(|| author(by));
    Event { seq: Seq(seq), at: START + minutes * MINUTE, id: id(seq), by, body }
}

fn said(text: &str) -> Body {
    Body::Said { text: text.parse().unwrap() }
}

fn edited(of: u64, text: &str) -> Body {
    Body::Edited { of: id(of), text: text.parse().unwrap() }
}

fn unknown(json: &str) -> Body {
    serde_json::from_str(json).unwrap()
}

fn log_of(events: Vec<Event>) -> (TempDir, SqliteLog) {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(&dir.path().join("log.db")).unwrap();
    let entries: Vec<_> = events.into_iter().map(|event| Entry { room: ROOM, event }).collect();
    log.append(&entries).unwrap();
    (dir, log)
}

fn written(log: &SqliteLog, format: Format) -> (u64, String) {
    let mut out = Vec::new();
    let count = export(log, ROOM, format, &TimeZone::UTC, &mut out).unwrap();
    (count, String::from_utf8(out).unwrap())
}

fn export_of(events: Vec<Event>, format: Format) -> String {
    let (_dir, log) = log_of(events);
    written(&log, format).1
}

/// One message of Ada's, without a disk.
fn one_message(text: &Text, format: Format) -> String {
    let log = SqliteLog::in_memory().unwrap();
    let event = event(1, 0, "Ada", Body::Said { text: text.clone() });
    log.append(&[Entry { room: ROOM, event }]).unwrap();
    written(&log, format).1
}

/// Some of everything that can happen.
fn a_full_evening() -> Vec<Event> {
    let people = |came: &[&str], left: &[&str], lost: &[&str]| {
        Body::People(People { came: authors(came), left: authors(left), lost: authors(lost), ..People::default() })
    };
    vec![
        event(1, 0, "", Body::Titled { title: "Tea & <talk>".parse().unwrap() }),
        event(2, 0, "", people(&["Ada"], &[], &[])),
        event(3, 0, "Ada", said("Hello")),
        event(4, 2, "", people(&["Ken", "Barbara", "Bob O'Neil"], &[], &[])),
        event(5, 2, "Ken", said("the tea is could")),
        event(6, 3, "Ken", edited(5, "the tea is cool")),
        event(7, 3, "Ada", said("a secret")),
        event(8, 4, "Ada", edited(7, "a smaller secret")),
        event(9, 4, "Ada", Body::Withdrawn { of: id(7) }),
        event(10, 4, "Ken", edited(5, "the tea is cold")),
        event(11, 5, "Ada", Body::Topic { topic: "Tea".parse().unwrap() }),
        event(12, 6, "Ada", Body::Topic { topic: "".parse().unwrap() }),
        event(13, 7, "Ada", unknown(r#"{"kind":"waved","at":"Ken"}"#)),
        event(14, 8, "", people(&["Grace"], &["Ken"], &["Barbara", "Bob O'Neil"])),
    ]
}

#[test]
fn lines_read_the_way_people_talk() {
    let expected = "\
2026-11-21 16:03 The room is called Tea & <talk>
2026-11-21 16:03 Ada joined
2026-11-21 16:03 Ada: Hello
2026-11-21 16:05 Ken, Barbara and Bob O'Neil joined
2026-11-21 16:05 Ken (edited): the tea is cold
2026-11-21 16:06 Ada deleted a message
2026-11-21 16:08 Ada set the topic: Tea
2026-11-21 16:09 Ada removed the topic
2026-11-21 16:10 (something from a newer Parlor: waved)
2026-11-21 16:11 Ken left
2026-11-21 16:11 Barbara and Bob O'Neil lost connection
2026-11-21 16:11 Grace joined
";
    assert_eq!(export_of(a_full_evening(), Format::Txt), expected);
}

#[test]
fn what_someone_did_reads_as_their_name_and_the_words_in_every_format() {
    let (_dir, log) = log_of(vec![
        event(1, 0, "Ada", Body::Did { text: "waves <twice>".parse().unwrap() }),
        event(2, 1, "Ken", Body::Did { text: "nods".parse().unwrap() }),
        event(3, 1, "Ken", edited(2, "shakes\nhis head")),
        event(4, 2, "Ken", Body::Did { text: "a secret".parse().unwrap() }),
        event(5, 2, "Ken", Body::Withdrawn { of: id(4) }),
    ]);
    let lines = "\
2026-11-21 16:03 * Ada waves <twice>
2026-11-21 16:04 * Ken (edited) shakes
                                his head
2026-11-21 16:05 Ken deleted a message
";
    assert_eq!(written(&log, Format::Txt).1, lines);
    let page = written(&log, Format::Html).1;
    assert!(page.contains("<p class=\"did\"><b><bdi>Ada</bdi></b> <bdi>waves &lt;twice&gt;</bdi></p>"), "{page}");
    assert!(page.contains("his head</bdi> <small>edited</small></p>"), "{page}");
    assert!(written(&log, Format::Csv).1.contains(",did,waves <twice>,"));
    assert!(written(&log, Format::Jsonl).1.contains(r#"{"kind":"did","text":"waves <twice>"}"#));
}

#[test]
fn another_name_is_told_between_the_old_one_and_the_new() {
    let (_dir, log) = log_of(vec![event(1, 0, "Ada", Body::Named { name: "Lovelace".parse().unwrap() })]);
    assert_eq!(written(&log, Format::Txt).1, "2026-11-21 16:03 Ada is now called Lovelace\n");
    assert!(written(&log, Format::Html).1.contains("<bdi>Ada</bdi> is now called <bdi>Lovelace</bdi>"));
    assert!(written(&log, Format::Csv).1.contains(",Ada,named,Lovelace,"));
}

#[test]
fn times_are_those_of_the_zone_asked_for() {
    let (_dir, log) = log_of(vec![event(1, 0, "Ada", said("Hello"))]);
    let zone = TimeZone::fixed(jiff::tz::offset(-5));
    let text = |format| {
        let mut out = Vec::new();
        export(&log, ROOM, format, &zone, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(text(Format::Txt), "2026-11-21 11:03 Ada: Hello\n");
    assert!(text(Format::Csv).contains("7,1,2026-11-21T11:03:00.000-05:00,"));
    assert!(text(Format::Html).contains("Times are those of UTC-05:00."));
}

#[test]
fn further_lines_of_a_message_stand_under_its_first() {
    let text = export_of(vec![event(1, 0, "Zoë", said("one\n\n  two\u{2028}three"))], Format::Txt);
    assert_eq!(text, "2026-11-21 16:03 Zoë: one\n\n                        two\n                      three\n");
}

#[test]
fn no_line_of_a_message_passes_for_a_line_of_its_own() {
    let forged = "x\n2026-11-21 16:04 Ken: I resign\u{2029}2026-11-21 16:05 Ken left";
    let text = export_of(vec![event(1, 0, "Ada", said(forged))], Format::Txt);
    let lines: Vec<_> = text.split(['\n', '\u{2028}', '\u{2029}']).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1..].iter().all(|line| line.starts_with("           ")), "{text}");
    let kind = unknown(r#"{"kind":"x\n2026-11-21 16:04 Ken: I resign\u2028y"}"#);
    assert_eq!(export_of(vec![event(1, 0, "Ada", kind)], Format::Txt).split(['\n', '\u{2028}']).count(), 2);
}

#[test]
fn what_was_taken_back_is_in_no_export() {
    let (_dir, log) = log_of(a_full_evening());
    for format in Format::ALL {
        let (count, text) = written(&log, format);
        assert_eq!(count, 14, "{format}");
        assert!(!text.contains("secret"), "{format}: {text}");
    }
}

#[test]
fn changes_to_messages_that_are_not_here_stand_alone() {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open_copy(&dir.path().join("log.db")).unwrap();
    let events = [
        event(5, 0, "Ada", edited(2, "first try")),
        event(6, 1, "Ada", edited(2, "second try")),
        event(8, 2, "Ken", Body::Erased { of: Some(id(3)), by: None }),
        event(9, 2, "Ken", Body::Withdrawn { of: id(3) }),
    ];
    log.copy(&events.map(|event| Entry { room: ROOM, event })).unwrap();
    let expected = "2026-11-21 16:04 Ada (edited): second try\n2026-11-21 16:05 Ken deleted a message\n";
    assert_eq!(written(&log, Format::Txt), (4, expected.to_owned()));
}

#[derive(Deserialize)]
struct Line {
    room: RoomNo,
    #[serde(flatten)]
    event: Event,
}

#[test]
fn json_lines_read_back_as_the_events_that_are_kept() {
    let (_dir, log) = log_of(a_full_evening());
    let (_, text) = written(&log, Format::Jsonl);
    let read: Vec<Line> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(read.iter().all(|line| line.room == ROOM));
    let read: Vec<_> = read.into_iter().map(|line| line.event).collect();
    assert_eq!(read, log.read(ROOM, Seq(1)..=Seq(u64::MAX), usize::MAX).unwrap());
    assert!(text.contains(r#""body":{"at":"Ken","kind":"waved"}"#), "{text}");
}

#[test]
fn a_table_has_a_row_an_event() {
    let text = export_of(a_full_evening(), Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(
        reader.headers().unwrap(),
        vec!["room", "seq", "at", "id", "who", "name", "kind", "text", "of", "people"]
    );
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 14);
    assert_eq!(&rows[0][7], "Tea & <talk>");
    let ken = author("Ken").who.0.to_string();
    let edit = ["7", "10", "2026-11-21T16:07:00.000+00:00", &id(10).to_string(), &ken, "Ken", "edited"];
    assert_eq!(rows[9].iter().take(7).collect::<Vec<_>>(), edit);
    assert_eq!(rows[9].iter().skip(7).collect::<Vec<_>>(), ["the tea is cold", &id(5).to_string(), ""]);
    assert_eq!(&rows[12][7], r#"{"at":"Ken","kind":"waved"}"#);
    assert_eq!(&rows[13][9], "came: Grace; left: Ken; lost: Barbara, Bob O'Neil");
}

#[test]
fn no_cell_of_a_table_begins_like_a_formula() {
    for formula in ["=1+1", "+1", "-1", "@sum(1)", "\t=1"] {
        let text = one_message(&formula.parse().unwrap(), Format::Csv);
        let row = csv::Reader::from_reader(text.as_bytes()).into_records().next().unwrap().unwrap();
        assert_eq!(&row[7], format!("'{formula}"));
    }
    let text = export_of(vec![event(1, 0, "", unknown(r#"{"kind":"\r=1"}"#))], Format::Csv);
    let row = csv::Reader::from_reader(text.as_bytes()).into_records().next().unwrap().unwrap();
    assert_eq!(&row[6], "'\r=1");
}

#[test]
fn a_page_needs_nothing_and_runs_nothing() {
    let page = export_of(a_full_evening(), Format::Html);
    assert!(page.starts_with("<!doctype html>"));
    assert!(page.contains("<meta charset=\"utf-8\">"));
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"));
    for outside in ["<script", "<link", "<img", "src=", "href=", "url(", "@import", "http:", "https:"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<title>Tea &amp; &lt;talk&gt;</title>"));
    assert!(page.contains("<h1 dir=\"auto\">Tea &amp; &lt;talk&gt;</h1>"));
    assert!(page.contains("<bdi>Ken</bdi>, <bdi>Barbara</bdi> and <bdi>Bob O&#39;Neil</bdi> joined"));
    assert!(page.contains("<p dir=\"auto\">the tea is cold <small>edited</small></p>"));
    assert!(!page.contains("the tea is cool"));
    assert_eq!(page.matches("deleted a message").count(), 1);
    assert!(page.contains("(something from a newer Parlor: <bdi>waved</bdi>)"));
}

#[test]
fn a_page_shows_words_as_the_window_does_and_what_a_reply_replies_to() {
    let reply = |to, text: &str| Body::Replied { to: id(to), text: text.parse().unwrap() };
    let page = export_of(
        vec![
            event(1, 0, "Ada", said("Read **this**, `x < y` and https://wiki.example/a?b=1&c=2")),
            event(2, 0, "Ken", reply(1, "```\nlet a = b & c;\n```")),
            event(3, 1, "Ken", said("nobody should see this")),
            event(4, 1, "Ada", reply(3, "what?")),
            event(5, 1, "Ken", Body::Withdrawn { of: id(3) }),
        ],
        Format::Html,
    );
    let link = "<a href=\"https://wiki.example/a?b=1&amp;c=2\" rel=\"noopener noreferrer\">";
    let words = format!(
        "Read <strong>this</strong>, <code>x &lt; y</code> and {link}https://wiki.example/a?b=1&amp;c=2</a></p>"
    );
    assert!(page.contains(&words), "{page}");
    let quote =
        "<blockquote><b><bdi>Ada</bdi></b> <bdi>Read this, x &lt; y and https://wiki.example/a?b=1&amp;c=2</bdi>";
    assert!(page.contains(&format!("{quote}</blockquote>\n<pre dir=\"auto\"><code>let a = b &amp; c;</code></pre>")));
    assert!(page.contains("<blockquote><i>Deleted message</i></blockquote>\n<p dir=\"auto\">what?</p>"), "{page}");
    assert!(!page.contains("nobody should see this"));
}

#[test]
fn a_page_is_divided_by_days_and_groups_what_one_person_says() {
    let next_day = DAY / MINUTE;
    let page = export_of(
        vec![
            event(1, 0, "Ada", said("one")),
            event(2, 0, "Ada", said("two")),
            event(3, 4, "Ada", said("three")),
            event(4, 10, "Ada", said("much later")),
            event(5, 10, "Ken", said("someone else")),
            event(6, next_day, "Ken", said("next day")),
        ],
        Format::Html,
    );
    assert_eq!(page.matches("<h2>").count(), 2);
    assert!(page.contains("<h2><time datetime=\"2026-11-21\">Saturday, 21 November 2026</time></h2>"));
    assert_eq!(page.matches(">Ada</h3>").count(), 2, "{page}");
    assert_eq!(page.matches(">Ken</h3>").count(), 2);
    assert_eq!(page.matches(">16:03</time>").count(), 2, "each minute is told once a group");
    for tag in ["section", "article", "main", "body", "html"] {
        assert_eq!(page.matches(&format!("<{tag}")).count(), page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn a_long_room_is_written_to_its_end() {
    let events = (1..=1203).map(|seq| event(seq, seq / 100, "Ada", said(&format!("message {seq}.")))).collect();
    let (_dir, log) = log_of(events);
    for format in Format::ALL {
        let (count, text) = written(&log, format);
        assert_eq!(count, 1203, "{format}");
        assert_eq!(text.matches("message ").count(), 1203, "{format}");
        assert!(text.contains("message 1203."), "{format}");
    }
}

#[test]
fn a_room_without_events_is_written_as_nothing() {
    let log = SqliteLog::in_memory().unwrap();
    assert_eq!(written(&log, Format::Txt), (0, String::new()));
    assert_eq!(written(&log, Format::Jsonl), (0, String::new()));
    assert_eq!(written(&log, Format::Csv), (0, "room,seq,at,id,who,name,kind,text,of,people\n".to_owned()));
    let (count, page) = written(&log, Format::Html);
    assert!(count == 0 && page.contains("<h1 dir=\"auto\">Room 7</h1>") && page.ends_with("</html>\n"));
}

#[test]
fn a_time_beyond_the_calendar_does_not_stop_an_export() {
    let mut late = event(1, 0, "Ada", said("hello from the end"));
    late.at = u64::MAX;
    let (_dir, log) = log_of(vec![late]);
    for format in Format::ALL {
        assert!(written(&log, format).1.contains("hello from the end"), "{format}");
    }
}

/// A disk that is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::new(io::ErrorKind::StorageFull, "no space left"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_export_that_can_not_be_written_says_what_to_do() {
    let (_dir, log) = log_of(a_full_evening());
    for format in Format::ALL {
        let error = export(&log, ROOM, format, &TimeZone::UTC, &mut Full).unwrap_err();
        assert!(matches!(error, ExportError::Write(_)), "{format}");
        assert_eq!(error.to_string(), "The file can't be written: the disk is full. Try again in another folder.");
    }
}

#[test]
fn a_format_goes_by_its_word() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let refusal = "pdf".parse::<Format>().unwrap_err();
    assert_eq!(refusal.to_string(), "Choose txt, jsonl, csv or html.");
}

/// Messages of all sorts, and more of those with signs that mean something to a format.
fn texts() -> impl Strategy<Value = Text> {
    let raw = prop_oneof![any::<String>(), "[<>&\"'=+@,;a-z\n\t -]{1,40}", "[<\"'>]{1,8}", "[=+@\t-].{0,20}"];
    raw.prop_filter_map("not a message", |raw| Text::parse(&raw).ok())
}

/// A part of a page without the tags that may stand in it. Any other stays, and is seen.
fn without_tags(part: &str) -> String {
    let (mut words, mut rest) = (String::new(), part);
    let ours = ["<p dir=\"auto\">", "<p>", "<pre dir=\"auto\">", "<code>", "<strong>", "<em>"];
    let ends = ["</p>", "</pre>", "</code>", "</strong>", "</em>", "</a>"];
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        let tag = &rest[at..];
        let known = ours.iter().chain(&ends).find(|known| tag.starts_with(**known)).map(|known| known.len());
        let link = || {
            let (link, rest) = tag.strip_prefix("<a href=\"")?.split_once('"')?;
            let safe = ["http://", "https://", "parlor:"].iter().any(|scheme| link.starts_with(scheme));
            let rel = " rel=\"noopener noreferrer\">";
            (safe && rest.starts_with(rel)).then(|| "<a href=\"".len() + link.len() + 1 + rel.len())
        };
        let Some(length) = known.or_else(link) else { break };
        rest = &tag[length..];
    }
    words + rest
}

proptest! {
    #[test]
    fn no_message_is_taken_for_markup(text in texts()) {
        let page = one_message(&text, Format::Html);
        let from = page.find("</h3>\n").unwrap() + "</h3>\n".len();
        let shown = without_tags(&page[from..page.find("</article>").unwrap()]);
        prop_assert!(!shown.contains(['<', '>', '"', '\'']), "{}", shown);
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        let read = entities.iter().fold(shown, |read, (entity, sign)| read.replace(entity, sign));
        let words = markup::parse(text.as_str(), &Names::default()).text();
        prop_assert_eq!(read.trim_end_matches('\n'), words.trim_end_matches('\n'));
    }

    #[test]
    fn a_table_reads_back_as_what_was_said(text in texts()) {
        let table = one_message(&text, Format::Csv);
        let rows: Vec<_> = csv::Reader::from_reader(table.as_bytes()).into_records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), 1);
        let guarded = text.as_str().starts_with(['=', '+', '-', '@', '\t']);
        let read = if guarded { rows[0][7].strip_prefix('\'').unwrap() } else { &rows[0][7] };
        prop_assert_eq!(read, text.as_str());
    }
}
