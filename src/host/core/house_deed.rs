//! What only some may do in the house as a whole.

use super::state::HouseState;
use crate::host::no::No;
use crate::room::{Deed, PersonId};
use crate::wire::frame::Code;

/// Whether someone may do something in the house.
pub fn with_house_deed(house: &HouseState, who: PersonId, deed: Deed) -> Result<(), No> {
    if house.house_rank(who) >= deed.rule().from {
        return Ok(());
    }
    Err(No::new(Code::Rules, "Only the host can do that."))
}
