// SPDX-License-Identifier: EUPL-1.2
//! How long somebody stays signed in, and signing out.

use std::time::Duration;

use super::wereld::{parameter, with_fake};
use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, location, text},
};

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn a_session_ends_after_an_hour_without_use_and_after_twelve_hours_at_most() {
    on_both_engines(async |app| {
        let browser = Browser::new(app);
        browser.sign_in("beheer", "Noor Visser");
        app.clock.advance(59 * MINUTE);
        assert!(text(&browser.get("/aanmelden/sessie").await).contains("13.59"));
        app.clock.advance(59 * MINUTE);
        assert_eq!(browser.get("/aanmelden/sessie").await.status, 200, "using it made it longer");
        app.clock.advance(60 * MINUTE);
        assert_eq!(location(&browser.get("/aanmelden/sessie").await), "/aanmelden", "an hour without use");
        browser.sign_in("beheer", "Noor Visser");
        for _ in 0..13 {
            app.clock.advance(55 * MINUTE);
            assert_eq!(browser.get("/en/aanmelden/sessie").await.status, 200);
        }
        app.clock.advance(5 * MINUTE);
        assert_eq!(location(&browser.get("/en/aanmelden/sessie").await), "/en/aanmelden", "twelve hours");
    });
}

#[test]
fn staying_longer_is_one_button() {
    on_both_engines(async |app| {
        let browser = Browser::new(app);
        browser.sign_in("beheer", "Noor Visser");
        let page = browser.get("/aanmelden/sessie").await;
        app.clock.advance(30 * MINUTE);
        let longer = browser.submit(&page, "/aanmelden/sessie", &[]).await;
        assert_eq!(location(&longer), "/aanmelden/sessie?langer=ja");
        assert!(text(&browser.get(&location(&longer)).await).contains("U blijft aangemeld tot 13.30"));
        app.clock.advance(61 * MINUTE);
        assert_eq!(location(&browser.submit(&page, "/aanmelden/sessie", &[]).await), "/aanmelden");
    });
}

#[test]
fn signing_out_ends_the_session_here_and_at_the_provider() {
    with_fake(async |app, fake| {
        let browser = Browser::new(app);
        fake.sign_in(&browser, app).await;
        let cookie = browser.cookie("sessie");
        // A form that is not of ours cannot sign people out.
        let page = browser.get("/aanmelden/sessie").await;
        let forged = browser.submit(&waarmaker_testkit::Answer { body: Vec::new(), ..page }, "/afmelden", &[]).await;
        assert!(forged.status == 200 && text(&forged).contains("Druk nog een keer op de knop"), "{}", text(&forged));
        let page = browser.get("/aanmelden/sessie").await;
        let out = browser.submit(&page, "/afmelden", &[]).await;
        assert_eq!((out.status, location(&out).as_str()), (303, "/afmelden/klaar?verder=ja"));
        let done = browser.get(&location(&out)).await;
        let refresh = done.header("refresh").to_owned();
        let to = refresh.strip_prefix("0; url=").unwrap();
        assert!(to.starts_with(&fake.receiver.url("/logout?")), "{refresh}");
        assert_eq!(parameter(to, "post_logout_redirect_uri"), "http://testserver/afmelden/klaar");
        assert!(text(&done).contains("Afmelden bij mijn organisatie"));
        assert_eq!(browser.get("/afmelden/klaar").await.header("refresh"), "");
        // The cookie itself is worth nothing any more.
        let thief = Browser::new(app);
        thief.keep("sessie", &cookie);
        assert_eq!(location(&thief.get("/aanmelden/sessie").await), "/aanmelden");
        assert_eq!(location(&browser.get("/aanmelden/sessie").await), "/aanmelden");
        assert_eq!(location(&browser.get("/afmelden").await), "/aanmelden/sessie");
    });
}

#[test]
fn the_database_knows_no_cookie_and_forgets_who_it_was() {
    on_both_engines(async |app| {
        let browser = Browser::new(app);
        browser.sign_in("beheer", "Noor Visser");
        let cookie = browser.cookie("sessie");
        app.write(move |tx| {
            let sql = "SELECT sleutel FROM sessies";
            let keys = tx.query(sql, &[], |row| row.text(0))?;
            assert!(keys.len() == 1 && keys[0].len() == 64 && keys[0] != cookie);
            Ok(())
        });
        app.clock.advance(61 * MINUTE);
        Browser::new(app).sign_in("beheer", "Sam de Groot");
        app.write(|tx| {
            let names = tx.query("SELECT naam FROM sessies", &[], |row| row.text(0))?;
            assert_eq!(names, ["Sam de Groot"], "whose session is over is forgotten");
            Ok(())
        });
    });
}
