// SPDX-License-Identifier: EUPL-1.2
//! Where our contract differs from the official one on purpose, with the reason.

/// A difference: the text that the comparison finds, in which `*` stands for anything, and the reason.
pub(crate) struct Deviation {
    pub(crate) found: &'static str,
    pub(crate) reason: &'static str,
}

const fn deviation(found: &'static str, reason: &'static str) -> Deviation {
    Deviation { found, reason }
}

/// All deviations, in the order of docs/conformance.md.
pub(crate) const DEVIATIONS: &[Deviation] = &[
    deviation(
        "* header X-NLX-Logrecord-ID: extra parameter",
        "Every write is recorded in an audit trail, so every write reads the header; the official contracts name it for some.",
    ),
    deviation("* header X-Audit-Toelichting: extra parameter", "As X-NLX-Logrecord-ID."),
    deviation(
        "* header Content-Type: extra parameter",
        "The official contract of Autorisaties leaves out the header that every body has.",
    ),
    deviation(
        "* HEAD * query *: extra parameter",
        "HEAD answers the headers of the same GET, and the ETag depends on the parameters.",
    ),
    deviation(
        "catalogi GET /* query datumGeldigheid: extra parameter",
        "Handbook 11, 8b: accepted on every detail of Catalogi; clients send it.",
    ),
    deviation(
        "zaken GET /zaken/{zaak_uuid}/zaakeigenschappen* query expand: extra parameter",
        "The answer has `_expand` by its schema; the official contract forgets the parameter.",
    ),
    deviation(
        "zaken * header Content-Crs: required is false",
        "There is no content to describe in GET, HEAD and DELETE; with a body it is required.",
    ),
    deviation(
        "zaken DELETE /zaken/{uuid} header Accept-Crs: required is false",
        "204 has no coordinates (handbook 1.9).",
    ),
    deviation(
        "zaken * query rol__betrokkeneIdentificatie__*: maxLength *",
        "A longer value is no mistake: it matches nothing.",
    ),
    deviation(
        "zaken GET /statussen query indicatieLaatstGezetteStatus: type *",
        "The member is a truth value; the official type of the parameter is a slip.",
    ),
    deviation(
        "zaken GET /zaaknotities query gerelateerdAan: type *",
        "The member is a URL; the official type of the parameter is a slip (handbook 2.4.6).",
    ),
    deviation(
        "catalogi GET /zaakobjecttypen query anderObjecttype: type *",
        "The member is a truth value; the official type of the parameter is a slip.",
    ),
    deviation(
        "catalogi GET /catalogussen query *__in: type *",
        "A list with commas, declared as a list; the same on the wire.",
    ),
    deviation(
        "autorisaties GET /applicaties query clientIds: type *",
        "A list with commas, declared as a list; the same on the wire.",
    ),
    deviation("* maxItems 2 is Some(3)", "RFC 7946 allows a height; a geometry is answered as it was sent."),
    deviation(
        "* no value [\"\\\"Feature\\\"\", \"\\\"FeatureCollection\\\"\"]",
        "A Feature is no geometry in RFC 7946, and the official GeoJSONGeometry does not list it among its alternatives.",
    ),
    deviation(
        "zaken *geometries[].*: extra member",
        "The official GeometryCollection holds geometries without coordinates; ours holds whole ones.",
    ),
    deviation(
        "zaken * <*>.objectIdentificatie: extra member",
        "Both names are accepted and answered for a betrokkene (handbook 2.3): the official name is probably a slip.",
    ),
    deviation(
        "zaken *_expand.statussen[]._expand.zaak._expand: extra member",
        "Expansions nest to any depth; the official schema stops at the zaak of a status.",
    ),
    deviation(
        "zaken POST /statussen 201.zaakinformatieobjecten: extra member",
        "The answer is the whole status; the official one is the body that was sent.",
    ),
    deviation(
        "zaken POST /zaaknummer_reserveren: no header Location in 201",
        "A reserved number is no resource and has no URL.",
    ),
    deviation(
        "zaken POST /zaaknummer_reserveren: no status 412",
        "The operation has no coordinates and asks no header for them.",
    ),
    deviation(
        "zaken POST /zaken/_zoek body.bronorganisatie__in[]: format {\"string\"} is {}",
        "The format `string` does not exist.",
    ),
    deviation(
        "zaken POST /zaken/_zoek body.ordering: no list of values",
        "As in the query several orders can be given, with commas.",
    ),
    deviation(
        "zaken POST /zaken/_zoek body.zaakgeometrie.within: required",
        "A search by place without a place is refused rather than ignored.",
    ),
    deviation(
        "catalogi * scopes {\"catalogi.lezen\"} are {\"catalogi.lezen\", \"documenten.lezen\", \"zaken.lezen\"}",
        "ztc-014: whoever reads zaken or documenten reads the whole catalogue; the official contract shows it for zaaktypen only.",
    ),
    deviation(
        "catalogi * body.beginObject: no such member",
        "Derived from all versions of the type (handbook 3.4.2); what is sent is ignored.",
    ),
    deviation("catalogi * body.eindeObject: no such member", "As beginObject."),
    deviation(
        "catalogi * body.beginGeldigheid: no such member",
        "The period of a part is that of its zaaktype; deprecated since 1.3.2.",
    ),
    deviation("catalogi * body.eindeGeldigheid: no such member", "As beginGeldigheid."),
    deviation(
        "catalogi * body.catalogus: no such member",
        "The catalogus of a part is that of its zaaktype; what is sent is ignored.",
    ),
    deviation(
        "catalogi POST /zaakobjecttypen body.catalogus: not required",
        "As above (handbook 3.3: required in the official contract, never sent).",
    ),
    deviation(
        "catalogi * body.zaaktypeIdentificaties: no such member",
        "Derived; its elements are read-only in the official contract.",
    ),
    deviation("catalogi * body.zaaktypeIdentificaties: not required", "As above."),
    deviation(
        "catalogi POST /informatieobjecttypen body.informatieobjectcategorie: not required",
        "Clients leave it out; it is then empty (handbook 3.3).",
    ),
    deviation(
        "catalogi PUT /informatieobjecttypen/{uuid} body.*: required",
        "The official body says nothing (`inline`); ours is that of POST.",
    ),
    deviation(
        "catalogi PUT /zaaktypen/{uuid} body.deelzaaktypen: not required",
        "An absent list is an empty one, as in POST.",
    ),
    deviation("catalogi * not nullable", "A list of references holds no `null`."),
    deviation(
        "catalogi PATCH /resultaattypen/{uuid} body.*: format {\"uri\"} is {}",
        "As in POST and PUT a name is accepted as well as a URL (handbook 11, 7).",
    ),
    deviation(
        "catalogi *.informatieobjecttype: maxLength 100 is Some(200)",
        "A URL is accepted as well as a name, and does not fit in 100 characters.",
    ),
    deviation(
        "catalogi *.resultaattypeOmschrijving: not required",
        "The official contract requires it of a zaaktype without saying what it is.",
    ),
    deviation(
        "catalogi POST /besluittypen 201.informatieobjecttypeOmschrijving: no such member",
        "The answer is a besluittype as everywhere else: with informatieobjecttypeOmschrijvingen.",
    ),
    deviation("catalogi DELETE *: no status 200", "204, as for every other resource (handbook 11, 9)."),
    deviation(
        "catalogi POST /informatieobjecttypen: no status 200",
        "201, as for every other resource (handbook 11, 9).",
    ),
    deviation("catalogi POST *publish header Content-Type: no such parameter", "The operation reads no content."),
    deviation(
        "catalogi POST /zaaktypen/{uuid}/publish: no body",
        "The operation reads no content; an empty object is accepted.",
    ),
    deviation(
        "autorisaties GET /applicaties/consumer 200: type *",
        "One client id belongs to one applicatie, which is answered itself (handbook 1.6).",
    ),
    deviation("autorisaties GET /applicaties/consumer 200: no list", "As above."),
    deviation(
        "autorisaties PATCH /applicaties/{uuid} body.*: not required",
        "A PATCH requires nothing; the official contract has the body of POST.",
    ),
    deviation(
        "documenten PUT /bestandsdelen/{uuid} header Content-Type: no value *",
        "A file cannot be sent as `application/x-www-form-urlencoded`; the official contract names both.",
    ),
    deviation(
        "documenten PUT /bestandsdelen/{uuid} 200.inhoud: no such member",
        "A part by itself cannot be downloaded; the member is deprecated in 1.7.1.",
    ),
    deviation(
        "documenten * body.bronorganisatie: minLength 1 is Some(9)",
        "An RSIN has nine digits; the official contract forgets that here.",
    ),
    deviation(
        "documenten PATCH /enkelvoudiginformatieobjecten/{uuid} body.tonenAanInitiator: extra member",
        "The official contract has the member in POST and PUT, and forgets it in PATCH.",
    ),
    deviation(
        "documenten POST /enkelvoudiginformatieobjecten/{uuid}/lock header Content-Type: no such parameter",
        "Locking has no body: what is sent is not read.",
    ),
    deviation(
        "documenten POST /enkelvoudiginformatieobjecten/_zoek body.uuid__in: not required",
        "Searching by identificatie alone makes sense; a search for nothing is refused (`empty_search_body`).",
    ),
    deviation(
        "documenten GET /gebruiksrechten 200[]._expand.informatieobject._expand: extra member",
        "What is expanded can be expanded further (drc-012, lifted in 1.6).",
    ),
    deviation(
        "documenten POST /documentnummer_reserveren: extra operation",
        "The counterpart of zaaknummer_reserveren, as others have it (handbook 10).",
    ),
    deviation(
        "besluiten *verantwoordelijkeOrganisatie: minLength 1 is Some(9)",
        "An RSIN has nine digits; the official contract forgets that here.",
    ),
    deviation(
        "besluiten GET /besluiten 200.results[].vervalredenWeergave: minLength 1 is None",
        "Empty when there is no vervalreden.",
    ),
    deviation(
        "besluiten GET /besluiten/{besluit_uuid}/audittrail 200[].*: minLength 1 is None",
        "As in the other components.",
    ),
    deviation(
        "besluiten * header If-None-Match: extra parameter",
        "The text of the standard asks for HEAD and ETag here too; its contract forgets them (handbook 1.10).",
    ),
    deviation("besluiten HEAD *: extra operation", "As above."),
    deviation(
        "besluiten PATCH /besluiten/{uuid} body.*: not required",
        "A PATCH requires nothing; the official contract has the body of POST.",
    ),
    deviation(
        "notificaties PATCH /abonnement/{uuid} body.*: not required",
        "A PATCH requires nothing; the official contract has the body of POST.",
    ),
    deviation(
        "notificaties POST /notificaties: no status 200",
        "201, which the test suites of the standard expect (handbook 11, 10).",
    ),
];

/// Where a real answer differs from the official contract on purpose.
pub(crate) const ANSWERS: &[Deviation] = &[
    deviation(
        "official * \"\" is no uri *",
        "No reference is answered as an empty text (handbook 1.15); the official schema forgets the BlankEnum beside the format.",
    ),
    deviation(
        "official zaken *.objectTypeOverige: \"\" does not fit *",
        "As above: empty unless objectType is `overige`.",
    ),
    deviation(
        "official zaken *_expand.gezetdoor.*: missing *",
        "An expansion of nothing is an empty object (handbook 1.13).",
    ),
    deviation("official zaken *_expand.status.*: missing *", "As above."),
    deviation(
        "official * audittrail_* null is no object *",
        "There is no document before a create and after a delete (handbook 1.11).",
    ),
    deviation(
        "official zaken zaaknummer_reserveren header Location: missing *",
        "A reserved number is no resource and has no URL.",
    ),
    deviation(
        "official catalogi *.resultaattypeOmschrijving: missing *",
        "The official contract requires it of a zaaktype without saying what it is.",
    ),
    deviation(
        "official catalogi *_destroy status 204 is not declared *",
        "204, as for every other resource (handbook 11, 9).",
    ),
    deviation(
        "official catalogi informatieobjecttype_create status 201 is not declared *",
        "201, as for every other resource (handbook 11, 9).",
    ),
    deviation(
        "official autorisaties applicatie_consumer * is no array *",
        "One client id belongs to one applicatie, which is answered itself (handbook 1.6).",
    ),
    deviation(
        "official zaken zaak__zoek .results[].*: missing *",
        "zrc-029: who names the members in `fields` gets only those; the official schema requires all.",
    ),
    deviation(
        "official besluiten audittrail_*.resourceWeergave: \"\" has the wrong length *",
        "A relation has no name; the official contracts of the other components allow that.",
    ),
    deviation(
        "official notificaties notificaties_create status 201 is not declared *",
        "201, which the test suites of the standard expect (handbook 11, 10).",
    ),
    deviation(
        "documenten documentnummer_reserveren: extra operation *",
        "The counterpart of zaaknummer_reserveren, as others have it (handbook 10).",
    ),
    deviation(
        "besluiten *_headers: extra operation *",
        "The text of the standard asks for HEAD here too; its contract forgets it (handbook 1.10).",
    ),
];

/// [`judge`] for real answers. Without the official contracts nobody can tell which deviations are still found.
pub(crate) fn judge_answers(found: &[String], with_official: bool) {
    let still = |known: &&Deviation| with_official || found.iter().any(|one| matches(known.found, one));
    compare(&ANSWERS.iter().filter(still).collect::<Vec<_>>(), found);
}

/// [`compare`] for the contracts.
pub(crate) fn judge(found: &[String]) {
    compare(&DEVIATIONS.iter().collect::<Vec<_>>(), found);
}

/// Fails when a difference is not among the deviations, or a deviation is no longer found.
fn compare(known: &[&Deviation], found: &[String]) {
    let mut unused: Vec<&str> = known
        .iter()
        .filter(|known| !found.iter().any(|one| matches(known.found, one)))
        .map(|known| known.found)
        .collect();
    let mut unknown: Vec<&String> =
        found.iter().filter(|one| !known.iter().any(|known| matches(known.found, one))).collect();
    unknown.dedup();
    unused.dedup();
    assert!(
        unknown.is_empty() && unused.is_empty(),
        "{} differences that are no deviation:\n{}\n\ndeviations that are not found any more:\n{}\n",
        unknown.len(),
        unknown.iter().map(|one| one.as_str()).collect::<Vec<_>>().join("\n"),
        unused.join("\n")
    );
}

/// Whether a text fits a pattern with `*`.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => {
            let Some(tail) = text.strip_prefix(start) else { return false };
            (0..=tail.len())
                .filter(|&i| tail.is_char_boundary(i))
                .any(|i| tail.get(i..).is_some_and(|tail| matches(rest, tail)))
        }
    }
}

#[test]
fn a_star_stands_for_anything() {
    assert!(matches("a * c", "a b c") && matches("a*", "a") && !matches("a*b", "a") && matches("*x*", "ayxz"));
}
