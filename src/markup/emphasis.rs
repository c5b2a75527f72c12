//! Which asterisks and underscores belong together. Those that find no other stay as they were written.

use std::ops::Range;

use super::edges::joins;

/// The most marks in one run that mean something: `***both***`.
const LONGEST: usize = 3;

/// A run of equal marks.
pub(super) struct Run {
    mark: u8,
    range: Range<usize>,
    can_open: bool,
    can_close: bool,
    /// What begins at it.
    pub(super) opens: Marks,
    /// What ends at it.
    pub(super) closes: Marks,
}

/// How many of each kind of emphasis.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) strong: usize,
    pub(super) emphasis: usize,
}

impl Marks {
    /// How many characters they take.
    fn len(self) -> usize {
        2 * self.strong + self.emphasis
    }
}

impl Run {
    /// A run opens in front of a word and closes behind one; between letters or digits, as in `2*3*4` or `snake_case`,
    /// it does neither.
    pub(super) fn new(line: &str, range: Range<usize>) -> Self {
        let mark = line.as_bytes()[range.start];
        let before = line[..range.start].chars().next_back();
        let after = line[range.end..].chars().next();
        let longest = if mark == b'_' { 1 } else { LONGEST };
        let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        Self {
            can_open: range.len() <= longest && solid(after) && !before.is_some_and(joins),
            can_close: range.len() <= longest && solid(before) && !after.is_some_and(joins),
            mark,
            range,
            opens: Marks::default(),
            closes: Marks::default(),
        }
    }

    /// How many of its marks belong to no other yet.
    fn free(&self) -> usize {
        self.range.len() - self.opens.len() - self.closes.len()
    }

    /// The marks that are shown.
    pub(super) fn left(&self) -> Range<usize> {
        self.range.start..self.range.start + self.free()
    }
}

/// Pairs the runs of a line. Every run is put by and taken up again at most once, so the time is that of reading them.
pub(super) fn pair(runs: &mut [&mut Run]) {
    let mut open: Vec<usize> = Vec::new();
    let mut counts = Counts::default();
    for at in 0..runs.len() {
        let (before, rest) = runs.split_at_mut(at);
        let Some(closer) = rest.first_mut() else { continue };
        while closer.can_close && closer.free() > 0 && counts.any(closer) {
            let Some(from) = open.pop() else { break };
            let opener = &mut *before[from];
            counts.change(opener, false);
            // What goes with nothing is left behind: whatever encloses it is about to end.
            if opener.mark == closer.mark && join(opener, closer) && opener.free() > 0 {
                counts.change(opener, true);
                open.push(from);
            }
        }
        if closer.can_open && closer.closes.len() == 0 {
            counts.change(closer, true);
            open.push(at);
        }
    }
}

/// Takes what both runs have, if anything: strong if each has two marks, emphasis if each has one or three.
fn join(opener: &mut Run, closer: &mut Run) -> bool {
    let (open, close) = (opener.free(), closer.free());
    let strong = open >= 2 && close >= 2;
    let emphasis = !strong && open != 2 && close != 2;
    opener.opens.strong += usize::from(strong);
    closer.closes.strong += usize::from(strong);
    opener.opens.emphasis += usize::from(emphasis);
    closer.closes.emphasis += usize::from(emphasis);
    strong || emphasis
}

/// How many open runs there are of each mark and length.
#[derive(Default)]
struct Counts([[usize; LONGEST + 1]; 2]);

impl Counts {
    fn change(&mut self, run: &Run, more: bool) {
        let count = &mut self.0[usize::from(run.mark == b'_')][run.free()];
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
    }

    /// Whether one of them goes with this run.
    fn any(&self, closer: &Run) -> bool {
        let [_, one, two, three] = self.0[usize::from(closer.mark == b'_')];
        match closer.free() {
            1 => one + three > 0,
            2 => two + three > 0,
            _ => one + two + three > 0,
        }
    }
}
