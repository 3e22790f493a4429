// SPDX-License-Identifier: EUPL-1.2
//! What the pages show.

use std::fmt::Write as _;

use axum::http::StatusCode;
use waarmaker_api::Result;
use waarmaker_contracten::klok::{Verklaring, tijdstip};

use super::{
    Form, Reply,
    html::{escape, frame},
    token::Secret,
};
use crate::{Norm, Opdrachtstatus, Werkopdracht, step::is_paused};

/// An order with its forms.
#[derive(Debug)]
pub(super) struct Page {
    order: Werkopdracht,
    /// What was just done, from the query.
    done: Option<String>,
    /// Makes a form that is sent twice one answer.
    key: String,
    /// What is wrong, by field; without a field it is about the whole.
    pub(super) errors: Vec<(String, String)>,
    /// What was filled in.
    pub(super) form: Option<Form>,
}

/// A page without forms to answer with.
#[derive(Debug)]
pub(super) enum Shown {
    /// The work is done.
    Finished(Box<Werkopdracht>),
    /// The link is bound to another browser; the address that a new one can be sent to.
    Elsewhere(Option<String>),
    /// Goes on to the page itself.
    Again,
    /// A new link was sent.
    Mailed(Option<String>),
    /// The order is with another party, or a newer link is in use.
    Past,
    /// There is no such link.
    Unknown,
    /// Too many links that do not exist.
    Busy,
    /// Another refusal.
    Refused(StatusCode, String),
}

impl From<Shown> for Reply {
    fn from(shown: Shown) -> Self {
        let (status, html) = shown.html();
        Self { status, html, to: None, cookie: None }
    }
}

impl From<Page> for Reply {
    fn from(page: Page) -> Self {
        Self { status: StatusCode::OK, html: page.html(), to: None, cookie: None }
    }
}

impl Shown {
    fn html(&self) -> (StatusCode, String) {
        let say = |title: &str, words: &str| {
            frame(title, "", &format!("<h1>{}</h1>\n<p>{}</p>\n", escape(title), escape(words)))
        };
        match self {
            Self::Finished(order) => (StatusCode::OK, finished(order)),
            Self::Elsewhere(address) => (StatusCode::FORBIDDEN, elsewhere(address.as_deref())),
            Self::Again => {
                let head = "<meta http-equiv=\"refresh\" content=\"0; url=?zelf=1\">\n";
                let main = "<h1>Een ogenblik</h1>\n<p><a href=\"?zelf=1\">Open de opdracht</a></p>\n";
                (StatusCode::OK, frame("Een ogenblik", head, main))
            }
            Self::Mailed(address) => {
                let to = address.as_deref().map_or(String::new(), |address| format!(" naar {address}"));
                let words = format!(
                    "Wij sturen een nieuwe link{to}. Dat duurt een paar minuten. Kijk ook bij de ongewenste mail."
                );
                (StatusCode::OK, say("Er komt een nieuwe link", &words))
            }
            Self::Past => {
                let words = "U kunt deze opdracht niet meer beantwoorden met deze link. De opdracht ligt bij een ander, of u kreeg al een nieuwere link. \
                             Kijk in uw laatste mail over deze opdracht, of bel de gemeente.";
                (StatusCode::GONE, say("Deze link werkt niet meer", words))
            }
            Self::Unknown => {
                let words = "Open de link nog eens vanuit de mail: misschien ging er een stuk verloren. Werkt dat niet? Bel dan de gemeente en noem het nummer van de opdracht.";
                (StatusCode::NOT_FOUND, say("Deze link kennen wij niet", words))
            }
            Self::Busy => {
                let words = "Er zijn te veel links geprobeerd die niet bestaan. Wacht een minuut. Open daarna de link vanuit de mail.";
                (StatusCode::TOO_MANY_REQUESTS, say("Wacht een minuut", words))
            }
            Self::Refused(status, words) => (*status, say("Dit lukte niet", words)),
        }
    }
}

/// Only that it is done: the link may be anywhere by now.
fn finished(order: &Werkopdracht) -> String {
    let (title, words) = match order.status {
        Opdrachtstatus::Ingetrokken => ("Deze opdracht is ingetrokken", "U hoeft niets meer te doen."),
        _ => ("Deze opdracht is klaar", "Dank u wel. U hoeft niets meer te doen."),
    };
    let main = format!(
        "<h1>{title}</h1>\n<section class=\"done\" role=\"status\"><p>Opdracht {}: {words}</p></section>\n",
        escape(&order.nummer)
    );
    frame(title, "", &main)
}

fn elsewhere(address: Option<&str>) -> String {
    let title = "Deze link is in gebruik op een ander apparaat";
    let mut main = format!(
        "<h1>{title}</h1>\n<p>Iemand antwoordde al met deze link op een ander apparaat of in een andere browser. Ga daar verder.</p>\n"
    );
    if let Some(address) = address {
        let _ = write!(
            main,
            "<section><h2>Toch hier verder?</h2>\n<p>Wij sturen dan een nieuwe link naar het adres dat bij ons bekend is: {}.</p>\n\
             <form method=\"post\"><input type=\"hidden\" name=\"stap\" value=\"nieuwelink\"><button>Nieuwe link sturen</button></form></section>\n",
            escape(address)
        );
    }
    frame(title, "", &main)
}

impl Page {
    pub(super) fn new(order: Werkopdracht, done: Option<String>) -> Result<Self> {
        Ok(Self { order, done, key: Secret::fresh()?.text().to_owned(), errors: Vec::new(), form: None })
    }

    fn html(&self) -> String {
        let order = &self.order;
        let title = format!("Opdracht {}: {}", order.nummer, order.asset_omschrijving);
        let mut main = self.wrong();
        main.push_str(&self.said());
        let _ = writeln!(main, "<h1>{}</h1>", escape(&title));
        for news in &order.mededelingen {
            let _ = writeln!(
                main,
                "<section class=\"note\"><p>{}: {}</p></section>",
                tijdstip(&news.moment),
                escape(&news.tekst)
            );
        }
        main.push_str(&self.facts());
        main.push_str(&self.forms());
        main.push_str(&self.clock());
        main.push_str(&self.history());
        let title = if self.errors.is_empty() { title } else { format!("Fout: {title}") };
        frame(&title, "", &main)
    }

    /// All that is wrong, each with a way to its field.
    fn wrong(&self) -> String {
        if self.errors.is_empty() {
            return String::new();
        }
        let mut html = String::from(
            "<section class=\"wrong\" role=\"alert\" tabindex=\"-1\"><h2>Pas uw antwoord aan</h2>\n<ul>\n",
        );
        let stap = self.form.as_ref().map_or("", |form| form.stap.as_str());
        for (field, words) in &self.errors {
            let _ = if field.is_empty() {
                writeln!(html, "<li>{}</li>", escape(words))
            } else {
                writeln!(html, "<li><a href=\"#{}-{}\">{}</a></li>", escape(stap), field, escape(words))
            };
        }
        html.push_str("</ul></section>\n");
        html
    }

    /// What was just done.
    fn said(&self) -> String {
        let words = match self.done.as_deref() {
            Some("accepteren") => "U hebt de opdracht aangenomen.",
            Some("weigeren") => "U hebt de opdracht geweigerd. De gemeente neemt haar over.",
            Some("terplaatse") => "U bent ter plaatse. Dat staat genoteerd.",
            Some("pauze") => "De klok staat stil.",
            Some("hervatten") => "De klok loopt weer.",
            _ => return String::new(),
        };
        format!("<section class=\"done\" role=\"status\"><p>{words}</p></section>\n")
    }

    fn facts(&self) -> String {
        let order = &self.order;
        let status = match order.status {
            Opdrachtstatus::Aangeboden => "Nieuw. Laat weten of u de opdracht aanneemt.",
            Opdrachtstatus::Aangenomen if is_paused(order) => "Aangenomen. De klok staat stil.",
            Opdrachtstatus::Aangenomen => "Aangenomen. Herstel dit op tijd.",
            Opdrachtstatus::TerPlaatse if is_paused(order) => "U bent ter plaatse. De klok staat stil.",
            Opdrachtstatus::TerPlaatse => "U bent ter plaatse.",
            Opdrachtstatus::Geweigerd | Opdrachtstatus::EigenLijst => "De opdracht ligt bij de gemeente.",
            Opdrachtstatus::Gereed | Opdrachtstatus::GeenDefect => "Klaar.",
            Opdrachtstatus::Ingetrokken => "Ingetrokken. U hoeft niets meer te doen.",
        };
        let mut html = String::from("<section><h2>De opdracht</h2>\n<dl>\n");
        let mut fact = |name: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(html, "<dt>{name}</dt><dd>{}</dd>", escape(value));
            }
        };
        fact("Stand", status);
        fact("Wat", &order.omschrijving);
        fact("Waar", &order.asset_omschrijving);
        fact("Plaats", &place(order));
        fact("Hoe dringend", order.prioriteit.as_str());
        for termijn in &order.termijnen {
            let name = match termijn.norm {
                Norm::Aannemen => "Aannemen uiterlijk",
                Norm::TerPlaatse => "Ter plaatse uiterlijk",
                Norm::Hersteld => "Hersteld uiterlijk",
            };
            let value = match (&termijn.behaald, &termijn.uiterlijk) {
                (Some(done), _) => format!("gedaan op {}", tijdstip(done)),
                (None, Some(until)) => tijdstip(until),
                (None, None) => "de klok staat stil".to_owned(),
            };
            fact(name, &value);
        }
        html.push_str("</dl></section>\n");
        html
    }

    /// The forms of what can be answered now.
    fn forms(&self) -> String {
        let paused = is_paused(&self.order);
        match self.order.status {
            Opdrachtstatus::Aangeboden => {
                self.form("accepteren", "Neemt u de opdracht aan?", "Opdracht aannemen", "", false)
                    + &self.form(
                        "weigeren",
                        "Kunt u dit niet doen?",
                        "Opdracht weigeren",
                        &self.reason("weigeren", "Waarom weigert u?"),
                        true,
                    )
            }
            Opdrachtstatus::Aangenomen | Opdrachtstatus::TerPlaatse => {
                let mut html = String::new();
                if self.order.status == Opdrachtstatus::Aangenomen {
                    html += &self.form("terplaatse", "Bent u er?", "Ik ben ter plaatse", "", false);
                }
                html += &self.form("gereed", "Is het hersteld?", "Hersteld melden", &self.repaired(), false);
                html += &if paused {
                    self.form("hervatten", "Kunt u weer verder?", "Klok weer laten lopen", "", true)
                } else {
                    self.form(
                        "pauze",
                        "Kunt u niet verder?",
                        "Klok stilzetten",
                        &self.reason("pauze", "Waarom kunt u niet verder?"),
                        true,
                    )
                };
                html + &self.form(
                    "geendefect",
                    "Is er niets kapot?",
                    "Geen defect melden",
                    &self.reason("geendefect", "Wat hebt u gezien?"),
                    true,
                )
            }
            _ => String::new(),
        }
    }

    fn form(&self, stap: &str, title: &str, button: &str, fields: &str, other: bool) -> String {
        let class = if other { " class=\"other\"" } else { "" };
        format!(
            "<section><h2 id=\"{stap}\">{title}</h2>\n<form method=\"post\" enctype=\"multipart/form-data\" aria-labelledby=\"{stap}\">\n\
             <input type=\"hidden\" name=\"stap\" value=\"{stap}\"><input type=\"hidden\" name=\"sleutel\" value=\"{}-{stap}\">\n\
             {fields}<button{class}>{button}</button>\n</form></section>\n",
            self.key
        )
    }

    fn reason(&self, stap: &str, label: &str) -> String {
        self.area(stap, "reden", label, "", |form| &form.reden)
    }

    fn repaired(&self) -> String {
        let material = self.area(
            "gereed",
            "materiaal",
            "Welk materiaal hebt u gebruikt? (mag u overslaan)",
            "Eén op elke regel, bijvoorbeeld: 2 x LED-module",
            |form| &form.materiaal,
        );
        let remark = self.area("gereed", "toelichting", "Wilt u er iets bij zeggen? (mag u overslaan)", "", |form| {
            &form.toelichting
        });
        let (error, described) = self.error("gereed", "foto");
        let photo = format!(
            "<label for=\"gereed-foto\">Foto van het herstel (mag u overslaan)</label>\n\
             <p class=\"hint\" id=\"gereed-foto-hint\">JPEG, PNG of WebP, ten hoogste 10 MB per foto. Zorg dat er geen mensen op staan.</p>\n{error}\
             <input type=\"file\" id=\"gereed-foto\" name=\"foto\" accept=\"image/jpeg,image/png,image/webp\" multiple aria-describedby=\"gereed-foto-hint{described}\">\n"
        );
        material + &remark + &photo
    }

    fn area(&self, stap: &str, name: &str, label: &str, hint: &str, value: impl Fn(&Form) -> &str) -> String {
        let kept = self.form.as_ref().filter(|form| form.stap == stap).map_or("", |form| value(form));
        let (error, described) = self.error(stap, name);
        let hint_html = if hint.is_empty() {
            String::new()
        } else {
            format!("<p class=\"hint\" id=\"{stap}-{name}-hint\">{hint}</p>\n")
        };
        let hinted = if hint.is_empty() { String::new() } else { format!("{stap}-{name}-hint") };
        let described = format!("{hinted}{described}");
        let invalid = if error.is_empty() { "" } else { " aria-invalid=\"true\"" };
        let attribute =
            if described.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", described.trim()) };
        format!(
            "<label for=\"{stap}-{name}\">{label}</label>\n{hint_html}{error}\
             <textarea id=\"{stap}-{name}\" name=\"{name}\" rows=\"3\" maxlength=\"2000\"{attribute}{invalid}>\n{}</textarea>\n",
            escape(kept)
        )
    }

    /// The error at a field, and what the field is then described by.
    fn error(&self, stap: &str, name: &str) -> (String, String) {
        let ours = self.form.as_ref().is_some_and(|form| form.stap == stap);
        let found: Vec<&str> =
            self.errors.iter().filter(|(field, _)| ours && field == name).map(|(_, words)| words.as_str()).collect();
        if found.is_empty() {
            return (String::new(), String::new());
        }
        let id = format!("{stap}-{name}-fout");
        (format!("<p class=\"error\" id=\"{id}\">{}</p>\n", escape(&found.join(" "))), format!(" {id}"))
    }

    /// How each deadline was found.
    fn clock(&self) -> String {
        let mut html = String::new();
        for termijn in &self.order.termijnen {
            let Ok(verklaring) = serde_json::from_value::<Verklaring>(termijn.verklaring.clone()) else { continue };
            let name = match termijn.norm {
                Norm::Aannemen => "aannemen",
                Norm::TerPlaatse => "ter plaatse zijn",
                Norm::Hersteld => "herstellen",
            };
            let _ = writeln!(html, "<h3>Termijn voor {name}</h3>\n<ol>");
            for line in verklaring.regels() {
                let _ = writeln!(html, "<li>{}</li>", escape(&line));
            }
            html.push_str("</ol>\n");
        }
        if html.is_empty() {
            html
        } else {
            format!("<details><summary>Hoe is de tijd berekend?</summary>\n{html}</details>\n")
        }
    }

    /// What was done before.
    fn history(&self) -> String {
        let mut html = String::from("<details><summary>Wat is er al gebeurd?</summary>\n<ol>\n");
        for step in &self.order.stappen {
            let words = step.stap.as_str().replace('_', " ");
            let more = [step.reden.as_str(), step.toelichting.as_str()]
                .iter()
                .filter(|text| !text.is_empty())
                .fold(String::new(), |all, text| format!("{all} {text}"));
            let _ = writeln!(
                html,
                "<li>{}: {words} ({}).{}</li>",
                tijdstip(&step.moment),
                escape(&step.door),
                escape(&more)
            );
        }
        html.push_str("</ol></details>\n");
        html
    }
}

/// Latitude and longitude, as maps take them.
fn place(order: &Werkopdracht) -> String {
    let point = order.plaats.as_ref().and_then(|plaats| plaats.get("coordinates"));
    let number = |index: usize| point.and_then(|point| point.get(index)).and_then(serde_json::Value::as_f64);
    match (number(1), number(0)) {
        (Some(lat), Some(long)) => format!("{lat:.5}, {long:.5} (breedte- en lengtegraad)"),
        _ => String::new(),
    }
}
