// SPDX-License-Identifier: EUPL-1.2
//! One connection to NATS, from its making to its loss.

use std::{path::Path, sync::Arc, time::Duration};

use async_nats::{
    ConnectOptions, Event,
    jetstream::{Context, context::ContextBuilder},
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use tokio::sync::watch;

use super::{Login, Settings};

/// A connection. When it is lost it stays lost: a new one says why it cannot be made, and nothing waits in an old one to be sent later.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// JetStream over it.
    pub(super) context: Context,
    is_lost: watch::Receiver<bool>,
}

impl Link {
    /// Connects to one of the servers, or says why that fails.
    pub(super) async fn make(settings: &Settings) -> Result<Self, String> {
        let addresses = settings.addresses().map_err(|error| error.to_string())?;
        let (lost, is_lost) = watch::channel(false);
        let options = options(settings).await?;
        let options = options.max_reconnects(addresses.len()).event_callback(move |event| {
            if matches!(event, Event::Disconnected | Event::Closed) {
                let before = lost.send_replace(true);
                if !before {
                    tracing::info!("the connection to NATS was lost");
                }
            }
            async {}
        });
        let client = options.connect(addresses).await.map_err(|error| format!("cannot connect: {error}"))?;
        tracing::info!(version = client.server_info().version, "connected to NATS");
        let context = ContextBuilder::new().timeout(settings.timeout).ack_timeout(settings.timeout).build(client);
        Ok(Self { context, is_lost })
    }

    /// Whether it was not lost yet.
    pub(super) fn stands(&self) -> bool {
        !*self.is_lost.borrow()
    }

    /// Ends when it is lost.
    pub(super) async fn lost(&self) {
        let mut is_lost = self.is_lost.clone();
        // The sender goes only with the client itself, which is a loss as well.
        let _ = is_lost.wait_for(|lost| *lost).await;
    }
}

/// How to connect: login, encryption, and no delay before an attempt, as whoever sends again waits already.
async fn options(settings: &Settings) -> Result<ConnectOptions, String> {
    let options = ConnectOptions::new()
        .name("waarmaker")
        .connection_timeout(settings.timeout)
        .reconnect_delay_callback(|_| Duration::ZERO);
    let options = match &settings.login {
        Login::None => options,
        Login::Token(token) => options.token(token.clone()),
        Login::User { name, password } => options.user_and_password(name.clone(), password.clone()),
        Login::Credentials(path) => {
            let read = options.credentials_file(path).await;
            read.map_err(|error| format!("cannot read the credentials in {}: {error}", path.display()))?
        }
    };
    let is_encrypted = settings.servers.iter().any(|server| server.starts_with("tls://"));
    // A server may ask for encryption where the settings do not, so how to do it is always said.
    let encryption = encryption(settings.tls_root.as_deref(), is_encrypted)?;
    Ok(options.require_tls(is_encrypted).tls_client_config(encryption))
}

/// Trusts the certificates of a file, or those of the system; that there are none is an error when they are certainly needed.
fn encryption(root: Option<&Path>, is_needed: bool) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    match root {
        Some(path) => {
            let unreadable = |error: &dyn std::fmt::Display| format!("cannot read {}: {error}", path.display());
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))? {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() && (is_needed || root.is_some()) {
        return Err("no certificates to trust: set tls_root, or install ca-certificates".to_owned());
    }
    let builder =
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let config = builder.map_err(|error| error.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
