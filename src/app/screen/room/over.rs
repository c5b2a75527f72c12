//! The visit is over: what is told of it, what becomes of what is written, and the way back in.

use iced::widget::row;

use super::connection::Over;
use super::view::notice;
use super::{Action, Message, Room};
use crate::app::screen::parts::{question, sentence};
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, Pressable, press};
use crate::guest::Ended;

impl Room {
    /// The visit is over. What was told before is told no longer.
    pub(super) fn end(&mut self, ended: Ended) -> Action {
        self.connection.end(ended);
        self.notice = None;
        self.rooms.forget_typing();
        Action::None
    }

    /// There is nothing more to come, and nobody said why.
    pub(super) fn end_unsaid(&mut self) -> Action {
        if self.connection.is_over() {
            return Action::None;
        }
        let why = "This visit has ended. Leave, and join again.".to_owned();
        self.end(Ended { code: None, why, suggest: None })
    }

    /// Why these words are not sent any more, or why something is not done that has none.
    pub(super) fn too_late(&self, words: &str) -> String {
        let why = match (words.is_empty(), self.may_log_in()) {
            (true, true) => "You are logged out, so this can't be done. Log in first.",
            (true, false) => "This visit is over, so this can't be done any more.",
            (false, true) => "You are logged out, so what you wrote stays here. Log in to send it.",
            (false, false) => "This visit is over, so what you wrote stays here for your next one.",
        };
        why.to_owned()
    }

    /// Whether logging in leads back: not to one's own house, nor to an account that was deleted.
    fn may_log_in(&self) -> bool {
        self.connection.is_logged_out() && self.me.account && self.visit.plan.is_some()
    }

    /// Leaves for the lobby, where everything but the password is filled in.
    pub(super) fn log_in_again(&self) -> Action {
        match &self.visit.plan {
            Some(place) => Action::LogIn(Box::new(place.clone()), self.visit.window_title.clone()),
            None => Action::None,
        }
    }

    fn log_in(&self) -> Option<Pressable<'_, Message>> {
        self.may_log_in().then(|| press("Log in", Message::LogIn).kind(Kind::Primary))
    }

    /// The line above the entry.
    pub(super) fn view_over<'a>(&'a self, over: &'a Over) -> Element<'a, Message> {
        let leave = press("Leave", Message::Leave).padding([5, 12]);
        notice(
            over.why.clone(),
            Ink::Danger,
            Some(row![leave, self.log_in().map(|log_in| log_in.padding([5, 12]))].spacing(8).into()),
        )
    }

    /// What stands where one's account would be.
    pub(super) fn view_account_over<'a>(&'a self, over: &'a Over) -> Element<'a, Message> {
        let close = press("Close", Message::Dialog(super::dialog::Message::Close)).into();
        let buttons = [close].into_iter().chain(self.log_in().map(Into::into));
        question("Your account", [sentence(over.why.as_str())], None, buttons)
    }
}
