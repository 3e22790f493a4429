// SPDX-License-Identifier: EUPL-1.2
//! AANNEMER: who mends things for the municipality.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, http::Intake};
use waarmaker_core::Problems;
use waarmaker_resource::{
    Allow, Channel, Column, Comparison, Component, Fields, Filter, Linked, Op, Order, Resource, Shape, Unique,
};

use crate::{addresses, kanaal, kanaal::Kanaalkeuze};

/// Scopes of who may look.
pub(crate) const READ: &[&str] = &["signalen.lezen", "signalen.beheren"];
/// Scopes of who may change.
pub(crate) const WRITE: &[&str] = &["signalen.beheren"];
/// What is told about contracts and contractors.
pub(crate) const NOTIFY: &[Op] = &[Op::Create, Op::Update, Op::Patch, Op::Delete];
/// Most people of one list.
const MOST_CONTACTS: usize = 50;

/// Een partij die voor de gemeente onderhoud doet.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Aannemer {
    /// De naam. Elke aannemer heeft een eigen naam.
    #[field(required, max = 200)]
    pub naam: String,
    /// Het nummer in het handelsregister.
    #[field(min = 8, max = 8, pattern = "^[0-9]*$")]
    pub kvk_nummer: String,
    /// Wie er wordt gebeld over gewone zaken.
    pub contact: Option<Contactpersoon>,
    /// Wie er hoort dat een termijn in gevaar komt of is verlopen, per niveau.
    pub escalatiecontacten: Vec<Escalatiecontact>,
    /// Het kanaal waarlangs opdrachten worden verstuurd. Zonder kanaal haalt de aannemer ze zelf op.
    pub kanaal: Option<Kanaalkeuze>,
}

/// Iemand die kan worden bereikt.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contactpersoon {
    /// De naam van de persoon of de afdeling.
    #[field(required, max = 200)]
    pub naam: String,
    /// Het e-mailadres.
    #[field(shape = Shape::Email, max = 254)]
    pub email: String,
    /// Het telefoonnummer.
    #[field(max = 20)]
    pub telefoon: String,
}

/// Iemand die hoort dat een termijn in gevaar is of is verlopen.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Escalatiecontact {
    /// De naam van de persoon of de afdeling.
    #[field(required, max = 200)]
    pub naam: String,
    /// Het e-mailadres.
    #[field(required, shape = Shape::Email, max = 254)]
    pub email: String,
    /// Het telefoonnummer.
    #[field(max = 20)]
    pub telefoon: String,
    /// Het niveau: 1 hoort het als eerste (de termijn komt in gevaar), 2 als de termijn is verlopen.
    #[field(shape = Shape::Int { min: 1, max: 9 }, default = "1")]
    pub niveau: i64,
}

impl Linked for Aannemer {
    const NAME: &'static str = "aannemer";
    const PATH: &'static str = "/signalen/api/v1/aannemers";
}

impl Rules for Aannemer {
    const RESOURCE: Resource = Resource {
        name: "aannemer",
        schema: "Aannemer",
        doc: "Een partij die voor de gemeente onderhoud doet.",
        component: Component::SIGNALEN,
        path: "aannemers",
        table: "aannemers",
        fields: Self::FIELDS,
        shows_uuid: true,
        sizes: true,
        conditional: true,
        audittrail: true,
        columns: &[Column::text("naam", "naam"), Column::text("kvk_nummer", "kvkNummer")],
        filters: &[
            Filter::is("naam", "naam", Shape::Text),
            Filter::new("naam__icontains", "naam", Comparison::Contains, Shape::Text),
            Filter::is("kvkNummer", "kvk_nummer", Shape::Text),
        ],
        orders: &[Order { name: "naam", column: "naam" }],
        allow: &[
            Allow::new(Op::List, READ),
            Allow::new(Op::Create, WRITE),
            Allow::new(Op::Read, READ),
            Allow::new(Op::Update, WRITE),
            Allow::new(Op::Patch, WRITE),
            Allow::new(Op::Delete, WRITE),
        ],
        unique: &[Unique {
            columns: &["naam"],
            name: "naam",
            code: "unique",
            reason: "Er is al een aannemer met deze naam.",
        }],
        channel: Some(Channel { name: "aannemers", kenmerken: &[("kvkNummer", "kvkNummer")] }),
        notify: NOTIFY,
        ..Resource::BASE
    };

    fn intake() -> Option<&'static dyn Intake> {
        Some(&addresses::Addresses)
    }

    /// Keeps the secret out of the document: what is served and audited has stars.
    fn prepare(&mut self, change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        if let Some(keuze) = &mut self.kanaal {
            keuze.hide(change.given, change.old.and_then(|old| old.kanaal.as_ref()));
        }
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if self.escalatiecontacten.len() > MOST_CONTACTS {
            let reason = format!("Mag niet meer dan {MOST_CONTACTS} contacten hebben.");
            problems.add("escalatiecontacten", "max_length", reason);
        }
        if let Some(keuze) = &self.kanaal {
            let old = change.old.and_then(|old| old.kanaal.as_ref());
            keuze.check(change.given, old, &cx.house.choices.callbacks, problems);
        }
        addresses::report(&cx.call.foreign, change.given, problems);
        Ok(())
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(kanaal::keep(cx.tx, change.uuid, self.kanaal.as_ref(), kanaal::given_secret(change.given))?)
    }

    /// An aannemer stays as long as a contract names it.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let sql = "SELECT nummer FROM contracten WHERE aannemer = $1 ORDER BY nummer LIMIT 4";
        let found = cx.tx.query(sql, &[uuid.into()], |row| row.text(0))?;
        if !found.is_empty() {
            let reason = format!("Deze aannemer heeft nog contracten ({}); verwijder die eerst.", found.join(", "));
            problems.add(Problems::WHOLE, "pending-relations", reason);
        }
        Ok(())
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(kanaal::forget(cx.tx, uuid)?)
    }

    fn weergave(&self) -> String {
        self.naam.clone()
    }
}
