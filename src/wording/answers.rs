//! What whoever types a command is answered, in a terminal and by text alike.

use jiff::tz::TimeZone;

use super::time;
use crate::commands::{Entered, OwnMessages, read};
use crate::room::{Access, Name, RoomNo, Sign, Title};
use crate::wire::account::{Admission, RequestLine};
use crate::wire::rooms::RoomLine;
use crate::wire::{Password, SpokenCode};
use crate::wording;

/// Nothing can be said, since one is in no room.
pub const NOWHERE: &str = "You are not in a room. /rooms lists them, /join TITLE joins one.";
/// One is in no room any more.
pub const NOWHERE_NOW: &str = "You are looking at no room now. /rooms lists them, /join TITLE goes to one.";
/// The host was asked whether to let them in, and did not say yet.
pub const NOT_IN_YET: &str = "You are still waiting for the host. Nothing is sent until you are let in; /quit leaves.";
/// Nothing was refused.
pub const NOTHING_TO_RETRY: &str = "There is nothing to send again.";
/// The same, where it was to be deleted.
pub const NOTHING_TO_DISCARD: &str = "There is nothing to delete.";
/// What was begun is not done.
pub const CANCELLED: &str = "Cancelled.";
/// A password would be typed where others may read it.
pub const NOT_ENCRYPTED: &str =
    "Nothing you type here is encrypted: others on the network could read your password. Type yes to go on.";
/// A new password can't be one. The next is asked for.
pub const ANOTHER_PASSWORD: &str = "Type another one. An empty line cancels.";
/// Whoever joins by a code is not in before the host says so.
pub const CODE_ASKS: &str = "You still have to approve them: /requests lists who asks to join.";
/// One is away.
pub const AWAY: &str = "You are away. Type /back when you are back.";
/// One is back.
pub const BACK: &str = "You are back.";
/// There is no message of one's own to take back.
const NOTHING_SENT: &str = "You have not sent anything here since you joined.";
/// All messages of one's own that are remembered are deleted.
const ALL_DELETED: &str = "Your newest messages here are already deleted.";
/// A message of one's own is deleted, for whoever is not shown the deletion.
pub const DELETED: &str = "Your message was deleted.";
/// One's newest message is not where it is looked for yet.
pub const NEWEST_NOT_SENT: &str = "Your newest message is not sent yet. Try again once it is.";
/// A command was typed where a new password was asked for.
pub const NO_COMMAND_HERE: &str = "That is a command, and not taken as a password.";
/// Whoever has an account wants to make one.
pub const REGISTERED: &str = "You already have an account here. Change its password in Parlor's window.";
/// A new password is typed once more.
pub const REPEAT_PASSWORD: &str = "Type it again.";
/// The second was another.
pub const NOT_THE_SAME: &str = "The passwords are not the same. Type a new one. An empty line cancels.";
/// There is no message to answer.
pub const NOTHING_HEARD: &str = "Nobody else has sent anything here since you joined.";
/// There is no message to pin.
pub const NOTHING_TO_PIN: &str = "There was no message here since you joined.";
/// There is nothing to unpin or to show.
pub const NOTHING_PINNED: &str = "Nothing is pinned in this room.";
/// There are no words to look for.
pub const NO_WORDS: &str = "Type what to search for: /find kettle.";
/// There are no such messages.
pub const NOTHING_FOUND: &str = "Nothing found.";
/// There may be more messages than were shown.
pub const MORE_FOUND: &str = "These are the newest. There can be more.";

/// One is in the room already that one wants to go to.
#[must_use]
pub fn in_already(title: &Title) -> String {
    format!("You are already in {title}.")
}

/// A room one was in was deleted.
#[must_use]
pub fn gone(title: &Title) -> String {
    format!("{title} is gone.")
}

/// There is no such room.
#[must_use]
pub fn no_room(words: &str) -> String {
    format!("There is no room “{words}”. /rooms lists them.")
}

/// A room was named as IRC names channels.
#[must_use]
pub fn no_channel(title: &Title) -> String {
    format!("Rooms have no # here: /join {title}")
}

/// What has to be typed so that the room one is in is deleted, or why it can't be. Nothing where it was: its title.
#[must_use]
pub fn asks_to_delete(room: RoomNo, title: &Title, typed: Option<&str>) -> Option<String> {
    match typed {
        None if room == RoomNo::FIRST => Some("The first room can't be deleted. Archive it instead.".to_owned()),
        Some(typed) if Title::parse(typed).is_ok_and(|typed| typed.key() == title.key()) => None,
        Some(typed) => Some(format!("You are in {title}. To delete “{typed}”, go there first with /join.")),
        None => Some(format!("This deletes {title} and all its messages for everyone. To go on, type /delete {title}")),
    }
}

/// Why there is no message of one's own to delete: none was sent, or all are deleted.
#[must_use]
pub const fn nothing_to_withdraw(mine: &OwnMessages) -> &'static str {
    if mine.were_any() { ALL_DELETED } else { NOTHING_SENT }
}

/// Someone reacted to a message, for whoever is not shown their own reactions. `words` are its first.
#[must_use]
pub fn reacted(sign: &Sign, words: Option<&str>) -> String {
    match words {
        Some(words) => format!("You reacted {sign} to {words}."),
        None => format!("You reacted with {sign}."),
    }
}

/// Someone's messages are hidden from now on, or shown again.
#[must_use]
pub fn ignores(name: &Name, ignore: bool) -> String {
    if ignore {
        format!("You ignore {name} now. /unignore {} undoes it.", wording::quoted(name.as_str()))
    } else {
        format!("You no longer ignore {name}.")
    }
}

/// Someone wants to ignore themselves.
pub const THAT_IS_YOU: &str = "That is you. Choose someone else to ignore.";

/// Nobody is banned: from the room, or from all of them.
#[must_use]
pub fn no_bans(house: bool) -> String {
    format!("Nobody is banned from {}.", if house { "all rooms" } else { "this room" })
}

/// Someone asks to be let in.
#[must_use]
pub fn asks(line: &RequestLine) -> String {
    let RequestLine { name, request, .. } = line;
    format!("{name} asks to join. /admit {request} lets them in, /decline {request} says no.")
}

/// A name was taken, so that one has another.
#[must_use]
pub fn renamed(wanted: &Name, name: &Name) -> String {
    format!("The name {wanted} is taken; you are {name} here. /nick changes it.")
}

/// Direct messages came from someone who was ignored.
#[must_use]
pub fn missed(name: &Name, count: usize) -> String {
    let messages = if count == 1 { "1 direct message".to_owned() } else { format!("{count} direct messages") };
    format!("{name} sent you {messages} meanwhile. /join {name} shows them.")
}

/// How many ask to be let in.
#[must_use]
pub fn requests(admission: Admission, count: usize) -> String {
    format!("Who can join: {}. Requests: {count}.", who(admission))
}

/// One who does.
#[must_use]
pub fn request(line: &RequestLine, zone: &TimeZone) -> String {
    let since = time(line.at, zone);
    format!("{}: {}, since {since}. Key in words: {}", line.request, line.name, line.key.words())
}

/// What was answered to one.
#[must_use]
pub fn decided(request: u64, yes: bool) -> String {
    format!("Request {request}: {}.", if yes { "approved" } else { "declined" })
}

/// Who may come in from now on.
#[must_use]
pub fn admission(admission: Admission) -> String {
    format!("Who can join: {}.", who(admission))
}

const fn who(admission: Admission) -> &'static str {
    match admission {
        Admission::Everyone => "everyone",
        Admission::Registered => "people with an account",
        Admission::Approval => "people the host approves",
        Admission::Closed => "nobody new",
    }
}

/// An invite gets nobody in any more.
#[must_use]
pub fn withdrawn(invite: u64) -> String {
    format!("Invite {invite}: withdrawn.")
}

/// A code to say to others.
#[must_use]
pub fn spoken_code(code: SpokenCode, minutes: u64) -> String {
    let how = "They type it into Parlor instead of an address. It lets one person join";
    format!("{code}\n{how}, within {minutes} minutes.")
}

/// Someone who came by text has an account now.
#[must_use]
pub fn account_made(name: &Name) -> String {
    format!("Account created. Next time, type /login {name} instead of your name.")
}

/// Why what was typed is not taken as a new password.
#[must_use]
pub fn no_new_password(typed: &str, password: &Password) -> Option<String> {
    match read(typed) {
        Entered::Command(_) => Some(NO_COMMAND_HERE.to_owned()),
        _ => password.check().err().map(|error| error.to_string()),
    }
}

/// A room in the list, and what it is to whoever asks.
#[must_use]
pub fn room(line: &RoomLine, own: Option<String>) -> String {
    let mut parts = vec![match line.direct {
        Some(_) => "direct messages".to_owned(),
        None => format!("{} here", line.people),
    }];
    parts.extend(own);
    match line.access {
        Access::Everyone => {}
        Access::Password => parts.push("needs a password".to_owned()),
        Access::Invited => parts.push("invite only".to_owned()),
    }
    if line.archived {
        parts.push("archived".to_owned());
    }
    format!("{}: {}", line.title, parts.join(", "))
}

/// That one looks at this room of the list.
#[must_use]
pub fn you_are_here() -> String {
    "you are here".to_owned()
}
