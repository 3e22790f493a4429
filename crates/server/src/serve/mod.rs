// SPDX-License-Identifier: EUPL-1.2
//! The server: database, house and routes behind a socket.

mod accept;
mod background;
mod chain;
mod deliver;
mod health;
mod observe;
mod pace;

use std::{net::Ipv4Addr, sync::Arc, time::Duration, time::Instant};

use anyhow::{Context as _, Result};
use axum::{Router, response::Redirect, routing::get};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};
use waarmaker_api::{References, http::Api};
use waarmaker_auth::Secrets;
use waarmaker_config::Settings;
use waarmaker_events::{Bell, delivery::Deliverer};
use waarmaker_notificaties::register_kanalen;

pub(crate) use accept::{Bounds, accept};

use self::{background::Background, chain::Chain};
use crate::place;

/// A server that is ready to run.
pub(crate) struct Server {
    listener: TcpListener,
    router: Router,
    bounds: Arc<Bounds>,
    api: Arc<Api>,
    deliverer: Deliverer,
    chain: Chain,
    /// Where it can be reached from this machine, such as `http://127.0.0.1:8080`.
    pub(crate) address: String,
}

impl Server {
    /// Takes the address, opens the database and puts the routes together.
    pub(crate) async fn new(settings: &Settings) -> Result<Self> {
        let begin = Instant::now();
        let bind = settings.server.bind;
        let taken = || format!("listening on {bind}: choose another address with --bind ADDR or server.bind");
        let listener = TcpListener::bind(bind).await.with_context(taken)?;
        let mut local = listener.local_addr().context("reading the address")?;
        if local.ip().is_unspecified() {
            local.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        let port = local.port();
        let blobs = place::blobs(settings)?;
        let db = tokio::task::block_in_place(|| place::open(settings))?;
        let api = Arc::new(Api {
            house: Arc::new(place::house(settings, port)),
            secrets: Secrets::new(db.clone()),
            references: Arc::new(References::new(place::references(settings))),
            validity: place::validity(settings)?,
            limits: place::limits(settings)?,
            db: db.clone(),
            blobs: blobs.clone(),
            bell: Bell::default(),
        });
        register_kanalen(&api.house, &api.db).await?;
        let origin = settings.own_base_urls(port).into_iter().next().unwrap_or_default();
        let deliverer = deliver::deliverer(settings, db.clone(), &origin)?;
        let chain = Chain::new(settings, &api)?;
        let site = Arc::new(place::site(settings, port)?);
        let pages = crate::pages(&site, &place::signin(settings, &site)?);
        let router = waarmaker_api::http::router(Arc::clone(&api), crate::routes().merge(pages))
            .merge(health::routes(db, blobs, settings.antivirus.clamav.is_some()))
            .merge(observe::routes()?)
            .route("/", get(|| async { Redirect::to("/lampen") }));
        let address = format!("http://{local}");
        let database = format!("{:?}", settings.database_url());
        tracing::info!(address, database, milliseconds = begin.elapsed().as_millis(), "ready");
        Ok(Self { listener, router, bounds: Arc::new(Bounds::of(settings)), api, deliverer, chain, address })
    }

    /// Serves and delivers until `shutdown`, finishes the requests that are under way, then the chain of signals, then the deliveries, and closes the database. From
    /// the shutdown on a signal stops it at once.
    pub(crate) async fn run(self, shutdown: impl Future<Output = ()>) -> Result<()> {
        let shutdown = async {
            shutdown.await;
            match StopSignals::new() {
                // Nothing is lost: what was answered is on disk.
                Ok(mut again) => drop(tokio::spawn(async move {
                    again.next().await;
                    std::process::exit(1)
                })),
                Err(error) => tracing::warn!("{error:#}"),
            }
        };
        let delivery = self.deliverer.start(self.api.bell.clone())?;
        let background = Background::start(&self.api);
        let chain = self.chain.start().await?;
        let served = accept(self.listener, self.router, self.bounds, shutdown).await;
        background.stop().await;
        chain.stop().await;
        delivery.stop().await;
        if tokio::time::timeout(CLEARING, self.api.blobs.idle()).await.is_err() {
            tracing::warn!("what a refused upload left is cleared away another time");
        }
        self.api.db.clone().close().await;
        tracing::info!("stopped");
        served
    }
}

/// How long clearing away what broken-off uploads left may take at the end.
const CLEARING: Duration = Duration::from_secs(5);
/// Longer than any request; a moment that much later still exists.
const ALWAYS: Duration = Duration::from_hours(24 * 365);

impl Bounds {
    fn of(settings: &Settings) -> Self {
        let server = &settings.server;
        Self {
            request: Duration::from_millis(server.request_timeout_ms).min(ALWAYS),
            transfer: Duration::from_secs(server.max_transfer_seconds).min(ALWAYS),
            grace: Duration::from_secs(server.shutdown_grace_seconds),
            max_url_bytes: server.max_url_bytes.try_into().unwrap_or(usize::MAX),
            ..Self::default()
        }
    }
}

/// The signals to stop: SIGINT and SIGTERM.
pub(crate) struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    /// Catches signals from now on.
    pub(crate) fn new() -> Result<Self> {
        let interrupt = signal(SignalKind::interrupt()).context("listening to SIGINT")?;
        let terminate = signal(SignalKind::terminate()).context("listening to SIGTERM")?;
        Ok(Self { interrupt, terminate })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => tracing::info!("stopping: SIGINT"),
            _ = self.terminate.recv() => tracing::info!("stopping: SIGTERM"),
        }
    }
}
