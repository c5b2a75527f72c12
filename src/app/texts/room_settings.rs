//! What stands in the settings of a room.

/// The sections.
pub const GENERAL: &str = "General";
/// The same.
pub const ACCESS: &str = "Access";
/// The same.
pub const HISTORY: &str = "History";
/// The same.
pub const MODERATION: &str = "Moderation";
/// The same.
pub const PEOPLE: &str = "People";
/// The same.
pub const DANGER: &str = "Danger zone";

/// What Access is about.
pub const ACCESS_MEANS: &str = "Who can join this room, and who can write in it.";
/// What History is about.
pub const HISTORY_MEANS: &str = "How long messages are kept.";

/// What the room is called.
pub const TITLE: &str = "Title";
/// What it is about.
pub const TOPIC: &str = "Topic";
/// In the empty field for that.
pub const TOPIC_HINT: &str = "What it is about";
/// The button that changes both.
pub const SAVE: &str = "Save";
/// What only its person sees.
pub const FOR_YOU: &str = "For you";
/// To hear nothing of it.
pub const MUTE: &str = "Mute this room";
/// What that does.
pub const MUTE_MEANS: &str = "No notifications and no badge. It stays in your list.";
/// Of what one is notified in it.
pub const NOTIFY: &str = "Notify me of";
/// As in all rooms.
pub const AS_IN_SETTINGS: &str = "As in Settings";
/// Everything that is said.
pub const EVERYTHING: &str = "Everything";
/// What mentions whoever is notified.
pub const MENTIONS: &str = "Mentions";
/// To have it as a file.
pub const SAVE_AS: &str = "Save this room as a file";
/// In which forms.
pub const SAVE_AS_MEANS: &str = "As text, a web page, a table or JSON";
/// The button that asks which.
pub const SAVE_AS_BUTTON: &str = "Save…";
/// To leave it for good.
pub const LEAVE: &str = "Leave this room";
/// The button that asks whether to.
pub const LEAVE_BUTTON: &str = "Leave…";
/// The button that does it.
pub const LEAVE_NOW: &str = "Leave";

/// Who can join.
pub const WHO_JOINS: &str = "Who can join";
/// Anyone.
pub const EVERYONE: &str = "Everyone";
/// Whoever knows the password.
pub const PASSWORD: &str = "Password";
/// Whoever was invited.
pub const INVITED: &str = "Invite only";
/// What it means that the room has no password, or has one.
pub const LISTED_MEANS: &str = "Everyone can see it in the list of rooms.";
/// What it means that only those who are invited can join.
pub const UNLISTED_MEANS: &str = "Only invited people can see it.";
/// Where a password is typed for the first time.
pub const NEW_PASSWORD_MEANS: &str = "New people need it to join. Give it to the people you want here.";
/// Where it has one.
pub const CHANGE_PASSWORD_MEANS: &str = "People already in the room stay.";
/// In the field for it.
pub const PASSWORD_HINT: &str = "New password";
/// The button beside it.
pub const SET: &str = "Set";
/// The same where there is one.
pub const CHANGE: &str = "Change";
/// It is set.
pub const PASSWORD_SET: &str = "The room has a new password.";

/// Who can write.
pub const WHO_WRITES: &str = "Who can write";
/// Only those who keep the room in order.
pub const OPERATORS: &str = "Operators only";
/// What the others can do.
pub const OPERATORS_MEANS: &str = "Everyone else can only read.";
/// Nobody at all.
pub const NOBODY: &str = "Nobody";
/// What that means.
pub const NOBODY_MEANS: &str = "The room is archived and can only be read.";

/// Those who can join because they were invited.
pub const INVITED_PEOPLE: &str = "Invited";
/// Takes that back.
pub const UNINVITE: &str = "Withdraw invite";
/// To let someone in.
pub const INVITE_PEOPLE: &str = "Invite people";
/// In the empty field.
pub const INVITE_HINT: &str = "Name of a person here";
/// The button beside the field.
pub const INVITE: &str = "Invite";

/// How long messages are kept.
pub const FOREVER: &str = "Forever";
/// Until the place is closed.
pub const WHILE_OPEN: &str = "Until the host closes";
/// What that means.
pub const WHILE_OPEN_MEANS: &str = "They are deleted when the host closes.";
/// What a shorter time does.
pub const SHORTER_MEANS: &str =
    "A shorter time deletes older messages for everyone. Files that people already saved are not affected.";
/// The question before that.
pub const SHORTER_QUESTION: &str = "Delete older messages?";
/// The button that does it.
pub const SHORTER_BUTTON: &str = "Change and delete";

/// How long people wait between two messages.
pub const SLOW: &str = "Slow mode";
/// What that is.
pub const SLOW_MEANS: &str = "Minimum time between messages from one person";
/// No wait.
pub const OFF: &str = "Off";
/// Those who can't write.
pub const MUTED: &str = "Muted now";
/// Lets them write again.
pub const UNMUTE: &str = "Unmute";
/// Those who can't join.
pub const BANNED: &str = "Banned";
/// Lets them join again.
pub const UNBAN: &str = "Unban";
/// Nobody is.
pub const NOBODY_BANNED: &str = "Nobody is banned from this room.";
/// Nobody is muted.
pub const NOBODY_MUTED: &str = "Nobody is muted.";

/// To have it only read.
pub const ARCHIVE: &str = "Archive this room";
/// What that does.
pub const ARCHIVE_MEANS: &str = "Nobody can write in it. Everyone can still read it.";
/// The button.
pub const ARCHIVE_BUTTON: &str = "Archive";
/// To have it written in again.
pub const REOPEN: &str = "Reopen this room";
/// What that does.
pub const REOPEN_MEANS: &str = "This room is archived. Reopen it so that people can write again.";
/// The button.
pub const REOPEN_BUTTON: &str = "Reopen";
/// To delete it.
pub const DELETE: &str = "Delete this room";
/// What that does.
pub const DELETE_MEANS: &str = "Deletes the room and everything in it, for everyone.";
/// The button that asks.
pub const DELETE_BUTTON: &str = "Delete room…";
/// What is asked for.
pub const TYPE_TITLE: &str = "Type the title of the room";
/// What it means.
pub const DELETE_NOW_MEANS: &str = "Everything said in it is deleted for everyone. This can’t be undone.";
/// The way back.
pub const CANCEL: &str = "Cancel";
/// The button that does it.
pub const DELETE_NOW: &str = "Delete room";

/// Who can read it, where it is a direct talk.
#[must_use]
pub fn between(name: &str) -> String {
    super::room::direct_between(name)
}

/// The question before a room is left.
#[must_use]
pub fn leave_question(title: &str) -> String {
    format!("Leave {title}?")
}

/// The question before a room is deleted.
#[must_use]
pub fn delete_question(title: &str) -> String {
    format!("Delete {title}?")
}

/// What it means to leave a direct talk.
#[must_use]
pub fn leave_talk(name: &str) -> String {
    format!("To come back, message {name} again.")
}

/// Whoever leaves an open room comes back as they came.
pub const LEAVE_OPEN: &str = "You can come back at any time.";
/// An operator does so anywhere.
pub const LEAVE_OPERATOR: &str = "You are an operator, so you can come back without an invite.";
/// Others need its password.
pub const LEAVE_PASSWORD: &str = "To come back, you need its password or an invite.";
/// Or to be let in.
pub const LEAVE_INVITED: &str = "To come back, you need an invite from an operator.";
/// Nobody is left to keep the room in order.
pub const LEAVE_LAST: &str = "You are the last operator of this room. Once you leave, only the host can manage it.";

/// What a shorter time deletes.
#[must_use]
pub fn shorter(span: &str) -> String {
    format!(
        "Messages older than {span} are deleted for everyone, on the host’s computer and in everyone’s copies. This can’t be undone."
    )
}

/// What it deletes to keep messages only until the host closes.
pub const SHORTER_WHILE_OPEN: &str = "Messages from before this hosting are deleted now, for everyone. The rest are \
    deleted when the host closes. This can’t be undone.";

/// So many days.
#[must_use]
pub fn days(days: u16) -> String {
    match days {
        1 => "1 day".to_owned(),
        365 => "1 year".to_owned(),
        days => format!("{days} days"),
    }
}

/// Someone was invited.
#[must_use]
pub fn can_join(name: &str) -> String {
    format!("{name} can join now.")
}

/// So many are muted who are not here, and whose names are not known.
#[must_use]
pub fn muted_elsewhere(count: usize) -> String {
    match count {
        1 => "1 muted person is not here.".to_owned(),
        count => format!("{count} muted people are not here."),
    }
}
