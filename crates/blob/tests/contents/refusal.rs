// SPDX-License-Identifier: EUPL-1.2
//! Stores that do not answer, settings that are none, and what a client hears.

use waarmaker_blob::{BlobSettings, Blobs, Error, S3Settings, StoreSettings};
use waarmaker_core::Problem;
use waarmaker_db::testing::Scratch;

use crate::world::{World, noise};

/// A server at which nobody listens.
fn nowhere() -> S3Settings {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    S3Settings {
        endpoint: Some(format!("http://{}/", listener.local_addr().unwrap())),
        bucket: "inhoud".to_owned(),
        region: "eu-central-1".to_owned(),
        access_key_id: "sleutel".to_owned(),
        secret_access_key: "heel geheim".to_owned(),
        prefix: String::new(),
        allow_http: true,
        path_style: true,
    }
}

#[tokio::test]
async fn a_store_answers_a_probe_and_nothing_stays_of_it() {
    for world in World::every().await {
        world.blobs.probe().await.unwrap();
        world.blobs.probe_scanner().await.unwrap();
        assert!(world.objects().is_empty());
    }
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_a_503() {
    let scratch = Scratch::sqlite();
    let blobs = Blobs::open(&BlobSettings::new(StoreSettings::S3(nowhere()))).unwrap();
    let mut receiver = blobs.receive(scratch.db());
    receiver.push(b"abc").await.unwrap();
    let error = receiver.finish().await.unwrap_err();
    assert!(matches!(error, Error::Store { .. }), "{error:?}");
    assert_eq!(Problem::from(error).status, 503);
    blobs.idle().await;
}

#[tokio::test]
async fn a_folder_that_has_gone_is_not_made_by_a_probe() {
    let world = World::in_folder(Scratch::sqlite());
    std::fs::remove_dir(world.folder.path()).unwrap();
    assert!(world.blobs.probe().await.is_err());
    assert!(!world.folder.path().exists());
    std::fs::create_dir(world.folder.path()).unwrap();
    world.blobs.probe().await.unwrap();
}

#[tokio::test]
async fn a_disk_that_refuses_is_a_503_and_leaves_nothing() {
    let world = World::in_folder(Scratch::sqlite());
    // A file where the folder of this chunk should be.
    for first in 0..=u8::MAX {
        std::fs::write(world.folder.path().join(format!("{first:02x}")), b"").unwrap();
    }
    let mut receiver = world.blobs.receive(world.db());
    let pushed = receiver.push(&noise(1, 5000)).await;
    assert_eq!(Problem::from(pushed.unwrap_err()).status, 503);
    drop(receiver);
    world.blobs.idle().await;
    assert_eq!(world.objects().len(), 256);
}

#[test]
fn settings_that_describe_nothing_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Blobs::in_folder(&folder.path().join("nergens")).is_err());
    let zero = BlobSettings { chunk_bytes: 0, ..BlobSettings::new(StoreSettings::Folder(folder.path().to_owned())) };
    assert!(matches!(Blobs::open(&zero), Err(Error::Settings(_))));
}

#[test]
fn no_secret_is_shown() {
    let settings = BlobSettings::new(StoreSettings::S3(nowhere()));
    let shown = format!("{settings:?} {:?}", Blobs::open(&settings).unwrap());
    assert!(shown.contains("inhoud") && !shown.contains("heel geheim") && !shown.contains("sleutel"), "{shown}");
}

#[test]
fn every_error_has_the_status_that_helps() {
    let statuses = [
        (Error::Infected { signature: "Eicar".to_owned() }, 400, "invalid"),
        (Error::Missing("x".to_owned()), 500, "error"),
        (Error::Damaged("x".to_owned()), 500, "error"),
        (Error::Scanner(std::sync::Arc::new(std::io::ErrorKind::TimedOut.into())), 503, "service_unavailable"),
        (Error::TooSlow, 409, "conflict"),
        (Error::Database(waarmaker_db::Error::Busy), 503, "service_unavailable"),
    ];
    for (error, status, code) in statuses {
        let problem = Problem::from(error);
        assert_eq!((problem.status, problem.code.as_ref()), (status, code));
        for param in &problem.invalid_params {
            assert_eq!((param.name.as_str(), param.code.as_ref()), ("inhoud", "virus-found"));
            assert!(param.reason.contains("Eicar"));
        }
    }
}

#[test]
fn an_upload_without_a_runtime_is_refused_and_does_not_panic() {
    let scratch = Scratch::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::in_folder(folder.path()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let received = runtime.block_on(async {
        let mut receiver = blobs.receive(scratch.db());
        receiver.push(b"abc").await.unwrap();
        receiver.finish().await.unwrap()
    });
    drop(runtime);
    // The object stays for the collector.
    drop(received);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
