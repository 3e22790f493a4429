// SPDX-License-Identifier: EUPL-1.2
//! `auth`: what a subscriber wants to see in `Authorization`. It is kept for the delivery alone; documents have stars in its place.

use serde_json::Value as Json;
use waarmaker_core::Problems;
use waarmaker_events::delivery::secret_header;
use waarmaker_resource::Record;

/// What stands for the secret.
const STARS: &str = "********";
/// Schemes that are no secret.
const SCHEMES: &[&str] = &["Bearer", "Basic", "Token", "ApiKey", "Api-Key"];
/// Longest value.
const MOST: usize = 8192;

/// What is shown of a secret: its scheme, and stars.
pub(crate) fn shown(auth: &str) -> String {
    let scheme = auth.split_once(' ').map(|(scheme, _)| scheme);
    match SCHEMES.iter().find(|known| scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(known))) {
        Some(scheme) => format!("{scheme} {STARS}"),
        None => STARS.to_owned(),
    }
}

/// The secret of a body; `None` when it has none, or repeats what was shown.
pub(crate) fn given(body: &Record, old: Option<&str>) -> Option<String> {
    let text = match body.get("auth")? {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    (old != Some(&text)).then_some(text)
}

/// Refuses what cannot be sent in a header, and what is only the stars of another answer.
pub(crate) fn check(auth: &str, problems: &mut Problems) {
    if auth.len() > MOST {
        problems.add("auth", "max_length", format!("Mag niet langer zijn dan {MOST} tekens."));
    } else if secret_header(auth).is_none() || auth.trim() != auth || !auth.is_ascii() {
        problems.add("auth", "invalid", "Dit kan geen waarde van de header Authorization zijn.");
    } else if auth.ends_with(STARS) {
        problems.add("auth", "invalid", "Geef de waarde zelf, niet de sterretjes die in antwoorden staan.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_scheme_is_shown() {
        assert_eq!(shown("bearer a4daa31"), "Bearer ********");
        assert_eq!(shown("mijn geheim"), "********");
        assert_eq!(shown("geheim"), "********");
    }
}
