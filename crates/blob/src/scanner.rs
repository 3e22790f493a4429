// SPDX-License-Identifier: EUPL-1.2
//! The virus scanner ClamAV, fed while a content arrives.
//!
//! Its `INSTREAM` takes pieces with their length before them and gives the verdict after an empty one. The client library on crates.io scans a
//! stream that it reads itself; here the pieces come when they come.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UnixStream},
    time::timeout,
};

use crate::{Error, ScannerAddress, ScannerSettings};

/// Largest piece that is sent at once, so that the time limit is about a bounded amount of work.
const PIECE: usize = 1 << 20;

/// Longest answer that is read.
const ANSWER: u64 = 4096;

/// Where the scanner is.
pub(crate) struct Scanner {
    settings: ScannerSettings,
}

trait Duplex: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Duplex for T {}

impl Scanner {
    pub(crate) const fn new(settings: ScannerSettings) -> Self {
        Self { settings }
    }

    /// Starts a scan; the scanner is connected to with the first bytes.
    pub(crate) fn begin(&self) -> Scan {
        Scan { settings: self.settings.clone(), connection: None }
    }

    /// Says whether the scanner answers.
    pub(crate) async fn ping(&self) -> Result<(), Error> {
        let mut connection = self.begin();
        connection.command(b"zPING\0").await?;
        match connection.answer().await?.as_str() {
            "PONG" => Ok(()),
            other => Err(Error::scanner(io::Error::other(format!("it answered {other}")))),
        }
    }
}

/// One content under examination.
pub(crate) struct Scan {
    settings: ScannerSettings,
    connection: Option<Box<dyn Duplex>>,
}

impl Scan {
    /// Sends bytes. A scanner that stops listening has usually said why.
    pub(crate) async fn send(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.connection.is_none() {
            self.command(b"zINSTREAM\0").await?;
        }
        for piece in bytes.chunks(PIECE) {
            if let Err(error) = self.piece(piece).await {
                return match self.answer().await {
                    Ok(answer) if !answer.is_empty() => verdict(&answer),
                    _ => Err(Error::scanner(error)),
                };
            }
        }
        Ok(())
    }

    /// Ends the content and waits for what the scanner thinks of it.
    pub(crate) async fn verdict(&mut self) -> Result<(), Error> {
        // An empty content has not been announced yet; and when the end does not arrive, the answer tells why.
        self.send(&[]).await?;
        let ended = self.piece(&[]).await;
        match (self.answer().await, ended) {
            (Ok(answer), _) if !answer.is_empty() => verdict(&answer),
            (_, Err(error)) => Err(Error::scanner(error)),
            (Err(error), _) => Err(error),
            (Ok(_), _) => Err(Error::scanner(io::ErrorKind::UnexpectedEof.into())),
        }
    }

    async fn command(&mut self, command: &[u8]) -> Result<(), Error> {
        let limit = self.settings.timeout;
        let mut connection = within(limit, connect(&self.settings.address)).await.map_err(Error::scanner)?;
        within(limit, connection.write_all(command)).await.map_err(Error::scanner)?;
        self.connection = Some(connection);
        Ok(())
    }

    async fn piece(&mut self, piece: &[u8]) -> io::Result<()> {
        let Some(connection) = &mut self.connection else { return Err(io::ErrorKind::NotConnected.into()) };
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?.to_be_bytes();
        within(self.settings.timeout, async {
            connection.write_all(&length).await?;
            connection.write_all(piece).await
        })
        .await
    }

    /// Reads all the scanner says, without what frames it.
    async fn answer(&mut self) -> Result<String, Error> {
        let limit = self.settings.timeout;
        let Some(connection) = &mut self.connection else { return Ok(String::new()) };
        let mut answer = Vec::new();
        let mut connection = connection.take(ANSWER);
        // A scanner that hangs up in the middle of a stream resets the connection: what came before that still counts.
        let read = within(limit, connection.read_to_end(&mut answer)).await;
        if let (true, Err(error)) = (answer.is_empty(), read) {
            return Err(Error::scanner(error));
        }
        Ok(String::from_utf8_lossy(&answer).trim_matches(['\0', '\n', ' ']).to_owned())
    }
}

async fn connect(address: &ScannerAddress) -> io::Result<Box<dyn Duplex>> {
    Ok(match address {
        ScannerAddress::Unix(path) => Box::new(UnixStream::connect(path).await?),
        ScannerAddress::Tcp(address) => Box::new(TcpStream::connect(address).await?),
    })
}

async fn within<T>(limit: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(limit, work).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// Reads `stream: OK`, `stream: <name> FOUND`, or whatever else, which is no verdict.
fn verdict(answer: &str) -> Result<(), Error> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(signature) => Err(Error::Infected { signature: signature.to_owned() }),
        None if said == "OK" => Ok(()),
        None => Err(Error::scanner(io::Error::other(said.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::verdict;
    use crate::Error;

    #[test]
    fn only_ok_is_clean() {
        assert!(verdict("stream: OK").is_ok());
        let found = verdict("stream: Eicar-Test-Signature FOUND").unwrap_err();
        assert!(matches!(found, Error::Infected { signature } if signature == "Eicar-Test-Signature"));
        for answer in
            ["", "stream: ", "INSTREAM size limit exceeded. ERROR", "stream: OK FOUND ERROR", "UNKNOWN COMMAND"]
        {
            assert!(matches!(verdict(answer).unwrap_err(), Error::Scanner(_)), "{answer}");
        }
    }
}
