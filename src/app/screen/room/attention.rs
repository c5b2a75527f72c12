//! Whether someone looks at the window, and how that is minded: what is looked at becomes read, and whoever looks
//! elsewhere is told when they are spoken to.

/// How often, in milliseconds, someone who is not looking is told that they are spoken to.
const OFTEN: u64 = 5_000;

/// What is known of it.
#[derive(Debug)]
pub(super) struct Attention {
    /// Whether the window has the focus.
    pub(super) focused: bool,
    /// Whether it will be looked how far was read.
    looking: bool,
    /// When its person was told last that they are spoken to.
    told_at: u64,
}

impl Attention {
    /// Someone looks.
    pub(super) const fn new() -> Self {
        Self { focused: true, looking: false, told_at: 0 }
    }

    /// It is to be looked how far was read. False where it will be already.
    pub(super) const fn look_soon(&mut self) -> bool {
        !std::mem::replace(&mut self.looking, true)
    }

    /// It is looked how far was read. Whether someone sees it.
    pub(super) const fn look(&mut self) -> bool {
        self.looking = false;
        self.focused
    }

    /// Someone is spoken to. Whether they are to be told: not so soon after the last time.
    pub(super) const fn tell(&mut self, now: u64) -> bool {
        let tells = now.saturating_sub(self.told_at) >= OFTEN;
        if tells {
            self.told_at = now;
        }
        tells
    }
}
