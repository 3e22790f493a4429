// SPDX-License-Identifier: EUPL-1.2
//! Pages of residents.

mod foto;
mod gemeente;
mod invoer;
mod melden;
mod plek;
mod tevreden;
mod volgen;
mod zoeken;

use uuid::Uuid;
use waarmaker_testkit::{Answer, App};

use super::browser::{Browser, location, text};
use crate::signalen::asset;

/// A script in a text field.
const SCRIPT: &str = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";

/// A lamp in the street `Domplein`.
fn lamp(app: &App, nummer: &str) -> Uuid {
    asset(app, "lichtmast", nummer, None)
}

/// What a form carries along, apart from its token.
fn hidden(answer: &Answer) -> Vec<(String, String)> {
    let html = text(answer);
    let form = html.split_once("<form class=\"wm-form").unwrap().1;
    let form = form.split_once("</form>").unwrap().0;
    let mut all = Vec::new();
    for part in form.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = part.split_once("\" value=\"").unwrap();
        let value = rest.split_once('"').unwrap().0;
        if name != "_formulier" {
            all.push((name.to_owned(), plain(value)));
        }
    }
    all
}

/// Text without the escapes of HTML.
fn plain(html: &str) -> String {
    let pairs = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    pairs.iter().fold(html.to_owned(), |text, (escaped, sign)| text.replace(escaped, sign))
}

/// Sends a form as it is shown, with what is hidden in it.
async fn send(browser: &Browser<'_>, shown: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
    let hidden = hidden(shown);
    let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.retain(|(name, _)| !fields.iter().any(|(given, _)| given == name));
    all.extend(fields);
    browser.submit(shown, path, &all).await
}

/// Reports a lamp up to the page where it is looked over.
async fn invullen(browser: &Browser<'_>, lamp: Uuid, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/lampen/{lamp}/melden");
    let form = browser.get(&path).await;
    assert_eq!(form.status, 200, "{}", text(&form));
    let taken = send(browser, &form, &path, fields).await;
    assert_eq!(taken.status, 303, "{}", text(&taken));
    let check = browser.get(&location(&taken)).await;
    assert_eq!(check.status, 200, "{}", text(&check));
    check
}

/// Reports a lamp; answers the code.
async fn melden(browser: &Browser<'_>, lamp: Uuid, fields: &[(&str, &str)]) -> String {
    let check = invullen(browser, lamp, fields).await;
    let sent = send(browser, &check, &format!("/lampen/{lamp}/melden/controleren"), &[]).await;
    code(&sent)
}

/// The code in the way to a receipt.
fn code(sent: &Answer) -> String {
    let to = location(sent);
    let code =
        to.trim_start_matches("/en").strip_prefix("/meldingen/").and_then(|rest| rest.strip_suffix("/ontvangst"));
    code.unwrap_or_else(|| panic!("{} {to} {}", sent.status, text(sent))).to_owned()
}
