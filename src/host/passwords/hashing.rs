//! Passwords as they are kept: argon2id, each with a salt of its own and with the parameters it was made with.
//! Making and comparing costs time and memory on purpose, so it is done away from those who serve, two at a time.

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::password_hash::try_generate_salt;
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, Version};

use super::hash_memory::{HashBuffer, HashPermit};
use crate::host::no::No;
use crate::wire::Password;
use crate::wire::frame::Code;

/// Whether something can be a password.
///
/// # Errors
/// It is too short or too long.
pub fn fits(password: &Password) -> Result<(), No> {
    password.check().map_err(|error| No::new(Code::Account, error.to_string()))
}

/// A password as it is kept. It differs each time.
///
/// # Errors
/// It does not fit, or the system gives no random numbers or no memory.
pub async fn hash(password: Password) -> Result<String, No> {
    fits(&password)?;
    let turn = HashPermit::wait().await;
    turn.work(move |area| made(area, &password))
        .await
        .ok_or_else(|| No::new(Code::Account, "The host can't save passwords right now. Try again later."))
}

/// Whether a password is the one that was kept. Where nothing was kept, it takes as long to say no. When its turn comes,
/// `may` says whether it is compared at all.
pub async fn verify<E>(
    password: Password,
    kept: Option<String>,
    may: impl FnOnce() -> Result<(), E>,
) -> Result<bool, E> {
    let turn = HashPermit::wait().await;
    may()?;
    let known = turn.work(move |area| match kept {
        Some(kept) => is_it(area, &password, &kept),
        None => nobodys(area, &password),
    });
    Ok(known.await.unwrap_or(false))
}

/// The hash of a password, with all that it takes to compare another with it.
fn made(area: &mut HashBuffer, password: &Password) -> Option<String> {
    let (argon, salt) = (Argon2::default(), try_generate_salt().ok()?);
    let mut digest = [0; Params::DEFAULT_OUTPUT_LEN];
    area.digest(&argon, password.as_str().as_bytes(), &salt, &mut digest)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon.params()).ok()?,
        salt: Some(Salt::new(&salt).ok()?),
        hash: Some(Output::new(&digest).ok()?),
    };
    Some(hash.to_string())
}

/// Whether a password is the one that this hash was made of, by the parameters that it was made with.
fn is_it(area: &mut HashBuffer, password: &Password, kept: &str) -> Option<bool> {
    let kept = PasswordHash::new(kept).ok()?;
    let (salt, expected) = (kept.salt?, kept.hash?);
    let algorithm = Algorithm::try_from(kept.algorithm.as_str()).ok()?;
    let version = kept.version.map_or(Some(Version::default()), |version| Version::try_from(version).ok())?;
    let argon = Argon2::new(algorithm, version, Params::try_from(&kept).ok()?);
    let mut digest = [0; Output::MAX_LENGTH];
    let digest = digest.get_mut(..expected.len())?;
    area.digest(&argon, password.as_str().as_bytes(), &salt, digest)?;
    // Outputs are compared in constant time.
    Some(Output::new(digest).ok()? == expected)
}

/// No, after as much work as for a password that was kept.
fn nobodys(area: &mut HashBuffer, password: &Password) -> Option<bool> {
    let mut digest = [0; Params::DEFAULT_OUTPUT_LEN];
    area.digest(&Argon2::default(), password.as_str().as_bytes(), b"nobody's account", &mut digest)?;
    Some(false)
}
