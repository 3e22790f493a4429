// SPDX-License-Identifier: EUPL-1.2
//! A database that has the migrations, and copies of it.

use std::sync::OnceLock;

use ::postgres::{Client, NoTls};

use crate::{Db, Settings, Url, migrations};

/// One template is made by one process at a time.
const LOCK: &str = "SELECT pg_advisory_lock(7092251812)";

/// Makes a database with this name.
pub(super) fn copy(server: &str, name: &str) {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| make(server));
    connect(server)
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .expect("a copy of the template");
}

/// Removes a database, whoever is still connected to it.
pub(super) fn remove(server: &str, name: &str) {
    connect(server).batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).expect("the database goes");
}

/// Returns the address with another database.
pub(super) fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, ""), |(address, query)| (address, query));
    let (scheme, rest) = address.split_once("://").expect("an address");
    let host = rest.split('/').next().unwrap_or(rest);
    if query.is_empty() { format!("{scheme}://{host}/{name}") } else { format!("{scheme}://{host}/{name}?{query}") }
}

/// Makes the template, unless another process has: it gets its name when it is complete.
fn make(server: &str) -> String {
    let template = format!("waarmaker_template_{:016x}", migrations::fingerprint());
    let mut client = connect(server);
    client.batch_execute(LOCK).expect("the lock");
    let known = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&template]).expect("the databases");
    if known.is_none() {
        let unfinished = format!("{template}_unfinished");
        for sql in
            [format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"), format!("CREATE DATABASE {unfinished}")]
        {
            client.batch_execute(&sql).expect("an empty database");
        }
        Db::migrate(&Settings::new(Url::Postgres(with_database(server, &unfinished)))).expect("the migrations apply");
        client.batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {template}")).expect("the template");
    }
    template
}

fn connect(server: &str) -> Client {
    Client::connect(server, NoTls).expect("the server answers")
}
