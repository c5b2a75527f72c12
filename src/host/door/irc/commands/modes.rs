//! Modes: of channels and of oneself.
//!
//! | mode | what it is here |
//! |---|---|
//! | `+o nick` | an operator |
//! | `+m` | only operators may write |
//! | `+i` | only those who were invited may come in |
//! | `+k key` | the room's password, 8 characters or more |
//! | `+b nick` | banned, by the person: `nick`, `nick!*@*` or the mask the list shows. The number in that says who. |
//! | `+q nick` | muted, in the same way |
//! | `+n` | always so |

use crate::host::door::irc::client::Client;
use crate::host::door::irc::message::Message;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{About, Deed, Step};
use crate::host::door::irc::voice::{access_mode, mask, same_nick};
use crate::room::{Access, Act, Body, RoomNo};

/// How many changes one line may make.
pub const MODES: usize = 8;

impl Client {
    pub(super) fn mode_line(&mut self, line: &Message) {
        let Some(target) = line.param(0) else { return self.needs_more("MODE") };
        if !target.starts_with('#') {
            return self.own_mode(target, line.param(1));
        }
        let Some(seat) = self.seat_of(target) else { return self.not_on(target) };
        let (room, access) = (seat.room, seat.access);
        match line.param(1) {
            Some(changes) => self.change_modes(room, access, target, changes, line.params.get(2..).unwrap_or_default()),
            None => self.tell_modes(room, access, target),
        }
    }

    fn tell_modes(&mut self, no: RoomNo, access: Access, channel: &str) {
        let Some(room) = self.house.rooms.get(no) else { return };
        let mut modes = "+n".to_owned();
        if room.state().locked {
            modes.push('m');
        }
        let asked = access_mode(access);
        modes.extend(asked.map(|(mode, _)| mode));
        let line = self.numbered(RPL_CHANNELMODEIS).word(channel).word(&modes);
        let line = asked.and_then(|(_, with)| with).into_iter().fold(line, |line, with| line.word(with));
        self.answer(line);
    }

    fn change_modes(&mut self, room: RoomNo, access: Access, channel: &str, changes: &str, words: &[String]) {
        let mut words = words.iter();
        let mut on = true;
        let mut unknown = String::new();
        let act = |client: &mut Self, act: Act| {
            let about = About::Deed { channel: channel.to_owned(), nick: None, deed: None };
            client.then(Step::Add { room, body: Body::Act(act), about });
        };
        let mut count = 0;
        for mode in changes.chars() {
            match mode {
                '+' => on = true,
                '-' => on = false,
                _ if count == MODES => break,
                'n' => {}
                'm' => act(self, if on { Act::Locked {} } else { Act::Unlocked {} }),
                'i' if on => act(self, Act::Opened { to: Access::Invited }),
                'i' if access == Access::Invited => act(self, Act::Opened { to: Access::Everyone }),
                'i' => {}
                'k' if on => match words.next() {
                    Some(key) if key.is_empty() => {
                        self.tell_number(ERR_INVALIDKEY, &[channel], "A key can't be empty.");
                    }
                    Some(key) => self.then(Step::Key { room, channel: channel.to_owned(), key: key.clone() }),
                    None => self.needs_more("MODE"),
                },
                'k' => {
                    words.next();
                    if access == Access::Password {
                        act(self, Act::Opened { to: Access::Everyone });
                    }
                }
                'o' | 'b' | 'q' => match words.next() {
                    Some(whom) if !whom.is_empty() => {
                        let deed = match mode {
                            'o' => Deed::Op(on),
                            'b' => Deed::Ban(on),
                            _ => Deed::Quiet(on),
                        };
                        self.then(Step::to_whom(room, channel, whom, deed));
                    }
                    _ if mode == 'b' => self.then(Step::Bans { room, channel: channel.to_owned() }),
                    _ if mode == 'q' => self.tell_muted(room, channel),
                    _ => self.needs_more("MODE"),
                },
                other => unknown.push(other),
            }
            count += usize::from(!matches!(mode, '+' | '-'));
        }
        for mode in unknown.chars() {
            let mode = mode.to_string();
            self.tell_number(ERR_UNKNOWNMODE, &[&mode], "There is no such mode here.");
        }
    }

    fn tell_muted(&mut self, no: RoomNo, channel: &str) {
        for whom in self.muted(no) {
            let line = self.numbered(RPL_QUIETLIST).word(channel).word("q").word(&mask(&whom));
            self.answer(line);
        }
        self.tell_number(RPL_ENDOFQUIETLIST, &[channel, "q"], "These are all who are muted.");
    }

    fn own_mode(&mut self, target: &str, changes: Option<&str>) {
        if !same_nick(target, &self.nick()) {
            return self.tell_number(ERR_USERSDONTMATCH, &[], "Only your own modes are yours to see and change.");
        }
        let Some(changes) = changes else {
            let line = self.numbered(RPL_UMODEIS).word(if self.bot.is_some() { "+Bi" } else { "+i" });
            return self.answer(line);
        };
        let mut on = true;
        for mode in changes.chars() {
            match mode {
                '+' => on = true,
                '-' => on = false,
                'i' => {}
                'B' if self.bot.is_some() != on => {
                    let who = self.me().map(|me| me.who);
                    self.bot = who.filter(|_| on);
                    if let Some(who) = who {
                        if on {
                            self.house.bots.add(who);
                        } else {
                            self.house.bots.remove(who);
                        }
                    }
                    let line = crate::host::door::irc::message::Line::from(&self.source()).word("MODE");
                    let line = line.word(&self.nick()).word(if on { "+B" } else { "-B" });
                    self.answer(line);
                }
                'B' => {}
                _ => {
                    self.tell_number(ERR_UMODEUNKNOWNFLAG, &[], "There is no such mode here.");
                    return;
                }
            }
        }
    }
}
