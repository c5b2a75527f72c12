//! Another name for oneself.

use crate::room::Name;

/// By what the field is found.
pub const FIELD: &str = "rename";

/// A name that is being typed.
#[derive(Clone, Debug)]
pub struct Rename {
    pub name: String,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Name(String),
    Change,
}

impl Rename {
    /// The name one has is there to be changed.
    #[must_use]
    pub fn from(name: &Name) -> Self {
        Self { name: name.to_string(), trouble: None }
    }
}
