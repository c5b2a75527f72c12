//! A menu beside what was pressed: a message, a person, a room, the entry. What stands in it depends on what one can do.

use crate::app::theme::Icon;
use crate::app::widget::Anchor;
use crate::room::{EventId, PersonId, RoomNo, Sign};

/// A menu that is open.
#[derive(Clone, Debug)]
pub struct Menu {
    /// What it is about.
    pub about: About,
    /// Where it opens.
    pub anchor: Anchor,
}

/// What a menu is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A message.
    Message(EventId),
    /// Someone in the room.
    Person(PersonId),
    /// A room.
    Room(RoomNo),
    /// The entry.
    Entry,
    /// The place, its rooms, and oneself in it.
    Place,
    /// The room that is shown, where its head has no place for all that can be done with it.
    ThisRoom,
}

/// Something that can be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// To react to the message with this emoji, or no longer.
    React(Sign),
    /// To pick another emoji for it.
    MoreReactions,
    /// To reply to it.
    Reply,
    /// To copy its text.
    CopyText,
    /// To copy a link that leads to it.
    CopyLink,
    /// To have the room unread again from this message on.
    MarkUnread,
    /// To pin it for everyone in the room, or no longer.
    Pin(bool),
    /// To see who wrote it, or who someone is.
    About,
    /// To change it.
    Edit,
    /// To see what it said before.
    History,
    /// To delete it, or to remove it for everyone.
    Delete,
    /// To talk with someone alone.
    Message,
    /// To call someone by name.
    Mention,
    /// To see nothing of someone, or to see them again.
    Ignore(bool),
    /// To hear nothing of a room, or to hear of it again.
    Mute(bool),
    /// To save what is in a room.
    Save,
    /// To see a room's settings.
    Settings,
    /// To leave a room.
    Leave,
    /// To cut what is selected.
    Cut,
    /// To copy what is selected.
    Copy,
    /// To paste.
    Paste,
    /// To select everything.
    SelectAll,
    /// To make a room.
    NewRoom,
    /// To find a room or a person.
    GoTo,
    /// To copy an invite.
    Invite,
    /// To manage the place.
    Manage,
    /// To see one's account.
    Account,
}

/// A line of a menu.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its icon.
    pub icon: Icon,
    /// What it says.
    pub words: String,
    /// The key that does the same while the menu is open, as it is shown.
    pub key: &'static str,
    /// What it does.
    pub choice: Choice,
    /// Whether it undoes or ends something.
    pub danger: bool,
}

impl Line {
    /// A line.
    pub fn new(icon: Icon, words: impl Into<String>, key: &'static str, choice: Choice) -> Self {
        Self { icon, words: words.into(), key, choice, danger: false }
    }

    /// A line that undoes or ends something.
    pub fn danger(icon: Icon, words: impl Into<String>, key: &'static str, choice: Choice) -> Self {
        Self { danger: true, ..Self::new(icon, words, key, choice) }
    }
}
