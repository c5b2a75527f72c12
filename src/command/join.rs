//! `parlor join`: goes to a house. What happens there is shown by `terminal` for people and by `pipe` for programs.

use std::cell::Cell;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use parlor::find::LocalNetwork;
use parlor::guest::{Backoff, Guest, GuestError, Keep, Known, Lookout, Visit, Way, knock, known::KnownHouse};
use parlor::room::{Name, RoomNo, Seq};
use parlor::wire::account::Account;
use parlor::wire::frame::{RoomName, Since};
use parlor::wire::invite::SCHEME;
use parlor::wire::{Address, Fingerprint, Identity, Invite, Password, SpokenCode};
use tokio::runtime::Runtime;

use super::ending::Failure;
use super::folders::paths;
use super::passwords::password;
use super::terminal::{self, AccountAsked, PasswordOf};
use super::{by_code, pipe};

/// What `parlor join` takes.
#[derive(clap::Args)]
pub struct Args {
    /// An address, such as 192.168.1.20 or desk-04.local:7275, an invite, or a code the host told you, such as
    /// 7-river-maple.
    #[arg(value_name = "ADDRESS|INVITE|CODE")]
    to: String,
    /// A code the host told you, if you also need to give their address.
    #[arg(long, value_name = "CODE")]
    code: Option<SpokenCode>,
    /// Your name.
    #[arg(long, value_parser = Name::parse)]
    name: Name,
    /// The room, by its title. Default: the first one.
    #[arg(long)]
    room: Option<String>,
    /// A file with the password to join on its first line.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// How much history to show first: all, the newest few (20-last), or what came after an event (1200).
    #[arg(long, value_name = "SEQ|all|N-last", default_value = "50-last", value_parser = parse_since)]
    since: Since,
    /// For programs: JSON in and out, one object a line.
    #[arg(long)]
    json: bool,
    /// Log in to your account there. You are asked for its password.
    #[arg(long, conflicts_with = "register")]
    login: bool,
    /// Register an account for your name. You are asked for a new password.
    #[arg(long)]
    register: bool,
    /// Accept that the key at this address has changed.
    #[arg(long)]
    new_key: bool,
}

fn parse_since(text: &str) -> Result<Since, String> {
    if text == "all" {
        return Ok(Since::ALL);
    }
    let number = |digits: &str| digits.parse::<u64>().ok();
    let since = match text.strip_suffix("-last") {
        Some(count) => number(count).map(Since::last),
        None => number(text).map(|seq| Since::after(Seq(seq))),
    };
    since.ok_or_else(|| "Type all, a count such as 20-last, or the number of an event such as 1200.".to_owned())
}

/// Goes there, and stays until the input ends.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let runtime = Runtime::new()?;
    let done = runtime.block_on(join(args));
    runtime.shutdown_background();
    done
}

async fn join(args: Args) -> Result<ExitCode, Failure> {
    let paths = paths()?;
    let me = Identity::keep(&paths.guest_key())?;
    let mut known = Known::load(&paths.known())?;
    let by_code = args.code.is_some() || SpokenCode::is_meant(&args.to);
    let is_invite = args.to.trim().starts_with(SCHEME) && args.to.contains("://");
    let (addresses, key, invite) = if let Some(code) = args.code {
        if SpokenCode::is_meant(&args.to) {
            return Err("Type the host's address, and the code after --code.".into());
        }
        let invite = by_code::invite(code, Some(args.to.parse()?)).await?;
        (invite.addresses.clone(), invite.key, Some(invite))
    } else if by_code {
        let invite = by_code::invite(args.to.parse()?, None).await?;
        (invite.addresses.clone(), invite.key, Some(invite))
    } else if is_invite {
        let invite: Invite = args.to.parse()?;
        let met = invite.addresses.iter().any(|address| known.at(address).is_some_and(|house| house.key == invite.key));
        // By a relay it is reached also where its addresses are those of something else, in another network.
        if !met && invite.relay.is_none() {
            same_key(&invite, &me).await?;
        }
        (invite.addresses.clone(), invite.key, Some(invite))
    } else {
        let address: Address = args.to.parse()?;
        let key = match known.at(&address).filter(|_| !args.new_key) {
            Some(house) => house.key,
            None => first_visit(&address, &me).await?,
        };
        (vec![address], key, None)
    };
    let room = args.room.or_else(|| invite.as_ref().and_then(|invite| invite.room.clone()));
    let asked = match (args.login, args.register) {
        (true, _) => AccountAsked::Login,
        (_, true) => AccountAsked::Register,
        _ => AccountAsked::None,
    };
    let account = account(asked)?;
    let used = invite.as_ref().filter(|_| by_code).map(ToString::to_string);
    let relay = invite.as_ref().and_then(|invite| invite.relay.clone());
    let visit = Visit {
        keep: Keep::In(paths.visit(key, &args.name)),
        way: Way::Network { addresses: addresses.clone(), relay, key },
        me,
        name: args.name,
        password: password(args.password_file.as_deref())?,
        account,
        secret: invite.and_then(|invite| invite.secret),
        room: room.map(RoomName::Title),
        since: args.since,
        backoff: Backoff::default(),
    };
    let network = (!addresses.iter().all(Address::is_here)).then(LocalNetwork::new);
    let new_key = args.new_key;
    let is_in = Cell::new(false);
    let met = |title: &str| {
        is_in.set(true);
        // What an invite says of other addresses never overrules what is known of them.
        let unknown = |address: &&Address| new_key || known.at(address).is_none_or(|house| house.key == key);
        let ours: Vec<&Address> = addresses.iter().filter(unknown).collect();
        for address in ours {
            let house = KnownHouse { key, title: title.to_owned() };
            if let Err(error) = known.remember(address, house) {
                eprintln!("parlor: {error}");
            }
        }
    };
    let begin = |visit: Visit| match network.clone() {
        None => Guest::join(visit),
        Some(network) => Guest::join_with(visit, Lookout::new(move |key| network.whereabouts(key))),
    };
    let (guest, updates) = begin(visit.clone())?;
    let done = if args.json {
        pipe::run(guest, updates, met).await
    } else {
        let mut visit = visit;
        let again = |of: PasswordOf, typed: String, shown: Option<(RoomNo, Seq)>| {
            if let Some((room, seq)) = shown {
                (visit.room, visit.since) = (Some(RoomName::No(room)), Since::after(seq));
                // The account was made when they were in before.
                visit.account = visit.account.take().map(|account| match account {
                    Account::Register(password) => Account::Login(password),
                    login => login,
                });
            }
            match of {
                PasswordOf::Place => visit.password = Some(typed),
                PasswordOf::Account => visit.account = Some(Account::Login(Password::from(typed))),
            }
            Ok(begin(visit.clone())?)
        };
        terminal::run(guest, updates, asked, met, again).await
    };
    // Whoever has to try again, because their name is taken or they mistyped a password, has no second code.
    if let Some(invite) = used.filter(|_| !is_in.get()) {
        eprintln!("The code has now been used. To try again, join with this invite within 10 minutes:\n{invite}");
    }
    done
}

/// Asks for the password of an account, or for a new one twice.
fn account(asked: AccountAsked) -> Result<Option<Account>, Failure> {
    match asked {
        AccountAsked::None => return Ok(None),
        AccountAsked::Login => return Ok(Some(Account::Login(secret("Password of your account: ")?))),
        AccountAsked::Register => {}
    }
    let prompt = format!("New password, at least {} characters: ", Password::SHORTEST);
    let person = io::stdin().is_terminal();
    loop {
        let password = secret(&prompt)?;
        let wrong = match password.check() {
            Err(error) => error.to_string(),
            Ok(()) if person && secret("Repeat the password: ")? != password => {
                "The passwords are not the same.".into()
            }
            Ok(()) => return Ok(Some(Account::Register(password))),
        };
        if !person || password.as_str().is_empty() {
            return Err(wrong.into());
        }
        eprintln!("{wrong} Type it again.");
    }
}

/// Reads a password without showing it; where nobody sits at a terminal, the first line of the input.
fn secret(prompt: &str) -> Result<Password, Failure> {
    let typed =
        if io::stdin().is_terminal() { rpassword::prompt_password(prompt)? } else { super::reading::first_line()? };
    Ok(Password::from(typed))
}

/// Sees whether the key that an invite names is the one that is found where it leads. Where nobody answers, that is told
/// later, if it stays so.
async fn same_key(invite: &Invite, me: &Identity) -> Result<(), Failure> {
    match knock(&invite.addresses, me).await {
        Ok(found) if found != invite.key => {
            let address = invite.addresses.first().map(ToString::to_string).unwrap_or_default();
            let why = format!("The key in the invite is not the key of the place at {address}.");
            let words = format!("Invite: {}\nFound:  {}", invite.key.words(), found.words());
            Err(format!("{why} Ask its host for a new invite.\n{words}").into())
        }
        Err(not @ GuestError::NotParlor { .. }) => Err(not.into()),
        _ => Ok(()),
    }
}

/// Sees which key the house has, and shows it, for the person to compare.
async fn first_visit(address: &Address, me: &Identity) -> Result<Fingerprint, Failure> {
    let key = knock(std::slice::from_ref(address), me).await?;
    eprintln!("First time at {address}. Its key in words: {}", key.words());
    Ok(key)
}
