//! What travels between guest and host: frames and their lines, keys, invites, and the carriages they ride on.
//! `PROTOCOL.md` beside this file says the same for people who write a client in another language.

pub mod account;
pub mod address;
pub mod carriage;
mod code;
pub mod code_exchange;
pub mod codec;
pub mod fingerprint;
pub mod frame;
mod from_guest;
mod from_host;
pub mod identity;
pub mod invite;
pub mod invite_file;
pub mod invites;
pub mod link;
pub mod message_link;
pub mod password;
pub mod people;
pub mod plainly;
pub mod qr;
pub mod relay;
pub mod rooms;
pub mod spoken_code;
pub mod tls;

pub use address::Address;
pub use carriage::Carriage;
pub use fingerprint::Fingerprint;
pub use frame::{FromGuest, FromHost, Since};
pub use identity::Identity;
pub use invite::{Invite, Secret};
pub use password::{Password, PasswordError};
pub use relay::RelayAddress;
pub use spoken_code::SpokenCode;

/// The version of the protocol spoken here.
pub const VERSION: u32 = 1;

/// The longest frame, in bytes, with its newline.
pub const FRAME_BYTES: usize = 64 * 1024;

/// The port a house listens on where none is named.
pub const PORT: u16 = 7275;
