//! A room as plain lines, the way people read them. What is told, and in which words, is in `transcript`.

use std::io::Write;

use jiff::tz::TimeZone;
use unicode_segmentation::UnicodeSegmentation as _;

use super::kept::{ExportError, Kept, when};
use super::transcript::{Item, Transcript};

/// What ends a line in one program or another.
const LINE_ENDS: [char; 3] = ['\n', '\u{2028}', '\u{2029}'];

pub(super) fn write(kept: &Kept<'_>, zone: &TimeZone, out: &mut impl Write) -> Result<u64, ExportError> {
    let mut transcript = Transcript::read(kept)?;
    if let Some(forgotten) = kept.forgotten() {
        writeln!(out, "{forgotten}")?;
    }
    kept.each(|event| {
        for item in transcript.items(event)? {
            let time = when(event.at, zone).strftime("%Y-%m-%d %H:%M").to_string();
            let name = event.by.as_ref().map_or("The host", |by| by.name.as_str());
            let mark = |edited: &bool| if *edited { " (edited)" } else { "" };
            let (head, text) = match &item {
                Item::Said { text, edited, .. } => (format!("{time} {name}{}: ", mark(edited)), text),
                Item::Did { text, edited } => (format!("{time} * {name}{} ", mark(edited)), text),
                _ => {
                    writeln!(out, "{time} {}", item.sentence(event.by.as_ref(), line))?;
                    continue;
                }
            };
            // Always indented, so that no line of a message can pass for a line of its own.
            let indent = " ".repeat(head.graphemes(true).count());
            let mut lines = text.as_str().split(LINE_ENDS);
            writeln!(out, "{head}{}", lines.next().unwrap_or_default())?;
            for line in lines {
                writeln!(out, "{}", if line.is_empty() { String::new() } else { format!("{indent}{line}") })?;
            }
        }
        Ok(())
    })
}

/// Words that belong in one line.
fn line(words: &str) -> String {
    words.replace(LINE_ENDS, " ")
}
