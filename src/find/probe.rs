//! A probe and its answer, as they travel: for networks that carry no multicast. A probe is a broadcast, and as long as the
//! longest answer, so that nobody gets more sent to another than they sent themselves.

use ring::rand::SecureRandom as _;

use super::notice::Notice;

/// How many bytes a probe has. No answer has more.
pub const PROBE_BYTES: usize = 512;

const ASKS: &str = "parlor probe 1";
const ANSWERS: &str = "parlor here 1";

/// What an answer has to repeat, so that it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce([u8; 16]);

impl Nonce {
    /// A new one, or nothing where the system has no randomness.
    pub fn fresh() -> Option<Self> {
        let mut bytes = [0; 16];
        ring::rand::SystemRandom::new().fill(&mut bytes).ok()?;
        Some(Self(bytes))
    }

    fn text(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A probe: a line that says so, a line with the nonce, and zeros.
pub fn probe(nonce: Nonce) -> Vec<u8> {
    let mut bytes = format!("{ASKS}\n{}\n", nonce.text()).into_bytes();
    bytes.resize(PROBE_BYTES, 0);
    bytes
}

/// The answer to a probe by a house on this port. Nothing where it is no probe, or is shorter than one.
pub fn answer(probe: &[u8], port: u16, notice: &Notice) -> Option<Vec<u8>> {
    if probe.len() < PROBE_BYTES {
        return None;
    }
    let mut lines = std::str::from_utf8(probe.get(..64)?).ok()?.lines();
    let nonce = lines.next().filter(|line| *line == ASKS).and_then(|_| lines.next())?;
    if nonce.len() != 32 || !nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut text = format!("{ANSWERS}\n{nonce}\nport={port}\n");
    for (name, value) in notice.pairs() {
        text.push_str(name);
        text.push('=');
        text.push_str(&value);
        text.push('\n');
    }
    Some(text.into_bytes()).filter(|bytes| bytes.len() <= PROBE_BYTES)
}

/// Reads an answer to one's own probe: the port of the house, and its notice.
pub fn read(bytes: &[u8], nonce: Nonce) -> Option<(u16, Notice)> {
    let mut lines = std::str::from_utf8(bytes).ok()?.lines();
    if lines.next()? != ANSWERS || lines.next()? != nonce.text() {
        return None;
    }
    let pairs: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once('=')).collect();
    let value = |wanted: &str| pairs.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let port = value("port")?.parse().ok()?;
    Some((port, Notice::read(value)?))
}
