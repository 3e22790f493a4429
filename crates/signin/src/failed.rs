// SPDX-License-Identifier: EUPL-1.2
//! Why somebody could not sign in, in words.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde_json::Value;
use waarmaker_core::Problem;
use waarmaker_ui::{Page, Say, Visit};

use crate::TEXTS;

/// Why somebody could not sign in.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The person pressed "cancel" at the provider.
    Cancelled,
    /// It took too long, or what came back was used already or belongs to another browser.
    Expired,
    /// What came back does not fit what we asked.
    Tampered,
    /// The provider could not be asked, or said that it cannot do it now.
    Provider(String),
    /// What the provider sent is not to be believed.
    Untrusted(String),
    /// The person has no role that may do anything here.
    NoRole,
    /// Nobody can sign in here.
    Nobody,
    /// Something of ours.
    Ours(Problem),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Ours(problem)
    }
}

impl From<waarmaker_db::Error> for Failed {
    fn from(error: waarmaker_db::Error) -> Self {
        Self::Ours(error.into())
    }
}

impl Failed {
    pub(crate) const fn provider(reason: String) -> Self {
        Self::Provider(reason)
    }

    pub(crate) fn untrusted(what: &str) -> Self {
        Self::Untrusted(what.to_owned())
    }

    /// The provider does not want to give tokens: a code that was used or is too old, or something in the settings.
    pub(crate) fn refused(body: &[u8]) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        match body.get("error").and_then(Value::as_str) {
            Some("invalid_grant") => Self::Expired,
            error => Self::Provider(format!("it refuses the code: {}", error.unwrap_or("no reason"))),
        }
    }

    /// For logs and metrics.
    const fn label(&self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Tampered => "tampered",
            Self::Provider(_) => "provider",
            Self::Untrusted(_) => "untrusted",
            Self::NoRole => "no_role",
            Self::Nobody => "nobody",
            Self::Ours(_) => "error",
        }
    }

    /// Title, what to do, and status.
    fn words(&self, t: Say) -> (String, String, StatusCode) {
        match self {
            Self::Cancelled => (t.say("gestopt"), t.say("gestopt-doe"), StatusCode::BAD_REQUEST),
            Self::Expired => (t.say("te-laat"), t.say("te-laat-doe"), StatusCode::BAD_REQUEST),
            Self::Tampered => (t.say("past-niet"), t.say("past-niet-doe"), StatusCode::BAD_REQUEST),
            Self::Untrusted(_) => (t.say("niet-vertrouwd"), t.say("niet-vertrouwd-doe"), StatusCode::BAD_GATEWAY),
            Self::NoRole => (t.say("geen-rol"), t.say("geen-rol-doe"), StatusCode::FORBIDDEN),
            Self::Nobody => (t.say("niemand"), t.say("niemand-doe"), StatusCode::NOT_FOUND),
            Self::Provider(_) | Self::Ours(_) => {
                (t.say("even-niet"), t.say("even-niet-doe"), StatusCode::SERVICE_UNAVAILABLE)
            }
        }
    }

    /// Counts and logs it, and makes its page. Nothing that is written says who it was.
    pub(crate) fn page(self, visit: &Visit) -> Response {
        let label = self.label();
        metrics::counter!("signin_total", "outcome" => label).increment(1);
        match &self {
            Self::Provider(reason) => tracing::warn!(%reason, "the provider of sign-ins cannot be used"),
            Self::Untrusted(what) => tracing::warn!(%what, "a sign-in was not believed"),
            Self::Ours(_) => {}
            _ => tracing::info!(outcome = label, "somebody could not sign in"),
        }
        if let Self::Ours(problem) = self {
            return visit.answer(Err(problem));
        }
        let t = visit.say(&TEXTS);
        let (what, todo, status) = self.words(t);
        let again = !matches!(self, Self::Nobody);
        let shown = visit
            .page(what.clone())
            .and_then(|page| visit.show_as(status, &View { page: page.private(), t, what, todo, again }));
        visit.answer(shown)
    }
}

/// The page that says why somebody could not sign in.
#[derive(Clone, Debug, Template)]
#[template(path = "mislukt.html")]
pub(crate) struct View {
    page: Page,
    t: Say,
    what: String,
    todo: String,
    again: bool,
}

impl View {
    /// For tests.
    #[cfg(test)]
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = TEXTS.say(lang);
        let (what, todo, _) = Failed::NoRole.words(t);
        Self { page: Page::sample(lang), t, what, todo, again: true }
    }
}

#[cfg(test)]
mod tests {
    use waarmaker_ui::Lang;

    use super::*;

    #[test]
    fn every_failure_has_words_in_both_languages() {
        let failures = [
            Failed::Cancelled,
            Failed::Expired,
            Failed::Tampered,
            Failed::provider(String::new()),
            Failed::untrusted("x"),
            Failed::NoRole,
            Failed::Nobody,
        ];
        for lang in Lang::ALL {
            assert!(View::sample(lang).render().is_ok());
            for failed in &failures {
                let (what, todo, _) = failed.words(TEXTS.say(lang));
                assert!(what.contains(' ') && todo.ends_with('.'), "{failed:?}: {what} {todo}");
            }
        }
    }
}
