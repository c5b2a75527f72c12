//! The capabilities: what IRC can do beyond its first self, and a client asks for by name.

use std::fmt::Write as _;

use crate::host::language::Shape;

macro_rules! caps {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        impl Caps {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// All there are, by name.
            const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$name)),*];
        }
    };
}

/// A set of capabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps(u32);

caps! {
    /// Tags of any kind, and `TAGMSG`.
    TAGS = 0, "message-tags";
    /// When things happened.
    TIME = 1, "server-time";
    /// One's own messages come back.
    ECHO = 2, "echo-message";
    /// Several lines that belong together.
    BATCH = 3, "batch";
    /// Answers that say to which question.
    LABELS = 4, "labeled-response";
    /// The account of whoever says something.
    ACCOUNT_TAG = 5, "account-tag";
    /// The account and the name of whoever joins.
    EXTENDED_JOIN = 6, "extended-join";
    /// That others go away and come back.
    AWAY = 7, "away-notify";
    /// That others are invited.
    INVITES = 8, "invite-notify";
    /// Whole masks in the list of a channel's people.
    USERHOSTS = 9, "userhost-in-names";
    /// Every prefix someone has.
    MULTI_PREFIX = 10, "multi-prefix";
    /// Refusals in one form.
    REPLIES = 11, "standard-replies";
    /// Logging in.
    SASL = 12, "sasl";
    /// That capabilities come and go.
    NOTIFY = 13, "cap-notify";
    /// History on demand.
    HISTORY = 14, "draft/chathistory";
    /// Messages of several lines.
    MULTILINE = 15, "draft/multiline";
    /// Taking messages back.
    REDACTION = 16, "draft/message-redaction";
    /// How far one has read.
    READ_MARKER = 17, "draft/read-marker";
    /// Making an account.
    REGISTER = 18, "draft/account-registration";
    /// No list of people when joining.
    NO_NAMES = 19, "draft/no-implicit-names";
    /// That others have an account, or none any more.
    ACCOUNT_NOTIFY = 20, "account-notify";
    /// That real names change: here they are the names themselves.
    SETNAME = 21, "setname";
}

/// How long a message of several lines may be.
pub const MULTILINE_BYTES: usize = 16_000;

/// How many lines it may have.
pub const MULTILINE_LINES: usize = 100;

impl Caps {
    /// None.
    pub const NONE: Self = Self(0);

    /// Whether it has all of these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// With these.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without these.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those that a client may have. Where someone on the way can read along, none by which a password is sent.
    pub fn available(private: bool) -> Self {
        let all = Self::ALL.iter().fold(Self::NONE, |caps, (_, cap)| caps.with(*cap));
        if private { all } else { all.without(Self::SASL).without(Self::REGISTER) }
    }

    /// What a `CAP REQ` makes of it, where these are available. Nothing where it asks for another: all of it is refused then.
    pub fn after(self, wanted: &str, available: Self) -> Option<Self> {
        wanted.split(' ').filter(|word| !word.is_empty()).try_fold(self, |caps, word| {
            let (off, word) = word.strip_prefix('-').map_or((false, word), |word| (true, word));
            let (_, cap) = Self::ALL.iter().find(|(name, cap)| *name == word && available.has(*cap))?;
            Some(if off { caps.without(*cap) } else { caps.with(*cap) })
        })
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        Self::ALL.iter().filter(|(_, cap)| self.has(*cap)).map(|(name, _)| *name).collect()
    }

    /// How they are offered, with values for those who know of them. `key`: whether the client showed one.
    pub fn offered(self, values: bool, key: bool) -> Vec<String> {
        let offer = |(name, cap): &(&str, Self)| {
            let mut offer = (*name).to_owned();
            match *cap {
                Self::SASL if values => offer.push_str(if key { "=PLAIN,EXTERNAL" } else { "=PLAIN" }),
                Self::MULTILINE if values => {
                    let _ = write!(offer, "=max-bytes={MULTILINE_BYTES},max-lines={MULTILINE_LINES}");
                }
                _ => {}
            }
            offer
        };
        Self::ALL.iter().filter(|(_, cap)| self.has(*cap)).map(offer).collect()
    }

    /// What of it changes how an event is written.
    pub fn shape(self) -> Shape {
        let bits = [
            (Self::TAGS, Shape::TAGS),
            (Self::TIME, Shape::TIME),
            (Self::ACCOUNT_TAG, Shape::ACCOUNT),
            (Self::EXTENDED_JOIN, Shape::EXTENDED_JOIN),
            (Self::MULTILINE.with(Self::BATCH), Shape::MULTILINE),
            (Self::REDACTION, Shape::REDACTION),
            (Self::AWAY, Shape::AWAY),
            (Self::INVITES, Shape::INVITES),
            (Self::SETNAME, Shape::SETNAME),
        ];
        bits.into_iter().filter(|(cap, _)| self.has(*cap)).fold(Shape::default(), |shape, (_, bit)| shape.with(bit))
    }
}
