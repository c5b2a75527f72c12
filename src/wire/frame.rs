//! The frames: what a guest can say to a host, and what a host can say to a guest.
//! How they become lines is in `codec`.

pub use super::code::Code;
pub use super::from_guest::{About, Answer, FromGuest, Hello, Limit, Since};
pub use super::from_host::{FromHost, Refused, Welcome};
pub use super::rooms::{Entered, NewRoom, Notify, Order, RoomLine, RoomName, Yours};
