//! Who may do what: each row of the table from both sides, and what the rules refuse beyond it.

use parlor::room::roles::{TABLE, Whom};
use parlor::room::sentence::PLAINLY;
use parlor::room::{
    Access, Act, Author, Body, Case, Deed, Event, EventId, Memory, Name, People, PersonId, Rank, Reach, Reason,
    Refusal, Seq, Sign, State, Target, Text, Title, Topic, check,
};

const ME: PersonId = PersonId(1);
const OTHER: PersonId = PersonId(2);
const NOW: u64 = 1_000_000;
const RANKS: [Rank; 4] = [Rank::Guest, Rank::Member, Rank::Operator, Rank::Owner];

fn author(who: PersonId) -> Author {
    Author { who, name: Name::parse(&format!("Guest {}", who.0)).unwrap() }
}

fn event(seq: u64, by: Option<Author>, body: Body) -> Event {
    Event { seq: Seq(seq), at: NOW, id: EventId::fresh(), by, body }
}

/// A room with the two in it, after these.
fn room(bodies: impl IntoIterator<Item = Body>) -> State {
    let people = People { came: vec![author(ME), author(OTHER)], ..People::default() };
    let mut state = State::default();
    state.apply(&event(1, None, Body::People(people)));
    bodies.into_iter().zip(2..).for_each(|(body, seq)| state.apply(&event(seq, Some(author(OTHER)), body)));
    state
}

fn case(state: &State, rank: Rank, whom: Rank) -> Case<'_> {
    Case { state, who: ME, also: &[], rank, target: None, whom, signs: 0, last: None, now: NOW }
}

fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

fn said() -> Body {
    Body::Said { text: text("hi") }
}

/// Something that someone does to do this deed, and the target it speaks of. Nothing where no event does it.
fn example(deed: Deed) -> Option<(Body, Option<Target>)> {
    let (whom, of) = (author(OTHER), EventId::fresh());
    let mine = Some(Target { by: Some(ME), seq: Seq(1), said: true });
    let theirs = Some(Target { by: Some(OTHER), seq: Seq(1), said: true });
    let why = Reason::parse("enough").ok();
    let banned = |house| Act::Banned { whom: author(OTHER), until: None, why: None, reach: Reach::Person, house };
    let act = |act| Some((Body::Act(act), None));
    match deed {
        Deed::Speak => Some((said(), None)),
        Deed::Edit => Some((Body::Edited { of, text: text("ho") }, mine)),
        Deed::Withdraw => Some((Body::Withdrawn { of }, mine)),
        Deed::Remove => Some((Body::Withdrawn { of }, theirs)),
        Deed::Rename => Some((Body::Named { name: Name::parse("Bo").unwrap() }, None)),
        Deed::Topic => Some((Body::Topic { topic: Topic::parse("tea").unwrap() }, None)),
        Deed::Title => Some((Body::Titled { title: Title::parse("Tea room").unwrap() }, None)),
        Deed::Invite => act(Act::Invited { whom }),
        Deed::Op => act(Act::Opped { whom }),
        Deed::Deop => act(Act::Deopped { whom }),
        Deed::Mute => act(Act::Muted { whom, until: None, why }),
        Deed::Kick => act(Act::Kicked { whom, why }),
        Deed::Ban => act(banned(false)),
        Deed::BanFromHouse => act(banned(true)),
        Deed::Slow => act(Act::Slowed { seconds: 10 }),
        Deed::Lock => act(Act::Locked {}),
        Deed::Archive => act(Act::Archived {}),
        Deed::Keep => Some((Body::Memory { memory: Memory::WhileOpen }, None)),
        Deed::Pin => Some((Body::Act(Act::Pinned { of, seq: Seq::START }), theirs)),
        Deed::Open => act(Act::Opened { to: Access::Invited }),
        Deed::CallAll | Deed::SpeakAnyway | Deed::SeeEdits | Deed::Delete | Deed::Admit | Deed::InviteToHouse => None,
    }
}

#[test]
fn each_deed_has_one_row_and_its_rank_is_where_it_begins_to_be_allowed() {
    let state = room([]);
    for rule in TABLE {
        assert_eq!(TABLE.iter().filter(|row| row.deed == rule.deed).count(), 1, "{:?}", rule.deed);
        assert_eq!(rule.deed.rule(), rule);
        for rank in RANKS {
            let whom = if rule.deed == Deed::Deop { Rank::Operator } else { Rank::Guest };
            let allowed = rank >= rule.from && rule.reaches(rank, whom);
            let asked = parlor::room::rules::may(&case(&state, rank, whom), rule.deed);
            assert_eq!(asked.is_ok(), allowed, "{:?} by {rank:?}", rule.deed);
            let Some((body, target)) = example(rule.deed) else { continue };
            let case = Case { target: target.as_ref(), ..case(&state, rank, whom) };
            match check(&case, &body) {
                Ok(()) => assert!(allowed, "{:?} by {rank:?} was allowed", rule.deed),
                Err(no) => assert!(!allowed, "{:?} by {rank:?} was refused: {no}", rule.deed),
            }
        }
    }
}

#[test]
fn nothing_is_done_to_someone_who_stands_too_high() {
    let state = room([]);
    for rule in TABLE.into_iter().filter(|rule| rule.to != Whom::Nobody && rule.to != Whom::Anyone) {
        let (body, _) = example(rule.deed).unwrap();
        for rank in RANKS.into_iter().filter(|rank| *rank >= rule.from) {
            let high = case(&state, rank, Rank::Owner);
            assert_eq!(check(&high, &body), Err(Refusal::TooHigh(Rank::Owner)), "{:?}", rule.deed);
        }
    }
    let operators = case(&state, Rank::Operator, Rank::Operator);
    for deed in [Deed::Mute, Deed::Kick, Deed::Ban] {
        assert_eq!(check(&operators, &example(deed).unwrap().0), Err(Refusal::TooHigh(Rank::Operator)));
    }
}

#[test]
fn whoever_is_muted_says_nothing_until_the_mute_ends() {
    let mute = |until| Body::Act(Act::Muted { whom: author(ME), until, why: None });
    let state = room([mute(Some(NOW + 60_000))]);
    for rule in TABLE {
        let Some((body, target)) = example(rule.deed) else { continue };
        let whom = if rule.deed == Deed::Deop { Rank::Operator } else { Rank::Guest };
        let muted = Case { target: target.as_ref(), ..case(&state, Rank::Owner, whom) };
        assert_eq!(check(&muted, &body).is_ok(), rule.muted, "{:?}", rule.deed);
        let later = Case { now: NOW + 60_000, ..muted };
        assert_eq!(check(&later, &body), Ok(()), "{:?}", rule.deed);
    }
    let sentence = check(&case(&state, Rank::Guest, Rank::Guest), &said()).unwrap_err().to_string();
    assert_eq!(sentence, "You are muted in this room for another minute. You can still read.");
    let again = room([mute(None), Body::Act(Act::Unmuted { whom: author(ME) })]);
    assert_eq!(check(&case(&again, Rank::Guest, Rank::Guest), &said()), Ok(()));
}

#[test]
fn an_archived_room_is_read_only_and_comes_back() {
    let archived = Body::Act(Act::Archived {});
    let state = room([archived.clone()]);
    for rule in TABLE {
        let Some((body, target)) = example(rule.deed) else { continue };
        let whom = if rule.deed == Deed::Deop { Rank::Operator } else { Rank::Guest };
        let tried = check(&Case { target: target.as_ref(), ..case(&state, Rank::Owner, whom) }, &body);
        let said_already = matches!(tried, Err(Refusal::Already(_)));
        assert_eq!(tried.is_ok() || said_already, rule.archived, "{:?}", rule.deed);
    }
    let state = room([archived, Body::Act(Act::Reopened {})]);
    assert_eq!(check(&case(&state, Rank::Guest, Rank::Guest), &said()), Ok(()));
}

#[test]
fn in_a_direct_talk_nobody_keeps_the_other_in_order() {
    let state = room([Body::Direct { between: [author(ME), author(OTHER)] }]);
    for rule in TABLE {
        let Some((body, target)) = example(rule.deed) else { continue };
        for rank in [Rank::Guest, Rank::Owner] {
            let tried = check(&Case { target: target.as_ref(), ..case(&state, rank, Rank::Guest) }, &body);
            assert_eq!(tried.is_ok(), rule.direct, "{:?}", rule.deed);
        }
    }
}

#[test]
fn a_locked_room_is_for_operators_and_a_slow_one_makes_the_others_wait() {
    let locked = room([Body::Act(Act::Locked {})]);
    assert_eq!(check(&case(&locked, Rank::Member, Rank::Guest), &said()), Err(Refusal::Locked));
    assert_eq!(check(&case(&locked, Rank::Operator, Rank::Guest), &said()), Ok(()));
    let slow = room([Body::Act(Act::Slowed { seconds: 30 })]);
    let spoke = |ago: u64, rank| Case { last: Some(NOW - ago), ..case(&slow, rank, Rank::Guest) };
    assert_eq!(check(&spoke(10_000, Rank::Guest), &said()), Err(Refusal::Slow { every: 30, wait: 20 }));
    assert_eq!(check(&spoke(30_000, Rank::Guest), &said()), Ok(()));
    assert_eq!(check(&spoke(10_000, Rank::Operator), &said()), Ok(()));
    assert_eq!(check(&case(&slow, Rank::Guest, Rank::Guest), &said()), Ok(()));
    // Signs are no messages.
    let target = Target { by: Some(OTHER), seq: Seq(1), said: true };
    let sign = Body::Reacted { of: EventId::fresh(), sign: Sign::parse("👍").unwrap(), off: false };
    assert_eq!(check(&Case { target: Some(&target), ..spoke(10_000, Rank::Guest) }, &sign), Ok(()));
}

#[test]
fn a_wait_is_told_as_people_count() {
    let told = |every, wait| Refusal::Slow { every, wait }.to_string();
    assert_eq!(told(30, 20), "Slow mode is on: one message every 30 seconds. Try again in 20 seconds.");
    assert_eq!(told(1, 1), "Slow mode is on: one message every second. Try again in 1 second.");
    assert_eq!(told(60, 60), "Slow mode is on: one message every minute. Try again in 1 minute.");
    let slowed = event(1, Some(author(OTHER)), Body::Act(Act::Slowed { seconds: 60 }));
    assert!(PLAINLY.tell(&slowed)[0].ends_with("one message every minute"));
}

#[test]
fn twenty_reactions_of_one_person_fit_on_a_message() {
    let state = room([]);
    let target = Target { by: Some(OTHER), seq: Seq(1), said: true };
    let reacted = |off| Body::Reacted { of: EventId::fresh(), sign: Sign::parse("👍").unwrap(), off };
    let tried = |signs, off| {
        check(&Case { target: Some(&target), signs, ..case(&state, Rank::Guest, Rank::Guest) }, &reacted(off))
    };
    assert_eq!(tried(19, false), Ok(()));
    assert_eq!(tried(20, false), Err(Refusal::Signs));
    assert_eq!(tried(20, true), Ok(()), "taking one back makes room");
    assert_eq!(Refusal::Signs.to_string(), "You already have 20 reactions on this message. Remove one first.");
}

#[test]
fn what_is_so_already_is_not_told_again() {
    let state = room([
        Body::Act(Act::Locked {}),
        Body::Act(Act::Slowed { seconds: 5 }),
        Body::Act(Act::Invited { whom: author(OTHER) }),
    ]);
    let mut absent = state.clone();
    absent.here.remove(&OTHER);
    let tried = |state: &State, act, whom| check(&case(state, Rank::Owner, whom), &Body::Act(act));
    let already = |tried| matches!(tried, Err(Refusal::Already(_)));
    assert!(already(tried(&state, Act::Locked {}, Rank::Guest)));
    assert!(already(tried(&state, Act::Slowed { seconds: 5 }, Rank::Guest)));
    assert!(already(tried(&state, Act::Reopened {}, Rank::Guest)));
    assert!(already(tried(&state, Act::Opped { whom: author(OTHER) }, Rank::Operator)));
    assert!(already(tried(&state, Act::Deopped { whom: author(OTHER) }, Rank::Member)));
    assert!(already(tried(&state, Act::Unmuted { whom: author(OTHER) }, Rank::Guest)));
    assert!(already(tried(&state, Act::Invited { whom: author(OTHER) }, Rank::Guest)));
    assert_eq!(tried(&absent, Act::Kicked { whom: author(OTHER), why: None }, Rank::Guest), Err(Refusal::Absent));
    assert_eq!(tried(&state, Act::Kicked { whom: author(ME), why: None }, Rank::Guest), Err(Refusal::Yourself));
}

#[test]
fn only_who_is_here_may_speak_and_only_of_what_is_there() {
    let mut state = room([]);
    let of = EventId::fresh();
    let edit = Body::Edited { of, text: text("hi") };
    let tried = |body: &Body, target: Option<(PersonId, bool)>| {
        let target = target.map(|(by, said)| Target { by: Some(by), seq: Seq(1), said });
        check(&Case { target: target.as_ref(), ..case(&state, Rank::Operator, Rank::Guest) }, body)
    };
    assert_eq!(tried(&edit, None), Err(Refusal::NoSuchMessage(of)));
    assert_eq!(tried(&edit, Some((OTHER, true))), Err(Refusal::NotByYou));
    assert_eq!(tried(&edit, Some((ME, false))), Err(Refusal::Withdrawn));
    assert_eq!(tried(&edit, Some((ME, true))), Ok(()));
    let answer = Body::Replied { to: of, text: text("yes") };
    assert_eq!(tried(&answer, None), Err(Refusal::NoSuchMessage(of)));
    assert_eq!(tried(&answer, Some((OTHER, false))), Ok(()));
    for body in [Body::Erased { of: None, by: None }, Body::People(People::default()), Body::Gone {}] {
        assert_eq!(tried(&body, None), Err(Refusal::NotYours));
    }
    let unknown: Body = serde_json::from_str(r#"{"kind":"drawn"}"#).unwrap();
    assert_eq!(tried(&unknown, None), Err(Refusal::Unknown));
    state.here.remove(&ME);
    assert_eq!(check(&case(&state, Rank::Owner, Rank::Guest), &said()), Err(Refusal::NotHere));
}

#[test]
fn a_sign_is_one_emoji() {
    for sign in ["👍", "❤️", "👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "1️⃣", " 🎉 "] {
        assert!(Sign::parse(sign).is_ok(), "{sign}");
    }
    assert_eq!(Sign::parse("❤️"), Sign::parse("❤"));
    for no in ["", "a", "1", "#", "👍👍", "ok", "👍 ok", "\u{200d}", "é"] {
        assert!(Sign::parse(no).is_err(), "{no}");
    }
}

#[test]
fn whoever_takes_another_name_has_it_on_every_list() {
    let state = room([
        Body::Act(Act::Opped { whom: author(OTHER) }),
        Body::Act(Act::Invited { whom: author(OTHER) }),
        Body::Named { name: Name::parse("Bo").unwrap() },
    ]);
    let bo = Name::parse("Bo").unwrap();
    assert_eq!([&state.here[&OTHER], &state.operators[&OTHER], &state.invited[&OTHER]], [&bo; 3]);
    assert_eq!(state.rank(OTHER, Rank::Guest), Rank::Operator);
    assert_eq!(state.rank(OTHER, Rank::Owner), Rank::Owner);
}

#[test]
fn a_message_is_pinned_once_and_until_it_is_unpinned_deleted_or_forgotten() {
    let (one, two, three) = (EventId::fresh(), EventId::fresh(), EventId::fresh());
    let pinned = |of, seq| Body::Act(Act::Pinned { of, seq: Seq(seq) });
    let mut state = room([pinned(one, 5), pinned(two, 3), pinned(three, 4)]);
    let target = Target { by: Some(OTHER), seq: Seq(5), said: true };
    let tried = |state: &State, body: &Body, target: &Target| {
        check(&Case { target: Some(target), ..case(state, Rank::Operator, Rank::Guest) }, body)
    };
    let unpin = Body::Act(Act::Unpinned { of: one });
    assert!(matches!(tried(&state, &pinned(one, 0), &target), Err(Refusal::Already(_))));
    assert_eq!(tried(&state, &unpin, &target), Ok(()));
    let erased = Target { said: false, ..target };
    assert_eq!(tried(&state, &pinned(EventId::fresh(), 0), &erased), Err(Refusal::Withdrawn));
    let pin_nothing = check(&case(&state, Rank::Operator, Rank::Guest), &pinned(one, 0));
    assert_eq!(pin_nothing, Err(Refusal::NoSuchMessage(one)));
    state.apply(&event(9, Some(author(OTHER)), unpin.clone()));
    assert!(matches!(tried(&state, &unpin, &target), Err(Refusal::Already(_))));
    state.apply(&event(10, Some(author(OTHER)), Body::Withdrawn { of: two }));
    let left = |state: &State| state.pinned.as_slice().iter().map(|pin| (pin.of, pin.seq)).collect::<Vec<_>>();
    assert_eq!(left(&state), [(three, Seq(4))]);
    state.forget_before(Seq(4));
    assert_eq!(left(&state), [(three, Seq(4))]);
    state.forget_before(Seq(5));
    assert_eq!(left(&state), []);
}

#[test]
fn no_more_than_fifty_messages_are_pinned_in_a_room() {
    let pinned = |seq| Body::Act(Act::Pinned { of: EventId::fresh(), seq: Seq(seq) });
    let target = Target { by: Some(OTHER), seq: Seq(99), said: true };
    let tried =
        |state: &State| check(&Case { target: Some(&target), ..case(state, Rank::Operator, Rank::Guest) }, &pinned(0));
    assert_eq!(tried(&room((0..49).map(pinned))), Ok(()));
    let refused = tried(&room((0..50).map(pinned))).unwrap_err();
    assert_eq!(refused.to_string(), "This room already has 50 pinned messages. Unpin one first.");
}
