//! What can be commanded by typing, in the window and in a terminal alike: a line is read here, and done there.
//! Pure: whoever does a command looks up the person it names, and brings the clock.

mod calling;
mod completion;
mod invite_link;
mod lasting;
mod list;
mod measure;
mod own_messages;
mod parts;
mod quit;
mod room_notes;
mod secret;

use crate::room::{Access, Act, Memory, Name, Reason, Sign, Text, Title, Topic};
use crate::wire::account::Admission;
use crate::wire::invites::NewInvite;

pub use calling::calls;
pub use completion::{Completion, complete, complete_word};
pub use lasting::{Lasting, LastingError};
pub use list::{ALL, Help, matching};
pub use measure::Measure;
pub use own_messages::OwnMessages;
pub use quit::{QuitWord, quit_word};
pub use room_notes::RoomNotes;
pub use secret::secret;

use parts::{alone, flags, named, number, plainly, unquoted};

/// A command, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Shows the commands.
    Help,
    /// Takes another name.
    Nick(Name),
    /// Says what one does.
    Me(Text),
    /// Answers the newest message of someone else.
    Reply(Text),
    /// Answers it with a sign alone.
    React(Sign),
    /// Takes back the newest message of one's own.
    Withdraw,
    /// Pins the newest message.
    Pin,
    /// Unpins what was pinned last.
    Unpin,
    /// Shows what is pinned.
    Pins,
    /// Sends again what was refused.
    Retry,
    /// Gives up what was refused.
    Discard,
    /// Says something to someone directly.
    Msg(Name, Text),
    /// Sets the topic, or shows it.
    Topic(Option<Topic>),
    /// Gives the room another title.
    Title(Title),
    /// Says what the room keeps.
    Keep(Memory),
    /// Shows who is here.
    Names,
    /// Shows who someone is.
    Whois(Name),
    /// Is away, and perhaps says why.
    Away(Option<Reason>),
    /// Is back.
    Back,
    /// Wants to see nothing of someone.
    Ignore(Name),
    /// Wants to see them again.
    Unignore(Name),
    /// Finds what was said.
    Find(String),
    /// Shows the rooms of the house.
    Rooms,
    /// Makes a room. A password is asked for afterwards, where it is to have one.
    Create {
        /// Its title.
        title: Title,
        /// Who may come in.
        access: Access,
    },
    /// Goes to a room, by its title or its number.
    Join(String),
    /// Leaves the room for good.
    Leave,
    /// Deletes the room, once its title is repeated.
    Delete(Option<String>),
    /// Does something to someone. They have to be found by their name first.
    Toward(Name, Measure),
    /// Does something to the room.
    Act(Act),
    /// Shows who may not come in.
    Bans {
        /// Into the house, and not only into the room.
        house: bool,
    },
    /// Shows who asks to come into the house.
    Requests,
    /// Says yes or no to one of them.
    Admit {
        /// The request's number.
        request: u64,
        /// Whether yes.
        yes: bool,
    },
    /// Says who may come into the house.
    Admission(Admission),
    /// Shows the invites to the house.
    Invites,
    /// Makes one.
    InviteLink(NewInvite),
    /// Shows a code to say to others.
    SpokenCode {
        /// Whether another than before.
        another: bool,
    },
    /// Withdraws one.
    Revoke {
        /// Its number.
        invite: u64,
    },
    /// Wants their name to be reached from here no longer, or from nowhere.
    Logout {
        /// Whether from nowhere.
        everywhere: bool,
    },
    /// Wants an account for the name they have. The password is asked for afterwards.
    Register,
    /// Wants to log in to an account.
    Login,
    /// Saves the room.
    Save,
    /// Clears the list.
    Clear,
    /// Leaves the house.
    Quit,
}

/// What was typed, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Entered {
    /// Something to be said.
    Say(String),
    /// A command.
    Command(Command),
    /// One of the old words for leaving.
    Leave,
    /// A command that can't be done as it is written, and why.
    Wrong(String),
    /// Nothing.
    Nothing,
}

/// Reads what was typed.
#[must_use]
pub fn read(words: &str) -> Entered {
    if words.trim().is_empty() {
        return Entered::Nothing;
    }
    match quit_word(words) {
        Some(QuitWord::Old) => return Entered::Leave,
        Some(QuitWord::Command) => return Entered::Command(Command::Quit),
        None => {}
    }
    let words = secret::asks_for_password(words).unwrap_or(words);
    if words.starts_with("//") {
        return Entered::Say(words[1..].to_owned());
    }
    let Some(command) = words.strip_prefix('/') else { return Entered::Say(words.to_owned()) };
    let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    read_command(&word.to_lowercase(), rest.trim()).map_or_else(Entered::Wrong, Entered::Command)
}

fn read_command(word: &str, rest: &str) -> Result<Command, String> {
    match word {
        "help" | "?" => Ok(Command::Help),
        "quit" => Ok(Command::Quit),
        "save" => Ok(Command::Save),
        "clear" => Ok(Command::Clear),
        "names" => Ok(Command::Names),
        "find" => Ok(Command::Find(rest.to_owned())),
        "retry" => alone(word, rest, Command::Retry),
        "discard" => alone(word, rest, Command::Discard),
        "withdraw" => alone(word, rest, Command::Withdraw),
        "pin" => alone(word, rest, Command::Pin),
        "unpin" => alone(word, rest, Command::Unpin),
        "pins" => alone(word, rest, Command::Pins),
        "rooms" => alone(word, rest, Command::Rooms),
        "leave" => alone(word, rest, Command::Leave),
        "back" => alone(word, rest, Command::Back),
        "requests" => alone(word, rest, Command::Requests),
        "lock" => alone(word, rest, Command::Act(Act::Locked {})),
        "unlock" => alone(word, rest, Command::Act(Act::Unlocked {})),
        "archive" => alone(word, rest, Command::Act(Act::Archived {})),
        "reopen" => alone(word, rest, Command::Act(Act::Reopened {})),
        "nick" if rest.is_empty() => Err("Type your new name: /nick Ada.".to_owned()),
        "nick" => Name::parse(unquoted(rest)).map(Command::Nick).map_err(plainly),
        "me" => Ok(Command::Me(text(rest, "Type what you do: /me waves.")?)),
        "reply" => Ok(Command::Reply(text(rest, "Type your reply: /reply Me too.")?)),
        "react" if rest.is_empty() => Err("Type one emoji: /react 👍.".to_owned()),
        "react" => Sign::parse(rest).map(Command::React).map_err(plainly),
        "msg" => {
            let (name, rest) = named(rest, "/msg Ada Are you there?")?;
            Ok(Command::Msg(name, text(rest, "Type a message after the name: /msg Ada Are you there?")?))
        }
        "topic" if rest.is_empty() => Ok(Command::Topic(None)),
        "topic" => Topic::parse(rest).map(|topic| Command::Topic(Some(topic))).map_err(plainly),
        "title" if rest.is_empty() => Err("Type the new title: /title Tea room.".to_owned()),
        "title" => Title::parse(unquoted(rest)).map(Command::Title).map_err(plainly),
        "keep" if rest.is_empty() => {
            Err("Type how long messages are kept: /keep everything, /keep 7 days or /keep while open.".to_owned())
        }
        "keep" => rest.parse().map(Command::Keep).map_err(plainly::<crate::room::memory::MemoryError>),
        "whois" => Ok(Command::Whois(parts::only_name(word, rest)?)),
        "ignore" => Ok(Command::Ignore(parts::only_name(word, rest)?)),
        "unignore" => Ok(Command::Unignore(parts::only_name(word, rest)?)),
        "away" if rest.is_empty() => Ok(Command::Away(None)),
        "away" => Reason::parse(rest).map(|why| Command::Away(Some(why))).map_err(plainly),
        "create" => create(rest),
        "join" if rest.is_empty() => Err("Type the room's title: /join Tea room.".to_owned()),
        "join" => Ok(Command::Join(unquoted(rest).to_owned())),
        "delete" => Ok(Command::Delete((!rest.is_empty()).then(|| unquoted(rest).to_owned()))),
        "slow" => slow(rest),
        "open" => open(rest),
        "bans" => match rest {
            "" => Ok(Command::Bans { house: false }),
            "--all" | "all" | "--house" | "house" => Ok(Command::Bans { house: true }),
            _ => Err("Type /bans for this room, or /bans --all for all rooms.".to_owned()),
        },
        "admit" | "decline" => Ok(Command::Admit { request: number(word, rest)?, yes: word == "admit" }),
        "admission" => rest
            .to_lowercase()
            .parse()
            .map(Command::Admission)
            .map_err(|_: &str| "Type who can join: /admission everyone, registered, approval or closed.".to_owned()),
        "invites" => alone(word, rest, Command::Invites),
        "invite-link" => invite_link::read(rest).map(Command::InviteLink),
        "code" => match rest.to_lowercase().as_str() {
            "" => Ok(Command::SpokenCode { another: false }),
            "new" => Ok(Command::SpokenCode { another: true }),
            _ => Err("Type /code for a code to say to others, or /code new for another one.".to_owned()),
        },
        "revoke" => {
            let why = |_| "Type the number of the invite: /revoke 2. /invites lists them.".to_owned();
            Ok(Command::Revoke { invite: rest.parse().map_err(why)? })
        }
        "logout" => match rest.to_lowercase().as_str() {
            "" => Ok(Command::Logout { everywhere: false }),
            "everywhere" => Ok(Command::Logout { everywhere: true }),
            _ => Err("Type /logout for this device, or /logout everywhere.".to_owned()),
        },
        "register" if rest.is_empty() => Ok(Command::Register),
        "register" => Err("Type /register alone. You are asked for a password then.".to_owned()),
        // Whatever follows is not looked at: it may be a password.
        "login" => Ok(Command::Login),
        other => match measure::read(other, rest) {
            Some(read) => read.map(|(name, measure)| Command::Toward(name, measure)),
            None => Err(unknown(other)),
        },
    }
}

fn create(rest: &str) -> Result<Command, String> {
    let (wanted, title) = flags(rest, &["invited", "password"], "/create Tea room --invited")?;
    let access = match wanted.as_slice() {
        [] => Access::Everyone,
        ["invited"] => Access::Invited,
        ["password"] => Access::Password,
        _ => return Err("Choose --invited or --password.".to_owned()),
    };
    if title.is_empty() {
        return Err("Type the room's title: /create Tea room.".to_owned());
    }
    let title = Title::parse(unquoted(&title)).map_err(plainly)?;
    Ok(Command::Create { title, access })
}

fn slow(rest: &str) -> Result<Command, String> {
    const USAGE: &str = "Type how many seconds everyone waits between messages: /slow 30, or /slow off.";
    let bare = rest.bytes().all(|c| c.is_ascii_digit());
    let seconds = match rest.to_lowercase().as_str() {
        "" => return Err(USAGE.to_owned()),
        "off" => 0,
        all if bare => all.parse().map_err(|_| USAGE.to_owned())?,
        other => other.parse::<Lasting>().map_err(|_| USAGE.to_owned())?.seconds(),
    };
    let seconds = u32::try_from(seconds).ok().filter(|seconds| u64::from(*seconds) <= Lasting::MOST.seconds());
    Ok(Command::Act(Act::Slowed { seconds: seconds.ok_or_else(|| USAGE.to_owned())? }))
}

fn open(rest: &str) -> Result<Command, String> {
    let to = match rest.to_lowercase().as_str() {
        "everyone" => Access::Everyone,
        "invited" => Access::Invited,
        _ => return Err("Type who can join: /open everyone or /open invited.".to_owned()),
    };
    Ok(Command::Act(Act::Opened { to }))
}

fn text(rest: &str, usage: &str) -> Result<Text, String> {
    if rest.is_empty() { Err(usage.to_owned()) } else { Text::parse(rest).map_err(plainly) }
}

fn unknown(word: &str) -> String {
    let shown: String = word.chars().take(20).collect();
    format!("There is no command /{shown}. /help lists them all. To send it as text, start with //.")
}
