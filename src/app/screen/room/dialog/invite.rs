//! Inviting people to the place: its link, to be copied, scanned, saved or shown to a whole room, and the links that were
//! given out one by one.

use std::sync::Arc;

use crate::app::widget::Encoded;
use crate::wire::invites::InviteLine;
use crate::wire::{Invite as Link, SpokenCode, qr::Qr};

/// By what the button is found that copies the link.
pub const COPY: &str = "invite-copy";

/// By what the field is found in which it is typed what a new link is for.
pub const LABEL: &str = "invite-label";

/// How long a new link can be good for, in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;
pub const SPANS: [Option<u64>; 3] = [None, Some(DAY), Some(7 * DAY)];

/// A code to say to others, and until when it is good, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    pub code: SpokenCode,
    pub until: u64,
}

/// The card.
#[derive(Clone, Debug)]
pub struct Invite {
    /// The link that is shown.
    pub link: String,
    /// The same for a camera.
    pub code: Option<Encoded>,
    /// The code to say, once there is one.
    pub spoken: Option<Spoken>,
    /// Which of those given out it is, where it is not the one for everyone.
    pub shown: Option<u64>,
    /// Those that were given out, the newest first.
    pub given: Vec<InviteLine>,
    /// The one that is about to be made.
    pub making: Option<Making>,
    /// Whether it was copied a moment ago.
    pub copied: bool,
    /// Whether it is shown as large as the window.
    pub big: bool,
    pub trouble: Option<String>,
}

/// A link that is about to be made.
#[derive(Clone, Debug, Default)]
pub struct Making {
    pub label: String,
    /// Whether it is for one person.
    pub once: bool,
    /// How long it is good for, in milliseconds.
    pub span: Option<u64>,
}

/// What is done on it.
#[derive(Clone, Debug)]
pub enum Message {
    Copy,
    /// That it was copied is no longer said.
    Settled,
    Big(bool),
    Save,
    /// It was not saved, and why.
    NotSaved(String),
    /// Another code is to be said.
    NewCode,
    /// This one is.
    Spoken(Spoken),
    /// A second of the time of this one is over.
    Ticked(Spoken),
    /// These were given out.
    Given(Arc<Vec<InviteLine>>),
    /// Shows this one, or the one for everyone.
    Show(Option<u64>),
    /// A new one is to be made, or not after all.
    New(bool),
    Label(String),
    Once(bool),
    Span(Option<u64>),
    Make,
    /// It was made.
    Made(Arc<InviteLine>),
    /// This one is to get nobody in any more.
    Revoke(u64),
}

impl Invite {
    /// A link to be handed out.
    #[must_use]
    pub fn new(link: &Link) -> Self {
        let mut new = Self {
            link: String::new(),
            code: None,
            spoken: None,
            shown: None,
            given: Vec::new(),
            making: None,
            copied: false,
            big: false,
            trouble: None,
        };
        new.show(link, None);
        new
    }

    /// Shows this link.
    pub fn show(&mut self, link: &Link, which: Option<u64>) {
        self.link = link.to_string();
        // One that is too long for a code is copied.
        self.code = Qr::of(link).ok().map(|code| Encoded::of(&code));
        (self.shown, self.copied) = (which, false);
    }
}
