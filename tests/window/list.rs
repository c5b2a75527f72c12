//! The list behind the scrollback: heights in a tree, a view that is anchored to a row, and selections.

use std::collections::BTreeMap;

use parlor::app::scrollback::selection::Grain;
use parlor::app::scrollback::{Action, Heights, Placed, Scrollback, Selection, Spot, View};
use parlor::room::{Author, Body, Event, EventId, PersonId, Seq, Text};
use proptest::prelude::*;

/// What can happen to heights.
#[derive(Clone, Debug)]
enum Change {
    Measure(u64, u16),
    Resize(u64),
    Forget,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        8 => (0..2_000_u64, 0..200_u16).prop_map(|(row, height)| Change::Measure(row, height)),
        2 => (0..2_000_u64).prop_map(Change::Resize),
        1 => Just(Change::Forget),
    ];
    proptest::collection::vec(change, 1..200)
}

/// The same, added up one by one.
struct Plain {
    len: u64,
    known: BTreeMap<u64, f32>,
}

impl Plain {
    fn top(&self, row: u64, guess: f64) -> f64 {
        (0..row).map(|row| self.known.get(&row).map_or(guess, |height| f64::from(*height))).sum()
    }
}

proptest! {
    #[test]
    fn a_tree_of_heights_says_what_adding_up_would(changes in changes(), probe in 0..2_000_u64) {
        let mut heights = Heights::new(30.0);
        let mut plain = Plain { len: 0, known: BTreeMap::new() };
        for change in changes {
            match change {
                Change::Measure(row, height) => {
                    heights.set(row, f32::from(height));
                    if row < plain.len {
                        plain.known.insert(row, f32::from(height));
                    }
                }
                Change::Resize(len) => {
                    heights.resize(len);
                    plain.len = len;
                    plain.known.retain(|row, _| *row < len);
                }
                Change::Forget => {
                    heights.forget();
                    plain.known.clear();
                }
            }
        }
        let guess = heights.guess();
        let near = |one: f64, other: f64| (one - other).abs() < 0.5;
        prop_assert!(near(heights.total(), plain.top(plain.len, guess)));
        let row = probe.min(plain.len);
        prop_assert!(near(heights.top(row), plain.top(row, guess)));
        if plain.len > 0 {
            let row = probe.min(plain.len - 1);
            let height = heights.get(row);
            if height > 1.0 {
                let (found, into) = heights.at(heights.top(row) + height / 2.0);
                prop_assert_eq!(found, row);
                prop_assert!(near(into, height / 2.0));
            }
        }
    }
}

/// A list whose rows are as high as they are.
struct List {
    heights: Heights,
    view: View,
    real: Vec<f32>,
    window: f64,
}

impl List {
    fn new(real: Vec<f32>, window: f64) -> Self {
        let mut heights = Heights::new(30.0);
        heights.resize(real.len() as u64);
        Self { heights, view: View::default(), real, window }
    }

    fn place(&mut self) -> Vec<Placed> {
        let real = &self.real;
        self.view.place(&mut self.heights, self.window, |row| real.get(row as usize).copied())
    }

    fn push(&mut self, height: f32) {
        self.real.push(height);
        self.heights.resize(self.real.len() as u64);
    }
}

/// No gap, no overlap, in order.
fn is_whole(placed: &[Placed]) -> bool {
    placed.windows(2).all(|pair| pair[1].row == pair[0].row + 1 && (pair[0].y + pair[0].height - pair[1].y).abs() < 0.1)
}

fn rows() -> impl Strategy<Value = Vec<f32>> {
    proptest::collection::vec(prop_oneof![1 => Just(0.0_f32), 6 => 20.0..120.0_f32, 1 => 500.0..3_000.0_f32], 1..400)
}

proptest! {
    #[test]
    fn what_is_in_view_stays_where_it_is_when_older_rows_turn_out_otherwise(
        real in rows(), by in 0.0..4_000.0_f64, other in 1.0..300.0_f32,
    ) {
        let mut list = List::new(real, 600.0);
        list.place();
        list.view.move_by(&list.heights, -by);
        let before = list.place();
        if let (false, Some(first)) = (list.view.is_following(), before.first().copied()) {
            // An older page arrives, and its rows are of other heights.
            for row in 0..first.row {
                list.real[row as usize] = other;
                list.heights.set(row, other);
            }
            prop_assert_eq!(list.place(), before);
        }
    }

    #[test]
    fn what_is_in_view_fills_it_without_gaps(
        real in rows(), moves in proptest::collection::vec(-5_000.0..5_000.0_f64, 0..30), window in 50.0..900.0_f64,
    ) {
        let mut list = List::new(real, window);
        list.place();
        let all: f64 = list.real.iter().map(|height| f64::from(*height)).sum();
        for by in moves {
            list.view.move_by(&list.heights, by);
            let placed = list.place();
            prop_assert!(is_whole(&placed));
            if all >= window {
                prop_assert!(placed.first().unwrap().y <= 0.1, "{:?}", placed.first());
                let last = placed.last().unwrap();
                prop_assert!(last.y + last.height >= window - 1.1, "{:?} in {}", last, window);
            }
            prop_assert!(placed.len() < 420);
        }
    }

    #[test]
    fn at_the_newest_it_follows_and_elsewhere_it_stays(real in rows(), new in proptest::collection::vec(10.0..90.0_f32, 1..20)) {
        let mut list = List::new(real, 500.0);
        list.place();
        for height in &new {
            list.push(*height);
            let placed = list.place();
            prop_assert!(list.view.is_following());
            let last = placed.last().unwrap();
            prop_assert_eq!(last.row + 1, list.real.len() as u64);
            prop_assert!((last.y + last.height - 500.0).abs() < 0.1);
        }
        list.view.move_by(&list.heights, -800.0);
        let before = list.place();
        if !list.view.is_following() {
            for height in new {
                list.push(height);
            }
            prop_assert_eq!(list.place(), before);
        }
    }

    #[test]
    fn the_scroll_bar_leads_from_end_to_end(real in rows(), part in 0.0..1.0_f64) {
        let mut list = List::new(real, 400.0);
        list.place();
        list.view.go_to_part(&list.heights, part);
        let placed = list.place();
        prop_assert!(is_whole(&placed));
        let (top, shown) = list.view.part(&list.heights);
        prop_assert!((0.0..=1.0).contains(&top) && top + shown <= 1.0001);
        list.view.go_to_part(&list.heights, 0.0);
        let placed = list.place();
        prop_assert!(list.view.is_following() || placed.first().unwrap().row == 0 || list.real[0] == 0.0);
        list.view.go_to_part(&list.heights, 1.0);
        list.place();
        prop_assert!(list.view.is_following());
    }

    #[test]
    fn a_selection_is_the_same_from_either_end(
        one in (0..20_u64, 0..30_usize), other in (0..20_u64, 0..30_usize), row in 0..20_u64,
    ) {
        let one = Spot { row: one.0, offset: one.1 };
        let other = Spot { row: other.0, offset: other.1 };
        let text = "a text of thirty characters ab";
        let mut down = Selection::begin(one, Grain::Char, text);
        down.extend(other, text);
        let mut up = Selection::begin(other, Grain::Char, text);
        up.extend(one, text);
        prop_assert_eq!(down.ends(), up.ends());
        prop_assert_eq!(down.of_row(row, 30), up.of_row(row, 30));
        if let Some(range) = down.of_row(row, 30) {
            prop_assert!(range.start <= range.end && range.end <= 30);
        }
    }
}

#[test]
fn a_row_that_is_gone_to_is_in_view() {
    let mut list = List::new(vec![40.0; 100_000], 600.0);
    list.place();
    list.view.go_to(5_000);
    assert!(list.place().iter().any(|placed| placed.row == 5_000 && placed.y >= 0.0));
}

#[test]
fn laying_out_a_million_rows_measures_only_those_in_view() {
    let mut heights = Heights::new(30.0);
    heights.resize(1_000_000);
    let mut view = View::default();
    let mut measured = 0;
    for part in [1.0, 0.5, 0.0, 0.25] {
        view.go_to_part(&heights, part);
        view.place(&mut heights, 700.0, |_| {
            measured += 1;
            Some(24.0)
        });
    }
    assert!(measured < 200, "{measured} rows were measured");
}

#[test]
fn a_double_click_takes_a_word_and_a_triple_click_the_row() {
    let text = "Oh no, please tell me";
    let spot = Spot { row: 3, offset: 9 };
    let word = Selection::begin(spot, Grain::Word, text);
    assert_eq!(&text[word.of_row(3, text.len()).unwrap()], "please");
    let row = Selection::begin(spot, Grain::Row, text);
    assert_eq!(row.of_row(3, text.len()), Some(0..text.len()));
}

#[test]
fn a_cleared_list_shows_only_what_comes_after() {
    let mut list = List::new(vec![40.0; 50], 600.0);
    list.view.begin_at(50);
    assert!(list.place().is_empty());
    list.push(40.0);
    let placed = list.place();
    assert_eq!(placed.len(), 1);
    assert_eq!(placed[0].row, 50);
}

/// A room's event, by Ken.
fn event(seq: u64, body: Body) -> Event {
    let by = Some(Author { who: PersonId(9), name: "Ken".parse().unwrap() });
    Event { seq: Seq(seq), at: seq * 1_000, id: EventId::fresh(), by, body }
}

fn said(seq: u64) -> Event {
    event(seq, Body::Said { text: Text::parse(&format!("number {seq}")).unwrap() })
}

#[test]
fn a_list_that_follows_lets_go_of_what_is_long_past() {
    let me = Author { who: PersonId(1), name: "Ada".parse().unwrap() };
    let mut list = Scrollback::default();
    list.enter(&me, Seq::START);
    for batch in 0..100_u64 {
        list.take(&(batch * 100 + 1..=batch * 100 + 100).map(said).collect::<Vec<_>>());
        let standing = &mut *list.standing_mut();
        standing.view.place(&mut standing.heights, 600.0, |_| Some(24.0));
    }
    assert!(list.rows().get(0).is_none() && list.rows().get(5_000).is_none());
    assert!(list.rows().get(9_999).is_some() && list.rows().get(9_000).is_some());
}

#[test]
fn thousands_of_changes_to_one_message_ask_for_nothing_again_and_again() {
    let me = Author { who: PersonId(1), name: "Ada".parse().unwrap() };
    let mut list = Scrollback::default();
    list.enter(&me, Seq::START);
    let first = said(1);
    let of = first.id;
    list.take(&[first]);
    let edit = |seq: u64| event(seq, Body::Edited { of, text: Text::parse(&format!("edit {seq}")).unwrap() });
    for batch in 0..50_u64 {
        list.take(&(batch * 100 + 2..=batch * 100 + 101).map(edit).collect::<Vec<_>>());
    }
    let mut asked = 0;
    for _ in 0..60 {
        let placed = {
            let standing = &mut *list.standing_mut();
            let rows = list.rows();
            standing.view.place(&mut standing.heights, 600.0, |row| {
                rows.get(row).map(|row| if row.is_seen() { 24.0 } else { 0.0 })
            })
        };
        let (Some(first), Some(last)) = (placed.first(), placed.last()) else { break };
        let Some(range) = list.wants(first.row, last.row) else { break };
        asked += 1;
        list.perform(&Action::Want(range.clone()));
        let page: Vec<Event> =
            (range.start().0..=range.end().0).map(|seq| if seq == 1 { said(1) } else { edit(seq) }).collect();
        list.take_page(&page, &[], true);
    }
    assert!(asked < 50, "it asked {asked} times and would not stop");
}

#[test]
fn what_is_new_begins_with_words_of_someone_else() {
    let author = |who: u32, name: &str| Author { who: PersonId(who), name: name.parse().unwrap() };
    let (me, other) = (author(1, "Ada"), author(2, "Grace"));
    let event = |seq: u64, by: &Author, body: Body| Event {
        seq: Seq(seq),
        at: seq,
        id: EventId::fresh(),
        by: Some(by.clone()),
        body,
    };
    let words = |words: &str| Body::Said { text: words.parse().unwrap() };
    let topic = Body::Topic { topic: "Tea".parse().unwrap() };
    let mut list = Scrollback::default();
    list.enter(&me, Seq(4));
    list.take(&[event(1, &other, words("old"))]);
    list.mark_after(Seq(1));
    assert_eq!(list.first_new(), Some(1), "what is not at hand may be anything");
    list.take(&[event(2, &other, topic.clone()), event(3, &me, words("mine")), event(4, &other, topic)]);
    assert_eq!(list.first_new(), None);
    list.take(&[event(5, &other, words("news"))]);
    assert_eq!(list.first_new(), Some(4));
}
