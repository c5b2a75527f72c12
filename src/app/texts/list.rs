//! What the list of messages says by itself.

/// Words that their author deleted.
pub const DELETED: &str = "Message deleted";
/// What can be done with a message that was not sent.
pub const RETRY: &str = "Retry";
/// The same.
pub const DELETE: &str = "Delete";
/// A message that is on its way.
pub const SENDING: &str = "Sending";
/// Beside a message that is sent once there is a connection.
pub const WAITING: &str = "Waiting to send";
/// One that did not get there.
pub const NOT_SENT: &str = "Not sent.";
/// One that slow mode holds back.
pub const NOT_SENT_YET: &str = "Not sent yet.";
/// What becomes of it.
pub const SENT_LATER: &str = "Slow mode is on. It is sent when the wait is over.";
/// Behind words that were changed.
pub const EDITED: &str = "edited";
/// The line above what is new.
pub const NEW: &str = "New";
/// In place of a message that another replies to, where it is not at hand.
pub const EARLIER: &str = "an earlier message";
/// In place of one whose author is ignored.
pub const IGNORED: &str = "a message from someone you ignore";
/// In place of one that is gone.
pub const QUOTE_DELETED: &str = "a deleted message";
/// What only a later version knows to tell.
pub const UNKNOWN: &str = "Something happened that a newer Parlor can show";
/// Whatever nobody did by name.
pub const HOST: &str = "The host";
/// The button for reactions.
pub const REACT: &str = "React";
/// The button for a reply.
pub const REPLY: &str = "Reply";
/// The button for everything else.
pub const MORE: &str = "More";

/// Words that an operator removed.
#[must_use]
pub fn removed(by: &str) -> String {
    format!("Removed by {by}")
}

/// Who joined, by which door where that is said, and who left, in one line.
#[must_use]
pub fn moves(joined: &[String], door: Option<&str>, left: &[String]) -> String {
    let joins = door.map_or_else(|| "joined".to_owned(), |door| format!("joined ({door})"));
    let told: Vec<String> = [(joined, joins.as_str()), (left, "left")]
        .into_iter()
        .filter_map(|(names, did)| Some(format!("{} {did}", several(names)?)))
        .collect();
    told.join(", ")
}

/// One name, two, or the first and how many others.
fn several(names: &[String]) -> Option<String> {
    Some(match names {
        [] => return None,
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, others @ ..] => format!("{one} and {} others", others.len()),
    })
}

/// The button that goes to the newest.
#[must_use]
pub fn newest(unseen: usize) -> String {
    match unseen {
        0 => "Newest messages".to_owned(),
        1 => "1 new message".to_owned(),
        unseen => format!("{unseen} new messages"),
    }
}

/// Who is typing.
#[must_use]
pub fn typing(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is typing…"),
        [one, other] => format!("{one} and {other} are typing…"),
        _ => "Several people are typing…".to_owned(),
    }
}
