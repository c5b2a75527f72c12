//! What is done in a room and to people: operators, mutes, bans, topics, names.

use crate::host::door::irc::client::Client;
use crate::host::door::irc::nick::nick_of;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::task::{About, Deed, Wait};
use crate::room::{Act, Author, Body, EventId, Reach, Reason, RoomNo, RuleName};
use crate::wire::frame::{Code, Refused};

impl Client {
    /// Adds something to a room.
    pub(super) fn add(&mut self, room: RoomNo, body: Body, about: About) {
        let id = EventId::fresh();
        self.says(room, id, body, true);
        self.wait(Wait::Kept { id, about });
    }

    /// Does something to someone.
    pub(super) fn act_on(&mut self, room: RoomNo, channel: String, whom: Author, deed: Deed) {
        let nick = nick_of(&whom);
        let here = self.house.rooms.get(room).is_some_and(|room| room.state().here.contains_key(&whom.who));
        if deed == Deed::Invite && here {
            return self.tell_number(ERR_USERONCHANNEL, &[&nick, &channel], "is in this channel already.");
        }
        let why = match &deed {
            Deed::Kick(Some(why)) => Reason::parse(why).ok(),
            _ => None,
        };
        let act = match deed {
            Deed::Op(true) => Act::Opped { whom },
            Deed::Op(false) => Act::Deopped { whom },
            Deed::Quiet(true) => Act::Muted { whom, until: None, why: None },
            Deed::Quiet(false) => Act::Unmuted { whom },
            Deed::Ban(true) => Act::Banned { whom, until: None, why: None, reach: Reach::Person, house: false },
            Deed::Ban(false) => Act::Unbanned { whom, house: false },
            Deed::Kick(_) => Act::Kicked { whom, why },
            Deed::Invite => Act::Invited { whom },
        };
        let about = About::Deed { channel, nick: Some(nick), deed: Some(deed) };
        self.add(room, Body::Act(act), about);
    }

    pub(super) fn not_done(&mut self, channel: &str, nick: Option<&str>, deed: Option<Deed>, refused: &Refused) {
        let why = refused.why.as_str();
        match (refused.rule, deed) {
            // What changes nothing is no mistake: a mode that is set is set.
            (Some(RuleName::Already), None | Some(Deed::Op(_) | Deed::Quiet(_))) => {}
            (Some(RuleName::Already), Some(Deed::Invite)) => {
                if let Some(nick) = nick {
                    let line = self.numbered(RPL_INVITING).word(nick).word(channel);
                    self.answer(line);
                }
            }
            (Some(RuleName::Absent), _) => {
                let nick = nick.unwrap_or("*");
                self.tell_number(ERR_USERNOTINCHANNEL, &[nick, channel], why);
            }
            _ if refused.code == Code::Room => self.tell_number(ERR_NOTONCHANNEL, &[channel], why),
            _ => self.tell_number(ERR_CHANOPRIVSNEEDED, &[channel], why),
        }
    }
}
