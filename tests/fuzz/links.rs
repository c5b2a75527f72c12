//! What people paste into the lobby: an invite, a code or an address. What is read is written as something that is read alike.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parlor::wire::{Address, Invite, SpokenCode};

fuzz_target!(|text: &str| {
    if let Ok(invite) = text.parse::<Invite>() {
        assert_eq!(invite.to_string().parse::<Invite>().ok(), Some(invite));
    }
    if let Ok(address) = text.parse::<Address>() {
        assert_eq!(address.to_string().parse::<Address>().ok(), Some(address));
    }
    let _ = text.parse::<SpokenCode>();
});
