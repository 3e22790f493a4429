// SPDX-License-Identifier: EUPL-1.2
//! `kill -9` between the links of the chain, and a contractor whose system is down.

use waarmaker_testkit::Reply;

use super::straat::{ROOT, is_signed, on_both_engines};
use crate::process::eventually;

#[test]
fn a_server_that_is_killed_between_incident_order_and_webhook_does_everything_and_nothing_twice() {
    on_both_engines(|straat| {
        // Down at first, then out of order, then well.
        straat.receiver.answer(|_, count| match count {
            0 => Reply::Close,
            1 | 2 => Reply::Status(500),
            _ => Reply::Status(204),
        });
        let mut server = straat.serve();
        straat.say(&["LM-104"], "defect");
        eventually("an incident", || (straat.count("SELECT COUNT(*) FROM incidenten") > 0).then_some(()));
        server.kill();
        assert_eq!(straat.counts(), (1, 0, 0), "killed before the order");
        straat.say(&["LM-104"], "defect");
        let mut server = straat.serve();
        straat.tried(1);
        eventually("the try is written down", || {
            let sql = "SELECT COUNT(*) FROM jobs WHERE soort = 'webhook' AND houder IS NULL AND pogingen = 1";
            (straat.count(sql) > 0).then_some(())
        });
        server.kill();
        assert_eq!((straat.counts(), straat.receiver.received().len()), ((1, 1, 1), 1), "killed before the webhook");
        let server = straat.serve();
        straat.say(&["LM-104"], "defect");
        // Each pause is twice as long as the one before: patience counts for each.
        (2..=4).for_each(|times| straat.tried(times));
        let gemeente = straat.gemeente(&server);
        let order = eventually("the order says that it arrived", || {
            let orders = gemeente.json(&format!("{ROOT}/werkopdrachten"));
            (orders["results"][0]["verzonden"]["staat"] == "afgeleverd").then(|| orders["results"][0].clone())
        });
        assert_eq!(order["status"], "aangeboden");
        let received = straat.receiver.received();
        let id = received[0].header("webhook-id");
        assert!(received.len() == 4 && received.iter().all(|one| one.header("webhook-id") == id), "{received:#?}");
        assert!(!id.is_empty() && received.iter().all(is_signed));
        assert!(received.iter().all(|one| one.body["werkopdracht"]["nummer"] == order["nummer"]));
        eventually("all three messages of the lamp", || {
            (straat.count("SELECT COUNT(*) FROM observations") == 3).then_some(())
        });
        assert_eq!(straat.counts(), (1, 1, 1));
    });
}
