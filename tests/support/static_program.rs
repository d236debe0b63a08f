//! Programs that need nothing of the Linux that they run on.

use std::path::Path;
use std::process::Command;

use super::program::run;

/// The program names no loader, and where the system lets us try, it runs where there is nothing but
/// itself.
///
/// A build with other flags than those of .cargo/config.toml (RUSTFLAGS replaces them) fails here.
#[track_caller]
pub fn assert_static(program: &str) {
    let image = std::fs::read(program).expect("the program can be read");
    assert!(
        !names_a_loader(&image),
        "{program} wants a loader, so it is not static; are RUSTFLAGS set?"
    );
    let may = Command::new("unshare").args(["-Urn", "true"]).output();
    if !may.is_ok_and(|said| said.status.success()) {
        return;
    }
    // Beside the program, and so on its file system: a link is enough.
    let place = Path::new(program).parent().expect("in a folder");
    let root = tempfile::tempdir_in(place).expect("a folder");
    std::fs::hard_link(program, root.path().join("program")).expect("linked");
    let said = run(Command::new("unshare")
        .args(["-Urn", "--root"])
        .arg(root.path())
        .args(["/program", "--version"]));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
}

/// Whether an ELF image of 64 bits, little endian, has a program header of the type PT_INTERP.
fn names_a_loader(image: &[u8]) -> bool {
    const PT_INTERP: u32 = 3;
    let number = |at: usize, length: usize| {
        let mut bytes = [0; 8];
        bytes[..length].copy_from_slice(&image[at..at + length]);
        u64::from_le_bytes(bytes) as usize
    };
    assert_eq!(
        &image[..6],
        b"\x7fELF\x02\x01",
        "ELF of 64 bits, little endian"
    );
    let (headers, size, count) = (number(32, 8), number(54, 2), number(56, 2));
    (0..count).any(|i| number(headers + i * size, 4) as u32 == PT_INTERP)
}
