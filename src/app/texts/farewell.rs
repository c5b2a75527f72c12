//! What is said on leaving: the question before it, and what is seen meanwhile.

/// The button that ends the program.
pub const QUIT: &str = "Quit";
/// The button that goes back to the lobby.
pub const LOBBY: &str = "Back to lobby";
/// The button that stays.
pub const CANCEL: &str = "Cancel";
/// The button that waits no longer.
pub const NOW: &str = "Quit now";
/// The same, where the lobby comes next.
pub const LEAVE_NOW: &str = "Leave now";
/// While goodbyes are said.
pub const LEAVING: &str = "Leaving…";
/// The same, where one was the host.
pub const CLOSING: &str = "Closing…";
/// What happens meanwhile.
pub const KEEPING: &str = "Messages are being saved.";
/// Everything is kept.
pub const KEPT: &str = "Messages are kept and come back when you host again.";
/// What is left of a visit.
pub const AGAIN: &str = "You can join again while it is being hosted.";

/// The question before one leaves, or closes what one hosts.
#[must_use]
pub fn question(title: &str, hosting: bool) -> String {
    if hosting { format!("Close {title}?") } else { format!("Leave {title}?") }
}

/// What the host's leaving means for others.
#[must_use]
pub fn others(others: u64) -> String {
    match others {
        0 => "You are the host. Nobody else is here.".to_owned(),
        1 => "You are the host, and 1 person is still here. They are disconnected when you quit.".to_owned(),
        others => {
            format!("You are the host, and {others} people are still here. They are disconnected when you quit.")
        }
    }
}

/// What is kept, where not everything is.
#[must_use]
pub fn kept_but(room: &str) -> String {
    format!("Messages are kept, except in {room} and other rooms that keep them only until the host closes.")
}

/// What becomes of messages that were not sent.
#[must_use]
pub fn unsent(count: usize) -> String {
    match count {
        1 => "1 message is not sent yet. It is sent now, or on your next visit.".to_owned(),
        count => format!("{count} messages are not sent yet. They are sent now, or on your next visit."),
    }
}

/// What became of them.
#[must_use]
pub fn waiting(count: usize) -> String {
    match count {
        1 => "1 of your messages could not be sent. It waits for your next visit.".to_owned(),
        count => format!("{count} of your messages could not be sent. They wait for your next visit."),
    }
}
