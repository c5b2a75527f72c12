//! What stands where one has an account, or makes one.

/// The title where there is none.
pub const KEEP: &str = "Keep your name";
/// The title where there is one.
pub const TITLE: &str = "Your account";
/// A field.
pub const CURRENT: &str = "Current password";
/// In the empty field.
pub const CURRENT_HINT: &str = "Your password";
/// A field.
pub const PASSWORD: &str = "Password";
/// A field.
pub const NEW: &str = "New password";
/// In the empty field.
pub const NEW_HINT: &str = "At least 8 characters";
/// A field.
pub const AGAIN: &str = "Repeat the password";
/// The button that makes an account.
pub const REGISTER: &str = "Register";
/// The way back.
pub const CANCEL: &str = "Cancel";
/// The same.
pub const CLOSE: &str = "Close";
/// Logs in again.
pub const LOG_IN: &str = "Log in";
/// Logs this device out.
pub const LOG_OUT: &str = "Log out here";
/// Logs all devices out.
pub const LOG_OUT_EVERYWHERE: &str = "Log out everywhere";
/// Deletes the account.
pub const DELETE: &str = "Delete account";
/// Changes the password.
pub const CHANGE: &str = "Change password";
/// Nothing is typed.
pub const NO_PASSWORD: &str = "Type a password first.";
/// The two are not the same.
pub const NOT_SAME: &str = "The two passwords are not the same. Type them again.";
/// The second is not typed.
pub const NOT_REPEATED: &str = "Type the password again in the second field.";
/// The password is another.
pub const CHANGED: &str =
    "Your password is changed. Other devices stay logged in. To log them out, press “Log out everywhere”.";

/// What an account is good for.
#[must_use]
pub fn why(name: &str) -> String {
    format!(
        "You don’t need an account. With one, the name {name} is yours forever, and you can log in from any device."
    )
}

/// There is one.
#[must_use]
pub fn yours(name: &str, place: &str) -> String {
    format!("You have an account in {place} as {name}.")
}

/// There is one from now on.
#[must_use]
pub fn registered(name: &str) -> String {
    format!("The name {name} is yours forever here. Log in with this password from any device.")
}

/// What is still to be done for it to be deleted.
#[must_use]
pub fn before_deleting(typed: bool) -> String {
    let first = if typed { "Press" } else { "Type your password, then press" };
    format!("{first} Delete account again. Your messages stay, and others see that you deleted your account.")
}
