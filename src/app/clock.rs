//! How times are shown: of 12 or of 24 hours, with seconds or without, in the zone of this computer.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::settings::TimeOfDay;

/// How times are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeFormat {
    /// Whether the day has twice twelve hours.
    pub twelve: bool,
    /// Whether seconds are shown.
    pub seconds: bool,
    /// Where on earth.
    pub zone: TimeZone,
}

impl TimeFormat {
    /// As this computer has it.
    #[must_use]
    pub fn of_system() -> Self {
        Self { twelve: system_has_twelve(), seconds: false, zone: TimeZone::system() }
    }

    fn zoned(&self, at: u64) -> Zoned {
        let millis = i64::try_from(at).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX).to_zoned(self.zone.clone())
    }

    /// The time of the day: `16:03`.
    #[must_use]
    pub fn time(&self, at: u64) -> String {
        let format = match (self.twelve, self.seconds) {
            (false, false) => "%H:%M",
            (false, true) => "%H:%M:%S",
            (true, false) => "%-I:%M %p",
            (true, true) => "%-I:%M:%S %p",
        };
        self.zoned(at).strftime(format).to_string()
    }

    /// The minute of the day.
    #[must_use]
    pub fn minute(&self, at: u64) -> TimeOfDay {
        let at = self.zoned(at);
        TimeOfDay::at(at.hour().unsigned_abs().into(), at.minute().unsigned_abs().into())
    }

    /// The day: `Thursday 19 November`, and the year where it is another than now.
    #[must_use]
    pub fn day(&self, at: u64, now: u64) -> String {
        let (at, now) = (self.zoned(at), self.zoned(now));
        let format = if at.year() == now.year() { "%A %-d %B" } else { "%A %-d %B %Y" };
        at.strftime(format).to_string()
    }

    /// The day and the time in full.
    #[must_use]
    pub fn full(&self, at: u64) -> String {
        let time = Self { seconds: true, ..self.clone() }.time(at);
        format!("{}, {time}", self.zoned(at).strftime("%A %-d %B %Y"))
    }

    /// The time of the day; and the day before it, where that is another than now.
    #[must_use]
    pub fn when(&self, at: u64, now: u64) -> String {
        let time = Self { seconds: false, ..self.clone() }.time(at);
        if self.same_day(at, now) { time } else { format!("{}, {time}", self.day(at, now)) }
    }

    /// The same of a time that comes: `tomorrow, 16:24`.
    #[must_use]
    pub fn until(&self, at: u64, now: u64) -> String {
        let is_tomorrow = self.zoned(now).tomorrow().is_ok_and(|tomorrow| tomorrow.date() == self.zoned(at).date());
        if !is_tomorrow {
            return self.when(at, now);
        }
        format!("tomorrow, {}", Self { seconds: false, ..self.clone() }.time(at))
    }

    /// Whether two times are of one day.
    #[must_use]
    pub fn same_day(&self, one: u64, other: u64) -> bool {
        // Most are: only what is hours apart is looked up.
        one == other || self.zoned(one).date() == self.zoned(other).date()
    }
}

/// Where people say "4 pm": what the language of the system tells of them.
fn system_has_twelve() -> bool {
    let locale = system_locale().replace('-', "_");
    let place = locale.split('.').next().unwrap_or_default();
    matches!(
        place,
        "en_US"
            | "en_CA"
            | "en_AU"
            | "en_NZ"
            | "en_IN"
            | "en_PH"
            | "en_ZA"
            | "hi_IN"
            | "es_MX"
            | "es_CO"
            | "ar_EG"
            | "ar_SA"
            | "ko_KR"
    )
}

/// When it will be that much later than now.
#[must_use]
pub fn after(wait: Duration) -> u64 {
    now().saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX))
}

/// In which language and place the system shows times: `en_GB.UTF-8`.
#[cfg(not(any(windows, target_os = "macos")))]
fn system_locale() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    set("LC_ALL").or_else(|| set("LC_TIME")).or_else(|| set("LANG")).unwrap_or_default()
}

/// The same where the environment does not tell: `en-GB`.
#[cfg(any(windows, target_os = "macos"))]
fn system_locale() -> String {
    sys_locale::get_locale().unwrap_or_default()
}

/// Now, in milliseconds since 1970.
#[must_use]
pub fn now() -> u64 {
    u64::try_from(Timestamp::now().as_millisecond()).unwrap_or_default()
}
