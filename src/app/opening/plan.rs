//! What someone wants: to host a house, or to go to one.

use crate::host::PlainDoors;
use crate::room::{Name, Title};
use crate::wire::account::Account;
use crate::wire::address::AddressError;
use crate::wire::invite::{InviteError, SCHEME};
use crate::wire::spoken_code::SpokenCodeError;
use crate::wire::{Address, Fingerprint, Invite, SpokenCode};

/// What someone wants to host.
#[derive(Clone, Debug, PartialEq)]
pub struct HostPlan {
    /// Who one is.
    pub name: Name,
    /// The house, and its room.
    pub title: Title,
    /// The password, where one is asked for.
    pub password: Option<String>,
    /// Whether the person was told that the place had a password, and wants it without.
    pub may_drop_password: bool,
    /// The port.
    pub port: Port,
    /// Who may reach it.
    pub reach: Reach,
    /// Which languages are let in without TLS.
    pub doors: PlainDoors,
    /// Whether others on the network see it without an address.
    pub announced: bool,
}

/// Which port a place is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// The one it had. A place that had none gets one of its own, from this one on.
    Own(u16),
    /// This one, and from now on.
    This(u16),
    /// This one, for this time: the place keeps the one it had.
    Now(u16),
}

/// Who may reach a house.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Only this computer.
    Here,
    /// Whoever is on a network with it.
    #[default]
    Network,
    /// The same, and people elsewhere: at this address, where one is named, else at a port that the router opens.
    Internet(Option<Address>),
}

/// Where someone wants to go.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinPlan {
    /// Who one is.
    pub name: Name,
    /// Where to.
    pub to: Destination,
    /// The password, where one was given.
    pub password: Option<String>,
    /// The account, where one logs in or makes one.
    pub account: Option<Account>,
    /// The key that was agreed to, where it did not come with an invite.
    pub agreed: Option<Fingerprint>,
    /// Whether what this computer has of it will do, where the host is away.
    pub copy: bool,
}

/// An address, an invite, a code, or what was found on the network.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// An address.
    Address(Address),
    /// An invite.
    Invite(Box<Invite>),
    /// A code that someone said; and where they are, if that was said as well.
    Code(SpokenCode, Option<Address>),
    /// A place that announces itself. Anyone could have said so, so its key is asked about the first time.
    Found(Box<Invite>),
}

impl Destination {
    /// Reads what was typed or pasted.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.starts_with(SCHEME) && text.contains("://") {
            return text
                .parse()
                .map(|invite| Self::Invite(Box::new(invite)))
                .map_err(|error: InviteError| error.to_string());
        }
        if SpokenCode::is_meant(text) {
            return text.parse().map(|code| Self::Code(code, None)).map_err(|error: SpokenCodeError| error.to_string());
        }
        if let Some((address, code)) =
            text.split_once(char::is_whitespace).filter(|(_, code)| SpokenCode::is_meant(code))
        {
            let code = code.parse().map_err(|error: SpokenCodeError| error.to_string())?;
            let address = address.parse().map_err(|error: AddressError| error.to_string())?;
            return Ok(Self::Code(code, Some(address)));
        }
        text.parse().map(Self::Address).map_err(|error: AddressError| error.to_string())
    }

    /// As it is told while one is on the way there.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Code(code, _) => code.to_string(),
            Self::Invite(invite) | Self::Found(invite) => {
                invite.addresses.first().map(ToString::to_string).unwrap_or_default()
            }
        }
    }

    /// As it can be read again.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Code(code, Some(address)) => format!("{address} {code}"),
            Self::Code(code, None) => code.to_string(),
            Self::Invite(invite) | Self::Found(invite) => invite.to_string(),
        }
    }
}
