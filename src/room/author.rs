//! Who did something, as they were then.

use serde::{Deserialize, Serialize};

use super::ids::PersonId;
use super::name::Name;
use super::strict::only_object;

/// A person as they were when something happened: the number stays, the name may change later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Author {
    /// Who it is.
    pub who: PersonId,
    /// What they were called then.
    pub name: Name,
}

only_object!(Author);
