// SPDX-License-Identifier: EUPL-1.2
//! A real ClamAV with one signature, and scanners that are none.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::{io::AsyncWriteExt as _, net::TcpListener};
use waarmaker_blob::{BlobSettings, Blobs, Error, Received, ScannerAddress, ScannerSettings, StoreSettings};
use waarmaker_db::testing::Scratch;

use crate::world::noise;

/// The test virus, in two halves so that no scanner takes this file for it.
const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];

/// The longest stream that the scanner takes here.
const LONGEST: usize = 1 << 20;

/// A ClamAV of our own.
struct Clamd {
    folder: TempDir,
    process: Child,
}

impl Drop for Clamd {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Clamd {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signatures = folder.path().join("db");
        fs::create_dir(&signatures).unwrap();
        let mut signature = "Eicar-Test-Signature:0:*:".to_owned();
        EICAR.concat().bytes().for_each(|byte| write!(signature, "{byte:02x}").unwrap());
        fs::write(signatures.join("test.ndb"), signature + "\n").unwrap();
        let config = folder.path().join("clamd.conf");
        let (socket, log) = (folder.path().join("clamd.ctl"), folder.path().join("clamd.log"));
        let text = format!(
            "Foreground yes\nLocalSocket {}\nDatabaseDirectory {}\nLogFile {}\nStreamMaxLength {LONGEST}\n\
             TemporaryDirectory {}\n",
            socket.display(),
            signatures.display(),
            log.display(),
            folder.path().display(),
        );
        fs::write(&config, text).unwrap();
        let process = Command::new(program()).arg("--config-file").arg(&config).stdout(Stdio::null()).spawn();
        let mut started = Self { folder, process: process.expect("clamd starts") };
        started.wait_for(&socket, &log).await;
        started
    }

    async fn wait_for(&mut self, socket: &Path, log: &Path) {
        let give_up = Instant::now() + Duration::from_mins(1);
        while tokio::net::UnixStream::connect(socket).await.is_err() {
            let stopped = self.process.try_wait().unwrap();
            let said = || fs::read_to_string(log).unwrap_or_default();
            assert!(stopped.is_none() && Instant::now() < give_up, "clamd does not answer: {}", said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn address(&self) -> ScannerAddress {
        ScannerAddress::Unix(self.folder.path().join("clamd.ctl"))
    }
}

/// Finds clamd, which Debian has where not everybody looks.
fn program() -> &'static str {
    static PROGRAM: OnceLock<&str> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let places = ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"];
        let found = places.into_iter().find(|place| Path::new(place).exists());
        found.expect("these tests need ClamAV: apt-get install --no-install-recommends clamav-daemon")
    })
}

fn store(folder: &TempDir, address: ScannerAddress, timeout: Duration) -> Blobs {
    let settings = BlobSettings {
        scanner: Some(ScannerSettings { address, timeout }),
        chunk_bytes: 10_000,
        ..BlobSettings::new(StoreSettings::Folder(folder.path().to_owned()))
    };
    Blobs::open(&settings).unwrap()
}

async fn receive(blobs: &Blobs, scratch: &Scratch, pieces: &[&[u8]]) -> Result<Received, Error> {
    let mut receiver = blobs.receive(scratch.db());
    for piece in pieces {
        receiver.push(piece).await?;
    }
    receiver.finish().await
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().map(|entry| fs::read_dir(entry.unwrap().path()).map_or(1, Iterator::count)).sum()
}

#[tokio::test]
async fn clamav_refuses_a_virus_wherever_it_is_and_lets_the_rest_in() {
    let (clamd, scratch, folder) = (Clamd::start().await, Scratch::sqlite(), tempfile::tempdir().unwrap());
    let blobs = store(&folder, clamd.address(), Duration::from_secs(30));
    blobs.probe_scanner().await.unwrap();
    let [head, tail] = EICAR.map(str::as_bytes);
    let noise = noise(1, 25_000);
    // Also across pieces and across chunks.
    for pieces in [vec![head, tail], vec![&noise, head, tail], vec![&noise[..9980], head, tail, &noise]] {
        let refused = receive(&blobs, &scratch, &pieces).await.unwrap_err();
        assert!(
            matches!(&refused, Error::Infected { signature } if signature.starts_with("Eicar-Test-Signature")),
            "{refused:?}"
        );
        blobs.idle().await;
        assert_eq!(count(folder.path()), 0);
    }
    for pieces in [vec![], vec![head], vec![&*noise, &noise]] {
        let size: usize = pieces.iter().map(|piece| piece.len()).sum();
        assert_eq!(receive(&blobs, &scratch, &pieces).await.unwrap().size(), size as u64);
    }
    let long = crate::world::noise(2, 3 * LONGEST);
    let refused = receive(&blobs, &scratch, &[&long]).await.unwrap_err();
    assert!(matches!(refused, Error::Scanner(_)), "what the scanner does not take is not let in: {refused:?}");
    blobs.idle().await;
    assert_eq!(count(folder.path()), 0);
}

#[tokio::test]
async fn without_a_verdict_nothing_is_let_in() {
    let (scratch, folder) = (Scratch::sqlite(), tempfile::tempdir().unwrap());
    let absent = ScannerAddress::Unix(folder.path().join("nergens.ctl"));
    let blobs = store(&folder, absent, Duration::from_secs(5));
    assert!(matches!(receive(&blobs, &scratch, &[b"abc"]).await, Err(Error::Scanner(_))));
    assert!(matches!(receive(&blobs, &scratch, &[]).await, Err(Error::Scanner(_))));
    assert!(blobs.probe_scanner().await.is_err());
    for says in [Some(&b"stream: who knows\0"[..]), Some(b""), None] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = ScannerAddress::Tcp(listener.local_addr().unwrap().to_string());
        let blobs = store(&folder, address, Duration::from_millis(200));
        let scanner = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            match says {
                Some(answer) => stream.write_all(answer).await.unwrap(),
                None => std::future::pending().await,
            }
        });
        let refused = receive(&blobs, &scratch, &[b"abc"]).await;
        assert!(matches!(refused, Err(Error::Scanner(_))), "{refused:?}");
        scanner.abort();
        blobs.idle().await;
        assert_eq!(count(folder.path()), 0);
    }
}
