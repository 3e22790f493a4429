// SPDX-License-Identifier: EUPL-1.2
//! ABONNEMENT: where notifications of which kanalen are sent to.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, http::Intake};
use waarmaker_core::Problems;
use waarmaker_events::delivery::{self, Subscription, Wanted};
use waarmaker_resource::{Allow, Component, Fields, Linked, Op, Record, Resource, Shape, Uri};

use crate::{Kanaal, auth, callbacks, kanaal::READ};

/// Most kanalen of one abonnement.
const MOST_KANALEN: usize = 100;

/// Een abonnement op notificaties van een of meer kanalen.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Abonnement {
    /// De URL waar notificaties naartoe worden gestuurd.
    #[field(required)]
    pub callback_url: Uri,
    /// De waarde van de header `Authorization` waarmee notificaties worden verstuurd. In antwoorden staan sterretjes in plaats van het geheim;
    /// wie die bij een PUT terugstuurt, verandert het niet.
    #[field(required)]
    pub auth: String,
    /// De kanalen met hun filters.
    #[field(required)]
    pub kanalen: Vec<FilterGroup>,
}

/// Een kanaal van een abonnement, met de kenmerken waarop wordt gefilterd.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FilterGroup {
    /// Kenmerken met de waarde die zij moeten hebben; `*` staat voor elke waarde.
    #[field(shape = Shape::Map)]
    #[serde(default)]
    pub filters: Record,
    /// De naam van het kanaal.
    #[field(required)]
    pub naam: String,
}

impl Linked for Abonnement {
    const NAME: &'static str = "abonnement";
    const PATH: &'static str = "/notificaties/api/v1/abonnement";
}

/// Scopes of who may have notifications sent.
pub(crate) const CONSUME: &[&str] = &["notificaties.consumeren"];

impl Rules for Abonnement {
    const RESOURCE: Resource = Resource {
        name: "abonnement",
        schema: "Abonnement",
        doc: "Een abonnement op notificaties.",
        component: Component::NOTIFICATIES,
        path: "abonnement",
        table: "abonnementen",
        fields: Self::FIELDS,
        allow: &[
            Allow::new(Op::List, READ),
            Allow::new(Op::Create, CONSUME),
            Allow::new(Op::Read, READ),
            Allow::new(Op::Update, CONSUME),
            Allow::new(Op::Patch, CONSUME),
            Allow::new(Op::Delete, CONSUME),
        ],
        paged: false,
        read_delete: true,
        ..Resource::BASE
    };

    fn intake() -> Option<&'static dyn Intake> {
        Some(&callbacks::Callbacks)
    }

    /// Keeps the secret out of the document: what is served and audited has stars.
    fn prepare(&mut self, change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        if let Some(secret) = Self::secret(change) {
            self.auth = auth::shown(&secret);
        }
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        self.check_callback(change, cx, problems);
        if let Some(secret) = Self::secret(change) {
            auth::check(&secret, problems);
        }
        self.check_kanalen(cx, problems)
    }

    /// Tells the delivery, in the same transaction. A new abonnement begins at the present.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let wanted = |group: &FilterGroup| Wanted { naam: group.naam.clone(), filters: group.filters.clone() };
        let (kanalen, secret): (Vec<Wanted>, _) = (self.kanalen.iter().map(wanted).collect(), Self::secret(change));
        let subscription =
            Subscription { callback_url: self.callback_url.as_str(), auth: secret.as_deref(), kanalen: &kanalen };
        Ok(delivery::put(cx.tx, change.uuid, &subscription)?)
    }

    /// With the abonnement goes what waits for it.
    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(delivery::remove(cx.tx, uuid)?)
    }
}

impl Abonnement {
    fn secret(change: &Change<'_, Self>) -> Option<String> {
        auth::given(change.given, change.old.map(|old| old.auth.as_str()))
    }

    /// What the intake found out about the callback; and a secret goes only to the host that it was given for.
    fn check_callback(&self, change: &Change<'_, Self>, cx: &Cx<'_, '_>, problems: &mut Problems) {
        let given = change.given.get("callbackUrl").and_then(serde_json::Value::as_str);
        if let Some((code, reason)) = given.and_then(|url| callbacks::verdict(&cx.call.foreign, url)) {
            problems.add("callbackUrl", code, reason);
        }
        let host = |url: &Uri| url.as_str().split('/').nth(2).map(str::to_ascii_lowercase);
        let moved = change.old.is_some_and(|old| host(&old.callback_url) != host(&self.callback_url));
        if moved && Self::secret(change).is_none() {
            problems.add("auth", "required", "Geef auth opnieuw als de callbackUrl naar een andere host gaat.");
        }
    }

    /// Each kanaal exists and knows the kenmerken that are filtered on.
    fn check_kanalen(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if self.kanalen.len() > MOST_KANALEN {
            problems.add("kanalen", "max_length", format!("Mag niet meer dan {MOST_KANALEN} kanalen hebben."));
            return Ok(());
        }
        for group in &self.kanalen {
            let naam: String = group.naam.chars().take(50).collect();
            match Kanaal::named(&group.naam, cx)? {
                None => problems.add("naam", "kanaal_naam", format!("Er is geen kanaal met de naam {naam}.")),
                Some(kanaal) if !kanaal.can_filter(&group.filters) => problems.add(
                    "filters",
                    "inconsistent-abonnement-filters",
                    format!("Het kanaal {naam} kent niet alle kenmerken waarop wordt gefilterd."),
                ),
                Some(_) => {}
            }
        }
        Ok(())
    }
}
