//! Someone who comes by plain text and types anything.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parlor::host::fuzzing::text(bytes));
