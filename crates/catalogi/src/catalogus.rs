// SPDX-License-Identifier: EUPL-1.2
//! Catalogus.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, Rules};
use waarmaker_core::{Date, Rsin};
use waarmaker_resource::{
    Column, Comparison, Component, Expand, Fields, Filter, Link, Linked, Record, Resource, Shape, Unique, Uri,
};

use crate::{Besluittype, Informatieobjecttype, Zaaktype, scopes};

/// Een verzameling zaaktypen met alles wat daarbij hoort, van één organisatie voor één domein.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalogus {
    /// Afkorting van het domein waarvoor de catalogus is.
    #[field(required, max = 5)]
    pub domein: String,
    /// RSIN van de organisatie die eigenaar is.
    #[field(required, max = 9)]
    pub rsin: Rsin,
    /// Naam van wie de catalogus beheert.
    #[field(required, max = 40)]
    pub contactpersoon_beheer_naam: String,
    /// Telefoonnummer van wie de catalogus beheert.
    #[field(max = 20)]
    pub contactpersoon_beheer_telefoonnummer: String,
    /// E-mailadres van wie de catalogus beheert.
    #[field(max = 254, shape = Shape::Email)]
    pub contactpersoon_beheer_emailadres: String,
    /// URL's van alle zaaktypen, ook de concepten.
    #[field(read_only)]
    pub zaaktypen: Vec<Uri>,
    /// URL's van alle besluittypen, ook de concepten.
    #[field(read_only)]
    pub besluittypen: Vec<Uri>,
    /// Omschrijvingen van de besluittypen, elk eenmaal.
    #[field(read_only)]
    pub besluittype_omschrijving: Vec<String>,
    /// URL's van alle informatieobjecttypen, ook de concepten.
    #[field(read_only)]
    pub informatieobjecttypen: Vec<Uri>,
    /// Omschrijvingen van de informatieobjecttypen, elk eenmaal.
    #[field(read_only)]
    pub informatieobjecttype_omschrijving: Vec<String>,
    /// Naam van de catalogus.
    #[field(max = 200)]
    pub naam: Option<String>,
    /// Aanduiding van de versie van de catalogus.
    #[field(max = 20)]
    pub versie: Option<String>,
    /// Dag waarop de versie van toepassing werd.
    pub begindatum_versie: Option<Date>,
}

impl Linked for Catalogus {
    const NAME: &'static str = "catalogus";
    const PATH: &'static str = "/catalogi/api/v1/catalogussen";
}

impl Rules for Catalogus {
    const RESOURCE: Resource = Resource {
        name: "catalogus",
        schema: "Catalogus",
        doc: "De catalogus van een organisatie voor een domein.",
        component: Component::CATALOGI,
        path: "catalogussen",
        table: "catalogussen",
        fields: Self::FIELDS,
        columns: &[Column::text("domein", "domein"), Column::text("rsin", "rsin")],
        filters: &[
            Filter::is("domein", "domein", Shape::Text),
            Filter::new("domein__in", "domein", Comparison::In, Shape::Text),
            Filter::is("rsin", "rsin", Shape::Text),
            Filter::new("rsin__in", "rsin", Comparison::In, Shape::Text),
        ],
        allow: scopes::CATALOGUS,
        conditional: true,
        presented: true,
        expand: &[
            Expand::of("zaaktypen", "zaaktype"),
            Expand::of("besluittypen", "besluittype"),
            Expand::of("informatieobjecttypen", "informatieobjecttype"),
        ],
        unique: &[Unique {
            columns: &["domein", "rsin"],
            name: "nonFieldErrors",
            code: "unique",
            reason: "Er is al een catalogus met dit domein en deze RSIN.",
        }],
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    /// Lists every type, concepts too: a catalogus is how a client finds what it made itself.
    fn present(record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let (zaaktypen, _) = types::<Zaaktype>("identificatie", uuid, cx)?;
        let (besluittypen, besluittype_names) = types::<Besluittype>("omschrijving", uuid, cx)?;
        let (informatieobjecttypen, informatieobjecttype_names) =
            types::<Informatieobjecttype>("omschrijving", uuid, cx)?;
        for (member, list) in [
            ("zaaktypen", zaaktypen),
            ("besluittypen", besluittypen),
            ("besluittypeOmschrijving", besluittype_names),
            ("informatieobjecttypen", informatieobjecttypen),
            ("informatieobjecttypeOmschrijving", informatieobjecttype_names),
        ] {
            record.insert(member.to_owned(), Json::Array(list));
        }
        Ok(())
    }

    fn weergave(&self) -> String {
        format!("{} - {}", self.domein, self.rsin)
    }
}

/// URLs and distinct names of the types of one kind in a catalogus, in the order they were made.
fn types<T: Rules + Linked>(name: &str, catalogus: Uuid, cx: &mut Cx<'_, '_>) -> Result<(Vec<Json>, Vec<Json>)> {
    let sql = format!("SELECT uuid, {name} FROM {} WHERE catalogus = $1 ORDER BY id", T::RESOURCE.table);
    let rows = cx.tx.query(&sql, &[catalogus.into()], |row| Ok((row.uuid(0)?, row.opt_text(1)?)))?;
    let (mut urls, mut names) = (Vec::with_capacity(rows.len()), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for (uuid, name) in rows {
        urls.push(Json::String(Link::<T>::to(uuid).url()));
        if let Some(name) = name.filter(|name| seen.insert(name.clone())) {
            names.push(Json::String(name));
        }
    }
    Ok((urls, names))
}
