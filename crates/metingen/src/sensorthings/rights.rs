// SPDX-License-Identifier: EUPL-1.2
//! Who may read and write observations.

use waarmaker_api::{Cx, Result, denied};
use waarmaker_auth::Gate;
use waarmaker_resource::{Component, Guard};

use crate::record::Source;

/// How far a caller reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Everything.
    All,
    /// Things of this client (`metingen.eigen`).
    Own(String),
}

impl Reach {
    /// What the caller may read.
    pub(super) fn reading(cx: &mut Cx<'_, '_>) -> Result<Self> {
        Self::with(&["metingen.lezen", "metingen.schrijven"], cx)
    }

    /// What the caller may write.
    pub(super) fn writing(cx: &mut Cx<'_, '_>) -> Result<Self> {
        Self::with(&["metingen.schrijven"], cx)
    }

    fn with(all: &[&str], cx: &mut Cx<'_, '_>) -> Result<Self> {
        if may(all, cx)? {
            Ok(Self::All)
        } else if may(&["metingen.eigen"], cx)? {
            Ok(Self::Own(cx.who.client_id.clone()))
        } else {
            Err(denied())
        }
    }

    /// For whom the caller may speak.
    pub(super) fn source(&self) -> Source {
        match self {
            Self::All => Source::default(),
            Self::Own(client) => Source { client: Some(client.clone()), device: None },
        }
    }
}

fn may(scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<bool> {
    let gate = Gate { caller: cx.who, component: Component::SIGNALEN, guard: Guard::Component, scopes };
    Ok(gate.opens_at_all(cx.tx)?)
}
