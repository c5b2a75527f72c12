//! Where words begin and end.

/// Whether a character goes on with the word beside it. Scripts that put no spaces between words have no such edges.
pub(super) fn joins(c: char) -> bool {
    let unspaced = matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    c.is_alphanumeric() && !unspaced
}
