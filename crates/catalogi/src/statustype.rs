// SPDX-License-Identifier: EUPL-1.2
//! Statustype.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, rewrite};
use waarmaker_core::{Date, Duur, Problems};
use waarmaker_resource::{
    Blank, Column, Component, Expand, Fields, Filter, Link, Linked, Pick, Resource, Shape, Touch, Unique,
};

use crate::{
    Catalogus, Eigenschap, Zaaktype, ZaaktypeInformatieobjecttype, concept, pending, scopes,
    subtype::{self, Derived, Subtype},
};

/// Iets dat gedaan moet zijn voordat de status gezet wordt.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checklistitem {
    /// Korte naam.
    #[field(required, max = 30)]
    pub itemnaam: String,
    /// Uitleg.
    #[field(max = 1000)]
    pub toelichting: Option<String>,
    /// De vraag die beantwoord moet worden.
    #[field(required, max = 255)]
    pub vraagstelling: String,
    /// Of het item gedaan moet zijn.
    pub verplicht: bool,
}

/// Een mijlpaal die zaken van een zaaktype kunnen bereiken.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statustype {
    /// Naam, begrijpelijk voor de initiator.
    #[field(required, max = 80)]
    pub omschrijving: String,
    /// De algemene naam van zulke statussen.
    #[field(max = 80)]
    pub omschrijving_generiek: String,
    /// Tekst waarmee de initiator bericht krijgt.
    #[field(max = 1000)]
    pub statustekst: String,
    /// Het zaaktype waarbij de status hoort.
    #[field(required)]
    pub zaaktype: Link<Zaaktype>,
    /// De catalogus van het zaaktype.
    #[field(read_only)]
    pub catalogus: Blank<Link<Catalogus>>,
    /// Identificatie van het zaaktype.
    #[field(read_only)]
    pub zaaktype_identificatie: String,
    /// Plaats in de volgorde van statussen; elk nummer komt bij een zaaktype eenmaal voor.
    #[field(required, shape = Shape::Int { min: 1, max: 9999 })]
    pub volgnummer: i64,
    /// Of dit de status met het hoogste volgnummer is: daarmee wordt een zaak gesloten.
    #[field(read_only)]
    pub is_eindstatus: bool,
    /// Of de initiator bericht moet krijgen.
    pub informeren: bool,
    /// Tijd waarbinnen de status bereikt moet zijn.
    pub doorlooptijd: Option<Duur>,
    /// Uitleg.
    #[field(max = 1000)]
    pub toelichting: Option<String>,
    /// Wat gedaan moet zijn voordat de status gezet wordt.
    pub checklistitem_statustype: Vec<Checklistitem>,
    /// Eigenschappen die een waarde moeten hebben voordat de status gezet wordt.
    pub eigenschappen: Vec<Link<Eigenschap>>,
    /// Dag waarop de versie van het zaaktype ingaat.
    #[field(read_only, deprecated)]
    pub begin_geldigheid: Option<Date>,
    /// Laatste dag van de versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_geldigheid: Option<Date>,
    /// Dag waarop de eerste versie van het zaaktype inging.
    #[field(read_only, deprecated)]
    pub begin_object: Option<Date>,
    /// Laatste dag van de laatste versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_object: Option<Date>,
}

impl Linked for Statustype {
    const NAME: &'static str = "statustype";
    const PATH: &'static str = "/catalogi/api/v1/statustypen";
}

impl Subtype for Statustype {
    fn zaaktype(&self) -> Link<Zaaktype> {
        self.zaaktype
    }
    fn derive(&mut self, from: &Derived) {
        self.zaaktype_identificatie.clone_from(&from.zaaktype_identificatie);
        self.catalogus = Blank(Some(from.catalogus));
        self.begin_geldigheid = Some(from.begin_geldigheid);
        self.einde_geldigheid = from.einde_geldigheid;
        self.begin_object = from.begin_object;
        self.einde_object = from.einde_object;
    }
}

impl Rules for Statustype {
    const RESOURCE: Resource = Resource {
        name: "statustype",
        schema: "StatusType",
        doc: "Een mijlpaal die zaken van een zaaktype kunnen bereiken.",
        component: Component::CATALOGI,
        path: "statustypen",
        table: "statustypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("zaaktype", "zaaktype"),
            Column::int("volgnummer", "volgnummer"),
            Column::text("zaaktype_identificatie", "zaaktypeIdentificatie"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
        ],
        filters: &[
            Filter::is("zaaktype", "zaaktype", Shape::Link("zaaktype")),
            Filter::is("zaaktypeIdentificatie", "zaaktype_identificatie", Shape::Text),
            scopes::STATUS_OF_ZAAKTYPE,
            scopes::DATUM_GELDIGHEID,
        ],
        allow: scopes::SUBTYPE,
        part_of: Some(("zaaktype", "zaaktype")),
        conditional: true,
        expand: &[
            Expand::of("zaaktype", "zaaktype"),
            Expand::of("catalogus", "catalogus"),
            Expand::of("eigenschappen", "eigenschap"),
        ],
        unique: &[Unique {
            columns: &["zaaktype", "volgnummer"],
            name: "nonFieldErrors",
            code: "unique",
            reason: "Er is bij dit zaaktype al een statustype met dit volgnummer.",
        }],
        touches: &[Touch { column: "zaaktype", target: "zaaktype", field: "statustypen", pick: Pick::All }],
        notify: scopes::NOTIFY,
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        subtype::prepare(self, cx)?;
        // An eigenschap refers to its statustype as well: a client that does not mention them leaves them.
        if let (Some(old), false) = (change.old, change.given.contains_key("eigenschappen")) {
            self.eigenschappen.clone_from(&old.eigenschappen);
        }
        self.is_eindstatus = highest(self.zaaktype, change.uuid, cx)?.is_none_or(|(_, other)| other < self.volgnummer);
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        for (i, &eigenschap) in self.eigenschappen.iter().enumerate() {
            if cx.must(eigenschap)?.zaaktype != self.zaaktype {
                let reason = "Deze eigenschap hoort bij een ander zaaktype.";
                problems.add(format!("eigenschappen.{i}"), "relations-incorrect-zaaktype", reason);
            }
        }
        // ztc-010: belongs to a concept zaaktype, or is a correctie.
        concept::zaaktype_open(self, change, cx, problems)
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        claim(self, change, cx)?;
        let before = change.old.map(|old| old.zaaktype).filter(|&before| before != self.zaaktype);
        for zaaktype in [Some(self.zaaktype), before].into_iter().flatten() {
            let last = highest(zaaktype, Uuid::nil(), cx)?.map(|(uuid, _)| uuid);
            mark_last(zaaktype, change.uuid, last, cx)?;
        }
        Ok(())
    }

    /// ztc-010.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        for (eigenschap, _) in cx.all::<Eigenschap>("statustype", uuid)? {
            detach("eigenschap", eigenschap, cx)?;
        }
        for (relation, _) in cx.all::<ZaaktypeInformatieobjecttype>("statustype", uuid)? {
            detach(ZaaktypeInformatieobjecttype::NAME, relation, cx)?;
        }
        let last = highest(self.zaaktype, uuid, cx)?.map(|(uuid, _)| uuid);
        mark_last(self.zaaktype, uuid, last, cx)
    }

    fn weergave(&self) -> String {
        self.omschrijving.clone()
    }
}

/// The statustype of a zaaktype with the highest volgnummer, apart from one.
fn highest(zaaktype: Link<Zaaktype>, apart: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<(Uuid, i64)>> {
    let sql =
        "SELECT uuid, volgnummer FROM statustypen WHERE zaaktype = $1 AND uuid <> $2 ORDER BY volgnummer DESC LIMIT 1";
    Ok(cx.tx.one(sql, &[zaaktype.uuid.into(), apart.into()], |row| Ok((row.uuid(0)?, row.int(1)?)))?)
}

/// Corrects `isEindstatus` of the statustypen of a zaaktype, apart from one.
fn mark_last(zaaktype: Link<Zaaktype>, apart: Uuid, last: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<()> {
    for (uuid, other) in cx.all::<Statustype>("zaaktype", zaaktype.uuid)? {
        let is_last = Some(uuid) == last;
        if uuid != apart && other.is_eindstatus != is_last {
            rewrite("statustype", uuid, cx, |record| {
                record.insert("isEindstatus".to_owned(), Json::Bool(is_last));
            })?;
        }
    }
    Ok(())
}

/// Takes away the statustype of an eigenschap or informatieobjecttype relation.
fn detach(name: &str, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    rewrite(name, uuid, cx, |record| {
        record.insert("statustype".to_owned(), Json::Null);
    })
}

/// `statustype.eigenschappen` and `eigenschap.statustype` are two sides of one relation, kept at the eigenschap: what the client listed is
/// written there, and leaves the list of the statustype that it belonged to.
fn claim(statustype: &Statustype, change: &Change<'_, Statustype>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let url = Link::<Statustype>::to(change.uuid).url();
    for (uuid, _) in cx.all::<Eigenschap>("statustype", change.uuid)? {
        if !statustype.eigenschappen.iter().any(|listed| listed.uuid == uuid) {
            detach("eigenschap", uuid, cx)?;
        }
    }
    for &listed in &statustype.eigenschappen {
        let before = cx.must(listed)?.statustype.filter(|before| before.uuid != change.uuid);
        rewrite("eigenschap", listed.uuid, cx, |record| {
            record.insert("statustype".to_owned(), Json::String(url.clone()));
        })?;
        if let Some(before) = before {
            let url = Json::String(listed.url());
            rewrite("statustype", before.uuid, cx, |record| {
                if let Some(Json::Array(list)) = record.get_mut("eigenschappen") {
                    list.retain(|other| *other != url);
                }
            })?;
        }
    }
    Ok(())
}
