// SPDX-License-Identifier: EUPL-1.2
//! The one error that becomes a response.

use std::{borrow::Cow, error::Error, fmt, sync::Arc};

use serde::Serialize;
use uuid::Uuid;

use crate::{InvalidParam, Problems};

/// Says why a request is refused, in the terms of the standard's `Fout` and `ValidatieFout`.
///
/// Title, detail and reasons are Dutch, for the maker of the client; the codes are the standard's. None of them may
/// hold personal data, since they end in logs on both sides. The source is for our own log and never sent.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The code a program acts on, such as `permission_denied`.
    pub code: Cow<'static, str>,
    /// What kind of problem this is; the same for every problem with this code.
    pub title: Cow<'static, str>,
    /// What is the matter with this request.
    pub detail: String,
    /// The wrong members, of a 400 `invalid` only.
    pub invalid_params: Vec<InvalidParam>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

/// The members of the problem document, in the order of the standard.
#[derive(Serialize)]
struct Document<'a> {
    r#type: &'a str,
    code: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    instance: String,
    #[serde(rename = "invalidParams", skip_serializing_if = "Option::is_none")]
    invalid_params: Option<&'a [InvalidParam]>,
}

impl Problem {
    fn new(status: u16, code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            title: Cow::Borrowed(title),
            detail: detail.into(),
            invalid_params: Vec::new(),
            source: None,
        }
    }

    /// 400 `invalid`: the input was read, but members of it are wrong. The title is the one the standard prescribes.
    pub fn invalid(problems: Problems) -> Self {
        let mut problem = Self::new(400, "invalid", "Invalid input.", "De invoer is ongeldig: zie invalidParams.");
        problem.invalid_params = problems.into_vec();
        problem
    }

    /// 400 `invalid` with one wrong member.
    pub fn invalid_one(name: impl Into<String>, code: impl Into<Cow<'static, str>>, reason: impl Into<String>) -> Self {
        let mut problems = Problems::new();
        problems.add(name, code, reason);
        Self::invalid(problems)
    }

    /// 400 `parse_error`: the body cannot be read at all.
    pub fn parse_error(detail: impl Into<String>) -> Self {
        Self::new(400, "parse_error", "De inhoud van het verzoek is niet te lezen.", detail)
    }

    /// 403 `permission_denied`: the caller lacks a right.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, "permission_denied", "U heeft geen toestemming om deze actie uit te voeren.", detail)
    }

    /// 403 with a code of its own, for a token that is not accepted (`jwt-expired` and the like).
    pub fn forbidden_code(code: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(403, "", "De toegangsgegevens worden niet geaccepteerd.", detail);
        problem.code = code.into();
        problem
    }

    /// 404 `not_found`.
    pub fn not_found() -> Self {
        Self::not_found_because("Op dit adres is niets gevonden.")
    }

    /// 404 `not_found` with the reason, such as an unknown page number.
    pub fn not_found_because(detail: impl Into<String>) -> Self {
        Self::new(404, "not_found", "Niet gevonden.", detail)
    }

    /// 405 `method_not_allowed`.
    pub fn method_not_allowed() -> Self {
        let detail = "Dit adres kent deze HTTP-methode niet.";
        Self::new(405, "method_not_allowed", "De HTTP-methode is niet toegestaan.", detail)
    }

    /// 406 `not_acceptable`: none of the accepted media types or coordinate systems can be given.
    pub fn not_acceptable(detail: impl Into<String>) -> Self {
        Self::new(406, "not_acceptable", "Het gevraagde formaat kan niet worden geleverd.", detail)
    }

    /// 409 `conflict`: the state of the object, or another write at the same time, stands in the way.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(409, "conflict", "Het verzoek botst met de huidige toestand.", detail)
    }

    /// 410 `gone`: the object was here and will not come back.
    pub fn gone() -> Self {
        Self::new(410, "gone", "Niet meer beschikbaar.", "Dit object is definitief verwijderd.")
    }

    /// 412 `precondition_failed`, such as a missing coordinate system header.
    pub fn precondition_failed(detail: impl Into<String>) -> Self {
        Self::new(412, "precondition_failed", "Aan een voorwaarde van het verzoek is niet voldaan.", detail)
    }

    /// 413 `payload_too_large`: the body exceeds the limit.
    pub fn payload_too_large(detail: impl Into<String>) -> Self {
        Self::new(413, "payload_too_large", "De inhoud van het verzoek is te groot.", detail)
    }

    /// 414 `uri_too_long`: the address with its query exceeds the limit.
    pub fn uri_too_long() -> Self {
        let detail = "Het adres met zijn parameters is langer dan wordt verwerkt.";
        Self::new(414, "uri_too_long", "Het adres is te lang.", detail)
    }

    /// 415 `unsupported_media_type`: the body has another type than the operation reads.
    pub fn unsupported_media_type(detail: impl Into<String>) -> Self {
        Self::new(415, "unsupported_media_type", "Het formaat van de inhoud wordt niet ondersteund.", detail)
    }

    /// 429 `throttled`: the caller asks too much at once.
    pub fn throttled() -> Self {
        Self::new(429, "throttled", "Te veel verzoeken.", "Probeer het later opnieuw.")
    }

    /// 503 `service_unavailable`: the request may be repeated later.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(503, "service_unavailable", "De dienst is tijdelijk niet beschikbaar.", detail)
    }

    /// 500 `error`: our own fault. The cause is kept as [`Error::source`] and the client gets a neutral sentence.
    pub fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        let detail = "Het verzoek kon door een fout aan onze kant niet worden verwerkt.";
        let problem = Self::new(500, "error", "Er is een interne fout opgetreden.", detail);
        Self { source: Some(Arc::new(source)), ..problem }
    }

    /// Replaces the detail by a more precise one.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Keeps where it comes from, for whoever asks [`Error::source`]; a client is not told.
    #[must_use]
    pub fn with_source(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Writes the `application/problem+json` document.
    ///
    /// `kind_url` becomes `type` as it is: the address of a page about this kind of problem. `instance` is the id under
    /// which the log knows this answer. `invalidParams` is there for a 400 `invalid` only, even when it is empty.
    pub fn body(&self, instance: Uuid, kind_url: &str) -> Vec<u8> {
        let is_validation = self.status == 400 && self.code == "invalid";
        let document = Document {
            r#type: kind_url,
            code: &self.code,
            title: &self.title,
            status: self.status,
            detail: &self.detail,
            instance: instance.urn().to_string(),
            invalid_params: is_validation.then_some(self.invalid_params.as_slice()),
        };
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)?;
        for param in &self.invalid_params {
            write!(f, " [{} {}: {}]", param.name, param.code, param.reason)?;
        }
        Ok(())
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use uuid::Uuid;

    use super::Problem;

    fn body(problem: &Problem) -> String {
        String::from_utf8(problem.body(Uuid::nil(), "http://localhost/ref/fouten/x/")).unwrap()
    }

    #[test]
    fn a_validation_problem_lists_the_wrong_members_in_the_order_of_the_standard() {
        let problem = Problem::invalid_one("bronorganisatie", "only-digits", "Alleen cijfers.");
        assert_eq!(
            body(&problem),
            concat!(
                r#"{"type":"http://localhost/ref/fouten/x/","code":"invalid","title":"Invalid input.","status":400,"#,
                r#""detail":"De invoer is ongeldig: zie invalidParams.","#,
                r#""instance":"urn:uuid:00000000-0000-0000-0000-000000000000","#,
                r#""invalidParams":[{"name":"bronorganisatie","code":"only-digits","reason":"Alleen cijfers."}]}"#,
            )
        );
    }

    #[test]
    fn another_problem_has_no_list_of_members() {
        assert!(!body(&Problem::parse_error("Geen JSON.")).contains("invalidParams"));
        assert!(!body(&Problem::not_found()).contains("invalidParams"));
    }

    #[test]
    fn an_internal_problem_keeps_its_source_and_does_not_tell_it() {
        let problem = Problem::internal(std::io::Error::other("disk on fire")).clone();
        assert_eq!(problem.source().unwrap().to_string(), "disk on fire");
        assert!(!body(&problem).contains("disk on fire"));
        assert!(!problem.to_string().contains("disk on fire"));
    }

    #[test]
    fn every_status_has_the_code_of_the_standard() {
        let problems = [
            (Problem::parse_error("x"), 400, "parse_error"),
            (Problem::forbidden("x"), 403, "permission_denied"),
            (Problem::forbidden_code("jwt-expired", "x"), 403, "jwt-expired"),
            (Problem::not_found(), 404, "not_found"),
            (Problem::method_not_allowed(), 405, "method_not_allowed"),
            (Problem::not_acceptable("x"), 406, "not_acceptable"),
            (Problem::conflict("x"), 409, "conflict"),
            (Problem::gone(), 410, "gone"),
            (Problem::precondition_failed("x"), 412, "precondition_failed"),
            (Problem::payload_too_large("x"), 413, "payload_too_large"),
            (Problem::uri_too_long(), 414, "uri_too_long"),
            (Problem::unsupported_media_type("x"), 415, "unsupported_media_type"),
            (Problem::throttled(), 429, "throttled"),
            (Problem::internal(std::fmt::Error), 500, "error"),
            (Problem::unavailable("x"), 503, "service_unavailable"),
        ];
        for (problem, status, code) in problems {
            assert_eq!((problem.status, problem.code.as_ref()), (status, code));
            assert!(!problem.title.is_empty() && !problem.detail.is_empty());
        }
    }

    #[test]
    fn the_display_form_names_the_wrong_members() {
        let problem = Problem::invalid_one("uuid", "invalid", "Geen UUID.").with_detail("Fout.");
        assert_eq!(problem.to_string(), "400 invalid: Fout. [uuid invalid: Geen UUID.]");
    }
}
