//! `--names`: many names, a bounded number at a time, in bounded memory.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

/// No name is longer; what is, is cut here and refused later.
const LONGEST_LINE: u64 = 4096;

/// Lines that are read ahead.
const READ_AHEAD: usize = 1024;

/// Results that may wait for an earlier name, for each name asked at a time.
const HELD_BACK: usize = 10;

/// Opens the list; `-` is standard input.
///
/// # Errors
/// What is wrong with the file.
pub fn open(path: &Path) -> Result<Box<dyn Read + Send>, String> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) if file.metadata().is_ok_and(|m| m.is_dir()) => Err(format!(
            "{} is a folder; type a file with one name a line, or -",
            path.display()
        )),
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(format!(
            "{} cannot be read ({error}); type a file with one name a line, or -",
            path.display()
        )),
    }
}

/// Reads the names on a thread of their own: what waits for them must not stop the lookups.
pub fn read(from: Box<dyn Read + Send>) -> mpsc::Receiver<io::Result<String>> {
    let (sender, receiver) = mpsc::channel(READ_AHEAD);
    std::thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let result = each_line(&mut reader, &mut |line| {
            sender.blocking_send(Ok(line)).is_ok()
        });
        if let Err(error) = result {
            let _ = sender.blocking_send(Err(error));
        }
    });
    receiver
}

/// Hands on each name, trimmed, without comments and blank lines, until `take` says stop. UTF-8, or
/// UTF-16 with a byte-order mark as PowerShell writes.
fn each_line(reader: &mut impl BufRead, take: &mut impl FnMut(String) -> bool) -> io::Result<()> {
    let mut start = reader.fill_buf()?;
    let wide = match start {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    if let Some(unit) = wide {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]))
            .collect();
        let text = String::from_utf16_lossy(&units);
        return each_line(&mut text.as_bytes(), take);
    }
    if start.starts_with(b"\xef\xbb\xbf") {
        start = &start[..3];
        let length = start.len();
        reader.consume(length);
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = reader
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(());
        }
        if length as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
            reader.skip_until(b'\n')?;
        }
        let text = String::from_utf8_lossy(&line);
        let name = text.split('#').next().unwrap_or_default().trim();
        if !name.is_empty() && !take(name.to_owned()) {
            return Ok(());
        }
    }
}

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
    mut names: mpsc::Receiver<io::Result<String>>,
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
    let mut patience = Instant::now() + crate::PATIENCE;
    loop {
        while let Some(result) = running.ready() {
            emit(Event::Result(result))?;
            patience = Instant::now() + crate::PATIENCE;
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
                Some(Ok(name)) => {
                    if running.len() == 0 {
                        patience = Instant::now() + crate::PATIENCE;
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
                patience = Instant::now() + crate::PATIENCE;
            }
            () = tokio::time::sleep_until(patience), if running.len() > 0 => {
                emit(Event::Silence)?;
                patience = Instant::now() + crate::PATIENCE;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        each_line(&mut BufReader::new(bytes), &mut |line| {
            lines.push(line);
            true
        })
        .unwrap();
        lines
    }

    #[test]
    fn names_are_read_from_any_text_file() {
        let expected = ["sql01", "sql02.corp.example"];
        let text = "# databases\r\nsql01 # main\r\n\r\n  sql02.corp.example";
        assert_eq!(lines(text.as_bytes()), expected);
        let marked = format!("\u{feff}{text}");
        assert_eq!(lines(marked.as_bytes()), expected);
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(lines(&wide), expected);
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(lines(&wide), expected);
        assert_eq!(lines(b""), [""; 0]);
    }

    #[test]
    fn an_endless_line_costs_bounded_memory() {
        let mut bytes = vec![b'a'; 100_000];
        bytes.extend(b"\nsql01\n");
        let lines = lines(&bytes);
        assert_eq!((lines[0].len(), lines[1].as_str()), (4096, "sql01"));
    }
}
