//! The memory that passwords are worked on in. argon2 wants 19 MB for each, and a thread that takes and returns so much
//! keeps it: of hundreds of tries, hundreds of megabytes would stay. So there are two areas, used again and again, and
//! whoever wants one waits for their turn.

use std::sync::{Mutex, PoisonError};

use argon2::{Argon2, Block, Params};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many there are.
const AREAS: usize = 2;

/// How many blocks stay of an area. More is taken only for a hash that was made with other parameters, and returned.
const BLOCKS: usize = Params::DEFAULT.block_count();

static TURNS: Semaphore = Semaphore::const_new(AREAS);

/// Those that nobody uses just now. They are made when they are first needed.
static FREE: Mutex<Vec<HashBuffer>> = Mutex::new(Vec::new());

/// Memory to work on one password in. Nothing of a password is left in it in between.
pub struct HashBuffer(Vec<Block>);

impl HashBuffer {
    /// What argon2 makes of a password, or nothing where that can't be.
    pub fn digest(&mut self, argon: &Argon2<'_>, password: &[u8], salt: &[u8], digest: &mut [u8]) -> Option<()> {
        let wanted = argon.params().block_count();
        self.0.try_reserve_exact(wanted.saturating_sub(self.0.len())).ok()?;
        self.0.resize(wanted.max(self.0.len()), Block::new());
        let done = argon.hash_password_into_with_memory(password, salt, digest, &mut self.0[..wanted]);
        // The memory is used again by the next one, so this is not optimized away; it costs a tenth of the work at most.
        self.0[..wanted].fill(Block::new());
        self.0.truncate(BLOCKS);
        self.0.shrink_to(BLOCKS);
        done.ok()
    }
}

/// The right to use an area.
pub struct HashPermit {
    _permit: Option<SemaphorePermit<'static>>,
}

impl HashPermit {
    /// Waits for an area.
    pub async fn wait() -> Self {
        // QueryTurns never end; if they did, working unhindered would be right.
        Self { _permit: TURNS.acquire().await.ok() }
    }

    /// Works on a password, away from those who serve. The area is taken until that is done, also where nobody waits for
    /// the answer any more.
    pub async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut HashBuffer) -> Option<T> + Send + 'static,
    ) -> Option<T> {
        let work = move || {
            let free = || FREE.lock().unwrap_or_else(PoisonError::into_inner);
            let spare = free().pop();
            let mut area = spare.unwrap_or(HashBuffer(Vec::new()));
            let done = work(&mut area);
            free().push(area);
            drop(self);
            done
        };
        tokio::task::spawn_blocking(work).await.ok().flatten()
    }
}
