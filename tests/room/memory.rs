//! What a room can keep, how it is written and how it is told.

use parlor::room::Memory;
use parlor::room::memory::{MOST_DAYS, MemoryError};

const DAY: u64 = 24 * 60 * 60 * 1000;

fn days(days: u16) -> Memory {
    Memory::days(days).unwrap()
}

#[test]
fn it_is_read_from_what_people_type() {
    for (words, memory) in [
        ("everything", Memory::Everything),
        ("  Everything ", Memory::Everything),
        ("7 days", days(7)),
        ("1 day", days(1)),
        ("3650 days", days(MOST_DAYS)),
        ("while open", Memory::WhileOpen),
        ("While  Open", Memory::WhileOpen),
    ] {
        assert_eq!(words.parse(), Ok(memory), "{words}");
    }
    for words in ["0 days", "3651 days", "99999999999999999999 days"] {
        assert_eq!(words.parse::<Memory>(), Err(MemoryError::Days), "{words}");
    }
    for words in ["", "days", "seven days", "-7 days", "7 weeks", "nothing", "7"] {
        assert_eq!(words.parse::<Memory>(), Err(MemoryError::Unclear), "{words}");
    }
}

#[test]
fn it_is_written_and_told_in_one_way() {
    for (memory, json, sentence) in [
        (Memory::Everything, r#"{"keep":"everything"}"#, "Messages are kept forever."),
        (days(7), r#"{"keep":"days","days":7}"#, "Messages are kept for 7 days."),
        (days(1), r#"{"keep":"days","days":1}"#, "Messages are kept for 1 day."),
        (Memory::WhileOpen, r#"{"keep":"open"}"#, "Messages are kept until the host closes."),
    ] {
        assert_eq!(serde_json::to_string(&memory).unwrap(), json);
        assert_eq!(serde_json::from_str::<Memory>(json).unwrap(), memory);
        assert_eq!(memory.to_string(), sentence);
    }
    for json in
        [r#"{"keep":"days","days":0}"#, r#"{"keep":"days","days":3651}"#, r#"{"keep":"days"}"#, r#"{"keep":"some"}"#]
    {
        assert!(serde_json::from_str::<Memory>(json).is_err(), "{json}");
    }
}

#[test]
fn only_days_make_something_too_old() {
    let now = 100 * DAY;
    assert_eq!(Memory::Everything.oldest_kept(now), None);
    assert_eq!(Memory::WhileOpen.oldest_kept(now), None);
    assert_eq!(days(7).oldest_kept(now), Some(93 * DAY));
    assert_eq!(days(3650).oldest_kept(now), Some(0));
    // It is kept up to its last moment, and not a moment longer.
    let until = days(7).kept_until(now).unwrap();
    assert_eq!(days(7).oldest_kept(until - 1), Some(now));
    assert_eq!(days(7).oldest_kept(until), Some(now + 1));
}

#[test]
fn keeping_less_is_known_from_keeping_more() {
    let (all, open) = (Memory::Everything, Memory::WhileOpen);
    for (to, now) in [(days(7), all), (open, all), (days(6), days(7)), (open, days(7)), (days(7), open)] {
        assert!(to.keeps_less_than(now), "{to} {now}");
    }
    for (to, now) in [(all, days(7)), (all, open), (days(8), days(7)), (days(7), days(7)), (open, open), (all, all)] {
        assert!(!to.keeps_less_than(now), "{to} {now}");
    }
}
