//! Passwords as they are kept: argon2id, each with a salt of its own and with the parameters it was made with.
//! Making and comparing costs time and memory on purpose, so it is done away from those who serve, two at a time.

use std::sync::OnceLock;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use tokio::sync::Semaphore;

use crate::wire::Password;

/// The fewest characters of a password.
pub const SHORTEST: usize = 8;

/// The most.
pub const LONGEST: usize = 256;

/// How many are worked on at a time.
static WORKERS: Semaphore = Semaphore::const_new(2);

/// Why something can't be a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is too short.
    #[error("This password is too short. Take at least {SHORTEST} characters.")]
    Short,
    /// It is too long.
    #[error("This password is too long. Take at most {LONGEST} characters.")]
    Long,
    /// The system gives no random numbers, or no memory.
    #[error("The host can't keep passwords just now. Try again later.")]
    System,
}

/// A password as it is kept. It differs each time.
pub async fn hash(password: Password) -> Result<String, Unfit> {
    match password.as_str().chars().count() {
        ..SHORTEST => return Err(Unfit::Short),
        SHORTEST..=LONGEST => {}
        _ => return Err(Unfit::Long),
    }
    // They are never closed; if they were, working unhindered is right.
    let _turn = WORKERS.acquire().await.ok();
    let hash = move || Argon2::default().hash_password(password.as_str().as_bytes()).map(|hash| hash.to_string()).ok();
    tokio::task::spawn_blocking(hash).await.ok().flatten().ok_or(Unfit::System)
}

/// Whether a password is the one that was kept. Where nothing was kept, it takes as long to say no. When its turn comes,
/// `may` says whether it is compared at all.
pub async fn verify<E>(
    password: Password,
    kept: Option<String>,
    may: impl FnOnce() -> Result<(), E>,
) -> Result<bool, E> {
    let turn = WORKERS.acquire().await.ok();
    may()?;
    let known = tokio::task::spawn_blocking(move || {
        let dummy = dummy();
        let hash = kept.as_deref().or(dummy)?;
        let hash = PasswordHash::new(hash).ok()?;
        let is_it = Argon2::default().verify_password(password.as_str().as_bytes(), &hash).is_ok();
        Some(is_it && kept.is_some())
    });
    let known = known.await.ok().flatten().unwrap_or(false);
    drop(turn);
    Ok(known)
}

/// Something to compare with where nothing was kept.
fn dummy() -> Option<&'static str> {
    static DUMMY: OnceLock<Option<String>> = OnceLock::new();
    let made = || Argon2::default().hash_password(b"nobody's").map(|hash| hash.to_string()).ok();
    DUMMY.get_or_init(made).as_deref()
}
