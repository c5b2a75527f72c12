//! Reasons: a code for the program, and beside it a sentence for the person, which is made harmless as it comes in.

use serde::{Deserialize, Deserializer, Serialize};

/// How long a sentence for people may be.
const SENTENCE_CHARS: usize = 1000;

/// Reads a sentence for people.
pub(super) fn sentence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(harmless(&String::deserialize(deserializer)?, SENTENCE_CHARS))
}

/// Words of the other side as they may be shown anywhere, on terminals as well: nothing in them commands one, nothing
/// turns them around, and there are at most `most` characters.
pub(super) fn harmless(words: &str, most: usize) -> String {
    let commands = |c: char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    let mut shown: String = words.chars().take(most).map(|c| if commands(c) { ' ' } else { c }).collect();
    if words.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

/// The reasons, for programs. For people, a sentence stands beside each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The line is not a frame.
    Frame,
    /// No hello came in time, or it was not the first frame.
    Hello,
    /// The versions don't meet.
    Version,
    /// The name can't be one here.
    Name,
    /// The name is someone else's.
    Taken,
    /// The password or the invite is wrong.
    Password,
    /// There is no such room, or the guest is not in it.
    Room,
    /// The words can't be said.
    Text,
    /// The rules of the room say no.
    Rules,
    /// They were put out.
    Kicked,
    /// They may not come in.
    Banned,
    /// They left.
    Left,
    /// The name and the password do not go together, or the name has an account.
    Login,
    /// An account is needed.
    Account,
    /// The house lets nobody in.
    Shut,
    /// The host said no.
    Declined,
    /// The title is another room's.
    Title,
    /// There is no such person.
    Person,
    /// The id belongs to another event.
    Id,
    /// Too much at once; wait a little.
    Slow,
    /// The log could not be written.
    Storage,
    /// The house is full.
    Full,
    /// The house closes.
    Closing,
    /// It took no byte for too long.
    Stalled,
    /// It was abuse.
    Abuse,
    /// Something a newer host knows.
    #[serde(other)]
    Other,
}
