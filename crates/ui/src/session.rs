// SPDX-License-Identifier: EUPL-1.2
//! Sessions of people who signed in: a random cookie of which only the hash is kept.

use axum::response::Response;
use waarmaker_auth::token::Claims;
use waarmaker_core::DateTime;
use waarmaker_db::{Error, Tx, Value};

use crate::{Visit, head, secret::Secret, visit};

/// How long a session lasts without being used, in milliseconds: BIO asks for an end, WCAG 2.2.1 for enough time.
pub const IDLE: i64 = 60 * 60 * 1000;
/// How long a session lasts at most, in milliseconds.
pub const LONGEST: i64 = 12 * 60 * 60 * 1000;
/// How much of its time a session has used before using it writes anything, in milliseconds.
const STEP: i64 = 60 * 1000;

/// Somebody who signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Client id of the Applicatie whose rights this session has.
    pub client_id: String,
    /// Who it is at the provider (`sub`), for the audit trail.
    pub sub: String,
    /// The name that is shown, and kept in the audit trail.
    pub name: String,
}

/// A name is personal data.
impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl User {
    /// The same as claims of a token, by which the pipeline knows who asks.
    pub fn claims(&self) -> Claims {
        Claims { client_id: self.client_id.clone(), user_id: self.sub.clone(), user_representation: self.name.clone() }
    }
}

/// Begins a session.
pub fn begin(tx: &mut Tx<'_>, cookie: &Secret, user: &User, now: &DateTime) -> Result<(), Error> {
    let now = now.at.as_millisecond();
    tx.run("DELETE FROM sessies WHERE verloopt <= $1", &[now.into()])?;
    let sql = "INSERT INTO sessies (sleutel, client_id, sub, naam, begonnen, verloopt) VALUES ($1, $2, $3, $4, $5, $6)";
    let values: [Value; 6] = [
        cookie.hash().into(),
        user.client_id.as_str().into(),
        user.sub.as_str().into(),
        user.name.as_str().into(),
        now.into(),
        (now + IDLE).into(),
    ];
    tx.run(sql, &values)?;
    Ok(())
}

/// A session that goes on.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who it is.
    pub user: User,
    /// Until when it lasts when it is not used, in milliseconds since 1970.
    pub until: i64,
    /// Until when it lasts, in milliseconds since 1970, when it is to be made longer; `None` when it lasts long enough.
    pub renew: Option<i64>,
    /// Until when it can last at all, in milliseconds since 1970.
    pub longest: i64,
}

/// The session of a cookie; `None` when it is over or never was.
pub fn find(tx: &mut Tx<'_>, cookie: &Secret, now: &DateTime) -> Result<Option<Found>, Error> {
    let now = now.at.as_millisecond();
    let sql = "SELECT client_id, sub, naam, begonnen, verloopt FROM sessies WHERE sleutel = $1 AND verloopt > $2";
    tx.one(sql, &[cookie.hash().into(), now.into()], |row| {
        let user = User { client_id: row.text(0)?, sub: row.text(1)?, name: row.text(2)? };
        let longest = row.int(3)? + LONGEST;
        let until = (now + IDLE).min(longest);
        Ok::<_, Error>(Found { user, until, renew: (until - row.int(4)? > STEP).then_some(until), longest })
    })
}

/// Makes a session last longer.
pub fn renew(tx: &mut Tx<'_>, cookie: &Secret, until: i64) -> Result<(), Error> {
    tx.run("UPDATE sessies SET verloopt = $1 WHERE sleutel = $2", &[until.into(), cookie.hash().into()])?;
    Ok(())
}

/// Ends a session.
pub fn end(tx: &mut Tx<'_>, cookie: &Secret) -> Result<(), Error> {
    tx.run("DELETE FROM sessies WHERE sleutel = $1", &[cookie.hash().into()])?;
    Ok(())
}

/// The cookie of the session that a browser has, whether or not it still goes on.
pub fn current(visit: &Visit) -> Option<Secret> {
    visit.session.clone()
}

/// Gives a browser the cookie of a session, until it closes. At every sign-in it is a new one, so that nobody can know it beforehand.
pub fn give(visit: &Visit, response: &mut Response, cookie: &Secret) {
    set_cookie(visit, response, head::SESSION, &cookie.text(), None);
}

/// Takes the cookie of a session away.
pub fn take_away(visit: &Visit, response: &mut Response) {
    set_cookie(visit, response, head::SESSION, "", Some(0));
}

/// Sets a cookie that script cannot read; `seconds` as long as it is kept, `None` until the browser closes.
pub fn set_cookie(visit: &Visit, response: &mut Response, name: &str, value: &str, seconds: Option<i64>) {
    head::set_cookie(response.headers_mut(), name, value, &visit.site, seconds);
}

/// The value of a cookie with a [`Secret`].
pub fn cookie(visit: &Visit, name: &str) -> Option<Secret> {
    visit::cookie(&visit.headers, &head::cookie_name(name, &visit.site)).and_then(|text| Secret::parse(&text))
}
