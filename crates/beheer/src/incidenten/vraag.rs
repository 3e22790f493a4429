// SPDX-License-Identifier: EUPL-1.2
//! What the list of incidents is asked for, and the statement that answers it. The ids of the page are chosen first, from indexes; only those rows are
//! read whole.

use std::fmt::Write as _;

use waarmaker_api::{Cx, Result};
use waarmaker_db::{Error, Row, Value};
use waarmaker_signalen::{Bron, Incident};
use waarmaker_werkopdrachten::{Bewaking, Opdrachtstatus};

use super::{Bezoek, Gevonden, Opdracht, Regel};
use crate::kader::{RIJEN, RIJEN_EN_EEN, pagina_vol};

/// A list: its name, its condition on `incidenten i` and its order `w`, and whether the deadline decides what comes first.
#[derive(Debug)]
pub(super) struct Lijst {
    pub(super) naam: &'static str,
    sql: &'static str,
    termijn: bool,
}

const fn lijst(naam: &'static str, sql: &'static str) -> Lijst {
    Lijst { naam, sql, termijn: false }
}

const fn op_termijn(naam: &'static str, sql: &'static str) -> Lijst {
    Lijst { naam, sql, termijn: true }
}

/// All lists. The first is shown when nobody chooses.
pub(super) static LIJSTEN: [Lijst; 9] = [
    lijst("lopend", "i.status IN ('open', 'opgedragen')"),
    op_termijn("te-laat", "w.bewaking = 'overschreden' AND w.status IN ('aangeboden', 'aangenomen', 'ter_plaatse')"),
    op_termijn("gevaar", "w.bewaking = 'in_gevaar' AND w.status IN ('aangeboden', 'aangenomen', 'ter_plaatse')"),
    lijst("eigen", "w.status IN ('eigen_lijst', 'geweigerd')"),
    lijst("vast", "i.uuid IN (SELECT incident FROM werkopdracht_belemmeringen)"),
    lijst("nieuw", "i.status = 'open'"),
    lijst("opgedragen", "i.status = 'opgedragen'"),
    lijst("groep", "i.status = 'samengevoegd'"),
    lijst("voorbij", "i.status IN ('hersteld', 'gesloten')"),
];

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Volgorde {
    #[default]
    Nieuwste,
    Oudste,
    Termijn,
}

impl Volgorde {
    pub(super) const ALL: [Self; 3] = [Self::Nieuwste, Self::Oudste, Self::Termijn];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Nieuwste => "nieuwste",
            Self::Oudste => "oudste",
            Self::Termijn => "termijn",
        }
    }

    const fn sql(self) -> &'static str {
        match self {
            Self::Nieuwste => "i.id DESC",
            Self::Oudste => "i.id",
            Self::Termijn => "w.uiterlijk, w.id",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Vraag {
    pub(super) lijst: &'static Lijst,
    pub(super) soort: String,
    pub(super) bron: String,
    pub(super) q: String,
    pub(super) volgorde: Volgorde,
    pub(super) na: String,
}

impl Vraag {
    pub(super) fn of(visit: &Bezoek) -> Self {
        let asked = |name: &str| visit.gevraagd(name);
        let [first, ..] = &LIJSTEN;
        let naam = asked("lijst");
        let lijst = LIJSTEN.iter().find(|lijst| lijst.naam == naam).unwrap_or(first);
        let volgorde = asked("volgorde");
        let usual = if lijst.termijn { Volgorde::Termijn } else { Volgorde::Nieuwste };
        let volgorde = Volgorde::ALL.into_iter().find(|known| known.as_str() == volgorde).unwrap_or(usual);
        Self { lijst, soort: asked("soort"), bron: asked("bron"), q: asked("q"), volgorde, na: asked("na") }
    }

    /// The mark of the last row of a page, after which the next one begins.
    pub(super) fn merk(&self, regel: &Regel) -> String {
        match &regel.opdracht {
            Some(Opdracht { id, uiterlijk: Some(uiterlijk), .. }) if self.volgorde == Volgorde::Termijn => {
                format!("{uiterlijk}|{id}")
            }
            _ => regel.id.to_string(),
        }
    }

    /// Reads the page and one row more, to know whether there are more.
    pub(super) fn haal(&self, cx: &mut Cx<'_, '_>) -> Result<Gevonden> {
        let soorten = waarmaker_assets::soorten(cx.tx)?;
        let mut chosen = Chosen { sql: self.lijst.sql.to_owned(), values: Vec::new() };
        self.narrow(&soorten, &mut chosen);
        self.after(&mut chosen);
        let limit = chosen.place(RIJEN_EN_EEN);
        let order = self.volgorde.sql();
        let orders = if chosen.sql.contains("w.") { "JOIN werkopdrachten w ON w.incident = i.uuid" } else { "" };
        let sql = format!(
            "SELECT i.id, i.uuid, i.body, a.omschrijving, w.nummer, w.status, w.bewaking, w.uiterlijk, w.id
            FROM (SELECT i.id FROM incidenten i {orders} WHERE {} ORDER BY {order} LIMIT {limit}) page
            JOIN incidenten i ON i.id = page.id LEFT JOIN assets a ON a.uuid = i.asset
            LEFT JOIN werkopdrachten w ON w.incident = i.uuid ORDER BY {order}",
            chosen.sql
        );
        let mut regels = cx.tx.query(&sql, &chosen.values, regel)?;
        let meer = pagina_vol(&mut regels, RIJEN);
        Ok(Gevonden { regels, meer, soorten })
    }

    /// Kind, source and what was looked for.
    fn narrow(&self, soorten: &[String], chosen: &mut Chosen) {
        if !self.soort.is_empty() {
            chosen.and("i.asset_soort = ?", self.soort.as_str());
        }
        if Bron::NAMES.contains(&self.bron.as_str()) {
            chosen.and("i.bron = ?", self.bron.as_str());
        }
        if self.q.to_ascii_uppercase().starts_with("INC-") {
            chosen.and("i.nummer = ?", self.q.to_ascii_uppercase());
        } else if !self.q.is_empty() {
            let kinds: Vec<String> = soorten.iter().map(|soort| format!("'{}'", soort.replace('\'', "''"))).collect();
            let kinds = if kinds.is_empty() { "''".to_owned() } else { kinds.join(", ") };
            let found = format!("i.asset IN (SELECT uuid FROM assets WHERE soort IN ({kinds}) AND identificatie = ?)");
            chosen.and(&found, self.q.as_str());
        }
    }

    /// What comes after the mark. A mark that says nothing counts as none.
    fn after(&self, chosen: &mut Chosen) {
        if self.volgorde == Volgorde::Termijn {
            chosen.sql.push_str(" AND w.uiterlijk IS NOT NULL");
            let mark = self.na.split_once('|').and_then(|(until, id)| Some((until, id.parse::<i64>().ok()?)));
            if let Some((until, id)) = mark {
                let (until, id) = (chosen.place(until), chosen.place(id));
                let _ = write!(chosen.sql, " AND (w.uiterlijk, w.id) > ({until}, {id})");
            }
        } else if let Ok(id) = self.na.parse::<i64>() {
            let sign = if self.volgorde == Volgorde::Oudste { '>' } else { '<' };
            chosen.and(&format!("i.id {sign} ?"), id);
        }
    }
}

/// Conditions with their parameters.
struct Chosen {
    sql: String,
    values: Vec<Value>,
}

impl Chosen {
    fn place(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        let place = self.place(value);
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace('?', &place));
    }
}

fn regel(row: &Row<'_>) -> std::result::Result<Regel, Error> {
    Ok(Regel {
        id: row.int(0)?,
        uuid: row.uuid(1)?,
        incident: serde_json::from_slice::<Incident>(row.bytes_ref(2)?).map_err(Error::row)?,
        straat: row.opt_text(3)?.unwrap_or_default(),
        opdracht: opdracht(row)?,
    })
}

fn opdracht(row: &Row<'_>) -> std::result::Result<Option<Opdracht>, Error> {
    let Some(nummer) = row.opt_text(4)? else { return Ok(None) };
    let choice = |text: String| serde_json::Value::String(text);
    let status: Opdrachtstatus = serde_json::from_value(choice(row.text(5)?)).map_err(Error::row)?;
    let bewaking: Bewaking = serde_json::from_value(choice(row.text(6)?)).map_err(Error::row)?;
    Ok(Some(Opdracht { id: row.int(8)?, nummer, status, bewaking, uiterlijk: row.opt_text(7)? }))
}

#[cfg(test)]
impl Default for Vraag {
    fn default() -> Self {
        let text = String::new;
        let [lijst, ..] = &LIJSTEN;
        Self { lijst, soort: text(), bron: text(), q: text(), volgorde: Volgorde::default(), na: text() }
    }
}
