// SPDX-License-Identifier: EUPL-1.2
//! Referentielijsten, filled with the set that comes with the program.

use std::sync::Arc;

use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_referentielijsten::{builtin, import};

use super::watch::Watch;

/// Root of the component.
pub(super) const ROOT: &str = "/referentielijsten/api/v1";

pub(super) async fn all(watch: &Watch<'_>) {
    let house = Arc::clone(&watch.app.api.house);
    let filled = watch.app.db().write(move |tx: &mut waarmaker_db::Tx<'_>| {
        let (who, call) = (Caller::waarmaker("Import"), Call::now(&house)?);
        import(&mut Cx::new(tx, &house, &who, &call), &builtin())
    });
    filled.await.unwrap();
    for path in ["procestypen", "resultaten", "resultaattypeomschrijvingen", "communicatiekanalen"] {
        let list = watch.get(&format!("{ROOT}/{path}")).await;
        let list = list.get("results").unwrap_or(&list);
        watch.read(list[0]["url"].as_str().unwrap()).await;
    }
}
