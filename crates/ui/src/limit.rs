// SPDX-License-Identifier: EUPL-1.2
//! How often one address may send a form in an hour.
//!
//! Five hundred reports from one address are a mistake or a nuisance: after some the page asks to wait or to call. Counts are in the database, so that
//! several nodes share them. An address is kept only as a hash with a salt that is thrown away with the counts when the hour is over.
//!
//! ```no_run
//! # async fn example(api: &waarmaker_api::http::Api, visit: &waarmaker_ui::Visit) -> waarmaker_api::Result<()> {
//! // A page of its own, which loses what was filled in: for what nobody typed.
//! waarmaker_ui::limit::take(api, visit, "stem", 60).await?;
//! // Where the form can be shown again, with `Errors::busy` and status 429.
//! let may = waarmaker_ui::limit::allows(api, visit, "melding", 20).await?;
//! # Ok(()) }
//! ```

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;
use sha2::{Digest as _, Sha256};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::{Error, Tx, Weight};

use crate::{Visit, secret::Secret};

/// Seconds of an hour.
const HOUR: i64 = 3600;

/// Counts one form of this kind for the address that sent it, and says whether it is within bounds.
pub async fn allows(api: &Api, visit: &Visit, kind: &'static str, most_per_hour: u32) -> Result<bool> {
    let address = visit.address.map(group).unwrap_or_default();
    allows_of(api, &visit.now, kind, address, most_per_hour).await
}

/// The same for a sender that is known by something else than its address, such as the client of a key. It too is kept only as a hash.
pub async fn allows_of(
    api: &Api,
    now: &DateTime,
    kind: &'static str,
    address: String,
    most_per_hour: u32,
) -> Result<bool> {
    let (hour, most) = (hour(now), i64::from(most_per_hour));
    let asked = address.clone();
    // In a flood nothing is written any more.
    let count = api.db.read(Weight::Point, move |tx| Ok::<_, Problem>(counted(tx, hour, kind, &asked)?)).await?;
    if count >= most {
        return Ok(false);
    }
    let salt = Secret::fresh()?.text();
    let count = api.db.write(move |tx| Ok::<_, Problem>(count_one(tx, hour, kind, &address, &salt)?)).await?;
    Ok(count <= most)
}

/// The same, and 429 `throttled` when it is too much.
pub async fn take(api: &Api, visit: &Visit, kind: &'static str, most_per_hour: u32) -> Result<()> {
    if allows(api, visit, kind, most_per_hour).await? { Ok(()) } else { Err(Problem::throttled()) }
}

/// Removes counts and salts of hours that are over. Counting does it too; this is for when nobody sends anything.
pub fn forget(tx: &mut Tx<'_>, now: &DateTime) -> std::result::Result<u64, Error> {
    tx.run("DELETE FROM drempel_zouten WHERE uur < $1", &[hour(now).into()])?;
    tx.run("DELETE FROM drempels WHERE uur < $1", &[hour(now).into()])
}

/// Seconds until the counts begin anew: what an answer 429 says in `Retry-After`.
pub fn seconds_left(now: &DateTime) -> i64 {
    HOUR - now.at.as_second().rem_euclid(HOUR)
}

fn hour(now: &DateTime) -> i64 {
    now.at.as_second().div_euclid(HOUR)
}

fn counted(tx: &mut Tx<'_>, hour: i64, kind: &str, address: &str) -> std::result::Result<i64, Error> {
    let Some(salt) = salt(tx, hour)? else { return Ok(0) };
    let sql = "SELECT aantal FROM drempels WHERE uur = $1 AND soort = $2 AND adres = $3";
    Ok(tx.one(sql, &[hour.into(), kind.into(), hash(&salt, address).into()], |row| row.int(0))?.unwrap_or_default())
}

fn count_one(tx: &mut Tx<'_>, hour: i64, kind: &str, address: &str, fresh: &str) -> std::result::Result<i64, Error> {
    let sql = "INSERT INTO drempel_zouten (uur, zout) VALUES ($1, $2) ON CONFLICT (uur) DO NOTHING";
    if tx.run(sql, &[hour.into(), fresh.into()])? > 0 {
        tx.run("DELETE FROM drempel_zouten WHERE uur < $1", &[hour.into()])?;
        tx.run("DELETE FROM drempels WHERE uur < $1", &[hour.into()])?;
    }
    let salt = salt(tx, hour)?.unwrap_or_default();
    let sql = "INSERT INTO drempels (uur, soort, adres, aantal) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (uur, soort, adres) DO UPDATE SET aantal = drempels.aantal + 1 RETURNING aantal";
    Ok(tx.one(sql, &[hour.into(), kind.into(), hash(&salt, address).into()], |row| row.int(0))?.unwrap_or_default())
}

fn salt(tx: &mut Tx<'_>, hour: i64) -> std::result::Result<Option<String>, Error> {
    tx.one("SELECT zout FROM drempel_zouten WHERE uur = $1", &[hour.into()], |row| row.text(0))
}

fn hash(salt: &str, address: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(salt).chain_update([0]).chain_update(address).finalize())
}

/// What counts as one address: a whole one of IPv4, and of IPv6 the network that one connection has (a /64).
fn group(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

/// Where a request comes from: who connected to us, or with proxies of ours in front the address that the outermost of them saw. What stands before
/// that in `X-Forwarded-For` anybody can write.
pub(crate) fn address(headers: &HeaderMap, peer: Option<IpAddr>, proxies: usize) -> Option<IpAddr> {
    if proxies == 0 {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let all: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let believed = all.len().checked_sub(proxies).map_or_else(|| all.first(), |at| all.get(at));
    believed.and_then(|text| parse(text)).or(peer)
}

/// An address, perhaps with a port.
fn parse(text: &str) -> Option<IpAddr> {
    let bare = || text.trim_start_matches('[').split(']').next()?.parse().ok();
    text.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip())).or_else(bare)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{address, group};

    fn from(line: &str, proxies: usize) -> String {
        let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), line.parse().unwrap())]);
        address(&headers, "10.0.0.1".parse().ok(), proxies).map(group).unwrap_or_default()
    }

    #[test]
    fn only_what_our_own_proxies_added_is_believed() {
        assert_eq!(from("192.0.2.7", 0), "10.0.0.1");
        assert_eq!(from("192.0.2.7", 1), "192.0.2.7");
        assert_eq!(from("1.1.1.1, 192.0.2.7", 1), "192.0.2.7");
        assert_eq!(from("1.1.1.1, 192.0.2.7, 10.0.0.2", 2), "192.0.2.7");
        assert_eq!(from("192.0.2.7", 2), "192.0.2.7");
        assert_eq!(from("192.0.2.7:4711", 1), "192.0.2.7");
        assert_eq!(from("nonsense", 1), "10.0.0.1");
        assert_eq!(from("", 1), "10.0.0.1");
    }

    #[test]
    fn one_connection_of_ipv6_is_one_address() {
        assert_eq!(from("2001:db8:1:2:3:4:5:6", 1), from("2001:db8:1:2:ffff::1", 1));
        assert_ne!(from("2001:db8:1:2::1", 1), from("2001:db8:1:3::1", 1));
        assert_eq!(from("[2001:db8:1:2::1]:4711", 1), "2001:db8:1:2::");
        assert_eq!(from("::ffff:192.0.2.7", 1), "192.0.2.7");
    }
}
