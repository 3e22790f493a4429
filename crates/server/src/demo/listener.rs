// SPDX-License-Identifier: EUPL-1.2
//! A program of somebody else, on a free loopback port and a thread of its own.

use std::{
    net::{Ipv4Addr, SocketAddr},
    thread,
};

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use tokio::{net::TcpListener, sync::oneshot};

use crate::serve::accept;

/// A listener; it ends with this value.
pub(super) struct Listener {
    /// Where it listens.
    pub(super) address: SocketAddr,
    _running: oneshot::Sender<()>,
}

impl Listener {
    /// Starts one with these routes.
    pub(super) fn start(router: Router) -> Result<Self> {
        let (running, stopped) = oneshot::channel::<()>();
        let (ready, address) = std::sync::mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async move {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
                ready.send(listener.local_addr()?).context("nobody waits for the listener")?;
                let stopped = async { drop(stopped.await) };
                accept(listener, router, std::sync::Arc::default(), stopped).await
            })
        });
        let address = address.recv().map_err(|_| anyhow!("a listener of the demo could not start"))?;
        Ok(Self { address, _running: running })
    }
}
