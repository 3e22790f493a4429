// SPDX-License-Identifier: EUPL-1.2
//! What the rules of zaken look at in the catalogue: each type with the few members that matter here. The rest of the document is skipped.

use serde::Deserialize;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::{Duur, Vertrouwelijkheidaanduiding};
use waarmaker_resource::{Blank, Link, Linked, Uri};

/// ZAAKTYPE.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaaktype {
    /// Not published yet: no zaak may have it (zrc-001).
    #[serde(default)]
    pub concept: bool,
    /// Vertrouwelijkheidaanduiding of a zaak that does not say its own (zrc-009).
    pub vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding,
    /// What a zaak of this type can bring about (zrc-015).
    #[serde(default)]
    pub producten_of_diensten: Vec<Uri>,
}
impl Linked for Zaaktype {
    const NAME: &'static str = "zaaktype";
    const PATH: &'static str = "/catalogi/api/v1/zaaktypen";
}

/// STATUSTYPE.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statustype {
    /// Type that it belongs to.
    pub zaaktype: Link<Zaaktype>,
    /// Place in the order of the statussen; the highest closes the zaak.
    pub volgnummer: i64,
    /// What it is called.
    #[serde(default)]
    pub omschrijving: String,
}
impl Linked for Statustype {
    const NAME: &'static str = "statustype";
    const PATH: &'static str = "/catalogi/api/v1/statustypen";
}

/// RESULTAATTYPE.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resultaattype {
    /// Type that it belongs to.
    pub zaaktype: Link<Zaaktype>,
    /// What it is called.
    #[serde(default)]
    pub omschrijving: String,
    /// What happens to the zaak at the end of the archiefactietermijn.
    #[serde(default)]
    pub archiefnominatie: Option<String>,
    /// How long the zaak is kept after its brondatum.
    #[serde(default)]
    pub archiefactietermijn: Option<Blank<Duur>>,
    /// How the brondatum is found.
    #[serde(default)]
    pub brondatum_archiefprocedure: Option<BrondatumArchiefprocedure>,
}
impl Linked for Resultaattype {
    const NAME: &'static str = "resultaattype";
    const PATH: &'static str = "/catalogi/api/v1/resultaattypen";
}

/// How the day is found on which the archiefactietermijn begins.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BrondatumArchiefprocedure {
    /// Way of finding it.
    #[serde(default)]
    pub afleidingswijze: String,
    /// Name of the eigenschap, or of the attribute of the object, that holds it.
    #[serde(default)]
    pub datumkenmerk: Option<String>,
    /// Kind of zaakobject that holds it.
    #[serde(default)]
    pub objecttype: Option<String>,
    /// Time between the end of the zaak and the brondatum.
    #[serde(default)]
    pub procestermijn: Option<Blank<Duur>>,
}

/// ROLTYPE.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roltype {
    /// Type that it belongs to.
    pub zaaktype: Link<Zaaktype>,
    /// What it is called.
    #[serde(default)]
    pub omschrijving: String,
    /// The general name of that.
    #[serde(default)]
    pub omschrijving_generiek: String,
}
impl Linked for Roltype {
    const NAME: &'static str = "roltype";
    const PATH: &'static str = "/catalogi/api/v1/roltypen";
}

/// EIGENSCHAP.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Eigenschap {
    /// Type that it belongs to.
    pub zaaktype: Link<Zaaktype>,
    /// What it is called.
    #[serde(default)]
    pub naam: String,
    /// What its values look like.
    #[serde(default)]
    pub specificatie: Option<Specificatie>,
}
impl Linked for Eigenschap {
    const NAME: &'static str = "eigenschap";
    const PATH: &'static str = "/catalogi/api/v1/eigenschappen";
}

/// What the values of an eigenschap look like.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Specificatie {
    /// tekst, getal, datum or `datum_tijd`.
    #[serde(default)]
    pub formaat: String,
    /// Number of characters; of a number with digits after the comma (`2,1`).
    #[serde(default)]
    pub lengte: String,
    /// The values that there are; empty for all.
    #[serde(default)]
    pub waardenverzameling: Vec<String>,
}

/// ZAAKOBJECTTYPE.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakobjecttype {
    /// Type that it belongs to.
    pub zaaktype: Link<Zaaktype>,
}
impl Linked for Zaakobjecttype {
    const NAME: &'static str = "zaakobjecttype";
    const PATH: &'static str = "/catalogi/api/v1/zaakobjecttypen";
}

/// zrc-017: whether documents of an informatieobjecttype belong with zaken of a zaaktype. The two are related by the omschrijving within their
/// catalogus, so it holds for every version of the informatieobjecttype.
pub(crate) fn has_informatieobjecttype(
    zaaktype: Link<Zaaktype>,
    informatieobjecttype: Uuid,
    cx: &mut Cx<'_, '_>,
) -> Result<bool> {
    let sql = "SELECT 1 FROM informatieobjecttypen i \
               JOIN zaaktype_informatieobjecttypen z ON z.catalogus = i.catalogus AND z.informatieobjecttype = i.omschrijving \
               WHERE i.uuid = $1 AND z.zaaktype = $2";
    let found = cx.tx.one(sql, &[informatieobjecttype.into(), zaaktype.uuid.into()], |row| row.int(0))?;
    Ok(found.is_some())
}
