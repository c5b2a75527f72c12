//! Checks a store.
