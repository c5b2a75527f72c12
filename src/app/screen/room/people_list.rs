//! How the list of people is measured: it lays out only who is in view, however many there are.

use crate::app::convert::{count, px, real};

/// How high one person is.
pub(super) const HEIGHT: f32 = 30.0;

/// How many more than fit are laid out, above and below.
pub(super) const BEYOND: usize = 8;

/// How many there are at most in view.
pub(super) const VIEW: usize = 80;

/// How high so many people are together.
pub(super) fn height_of(people: usize) -> f32 {
    px(real(count(people))) * HEIGHT
}
