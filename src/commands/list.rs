//! The commands there are, as they are told.

/// A command, as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    /// Its word.
    pub word: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// What it does, in a line.
    pub help: &'static str,
}

const fn help(word: &'static str, usage: &'static str, help: &'static str) -> Help {
    Help { word, usage, help }
}

/// All there are.
pub const ALL: &[Help] = &[
    help("help", "/help", "Shows the commands"),
    help("nick", "/nick NAME", "Gives you another name in this house"),
    help("me", "/me TEXT", "Says what you do: “Ada waves”"),
    help("reply", "/reply TEXT", "Answers the newest message of someone else"),
    help("react", "/react EMOJI", "Answers it with an emoji alone"),
    help("withdraw", "/withdraw", "Takes back your newest message here"),
    help("pin", "/pin", "Pins the newest message here"),
    help("unpin", "/unpin", "Unpins the message pinned last"),
    help("pins", "/pins", "Shows the pinned messages"),
    help("msg", "/msg NAME TEXT", "Says something to someone directly; nobody else reads it here"),
    help("names", "/names", "Shows who is here"),
    help("whois", "/whois NAME", "Shows who someone is"),
    help("away", "/away [WHY]", "Says that you are away, and why if you like"),
    help("back", "/back", "Says that you are back"),
    help("ignore", "/ignore NAME", "Shows you nothing of someone; they are not told"),
    help("unignore", "/unignore NAME", "Shows you what they say again"),
    help("find", "/find WORDS", "Finds what was said"),
    help("rooms", "/rooms", "Shows the rooms, who is in them and what is unread"),
    help("create", "/create TITLE [--invited|--password]", "Makes a room; a password is asked for afterwards"),
    help("join", "/join TITLE", "Goes to a room"),
    help("leave", "/leave", "Leaves this room for good"),
    help("topic", "/topic [TEXT]", "Sets what the room is about, or shows it"),
    help("title", "/title TEXT", "Gives the room another title"),
    help("keep", "/keep everything|N days|while open", "Says what the room keeps"),
    help("invite", "/invite NAME", "Lets someone into a room for those who are invited"),
    help("op", "/op NAME", "Makes someone an operator of the room"),
    help("deop", "/deop NAME", "Takes that back"),
    help("mute", "/mute NAME [10m|2h|3d] [WHY]", "Lets someone only read, for that long"),
    help("unmute", "/unmute NAME", "Lets them speak again"),
    help("kick", "/kick NAME [WHY]", "Puts someone out; they may come back"),
    help("ban", "/ban NAME [10m|2h|3d] [WHY] [--address|--subnet] [--house]", "Puts someone out for that long"),
    help("unban", "/unban NAME [--house]", "Lets them come back"),
    help("bans", "/bans [--house]", "Shows who may not come in"),
    help("slow", "/slow SECONDS|off", "Makes everyone wait between two messages"),
    help("lock", "/lock", "Lets only operators speak"),
    help("unlock", "/unlock", "Lets everyone speak again"),
    help("archive", "/archive", "Ends the room; it can still be read"),
    help("reopen", "/reopen", "Takes the room into use again"),
    help("open", "/open everyone|invited", "Says who may come into the room"),
    help("delete", "/delete TITLE", "Deletes the room and all that was said in it"),
    help("requests", "/requests", "Shows who asks to come into your house"),
    help("admit", "/admit N", "Lets the one with this number in"),
    help("decline", "/decline N", "Does not let them in"),
    help("admission", "/admission everyone|registered|approval|closed", "Says who may come into your house"),
    help("logout", "/logout [everywhere]", "Leaves, and asks for your password the next time"),
    help("retry", "/retry", "Says again what was refused"),
    help("discard", "/discard", "Gives up what was refused"),
    help("save", "/save", "Saves the room as a file"),
    help("clear", "/clear", "Clears this list for you; nothing is lost"),
    help("quit", "/quit", "Leaves the house"),
];

/// The commands that begin so.
#[must_use]
pub fn matching(words: &str) -> Vec<&'static Help> {
    let Some(begun) = words.strip_prefix('/') else { return Vec::new() };
    let begun = begun.to_lowercase();
    ALL.iter().filter(|help| help.word.starts_with(&begun)).collect()
}
