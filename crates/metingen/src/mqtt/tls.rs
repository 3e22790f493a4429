// SPDX-License-Identifier: EUPL-1.2
//! Encryption: whom we trust, and who we are.

use std::{fmt::Display, path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use super::Tls;

/// The configuration of a connection, or what is wrong with the files.
pub(super) fn config(tls: &Tls) -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    match &tls.root {
        Some(path) => {
            for certificate in certificates(path)? {
                roots.add(certificate).map_err(|error| unreadable(path, &error))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err("no certificates to trust: set tls_root, or install ca-certificates".to_owned());
    }
    let builder =
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| error.to_string())?.with_root_certificates(roots);
    let Some((certificate, key)) = &tls.identity else { return Ok(Arc::new(builder.with_no_client_auth())) };
    let own = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
    let config = builder.with_client_auth_cert(certificates(certificate)?, own);
    config.map(Arc::new).map_err(|error| unreadable(certificate, &error))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let found = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(path, &error))?;
    let found: Result<Vec<_>, _> = found.collect();
    match found.map_err(|error| unreadable(path, &error))? {
        none if none.is_empty() => Err(unreadable(path, &"there is no certificate in it")),
        some => Ok(some),
    }
}

fn unreadable(path: &Path, error: &dyn Display) -> String {
    format!("cannot read {}: {error}", path.display())
}
