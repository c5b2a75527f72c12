//! The thread that reads and writes the window's own small files, one after another in the order that was asked for: no
//! frame waits for a disk, and no file is written over by what was asked for before.

use std::sync::mpsc::{self, SendError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;

/// The way to the thread. It may be copied to whoever has files to read or write.
#[derive(Clone)]
pub struct Disk(mpsc::Sender<Option<Work>>);

/// The thread. Dropping it waits until all that was asked of it before is done.
pub struct DiskThread {
    disk: Disk,
    thread: Option<JoinHandle<()>>,
}

impl DiskThread {
    /// Starts it. Where the system gives no thread, everything is done by whoever asks for it.
    #[must_use]
    pub fn start() -> Self {
        let (sender, work) = mpsc::channel::<Option<Work>>();
        let started = thread::Builder::new().name("disk".to_owned()).spawn(move || {
            while let Ok(Some(work)) = work.recv() {
                work();
            }
        });
        let thread = started.inspect_err(|error| tracing::warn!(%error, "there is no thread for files")).ok();
        Self { disk: Disk(sender), thread }
    }

    /// The way to it.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        &self.disk
    }
}

impl Drop for DiskThread {
    fn drop(&mut self) {
        // Who holds a way to it does not keep it running.
        let _ = self.disk.0.send(None);
        if let Some(thread) = self.thread.take() {
            // A panic in it was reported where it happened.
            let _ = thread.join();
        }
    }
}

impl Disk {
    /// Does this after all that was asked for before.
    pub fn run(&self, work: impl FnOnce() + Send + 'static) {
        if let Err(SendError(Some(work))) = self.0.send(Some(Box::new(work))) {
            work();
        }
    }

    /// Does this after all that was asked for before, and gives what came of it; nothing where the thread ended first.
    pub fn ask<T, F>(&self, work: F) -> impl Future<Output = Option<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.run(move || {
            // Whoever asked may be gone by now.
            let _ = answer.send(work());
        });
        async move { answered.await.ok() }
    }

    /// Ends when all that was asked for before is done.
    pub fn done(&self) -> impl Future<Output = ()> + Send + use<> {
        let done = self.ask(|| ());
        async move {
            done.await;
        }
    }
}
