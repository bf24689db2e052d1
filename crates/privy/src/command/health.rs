//! `privy health`: one question to the service that runs here, for where there is no other program to put it.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    process::ExitCode,
    time::Duration,
};

use crate::{Config, Failure};

/// How long each step may take: connecting, asking, hearing.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much of the answer is read.
const LONGEST: u64 = 1024;

pub(super) fn run(config: &Config) -> Result<ExitCode, Failure> {
    let Some(address) = config.serve.listen else {
        return Err(Failure::other(
            "serve.listen is \"\": nothing tells how the service is",
        ));
    };
    let answer = ask(reachable(address)).map_err(|error| {
        Failure::other(format!(
            "{address} does not tell how the service is: {error}"
        ))
    })?;
    match answer.split_whitespace().nth(1) {
        Some("200") => Ok(ExitCode::SUCCESS),
        _ => Err(Failure::other(format!(
            "what answers at {address} is not a service that is well"
        ))),
    }
}

/// Where what listens at `address` is reached from this machine.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

fn ask(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let question = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    // In one piece: what is not read of it when the other side closes would cost its answer.
    stream.write_all(question.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
