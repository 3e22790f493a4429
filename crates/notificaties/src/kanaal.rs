// SPDX-License-Identifier: EUPL-1.2
//! KANAAL: the name under which a producer tells things, and by which kenmerken they can be filtered.

use serde::{Deserialize, Serialize};
use waarmaker_api::{Cx, Result, Rules};
use waarmaker_events::bericht::same_name;
use waarmaker_resource::{
    Allow, Column, Component, Extra, Fields, Filter, Linked, Op, Record, Resource, Shape, Shaped, Unique, Uri,
};

use crate::message::Notificatie;

/// Een kanaal waarop een bron haar notificaties publiceert.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kanaal {
    /// De naam van het kanaal. Elk kanaal heeft een eigen naam.
    #[field(required, max = 50)]
    pub naam: String,
    /// Waar de documentatie van het kanaal staat.
    #[field(max = 200)]
    pub documentatie_link: Uri,
    /// De kenmerken waarop een abonnement notificaties van dit kanaal kan filteren.
    #[field(max = 100)]
    pub filters: Vec<String>,
}

impl Linked for Kanaal {
    const NAME: &'static str = "kanaal";
    const PATH: &'static str = "/notificaties/api/v1/kanaal";
}

/// Scopes of who may see what there is.
pub(crate) const READ: &[&str] = &["notificaties.publiceren", "notificaties.consumeren"];
/// Scopes of who may tell things.
pub(crate) const PUBLISH: &[&str] = &["notificaties.publiceren"];

impl Rules for Kanaal {
    const RESOURCE: Resource = Resource {
        name: "kanaal",
        schema: "Kanaal",
        doc: "Een kanaal waarop notificaties worden gepubliceerd.",
        component: Component::NOTIFICATIES,
        path: "kanaal",
        table: "kanalen",
        fields: Self::FIELDS,
        columns: &[Column::text("naam", "naam")],
        filters: &[Filter::is("naam", "naam", Shape::Text)],
        allow: &[Allow::new(Op::List, READ), Allow::new(Op::Create, PUBLISH), Allow::new(Op::Read, READ)],
        paged: false,
        unique: &[Unique {
            columns: &["naam"],
            name: "naam",
            code: "unique",
            reason: "Er is al een kanaal met deze naam.",
        }],
        extras: &[Extra {
            method: "POST",
            path: "//notificaties",
            id: "notificaties_create",
            doc: "Publiceer een notificatie op een kanaal.",
            scopes: PUBLISH,
            body: Some(Notificatie::FIELDS),
            answer: (201, Some(Notificatie::SHAPE)),
            page: false,
            parameters: &[],
        }],
        read_delete: true,
        ..Resource::BASE
    };

    fn weergave(&self) -> String {
        self.naam.clone()
    }
}

impl Kanaal {
    /// The kanaal with a name.
    pub(crate) fn named(naam: &str, cx: &mut Cx<'_, '_>) -> Result<Option<Self>> {
        Ok(cx.all::<Self>("naam", naam)?.pop().map(|(_, kanaal)| kanaal))
    }

    /// Whether one of these names is a filter of the kanaal.
    fn knows(&self, name: &str) -> bool {
        self.filters.iter().any(|filter| same_name(filter, name))
    }

    /// Whether kenmerken fit the filters: all of them are known, or all that is known is among them (handbook 7.4).
    pub(crate) fn fits(&self, kenmerken: &Record) -> bool {
        let subset = kenmerken.keys().all(|name| self.knows(name));
        subset || self.filters.iter().all(|filter| kenmerken.keys().any(|name| same_name(filter, name)))
    }

    /// Whether an abonnement may filter on these names. As [`fits`](Self::fits), but on a kanaal without filters nothing can be filtered.
    pub(crate) fn can_filter(&self, filters: &Record) -> bool {
        self.fits(filters) && (filters.is_empty() || !self.filters.is_empty())
    }
}
