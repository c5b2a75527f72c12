//! An invite as a QR code, for a screen at the front of a room or a sheet of paper. Pure: squares, and nothing of how they are
//! drawn.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use super::Invite;

/// How many light squares belong around a code, on each side, for a reader to find it.
pub const QUIET: usize = 4;

/// A QR code: a square of dark and light squares, without the light ones that belong around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    width: usize,
    dark: Vec<bool>,
}

/// An invite that fits no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This invite is too long for a QR code. Leave some of its addresses out.")]
pub struct TooLong;

impl Qr {
    /// An invite as a code, which can still be read where a seventh of it is spoilt.
    ///
    /// # Errors
    /// It has more addresses than fit a code.
    pub fn of(invite: &Invite) -> Result<Self, TooLong> {
        let code = QrCode::encode_text(&invite.to_string(), QrCodeEcc::Medium).map_err(|_| TooLong)?;
        let side = 0..code.size();
        let dark: Vec<bool> =
            side.clone().flat_map(|y| side.clone().map(move |x| (x, y))).map(|(x, y)| code.get_module(x, y)).collect();
        Ok(Self { width: dark.len().isqrt(), dark })
    }

    /// How many squares it is wide, and as many high.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Whether a square is dark. Around the code all are light.
    #[must_use]
    pub fn dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.dark.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// The code in lines of text, with the light squares around it: two rows of it a line, in half blocks. `ink` says which
    /// squares are drawn: the dark ones where the ground is light, the light ones where it is dark.
    #[must_use]
    pub fn half_blocks(&self, ink: Ink) -> String {
        let drawn = |x: usize, y: usize| {
            let dark = x >= QUIET && y >= QUIET && self.dark(x - QUIET, y - QUIET);
            dark == (ink == Ink::Dark)
        };
        let side = self.width + 2 * QUIET;
        let mut lines = String::new();
        for y in (0..side).step_by(2) {
            for x in 0..side {
                // Below the last row there is the ground alone.
                lines.push(match (drawn(x, y), y + 1 < side && drawn(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            // A String takes every write.
            let _ = writeln!(lines);
        }
        lines
    }
}

/// What is drawn of a code that is written in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Its dark squares, on a light ground.
    Dark,
    /// Its light squares, on a dark ground.
    Light,
}
