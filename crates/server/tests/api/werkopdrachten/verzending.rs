// SPDX-License-Identifier: EUPL-1.2
//! What the tests of channels share: a contractor with a channel, and the jobs on the clock of the test.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use waarmaker_api::{Choices, ReferencesSettings};
use waarmaker_core::{Clock, Ids as _, RandomIds, hosts::Hosts};
use waarmaker_events::delivery::Reach;
use waarmaker_jobs::{Letter, Runner, Selection, letters};
use waarmaker_testkit::{App, Smtp};
use waarmaker_werkopdrachten::{
    channels::{Settings, handlers},
    mail,
};

use super::wereld::Wereld;
use crate::engines::on_both_engines_with;

/// The loopback address, on which receivers of the tests listen.
fn reach() -> Reach {
    let hosts = Hosts::new(vec!["*".to_owned()], vec!["127.0.0.1".to_owned()]);
    Reach { hosts, timeout: Duration::from_secs(2), ..Reach::default() }
}

/// Runs a test whose channels may be on this machine.
#[expect(clippy::needless_pass_by_value, reason = "the test is written where it is passed")]
pub(crate) fn with_channels(test: impl AsyncFn(&App)) {
    let choices = Choices { callbacks: reach(), ..Choices::default() };
    on_both_engines_with(&choices, &ReferencesSettings::default(), &test);
}

/// A runner on the clock of the test; another one each time, as after a restart.
pub(crate) fn runner(app: &App, smtp: Option<mail::Smtp>) -> Runner {
    let clock: Arc<dyn Clock> = app.clock.clone();
    let handlers = handlers(&app.api, &Settings { reach: reach(), smtp }).unwrap();
    Runner::new(app.db().clone(), clock, RandomIds.uuid(), waarmaker_jobs::Settings::default(), handlers)
}

/// The settings of a mail server of a test.
pub(super) fn post(smtp: &Smtp) -> mail::Smtp {
    mail::Smtp {
        host: "127.0.0.1".to_owned(),
        port: smtp.port(),
        security: mail::Security::None,
        login: None,
        from: "Gemeente Voorbeeld <opdrachten@gemeente.example>".to_owned(),
        phone: Some("14 030".to_owned()),
        tls_root: None,
        timeout: Duration::from_secs(5),
    }
}

/// Gives the contractor a channel.
pub(super) async fn channel(wereld: &Wereld<'_>, kanaal: Value) {
    wereld.admin.patch(&wereld.aannemer_url, &json!({"kanaal": kanaal})).await.expect(200);
}

/// The contractor gets its orders by mail.
pub(super) async fn by_mail(wereld: &Wereld<'_>) {
    channel(wereld, json!({"soort": "mail", "adres": "planning@lichtpunt.example"})).await;
}

/// All jobs that are not done.
pub(super) async fn jobs(app: &App) -> Vec<Letter> {
    let all = |tx: &mut waarmaker_db::Tx<'_>| letters(tx, &Selection::default(), 100);
    app.db().read(waarmaker_db::Weight::Scan, all).await.unwrap()
}
