//! Lines as wide as a terminal: one that is too long goes on below, and breaks at a space. The terminal itself would break
//! it in the middle of a word.

use unicode_width::UnicodeWidthStr as _;

/// Where the words begin on a line that begins with its time: `16:03 `.
const BEHIND_TIME: usize = 6;

/// What is narrower than this is left as it is.
const NARROWEST: usize = 20;

/// Lines of which none is wider than so many columns, but for a word that is wider by itself: the terminal breaks that,
/// and a link is still copied as a whole.
pub fn wrapped(lines: &str, columns: usize) -> String {
    let mut out = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        let fits = line.trim_end_matches('\n').width() <= columns;
        if fits || columns < NARROWEST || line.contains('\t') {
            out.push_str(line);
        } else {
            wrap(line, columns, &mut out);
        }
    }
    out
}

fn wrap(line: &str, columns: usize, out: &mut String) {
    let indent = Some(indent(line)).filter(|indent| *indent <= columns / 2).unwrap_or_default();
    let mut column = 0;
    for piece in line.split_inclusive(' ') {
        let word = piece.trim_end_matches([' ', '\n']).width();
        if column > indent && column + word > columns && indent + word <= columns {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        out.push_str(piece);
        column += piece.trim_end_matches('\n').width();
        if indent + word > columns && column > columns {
            column = (column - 1) % columns + 1;
        }
    }
}

/// How far in a line goes on that does not fit: where its own words begin.
fn indent(line: &str) -> usize {
    let blank = line.len() - line.trim_start_matches(' ').len();
    let is_timed = matches!(line.as_bytes(), [_, _, b':', _, _, b' ', ..]) || line.starts_with('[');
    if is_timed { BEHIND_TIME } else { blank }
}

#[cfg(test)]
#[path = "../../../tests/command/wrapping.rs"]
mod tests;
