// SPDX-License-Identifier: EUPL-1.2
//! What the claims say of somebody: roles and a name.

use serde_json::Value;
use waarmaker_core::text::clean_text;

use crate::token::Claims;

/// Longest name and `sub` that are kept, in characters.
const LONGEST: usize = 120;

/// The roles at a path of the claims, such as `roles` or `realm_access.roles`; `None` when there is nothing there.
pub(crate) fn named(claims: &Claims, path: &str) -> Option<Vec<String>> {
    let mut found = claims.get(path);
    if found.is_none() {
        let mut steps = path.split('.');
        found = claims.get(steps.next()?);
        for step in steps {
            found = found?.get(step);
        }
    }
    match found? {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(all) => Some(all.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => None,
    }
}

/// The client id of the first role that somebody has.
pub(crate) fn client_id<'a>(roles: &'a [(String, String)], has: &[String]) -> Option<&'a str> {
    roles.iter().find(|(role, _)| has.contains(role)).map(|(_, client_id)| client_id.as_str())
}

/// The name to show.
pub(crate) fn name(claims: &Claims) -> String {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::trim);
    let clean = |name: &str| !name.is_empty() && clean_text(name).is_ok();
    let found = ["name", "preferred_username", "email", "sub"].into_iter().filter_map(text).find(|name| clean(name));
    found.unwrap_or_default().chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn roles_are_found_at_a_name_or_a_path() {
        let claims = json!({"roles": ["a", 1, "b"], "realm_access": {"roles": ["c"]}, "https://example.nl/roles": ["d"], "role": "e", "n": 1});
        let named = |path| named(claims.as_object().unwrap(), path);
        assert_eq!(named("roles").unwrap(), ["a", "b"]);
        assert_eq!(named("realm_access.roles").unwrap(), ["c"]);
        assert_eq!(named("https://example.nl/roles").unwrap(), ["d"]);
        assert_eq!(named("role").unwrap(), ["e"]);
        assert!(named("groups").is_none() && named("n").is_none() && named("role.x").is_none());
    }

    #[test]
    fn the_first_role_of_the_settings_counts() {
        let roles = [("beheer".to_owned(), "een".to_owned()), ("balie".to_owned(), "twee".to_owned())];
        let has = ["balie".to_owned(), "beheer".to_owned()];
        assert_eq!(client_id(&roles, &has), Some("een"));
        assert_eq!(client_id(&roles, &["ander".to_owned()]), None);
    }

    #[test]
    fn whoever_has_no_name_is_shown_by_what_there_is() {
        let shown = |claims: Value| name(claims.as_object().unwrap());
        assert_eq!(shown(json!({"name": " Noor ", "sub": "1"})), "Noor");
        assert_eq!(shown(json!({"name": "", "email": "n@example.nl", "sub": "1"})), "n@example.nl");
        assert_eq!(shown(json!({"name": "a\u{7}", "sub": "1"})), "1");
    }
}
