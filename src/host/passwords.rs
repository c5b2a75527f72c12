//! Passwords: how they are kept, and how often they may be guessed.

mod guesses;
mod guessing;
mod hashing;
mod memory;

pub use guessing::{Guessing, Inside, Tried};
pub use hashing::{fits, hash};
