//! The program itself, on a real screen: how soon it is there, what it holds, and how quiet it is.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::{median, millis, print, rooms};

/// How long a quiet room is watched.
const QUIET: Duration = Duration::from_secs(10);

pub fn figures() {
    if std::env::var_os("DISPLAY").is_none() || Command::new("xdotool").arg("version").output().is_err() {
        println!("(there is no screen or no xdotool: the figures of the real window are left out)");
        return;
    }
    let home = rooms::folder();
    rooms::make(home.path(), 1_000);
    let starts: Vec<Duration> = (0..5).map(|_| Window::open(home.path()).shown).collect();
    print("from start to the first frame of the lobby, ms", &millis(median(starts)), "≤ 60");

    let home = rooms::folder();
    rooms::make(home.path(), 1_000_000);
    let mut window = Window::open(home.path());
    let entered = window.host();
    print("from Enter to the first frame of a room of 1,000,000, ms", &millis(entered), "");
    // What is kept ready for the search, and what lies around the first page, comes after it.
    window.settle();
    let before = window.cpu();
    std::thread::sleep(QUIET);
    let used = window.cpu() - before;
    print("processor time in 10 quiet seconds, ms", &format!("{:.0}", used.as_secs_f64() * 1e3), "≤ 10");
    let memory = window.memory() as f64 / 1024.0;
    print("memory with a room of 1,000,000 messages open, MB", &format!("{memory:.0}"), "≤ 70");
    print("a page scrolled in 1,000,000 messages on the screen, processor ms", &millis(window.pages()), "≤ 8");
    let memory = window.memory() as f64 / 1024.0;
    print("memory after a hundred pages of them were scrolled, MB", &format!("{memory:.0}"), "≤ 70");
}

/// The program, open.
struct Window {
    child: Child,
    shown: Duration,
    /// The processor time of each thread, in nanoseconds, as it was last seen.
    threads: HashMap<OsString, u64>,
    lines: mpsc::Receiver<String>,
}

impl Window {
    fn open(home: &Path) -> Self {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_parlor"))
            .env("PARLOR_HOME", home)
            .env("PARLOR_LOG", "parlor=debug")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        let out = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || out.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        let mut window = Self { child, shown: Duration::ZERO, threads: HashMap::new(), lines };
        window.until("lobby");
        window.shown = begun.elapsed();
        window
    }

    fn until(&self, screen: &str) {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(30)).expect("the window shows nothing");
            if line.contains("shown") && line.contains(screen) {
                return;
            }
        }
    }

    /// Hosts what was hosted last.
    fn host(&self) -> Duration {
        let id = Command::new("xdotool")
            .args(["search", "--sync", "--onlyvisible", "--pid", &self.child.id().to_string()])
            .output()
            .unwrap();
        let id = String::from_utf8(id.stdout).unwrap().lines().last().unwrap().to_owned();
        Command::new("xdotool").args(["windowfocus", "--sync", &id]).status().unwrap();
        let begun = Instant::now();
        // Once to fill it in, since nothing is known of how it was opened before, and once to host it.
        Command::new("xdotool").args(["key", "--delay", "60", "Return", "Return"]).status().unwrap();
        self.until("room");
        begun.elapsed()
    }

    /// Scrolls back, page by page: the processor time of one, from the key to what is on the screen.
    fn pages(&mut self) -> Duration {
        let (pages, apart) = (50, "60");
        let page_up = vec!["Prior"; pages];
        let press = || Command::new("xdotool").args(["key", "--delay", apart]).args(&page_up).status().unwrap();
        press();
        self.settle();
        let before = self.cpu();
        press();
        self.settle();
        (self.cpu() - before) / u32::try_from(pages).unwrap()
    }

    /// Waits until nothing was done for a second.
    fn settle(&mut self) {
        loop {
            let before = self.cpu();
            std::thread::sleep(Duration::from_secs(1));
            if self.cpu() - before < Duration::from_millis(10) {
                return;
            }
        }
    }

    /// The processor time it has used. What a thread used before it ended still counts: a pool's threads come and go.
    fn cpu(&mut self) -> Duration {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        for task in tasks.flatten() {
            let Ok(stat) = fs::read_to_string(task.path().join("schedstat")) else { continue };
            if let Some(nanos) = stat.split(' ').next().and_then(|nanos| nanos.parse().ok()) {
                self.threads.insert(task.file_name(), nanos);
            }
        }
        Duration::from_nanos(self.threads.values().sum())
    }

    /// The memory it holds, in kB.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
