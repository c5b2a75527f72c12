//! What the program listens to, heard at once: what is told here is heard before the next thing happens.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use iced::futures::channel::mpsc as events;
use iced::futures::stream::Fuse;
use iced::futures::{StreamExt as _, future};
use iced_test::futures::BoxStream;
use iced_test::futures::subscription::{Event, Recipe};
use iced_test::runtime::Action;
use parlor::app::Message;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;

/// One of the things it listens to, until this is dropped.
pub struct Listener {
    events: events::UnboundedSender<Event>,
    heard: Arc<Mutex<Heard>>,
    task: AbortHandle,
}

/// What comes of it, and who is woken when more comes.
struct Heard {
    stream: Fuse<BoxStream<Message>>,
    waker: Waker,
    doing: UnboundedSender<Action<Message>>,
}

impl Listener {
    pub fn to(recipe: Box<dyn Recipe<Output = Message>>, doing: UnboundedSender<Action<Message>>) -> Self {
        let (events, told) = events::unbounded();
        let (stream, waker) = (recipe.stream(told.boxed()).fuse(), Waker::noop().clone());
        let heard = Arc::new(Mutex::new(Heard { stream, waker, doing }));
        let also = heard.clone();
        let task = tokio::spawn(future::poll_fn(move |context| {
            let mut heard = also.lock().unwrap();
            heard.waker.clone_from(context.waker());
            heard.hear()
        }));
        Self { events, heard, task: task.abort_handle() }
    }

    pub fn tell(&self, event: Event) {
        // Not everyone who is listened to listens.
        if self.events.unbounded_send(event).is_ok() {
            let _ = self.heard.lock().unwrap().hear();
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Heard {
    fn hear(&mut self) -> Poll<()> {
        let waker = self.waker.clone();
        let mut context = Context::from_waker(&waker);
        loop {
            match self.stream.poll_next_unpin(&mut context) {
                // After the end of the stage nobody asks what was heard.
                Poll::Ready(Some(message)) => drop(self.doing.send(Action::Output(message))),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}
