// SPDX-License-Identifier: EUPL-1.2
//! Keys of clients that write: the client id of an Applicatie and its secret.

use waarmaker_api::{Result, http::Api};
use waarmaker_auth::token::Claims;
use waarmaker_core::Problem;

/// Who has this key: `client_id:secret`. What is wrong with a key is not said, so that nothing is told about who exists.
pub(crate) async fn claims(api: &Api, key: Option<&str>) -> Result<Claims> {
    let Some(key) = key else {
        return Err(Problem::forbidden("De api_key ontbreekt. Zet hem in het formulier, niet in het adres."));
    };
    let wrong = || Problem::forbidden("De api_key klopt niet.");
    let (client_id, secret) = key.split_once(':').ok_or_else(wrong)?;
    let known = api.secrets.of(client_id).await?;
    let mut fits = known.as_deref().is_some_and(|known| same(known, secret));
    if known.is_some() && !fits {
        // The secret may have changed a moment ago.
        fits = api.secrets.fresh(client_id).await?.is_some_and(|known| same(&known, secret));
    }
    if !fits {
        return Err(wrong());
    }
    Ok(Claims { client_id: client_id.to_owned(), user_id: String::new(), user_representation: "Open311".to_owned() })
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(a: &str, b: &str) -> bool {
    let differs = a.bytes().zip(b.bytes()).fold(0_u8, |differs, (a, b)| differs | (a ^ b));
    !a.is_empty() && a.len() == b.len() && differs == 0
}
