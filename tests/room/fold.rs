//! The log, folded: everyone who folds the same events holds the same state.

use parlor::room::{
    Access, Act, Author, Body, Event, EventId, Memory, Name, People, PersonId, Seq, Sign, State, Text, Title, Topic,
};
use proptest::prelude::*;

fn author(number: u32) -> Author {
    Author { who: PersonId(number), name: Name::parse(&format!("Guest {number}")).unwrap() }
}

fn body() -> impl Strategy<Value = Body> {
    let people = || prop::collection::vec((1..9_u32).prop_map(author), 0..4);
    prop_oneof![
        "[a-z]{1,9}".prop_map(|title| Body::Titled { title: Title::parse(&title).unwrap() }),
        "[a-z]{0,9}".prop_map(|topic| Body::Topic { topic: Topic::parse(&topic).unwrap() }),
        "[a-z]{1,9}".prop_map(|text| Body::Said { text: Text::parse(&text).unwrap() }),
        "[a-z]{1,9}".prop_map(|text| Body::Did { text: Text::parse(&text).unwrap() }),
        "[a-z]{1,9}".prop_map(|name| Body::Named { name: Name::parse(&name).unwrap() }),
        (1..9_u16).prop_map(|days| Body::Memory { memory: Memory::days(days).unwrap() }),
        Just(Body::Memory { memory: Memory::WhileOpen }),
        (0..9_u64).prop_map(|seq| Body::Withdrawn { of: few(seq) }),
        Just(Body::Erased { of: None, by: Some(author(3)) }),
        "[a-z]{1,9}".prop_map(|text| Body::Replied { to: EventId::fresh(), text: Text::parse(&text).unwrap() }),
        any::<bool>()
            .prop_map(|off| { Body::Reacted { of: EventId::fresh(), sign: Sign::parse("👍").unwrap(), off } }),
        act().prop_map(Body::Act),
        Just(Body::Gone {}),
        (people(), people(), people()).prop_map(|(came, left, lost)| Body::People(People {
            came,
            left,
            lost,
            ..People::default()
        })),
        Just(serde_json::from_str(r#"{"kind":"sung","tune":[1,2]}"#).unwrap()),
    ]
}

/// One of a few messages.
fn few(seq: u64) -> EventId {
    EventId(uuid::Uuid::from_u128(u128::from(seq)))
}

fn act() -> impl Strategy<Value = Act> {
    let whom = || (1..9_u32).prop_map(author);
    prop_oneof![
        whom().prop_map(|whom| Act::Opped { whom }),
        whom().prop_map(|whom| Act::Deopped { whom }),
        (whom(), any::<Option<u64>>()).prop_map(|(whom, until)| Act::Muted { whom, until, why: None }),
        whom().prop_map(|whom| Act::Unmuted { whom }),
        whom().prop_map(|whom| Act::Kicked { whom, why: "enough".parse().ok() }),
        whom().prop_map(|whom| Act::Invited { whom }),
        whom().prop_map(|whom| Act::Uninvited { whom }),
        (0..9_u32).prop_map(|seconds| Act::Slowed { seconds }),
        Just(Act::Locked {}),
        Just(Act::Archived {}),
        Just(Act::Reopened {}),
        Just(Act::Opened { to: Access::Invited }),
        (0..9_u64).prop_map(|seq| Act::Pinned { of: few(seq), seq: Seq(seq) }),
        (0..9_u64).prop_map(|seq| Act::Unpinned { of: few(seq) }),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((body(), 0..50_u64), 0..60).prop_map(|bodies| {
        let mut at = 0;
        let numbered = bodies.into_iter().zip(1..);
        numbered
            .map(|((body, later), seq)| {
                at += later;
                Event { seq: Seq(seq), at, id: EventId::fresh(), by: None, body }
            })
            .collect()
    })
}

fn folded(state: State, events: &[Event]) -> State {
    events.iter().fold(state, |mut state, event| {
        state.apply(event);
        state
    })
}

proptest! {
    #[test]
    fn a_fold_may_stop_anywhere_be_written_down_and_go_on(events in events(), stop in 0..60_usize) {
        let stop = stop.min(events.len());
        let whole = folded(State::default(), &events);
        let half = folded(State::default(), &events[..stop]);
        let written: State = serde_json::from_str(&serde_json::to_string(&half).unwrap()).unwrap();
        prop_assert_eq!(&written, &half);
        prop_assert_eq!(folded(written, &events[stop..]), whole);
    }

    #[test]
    fn an_event_seen_twice_changes_nothing(events in events(), again in 0..60_usize) {
        let state = folded(State::default(), &events);
        let again = again.min(events.len());
        prop_assert_eq!(folded(state.clone(), &events[again..]), state);
    }

    #[test]
    fn the_state_ends_where_the_log_does(events in events()) {
        let state = folded(State::default(), &events);
        prop_assert_eq!(state.head, events.last().map_or(Seq::START, |last| last.seq));
        prop_assert_eq!(state.at, events.last().map_or(0, |last| last.at));
    }

    #[test]
    fn paging_through_the_people_finds_each_once(count in 0..40_u32, page in 1..9_usize) {
        let came = (1..=count).map(author).collect::<Vec<_>>();
        let people = Body::People(People { came: came.clone(), ..People::default() });
        let event = Event { seq: Seq(1), at: 1, id: EventId::fresh(), by: None, body: people };
        let state = folded(State::default(), &[event]);
        let mut found: Vec<Author> = Vec::new();
        loop {
            let next = state.people(found.last().map(|last| last.who), page);
            if next.is_empty() {
                break;
            }
            found.extend(next);
        }
        prop_assert_eq!(found, came);
    }

    #[test]
    fn an_event_reads_back_as_it_was_written(events in events()) {
        for event in events {
            let text = serde_json::to_string(&event).unwrap();
            prop_assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
        }
    }
}

#[test]
fn a_known_kind_must_be_right_and_an_unknown_one_is_carried_through() {
    assert!(serde_json::from_str::<Body>(r#"{"kind":"said"}"#).is_err());
    assert!(serde_json::from_str::<Body>(r#"{"kind":"said","text":""}"#).is_err());
    assert!(serde_json::from_str::<Body>(r#"{"text":"no kind"}"#).is_err());
    let newer = r#"{"kind":"drawn","lines":"👍","of":{"deep":[1,2,3]}}"#;
    let body: Body = serde_json::from_str(newer).unwrap();
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&serde_json::to_string(&body).unwrap()), value(newer));
    let known_and_more: Body = serde_json::from_str(r#"{"kind":"said","text":"hi","mood":"fine"}"#).unwrap();
    assert_eq!(known_and_more.text().unwrap().as_str(), "hi");
}

#[test]
fn mutes_that_ended_do_not_fill_the_list() {
    let mut state = State::default();
    for number in 1..=100_u64 {
        let whom = author(number as u32);
        let body = Body::Act(Act::Muted { whom, until: Some(number * 10 + 15), why: None });
        state.apply(&Event { seq: Seq(number), at: number * 10, id: EventId::fresh(), by: None, body });
    }
    let muted: Vec<_> = state.muted.keys().copied().collect();
    assert_eq!(muted, [PersonId(99), PersonId(100)]);
    assert!(state.mute(PersonId(100), 1_014).is_some());
}
