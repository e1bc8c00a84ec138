//! What a server on this machine uses, as the kernel tells it.

use procfs::process::{FDTarget, Process};
use serde::Serialize;
use std::net::SocketAddr;

/// A server process that is looked at.
pub struct Watched {
    process: Process,
    since: u64,
}

/// What a server used.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Usage {
    /// Time on processors in milliseconds.
    pub cpu_ms: u64,
    /// Memory that is its own or shared with files, in kilobytes.
    pub memory_kb: u64,
    /// Memory that is its own alone, in kilobytes.
    pub own_memory_kb: u64,
}

impl Watched {
    /// The process of a number, or else the one that listens on an address; none where it is on another machine, or
    /// somebody else's.
    pub fn of(pid: Option<i32>, address: SocketAddr) -> Option<Watched> {
        let process = match pid {
            Some(pid) => Process::new(pid).ok()?,
            None => listening(address)?,
        };
        let since = cpu_ms(&process)?;
        Some(Watched { process, since })
    }

    /// What it used since it is looked at, and the memory it holds now.
    pub fn usage(&self) -> Option<Usage> {
        let status = self.process.status().ok()?;
        Some(Usage {
            cpu_ms: cpu_ms(&self.process)?.saturating_sub(self.since),
            memory_kb: status.vmrss.unwrap_or(0),
            own_memory_kb: status.rssanon.unwrap_or(0),
        })
    }
}

fn cpu_ms(process: &Process) -> Option<u64> {
    let stat = process.stat().ok()?;
    Some((stat.utime + stat.stime) * 1000 / procfs::ticks_per_second().max(1))
}

/// Who listens on the port of an address.
fn listening(address: SocketAddr) -> Option<Process> {
    let four = procfs::net::tcp().unwrap_or_default();
    let six = procfs::net::tcp6().unwrap_or_default();
    let listens = |entry: &procfs::net::TcpNetEntry| {
        entry.state == procfs::net::TcpState::Listen && entry.local_address.port() == address.port()
    };
    let inode = four.into_iter().chain(six).find(listens)?.inode;
    let owns = |process: &Process| {
        let open = process.fd().into_iter().flatten().filter_map(Result::ok);
        open.into_iter().any(|fd| matches!(fd.target, FDTarget::Socket(socket) if socket == inode))
    };
    procfs::process::all_processes().ok()?.filter_map(Result::ok).find(owns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_listens_is_found() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let found = Watched::of(None, address).expect("this very process");
        assert_eq!(found.process.pid() as u32, std::process::id());
        assert!(found.usage().is_some_and(|usage| usage.memory_kb > 0));
        drop(listener);
    }
}
