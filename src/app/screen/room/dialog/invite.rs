//! Inviting people to the place: its link, to be copied, scanned, saved or shown to a whole room.

use crate::app::widget::Encoded;

/// By what the button is found that copies the link.
pub const COPY: &str = "invite-copy";

/// The card.
#[derive(Clone, Debug)]
pub struct Invite {
    /// The link.
    pub link: String,
    /// The same for a camera.
    pub code: Option<Encoded>,
    /// Whether it was copied a moment ago.
    pub copied: bool,
    /// Whether it is shown as large as the window.
    pub big: bool,
    pub trouble: Option<String>,
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
}

impl Invite {
    /// A link to be handed out.
    #[must_use]
    pub fn new(link: String) -> Self {
        let code = Encoded::of(&link);
        Self { link, code, copied: false, big: false, trouble: None }
    }
}
