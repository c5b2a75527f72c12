//! A message of several lines, as it comes in part by part.

use super::caps::{Caps, MULTILINE_BYTES, MULTILINE_LINES};
use super::client::Client;
use super::message::Message;
use super::parts::Parts;
use super::task::{Command, Step, What, Words};

impl Client {
    /// `BATCH`
    pub fn batch_line(&mut self, line: &Message) {
        let Some(name) = line.param(0) else { return self.needs_more("BATCH") };
        if let Some(name) = name.strip_prefix('+') {
            if line.param(1) != Some("draft/multiline") || !self.caps.has(Caps::MULTILINE) {
                return self.fail("BATCH", "UNKNOWN_TYPE", &[], "There is no such batch.");
            }
            let Some(target) = line.param(2) else { return self.needs_more("BATCH") };
            let to = super::commands::replied_to(line);
            let label = self.task.as_mut().and_then(|task| task.label.take());
            // The answer is to the whole message.
            if let Some(task) = &mut self.task {
                task.answered = true;
            }
            self.parts = Some(Box::new(Parts {
                name: name.to_owned(),
                target: target.to_owned(),
                label,
                to,
                text: String::new(),
                lines: 0,
                command: None,
                wrong: None,
            }));
            return;
        }
        let name = name.strip_prefix('-').unwrap_or_default();
        let Some(parts) = self.parts.take_if(|parts| parts.name == name) else {
            return self.fail("BATCH", "MULTILINE_INVALID", &[name], "There is no such batch.");
        };
        if let Some(task) = &mut self.task {
            task.label.clone_from(&parts.label);
        }
        if let Some((code, why)) = parts.wrong {
            return self.fail("BATCH", code, &[], why);
        }
        if parts.text.trim().is_empty() {
            return self.fail("BATCH", "MULTILINE_INVALID", &[], "There is nothing to send.");
        }
        let Parts { target, to, text, command, .. } = *parts;
        let what = What::Text { text: super::commands::without_colours(&text), to, action: false };
        let words = Words { what, command: command.unwrap_or(Command::Message) };
        self.then(Step::Say { target, words });
    }

    /// One part. Whether the line was one.
    pub fn part_of_batch(&mut self, line: &Message) -> bool {
        let Some(name) = line.tag("batch") else { return false };
        let Some(parts) = self.parts.as_mut().filter(|parts| parts.name == name) else { return false };
        let command = match line.command.as_str() {
            "PRIVMSG" => Command::Message,
            "NOTICE" => Command::Notice,
            _ => {
                parts.wrong = Some(("MULTILINE_INVALID", "Only messages can be in it."));
                return true;
            }
        };
        let text = line.params.get(1).map(String::as_str).unwrap_or_default();
        let joins = line.tag("draft/multiline-concat").is_some();
        let fault = if line.param(0) != Some(parts.target.as_str()) {
            Some(("MULTILINE_INVALID_TARGET", "All its lines go to the same."))
        } else if parts.command.is_some_and(|of| of != command) {
            Some(("MULTILINE_INVALID", "All its lines are of one kind."))
        } else if joins && text.is_empty() {
            Some(("MULTILINE_INVALID", "A line that goes on can't be empty."))
        } else if parts.text.len() + text.len() > MULTILINE_BYTES {
            Some(("MULTILINE_MAX_BYTES", "The message is too long."))
        } else if parts.lines >= MULTILINE_LINES {
            Some(("MULTILINE_MAX_LINES", "The message has too many lines."))
        } else {
            None
        };
        parts.command = Some(command);
        if let Some(fault) = fault {
            parts.wrong = parts.wrong.or(Some(fault));
            return true;
        }
        if parts.lines > 0 && !joins {
            parts.text.push('\n');
        }
        parts.text.push_str(text);
        parts.lines += 1;
        true
    }
}
