//! The password of the house: whoever comes without an invite has to know it. Its host may change it, or do without, while
//! people are there; it is kept nowhere but here.

use std::sync::{Arc, PoisonError, RwLock};

/// The password, if there is one.
#[derive(Default)]
pub struct HousePassword(RwLock<Option<Arc<str>>>);

impl HousePassword {
    /// As the host chose.
    pub fn new(password: Option<String>) -> Self {
        Self(RwLock::new(password.map(Arc::from)))
    }

    /// The one that holds now.
    pub fn get(&self) -> Option<Arc<str>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Another one holds from now on, or none.
    pub fn set(&self, password: Option<String>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = password.map(Arc::from);
    }
}
