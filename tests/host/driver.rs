//! The driver and the core in a plain loop: no socket, no thread, no wait. People come and go, speak, put each other out
//! and ask for everything there is, in random batches of which some fail; and after each it is looked whether all is as
//! it must be. Whatever happens comes from a seed, which is said where something is wrong.
//!
//! `PARLOR_STEPS` batches from `PARLOR_SEED` on are tried where these are set.

mod before;
mod bodies;
mod checks;
mod diary;
mod dice;
mod faults;
mod found;
mod guests;
mod invites;
mod model;
mod plain;
mod rig;
mod rights;
mod scene;
mod told;
mod wishes;
mod world;

use world::World;

/// How many batches there are in the life of one house.
const LIFE: usize = 250;

/// How many are tried where nobody says how many.
const STEPS: usize = 20_000;

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |number| number.parse().unwrap())
}

#[test]
fn whatever_is_asked_and_whatever_fails_all_that_is_told_is_kept_and_all_that_is_kept_is_right() {
    let steps = usize::try_from(number("PARLOR_STEPS", STEPS as u64)).unwrap();
    let first = number("PARLOR_SEED", 1);
    for seed in (first..).take(steps.div_ceil(LIFE)) {
        World::of(seed).run(LIFE.min(steps));
    }
}
