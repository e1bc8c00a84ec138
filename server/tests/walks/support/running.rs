//! The demo while it runs in a process of its own.

use super::place::Place;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than the slowest start of an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running demo; it is killed when this is dropped.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
    /// Where it answers, such as `http://127.0.0.1:40123`.
    pub address: String,
    /// Role, e-mail address and password of everyone who can sign in.
    pub people: Vec<SignIn>,
    /// From the start of the process to its line `ready`.
    pub took: Duration,
}

/// Someone who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// `buyer`, `seller` or `operator`.
    pub role: String,
    /// The e-mail address.
    pub email: String,
    /// The password of this start.
    pub password: String,
}

impl Running {
    /// Starts the demo on a free port and waits until it says that it is ready.
    pub fn demo(place: &Place) -> Running {
        let started = Instant::now();
        let mut child = place
            .program(&["demo", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = lines_of(child.stdout.take().expect("piped"));
        let complaints = lines_of(child.stderr.take().expect("piped"));
        let mut running = Running { child, lines, address: String::new(), people: Vec::new(), took: Duration::ZERO };
        let mut seen = Vec::new();
        loop {
            let left = PATIENCE.saturating_sub(started.elapsed());
            let Ok(line) = running.lines.recv_timeout(left) else {
                let said: Vec<String> = complaints.try_iter().collect();
                panic!("the demo was not ready\n{}\n{}", seen.join("\n"), said.join("\n"));
            };
            if let Some(address) = line.strip_prefix("ready ") {
                running.address = address.to_owned();
                break;
            }
            running.people.extend(sign_in(&line));
            seen.push(line);
        }
        running.took = started.elapsed();
        // What it complains of later shows in the test's own output.
        std::thread::spawn(move || complaints.iter().for_each(|line| eprintln!("{line}")));
        running
    }

    /// Who signs in with a role.
    pub fn person(&self, role: &str) -> &SignIn {
        self.people.iter().find(|p| p.role == role).unwrap_or_else(|| panic!("nobody signs in as {role}"))
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it as Ctrl-C does, and says how it ended.
    pub fn interrupt(mut self) -> ExitStatus {
        self.signal("INT");
        let until = Instant::now() + PATIENCE;
        loop {
            match self.child.try_wait().expect("a child of ours") {
                Some(status) => return status,
                None if Instant::now() > until => panic!("the demo did not stop"),
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// Ends it at once, in the middle of whatever it does.
    pub fn kill(mut self) {
        self.end();
    }

    /// Ends it at once, and starts it again on what it left.
    pub fn die_and_rise(&mut self, place: &Place) {
        self.end();
        *self = Running::demo(place);
    }

    fn end(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it has ended");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("sh").arg("-c").arg(format!("kill -{name} {}", self.pid())).status();
        assert!(sent.expect("a shell").success(), "the signal was not sent");
    }

    /// Memory it holds, in KiB, where the system says so.
    pub fn memory_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse().ok()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A line of the form `  role  email  password`.
fn sign_in(line: &str) -> Option<SignIn> {
    let words: Vec<&str> = line.strip_prefix("  ")?.split_whitespace().collect();
    let [role, email, password] = words[..] else { return None };
    email.contains('@').then(|| SignIn { role: role.into(), email: email.into(), password: password.into() })
}

/// Reads on in a thread of its own, so that the pipe never fills up.
fn lines_of(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}
