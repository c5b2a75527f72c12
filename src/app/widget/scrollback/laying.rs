//! How each row is laid out: what of it depends on those before it, and when it has to be done anew.

use super::List;
use super::laid_row::{DAY_HEIGHT, Key, Laid, Setting};
use super::state::State;
use crate::app::scrollback::{Fold, Placed, Row};
use crate::room::Sign;
use crate::settings::Moves;

/// How long after the one before a message of the same person stands apart.
const APART: u64 = 5 * 60 * 1000;

impl<Message> List<'_, Message> {
    /// How a row lies among others that tell who came and went.
    pub(super) fn fold(&self, at: u64) -> Option<Fold> {
        match self.moves {
            Moves::OneLine => self.content.fold(at, |one, other| !self.times.same_day(one.at, other.at)),
            Moves::All => None,
            Moves::None => self.content.rows().get(at)?.moves().map(|_| Fold::Closed),
        }
    }

    /// The signs of a row, how often each was given, and whether its reader gave it.
    pub(super) fn signs_of<'b>(&'b self, row: &'b Row) -> impl Iterator<Item = (&'b Sign, usize, bool)> {
        let me = self.content.reader().map(|me| me.who);
        let counted = row.signs.counted_without(self.content.rows().ignored());
        counted.map(move |(sign, count)| (sign, count, me.is_some_and(|me| row.signs.has(sign, me))))
    }

    /// What of a row depends on those before it.
    pub(super) fn setting(&self, at: u64, floor: u64) -> Setting {
        let rows = self.content.rows();
        let Some(row) = rows.get(at).filter(|row| row.is_seen()) else { return Setting::default() };
        let plain = Setting {
            mark: self.mark == Some(at),
            time: self.times.time(row.at),
            fold: self.fold(at),
            avatars: self.avatars,
            spacing: self.spacing,
            unsent: self.unsent,
            ..Setting::default()
        };
        let before = rows.seen_before(at, self.moves != Moves::None).filter(|_| at > floor);
        let Some(before) = before.filter(|before| self.times.same_day(before.at, row.at)) else {
            return Setting { day: Some(self.times.day(row.at, self.now)), apart: true, ..plain };
        };
        let goes_on = before.is_of_someone()
            && row.is_of_someone()
            && before.by.as_ref().map(|by| by.who) == row.by.as_ref().map(|by| by.who)
            && row.at.saturating_sub(before.at) < APART
            && !plain.mark;
        let notes = !before.is_of_someone() && !row.is_of_someone() && !plain.mark;
        Setting { apart: !goes_on && !notes, ..plain }
    }

    /// What is told at the upper edge while something older is looked at: the day, and whose words these are, where
    /// neither is in sight.
    pub(super) fn reminder(&self, placed: &[Placed], floor: u64) -> Option<String> {
        let top = placed.iter().find(|placed| placed.height > 0.0)?;
        let row = self.content.rows().get(top.row)?;
        let setting = self.setting(top.row, floor);
        if setting.day.is_some() && top.y > -f64::from(DAY_HEIGHT) {
            return None;
        }
        let day = self.times.day(row.at, self.now);
        let goes_on = row.is_of_someone() && (!setting.apart || top.y < -16.0);
        Some(if goes_on { format!("{} · {day}", row.name()) } else { day })
    }

    pub(super) fn lay(&self, state: &mut State, at: u64, width: f32, floor: u64) -> Option<f32> {
        let row = self.content.rows().get(at)?;
        let key = Key {
            version: row.version,
            id: row.id,
            own: row.own.clone(),
            width,
            theme: self.theme.called(),
            setting: self.setting(at, floor),
        };
        if let Some(laid) = state.laid.get(&at).filter(|laid| laid.key == key) {
            return Some(laid.height);
        }
        let laid =
            if row.is_seen() { Laid::new(row, self.signs_of(row), key, &self.theme) } else { Laid::nothing(key) };
        let height = laid.height;
        state.laid.insert(at, laid);
        Some(height)
    }
}
