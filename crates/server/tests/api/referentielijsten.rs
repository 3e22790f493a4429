// SPDX-License-Identifier: EUPL-1.2
//! `/referentielijsten/api/v1`.

mod import;
mod lists;
mod selectielijst;

use std::sync::Arc;

use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_referentielijsten::{ImportError, Report, Source, import};
use waarmaker_testkit::App;

/// The root of the component.
const ROOT: &str = "/referentielijsten/api/v1";

/// Imports files in one transaction.
async fn import_all(app: &App, files: &[(&str, &[u8])]) -> Result<Report, ImportError> {
    let files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let house = Arc::clone(&app.api.house);
    app.db()
        .write(move |tx: &mut waarmaker_db::Tx<'_>| {
            let (who, call) = (Caller::waarmaker("Import"), Call::now(&house)?);
            let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
            import(&mut Cx::new(tx, &house, &who, &call), &sources)
        })
        .await
}

/// Imports the set that comes with the program.
pub(crate) async fn import_builtin(app: &App) -> Report {
    let files = waarmaker_referentielijsten::builtin().map(|source| (source.name, source.bytes));
    import_all(app, &files).await.unwrap()
}
