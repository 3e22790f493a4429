// SPDX-License-Identifier: EUPL-1.2
//! APPLICATIE: a consumer with its client ids and autorisaties.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, House, Result, Rules};
use waarmaker_auth::grants::{self, Grant};
use waarmaker_core::{Problem, Problems, Vertrouwelijkheidaanduiding};
use waarmaker_resource::{
    Allow, Channel, Column, Comparison, Component, Extra, ExtraParameter, Fields, Filter, Linked, Op, Resource, Shape,
};

use crate::Autorisatie;

/// Most rows that the rights of one Applicatie may take: client ids times scopes. Far above what anybody has; it bounds the work of one write.
const MOST_RIGHTS: usize = 100_000;

/// Een toepassing (consumer) met de client-ID's waarmee zij zich meldt, en wat zij daarmee mag.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Applicatie {
    /// De client-ID's van de applicatie. Een client-ID hoort bij precies één applicatie.
    #[field(required, max = 50)]
    pub client_ids: Vec<String>,
    /// Een naam waaraan mensen de applicatie herkennen.
    #[field(required, max = 100)]
    pub label: String,
    /// Of de applicatie alles mag. Geef dan geen afzonderlijke autorisaties op, en gebruik dit alleen voor een applicatie die u geheel
    /// vertrouwt.
    pub heeft_alle_autorisaties: bool,
    /// Of de applicatie alleen documenten mag zien die gereed zijn voor publicatie.
    #[field(default = "false")]
    pub alleen_is_gereed_voor_publicatie: bool,
    /// Wat de applicatie mag, per onderdeel en type.
    pub autorisaties: Vec<Autorisatie>,
}

impl Linked for Applicatie {
    const NAME: &'static str = "applicatie";
    const PATH: &'static str = "/autorisaties/api/v1/applicaties";
}

const WRITE: &[&str] = &["autorisaties.bijwerken"];
pub(crate) const READ: &[&str] = &["autorisaties.lezen"];

impl Rules for Applicatie {
    const RESOURCE: Resource = Resource {
        name: "applicatie",
        schema: "Applicatie",
        doc: "Een toepassing met haar client-ID's en autorisaties.",
        component: Component::AUTORISATIES,
        path: "applicaties",
        table: "applicaties",
        fields: Self::FIELDS,
        columns: &[Column::words("client_ids", "clientIds")],
        filters: &[Filter::new("clientIds", "client_ids", Comparison::Has, Shape::Text).any_case()],
        allow: &[
            Allow::new(Op::List, READ),
            Allow::new(Op::Create, WRITE),
            Allow::new(Op::Read, READ),
            Allow::new(Op::Update, WRITE),
            Allow::new(Op::Patch, WRITE),
            Allow::new(Op::Delete, WRITE),
        ],
        channel: Some(Channel { name: "autorisaties", kenmerken: &[] }),
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        extras: &[Extra {
            method: "GET",
            path: "/consumer",
            id: "applicatie_consumer",
            doc: "Vraag de applicatie op die bij een client-ID hoort.",
            scopes: READ,
            body: None,
            answer: (200, None),
            page: false,
            parameters: &[ExtraParameter { name: "clientId", shape: Shape::Text, required: true }],
        }],
        read_delete: true,
        ..Resource::BASE
    };

    /// A client id counts once, however often it is given; labels are ours.
    fn prepare(&mut self, _change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        let mut seen = std::collections::HashSet::new();
        self.client_ids.retain(|client_id| seen.insert(client_id.clone()));
        for autorisatie in &mut self.autorisaties {
            autorisatie.component.weergave().clone_into(&mut autorisatie.component_weergave);
        }
        Ok(())
    }

    /// Judges the result of the change, also of a PATCH: what was not given counts as it was.
    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        self.check_client_ids(change.uuid, cx, problems)?;
        for (i, autorisatie) in self.autorisaties.iter().enumerate() {
            autorisatie.check(&format!("autorisaties.{i}"), problems);
        }
        self.check_size(problems);
        if problems.is_empty() {
            self.check_either(problems);
        }
        Ok(())
    }

    /// Lays the rights down where every statement finds them.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let rights = self.rights(cx.house);
        let done =
            grants::replace(cx.tx, change.uuid, &self.label, self.heeft_alle_autorisaties, &self.client_ids, &rights);
        done.map_err(|error| match error {
            // Another request took the client id since ac-001 was judged.
            waarmaker_db::Error::Unique { .. } => Problem::invalid_one(
                "clientIds",
                "clientId-exists",
                "Een van de client-ID's hoort al bij een andere applicatie.",
            ),
            error => error.into(),
        })?;
        Ok(grants::only_published(cx.tx, change.uuid, self.alleen_is_gereed_voor_publicatie)?)
    }

    /// With the Applicatie go its rights; the secrets of its clients stay.
    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(grants::remove(cx.tx, uuid)?)
    }

    fn weergave(&self) -> String {
        self.label.clone()
    }
}

impl Applicatie {
    /// ac-001: a client id belongs to one Applicatie only.
    fn check_client_ids(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let taken = grants::taken(cx.tx, &self.client_ids, uuid)?;
        if !taken.is_empty() {
            let names: String = taken.join(", ").chars().take(200).collect();
            problems.add(
                "clientIds",
                "clientId-exists",
                format!("Deze client-ID's horen al bij een andere applicatie: {names}."),
            );
        }
        Ok(())
    }

    fn check_size(&self, problems: &mut Problems) {
        let scopes: usize = self.autorisaties.iter().map(|autorisatie| autorisatie.scopes.len()).sum();
        if scopes.saturating_mul(self.client_ids.len().max(1)) > MOST_RIGHTS {
            let reason = format!("Het aantal client-ID's maal het aantal scopes mag niet meer zijn dan {MOST_RIGHTS}.");
            problems.add("autorisaties", "max_length", reason);
        }
    }

    /// ac-002: either everything, or a list of autorisaties.
    fn check_either(&self, problems: &mut Problems) {
        match (self.heeft_alle_autorisaties, self.autorisaties.is_empty()) {
            (true, false) => problems.add(
                Problems::WHOLE,
                "ambiguous-authorizations-specified",
                "Geef óf heeftAlleAutorisaties óf autorisaties op, niet allebei.",
            ),
            (false, true) => problems.add(
                Problems::WHOLE,
                "missing-authorizations",
                "Geef autorisaties op, of zet heeftAlleAutorisaties op true.",
            ),
            _ => {}
        }
    }

    /// The rights as rows.
    fn rights(&self, house: &House) -> Vec<Grant> {
        let grants = self.autorisaties.iter().flat_map(|autorisatie| {
            autorisatie.scopes.iter().map(move |scope| Grant {
                component: autorisatie.component.as_str().to_owned(),
                scope: scope.clone(),
                of_type: limit(autorisatie, scope, house),
            })
        });
        grants.collect()
    }
}

/// The scope of contractors, which is granted per aannemer.
pub(crate) const OPDRACHTEN: &str = "signalen.opdrachten";

/// A type that no row has: what is granted for it reaches nothing.
const NOTHING: Option<(Uuid, i64)> = Some((Uuid::nil(), 0));

/// The type and level that a scope is limited to; `None` when it holds for the whole component.
///
/// Only a scope that never depends on a type (`audittrails.lezen`, `catalogi.lezen`) can hold for a whole component, and only when no type is
/// given with it. A type that is not ours, or not of the right kind, matches nothing. A scope without a highest vertrouwelijkheidaanduiding reaches
/// what is openbaar, except where the component has none.
fn limit(autorisatie: &Autorisatie, scope: &str, house: &House) -> Option<(Uuid, i64)> {
    let Some(url) = autorisatie.of_type() else {
        let per_type =
            ["zaken.", "documenten.", "besluiten.", OPDRACHTEN].iter().any(|prefix| scope.starts_with(prefix));
        return if per_type { NOTHING } else { None };
    };
    let typed = autorisatie.component.typed()?;
    let Some(place) = house.locate(url).filter(|place| place.room.kind.resource().name == typed.member) else {
        return NOTHING;
    };
    let level = match autorisatie.level() {
        Some(level) => level,
        None if typed.levelled => Vertrouwelijkheidaanduiding::Openbaar,
        None => Vertrouwelijkheidaanduiding::ZeerGeheim,
    };
    Some((place.uuid, level.rank()))
}
