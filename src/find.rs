//! Finds ways to houses.

pub mod addresses;
