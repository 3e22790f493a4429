// SPDX-License-Identifier: EUPL-1.2
//! Drafts: what somebody filled in of a report, kept here until it is sent, so that nothing is typed twice.
//!
//! A draft has a secret in its URL and is shown to the browser that wrote it only: whoever sends somebody a link with a draft of his own learns
//! nothing of what is filled in there. A form that comes from another browser (its cookie is gone) brings all its answers along; they take the place
//! of what was here.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_blob::contents;
use waarmaker_core::Problem;
use waarmaker_ui::form::Posted;
use waarmaker_werkopdrachten::photo::Foto;

/// How long a draft is kept, in milliseconds.
const KEPT: i64 = 24 * 60 * 60 * 1000;
/// Most drafts that are thrown away at once.
const MOST: i64 = 200;

/// What was filled in. Not a word of it may end in a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Antwoorden {
    /// What is wrong: the value of a [`Klacht`](crate::data::Klacht).
    pub(crate) soort: String,
    /// In own words.
    pub(crate) woorden: String,
    /// Where the lamp is, when its number is not known.
    pub(crate) plek: String,
    /// Address for updates.
    pub(crate) email: String,
    /// How it came in, when people of the municipality fill it in for somebody.
    pub(crate) kanaal: String,
    /// Whether the number of the lamp is not known: the lamp is one of the street.
    pub(crate) onbekend: bool,
}

impl std::fmt::Debug for Antwoorden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Antwoorden").field("soort", &self.soort).finish_non_exhaustive()
    }
}

impl Antwoorden {
    /// The answers of a form.
    pub(crate) fn of(posted: &Posted) -> Self {
        let text = |name: &str| posted.text(name).replace("\r\n", "\n");
        Self {
            soort: text("soort"),
            woorden: text("woorden"),
            plek: text("plek"),
            email: text("email"),
            kanaal: text("kanaal"),
            onbekend: posted.ticked("onbekend"),
        }
    }

    /// The same as fields of a form.
    pub(crate) fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut all = vec![
            ("soort", self.soort.as_str()),
            ("woorden", self.woorden.as_str()),
            ("plek", self.plek.as_str()),
            ("email", self.email.as_str()),
            ("kanaal", self.kanaal.as_str()),
        ];
        if self.onbekend {
            all.push(("onbekend", "ja"));
        }
        all
    }
}

/// A photo of a draft, in the store of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bewaard {
    /// Its content.
    pub(crate) inhoud: Uuid,
    /// Its media type.
    pub(crate) formaat: String,
    /// How many bytes.
    pub(crate) omvang: i64,
}

/// A draft.
#[derive(Clone, Debug)]
pub(crate) struct Concept {
    /// Hash of the browser that it is shown to.
    pub(crate) browser: String,
    /// The lamp.
    pub(crate) asset: Uuid,
    /// What was filled in.
    pub(crate) antwoorden: Antwoorden,
    /// The photo.
    pub(crate) foto: Option<Bewaard>,
    /// Code of the report that it became.
    pub(crate) code: Option<String>,
}

/// What a browser wants to keep.
#[derive(Clone, Debug)]
pub(crate) struct Wens {
    /// Hash of the secret.
    pub(crate) sleutel: String,
    /// Hash of the browser.
    pub(crate) browser: String,
    /// The lamp.
    pub(crate) asset: Uuid,
    /// What was filled in.
    pub(crate) antwoorden: Antwoorden,
    /// A photo that came along.
    pub(crate) foto: Option<Foto>,
    /// Whether the photo that there is has to go.
    pub(crate) zonder: bool,
}

/// The draft with this hash, held until the end of the transaction when something is to be done with it. `None` when it is over.
pub(crate) fn find(sleutel: &str, hold: bool, cx: &mut Cx<'_, '_>) -> Result<Option<Concept>> {
    let lock = if hold { cx.tx.dialect().for_update() } else { "" };
    let sql = format!(
        "SELECT browser, asset, foto, formaat, omvang, code, body FROM concepten WHERE sleutel = $1 AND verloopt > $2{lock}"
    );
    let now = cx.call.now.at.as_millisecond();
    let found = cx.tx.one(&sql, &[sleutel.into(), now.into()], |row| {
        let (formaat, omvang) = (row.text(3)?, row.int(4)?);
        let foto = row.opt_uuid(2)?.map(|inhoud| Bewaard { inhoud, formaat, omvang });
        Ok((row.text(0)?, row.uuid(1)?, foto, row.opt_text(5)?, row.bytes(6)?))
    })?;
    let Some((browser, asset, foto, code, body)) = found else { return Ok(None) };
    let antwoorden = serde_json::from_slice(&body).map_err(Problem::internal)?;
    Ok(Some(Concept { browser, asset, antwoorden, foto, code }))
}

/// Keeps what was filled in, and what is there already of the photo. One that was sent, or is about another lamp, is left as it is.
pub(crate) fn save(wens: &Wens, cx: &mut Cx<'_, '_>) -> Result<Concept> {
    clean(cx)?;
    let old = find(&wens.sleutel, true, cx)?;
    if let Some(old) = old.as_ref().filter(|old| old.code.is_some() || old.asset != wens.asset) {
        return Ok(old.clone());
    }
    let foto = photo(wens, old.and_then(|old| old.foto), cx)?;
    let body = serde_json::to_vec(&wens.antwoorden).map_err(Problem::internal)?;
    let until = cx.call.now.at.as_millisecond() + KEPT;
    let sql = "INSERT INTO concepten (sleutel, browser, asset, foto, formaat, omvang, verloopt, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (sleutel) DO UPDATE SET browser = excluded.browser, foto = excluded.foto, formaat = excluded.formaat,
            omvang = excluded.omvang, verloopt = excluded.verloopt, body = excluded.body";
    let values = [
        wens.sleutel.as_str().into(),
        wens.browser.as_str().into(),
        wens.asset.into(),
        foto.as_ref().map(|foto| foto.inhoud).into(),
        foto.as_ref().map(|foto| foto.formaat.clone()).unwrap_or_default().into(),
        foto.as_ref().map(|foto| foto.omvang).unwrap_or_default().into(),
        until.into(),
        waarmaker_db::Value::Bytes(body),
    ];
    cx.tx.run(sql, &values)?;
    Ok(Concept {
        browser: wens.browser.clone(),
        asset: wens.asset,
        antwoorden: wens.antwoorden.clone(),
        foto,
        code: None,
    })
}

/// The photo after this form: the new one, the one that there was, or none.
fn photo(wens: &Wens, old: Option<Bewaard>, cx: &mut Cx<'_, '_>) -> Result<Option<Bewaard>> {
    if let Some(old) = old.as_ref().filter(|_| wens.zonder || wens.foto.is_some()) {
        contents::forget(cx.tx, old.inhoud)?;
    }
    let Some(new) = &wens.foto else { return Ok(old.filter(|_| !wens.zonder)) };
    let inhoud = cx.house.ids.uuid();
    new.arrival.keep(inhoud, cx)?;
    let omvang = i64::try_from(new.arrival.size()).map_err(Problem::internal)?;
    Ok(Some(Bewaard { inhoud, formaat: new.formaat.mediatype().to_owned(), omvang }))
}

/// What was filled in became a report: only its code stays, for a browser that sends it twice.
pub(crate) fn sent(sleutel: &str, code: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "UPDATE concepten SET code = $2, foto = NULL, formaat = '', omvang = 0, body = $3 WHERE sleutel = $1";
    cx.tx.run(sql, &[sleutel.into(), code.into(), waarmaker_db::Value::Bytes(b"{}".to_vec())])?;
    Ok(())
}

/// Throws away what is older than a day, with its photos. Answers how many drafts.
pub(crate) fn clean(cx: &mut Cx<'_, '_>) -> Result<u64> {
    let now = cx.call.now.at.as_millisecond();
    let sql = "SELECT sleutel, foto FROM concepten WHERE verloopt <= $1 ORDER BY verloopt LIMIT $2";
    let old = cx.tx.query(sql, &[now.into(), MOST.into()], |row| Ok((row.text(0)?, row.opt_uuid(1)?)))?;
    for (sleutel, foto) in &old {
        if let Some(foto) = foto {
            contents::forget(cx.tx, *foto)?;
        }
        cx.tx.run(
            "DELETE FROM concepten WHERE sleutel = $1 AND verloopt <= $2",
            &[sleutel.as_str().into(), now.into()],
        )?;
    }
    Ok(old.len() as u64)
}
