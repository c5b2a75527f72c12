//! What a server tells of itself: `MOTD`, `LUSERS`, `VERSION` and the like, and accounts.

use crate::host::channels::CHANNEL_BYTES;
use crate::host::door::irc::client::Client;
use crate::host::door::irc::history;
use crate::host::door::irc::message::{Line, Message};
use crate::host::door::irc::monitor::MONITORED;
use crate::host::door::irc::nick::NICK_BYTES;
use crate::host::door::irc::numerics::*;
use crate::host::door::irc::registration::PLAIN_LINE;
use crate::host::door::irc::task::Wait;
use crate::host::door::irc::voice::{SERVER, written_time};
use crate::room::limits::{LISTED, TOPIC_BYTES};
use crate::wire::FromGuest;
use crate::wire::frame::Refused;

use super::modes::MODES;
use super::talk::TARGETS;

/// What can be done.
const COMMANDS: &str =
    "JOIN PART PRIVMSG NOTICE TOPIC NAMES LIST NICK AWAY WHO WHOIS MONITOR MODE KICK INVITE REGISTER QUIT";

impl Client {
    /// What is told of how this server is used.
    pub fn isupport(&mut self) {
        let network: String = self.house.title.as_str().replace(' ', "-");
        let tokens = [
            format!("NETWORK={network}"),
            "CASEMAPPING=ascii".to_owned(),
            "CHANTYPES=#".to_owned(),
            "CHANMODES=bq,k,,imn".to_owned(),
            "PREFIX=(o)@".to_owned(),
            format!("NICKLEN={NICK_BYTES}"),
            format!("CHANNELLEN={CHANNEL_BYTES}"),
            format!("TOPICLEN={}", TOPIC_BYTES.min(390)),
            "KICKLEN=250".to_owned(),
            "AWAYLEN=250".to_owned(),
            format!("MODES={MODES}"),
            format!("MAXLIST=bq:{LISTED}"),
            format!(
                "TARGMAX=PRIVMSG:{TARGETS},NOTICE:{TARGETS},TAGMSG:{TARGETS},KICK:8,NAMES:4,JOIN:50,PART:50,WHOIS:1"
            ),
            "CHANLIMIT=#:".to_owned(),
            "ELIST=MNU".to_owned(),
            "SAFELIST".to_owned(),
            "WHOX".to_owned(),
            "BOT=B".to_owned(),
            format!("MONITOR={MONITORED}"),
            "UTF8ONLY".to_owned(),
            format!("CHATHISTORY={}", history::MOST),
            "MSGREFTYPES=msgid,timestamp".to_owned(),
        ];
        for some in tokens.chunks(12) {
            let line = some.iter().fold(self.numbered(RPL_ISUPPORT), |line, token| line.word(token));
            self.answer(line.last("are supported by this server"));
        }
    }

    /// `MOTD`
    pub fn motd(&mut self) {
        let house = self.house.title.clone();
        self.tell_number(RPL_MOTDSTART, &[], &format!("{house}, message of the day:"));
        self.tell_number(RPL_MOTD, &[], "This is a Parlor room. People come by IRC, by Parlor and by plain text.");
        self.tell_number(RPL_MOTD, &[], "/LIST tells the channels, and /JOIN brings you into one.");
        if !self.private {
            self.tell_number(RPL_MOTD, &[], "Your connection is not encrypted. Use TLS if your program can.");
        }
        self.tell_number(RPL_ENDOFMOTD, &[], "That is all.");
    }

    /// `LUSERS`
    pub fn lusers(&mut self) {
        let (_, people) = self.house.roster.page(None, 0);
        self.tell_number(RPL_LUSERCLIENT, &[], &format!("There are {people} users and 0 invisible on 1 servers"));
        let channels = self.house.channels.count().to_string();
        self.tell_number(RPL_LUSERCHANNELS, &[&channels], "channels formed");
        self.tell_number(RPL_LUSERME, &[], &format!("I have {people} clients and 0 servers"));
    }

    pub(super) fn version(&mut self) {
        let version = format!("parlor-{}", env!("CARGO_PKG_VERSION"));
        self.tell_number(RPL_VERSION, &[&version, SERVER], "IRC for Parlor");
        self.isupport();
    }

    pub(super) fn time(&mut self) {
        let now = written_time((self.house.clock)());
        self.tell_number(RPL_TIME, &[SERVER], &now);
    }

    pub(super) fn info(&mut self) {
        let version = format!("Parlor {}: a chat room on someone's own computer.", env!("CARGO_PKG_VERSION"));
        self.tell_number(RPL_INFO, &[], &version);
        self.tell_number(RPL_INFO, &[], "Whoever hosts it can read what is said here.");
        self.tell_number(RPL_ENDOFINFO, &[], "That is all.");
    }

    pub(super) fn admin(&mut self) {
        self.tell_number(RPL_ADMINME, &[SERVER], "Who keeps this place:");
        self.tell_number(RPL_ADMINLOC1, &[], "its host. Their nick has a * in WHO.");
    }

    pub(super) fn links(&mut self) {
        let house = format!("0 {}", self.house.title);
        self.tell_number(RPL_LINKS, &[SERVER, SERVER], &house);
        self.tell_number(RPL_ENDOFLINKS, &["*"], "That is all.");
    }

    pub(super) fn stats(&mut self, line: &Message) {
        let of = line.param(0).unwrap_or("*").to_owned();
        self.tell_number(RPL_ENDOFSTATS, &[&of], "There is nothing to tell.");
    }

    pub(super) fn help(&mut self, line: &Message) {
        let of = line.param(0).unwrap_or("*").to_owned();
        if of != "*" && !COMMANDS.split(' ').any(|command| command.eq_ignore_ascii_case(&of)) {
            return self.tell_number(ERR_HELPNOTFOUND, &[&of], "There is no help on that.");
        }
        self.tell_number(RPL_HELPSTART, &[&of], "What can be done here:");
        self.tell_number(RPL_HELPTXT, &[&of], COMMANDS);
        self.tell_number(
            RPL_HELPTXT,
            &[&of],
            "MODE, KICK and INVITE are for operators. REGISTER makes your nick yours.",
        );
        self.tell_number(RPL_ENDOFHELP, &[&of], "That is all.");
    }

    /// `REGISTER`
    pub(super) fn register_line(&mut self, line: &Message) {
        let fail = |client: &mut Self, code: &str, why: &str| {
            let account = line.param(0).unwrap_or("*").to_owned();
            client.fail("REGISTER", code, &[&account], why);
        };
        let (Some(account), Some(_), Some(password)) = (line.param(0), line.param(1), line.param(2)) else {
            return fail(self, "NEED_MORE_PARAMS", "Say REGISTER * * and a password.");
        };
        if account != "*" && !crate::host::door::irc::voice::same_nick(account, &self.nick()) {
            return fail(self, "ACCOUNT_NAME_MUST_BE_NICK", "The account has the name you have now.");
        }
        if !self.private {
            return fail(self, "TEMPORARILY_UNAVAILABLE", PLAIN_LINE);
        }
        let (ask, password) = (self.ask(), password.to_owned().into());
        self.request(FromGuest::Register { ask, password });
        self.wait(Wait::Register { ask });
    }

    /// There is an account.
    pub fn registered(&mut self) {
        let nick = self.nick();
        let line = Line::from(SERVER).word("REGISTER").word("SUCCESS").word(&nick);
        self.answer(line.last("The name is yours from now on. Log in with SASL and this password."));
        let source = self.source();
        self.tell_number(RPL_LOGGEDIN, &[&source, &nick], &format!("You are logged in as {nick}."));
    }

    /// There is none.
    pub fn not_registered(&mut self, refused: &Refused) {
        let nick = self.nick();
        self.fail("REGISTER", "UNACCEPTABLE_PASSWORD", &[&nick], &refused.why);
    }
}
