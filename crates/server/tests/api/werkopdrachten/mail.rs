// SPDX-License-Identifier: EUPL-1.2
//! Orders, reports and deadlines by mail, through a real SMTP server.

use std::time::Duration;

use serde_json::json;
use waarmaker_testkit::{Mail, Smtp};
use waarmaker_werkopdrachten::mail::{Security, Smtp as Settings, Stand, tell_reporters};

use super::{
    verzending::{by_mail, jobs, post, runner, with_channels},
    wereld::{ROOT, Wereld, as_waarmaker, text, uuid_of},
};

/// The words of HTML, without its marks.
fn words(html: &str) -> String {
    let mut words = String::new();
    let mut mark = false;
    for letter in html.split_once("<body").unwrap().1.chars() {
        match letter {
            '<' => mark = true,
            '>' => mark = false,
            letter if !mark => words.push(letter),
            _ => {}
        }
    }
    words
}

#[test]
fn an_order_says_what_to_do_and_by_when_in_text_and_in_html() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        by_mail(&wereld).await;
        let order = wereld.order_for(wereld.lamp).await;
        assert_eq!(runner(app, Some(post(&smtp))).run_until_idle().await.unwrap(), None);
        let mails = smtp.mails();
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!(mail.to, ["planning@lichtpunt.example"]);
        assert_eq!(mail.subject, "Nieuwe opdracht WO-2026-0000001: lichtmast L-0042 Domplein");
        assert!(
            mail.text.contains(
                "Laat ons weten of u deze opdracht aanneemt, uiterlijk maandag 23 november 2026 om 12.00 uur."
            ),
            "{}",
            mail.text
        );
        for line in
            ["De lamp brandt niet", "U krijgt deze mail omdat u voor de gemeente onderhoud doet.", "Bel 14 030."]
        {
            assert!(mail.text.contains(line) && words(&mail.html).contains(line), "{line}: {}", mail.text);
        }
        assert!(mail.url().unwrap().starts_with("http://testserver/buiten/orders/"));
        assert!(mail.html.contains(mail.url().unwrap()) && !mail.html.contains("<img"));
        assert_eq!(mail.header("auto-submitted"), "auto-generated");
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!((text(&now["verzonden"], "kanaal"), text(&now["verzonden"], "staat")), ("mail", "afgeleverd"));
    });
}

#[test]
fn an_order_has_the_place_in_the_words_of_who_reported() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        by_mail(&wereld).await;
        let body = json!({"asset": wereld.lamp.to_string(), "omschrijving": "Uit", "plek": "Voor nummer <12>"});
        wereld.admin.post("/signalen/api/v1/meldingen", &body).await.expect(201);
        wereld.tick().await;
        assert_eq!(runner(app, Some(post(&smtp))).run_until_idle().await.unwrap(), None);
        let mails = smtp.mails();
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        assert!(mail.text.contains("Plek volgens de melder: Voor nummer <12>\r\n"), "{}", mail.text);
        assert!(mail.html.contains("Voor nummer &lt;12&gt;") && mail.text.contains("Ga dan uit van de plek."));
    });
}

#[test]
fn the_server_may_refuse_for_now_or_for_good_and_its_words_are_kept_out() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        by_mail(&wereld).await;
        smtp.answer("451 later please for ADDRESS");
        let order = wereld.order_for(wereld.lamp).await;
        let mut runner = runner(app, Some(post(&smtp)));
        assert!(runner.run_until_idle().await.unwrap().is_some());
        assert_eq!(jobs(app).await[0].error, "SMTP 451");
        smtp.answer("550 no such user ADDRESS");
        app.clock.advance(Duration::from_mins(1));
        assert_eq!(runner.run_until_idle().await.unwrap(), None);
        let left = jobs(app).await;
        assert_eq!((left.len(), left[0].next), (1, None));
        assert_eq!(left[0].error, "SMTP 550: the mail server refuses the mail");
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&now["verzonden"], "staat"), "mislukt");
        assert!(!now.to_string().contains("planning@"));
    });
}

#[test]
fn mail_waits_for_a_server_that_is_down_and_goes_over_tls_when_it_must() {
    with_channels(async |app| {
        let (wereld, mut smtp) = (Wereld::new(app).await, Smtp::with_tls());
        by_mail(&wereld).await;
        let settings = Settings { security: Security::Starttls, tls_root: Some(smtp.root()), ..post(&smtp) };
        let untrusted = Settings { tls_root: None, ..settings.clone() };
        smtp.stop();
        wereld.order_for(wereld.lamp).await;
        let mut trusting = runner(app, Some(settings));
        assert!(trusting.run_until_idle().await.unwrap().is_some());
        assert_eq!(jobs(app).await[0].error, "the mail server cannot be reached");
        smtp.again();
        app.clock.advance(Duration::from_mins(1));
        assert!(runner(app, Some(untrusted)).run_until_idle().await.unwrap().is_some());
        assert!(smtp.mails().is_empty());
        app.clock.advance(Duration::from_mins(1));
        assert_eq!(trusting.run_until_idle().await.unwrap(), None);
        assert_eq!(smtp.mails().iter().map(|mail| mail.tls).collect::<Vec<_>>(), [true]);
        let far = Settings { host: "mail.example".to_owned(), ..post(&smtp) };
        let refused = waarmaker_werkopdrachten::channels::handlers(
            &app.api,
            &waarmaker_werkopdrachten::channels::Settings { smtp: Some(far), ..Default::default() },
        );
        assert!(refused.err().unwrap().to_string().contains("this machine only"));
    });
}

#[test]
fn deadlines_in_danger_and_missed_are_told_to_the_contractor_and_to_who_the_contract_names() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        by_mail(&wereld).await;
        let escalatie = json!([{"moment": "gemist", "naam": "Beheer", "email": "beheer@gemeente.example"}]);
        wereld.admin.patch(&wereld.contract, &json!({"escalatie": escalatie})).await.expect(200);
        let contacten = json!([{"naam": "Baas", "email": "baas@lichtpunt.example", "niveau": 1}]);
        wereld.admin.patch(&wereld.aannemer_url, &json!({"escalatiecontacten": contacten})).await.expect(200);
        wereld.order_for(wereld.lamp).await;
        let mut runner = runner(app, Some(post(&smtp)));
        runner.run_until_idle().await.unwrap();
        wereld.later(72);
        wereld.tick().await;
        runner.run_until_idle().await.unwrap();
        let told: Vec<(String, String)> =
            smtp.mails()[1..].iter().map(|mail| (mail.to[0].clone(), mail.subject.clone())).collect();
        let has = |to: &str, begin: &str| told.iter().any(|(who, what)| who == to && what.starts_with(begin));
        assert!(has("planning@lichtpunt.example", "De termijn van opdracht WO-2026-0000001 is voorbij"), "{told:?}");
        assert!(has("beheer@gemeente.example", "Termijn voorbij bij opdracht WO-2026-0000001"), "{told:?}");
        assert!(has("baas@lichtpunt.example", "Termijn voorbij bij opdracht WO-2026-0000001"), "{told:?}");
        assert!(smtp.mails().iter().all(|mail| mail.to.len() == 1));
    });
}

#[test]
fn who_reported_it_hears_how_it_stands_with_the_code_and_nothing_personal() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        let order = wereld.order_for(wereld.lamp).await;
        let incident = uuid_of(text(&order, "incident"));
        let melding =
            json!({"asset": order["asset"], "omschrijving": "Donker bij ons", "email": "jan@bewoner.example"});
        as_waarmaker(app, move |cx| {
            let melding = cx.house.ids.uuid();
            let sql = "INSERT INTO meldingen (uuid, code, incident, kanaal, ontvangen, body) VALUES ($1, 'K7P2M9', $2, 'web', '2026-11-21', $3)";
            cx.tx.run(sql, &[melding.into(), incident.into(), b"{}".to_vec().into()])?;
            let sql = "INSERT INTO melders (melding, incident, email) VALUES ($1, $2, 'jan@bewoner.example')";
            cx.tx.run(sql, &[melding.into(), incident.into()])?;
            tell_reporters(incident, Stand::Ontvangen, cx)?;
            tell_reporters(incident, Stand::Gepland, cx)
        })
        .await;
        drop(melding);
        assert!(jobs(app).await.iter().all(|job| job.kind == "melder"));
        runner(app, Some(post(&smtp))).run_until_idle().await.unwrap();
        let mails: Vec<Mail> = smtp.mails();
        let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(
            subjects,
            [
                "Wij hebben uw melding ontvangen: lichtmast L-0042 Domplein",
                "De reparatie is gepland: lichtmast L-0042 Domplein"
            ]
        );
        assert!(mails.iter().all(|mail| mail.to == ["jan@bewoner.example"]
            && mail.text.contains("K7P2M9")
            && !mail.text.contains("jan@")));
    });
}

#[test]
fn who_reported_it_hears_of_a_repair_only_when_somebody_has_the_order() {
    with_channels(async |app| {
        let wereld = Wereld::new(app).await;
        let body = json!({"asset": wereld.bak.to_string(), "omschrijving": "Hij zit vol", "kanaal": "web", "email": "jan@bewoner.example"});
        wereld.admin.post(&format!("{ROOT}/meldingen"), &body).await.expect(201);
        wereld.later(1);
        as_waarmaker(app, waarmaker_signalen::tick).await;
        wereld.tick().await;
        let own = wereld.admin.get(&format!("{ROOT}/werkopdrachten?status=eigen_lijst")).await.expect(200);
        let order = &own["results"][0];
        let told = async || jobs(app).await.iter().filter(|job| job.kind == "melder").count();
        assert_eq!(told().await, 1, "only that it was received");
        let to = json!({"aannemer": wereld.aannemer_url});
        wereld.admin.post(&format!("{}/toewijzen", text(order, "url")), &to).await.expect(200);
        assert_eq!(told().await, 2, "and that it is planned");
    });
}
