//! Whether the person at this window is away: they said so, or did nothing for a while.

/// How long, in milliseconds, nobody does anything before they are away.
pub(super) const IDLE: u64 = 10 * 60 * 1000;

/// What is known of it.
#[derive(Debug)]
pub(super) struct Presence {
    /// When they did something last.
    active: u64,
    away: Away,
    /// Whether the clock runs by which it is found out that they are idle.
    ticking: bool,
}

/// Whether they are away, and how that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Away {
    /// They are not.
    #[default]
    No,
    /// They did nothing for a while.
    Idle,
    /// They said so.
    Said,
}

/// What follows from the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rung {
    /// It is wound up again for so long.
    Again(u64),
    /// They are away from now on.
    Away,
    /// Nothing: they said already that they are.
    Nothing,
}

impl Presence {
    /// They are here.
    pub(super) const fn new(now: u64) -> Self {
        Self { active: now, away: Away::No, ticking: false }
    }

    /// They do something. Whether the clock is to be wound up: one runs at a time, and is wound up again when it rings.
    pub(super) fn act(&mut self, now: u64) -> bool {
        let before = std::mem::replace(&mut self.active, now);
        let wind = !self.ticking || now.saturating_sub(before) >= IDLE;
        self.ticking = true;
        wind
    }

    /// Whether they are taken to be away for doing nothing.
    pub(super) fn is_idle(&self) -> bool {
        self.away == Away::Idle
    }

    /// They said that they are away, or that they are not.
    pub(super) fn say(&mut self, away: bool) {
        self.away = if away { Away::Said } else { Away::No };
    }

    /// They are back. Whether they were away.
    pub(super) fn come_back(&mut self) -> bool {
        std::mem::take(&mut self.away) != Away::No
    }

    /// The clock rings.
    pub(super) fn ring(&mut self, now: u64) -> Rung {
        let idle = now.saturating_sub(self.active);
        if idle < IDLE {
            return Rung::Again(IDLE - idle);
        }
        self.ticking = false;
        if self.away != Away::No {
            return Rung::Nothing;
        }
        self.away = Away::Idle;
        Rung::Away
    }
}
