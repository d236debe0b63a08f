//! `--names`: many names, a bounded number at a time, in bounded memory.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use netdiag::lists::Item;
use netdiag::patience::PATIENCE;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

/// Results that may wait for an earlier name, for each name asked at a time.
const HELD_BACK: usize = 10;

/// Work that is under way.
enum Running<T> {
    InOrder(VecDeque<JoinHandle<T>>),
    AsTheyCome(JoinSet<T>),
}

impl<T: Send + 'static> Running<T> {
    fn len(&self) -> usize {
        match self {
            Self::InOrder(queue) => queue.len(),
            Self::AsTheyCome(set) => set.len(),
        }
    }

    fn ready(&mut self) -> Option<T> {
        match self {
            Self::InOrder(queue) => {
                if !queue.front()?.is_finished() {
                    return None;
                }
                // Finished, so this is ready at the first poll.
                let handle = queue.front_mut()?;
                let mut context = std::task::Context::from_waker(std::task::Waker::noop());
                match std::pin::Pin::new(handle).poll(&mut context) {
                    std::task::Poll::Ready(result) => {
                        queue.pop_front();
                        Some(result.expect("lookups do not panic"))
                    }
                    std::task::Poll::Pending => None,
                }
            }
            Self::AsTheyCome(set) => set
                .try_join_next()
                .map(|result| result.expect("lookups do not panic")),
        }
    }

    /// Waits for the next result; only call it if there is work.
    async fn next(&mut self) -> T {
        let result = match self {
            Self::InOrder(queue) => {
                let front = queue.front_mut().expect("only called if there is work");
                let result = front.await;
                queue.pop_front();
                result
            }
            Self::AsTheyCome(set) => set.join_next().await.expect("only called if there is work"),
        };
        result.expect("lookups do not panic")
    }
}

/// Runs `work` for each name, at most `concurrency` at a time, and hands each result to `emit`.
///
/// # Errors
/// Those of `emit`, and of reading the names.
pub async fn run<T: Send + 'static, F>(
    mut names: mpsc::Receiver<Item>,
    concurrency: usize,
    unordered: bool,
    work: impl Fn(usize, String) -> F,
    mut emit: impl FnMut(Event<T>) -> io::Result<()>,
) -> io::Result<()>
where
    F: Future<Output = T> + Send + 'static,
{
    let permits = Arc::new(Semaphore::new(concurrency));
    let most = concurrency.saturating_mul(HELD_BACK);
    let mut running = if unordered {
        Running::AsTheyCome(JoinSet::new())
    } else {
        Running::InOrder(VecDeque::new())
    };
    let mut more = true;
    let mut begun = 0;
    let mut patience = Instant::now() + PATIENCE;
    loop {
        while let Some(result) = running.ready() {
            emit(Event::Result(result))?;
            patience = Instant::now() + PATIENCE;
        }
        if !more && running.len() == 0 {
            return emit(Event::Waiting);
        }
        if running.len() == 0 || !more || permits.available_permits() == 0 || names.is_empty() {
            emit(Event::Waiting)?;
        }
        let begin = async {
            let permit = permits.clone().acquire_owned().await;
            (permit, names.recv().await)
        };
        let can_begin = more && running.len() < most;
        tokio::select! {
            (permit, name) = begin, if can_begin => match name {
                None => more = false,
                Some(Err(error)) => return Err(error),
                Some(Ok((_, name))) => {
                    if running.len() == 0 {
                        patience = Instant::now() + PATIENCE;
                    }
                    let job = work(begun, name);
                    begun += 1;
                    let job = async move {
                        let result = job.await;
                        drop(permit);
                        result
                    };
                    match &mut running {
                        Running::InOrder(queue) => queue.push_back(tokio::spawn(job)),
                        Running::AsTheyCome(set) => {
                            set.spawn(job);
                        }
                    }
                }
            },
            result = running.next(), if running.len() > 0 => {
                emit(Event::Result(result))?;
                patience = Instant::now() + PATIENCE;
            }
            () = tokio::time::sleep_until(patience), if running.len() > 0 => {
                emit(Event::Silence)?;
                patience = Instant::now() + PATIENCE;
            }
        }
    }
}

/// What [`run`] tells.
pub enum Event<T> {
    /// A name is done.
    Result(T),
    /// Nothing more can be said for now: hand on what was written.
    Waiting,
    /// Names are being asked, but nothing came for a while.
    Silence,
}
