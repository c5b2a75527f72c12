//! One window a data folder: whoever starts the program again reaches the window that is open already, which comes to the
//! front, with the invite they opened.
//!
//! The first one listens on this computer alone, and says in a file of the data folder where. Only who can read that file
//! can call it: a password for the call, and one for the answer, stand in it.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, BufRead as _, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use iced::futures::channel::mpsc;
use iced::futures::{SinkExt as _, Stream};
use iced::{Subscription, stream};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

use super::message::Message;
use super::private_file;
use crate::paths::Paths;
use crate::wire::Secret;

/// How long the window that is open may take to answer. One that is gone refuses at once.
const ANSWER: Duration = Duration::from_secs(1);

/// How long a call may be: an invite is much shorter.
const CALL: u64 = 16 * 1024;

/// Where the first window is called, and how each proves to be who they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Place {
    port: u16,
    call: Secret,
    answer: Secret,
}

/// What is said to it, in one line.
#[derive(Debug, Serialize, Deserialize)]
struct Call {
    secret: Secret,
    #[serde(default)]
    invite: Option<String>,
}

/// This is the first window: it hears of those that are started after it. Dropped, it is none any more.
#[derive(Clone, Debug)]
pub struct FirstWindow(Arc<Listening>);

#[derive(Debug)]
struct Listening {
    listener: TcpListener,
    place: Place,
    file: PathBuf,
}

/// Hands the invite to the window that is open already, if there is one. True where it took it.
#[must_use]
pub fn hand_over(paths: &Paths, invite: Option<&str>) -> bool {
    let Some(place) = read(&paths.window()) else { return false };
    match call(&place, invite) {
        Ok(answered) => answered,
        Err(error) => {
            tracing::debug!(%error, "no window is open");
            false
        }
    }
}

fn read(file: &Path) -> Option<Place> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

fn call(place: &Place, invite: Option<&str>) -> io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, place.port).into(), ANSWER)?;
    stream.set_read_timeout(Some(ANSWER))?;
    stream.set_write_timeout(Some(ANSWER))?;
    let call = Call { secret: place.call.clone(), invite: invite.map(str::to_owned) };
    let mut line = serde_json::to_vec(&call)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut answer = String::new();
    io::BufReader::new(stream.take(CALL)).read_line(&mut answer)?;
    Ok(Secret::from(answer.trim_end().to_owned()) == place.answer)
}

impl FirstWindow {
    /// Says where it is called. Nothing where the system lets nobody listen or write: then each start opens a window.
    #[must_use]
    pub fn listen(paths: &Paths) -> Option<Self> {
        let listening = Self::try_to_listen(paths.window());
        listening.inspect_err(|error| tracing::warn!(%error, "further starts are not heard of")).ok()
    }

    fn try_to_listen(file: PathBuf) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let secret = || Secret::fresh().ok_or_else(|| io::Error::other("the system has no randomness"));
        let place = Place { port: listener.local_addr()?.port(), call: secret()?, answer: secret()? };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        private_file::write(&file, &serde_json::to_vec(&place)?)?;
        Ok(Self(Arc::new(Listening { listener, place, file })))
    }

    /// Who is started after it, each with the invite it was opened with.
    pub fn calls(&self) -> Subscription<Message> {
        Subscription::run_with(self.clone(), hear)
    }
}

impl Hash for FirstWindow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.place.port.hash(state);
    }
}

impl Listening {
    /// Hears whoever calls, and what with. Nothing where they are not one of us.
    async fn hear(&self, mut stream: tokio::net::TcpStream) -> io::Result<Option<Option<String>>> {
        let (read, mut write) = stream.split();
        let mut line = Vec::new();
        tokio::io::BufReader::new(read.take(CALL)).read_until(b'\n', &mut line).await?;
        let Ok(call) = serde_json::from_slice::<Call>(&line) else { return Ok(None) };
        if call.secret != self.place.call {
            return Ok(None);
        }
        write.write_all(format!("{}\n", self.place.answer.as_str()).as_bytes()).await?;
        Ok(Some(call.invite))
    }
}

fn hear(window: &FirstWindow) -> impl Stream<Item = Message> + use<> {
    let listening = Arc::clone(&window.0);
    stream::channel(1, async move |mut tell: mpsc::Sender<Message>| {
        let listener = listening.listener.try_clone().and_then(tokio::net::TcpListener::from_std);
        // Without it, the next start opens a window of its own.
        let Ok(listener) = listener else { return };
        while let Ok((stream, _)) = listener.accept().await {
            // Whoever says nothing keeps the next one waiting no longer than this.
            if let Ok(Ok(Some(invite))) = timeout(ANSWER, listening.hear(stream)).await
                && tell.send(Message::Called(invite)).await.is_err()
            {
                return;
            }
        }
    })
}

impl Drop for Listening {
    fn drop(&mut self) {
        // Another window may have taken its place.
        if read(&self.file).is_some_and(|place| place.port == self.place.port) {
            let _ = fs::remove_file(&self.file);
        }
    }
}
