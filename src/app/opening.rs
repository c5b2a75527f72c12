//! The way into a room: hosts a house or goes to one, until the room is entered or it is clear why not.
//! Dropping the future gives it up, wherever it is.

mod by_code;
mod entering;
mod host;
mod hosting;
mod join;
mod listening;
mod opened;
mod plan;

pub use by_code::invite_by_code;
pub use host::host;
pub use hosting::Hosting;
pub use join::join;
pub use opened::{Closed, Opened, let_go};
pub use plan::{Destination, HostPlan, JoinPlan, Port, Reach};
