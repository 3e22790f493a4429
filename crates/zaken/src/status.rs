// SPDX-License-Identifier: EUPL-1.2
//! STATUS: where a zaak stood from when. The last one of its zaaktype closes the zaak, another one opens it again.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, rewrite};
use waarmaker_core::{Date, DateTime, Problem, Problems};
use waarmaker_resource::{
    Allow, Blank, Column, Expand, Fields, Filter, Link, Linked, Op, Pick, Resource, Shape, Touch, Unique, Uri,
};

use crate::{
    Zaak,
    catalogus::Statustype,
    closed::{GUARD, held},
    zaak::closing::{close, obstacles, reopen},
};

/// Waar een zaak vanaf een tijdstip staat.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// De zaak.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// Het statustype in de Catalogi API.
    #[field(required)]
    pub statustype: Link<Statustype>,
    /// Tijdstip waarop de zaak de status kreeg.
    #[field(required)]
    pub datum_status_gezet: DateTime,
    /// Toelichting op de status, voor de initiator van de zaak.
    #[field(max = 1000)]
    pub statustoelichting: String,
    /// Of dit de laatst gezette status van de zaak is.
    #[field(read_only)]
    pub indicatie_laatst_gezette_status: bool,
    /// De rol bij de zaak van wie de status gezet heeft.
    #[field(shape = Shape::Link("rol"), max = 200)]
    pub gezetdoor: Blank<Uri>,
    /// Relaties met documenten die bij deze status horen.
    #[field(read_only)]
    pub zaakinformatieobjecten: Vec<Uri>,
}

impl Linked for Status {
    const NAME: &'static str = "status";
    const PATH: &'static str = "/zaken/api/v1/statussen";
}

impl Rules for Status {
    const RESOURCE: Resource = Resource {
        name: "status",
        schema: "Status",
        doc: "Een status: waar een zaak vanaf een tijdstip staat.",
        path: "statussen",
        table: "statussen",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::link("zaak", "zaak"),
            Column::link("statustype", "statustype"),
            Column::moment("datum_status_gezet", "datumStatusGezet"),
            Column::bool("indicatie_laatst_gezette_status", "indicatieLaatstGezetteStatus"),
            Column::link("gezetdoor", "gezetdoor"),
        ],
        filters: &[
            Filter::is("zaak", "zaak", Shape::Link("zaak")),
            Filter::is("statustype", "statustype", Shape::Link("statustype")),
            Filter::is("indicatieLaatstGezetteStatus", "indicatie_laatst_gezette_status", Shape::Bool),
        ],
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.aanmaken", "zaken.statussen.toevoegen", "zaken.heropenen"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
        ],
        guard: GUARD,
        conditional: true,
        expand: &[
            Expand::of("zaak", "zaak"),
            Expand::of("statustype", "statustype"),
            Expand::of("gezetdoor", "rol"),
            Expand::of("zaakinformatieobjecten", "zaakinformatieobject"),
        ],
        unique: &[Unique {
            columns: &["zaak", "datum_status_gezet"],
            name: Problems::WHOLE,
            code: "unique",
            reason: TWICE,
        }],
        touches: &[
            Touch { column: "zaak", target: "zaak", field: "status", pick: Pick::Latest("datum_status_gezet") },
            Touch { column: "gezetdoor", target: "rol", field: "statussen", pick: Pick::All },
        ],
        notify: &[Op::Create],
        ..Resource::BASE
    };

    fn prepare(&mut self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        self.indicatie_laatst_gezette_status = match latest(self.zaak, cx)? {
            Some((_, key)) => self.datum_status_gezet.sort_key() > key,
            None => true,
        };
        Ok(())
    }

    fn check(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let zaak = held(self.zaak, cx)?;
        if self.datum_status_gezet.at > cx.call.now.at {
            problems.add(
                "datumStatusGezet",
                "date-in-future",
                "De datum van de status kan niet in de toekomst liggen.",
            );
        }
        if self.gezetdoor.get().is_some_and(|rol| !zaak.rollen.contains(rol)) {
            problems.add("gezetdoor", "invalid", "De rol hoort niet bij de zaak.");
        }
        if problems.is_empty() { self.check_whole(&zaak, cx, problems) } else { Ok(()) }
    }

    /// zrc-007, zrc-008: `zaken.aanmaken` sets the first status only; a closed zaak is opened with `zaken.heropenen`, and closed once more with
    /// that or by force.
    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = held(self.zaak, cx)?;
        let mut may = |scopes: &[&str]| cx.may::<Zaak>(scopes, zaak.zaaktype.uuid, zaak.level());
        if !may(&["zaken.statussen.toevoegen", "zaken.heropenen"])? && zaak.status.is_some() {
            return Err(Problem::forbidden(
                "De zaak heeft al een status: met het recht zaken.aanmaken kunt u alleen de eerste zetten.",
            ));
        }
        if zaak.einddatum.is_none() || may(&["zaken.heropenen"])? {
            return Ok(());
        }
        if may(&["zaken.geforceerd-bijwerken"])? && self.is_eindstatus(cx)? {
            return Ok(());
        }
        Err(Problem::forbidden("De zaak is afgesloten. Heropenen kan alleen met het recht zaken.heropenen."))
    }

    /// zrc-007: an eindstatus closes the zaak on the day that the client wrote, whatever day that is in UTC. zrc-008: another status opens a
    /// closed one, whatever its date.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        self.unseat(change.uuid, cx)?;
        if self.is_eindstatus(cx)? {
            return close(self.zaak.uuid, self.day(change), cx);
        }
        if held(self.zaak, cx)?.einddatum.is_some() { reopen(self.zaak.uuid, cx) } else { Ok(()) }
    }

    fn weergave(&self) -> String {
        format!("Status van {}", self.datum_status_gezet)
    }
}

/// Two statussen of one zaak at the same moment: neither would be the last.
const TWICE: &str = "De zaak heeft al een status met deze datum en tijd.";

/// The last status of a zaak, with the key that its moment is sorted by.
fn latest(zaak: Link<Zaak>, cx: &mut Cx<'_, '_>) -> Result<Option<(Uuid, String)>> {
    let sql = "SELECT uuid, datum_status_gezet FROM statussen WHERE zaak = $1 ORDER BY datum_status_gezet DESC LIMIT 1";
    Ok(cx.tx.one(sql, &[zaak.uuid.into()], |row| Ok((row.uuid(0)?, row.text(1)?)))?)
}

impl Status {
    /// What can only be said of the status as a whole: its moment is free, its type fits (zrc-016) and, when it closes the zaak, the zaak can be
    /// closed (zrc-007).
    fn check_whole(&self, zaak: &Zaak, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let statustype = cx.view(self.statustype)?;
        if statustype.zaaktype != zaak.zaaktype {
            problems.add(
                Problems::WHOLE,
                "zaaktype-mismatch",
                "Het statustype hoort niet bij het zaaktype van de zaak.",
            );
            return Ok(());
        }
        let sql = "SELECT 1 FROM statussen WHERE zaak = $1 AND datum_status_gezet = $2";
        let key = [self.zaak.uuid.into(), self.datum_status_gezet.sort_key().into()];
        if cx.tx.one(sql, &key, |row| row.int(0))?.is_some() {
            problems.add(Problems::WHOLE, "unique", TWICE);
        }
        if self.is_eindstatus(cx)? { obstacles(zaak, self.zaak.uuid, cx, problems) } else { Ok(()) }
    }

    /// Whether its type has the highest volgnummer of the zaaktype, as the catalogue is now.
    fn is_eindstatus(&self, cx: &mut Cx<'_, '_>) -> Result<bool> {
        let sql = "SELECT o.uuid FROM statustypen s JOIN statustypen o ON o.zaaktype = s.zaaktype WHERE s.uuid = $1 \
                   ORDER BY o.volgnummer DESC LIMIT 1";
        Ok(cx.tx.one(sql, &[self.statustype.uuid.into()], |row| row.uuid(0))? == Some(self.statustype.uuid))
    }

    /// The day of the status as the client wrote it, in its own offset.
    fn day(&self, change: &Change<'_, Self>) -> Date {
        let given = change.given.get("datumStatusGezet").and_then(serde_json::Value::as_str);
        given.and_then(|text| DateTime::parse(text).ok()).map_or(self.datum_status_gezet.date, |moment| moment.date)
    }

    /// When this is the last status, the one that was is no longer.
    fn unseat(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        if !self.indicatie_laatst_gezette_status {
            return Ok(());
        }
        let sql = "SELECT uuid FROM statussen WHERE zaak = $1 AND indicatie_laatst_gezette_status = 1 AND uuid <> $2";
        let others: Vec<Uuid> = cx.tx.query(sql, &[self.zaak.uuid.into(), uuid.into()], |row| row.uuid(0))?;
        others.into_iter().try_for_each(|other| {
            rewrite(Self::RESOURCE.name, other, cx, |record| {
                record.insert("indicatieLaatstGezetteStatus".to_owned(), serde_json::Value::Bool(false));
            })
        })
    }
}
