//! Passwords that stand in files, so that no other program sees them on the command line.

use std::fs;
use std::path::Path;

use parlor::wire::plainly::plainly;

use super::ending::Failure;

/// The first line of a password file.
pub fn password(file: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(path) = file else { return Ok(None) };
    let text = fs::read_to_string(path)
        .map_err(|error| format!("The password file {} can't be read: {}.", path.display(), plainly(&error)))?;
    match text.lines().next().map(str::to_owned).filter(|line| !line.is_empty()) {
        Some(password) => Ok(Some(password)),
        None => {
            Err(format!("The password file {} is empty. Write the password on its first line.", path.display()).into())
        }
    }
}
