// SPDX-License-Identifier: EUPL-1.2
//! The form of a rule: fields for what most rules have, and the whole rule as text for what they have not. Either can be tried before it is kept.

mod invullen;
mod lezen;
mod velden;

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, change, create, http::Api};
use waarmaker_resource::{Linked as _, Op};
use waarmaker_signalen::{Proef, Regel, Vraag, bestaand, probeer};
use waarmaker_ui::{
    Page, Say,
    form::{Errors, Field, Posted},
};

use self::{
    invullen::{aangevuld, ingevuld, leeg},
    velden::FIELDS,
};
use crate::{
    blad::{Blad, Deel, Formulier, Knop, Veld},
    fouten::{verlopen, vormfouten},
    kader::{BEHEREN, Bezoek, ROOT, onbekend, uuid_in},
    proef::{self, Dagen},
    regelzin,
};

/// Longest name of a rule.
const NAAM: usize = 200;

/// Ids of the days on which a rule is tried: of the text, or of the fields.
const fn dagen_van(als_tekst: bool) -> (&'static str, &'static str) {
    if als_tekst { ("tekst-van", "tekst-tot") } else { ("van", "tot") }
}

/// What was filled in and asked, and what came of it.
#[derive(Debug, Default)]
struct Vorm {
    posted: Posted,
    /// Whether the rule as text was sent, not the fields.
    als_tekst: bool,
    errors: Errors,
    /// The rule that was tried, with what it would have done.
    proef: Option<(Json, Proef)>,
}

impl Vorm {
    /// The days on which it is tried.
    fn dagen(&self) -> Dagen {
        let (van, tot) = dagen_van(self.als_tekst);
        Dagen { van: self.posted.text(van).to_owned(), tot: self.posted.text(tot).to_owned() }
    }

    /// The body of the API that it says; what is wrong with it is added.
    fn body(&mut self, t: Say) -> Json {
        if self.als_tekst {
            lezen::tekst(t, self.posted.text("regel"), &mut self.errors)
        } else {
            lezen::body(t, &self.posted, &mut self.errors)
        }
    }
}

/// `GET /beheer/signalen/regels/nieuw`.
pub(crate) async fn nieuw(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let vorm = Vorm { posted: leeg(), ..Vorm::default() };
    visit.answer(pagina(&api, &visit, None, vorm).await)
}

/// `POST /beheer/signalen/regels/nieuw`.
pub(crate) async fn maak(State(api): State<Arc<Api>>, visit: Bezoek, request: Request) -> Response {
    visit.answer(ontvang(&api, &visit, None, request).await)
}

/// `GET /beheer/signalen/regels/{uuid}/wijzigen`.
pub(crate) async fn wijzig(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    let inner = async || {
        let uuid = uuid_in(&uuid)?;
        let (_, regel) = visit.lees(&api, BEHEREN, move |cx| onbekend(cx.get::<Regel>(uuid)?)).await?;
        pagina(&api, &visit, Some(uuid), Vorm { posted: ingevuld(&regel)?, ..Vorm::default() }).await
    };
    visit.answer(inner().await)
}

/// `POST /beheer/signalen/regels/{uuid}/wijzigen`.
pub(crate) async fn verander(
    State(api): State<Arc<Api>>,
    visit: Bezoek,
    Path(uuid): Path<String>,
    request: Request,
) -> Response {
    let inner = async |request: Request| ontvang(&api, &visit, Some(uuid_in(&uuid)?), request).await;
    visit.answer(inner(request).await)
}

async fn pagina(api: &Api, visit: &Bezoek, uuid: Option<Uuid>, mut vorm: Vorm) -> Result<Response> {
    let read = move |cx: &mut Cx<'_, '_>| {
        let kinds = waarmaker_assets::soorten(cx.tx)?;
        let names =
            cx.tx.query("SELECT naam FROM observed_properties ORDER BY naam LIMIT 30", &[], |row| row.text(0))?;
        let own = match uuid {
            Some(uuid) => ingevuld(&onbekend(cx.get::<Regel>(uuid)?)?)?,
            None => leeg(),
        };
        Ok((kinds, names, own))
    };
    let (kader, (kinds, names, own)) = visit.lees(api, BEHEREN, read).await?;
    vorm.posted = aangevuld(&vorm.posted, vorm.als_tekst, &own);
    let t = visit.t();
    let title = if uuid.is_some() { t.say("regel-wijzig") } else { t.say("regel-nieuw") };
    let page = visit.pagina(&kader, title, &[(t.say("regels"), format!("{ROOT}/regels"))])?;
    let status = if vorm.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page.failed(!vorm.errors.is_empty());
    visit.show_as(status, &toon(page, t, uuid, (&kinds, &names, &Dagen::laatste(kader.vandaag)), vorm))
}

async fn ontvang(api: &Api, visit: &Bezoek, uuid: Option<Uuid>, request: Request) -> Result<Response> {
    let posted = match visit.formulier(api, BEHEREN, request, 0).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let t = visit.t();
    let actie = posted.text("actie");
    let (als_tekst, try_it) = (actie.ends_with("tekst"), actie.starts_with("probeer"));
    let mut vorm = Vorm { posted, als_tekst, ..Vorm::default() };
    if !vorm.posted.fresh {
        vorm.errors.add("", verlopen(visit));
        return pagina(api, visit, uuid, vorm).await;
    }
    let body = vorm.body(t);
    let asked = try_it.then(|| proef::grenzen(t, dagen_van(als_tekst), &vorm.dagen()));
    let span = match asked.transpose() {
        Ok(span) => span,
        Err(wrong) => {
            vorm.errors.list.extend(wrong.list);
            None
        }
    };
    if !vorm.errors.is_empty() {
        return pagina(api, visit, uuid, vorm).await;
    }
    match span {
        Some(span) => probeer_eerst(api, visit, (uuid, span), vorm, body).await,
        None => bewaar(api, visit, uuid, vorm, body).await,
    }
}

/// The form again, with what the rule would have done: nothing is kept.
async fn probeer_eerst(
    api: &Api,
    visit: &Bezoek,
    (uuid, span): (Option<Uuid>, (i64, i64)),
    mut vorm: Vorm,
    body: Json,
) -> Result<Response> {
    let whole = vorm.als_tekst;
    let tried = visit.lees(api, BEHEREN, move |cx| uitproberen((uuid, whole), body, span, cx)).await;
    match tried {
        Ok((_, proef)) => vorm.proef = Some(proef),
        Err(problem) if problem.status == 400 => vorm.errors = vormfouten(visit.t(), &problem, FIELDS, whole),
        Err(problem) => return Err(problem),
    }
    pagina(api, visit, uuid, vorm).await
}

/// What the rule would have done. What the form has not stays as it is in the rule that there is.
fn uitproberen(
    (uuid, whole): (Option<Uuid>, bool),
    mut regel: Json,
    (van, tot): (i64, i64),
    cx: &mut Cx<'_, '_>,
) -> Result<(Json, Proef)> {
    if let Some(uuid) = uuid {
        let naam = onbekend(cx.get::<Regel>(uuid)?)?.naam;
        if !whole {
            let given = std::mem::replace(&mut regel, bestaand(&naam, cx)?);
            if let (Some(regel), Json::Object(given)) = (regel.as_object_mut(), given) {
                regel.extend(given);
            }
        }
        // What was really raised is found by the name that the rule has now; a name that cannot be kept is told all the same.
        let fits = |naam: &&mut Json| naam.as_str().is_some_and(|naam| (1..=NAAM).contains(&naam.chars().count()));
        if let Some(given) = regel.get_mut("naam").filter(fits) {
            *given = naam.into();
        }
    }
    let vraag = Vraag { regel, van, tot, asset: None, hoogstens: proef::MOST };
    let proef = probeer(&vraag, &cx.house.origins, cx.tx, &mut |_| {})?;
    Ok((vraag.regel, proef))
}

/// Keeps the rule, and leads to it.
async fn bewaar(api: &Api, visit: &Bezoek, uuid: Option<Uuid>, mut vorm: Vorm, body: Json) -> Result<Response> {
    let whole = vorm.als_tekst;
    let write = move |cx: &mut Cx<'_, '_>| {
        let room = cx.room(Regel::NAME)?;
        let written = match uuid {
            None => create(room, cx, &body, None)?,
            // Fields that the form has not stay as they are; the whole text takes the place of the rule.
            Some(uuid) if whole => change(room, cx, Op::Update, uuid, None, &body)?,
            Some(uuid) => change(room, cx, Op::Patch, uuid, None, &body)?,
        };
        Ok(written.stored.uuid)
    };
    match visit.schrijf(api, BEHEREN, write).await {
        Ok(uuid) => visit.see_other(&format!("{ROOT}/regels/{uuid}?gedaan=ja")),
        Err(problem) if problem.status == 400 => {
            vorm.errors = vormfouten(visit.t(), &problem, FIELDS, whole);
            pagina(api, visit, uuid, vorm).await
        }
        Err(problem) => Err(problem),
    }
}

fn toon(
    page: Page,
    t: Say,
    uuid: Option<Uuid>,
    (kinds, names, dagen): (&[String], &[String], &Dagen),
    vorm: Vorm,
) -> Blad {
    let Vorm { posted, errors, proef, .. } = vorm;
    let actie = match uuid {
        Some(uuid) => format!("{ROOT}/regels/{uuid}/wijzigen"),
        None => format!("{ROOT}/regels/nieuw"),
    };
    let mut questions = velden::velden(t, (kinds, names), &posted, &errors);
    questions.extend(proefdagen(t, dagen_van(false), dagen, &posted, &errors));
    let form = Formulier {
        actie: actie.clone(),
        mee: vec![("herstel".to_owned(), posted.text("herstel").to_owned())],
        velden: questions,
        knoppen: vec![Knop::new("bewaar", t.say("regel-bewaar")), Knop::ook("probeer", t.say("proef-knop"))],
        ..Formulier::default()
    };
    let text =
        Field::new("regel", t.say("veld-regel-tekst")).help(t.say("veld-regel-tekst-hulp")).filled(&posted, &errors);
    let mut questions = vec![Veld::Tekst(text)];
    questions.extend(proefdagen(t, dagen_van(true), dagen, &posted, &errors));
    let whole = Formulier {
        kop: t.say("regel-als-tekst"),
        uitleg: t.say("regel-als-tekst-uitleg"),
        actie,
        velden: questions,
        knoppen: vec![
            Knop::ook("tekst", t.say("regel-bewaar-tekst")),
            Knop::ook("probeer-tekst", t.say("regel-probeer-tekst")),
        ],
        ..Formulier::default()
    };
    let mut delen = Vec::new();
    if let Some((regel, proef)) = proef {
        delen.extend(proef::uitkomst(t, &proef));
        delen.push(Deel::Tekst(vec![regelzin::van_json(t, &regel), t.say("proef-niet-bewaard")]));
    }
    delen.extend([Deel::Formulier(form), Deel::Formulier(whole)]);
    Blad { fouten: errors, ..Blad::new(page, t, delen) }
}

/// The days on which the rule is tried; the last week when nobody chose.
fn proefdagen(t: Say, (van, tot): (&str, &str), dagen: &Dagen, posted: &Posted, errors: &Errors) -> Vec<Veld> {
    let [mut first, mut last] = proef::velden(t, (van, tot), dagen);
    let chosen = posted.fields().iter().any(|(name, _)| name == van || name == tot);
    if chosen {
        (first, last) = (first.filled(posted, errors), last.filled(posted, errors));
    }
    first.help = proef::grens(t);
    vec![Veld::Kop(t.say("proef")), Veld::Regel(first.optional()), Veld::Regel(last.optional())]
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let mut errors = Errors::default();
    errors.add("naam", t.say("fout-bestaat-al"));
    let posted = ingevuld(&crate::regels::regel()).unwrap();
    let tried = serde_json::to_value(crate::regels::regel()).unwrap();
    let vorm = Vorm { posted, errors, als_tekst: false, proef: Some((tried, proef::voorbeeld())) };
    let days = Dagen { van: "2026-11-15".to_owned(), tot: "2026-11-21".to_owned() };
    toon(page, t, Some(Uuid::nil()), (&["lichtmast".to_owned()], &["status".to_owned()], &days), vorm)
}
