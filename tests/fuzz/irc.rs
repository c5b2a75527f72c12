//! Someone who comes by IRC and sends anything.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parlor::host::fuzzing::irc(bytes));
