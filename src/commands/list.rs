//! The commands there are, as they are told.

use crate::room::{Deed, Rank};

/// A command, as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    /// Its word.
    pub word: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// What it does, in a line.
    pub help: &'static str,
    /// What one has to be allowed to for it, where not everyone may.
    needs: Option<Deed>,
}

impl Help {
    /// Whether someone of this rank may do it; in a direct talk, where it is one.
    #[must_use]
    pub fn is_for(&self, rank: Rank, direct: bool) -> bool {
        self.needs.map(Deed::rule).is_none_or(|rule| rank >= rule.from || (direct && rule.direct))
    }

    const fn needs(self, deed: Deed) -> Self {
        Self { needs: Some(deed), ..self }
    }
}

const fn help(word: &'static str, usage: &'static str, help: &'static str) -> Help {
    Help { word, usage, help, needs: None }
}

/// All there are.
pub const ALL: &[Help] = &[
    help("help", "/help", "Shows the commands"),
    help("nick", "/nick NAME", "Changes your name"),
    help("me", "/me TEXT", "Shows what you do: “Ada waves”"),
    help("reply", "/reply TEXT", "Replies to the newest message from someone else"),
    help("react", "/react EMOJI", "Reacts to it with an emoji"),
    help("withdraw", "/withdraw", "Deletes your newest message here"),
    help("pin", "/pin", "Pins the newest message here").needs(Deed::Pin),
    help("unpin", "/unpin", "Unpins the message pinned last").needs(Deed::Pin),
    help("pins", "/pins", "Shows the pinned messages"),
    help("msg", "/msg NAME TEXT", "Sends a direct message"),
    help("names", "/names", "Shows who is here"),
    help("whois", "/whois NAME", "Shows who someone is"),
    help("away", "/away [WHY]", "Shows you as away, with a reason if you like"),
    help("back", "/back", "Shows you as back"),
    help("ignore", "/ignore NAME", "Hides someone's messages; they are not told"),
    help("unignore", "/unignore NAME", "Shows their messages again"),
    help("find", "/find WORDS", "Searches the messages of this room"),
    help("rooms", "/rooms", "Lists the rooms, and what is unread"),
    help("create", "/create TITLE [--invited|--password]", "Creates a room; you are asked for a password afterwards"),
    help("join", "/join TITLE", "Joins a room, or opens it"),
    help("leave", "/leave", "Leaves this room"),
    help("topic", "/topic [TEXT]", "Sets the topic, or shows it"),
    help("title", "/title TEXT", "Renames the room").needs(Deed::Title),
    help("keep", "/keep everything|N days|while open", "Sets how long messages are kept").needs(Deed::Keep),
    help("invite", "/invite NAME", "Invites someone to this room").needs(Deed::Invite),
    help("op", "/op NAME", "Makes someone an operator of the room").needs(Deed::Op),
    help("deop", "/deop NAME", "Removes someone as operator").needs(Deed::Deop),
    help("mute", "/mute NAME [10m|2h|3d] [WHY]", "Mutes someone, for that long if given").needs(Deed::Mute),
    help("unmute", "/unmute NAME", "Unmutes them").needs(Deed::Mute),
    help("kick", "/kick NAME [WHY]", "Kicks someone; they can rejoin").needs(Deed::Kick),
    help(
        "ban",
        "/ban NAME [10m|2h|3d] [WHY] [--address|--subnet] [--all]",
        "Bans someone, for that long if given; --all: from all rooms",
    )
    .needs(Deed::Ban),
    help("unban", "/unban NAME [--all]", "Unbans someone").needs(Deed::Ban),
    help("bans", "/bans [--all]", "Lists who is banned").needs(Deed::Ban),
    help("slow", "/slow SECONDS|off", "Makes everyone wait between messages").needs(Deed::Slow),
    help("lock", "/lock", "Lets only operators write").needs(Deed::Lock),
    help("unlock", "/unlock", "Lets everyone write again").needs(Deed::Lock),
    help("archive", "/archive", "Archives the room: it is read-only then").needs(Deed::Archive),
    help("reopen", "/reopen", "Reopens an archived room").needs(Deed::Archive),
    help("open", "/open everyone|invited", "Sets who can join the room").needs(Deed::Open),
    help("delete", "/delete TITLE", "Deletes the room and all its messages").needs(Deed::Delete),
    help("requests", "/requests", "Lists who asks to join").needs(Deed::Admit),
    help("admit", "/admit N", "Approves the request with this number").needs(Deed::Admit),
    help("decline", "/decline N", "Declines it").needs(Deed::Admit),
    help("admission", "/admission everyone|registered|approval|closed", "Sets who can join").needs(Deed::Admit),
    help("invites", "/invites", "Lists the invite links, and who joined by them").needs(Deed::InviteToHouse),
    help(
        "invite-link",
        "/invite-link [--once] [--for 10m|2h|3d] [LABEL]",
        "Makes an invite link; --once: for one person",
    )
    .needs(Deed::InviteToHouse),
    help("code", "/code [new]", "Shows a code to say to others; one person can join by it").needs(Deed::InviteToHouse),
    help("revoke", "/revoke N", "Withdraws the invite link with this number").needs(Deed::InviteToHouse),
    help("register", "/register", "Creates an account, so that your name stays yours"),
    help("login", "/login", "Says how to log in to an account"),
    help("logout", "/logout [everywhere]", "Logs you out: the next time, you need your password"),
    help("retry", "/retry", "Sends again what was not sent"),
    help("discard", "/discard", "Deletes what was not sent"),
    help("save", "/save", "Saves the room as a file"),
    help("clear", "/clear", "Clears your screen; nothing is deleted"),
    help("quit", "/quit", "Leaves and quits"),
];

/// The commands that begin so.
#[must_use]
pub fn matching(words: &str) -> Vec<&'static Help> {
    let Some(begun) = words.strip_prefix('/') else { return Vec::new() };
    let begun = begun.to_lowercase();
    ALL.iter().filter(|help| help.word.starts_with(&begun)).collect()
}
