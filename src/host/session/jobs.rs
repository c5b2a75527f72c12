//! What a session has worked on beside it: questions, one after the other, and coming into a room. It ends with the
//! session.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use super::entering::EnterResult;
use crate::wire::FromHost;

/// Something that is being worked on.
type Job<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What came of it.
pub enum JobDone {
    /// An answer.
    Answered(Box<FromHost>),
    /// It was passed on to the hall, which answers.
    Called,
    /// A room was entered, or not.
    Entered(Box<EnterResult>),
}

/// What is worked on. Empty, it takes next to no memory.
#[derive(Default)]
pub struct Jobs {
    /// Questions, the first at work, the others not begun.
    questions: VecDeque<Job<JobDone>>,
    /// Coming into a room: nothing else is heard meanwhile.
    entering: Option<Job<EnterResult>>,
}

impl Jobs {
    /// Whether there is anything.
    pub fn is_busy(&self) -> bool {
        self.entering.is_some() || !self.questions.is_empty()
    }

    /// Whether a room is being entered.
    pub const fn is_entering(&self) -> bool {
        self.entering.is_some()
    }

    /// How many questions there are.
    pub fn asked(&self) -> usize {
        self.questions.len()
    }

    /// One question more.
    pub fn ask(&mut self, question: impl Future<Output = JobDone> + Send + 'static) {
        self.questions.push_back(Box::pin(question));
    }

    /// A room is entered.
    pub fn enter(&mut self, entering: impl Future<Output = EnterResult> + Send + 'static) {
        self.entering = Some(Box::pin(entering));
    }

    /// Gives up all questions: nobody waits for the answers.
    pub fn give_up(&mut self) {
        self.questions = VecDeque::new();
    }

    /// Waits for the next to be done. Nothing is lost when this is dropped half way.
    pub async fn next(&mut self) -> JobDone {
        poll_fn(|cx| {
            if let Some(entering) = &mut self.entering
                && let Poll::Ready(done) = entering.as_mut().poll(cx)
            {
                self.entering = None;
                return Poll::Ready(JobDone::Entered(Box::new(done)));
            }
            if let Some(first) = self.questions.front_mut()
                && let Poll::Ready(done) = first.as_mut().poll(cx)
            {
                self.questions.pop_front();
                if self.questions.is_empty() {
                    self.questions.shrink_to_fit();
                }
                return Poll::Ready(done);
            }
            Poll::Pending
        })
        .await
    }
}
