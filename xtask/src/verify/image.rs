//! What a program's file tells without being run.

use std::path::PathBuf;

use crate::outcome::Result;
use crate::release::Release;

const PT_DYNAMIC: u64 = 2;
const PT_INTERP: u64 = 3;
const SHT_SYMTAB: u64 = 2;

/// That a program for Linux is static, wants no loader, and carries no symbols.
///
/// # Errors
/// What it wants or carries.
pub fn elf(image: &[u8]) -> Result<()> {
    if image.get(..6) != Some(b"\x7fELF\x02\x01") {
        return Err("no program for Linux of 64 bits, little endian".to_owned());
    }
    let number = |at: usize, length: usize| -> u64 {
        let mut bytes = [0; 8];
        if let Some(part) = image.get(at..at + length) {
            bytes[..length].copy_from_slice(part);
        }
        u64::from_le_bytes(bytes)
    };
    let table = |start: u64, size: u64, count: u64, kind: usize| {
        (0..count.min(1000)).map(move |i| (start + i * size) as usize + kind)
    };
    for at in table(number(32, 8), number(54, 2), number(56, 2), 0) {
        match number(at, 4) {
            PT_INTERP => return Err("wants a loader, so it is not static".to_owned()),
            PT_DYNAMIC => return Err("is linked dynamically".to_owned()),
            _ => {}
        }
    }
    for at in table(number(40, 8), number(58, 2), number(60, 2), 4) {
        if number(at, 4) == SHT_SYMTAB {
            return Err("carries symbols: it is not stripped".to_owned());
        }
    }
    Ok(())
}

/// That the C library's name service is not in a program: linked statically, it loads modules of the
/// system's at run time, and where these are missing or of another version it fails in ways of its own.
///
/// # Errors
/// That it is there.
pub fn own_names(image: &[u8]) -> Result<()> {
    let sign = b"/etc/nsswitch.conf";
    match image.windows(sign.len()).any(|window| window == sign) {
        true => Err("asks the C library for names".to_owned()),
        false => Ok(()),
    }
}

/// The folders of this machine that must not stand in a program.
pub fn folders(release: &Release) -> Vec<String> {
    let variables =
        ["CARGO_HOME", "RUSTUP_HOME"].map(|name| std::env::var_os(name).map(PathBuf::from));
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let mut folders: Vec<PathBuf> = variables.into_iter().flatten().collect();
    if let Some(home) = home {
        folders.extend([home.join(".cargo"), home.join(".rustup")]);
    }
    folders.extend([release.root().to_owned(), release.target()]);
    folders
        .into_iter()
        .map(|folder| folder.to_string_lossy().into_owned())
        .collect()
}

/// That none of these folders stands in a program.
///
/// # Errors
/// The one that does, and what follows it.
pub fn anonymous(image: &[u8], folders: &[String]) -> Result<()> {
    for folder in folders.iter().filter(|folder| folder.len() > 1) {
        let found = image
            .windows(folder.len())
            .position(|window| window == folder.as_bytes());
        if let Some(at) = found {
            let end = image.len().min(at + 120);
            let text: String = image[at..end]
                .iter()
                .map(|&byte| byte as char)
                .take_while(char::is_ascii_graphic)
                .collect();
            return Err(format!("names a folder of this machine: {text}"));
        }
    }
    Ok(())
}

/// That a program is no larger than meant.
///
/// # Errors
/// How large it is.
pub fn within(image: &[u8], aim: usize) -> Result<String> {
    let said = format!("static, {} bytes of at most {aim}", image.len());
    match image.len() <= aim {
        true => Ok(said),
        false => Err(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with one program header and one section header of these kinds.
    fn file(program: u8, section: u8) -> Vec<u8> {
        let mut image = vec![0; 64 + 56 + 64];
        image[..6].copy_from_slice(b"\x7fELF\x02\x01");
        image[32] = 64;
        image[54] = 56;
        image[56] = 1;
        image[40] = 64 + 56;
        image[58] = 64;
        image[60] = 1;
        image[64] = program;
        image[64 + 56 + 4] = section;
        image
    }

    #[test]
    fn a_static_stripped_program_wants_nothing() {
        assert_eq!(elf(&file(1, 1)), Ok(()));
        assert!(elf(&file(3, 1)).unwrap_err().contains("loader"));
        assert!(elf(&file(2, 1)).unwrap_err().contains("dynamically"));
        assert!(elf(&file(1, 2)).unwrap_err().contains("symbols"));
        assert!(elf(b"MZ").is_err());
        assert!(elf(b"\x7fELF\x02\x01").is_ok());
    }

    #[test]
    fn a_folder_of_the_machine_is_found_wherever_it_stands() {
        let folders = ["/home/me/.cargo".to_owned(), String::new()];
        assert_eq!(anonymous(b"...\0/crates/x-1.0/lib.rs", &folders), Ok(()));
        let said = anonymous(b"...\0/home/me/.cargo/x.rs\0...", &folders).unwrap_err();
        assert!(said.ends_with(": /home/me/.cargo/x.rs"), "{said}");
    }

    #[test]
    fn the_name_service_is_known_by_its_file() {
        assert_eq!(own_names(b"...\0/etc/resolv.conf\0"), Ok(()));
        assert!(own_names(b"...\0/etc/nsswitch.conf\0").is_err());
    }

    #[test]
    fn the_aim_is_the_most() {
        assert!(within(&[0; 4], 4).is_ok());
        assert!(within(&[0; 5], 4).is_err());
    }
}
