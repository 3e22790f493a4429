// SPDX-License-Identifier: EUPL-1.2
//! What happens to a zaak after it is closed.

use serde_json::{Value, json};

use super::{
    kader::{Kader, url_of},
    soort::alter,
};
use crate::engines::on_both_engines;

impl Kader<'_> {
    /// Closes a zaak on 2026-02-01; its archiefactiedatum.
    async fn archiefactiedatum(&self, zaak: &str) -> Value {
        self.close(zaak).await;
        self.now(zaak).await["archiefactiedatum"].clone()
    }

    /// Gives a zaak the value of an eigenschap.
    async fn eigenschap(&self, zaak: &str, waarde: &str) -> String {
        let body = json!({"zaak": zaak, "eigenschap": self.types.kleur, "waarde": waarde});
        url_of(&self.made(&format!("{zaak}/zaakeigenschappen"), &body).await)
    }
}

/// zrc-021
#[test]
fn afgehandeld_counts_from_the_end_of_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "afgehandeld"}));
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let closed = kader.now(&zaak).await;
        assert_eq!(closed["archiefnominatie"], "vernietigen");
        assert_eq!(closed["archiefactiedatum"], "2036-02-01");
        assert_eq!(closed["archiefstatus"], "nog_te_archiveren");
        // zrc-026
        assert_eq!(closed["startdatumBewaartermijn"], "2026-02-01");
    });
}

/// zrc-021
#[test]
fn without_archiefactietermijn_or_procedure_there_is_no_date() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let nomination = json!({"archiefnominatie": "blijvend_bewaren", "archiefactietermijn": null,
            "brondatumArchiefprocedure": {"afleidingswijze": "afgehandeld"}});
        alter(app, &kader.types.resultaattype, &nomination);
        let zaak = kader.zaak().await;
        assert_eq!(kader.archiefactiedatum(&zaak).await, Value::Null);
        let closed = kader.now(&zaak).await;
        assert_eq!(
            (&closed["archiefnominatie"], &closed["startdatumBewaartermijn"]),
            (&json!("blijvend_bewaren"), &Value::Null)
        );
        kader.procedure(&Value::Null);
        assert_eq!(kader.archiefactiedatum(&kader.zaak().await).await, Value::Null);
    });
}

/// zrc-021
#[test]
fn what_somebody_chose_is_kept() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "afgehandeld"}));
        let chosen = json!({"archiefnominatie": "blijvend_bewaren", "archiefactiedatum": "2030-05-05"});
        let zaak = url_of(&kader.zaak_with(&chosen).await);
        assert_eq!(kader.archiefactiedatum(&zaak).await, "2030-05-05");
        assert_eq!(kader.now(&zaak).await["archiefnominatie"], "blijvend_bewaren");
        kader.status(&zaak, &kader.types.eind, "2026-02-09T10:00:00Z").await;
        let closed = kader.now(&zaak).await;
        assert_eq!((&closed["einddatum"], &closed["archiefactiedatum"]), (&json!("2026-02-09"), &json!("2030-05-05")));
    });
}

/// zrc-021, zrc-026
#[test]
fn a_closed_zaak_that_changes_by_force_is_computed_anew() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "ander_datumkenmerk", "datumkenmerk": "einde", "objecttype": "pand", "registratie": "bag"}));
        let zaak = kader.zaak().await;
        assert_eq!(kader.archiefactiedatum(&zaak).await, Value::Null);
        let filled = kader.admin.patch(&zaak, &json!({"startdatumBewaartermijn": "2028-02-29"})).await.expect(200);
        assert_eq!(filled["archiefactiedatum"], "2038-02-28");
        let moved = kader.admin.patch(&zaak, &json!({"startdatumBewaartermijn": "2029-01-01"})).await.expect(200);
        assert_eq!(moved["archiefactiedatum"], "2039-01-01");
        let fixed = kader.admin.patch(&zaak, &json!({"archiefactiedatum": "2050-01-01"})).await.expect(200);
        assert_eq!(
            (&fixed["startdatumBewaartermijn"], &fixed["archiefactiedatum"]),
            (&json!("2029-01-01"), &json!("2050-01-01"))
        );
        let put = kader.admin.put(&zaak, &kader.body(&json!({}))).await.expect(200);
        assert_eq!((&put["archiefnominatie"], &put["archiefactiedatum"]), (&json!("vernietigen"), &Value::Null));
    });
}

/// zrc-021
#[test]
fn the_archiving_follows_the_resultaat() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "afgehandeld"}));
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let resultaat = kader.now(&zaak).await["resultaat"].as_str().unwrap().to_owned();
        kader.admin.delete(&resultaat).await.expect(204);
        let without = kader.now(&zaak).await;
        assert_eq!((&without["archiefnominatie"], &without["archiefactiedatum"]), (&Value::Null, &Value::Null));
        kader.resultaat(&zaak).await;
        let again = kader.now(&zaak).await;
        assert_eq!(
            (&again["archiefnominatie"], &again["archiefactiedatum"]),
            (&json!("vernietigen"), &json!("2036-02-01"))
        );
    });
}

/// zrc-021
#[test]
fn termijn_counts_from_the_end_of_the_procestermijn() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "termijn", "procestermijn": "P5Y"}));
        assert_eq!(kader.archiefactiedatum(&kader.zaak().await).await, "2041-02-01");
    });
}

/// zrc-021
#[test]
fn hoofdzaak_counts_from_the_end_of_the_hoofdzaak_also_when_that_comes_later() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "hoofdzaak"}));
        assert_eq!(kader.archiefactiedatum(&kader.zaak().await).await, Value::Null);
        let hoofdzaak = kader.zaak().await;
        let deelzaak = url_of(&kader.zaak_with(&json!({"hoofdzaak": hoofdzaak})).await);
        assert_eq!(kader.archiefactiedatum(&deelzaak).await, Value::Null);
        kader.resultaat(&hoofdzaak).await;
        kader.status(&hoofdzaak, &kader.types.eind, "2026-03-01T10:00:00Z").await;
        assert_eq!(kader.now(&deelzaak).await["archiefactiedatum"], "2036-03-01");
        kader.status(&hoofdzaak, &kader.types.begin, "2026-03-02T10:00:00Z").await;
        assert_eq!(kader.now(&deelzaak).await["archiefactiedatum"], Value::Null);
        kader.status(&hoofdzaak, &kader.types.eind, "2026-03-03T10:00:00Z").await;
        assert_eq!(kader.now(&deelzaak).await["archiefactiedatum"], "2036-03-03");
    });
}

/// zrc-021
#[test]
fn gerelateerde_zaak_counts_from_the_last_end_of_the_relevante_andere_zaken() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let mut related = Vec::new();
        for end in ["2026-01-05T10:00:00Z", "2026-01-09T10:00:00Z"] {
            let zaak = kader.zaak().await;
            kader.resultaat(&zaak).await;
            kader.status(&zaak, &kader.types.eind, end).await;
            related.push(json!({"url": zaak, "aardRelatie": "onderwerp"}));
        }
        kader.procedure(&json!({"afleidingswijze": "gerelateerde_zaak"}));
        let zaak = url_of(&kader.zaak_with(&json!({"relevanteAndereZaken": related})).await);
        assert_eq!(kader.archiefactiedatum(&zaak).await, "2036-01-09");
        assert_eq!(kader.archiefactiedatum(&kader.zaak().await).await, Value::Null);
    });
}

/// zrc-021
#[test]
fn eigenschap_counts_from_the_value_of_the_eigenschap() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "eigenschap", "datumkenmerk": "kleur"}));
        for (waarde, date) in [
            ("2023-01-01", json!("2033-01-01")),
            ("20230102", json!("2033-01-02")),
            ("20230103101112", json!("2033-01-03")),
            ("2023-01-04T10:11:12Z", json!("2033-01-04")),
            ("rood", Value::Null),
        ] {
            let zaak = kader.zaak().await;
            kader.eigenschap(&zaak, waarde).await;
            assert_eq!(kader.archiefactiedatum(&zaak).await, date, "{waarde}");
        }
        assert_eq!(kader.archiefactiedatum(&kader.zaak().await).await, Value::Null);
    });
}

/// zrc-021
#[test]
fn without_the_eigenschap_that_it_counted_from_the_date_is_gone() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "eigenschap", "datumkenmerk": "kleur"}));
        let zaak = kader.zaak().await;
        let eigenschap = kader.eigenschap(&zaak, "2023-01-01").await;
        assert_eq!(kader.archiefactiedatum(&zaak).await, "2033-01-01");
        assert_eq!(kader.admin.delete(&eigenschap).await.status, 204);
        assert_eq!(kader.now(&zaak).await["archiefactiedatum"], Value::Null);
    });
}

/// zrc-021
#[test]
fn zaakobject_counts_from_an_attribute_of_the_last_object() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(
            &json!({"afleidingswijze": "zaakobject", "datumkenmerk": "waardepeildatum", "objecttype": "woz_waarde"}),
        );
        let zaak = kader.zaak().await;
        for day in ["2013-1-1", "2012-12-1"] {
            let isvoor = json!({"wozObjectNummer": "1"});
            let object = json!({"zaak": zaak, "objectType": "woz_waarde", "objectIdentificatie": {"waardepeildatum": day, "isVoor": isvoor}});
            kader.made("zaakobjecten", &object).await;
        }
        assert_eq!(kader.archiefactiedatum(&zaak).await, "2023-01-01");
        assert_eq!(kader.archiefactiedatum(&kader.zaak().await).await, Value::Null);
    });
}

/// zrc-021
#[test]
fn a_zaakobject_that_is_kept_here_is_looked_up() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(
            &json!({"afleidingswijze": "zaakobject", "datumkenmerk": "startdatum", "objecttype": "overige"}),
        );
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let object = json!({"zaak": zaak, "objectType": "overige", "objectTypeOverige": "zaak", "object": other});
        kader.made("zaakobjecten", &object).await;
        assert_eq!(kader.archiefactiedatum(&zaak).await, "2036-01-01");
    });
}

/// zrc-021
#[test]
fn dates_of_besluiten_that_are_kept_elsewhere_are_not_known() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for afleidingswijze in ["ingangsdatum_besluit", "vervaldatum_besluit"] {
            kader.procedure(&json!({"afleidingswijze": afleidingswijze}));
            assert_eq!(kader.archiefactiedatum(&kader.zaak().await).await, Value::Null);
        }
    });
}

/// zrc-022
#[test]
fn a_zaak_is_archived_when_it_is_known_what_happens_to_it_and_when() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        for archiefstatus in ["gearchiveerd", "gearchiveerd_procestermijn_onbekend", "overgedragen"] {
            let change = json!({"archiefstatus": archiefstatus});
            let both = ["archiefnominatie/archiefnominatie-not-set", "archiefactiedatum/archiefactiedatum-not-set"];
            assert_eq!(kader.refused(&change).await, both);
            assert_eq!(kader.admin.patch(&zaak, &change).await.problems(), both);
            let half = json!({"archiefstatus": archiefstatus, "archiefnominatie": "vernietigen"});
            assert_eq!(
                kader.admin.patch(&zaak, &half).await.problems(),
                ["archiefactiedatum/archiefactiedatum-not-set"]
            );
        }
        let whole = json!({"archiefstatus": "gearchiveerd", "archiefnominatie": "vernietigen", "archiefactiedatum": "2030-01-01"});
        assert_eq!(kader.admin.patch(&zaak, &whole).await.expect(200)["archiefstatus"], "gearchiveerd");
        // What is stored counts as well.
        assert_eq!(
            kader.admin.patch(&zaak, &json!({"archiefstatus": "overgedragen"})).await.expect(200)["archiefstatus"],
            "overgedragen"
        );
        assert_eq!(
            kader.admin.patch(&zaak, &json!({"archiefactiedatum": null})).await.problems(),
            ["archiefactiedatum/archiefactiedatum-not-set"]
        );
    });
}
