//! Coming in by text: a name is asked for, and a password where one is needed.

use crate::commands::{Command, Entered, read};
use crate::host::core::NEEDS_KEY;
use crate::room::Title;
use crate::wire::Password;
use crate::wire::account::Account;
use crate::wire::frame::{Code, Hello};
use crate::wording::answers;

/// The host approves who comes in, and whoever comes by plain text has no key to be known by.
const APPROVED: &str = "The host approves each person here, which does not work by plain text without an account. Join with \
                        Parlor, or type /login and your name if you have an account.";
/// People need an account, and none can be made before they are in.
const REGISTERED: &str = "You need an account to join. If you have one, type /login and your name. To make one, join with \
                          Parlor: parlor join ADDRESS --name NAME --register.";

/// What is to be typed next.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wants {
    Name,
    /// The place's password.
    Password,
    /// A yes to typing the password of an account where others may read it.
    Consent,
    /// The password of an account.
    AccountPassword,
    /// Nothing: the house is asked.
    Answer,
    /// Nothing: the host is asked whether to let them in. What is typed meanwhile is not for the room.
    Approval,
}

/// Someone at the door.
#[derive(Debug)]
pub struct Arriving {
    house: Title,
    /// Whether nobody on the way can read along.
    private: bool,
    wants: Wants,
    hello: Hello,
}

/// What a line at the door comes to.
pub enum Heard {
    /// This is said to them.
    Told(String),
    /// They ask to come in so.
    Hello(Box<Hello>),
    /// They leave.
    Leaves,
}

impl Arriving {
    pub fn new(house: Title, private: bool) -> Self {
        Self { house, private, wants: Wants::Name, hello: Hello::default() }
    }

    /// What is said to whoever waits to be asked.
    pub fn greeting(&self) -> String {
        format!("Welcome to {}. Type your name and press Enter.", self.house)
    }

    /// Whether a line is heard now.
    pub fn hears(&self) -> bool {
        self.wants != Wants::Answer
    }

    /// A line was typed.
    pub fn hear(&mut self, line: &str) -> Heard {
        let line = line.trim();
        match self.wants {
            Wants::Name => self.hear_name(line),
            Wants::Password => {
                self.hello.password = Some(line.to_owned());
                self.ask()
            }
            Wants::Consent if matches!(line.to_lowercase().as_str(), "yes" | "y") => self.ask_account_password(),
            Wants::AccountPassword if line.is_empty() => self.back(),
            Wants::Consent => self.back(),
            Wants::AccountPassword => {
                self.hello.account = Some(Account::Login(Password::from(line.to_owned())));
                self.ask()
            }
            Wants::Answer => Heard::Told(String::new()),
            Wants::Approval if leaves(line) => Heard::Leaves,
            Wants::Approval => Heard::Told(answers::NOT_IN_YET.to_owned()),
        }
    }

    fn hear_name(&mut self, line: &str) -> Heard {
        if leaves(line) {
            return Heard::Leaves;
        }
        let Some(command) = line.strip_prefix('/') else {
            if line.is_empty() {
                return Heard::Told(self.greeting());
            }
            self.hello.name = line.to_owned();
            return self.ask();
        };
        match command.split_once(' ') {
            Some((word, name)) if word.eq_ignore_ascii_case("login") && !name.trim().is_empty() => {
                self.hello.name = name.trim().trim_matches('"').to_owned();
                if self.private {
                    self.ask_account_password()
                } else {
                    self.wants = Wants::Consent;
                    Heard::Told(answers::NOT_ENCRYPTED.to_owned())
                }
            }
            _ if command.eq_ignore_ascii_case("login") => {
                Heard::Told("Type your name after it: /login Ada.".to_owned())
            }
            _ => Heard::Told("First type your name. /login NAME is for those who have an account.".to_owned()),
        }
    }

    fn ask(&mut self) -> Heard {
        self.wants = Wants::Answer;
        Heard::Hello(Box::new(self.hello.clone()))
    }

    fn ask_account_password(&mut self) -> Heard {
        self.wants = Wants::AccountPassword;
        Heard::Told(format!("Type the password of {}. It shows as you type it.", self.hello.name))
    }

    fn back(&mut self) -> Heard {
        self.wants = Wants::Name;
        self.hello.account = None;
        Heard::Told("Cancelled. Type your name and press Enter.".to_owned())
    }

    /// The host is asked whether to let them in.
    pub fn waits(&mut self) {
        self.wants = Wants::Approval;
    }

    /// The house said no. What is said to them, where they may try again.
    pub fn refused(&mut self, code: Code, why: &str) -> Option<String> {
        if !may_try_again(code) {
            return None;
        }
        // Whatever was wrong is typed again; what was right is kept.
        let again = match code {
            Code::Password => {
                self.hello.password = None;
                self.wants = Wants::Password;
                "Type the password of this place. It shows as you type it."
            }
            Code::Taken => {
                self.wants = Wants::Name;
                "Type another name. If this one is yours and has an account, type /login and your name."
            }
            // What is typed next is a password again: nobody shall become known by theirs.
            Code::Login if self.hello.account.is_some() => {
                self.wants = Wants::AccountPassword;
                "Type the password again. An empty line goes back."
            }
            Code::Login => {
                self.wants = Wants::Name;
                "Type another name, or /login and your name."
            }
            Code::Account => {
                self.wants = Wants::Name;
                self.hello.account = None;
                return Some(if why == NEEDS_KEY { APPROVED } else { REGISTERED }.to_owned());
            }
            _ => {
                self.wants = Wants::Name;
                "Type another name."
            }
        };
        self.hello.account = None;
        Some(format!("{why} {again}"))
    }
}

/// Whether a line says to leave.
fn leaves(line: &str) -> bool {
    matches!(read(line), Entered::Leave | Entered::Command(Command::Quit))
}

/// Whether another line may help.
pub const fn may_try_again(code: Code) -> bool {
    matches!(code, Code::Name | Code::Taken | Code::Password | Code::Login | Code::Account)
}
