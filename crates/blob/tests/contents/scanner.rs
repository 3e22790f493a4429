// SPDX-License-Identifier: EUPL-1.2
//! A real ClamAV with one signature, and scanners that are none.

use std::{fs, path::Path, time::Duration};

use tempfile::TempDir;
use tokio::{io::AsyncWriteExt as _, net::TcpListener};
use waarmaker_blob::{BlobSettings, Blobs, Error, Received, ScannerAddress, ScannerSettings, StoreSettings};
use waarmaker_db::testing::Scratch;
use waarmaker_testkit::{Clamd, EICAR, SIGNATURE};

use crate::world::noise;

/// The longest stream that the scanner takes here.
const LONGEST: usize = 1 << 20;

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
    let (clamd, scratch, folder) = (Clamd::start(LONGEST), Scratch::sqlite(), tempfile::tempdir().unwrap());
    let blobs = store(&folder, ScannerAddress::Unix(clamd.socket()), Duration::from_secs(30));
    blobs.probe_scanner().await.unwrap();
    let [head, tail] = EICAR.map(str::as_bytes);
    let noise = noise(1, 25_000);
    // Also across pieces and across chunks.
    for pieces in [vec![head, tail], vec![&noise, head, tail], vec![&noise[..9980], head, tail, &noise]] {
        let refused = receive(&blobs, &scratch, &pieces).await.unwrap_err();
        assert!(matches!(&refused, Error::Infected { signature } if signature.starts_with(SIGNATURE)), "{refused:?}");
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
