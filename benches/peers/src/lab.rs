//! A closed network: two machines, joined directly and by a wire of known length.
//!
//! ```text
//! client 10.99.0.1 ------------------------- 10.99.0.2 server (and 10.100.0.0/16)
//!        10.97.0.1 ---- 10 ms each way ----- 10.97.0.2
//! ```
//!
//! On the client, 127.0.0.1 answers DNS, and 127.0.0.2 does but for one question in a hundred. The
//! server answers DNS too, accepts on port 8000, and hears nothing on 10.100.254.0/23. No namespace
//! has a default route. This program is the client; the other two end with it.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::outcome::Result;
use crate::role::Role;

/// The folder of this run's files, and the programs.
#[derive(Debug)]
pub struct Lab {
    /// Lists, outputs.
    pub folder: tempfile::TempDir,
    /// Where our programs were built.
    built: PathBuf,
    /// Where they are [installed](Lab::install).
    programs: tempfile::TempDir,
    _helpers: Vec<Child>,
}

impl Lab {
    /// The network, its machines, and a place for the programs of this folder (else of this program's),
    /// which are still to be [installed](Lab::install).
    ///
    /// # Errors
    /// If the system does not let us make it.
    pub fn build(built: Option<&Path>) -> Result<Self> {
        let own = std::env::current_exe()?;
        let built = match built {
            Some(folder) => folder.canonicalize()?,
            None => own.parent().ok_or("no folder")?.to_owned(),
        };
        let programs = tempfile::Builder::new()
            .prefix("peers-")
            .tempdir_in(&built)?;
        let folder = tempfile::tempdir()?;
        let mut server = helper(Role::Server, true)?;
        let mut wire = helper(Role::Wire, true)?;
        configure(server.id(), wire.id())?;
        go(&mut server)?;
        go(&mut wire)?;
        let mut names = helper(Role::Names, false)?;
        go(&mut names)?;
        // So that getent asks the same server as everybody else.
        for (file, text) in [
            ("resolv.conf", "nameserver 127.0.0.1\n"),
            ("nsswitch.conf", "hosts: files dns\n"),
        ] {
            let ours = folder.path().join(file);
            std::fs::write(&ours, text)?;
            let theirs = Path::new("/etc").join(file);
            if theirs.exists() {
                succeed(Command::new("mount").arg("--bind").arg(&ours).arg(&theirs))?;
            }
        }
        Ok(Self {
            folder,
            built,
            programs,
            _helpers: vec![server, wire, names],
        })
    }

    /// Copies our programs as a package's are unpacked: written from one end to the other.
    ///
    /// How a program lies in the page cache counts when all that it does takes a millisecond. A linker
    /// writes here and there, and leaves single pages; so does a system that was short of memory, threw
    /// them away and read them again as they were used. To start from those costs a fifth more.
    ///
    /// # Errors
    /// If one was not built.
    pub fn install(&self) -> Result<()> {
        for program in ["nameresolver", "tcpping", "netcheck"] {
            let bytes = std::fs::read(self.built.join(program)).map_err(|error| {
                format!(
                    "{} has no {program} ({error}); build them first: cargo build --release",
                    self.built.display()
                )
            })?;
            let copy = self.programs.path().join(program);
            std::fs::write(&copy, bytes)?;
            std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o755))?;
        }
        Ok(())
    }

    /// One of our programs.
    pub fn ours(&self, program: &str) -> String {
        self.programs.path().join(program).display().to_string()
    }

    /// The same as the linker left it.
    pub fn as_linked(&self, program: &str) -> String {
        self.built.join(program).display().to_string()
    }

    /// A file of this run.
    pub fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

/// This program in another role, perhaps in a network namespace of its own. It ends when its input
/// does, and so with us.
fn helper(role: Role, own_network: bool) -> Result<Child> {
    let this = role.command()?;
    let mut command = if own_network {
        let mut command = Command::new("unshare");
        command
            .arg("-n")
            .arg(this.get_program())
            .args(this.get_args());
        command
    } else {
        this
    };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    listen_for(&mut child, "there")?;
    Ok(child)
}

fn go(helper: &mut Child) -> Result<()> {
    let stdin = helper.stdin.as_mut().ok_or("no input")?;
    stdin.write_all(b"go\n")?;
    listen_for(helper, "ready")
}

fn listen_for(helper: &mut Child, word: &str) -> Result<()> {
    let stdout = helper.stdout.as_mut().ok_or("no output")?;
    // Unbuffered in effect: it says one line at a time and then waits.
    let mut line = String::new();
    BufReader::with_capacity(1, stdout).read_line(&mut line)?;
    if line.trim() == word {
        Ok(())
    } else {
        Err(format!("a helper said '{}' instead of '{word}'", line.trim()).into())
    }
}

fn configure(server: u32, wire: u32) -> Result<()> {
    let sysctl = |pid: Option<u32>, name: &str, value: &str| {
        // Some are not settable in a user's namespace; the defaults serve too.
        let mut command = in_network(pid, "sh");
        let _ = command
            .args(["-c", &format!("echo {value} > /proc/sys/net/{name}")])
            .stderr(Stdio::null())
            .status();
    };
    let (s, w) = (Some(server), Some(wire));
    for (pid, words) in [
        (None, "link add c0 type veth peer name s0"),
        (None, "link add c1 type veth peer name w0"),
        (None, "link add s1 type veth peer name w1"),
        (None, &format!("link set s0 netns {server}")),
        (None, &format!("link set s1 netns {server}")),
        (None, &format!("link set w0 netns {wire}")),
        (None, &format!("link set w1 netns {wire}")),
        (None, "address add 10.99.0.1/24 dev c0"),
        (None, "address add 10.97.0.1/24 dev c1"),
        (s, "address add 10.99.0.2/24 dev s0"),
        (s, "address add 10.97.0.2/24 dev s1"),
        (None, "link set lo up"),
        (None, "link set c0 up"),
        (None, "link set c1 up"),
        (s, "link set lo up"),
        (s, "link set s0 up"),
        (s, "link set s1 up"),
        (w, "link set w0 up"),
        (w, "link set w1 up"),
        (None, "route add 10.100.0.0/16 via 10.99.0.2"),
        (s, "route add local 10.100.0.0/16 dev lo"),
        (s, "route add blackhole 10.100.254.0/23 table local"),
    ] {
        let words: &str = words;
        succeed(in_network(pid, "ip").args(words.split_whitespace()))?;
    }
    sysctl(None, "ipv4/ip_local_port_range", "'1024 65535'");
    sysctl(s, "core/somaxconn", "65535");
    sysctl(s, "ipv4/tcp_max_syn_backlog", "65535");
    sysctl(w, "ipv6/conf/all/disable_ipv6", "1");
    Ok(())
}

fn in_network(pid: Option<u32>, program: &str) -> Command {
    let mut command = match pid {
        None => Command::new(program),
        Some(pid) => {
            let mut command = Command::new("nsenter");
            command.args([&format!("--target={pid}"), "--net", "--", program]);
            command
        }
    };
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{path}:/usr/sbin:/sbin"));
    command
}

fn succeed(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("{command:?}: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?}: {}", said.trim()).into())
}
