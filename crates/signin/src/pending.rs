// SPDX-License-Identifier: EUPL-1.2
//! Sign-ins that are under way: from the button until the provider sends the person back.
//!
//! The browser keeps a value of its own in a cookie; the state that goes along to the provider is another. Nonce and PKCE verifier are made from
//! the two together, so that the database knows hashes only and nobody without the cookie can finish what this browser began.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use waarmaker_core::DateTime;
use waarmaker_db::{Error, Tx, Value};
use waarmaker_ui::{Lang, own_path, secret::Secret};

/// Cookie of a sign-in that is under way.
pub(crate) const COOKIE: &str = "aanmelding";
/// How long it may take, in milliseconds.
const LASTS: i64 = 10 * 60 * 1000;
/// The same in seconds, for the cookie.
pub(crate) const LASTS_SECONDS: i64 = LASTS / 1000;

/// A sign-in that is under way.
pub(crate) struct Pending {
    cookie: Secret,
    state: Secret,
}

impl Pending {
    /// That of a browser and a state.
    pub(crate) const fn new(cookie: Secret, state: Secret) -> Self {
        Self { cookie, state }
    }

    /// What is sent along and comes back: with the language of the person, since there is one address to come back to.
    pub(crate) fn state(&self, lang: Lang) -> String {
        format!("{}.{}", self.state.text(), lang.code())
    }

    /// What the ID token must repeat.
    pub(crate) fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// What proves that whoever exchanges the code also asked for it.
    pub(crate) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// What the provider hears of that beforehand (S256).
    pub(crate) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier()))
    }

    fn derived(&self, what: &str) -> String {
        let parts = [what, "\n", &self.cookie.text(), "\n", &self.state.text()].concat();
        URL_SAFE_NO_PAD.encode(Sha256::digest(parts))
    }

    /// Writes down that it began, and where to go afterwards.
    pub(crate) fn begin(&self, tx: &mut Tx<'_>, back: &str, now: &DateTime) -> Result<(), Error> {
        let now = now.at.as_millisecond();
        tx.run("DELETE FROM aanmeldingen WHERE verloopt <= $1", &[now.into()])?;
        let values: [Value; 4] =
            [self.state.hash().into(), self.cookie.hash().into(), back.into(), (now + LASTS).into()];
        tx.run("INSERT INTO aanmeldingen (sleutel, browser, terug, verloopt) VALUES ($1, $2, $3, $4)", &values)?;
        Ok(())
    }

    /// Takes it away and says where to go; `None` when there is none: never was, too long ago, of another browser, or used already.
    pub(crate) fn take(&self, tx: &mut Tx<'_>, now: &DateTime) -> Result<Option<String>, Error> {
        let sql = "SELECT terug FROM aanmeldingen WHERE sleutel = $1 AND browser = $2 AND verloopt > $3";
        let values: [Value; 3] = [self.state.hash().into(), self.cookie.hash().into(), now.at.as_millisecond().into()];
        let Some(back) = tx.one(sql, &values, |row| row.text(0))? else { return Ok(None) };
        let gone = tx.run("DELETE FROM aanmeldingen WHERE sleutel = $1", &[self.state.hash().into()])?;
        Ok((gone == 1).then_some(back))
    }
}

/// The state as it came back, and the language in it.
pub(crate) fn parse(state: &str) -> Option<(Secret, Lang)> {
    let (secret, lang) = state.split_once('.')?;
    let lang = Lang::ALL.into_iter().find(|known| known.code() == lang)?;
    Some((Secret::parse(secret)?, lang))
}

/// A path of ours to come back to; anything else is nothing: another site, a path that browsers read as one, or signing in itself.
pub(crate) fn back(asked: Option<&str>) -> Option<String> {
    let path = own_path(asked?)?;
    let (_, rest) = split(path);
    let own =
        rest.starts_with("//") || ["/aanmelden", "/afmelden", "/ontwikkel"].iter().any(|own| rest.starts_with(own));
    (!own).then(|| path.to_owned())
}

/// Language and path of a path with its language.
pub(crate) fn split(path: &str) -> (Lang, &str) {
    match path.strip_prefix("/en") {
        Some("") => (Lang::En, "/"),
        Some(rest) if rest.starts_with(['/', '?']) => (Lang::En, rest),
        _ => (Lang::Nl, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_a_path_of_ours_only() {
        for path in ["/beheer/signalen", "/en/beheer?soort=lamp&q=%2F%2Fx", "/buiten"] {
            assert_eq!(back(Some(path)).as_deref(), Some(path));
        }
        for path in [
            "",
            "//evil.test",
            "/\\evil.test",
            "/a\\b",
            "https://evil.test",
            "evil.test",
            "javascript:alert(1)",
            "/\tx",
            "/a b",
            "/é",
            "/en//evil.test",
            "/aanmelden",
            "/en/afmelden",
            "/a\r\nset-cookie: b",
        ] {
            assert_eq!(back(Some(path)), None, "{path:?}");
        }
        assert_eq!(back(None), None);
    }

    #[test]
    fn nonce_and_verifier_depend_on_browser_and_state() {
        let (cookie, state) = (Secret::fresh().unwrap(), Secret::fresh().unwrap());
        let pending = Pending::new(cookie.clone(), state.clone());
        assert_eq!(pending.verifier().len(), 43);
        assert_ne!(pending.nonce(), pending.verifier());
        assert_eq!(pending.nonce(), Pending::new(cookie.clone(), state.clone()).nonce());
        assert_ne!(pending.verifier(), Pending::new(Secret::fresh().unwrap(), state).verifier());
        assert_ne!(pending.verifier(), Pending::new(cookie, Secret::fresh().unwrap()).verifier());
    }

    #[test]
    fn the_state_carries_the_language() {
        let pending = Pending::new(Secret::fresh().unwrap(), Secret::fresh().unwrap());
        assert_eq!(parse(&pending.state(Lang::En)).unwrap().1, Lang::En);
        assert!(parse("x.nl").is_none() && parse(&pending.state(Lang::Nl).replace(".nl", ".fr")).is_none());
    }
}
