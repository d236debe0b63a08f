use super::*;

fn time() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_795_000_001).unwrap()
}

fn files() -> Vec<Entry> {
    vec![
        Entry::program("b/program", *b"\x7fELF"),
        Entry::text("a/text", "words\n"),
    ]
}

fn turned() -> Vec<Entry> {
    files().into_iter().rev().collect()
}

#[test]
fn the_order_in_which_files_come_does_not_matter() {
    for rooted in [false, true] {
        let one = tar(&files(), time(), rooted).unwrap();
        assert_eq!(one, tar(&turned(), time(), rooted).unwrap());
    }
    assert_eq!(
        zip(&files(), time()).unwrap(),
        zip(&turned(), time()).unwrap()
    );
}

#[test]
fn a_tar_archive_says_nothing_of_this_machine() {
    let bytes = tar(&files(), time(), false).unwrap();
    let mut archive = ::tar::Archive::new(&*bytes);
    let mut seen = Vec::new();
    for entry in archive.entries().unwrap() {
        let entry = entry.unwrap();
        let header = entry.header();
        assert_eq!((header.uid().unwrap(), header.gid().unwrap()), (0, 0));
        assert_eq!(header.username().unwrap(), Some("root"));
        assert_eq!(header.mtime().unwrap(), 1_795_000_001);
        let path = entry.path().unwrap().display().to_string();
        seen.push((path, header.mode().unwrap()));
    }
    let wanted = [("a/text", 0o644), ("b/program", 0o755)];
    assert_eq!(seen, wanted.map(|(path, mode)| (path.to_owned(), mode)));
}

#[test]
fn a_rooted_archive_makes_every_folder_once_and_before_what_is_in_it() {
    let mut entries = files();
    entries.push(Entry::text("a/z/deep", "."));
    let bytes = tar(&entries, time(), true).unwrap();
    let mut archive = ::tar::Archive::new(&*bytes);
    let paths: Vec<String> = archive
        .entries()
        .unwrap()
        .map(|entry| String::from_utf8(entry.unwrap().path_bytes().into_owned()).unwrap())
        .collect();
    let wanted = [
        "./",
        "./a/",
        "./a/text",
        "./a/z/",
        "./a/z/deep",
        "./b/",
        "./b/program",
    ];
    assert_eq!(paths, wanted);
}

#[test]
fn a_zip_archive_keeps_modes_and_the_time() {
    let bytes = zip(&files(), time()).unwrap();
    let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let file = archive.by_name("b/program").unwrap();
    assert_eq!(file.unix_mode().unwrap() & 0o777, 0o755);
    // 2026-11-18 11:06:41, of which zip keeps two seconds.
    let time = file.last_modified().unwrap();
    assert_eq!((time.year(), time.month(), time.day()), (2026, 11, 18));
    assert_eq!(time.second() % 2, 0);
}

#[test]
fn what_windows_own_reader_of_packages_refuses_is_not_written() {
    // System.IO.Packaging takes deflate (2.0) and sizes that stand before the data.
    let bytes = zip(&files(), time()).unwrap();
    assert_eq!(&bytes[..4], b"PK\x03\x04");
    assert!(bytes[4] <= 20, "version needed: {}", bytes[4]);
    assert_eq!(bytes[6] & 8, 0, "sizes stand after the data");
}

#[test]
fn compressed_data_names_no_file_and_no_time() {
    let bytes = gzip(b"words").unwrap();
    assert_eq!(bytes[3], 0, "flags");
    assert_eq!(bytes[4..8], [0; 4], "time");
    assert_eq!(bytes, gzip(b"words").unwrap());
}

#[test]
fn two_files_of_one_name_are_refused() {
    let mut entries = files();
    entries.extend(files());
    assert_eq!(
        tar(&entries, time(), false).unwrap_err(),
        "a/text is there twice"
    );
    assert_eq!(zip(&entries, time()).unwrap_err(), "a/text is there twice");
}

#[test]
fn a_name_that_is_too_long_is_refused_and_not_cut() {
    let entry = [Entry::text("a".repeat(100), "")];
    assert!(tar(&entry, time(), false).unwrap_err().contains("too long"));
}
