// SPDX-License-Identifier: EUPL-1.2
//! Real answers: one scenario through every operation of every component, each answer held against our contract and the official one.

mod autorisaties;
mod besluiten;
mod catalogi;
mod documenten;
mod notificaties;
mod referentielijsten;
mod signalen;
mod watch;
mod zaken;

use crate::{deviations, engines::on_both_engines_with};
use elders::Elders;
use watch::Watch;

#[path = "../../api/zaken/elders.rs"]
mod elders;
#[path = "../../api/werkopdrachten/storing.rs"]
mod storing;

#[test]
fn every_answer_is_what_both_contracts_say() {
    let elders = Elders::start();
    on_both_engines_with(&waarmaker_api::Choices::default(), &elders.settings(), &async |app| {
        let watch = Watch::new(app).await;
        referentielijsten::all(&watch).await;
        autorisaties::all(&watch).await;
        let types = catalogi::all(&watch).await;
        notificaties::all(&watch).await;
        let document = documenten::all(&watch, &types).await;
        let zaak = zaken::all(&watch, &types, &elders, &document).await;
        besluiten::all(&watch, &types.besluittype, &zaak, &document).await;
        documenten::relations(&watch, &document, &elders.url("/verzoeken/verzoeken/1")).await;
        signalen::all(&watch, app).await;
        deviations::judge_answers(&watch.found(), watch.has_official());
        let left = watch.not_asked();
        assert!(left.is_empty(), "operations that the scenario does not ask for: {left:?}");
    });
}
