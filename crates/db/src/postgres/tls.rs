// SPDX-License-Identifier: EUPL-1.2
//! Encrypted connections: `sslmode=require` in the URL means TLS with a certificate that is checked.
//!
//! Trusted are the certificates of the system, or those that `SSL_CERT_FILE` or `SSL_CERT_DIR` name. Without `sslmode=require` the connection is
//! plain: for a server on the same machine or a network that is trusted.

use std::sync::Arc;

use ::postgres::{Client, Config, NoTls, config::SslMode};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, error::Said};

/// Makes a connection, encrypted when the URL asks for it.
pub(crate) fn connect(config: &Config) -> Result<Client, Error> {
    match config.get_ssl_mode() {
        SslMode::Require => config.connect(connector()?),
        _ => config.connect(NoTls),
    }
    .map_err(Error::unavailable)
}

fn connector() -> Result<MakeRustlsConnect, Error> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let advice = "no trusted certificates found: install ca-certificates or set SSL_CERT_FILE";
        return Err(Error::unavailable(Said(advice.to_owned())));
    }
    let builder =
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let config = builder.map_err(Error::unavailable)?.with_root_certificates(roots).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
