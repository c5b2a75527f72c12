//! Trying again where one was not let in: another password is asked for.

use parlor::guest::Ended;
use parlor::wire::frame::Code;

use super::input::Input;
use super::screen::Screen;
use super::typed::Typed;
use super::unsent::Unsent;
use crate::command::ending::{self, Failure};
use crate::command::outstanding::Outstanding;

/// The place is for people with an account.
const NEEDS_ACCOUNT: &str = "You need an account to join: add --register to make one, or --login if you have one.";

/// What a password is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordOf {
    /// The place.
    Place,
    /// The account of one's name.
    Account,
}

/// What was asked on the command line about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountAsked {
    /// Nothing.
    None,
    /// To log in to one.
    Login,
    /// To make one.
    Register,
}

impl<M: FnMut(&str)> Screen<M> {
    /// Asks whoever was not let in for a password that may help. What they asked about an account is not advised again.
    ///
    /// # Errors
    /// None does, or nobody can be asked.
    pub async fn ask_again(
        &mut self,
        no: &Ended,
        account: AccountAsked,
        input: &mut Input,
    ) -> Result<(PasswordOf, String), Failure> {
        let why = ending::sentence(no);
        let (of, question, instead) = match no.code {
            Some(Code::Password) => (
                PasswordOf::Place,
                "Type the password of this place. An empty line leaves.",
                "Write the password into a file, and join with --password-file FILE.",
            ),
            Some(Code::Login) => {
                let instead = if account == AccountAsked::Login { "" } else { "Join with --login." };
                (PasswordOf::Account, "Type the password of your account. An empty line leaves.", instead)
            }
            Some(Code::Account) if account == AccountAsked::None => return Err(NEEDS_ACCOUNT.into()),
            Some(Code::Taken) => {
                return Err(format!("{why}\nIf the name is yours and has an account, join with --login.").into());
            }
            _ => return Err(why.into()),
        };
        if !self.printer.hides_next() {
            return Err(format!("{why}\n{instead}").trim_end().into());
        }
        // What was refused of an earlier visit is told anew on coming in.
        self.refused.clear();
        (self.outstanding, self.unsent) = (Outstanding::default(), Unsent::default());
        self.printer.tell(format_args!("{why}\n{question}"));
        match input.next(true).await {
            Typed::Line(Ok(typed)) if !typed.is_empty() && !super::ends(&typed) => Ok((of, typed)),
            _ => Err("Not joined.".into()),
        }
    }
}
