// SPDX-License-Identifier: EUPL-1.2
//! What belongs to a version of a zaaktype, and the members that it takes over from it.

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, Rules, rewrite};
use waarmaker_core::{Date, Problem, Problems};
use waarmaker_resource::Link;

use crate::{
    Catalogus, Eigenschap, Resultaattype, Roltype, Statustype, Zaakobjecttype, Zaaktype, ZaaktypeInformatieobjecttype,
};

/// Members that follow from the zaaktype.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Derived {
    /// Identificatie of the zaaktype.
    pub(crate) zaaktype_identificatie: String,
    /// Its catalogus.
    pub(crate) catalogus: Link<Catalogus>,
    /// First day of the version.
    pub(crate) begin_geldigheid: Date,
    /// Last day of the version.
    pub(crate) einde_geldigheid: Option<Date>,
    /// First day of the first version.
    pub(crate) begin_object: Option<Date>,
    /// Last day of the last version.
    pub(crate) einde_object: Option<Date>,
}

/// A resource that belongs to a zaaktype.
pub(crate) trait Subtype: Rules {
    /// Whether it may be added to a published zaaktype by a correctie.
    const ADDABLE: bool = true;
    /// The zaaktype.
    fn zaaktype(&self) -> Link<Zaaktype>;
    /// Takes over what follows from the zaaktype.
    fn derive(&mut self, from: &Derived);
}

/// Takes over what follows from the zaaktype. A period in the body is not looked at: it can only be that of the zaaktype.
pub(crate) fn prepare<T: Subtype>(subtype: &mut T, cx: &mut Cx<'_, '_>) -> Result<()> {
    let lock = cx.tx.dialect().for_update();
    if !lock.is_empty() {
        // What belongs to a zaaktype is written one at a time: isEindstatus looks at the others, and publishing at all.
        let sql = format!("SELECT 1 FROM zaaktypen WHERE uuid = $1{lock}");
        cx.tx.one(&sql, &[subtype.zaaktype().uuid.into()], |_| Ok(()))?;
    }
    let zaaktype = cx.must(subtype.zaaktype())?;
    subtype.derive(&zaaktype.derived());
    Ok(())
}

/// Rewrites everything that belongs to a zaaktype after its identificatie, catalogus or period changed.
pub(crate) fn refresh(zaaktype: Uuid, derived: &Derived, cx: &mut Cx<'_, '_>) -> Result<()> {
    refresh_kind::<Statustype>(zaaktype, derived, cx)?;
    refresh_kind::<Resultaattype>(zaaktype, derived, cx)?;
    refresh_kind::<Roltype>(zaaktype, derived, cx)?;
    refresh_kind::<Eigenschap>(zaaktype, derived, cx)?;
    refresh_kind::<Zaakobjecttype>(zaaktype, derived, cx)?;
    refresh_kind::<ZaaktypeInformatieobjecttype>(zaaktype, derived, cx)?;
    let sql =
        "UPDATE typerelaties SET catalogus = $1 WHERE van IN (SELECT uuid FROM resultaattypen WHERE zaaktype = $2)";
    cx.tx.run(sql, &[derived.catalogus.uuid.into(), zaaktype.into()])?;
    Ok(())
}

fn refresh_kind<T: Subtype>(zaaktype: Uuid, derived: &Derived, cx: &mut Cx<'_, '_>) -> Result<()> {
    for (uuid, mut subtype) in cx.all::<T>("zaaktype", zaaktype)? {
        subtype.derive(derived);
        let Json::Object(members) = serde_json::to_value(&subtype).map_err(Problem::internal)? else { continue };
        rewrite(T::RESOURCE.name, uuid, cx, |record| record.extend(members))?;
    }
    Ok(())
}

/// Judges a statustype that an eigenschap or informatieobjecttype relation refers to: it belongs to the same zaaktype.
pub(crate) fn statustype_of_zaaktype(
    statustype: Option<Link<Statustype>>,
    zaaktype: Link<Zaaktype>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    if let Some(statustype) = statustype
        && cx.must(statustype)?.zaaktype != zaaktype
    {
        problems.add("statustype", "relations-incorrect-zaaktype", "Dit statustype hoort bij een ander zaaktype.");
    }
    Ok(())
}
