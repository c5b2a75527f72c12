//! Long texts in lines.

use proptest::prelude::*;

use super::pieces;

fn joined(text: &str, most: usize) -> String {
    let mut whole = String::new();
    for (index, piece) in pieces(text, most).into_iter().enumerate() {
        if index > 0 && !piece.joins {
            whole.push('\n');
        }
        whole.push_str(piece.text);
    }
    whole
}

#[test]
fn a_line_is_cut_behind_a_space_where_there_is_one() {
    let cut: Vec<_> = pieces("one two three", 10).into_iter().map(|piece| piece.text).collect();
    assert_eq!(cut, ["one two ", "three"]);
}

#[test]
fn a_family_is_not_taken_apart() {
    let family = "👨‍👩‍👧‍👦";
    let text = family.repeat(3);
    assert!(pieces(&text, family.len() + 3).iter().all(|piece| piece.text == family));
}

proptest! {
    #[test]
    fn no_character_is_lost(text in "(?s).{0,300}", most in 4usize..60) {
        prop_assert!(pieces(&text, most).iter().all(|piece| piece.text.len() <= most));
        prop_assert_eq!(joined(&text, most), text);
    }
}
