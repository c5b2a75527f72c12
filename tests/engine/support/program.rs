//! The program itself, as people start it, in a home of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::thread;

use parlor::guest::{Keep, Visit, Way};
use parlor::room::Name;
use parlor::wire::frame::Since;
use parlor::wire::{Address, Identity, Invite};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::{Raw, soon, visitor};

/// The title of the houses opened here.
pub const TITLE: &str = "Course chat";

/// Where one person keeps everything. It is there for as long as a program in it runs.
pub struct Home {
    dir: Arc<TempDir>,
}

impl Home {
    pub fn new() -> Self {
        Self { dir: Arc::new(TempDir::new().unwrap()) }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A path as an argument of a command.
    pub fn word(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A file with these words in it.
    pub fn file(&self, name: &str, words: &str) -> String {
        fs::write(self.path(name), words).unwrap();
        self.word(name)
    }

    pub fn start(&self, args: &[&str]) -> Program {
        Program::start(&self.dir, args)
    }

    /// The same, and nobody reads what goes to its standard output.
    pub fn start_unread(&self, args: &[&str]) -> Program {
        Program::start_read(&self.dir, args, false)
    }

    /// The same at a terminal.
    #[cfg(unix)]
    pub fn sit_down(&self, args: &[&str]) -> super::terminal::Terminal {
        super::terminal::Terminal::start(&self.dir, args)
    }

    /// The same at one with so many columns.
    #[cfg(unix)]
    pub fn sit_down_at(&self, columns: u16, args: &[&str]) -> super::terminal::Terminal {
        super::terminal::Terminal::start_at(&self.dir, columns, args, None)
    }

    /// The same, and nobody reads what goes to its standard output.
    #[cfg(unix)]
    pub fn sit_down_unread(&self, args: &[&str]) -> super::terminal::Terminal {
        let (_, nowhere) = std::io::pipe().unwrap();
        let nowhere = fs::File::from(std::os::fd::OwnedFd::from(nowhere));
        super::terminal::Terminal::start_into(&self.dir, args, Some(nowhere))
    }

    /// The same, and what it says goes to a file.
    #[cfg(unix)]
    pub fn sit_down_into(&self, file: &str, args: &[&str]) -> super::terminal::Terminal {
        let file = fs::File::create(self.path(file)).unwrap();
        super::terminal::Terminal::start_into(&self.dir, args, Some(file))
    }

    /// A house on a free port, for guests on this computer.
    pub async fn host(&self, more: &[&str]) -> Hosted {
        self.host_at(0, more).await
    }

    pub async fn host_at(&self, port: u16, more: &[&str]) -> Hosted {
        let port = port.to_string();
        let mut args = vec!["host", "--title", TITLE, "--bind", "127.0.0.1", "--port", &port];
        args.extend(more);
        Hosted::read(self.start(&args)).await
    }

    /// Someone who goes there and came in.
    pub async fn join(&self, to: &str, name: &str, more: &[&str]) -> Program {
        let mut guest = self.set_out(to, name, more);
        guest.err.until("word of coming in", |line| line.starts_with("In ")).await;
        guest
    }

    /// Someone who goes there.
    pub fn set_out(&self, to: &str, name: &str, more: &[&str]) -> Program {
        let mut args = vec!["join", to, "--name", name];
        args.extend(more);
        self.start(&args)
    }

    /// A bot that goes there, and the news of its coming in.
    pub async fn bot(&self, to: &str, name: &str, more: &[&str]) -> (Program, Value) {
        let mut args = vec!["--json"];
        args.extend(more);
        let mut bot = self.set_out(to, name, &args);
        let entered = bot.news("entered").await;
        (bot, entered)
    }
}

/// The program, running. It is ended with the test, by its own handle.
pub struct Program {
    child: Child,
    input: Option<ChildStdin>,
    pub out: Lines,
    pub err: Lines,
    /// It may open further files there at any time.
    _home: Arc<TempDir>,
}

/// How a program ended, and what it said that nobody had heard yet.
#[derive(Debug)]
pub struct End {
    pub code: Option<i32>,
    pub out: Vec<String>,
    pub err: Vec<String>,
}

impl Program {
    fn start(home: &Arc<TempDir>, args: &[&str]) -> Self {
        Self::start_read(home, args, true)
    }

    fn start_read(home: &Arc<TempDir>, args: &[&str], is_read: bool) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_parlor"))
            .args(args)
            .env("PARLOR_HOME", home.path())
            .env_remove("PARLOR_LOG")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().filter(|_| is_read);
        let out = out.map_or_else(|| Lines::of(std::io::empty()), Lines::of);
        let err = Lines::of(child.stderr.take().unwrap());
        Self { input: child.stdin.take(), child, out, err, _home: Arc::clone(home) }
    }

    pub fn types(&mut self, line: &str) {
        self.types_bytes(format!("{line}\n").as_bytes());
    }

    pub fn types_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    /// Tells a bot something.
    pub fn wants(&mut self, wish: &Value) {
        self.types(&wish.to_string());
    }

    /// The next thing a bot is told that is of this kind.
    pub async fn news(&mut self, kind: &str) -> Value {
        self.news_where(kind, |_| true).await
    }

    pub async fn news_where(&mut self, kind: &str, mut wanted: impl FnMut(&Value) -> bool) -> Value {
        let mut found = None;
        self.out
            .until(kind, |line| {
                let news = as_news(line);
                let it_is = news["t"] == kind && wanted(&news);
                found = it_is.then_some(news);
                it_is
            })
            .await;
        found.unwrap()
    }

    /// Nothing more will be typed.
    pub fn ends_input(&mut self) {
        self.input = None;
    }

    /// Waits until the program ends.
    pub async fn end(&mut self) -> End {
        // Both are closed when it ends, and not before.
        let (out, err) = (self.out.rest().await, self.err.rest().await);
        End { code: self.child.wait().unwrap().code(), out, err }
    }

    /// Ends the program at once, without a word to it.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Its number in the system.
    #[cfg(unix)]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, such as `TERM`.
    #[cfg(unix)]
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success(), "SIG{signal} could not be sent");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a program says, line by line.
pub struct Lines {
    read: mpsc::UnboundedReceiver<String>,
    /// Everything read so far.
    pub heard: Vec<String>,
}

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let (lines, read) = mpsc::unbounded_channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines() {
                if line.is_err() || line.is_ok_and(|line| lines.send(line).is_err()) {
                    return;
                }
            }
        });
        Self { read, heard: Vec::new() }
    }

    /// The next line, or nothing after the last.
    pub async fn next(&mut self) -> Option<String> {
        let line = soon("a line of the program", self.read.recv()).await?;
        self.heard.push(line.clone());
        Some(line)
    }

    /// Reads until a line is what was waited for.
    pub async fn until(&mut self, what: &str, mut wanted: impl FnMut(&str) -> bool) -> String {
        let found = soon(what, async {
            loop {
                let line = self.read.recv().await?;
                self.heard.push(line.clone());
                if wanted(&line) {
                    return Some(line);
                }
            }
        });
        match found.await {
            Some(line) => line,
            None => panic!("the program ended before {what}; it said {:#?}", self.heard),
        }
    }

    /// Reads to the end.
    pub async fn rest(&mut self) -> Vec<String> {
        let mut rest = Vec::new();
        while let Some(line) = self.next().await {
            rest.push(line);
        }
        rest
    }
}

/// A house of the program, and what it said of itself.
pub struct Hosted {
    pub program: Program,
    pub ways: Vec<Address>,
    pub words: String,
    pub invite: String,
    pub kept_in: PathBuf,
}

impl Hosted {
    /// Reads what a house says when it opens.
    pub async fn read(mut program: Program) -> Self {
        let mut told: Vec<(String, String)> = Vec::new();
        loop {
            let Some(line) = program.out.next().await else {
                panic!("the house did not open: {:#?}", program.err.rest().await);
            };
            if let Some((label, value)) = line.split_at_checked(12) {
                told.push((label.trim().to_owned(), value.trim().to_owned()));
            }
            if line.starts_with("Kept in") {
                break;
            }
        }
        let told_as = |wanted: &str| told.iter().find(|(label, _)| label == wanted).unwrap().1.clone();
        let ways = told
            .iter()
            .skip_while(|(label, _)| label != "Address")
            .take_while(|(label, _)| label == "Address" || label.is_empty());
        Self {
            ways: ways.map(|(_, way)| way.parse().unwrap()).collect(),
            words: told_as("Fingerprint"),
            invite: told_as("Invite"),
            kept_in: told_as("Kept in").into(),
            program,
        }
    }

    pub fn port(&self) -> u16 {
        self.ways[0].port
    }

    pub fn to(&self) -> String {
        self.ways[0].to_string()
    }

    /// Where it is reached from this computer.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port()))
    }

    /// A visit through the library, by someone with a key of their own who keeps nothing.
    pub fn visit(&self, name: &str) -> Visit {
        visit(&self.invite, name)
    }

    /// Everything that was kept, as a newcomer reads it. Checks that the numbers are without holes.
    pub async fn log(&self) -> Vec<Value> {
        let mut raw = Raw::knock(self.address()).await;
        raw.hello(&format!("Reader {}", rand::random::<u32>())).await;
        raw.send(json!({"t": "enter", "since": {"after": 0}})).await;
        let head = raw.until("entered").await["head"].as_u64().unwrap();
        let mut log = Vec::new();
        for seq in 1..=head {
            let event = raw.until("event").await;
            assert_eq!(event["seq"], seq, "a hole, or a repetition");
            log.push(event);
        }
        raw.send(json!({"t": "bye"})).await;
        log
    }
}

/// A visit through the library, by someone with a key of their own who keeps nothing.
pub fn visit(invite: &str, name: &str) -> Visit {
    let Invite { addresses, key, secret, .. } = invite.parse().unwrap();
    Visit {
        way: Way::Network { addresses: vec![addresses[0].clone()], relay: None, key },
        me: Identity::fresh().unwrap(),
        name: Name::parse(name).unwrap(),
        password: None,
        account: None,
        secret,
        room: None,
        since: Since::ALL,
        keep: Keep::Nowhere,
        backoff: visitor::quick(),
    }
}

/// A line that a bot is told.
pub fn as_news(line: &str) -> Value {
    let news: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    assert!(news["t"].is_string(), "of no kind: {line}");
    news
}
