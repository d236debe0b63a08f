//! The way to standard output for lists: a thread of its own, so that a slow reader never keeps us
//! from hearing answers. Little is held for it: then no further names are begun.

use std::io::{self, Write};
use std::thread::JoinHandle;

use tokio::sync::mpsc;

use super::state_file::{Mark, StateFile};

/// Pieces that may wait for the reader.
const PIECES: usize = 8;

/// Whole lines, and how far the list has come with them.
#[derive(Debug)]
pub struct Piece {
    pub bytes: Vec<u8>,
    pub mark: Mark,
}

/// Begins to write. Pieces are to be sent; the end of the thread tells how it went.
///
/// # Errors
/// If there is no thread to be had.
pub fn start(
    mut state: Option<StateFile>,
) -> io::Result<(mpsc::Sender<Piece>, JoinHandle<io::Result<()>>)> {
    let (sender, mut pieces) = mpsc::channel::<Piece>(PIECES);
    let thread = std::thread::Builder::new()
        .name("output".to_owned())
        .spawn(move || {
            let mut stdout = io::stdout();
            while let Some(piece) = pieces.blocking_recv() {
                // Standard output's own buffer ends at the last line of a piece, which is whole.
                stdout.write_all(&piece.bytes)?;
                stdout.flush()?;
                if let Some(state) = &mut state {
                    state.write(&piece.mark)?;
                }
            }
            Ok(())
        })?;
    Ok((sender, thread))
}
