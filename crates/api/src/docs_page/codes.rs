// SPDX-License-Identifier: EUPL-1.2
//! What the codes in problem documents mean. A test holds this list against the codes that the source uses.

use std::fmt::Write as _;

use axum::{http::StatusCode, response::Response};

use super::html::{escape, page, prose};

/// Codes of a problem document: status, code, what it means and what to do.
pub const PROBLEM_CODES: &[(u16, &str, &str)] = &[
    (
        400,
        "invalid",
        "Het verzoek is gelezen, maar klopt niet. In `invalidParams` staat van elk lid wat er mis is; de codes daarvan staan hieronder.",
    ),
    (
        400,
        "parse_error",
        "De inhoud is niet te lezen: geen geldige JSON in UTF-8, of te diep genest. Controleer wat u verstuurt.",
    ),
    (
        403,
        "permission_denied",
        "Het token is in orde, maar geeft geen toestemming voor deze actie op dit object. Ook het antwoord op een verzoek zonder token. Vraag de beheerder om de scope die bij de operatie staat.",
    ),
    (
        403,
        "jwt-decode-error",
        "De header `Authorization` bevat geen leesbaar token. Stuur `Bearer` en dan een JWT met het algoritme HS256.",
    ),
    (403, "missing-client-identifier", "Het token heeft geen claim `client_id`."),
    (
        403,
        "invalid-client-identifier",
        "De `client_id` in het token is hier niet bekend. Laat de beheerder de client toevoegen.",
    ),
    (
        403,
        "invalid-jwt-signature",
        "De handtekening van het token klopt niet: het is met een ander geheim gemaakt dan hier bij de `client_id` hoort.",
    ),
    (403, "jwt-missing-iat-claim", "Het token heeft geen claim `iat` (het moment waarop het is gemaakt, in seconden)."),
    (403, "jwt-expired", "Het token is te oud. Maak een nieuw token."),
    (403, "jwt-immature-signature", "Het token is nog niet geldig: zie de claim `nbf`."),
    (404, "not_found", "Op dit adres is niets, of deze pagina van de lijst bestaat niet."),
    (
        405,
        "method_not_allowed",
        "Dit adres kent deze methode niet. Bij elke soort gegevens staat welke operaties er zijn.",
    ),
    (
        406,
        "not_acceptable",
        "Het antwoord kan niet in het gevraagde formaat. Vraag om `application/json` en om het coördinatenstelsel `EPSG:4326`.",
    ),
    (
        409,
        "conflict",
        "Het verzoek botst met de huidige toestand, bijvoorbeeld met een andere wijziging op hetzelfde moment. Haal het object opnieuw op.",
    ),
    (410, "gone", "Het object is definitief verwijderd."),
    (
        412,
        "precondition_failed",
        "Een verplichte header ontbreekt: `Accept-Crs`, of bij een verzoek met inhoud `Content-Crs`. De waarde is `EPSG:4326`.",
    ),
    (413, "payload_too_large", "De inhoud van het verzoek is te groot."),
    (
        414,
        "uri_too_long",
        "Het adres met zijn queryparameters is te lang. Zoek met `_zoek`, dat de voorwaarden in de inhoud krijgt.",
    ),
    (415, "unsupported_media_type", "De inhoud is geen `application/json`. Zet dat in de header `Content-Type`."),
    (429, "throttled", "Te veel verzoeken in korte tijd. Probeer het later opnieuw."),
    (
        500,
        "error",
        "Een fout aan onze kant. Meld het met de waarde van `instance`: daarmee is de fout in het logboek te vinden.",
    ),
    (
        503,
        "service_unavailable",
        "De dienst kan het verzoek nu niet verwerken. Probeer het opnieuw na de tijd in `Retry-After`.",
    ),
];

/// Codes of a member in `invalidParams`: code and what it means.
pub const FIELD_CODES: &[(&str, &str)] = &[
    ("required", "Het lid of de queryparameter is verplicht."),
    ("null", "Het lid mag niet `null` zijn."),
    ("blank", "De tekst mag niet leeg zijn."),
    ("empty", "De lijst mag niet leeg zijn."),
    ("invalid", "De waarde heeft niet de juiste vorm."),
    ("invalid_choice", "De waarde is geen van de mogelijke waarden."),
    ("max_length", "De tekst of lijst is te lang."),
    ("min_length", "De tekst is te kort."),
    ("max_value", "Het getal is te groot."),
    ("min_value", "Het getal is te klein."),
    ("not_a_list", "Er moet een lijst staan."),
    ("only-digits", "Er mogen alleen cijfers staan."),
    ("invalid-length", "Het aantal tekens klopt niet: een RSIN of BSN heeft er negen."),
    ("duplicate", "Dit staat er twee keer in: laat er één weg."),
    ("invalid-url", "De URL kan geen adres zijn waar wij berichten heen sturen. In de reden staat waarom."),
    (
        "contract-dubbel",
        "Een ander contract dekt precies hetzelfde in dezelfde tijd. Maak een van de twee nauwer of korter.",
    ),
    ("mismatch", "De aannemer is niet die van het contract. Geef alleen het contract, of de aannemer die erbij hoort."),
    ("before-previous-step", "Het moment ligt voor de vorige stap van de opdracht. Geef een later moment."),
    ("unique", "Er is al een object met deze waarden."),
    ("no_match", "De URL hoort niet bij deze API."),
    ("incorrect_match", "De URL verwijst naar een ander soort object."),
    ("does_not_exist", "Het object waar de URL naar verwijst bestaat niet."),
    ("bad-url", "De URL is niet bereikbaar, of er is daar niets."),
    ("invalid-resource", "Op de URL staat iets anders dan wat hier bedoeld is."),
    ("not-published", "Het type is nog een concept. Publiceer het eerst."),
    ("unknown-parameters", "De operatie heeft deze queryparameter niet."),
    ("invalid-expand-field", "Dit lid kan niet uitgeklapt worden, of er wordt te veel uitgeklapt."),
    ("empty_search_body", "Een zoekopdracht heeft ten minste een voorwaarde."),
    ("identificatie-niet-uniek", "De organisatie heeft al een object met deze identificatie."),
    ("wijzigen-niet-toegelaten", "Dit lid kan na het maken niet meer veranderen."),
    ("zaaktype-mismatch", "Het type hoort niet bij het zaaktype van de zaak."),
    ("missing-zaaktype-informatieobjecttype-relation", "Het zaaktype kent dit soort document niet."),
    ("missing-besluittype-informatieobjecttype-relation", "Het besluittype kent dit soort document niet."),
    ("inconsistent-relation", "De andere kant kent deze relatie niet: leg haar eerst daar vast."),
    ("remote-relation-exists", "De andere kant heeft deze relatie nog: verwijder haar eerst daar."),
    ("invalid_for_received", "Een ontvangen document is niet meer in bewerking of ter vaststelling."),
    ("missing-gebruiksrechten", "Het document heeft geen gebruiksrechten: leg ze eerst vast."),
    ("existing-gebruiksrechten", "Het document heeft gebruiksrechten: verwijder ze eerst."),
    ("file-size", "De inhoud heeft een ander aantal bytes dan er is opgegeven."),
    ("invalid-base64", "De inhoud is geen base64."),
    ("incorrect-base64-padding", "De base64 van de inhoud is niet volledig: er ontbreken tekens aan het eind."),
    ("virus-found", "De virusscanner heeft de inhoud geweigerd."),
    ("incomplete-upload", "Nog niet alle bestandsdelen van het document zijn aangekomen."),
    ("upload-expired", "De upload in delen is niet op tijd voltooid. Begin opnieuw."),
    ("existing-lock", "Het document is al op slot."),
    ("unlocked", "Het document is niet op slot: zet het eerst op slot."),
    ("missing-lock-id", "Het document is op slot: geef het slot op."),
    ("incorrect-lock-id", "Dit is niet het slot van het document."),
    ("destroy-locked", "Het document is op slot en kan dus niet verwijderd worden."),
    ("kanaal_naam", "Er is geen kanaal met deze naam."),
    ("inconsistent-abonnement-filters", "Het kanaal kent niet al deze filters: zie `filters` van het kanaal."),
    ("message_kanaal", "Er is geen kanaal met deze naam."),
    ("kenmerken_inconsistent", "De kenmerken passen niet bij de filters van het kanaal."),
    ("deelzaak-als-hoofdzaak", "De hoofdzaak is zelf een deelzaak."),
    ("self-forbidden", "Een zaak kan geen hoofdzaak van zichzelf zijn."),
    ("betaling-nvt", "Er kan geen betaaldatum zijn als betalen niet van toepassing is."),
    ("future_not_allowed", "Het moment mag niet in de toekomst liggen."),
    ("date-in-future", "Het moment mag niet in de toekomst liggen."),
    ("invalid-products-services", "Het zaaktype kent dit product of deze dienst niet."),
    ("archiefnominatie-not-set", "Voor deze archiefstatus moet de archiefnominatie bekend zijn."),
    ("archiefactiedatum-not-set", "Voor deze archiefstatus moet de archiefactiedatum bekend zijn."),
    ("documents-not-archived", "Niet alle documenten van de zaak zijn gearchiveerd."),
    ("resultaat-does-not-exist", "De zaak heeft nog geen resultaat, en kan dus niet afgesloten worden."),
    ("indicatiegebruiksrecht-unset", "Van een document van de zaak is niet bekend of er gebruiksrechten op rusten."),
    ("informatieobject-locked", "Een document van de zaak is vergrendeld."),
    ("invalid-betrokkene", "Geef een URL van de betrokkene of zijn gegevens."),
    ("max-occurences", "De zaak heeft al een rol van deze soort, en meer mag niet."),
    ("invalid-zaakobject", "Geef een URL van het object of zijn gegevens."),
    ("missing-object-type-overige", "Bij objecttype `overige` hoort een omschrijving van het soort object."),
    (
        "invalid-object-type-overige-usage",
        "Een omschrijving van het soort object past alleen bij objecttype `overige`.",
    ),
    ("relations-incorrect-zaaktype", "De typen horen niet bij hetzelfde zaaktype."),
    ("relations-incorrect-catalogus", "De typen horen niet bij dezelfde catalogus."),
    ("non-concept-object", "Het type is gepubliceerd en kan niet meer veranderen."),
    ("non-concept-zaaktype", "Het zaaktype is gepubliceerd: zijn onderdelen kunnen niet meer veranderen."),
    ("non-concept-relation", "Een type waarmee dit verbonden is, is gepubliceerd."),
    ("concept-relation", "Een type waarmee dit verbonden is, is nog een concept. Publiceer dat eerst."),
    ("pending-relations", "Er zijn nog verbindingen met dit type; verwijder die eerst."),
    ("overlap", "Er is al een versie die op (een deel van) dezelfde dagen geldig is."),
    ("outside-area", "De plaats ligt buiten het gebied van deze gemeente."),
    ("date-mismatch", "De einddatum ligt voor de begindatum."),
    ("invalid-bronzaaktype-for-broncatalogus", "Een broncatalogus heeft alleen zin met een bronzaaktype, en andersom."),
    ("procestype-mismatch", "De selectielijstklasse hoort niet bij het procestype van het zaaktype."),
    (
        "invalid-afleidingswijze-for-procestermijn",
        "Deze afleidingswijze past niet bij de procestermijn van de selectielijstklasse.",
    ),
    ("must-be-empty", "Dit lid moet leeg zijn bij deze afleidingswijze."),
    ("clientId-exists", "Deze client id hoort al bij een andere applicatie."),
    ("ambiguous-authorizations-specified", "Geef alle autorisaties of een lijst, niet allebei."),
    ("missing-authorizations", "Geef alle autorisaties of een lijst."),
];

/// `GET /docs/fouten`.
pub(super) async fn handle() -> Response {
    let mut main = String::from(
        "<p>Een verzoek dat niet lukt, krijgt een probleemdocument (<code>application/problem+json</code>). Het lid <code>type</code> verwijst naar deze \
         pagina, <code>code</code> is voor het programma, <code>detail</code> voor zijn maker. Alle fouten in een verzoek staan er in één keer in.</p>\
         <section aria-labelledby=\"codes\"><h2 id=\"codes\">Codes van een probleemdocument</h2><dl>",
    );
    for (status, code, meaning) in PROBLEM_CODES {
        let _ = write!(main, "<dt id=\"{code}\"><code>{code}</code> (status {status})</dt><dd>{}</dd>", prose(meaning));
    }
    main.push_str(
        "</dl></section><section aria-labelledby=\"veldcodes\"><h2 id=\"veldcodes\">Codes in invalidParams</h2><p><code>name</code> is het pad van het \
         lid, met punten en volgnummers vanaf 0. Een fout in het geheel heet <code>nonFieldErrors</code>.</p><dl>",
    );
    for (code, meaning) in FIELD_CODES {
        let _ = write!(
            main,
            "<dt id=\"veld-{}\"><code>{}</code></dt><dd>{}</dd>",
            escape(code),
            escape(code),
            prose(meaning)
        );
    }
    main.push_str("</dl></section>");
    page(StatusCode::OK, "Fouten en wat ze betekenen", "/docs/fouten", &main)
}
