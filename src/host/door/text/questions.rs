//! What a text guest asked of the house, until it is answered.

use crate::commands::Measure;
use crate::room::{Name, RoomNo, Text};
use crate::wire::Password;
use crate::wire::frame::{NewRoom, RoomName};

/// Something that was asked, and what the answer is for.
#[derive(Clone, Debug)]
pub enum Question {
    /// Who is in a room that one just came into: the first part of what is shown there.
    Opening,
    /// What was said there before: the second part.
    History(RoomNo),
    /// To come into a room, by the name that was typed; the first where none was. It is looked at from then on.
    Entering(Option<RoomName>),
    /// To come into a direct talk, and to say this.
    Talking(Option<Text>),
    /// Who is in the room.
    Names,
    /// Who someone is.
    Whois,
    /// Who someone is, to do this to them.
    Toward(Measure),
    /// Who someone is, to say this to them directly.
    Msg(Text),
    /// Who someone is, to see nothing of them, or to see them again.
    Ignore(bool),
    /// A direct talk, to say this in it.
    Talk(Text),
    /// A new room, to go there.
    Make,
    /// A room gone.
    Delete,
    /// Which rooms there are.
    Rooms,
    /// What was said with these words.
    Find,
    /// What is pinned.
    Pins,
    /// Who may not come in: to this room, or to all.
    Bans {
        /// To which room, where it is one.
        room: Option<RoomNo>,
        /// Whether some were told already.
        goes_on: bool,
    },
    /// Who is banned under a name, to lift that.
    Unban {
        /// The name.
        name: Name,
        /// Whether from the whole house.
        house: bool,
    },
    /// Who asks to come in.
    Requests,
    /// Which invites there are.
    Invites,
    /// A code to say to others.
    Code,
    /// Whether whoever joins by it has to be approved.
    CodeAdmission,
    /// An account for the name one has.
    Register,
    /// Something that is simply done, and this is said then.
    Done(String),
}

/// The next line is no message but this.
#[derive(Clone, Debug)]
pub enum Typed {
    /// The password of a room one wants to come into.
    RoomPassword(RoomName),
    /// The password of a room to be made.
    NewRoomPassword(NewRoom),
    /// A yes to typing a password where others may read it, to register.
    Consent,
    /// The password of the account to be made.
    NewPassword,
    /// The same once more: a slip of the finger would lock them out for good.
    SamePassword(Password),
}

/// What is asked and not answered yet.
#[derive(Debug, Default)]
pub struct Questions {
    asked: Vec<(u64, Question)>,
    count: u64,
}

impl Questions {
    /// Asks: the number of the question.
    pub fn ask(&mut self, question: Question) -> u64 {
        self.count += 1;
        self.asked.push((self.count, question));
        self.count
    }

    /// Whether something is asked only to do more with the answer. What is typed behind it comes behind that.
    pub fn awaits_follow_up(&self) -> bool {
        let leads_on = |question: &Question| {
            matches!(
                question,
                Question::Make | Question::Toward(_) | Question::Unban { .. } | Question::Msg(_) | Question::Talk(_)
            )
        };
        self.asked.iter().any(|(_, question)| leads_on(question))
    }

    /// The question that is answered.
    pub fn answered(&mut self, ask: u64) -> Option<Question> {
        let index = self.asked.iter().position(|(asked, _)| *asked == ask)?;
        Some(self.asked.swap_remove(index).1)
    }
}
