//! What is said to whoever speaks a language that is not let in.

use super::first_words::Speaks;
use crate::host::plain_doors::PlainDoors;

/// Why someone is not let in who speaks this where these doors are open, in their own language; nothing where they are.
pub fn refusal(doors: PlainDoors, speaks: Speaks) -> Option<String> {
    match speaks {
        Speaks::Native => None,
        Speaks::Text if doors.text => None,
        Speaks::Irc if doors.irc => None,
        Speaks::Text => Some(
            "Plain text is turned off here. Join with Parlor, use TLS, or ask the host to turn it on.\r\n".to_owned(),
        ),
        Speaks::Irc => Some(
            "ERROR :This place takes no IRC without TLS. Connect with TLS, or ask the host to turn IRC on.\r\n"
                .to_owned(),
        ),
        Speaks::Http => {
            let page = "This is a Parlor chat room, not a website. Join it with Parlor.\n";
            let length = page.len();
            Some(format!(
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n{page}"
            ))
        }
    }
}
