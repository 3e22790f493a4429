// SPDX-License-Identifier: EUPL-1.2
//! The program under test.

use std::{path::Path, sync::Arc};

use axum::Router;
use tempfile::TempDir;
use waarmaker_api::{AnyRules, Choices, House, References, ReferencesSettings, http::Api, http::Limits};
use waarmaker_auth::{Secrets, add_client, grants, token::Validity};
use waarmaker_blob::Blobs;
use waarmaker_core::{Clock as _, DateTime, FakeClock, Ids, Origins, SeededIds};
use waarmaker_db::{Db, Tx, testing::Scratch};
use waarmaker_events::Bell;

use crate::Client;

/// Where the program under test says that it lives.
pub const ORIGIN: &str = "http://testserver";

/// Second origin, which is ours as well.
const INTERNAL: &str = "http://intern:8080";

/// The program under test, with a database of its own.
pub struct App {
    /// What serves.
    pub api: Arc<Api>,
    /// Its clock: 2026-11-21 12:00 in Amsterdam until a test moves it.
    pub clock: Arc<FakeClock>,
    pub(crate) router: Router,
    scratch: Scratch,
    folder: TempDir,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl App {
    /// Starts the program with these resources and extra routes on a scratch database.
    pub fn start(scratch: Scratch, kinds: &[&'static dyn AnyRules], extras: Router<Arc<Api>>) -> Self {
        Self::with(scratch, kinds, extras, Choices::default(), ReferencesSettings::default())
    }

    /// Starts the program with choices and reference settings of the test's own.
    pub fn with(
        scratch: Scratch,
        kinds: &[&'static dyn AnyRules],
        extras: Router<Arc<Api>>,
        choices: Choices,
        references: ReferencesSettings,
    ) -> Self {
        let noon = "2026-11-21T11:00:00Z".parse().expect("a moment");
        let clock = Arc::new(FakeClock::new(noon));
        let ids: Arc<dyn Ids> = Arc::new(SeededIds::new(1));
        let origins = Origins::new(vec![ORIGIN.to_owned(), INTERNAL.to_owned()]);
        let house = Arc::new(House::new(kinds, origins, choices, Arc::clone(&clock) as _, ids));
        let db = scratch.db().clone();
        let folder = tempfile::tempdir().expect("a folder");
        let api = Arc::new(Api {
            house,
            secrets: Secrets::new(db.clone()),
            db,
            references: Arc::new(References::new(references)),
            validity: Validity { max_age_seconds: 3600, leeway_seconds: 0 },
            limits: Limits::default(),
            blobs: Blobs::in_folder(folder.path()).expect("a folder"),
            bell: Bell::default(),
        });
        let router = waarmaker_api::http::router(Arc::clone(&api), extras);
        Self { api, clock, router, scratch, folder }
    }

    /// The database, for looking behind the door.
    pub const fn db(&self) -> &Db {
        self.scratch.db()
    }

    /// The folder of the contents of documents.
    pub fn blobs(&self) -> &Path {
        self.folder.path()
    }

    /// A client that may do everything; the same one every time.
    pub fn superuser(&self) -> Client<'_> {
        let client = self.client("superuser");
        let uuid = self.api.house.ids.uuid();
        let write = move |tx: &mut Tx<'_>| {
            let uuid = grants::applicatie_of(tx, "superuser")?.unwrap_or(uuid);
            grants::replace(tx, uuid, "Superuser", true, &["superuser".to_owned()], &[])
        };
        self.write(write);
        client
    }

    /// A client with a secret and without any right; rights come from an Applicatie that the test creates.
    pub fn client(&self, client_id: &str) -> Client<'_> {
        let secret = format!("geheim van {client_id}");
        let now = DateTime::from_timestamp(self.clock.now()).expect("a moment");
        let (id, stored) = (client_id.to_owned(), secret.clone());
        self.write(move |tx| add_client(tx, &id, &stored, &now));
        Client::new(self, client_id, &secret)
    }

    /// Writes behind the door, on a thread of its own: tests run in an async world that must not block.
    pub fn write(&self, f: impl Fn(&mut Tx<'_>) -> Result<(), waarmaker_db::Error> + Send + 'static) {
        let write = || self.db().write_blocking(f);
        std::thread::scope(|scope| scope.spawn(write).join()).expect("a thread").expect("a write");
    }

    /// A client without a token.
    pub fn anonymous(&self) -> Client<'_> {
        Client::new(self, "", "")
    }
}
