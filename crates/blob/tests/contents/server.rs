// SPDX-License-Identifier: EUPL-1.2
//! An S3 server on loopback, which keeps its buckets in a folder.

use std::{net::SocketAddr, path::Path};

use hyper_util::rt::TokioIo;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use tokio::{net::TcpListener, task::JoinHandle};
use waarmaker_blob::S3Settings;

/// A server that stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    running: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Server {
    /// Starts a server with one bucket in this folder.
    pub(crate) async fn start(folder: &Path) -> Self {
        std::fs::create_dir(folder.join("inhoud")).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
        builder.set_auth(SimpleAuth::from_single("sleutel", "geheim"));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let running = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service.clone()));
            }
        });
        Self { address, running }
    }

    pub(crate) fn settings(&self) -> S3Settings {
        S3Settings {
            endpoint: Some(format!("http://{}", self.address)),
            bucket: "inhoud".to_owned(),
            region: "eu-central-1".to_owned(),
            access_key_id: "sleutel".to_owned(),
            secret_access_key: "geheim".to_owned(),
            prefix: "waarmaker/test".to_owned(),
            allow_http: true,
            path_style: true,
        }
    }
}
