//! What stands in Manage, which is the host's.

use crate::wire::plainly::plainly;

/// The page.
pub const TITLE: &str = "Manage";
/// The sections.
pub const ACCESS: &str = "Access";
/// The same.
pub const REQUESTS: &str = "Requests";
/// The same.
pub const PEOPLE: &str = "People";
/// The same.
pub const ROOMS: &str = "Rooms";
/// The same.
pub const BANS: &str = "Bans";
/// The same.
pub const INVITES: &str = "Invites";
/// What a link does.
pub const INVITES_MEANS: &str =
    "Links you gave out. People who joined by a link can use it again, until you revoke it.";
/// There are none.
pub const NO_INVITES: &str = "No links given out yet.";
/// Makes one.
pub const GIVE_OUT: &str = "New link";
/// Gets nobody in any more.
pub const REVOKE: &str = "Revoke";
/// The same.
pub const NETWORK: &str = "Network and key";
/// The same.
pub const DOORS: &str = "Doors";

/// What the doors are.
#[must_use]
pub fn doors_mean(port: u16) -> String {
    format!("The ways people can join. All of them use port {port}.")
}

/// How many came by one.
#[must_use]
pub fn counted(people: usize) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

/// Parlor itself.
pub const APP_DOOR: &str = "Parlor app";
/// What is so there.
pub const APP_DOOR_MEANS: &str = "Encrypted, with names protected by keys. Everything works.";
/// It can't be turned off.
pub const ALWAYS: &str = "Always on";
/// IRC.
pub const IRC_DOOR: &str = "IRC";
/// What it exposes.
pub const IRC_DOOR_MEANS: &str = "For IRC programs. Not encrypted unless they use TLS, which they can use even with this off: others on the network could \
     read along.";
/// Plain text.
pub const TEXT_DOOR: &str = "Plain text";
/// What it exposes.
pub const TEXT_DOOR_MEANS: &str = "For terminals, with telnet or netcat. Not encrypted: others on the network could read along, and anyone can take any \
     free name.";

/// Anyone can join.
pub const EVERYONE: &str = "Everyone";
/// What that means.
pub const EVERYONE_MEANS: &str = "Anyone who has the address, and the password if there is one";
/// Whoever has an account.
pub const REGISTERED: &str = "People with an account";
/// What that means.
pub const REGISTERED_MEANS: &str = "Newcomers first choose a password for their name.";
/// Whoever the host says yes to.
pub const APPROVAL: &str = "People I approve";
/// What that means.
pub const APPROVAL_MEANS: &str = "They wait in Requests. People with an account join without waiting.";
/// Nobody.
pub const CLOSED: &str = "Nobody new";
/// What that means.
pub const CLOSED_MEANS: &str = "People who are here stay.";
/// Who can read what.
pub const ENCRYPTED: &str = "Messages are encrypted between each app and the host’s computer. Anyone in control of that computer can read them.";

/// The password of the place.
pub const PASSWORD: &str = "Password";
/// In the empty field, where there is none.
pub const NO_PASSWORD: &str = "No password";
/// The same where there is one.
pub const NEW_PASSWORD: &str = "New password";
/// Who needs it.
pub const PASSWORD_MEANS: &str =
    "New people need it to join. Invite links work without it, and people who are here stay.";
/// Who needs none.
pub const NO_PASSWORD_MEANS: &str = "Anyone who finds it can join. If you set one, people who are here stay.";
/// The button beside the field.
pub const SET: &str = "Set";
/// The same where there is one.
pub const CHANGE: &str = "Change";
/// To do without.
pub const REMOVE_TITLE: &str = "Remove the password";
/// What that means.
pub const REMOVE_MEANS: &str = "Anyone who finds it can join then.";
/// The button that asks whether to.
pub const REMOVE: &str = "Remove…";
/// That question.
pub const REMOVE_QUESTION: &str = "Remove the password?";
/// The button that does it.
pub const REMOVE_NOW: &str = "Remove password";
/// It is set.
pub const PASSWORD_SET: &str = "New people need this password to join now.";
/// There is none any more.
pub const PASSWORD_REMOVED: &str = "Nobody needs a password any more.";

/// What it means to do without.
#[must_use]
pub fn remove_means(place: &str) -> String {
    format!("Anyone who finds {place} can join then.")
}

/// Nobody asks.
pub const NO_REQUESTS: &str = "Nobody is waiting.";
/// While everyone the host approves can join.
pub const APPROVES: &str = "You approve who joins.";
/// While nobody has to ask.
pub const NOBODY_ASKS: &str = "People only have to ask when Access is set to “People I approve”.";
/// The way there.
pub const TO_ACCESS: &str = "Change this in Access";
/// Lets someone in.
pub const LET_IN: &str = "Let in";
/// Does not.
pub const DECLINE: &str = "Decline";
/// Lets in everyone who waits.
pub const LET_ALL_IN: &str = "Let everyone in";

/// What to do with the rooms.
pub const ROOMS_MEANS: &str = "Choose a room to change its settings.";
/// The titles.
pub const ROOM_TITLE: &str = "Title";
/// Who can join.
pub const WHO_JOINS: &str = "Who can join";
/// How many are in it.
pub const PEOPLE_IN_IT: &str = "People";
/// Anyone.
pub const EVERYONE_JOINS: &str = "Everyone";
/// Whoever knows the password.
pub const WITH_PASSWORD: &str = "With a password";
/// Whoever was invited.
pub const INVITED: &str = "Invite only";
/// It can only be read.
pub const ARCHIVED: &str = "Archived";

/// Nobody is banned.
pub const NO_BANS: &str = "Nobody is banned.";
/// Lets someone join again.
pub const UNBAN: &str = "Unban";

/// The place is on another computer.
pub const HOSTED_ELSEWHERE: &str = "It is hosted on another computer. Its addresses and key are shown there.";
/// Where it is found.
pub const ADDRESSES: &str = "Addresses";
/// What they are for.
pub const ADDRESSES_MEANS: &str = "Others type one of these under Join.";
/// Where only this computer finds it.
pub const ONLY_HERE: &str = "Only this computer can reach it. To let others in, host again with “My network”.";
/// The words of the key.
pub const WORDS: &str = "Key in words";
/// What they are for.
pub const WORDS_MEANS: &str = "People who join by address see these words. They can ask you if they match.";
/// Copies something.
pub const COPY: &str = "Copy";
/// It is copied.
pub const COPIED: &str = "Copied";
/// Whether others see the place in their lists.
pub const ANNOUNCE: &str = "Show on this network";
/// They do.
pub const ANNOUNCED: &str = "Others see it in their list, without an address.";
/// They don't.
pub const HIDDEN: &str = "Only people with its address or an invite can join.";
/// Whether people elsewhere can reach the place.
pub const OUTSIDE: &str = "From outside your network";
/// The router is being asked.
pub const ASKING_ROUTER: &str = "Asking your router to open the port…";
/// They can.
#[must_use]
pub fn open_by(address: &str, by: &str) -> String {
    format!("Your router opened the port using {by}. People elsewhere can join at {address} or with your link.")
}
/// The same, where there is nothing to open.
#[must_use]
pub fn open_itself(address: &str) -> String {
    format!("This computer has a public address. People elsewhere can join at {address} or with your link.")
}
/// Whether others can reach the place: not asked yet.
pub const REACH: &str = "Can others reach this computer?";
/// How that is found out.
pub const REACH_MEANS: &str = "People in the room try each address from their own computers.";
/// They are asked.
pub const CHECKING: &str = "Checking…";
/// They can.
pub const REACHED: &str = "Others can reach this computer";
/// They can't.
pub const NOT_REACHED: &str = "Nobody here could reach these addresses";
/// What to do then.
pub const NOT_REACHED_MEANS: &str =
    "People here joined some other way. If others can’t join, allow Parlor in this computer’s firewall.";
/// Finds it out again.
pub const CHECK: &str = "Check again";
/// Finds it out.
pub const CHECK_FIRST: &str = "Check";

/// When it was found out, and which addresses that holds for.
#[must_use]
pub fn reached_at(when: &str, addresses: &[String], all: usize) -> String {
    let some =
        if addresses.len() < all { format!("Reachable at {}. ", addresses.join(" and ")) } else { String::new() };
    format!("{some}Last checked {when} from another computer.")
}

/// The link that lets others in.
pub const INVITE: &str = "Invite link";
/// What a new one does.
pub const INVITE_MEANS: &str = "A new link replaces the old one. People who already joined stay.";
/// Makes it.
pub const NEW_INVITE: &str = "Replace link";
/// It is made.
pub const INVITE_MADE: &str = "The old link no longer works. Press Invite to copy the new one.";
/// Where everything is kept.
pub const FOLDER: &str = "Folder";
/// Shows it.
pub const OPEN_FOLDER: &str = "Open folder";

/// A choice holds until the place closes, and no longer.
#[must_use]
pub fn not_kept(error: &std::io::Error) -> String {
    format!("This could not be saved, so it is as before when you host again: {}.", plainly(error))
}

/// Who can join the place.
#[must_use]
pub fn access_means(place: &str) -> String {
    format!("Who can join {place}. Each room can limit this further.")
}

/// Since when someone waits.
#[must_use]
pub fn waits_since(when: &str) -> String {
    format!("Waiting since {when}")
}

/// A ban: until when, by whom, and why.
#[must_use]
pub fn ban(until: Option<&str>, by: &str, why: Option<&str>) -> String {
    let until = until.map_or_else(|| "Forever".to_owned(), |until| format!("Until {until}"));
    let why = why.map_or_else(String::new, |why| format!(": “{why}”"));
    format!("{until}, by {by}{why}")
}

/// And whoever joins from their address.
#[must_use]
pub fn with_address(place: &str) -> String {
    format!("{place}, and their address")
}
