//! Passwords that are typed where none belongs: behind a command that asks for one by itself. They must neither show nor be
//! said to a room, also where a space stands before the command, which makes words of any other.

/// The commands that lead to a password.
const ASKING: [&str; 2] = ["register", "login"];

/// From where on a line must not be shown, since a password may stand there.
#[must_use]
pub fn secret(line: &str) -> Option<usize> {
    let (_, behind) = asks_for_password(line)?.split_once(char::is_whitespace)?;
    Some(line.len() - behind.len())
}

/// The line as a command that leads to a password, if it is one.
pub(super) fn asks_for_password(line: &str) -> Option<&str> {
    let begun = line.trim_start();
    let word = begun.strip_prefix('/')?.split(char::is_whitespace).next()?;
    ASKING.iter().any(|known| word.eq_ignore_ascii_case(known)).then_some(begun)
}
