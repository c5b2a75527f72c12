//! Frames of a guest and of a host: whatever comes is a frame or an error. A frame that is written again is read as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parlor::wire::codec::{encode, from_guest, from_host};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = from_guest(bytes) {
        let mut line = Vec::new();
        encode(&frame, &mut line);
        assert_eq!(from_guest(&line[..line.len() - 1]).ok(), Some(frame));
    }
    let _ = from_host(bytes);
});
