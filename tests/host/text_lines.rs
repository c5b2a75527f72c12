//! Lines of plain text, however the network cuts them.

use proptest::prelude::*;

use super::{Ends, Line, LineCutter};

/// The lines of these bytes, which arrive in pieces.
fn lines(pieces: &[&[u8]]) -> Vec<Line> {
    let (mut cutter, mut lines) = (LineCutter::new(), Vec::new());
    for piece in pieces {
        cutter.take(piece, |line| lines.push(line));
    }
    lines
}

/// Bytes as people, terminals and telnets send them, and as nobody should.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => "[a-zäß🍰 ]{0,12}".prop_map(String::into_bytes),
        3 => prop_oneof![Just(b"\n".to_vec()), Just(b"\r\n".to_vec()), Just(b"\r\0\n".to_vec())],
        1 => prop_oneof![Just(b"\xff\xfb\x01".to_vec()), Just(b"\xff\xfa\x18\x00x\xff\xf0".to_vec()), Just(b"\xff".to_vec())],
        1 => prop_oneof![Just(b"\x1b[31m".to_vec()), Just(b"\x1b]0;t\x07".to_vec()), Just(b"\x1b".to_vec())],
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn it_makes_no_difference_where_the_network_cuts(bytes in bytes(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let (mut pieces, mut from) = (Vec::new(), 0);
        for cut in cuts {
            pieces.push(&bytes[from..cut]);
            from = cut;
        }
        pieces.push(&bytes[from..]);
        prop_assert_eq!(lines(&pieces), lines(&[&bytes]));
    }

    #[test]
    fn no_escape_telnet_command_or_nul_is_left_in_a_line(bytes in bytes()) {
        for line in lines(&[&bytes, b"\n"]).into_iter().flatten() {
            prop_assert!(!line.contains(['\u{1b}', '\0', '\n', '\u{8}', '\u{7f}']), "{line:?}");
        }
    }

    #[test]
    fn words_without_anything_else_come_through_whole(words in "[a-zäß🍰 .,;]{0,40}", crlf in any::<bool>()) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut cutter = LineCutter::new();
        let mut heard = Vec::new();
        cutter.take(format!("{words}{end}").as_bytes(), |line| heard.push(line));
        prop_assert_eq!(heard, [Ok(words)]);
        prop_assert_eq!(cutter.ends(), Ends::Line { crlf });
    }
}
