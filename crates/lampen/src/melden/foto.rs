// SPDX-License-Identifier: EUPL-1.2
//! The photo of a report: received, or said in words what is wrong with it.

use waarmaker_api::{Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_ui::{
    Say,
    form::{Errors, Posted},
    words,
};
use waarmaker_werkopdrachten::photo::{self, Foto};

use crate::concept::Bewaard;

/// Receives the photo of a form; what is wrong with it goes to the errors.
pub(super) async fn ontvang(api: &Api, posted: &Posted, t: &Say, errors: &mut Errors) -> Result<Option<Foto>> {
    if posted.too_large {
        errors.add("foto", t.say("foto-te-groot"));
        return Ok(None);
    }
    let Some(file) = posted.files.iter().find(|file| file.field == "foto") else { return Ok(None) };
    match photo::receive(api, vec![file.bytes.to_vec()]).await {
        Ok(mut fotos) => Ok(fotos.pop()),
        Err(problem) => {
            errors.add("foto", foto_mis(problem, t)?);
            Ok(None)
        }
    }
}

/// What is wrong with a photo, in words. What is our own fault stays a problem.
fn foto_mis(problem: Problem, t: &Say) -> Result<String> {
    if problem.status == 503 {
        return Ok(t.say("foto-straks"));
    }
    if problem.status >= 500 {
        return Err(problem);
    }
    Ok(match problem.invalid_params.first().map(|param| &*param.code) {
        Some("max_size") => t.say("foto-te-groot"),
        Some("virus-found") => t.say("foto-virus"),
        Some("too_many_pixels") => t.say("foto-te-veel"),
        Some("heic") => t.say("foto-heic"),
        _ => t.say("foto-geen-foto"),
    })
}

/// The photo that is there, in words.
pub(crate) fn foto_staat(foto: Option<&Bewaard>, t: &Say) -> String {
    let size = |foto: &Bewaard| words::size(t.lang, u64::try_from(foto.omvang).unwrap_or_default());
    foto.map(|foto| t.with("foto-staat", "omvang", size(foto))).unwrap_or_default()
}
