//! Who is in a room, as far as it was told, and the order in which they are listed.

use std::collections::{BTreeMap, VecDeque};

use crate::app::convert::count;
use crate::guest::Crowd;
use crate::room::{Author, Name, PersonId, Rank};
use crate::wire::frame::Order;
use crate::wire::people::{Away, PersonLine, Whereabouts};

/// How many people are asked for on coming in.
pub const PEOPLE: usize = 1_000;

/// Of how many who are not listed yet it is remembered what was told.
const AWAITED: usize = 1_000;

/// How many of the last changes are remembered.
const REMEMBERED: usize = 512;

/// What was told of someone.
enum News {
    /// They came.
    Came(PersonLine),
    /// They are not here any more.
    Gone(PersonId),
    /// They went away from their computer, or came back to it.
    Whereabouts(Whereabouts),
}

/// The people of a room.
pub struct Roster {
    /// Those of whom it was told that they are here.
    pub here: BTreeMap<PersonId, PersonLine>,
    /// The same, in the order they are shown in: those who are away come last.
    pub listed: Vec<PersonId>,
    /// How many of them are at their computers.
    pub about: usize,
    /// How many are here.
    pub total: u64,
    /// How many of them were asked for, and how far their list is scrolled.
    pub asked: usize,
    pub scrolled: f32,
    /// Whether it is of a direct talk, where everyone is listed who is not in the house, too.
    direct: bool,
    /// What was told of people who are not listed yet.
    awaited: BTreeMap<PersonId, (Option<Away>, Option<u64>)>,
    /// What was told last, so that an answer that was on its way meanwhile takes nothing of it back.
    news: VecDeque<News>,
    /// How much was told until now.
    heard: u64,
}

impl Roster {
    /// So many people, of whom nothing is known yet.
    pub const fn of(total: u64, direct: bool) -> Self {
        Self {
            here: BTreeMap::new(),
            listed: Vec::new(),
            about: 0,
            total,
            asked: PEOPLE,
            scrolled: 0.0,
            direct,
            awaited: BTreeMap::new(),
            news: VecDeque::new(),
            heard: 0,
        }
    }

    /// How much was told until now: what an answer is compared with that is asked for at this moment.
    pub const fn heard(&self) -> u64 {
        self.heard
    }

    fn hear(&mut self, news: News) {
        self.heard += 1;
        self.news.push_back(news);
        if self.news.len() > REMEMBERED {
            self.news.pop_front();
        }
    }

    /// The room was entered again: so many people are there now.
    pub const fn enter(&mut self, total: u64, direct: bool) {
        (self.total, self.direct, self.asked) = (total, direct, PEOPLE);
    }

    /// Who is here, as the host said, asked when so much was heard. What was told since is newer, or the same.
    pub fn meet(&mut self, crowd: Crowd, heard: u64, me: PersonId) {
        self.total = crowd.total;
        self.here = crowd.people.into_iter().map(|line| (line.person.who, line)).collect();
        self.awaited.retain(|who, _| !self.here.contains_key(who));
        let since = usize::try_from(self.heard.saturating_sub(heard)).unwrap_or(usize::MAX);
        for news in self.news.iter().skip(self.news.len().saturating_sub(since)) {
            match news {
                News::Came(line) => {
                    let who = line.person.who;
                    let new = !self.here.contains_key(&who);
                    self.here.entry(who).or_insert_with(|| line.clone());
                    self.total += u64::from(new);
                }
                News::Gone(who) => self.total -= u64::from(self.here.remove(who).is_some() && self.total > 0),
                News::Whereabouts(of) => {
                    if let Some(line) = self.here.get_mut(&of.who) {
                        (line.away, line.since) = (of.away.clone(), of.since);
                    }
                }
            }
        }
        self.list(me);
    }

    /// Who is here is not told any more.
    pub fn clear(&mut self) {
        self.here.clear();
        self.listed.clear();
        (self.about, self.total) = (0, 0);
    }

    /// Who is here changed: they are listed by their rank and name, oneself first, and those who are away below.
    pub fn list(&mut self, me: PersonId) {
        let mut listed: Vec<PersonId> = self.here.keys().copied().collect();
        listed.sort_by_cached_key(|who| {
            let line = self.here.get(who);
            let rank = line.map_or(Rank::Guest, |line| line.rank);
            let keeps = if rank >= Rank::Operator { rank } else { Rank::Guest };
            let name = line.map(|line| line.person.name.as_str().to_lowercase());
            (line.is_some_and(|line| self.is_apart(line)), *who != me, std::cmp::Reverse(keeps), name)
        });
        self.about = listed.partition_point(|who| self.here.get(who).is_some_and(|line| !self.is_apart(line)));
        self.listed = listed;
    }

    /// Whether someone is listed below those who are here: they are away, or a talk waits for them.
    pub fn is_apart(&self, line: &PersonLine) -> bool {
        line.away.is_some() || (self.direct && line.since.is_none())
    }

    /// Whether someone is at their computer, where that is known.
    pub fn is_about(&self, who: PersonId) -> Option<bool> {
        self.here.get(&who).map(|line| !self.is_apart(line))
    }

    /// Someone came in.
    pub fn came(&mut self, author: &Author, me: PersonId, order: &Order) {
        // An answer to who is here may have named them before: what it said of them, and what was told since, stays.
        let new = !self.here.contains_key(&author.who);
        let line = self.here.entry(author.who).or_insert_with(|| PersonLine::only(author.clone()));
        line.person = author.clone();
        // Oneself was counted on coming in.
        if new && author.who != me {
            self.total += 1;
        }
        let operates = order.operators.iter().any(|operator| operator.who == author.who);
        let muted = order.muted.iter().any(|(muted, _)| *muted == author.who);
        self.change(author.who, |line| {
            line.rank = if operates { line.rank.max(Rank::Operator) } else { line.rank };
            line.muted = muted;
        });
        if let Some((away, since)) = self.awaited.remove(&author.who) {
            self.change(author.who, |line| (line.away, line.since) = (away, since));
        }
        if let Some(line) = self.here.get(&author.who).cloned() {
            self.hear(News::Came(line));
        }
    }

    /// How many are here and at their computers, as far as that was told.
    pub fn here_count(&self) -> u64 {
        self.total.max(count(self.listed.len())) - count(self.listed.len() - self.about)
    }

    /// There are at least as many here as are listed.
    pub fn count_listed(&mut self) {
        self.total = self.total.max(count(self.here.len()));
    }

    /// Someone went. Not everyone who is counted is listed.
    pub fn went(&mut self, who: PersonId) {
        self.here.remove(&who);
        self.total = self.total.saturating_sub(1);
        self.hear(News::Gone(who));
    }

    /// Someone was put out. Whoever is not listed was not here.
    pub fn put_out(&mut self, who: PersonId) {
        if self.here.remove(&who).is_some() {
            self.total = self.total.saturating_sub(1);
        }
        self.hear(News::Gone(who));
    }

    /// Someone is called otherwise now.
    pub fn rename(&mut self, who: PersonId, name: &Name) {
        self.change(who, |line| line.person.name = name.clone());
    }

    /// Changes what is known of someone, if they are listed.
    pub fn change(&mut self, who: PersonId, change: impl FnOnce(&mut PersonLine)) {
        if let Some(line) = self.here.get_mut(&who) {
            change(line);
        }
    }

    /// Some went away or came back.
    pub fn whereabouts(&mut self, people: Vec<Whereabouts>, me: PersonId) {
        for of in people {
            self.hear(News::Whereabouts(of.clone()));
            let Whereabouts { who, away, since } = of;
            if self.here.contains_key(&who) {
                self.change(who, |line| (line.away, line.since) = (away, since));
            } else if self.awaited.len() < AWAITED {
                // It may be told before they are.
                self.awaited.insert(who, (away, since));
            }
        }
        self.list(me);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn someone(who: u32, name: &str) -> Author {
        Author { who: PersonId(who), name: name.parse().unwrap_or_else(|_| unreachable!("a name")) }
    }

    #[test]
    fn a_late_answer_takes_nothing_back_that_was_told_meanwhile() {
        let [ada, grace, ken] = [someone(1, "Ada"), someone(2, "Grace"), someone(3, "Ken")];
        let order = Order::default();
        let mut roster = Roster::of(2, false);
        let heard = roster.heard();
        // What the host says before the others do anything.
        let people = [&ada, &grace].map(|author| PersonLine { since: Some(1), ..PersonLine::only(author.clone()) });
        let crowd = Crowd { total: 2, people: people.to_vec() };
        roster.meet(crowd.clone(), heard, ada.who);
        roster.whereabouts(vec![Whereabouts { who: grace.who, away: Some(Away::default()), since: Some(1) }], ada.who);
        roster.came(&ken, ada.who, &order);
        roster.meet(crowd.clone(), heard, ada.who);
        assert_eq!(roster.is_about(grace.who), Some(false), "she is away");
        assert_eq!((roster.total, roster.here.len()), (3, 3), "and he is here");
        roster.went(ken.who);
        roster.meet(crowd, heard, ada.who);
        assert_eq!((roster.total, roster.here.len()), (2, 2), "he went again");
    }

    #[test]
    fn whoever_is_named_by_an_answer_before_their_coming_is_told_is_away_still() {
        let [ada, grace, ken] = [someone(1, "Ada"), someone(2, "Grace"), someone(3, "Ken")];
        let order = Order::default();
        let away = |who| Whereabouts { who, away: Some(Away::default()), since: Some(1) };
        let mut roster = Roster::of(1, false);
        let heard = roster.heard();
        let people = [&ada, &grace].map(|author| PersonLine::only(author.clone()));
        roster.whereabouts(vec![away(ken.who)], ada.who);
        roster.meet(Crowd { total: 2, people: people.to_vec() }, heard, ada.who);
        roster.whereabouts(vec![away(grace.who)], ada.who);
        roster.came(&grace, ada.who, &order);
        roster.came(&ken, ada.who, &order);
        roster.list(ada.who);
        assert_eq!(roster.is_about(grace.who), Some(false), "told between the answer and her coming");
        assert_eq!(roster.is_about(ken.who), Some(false), "told before the answer");
        assert_eq!(roster.total, 3);
    }
}
