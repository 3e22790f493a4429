// SPDX-License-Identifier: EUPL-1.2
//! How zaken are found: the query parameters of the list, which `_zoek` takes in its body.

use waarmaker_resource::{
    Comparison::{Gt, Gte, In, IsNull, Lt, Lte},
    Filter, Shape,
};

use super::{Archiefnominatie, Archiefstatus};

const BETROKKENE_TYPEN: Shape = Shape::Choice(&[
    "natuurlijk_persoon",
    "niet_natuurlijk_persoon",
    "vestiging",
    "organisatorische_eenheid",
    "medewerker",
]);
const ROL_GENERIEK: Shape = Shape::Choice(&[
    "adviseur",
    "behandelaar",
    "belanghebbende",
    "beslisser",
    "initiator",
    "klantcontacter",
    "zaakcoordinator",
    "mede_initiator",
]);
const NOMINATIE: Shape = Shape::Choice(Archiefnominatie::NAMES);
const STATUS: Shape = Shape::Choice(Archiefstatus::NAMES);

/// A filter on a rol of the zaak; all of them hold for one and the same rol.
const fn rol(parameter: &'static str, column: &'static str, shape: Shape) -> Filter {
    Filter::is(parameter, column, shape).through("rollen", "zaak")
}

/// A filter on a number by which the betrokkene of a rol is known.
const fn number(parameter: &'static str, column: &'static str, betrokkene_type: &'static str) -> Filter {
    rol(parameter, column, Shape::Text).also(betrokkene_type)
}

/// Query parameters of `GET /zaken`.
pub(crate) const FILTERS: &[Filter] = &[
    Filter::is("identificatie", "identificatie", Shape::Text),
    Filter::is("bronorganisatie", "bronorganisatie", Shape::Text),
    Filter::new("bronorganisatie__in", "bronorganisatie", In, Shape::Text),
    Filter::is("zaaktype", "zaaktype", Shape::Link("zaaktype")),
    Filter::is("archiefnominatie", "archiefnominatie", NOMINATIE),
    Filter::new("archiefnominatie__in", "archiefnominatie", In, NOMINATIE),
    Filter::is("archiefactiedatum", "archiefactiedatum", Shape::Date),
    Filter::new("archiefactiedatum__isnull", "archiefactiedatum", IsNull, Shape::Bool),
    Filter::new("archiefactiedatum__lt", "archiefactiedatum", Lt, Shape::Date),
    Filter::new("archiefactiedatum__gt", "archiefactiedatum", Gt, Shape::Date),
    Filter::is("archiefstatus", "archiefstatus", STATUS),
    Filter::new("archiefstatus__in", "archiefstatus", In, STATUS),
    Filter::is("startdatum", "startdatum", Shape::Date),
    Filter::new("startdatum__gt", "startdatum", Gt, Shape::Date),
    Filter::new("startdatum__gte", "startdatum", Gte, Shape::Date),
    Filter::new("startdatum__lt", "startdatum", Lt, Shape::Date),
    Filter::new("startdatum__lte", "startdatum", Lte, Shape::Date),
    Filter::is("registratiedatum", "registratiedatum", Shape::Date),
    Filter::new("registratiedatum__gt", "registratiedatum", Gt, Shape::Date),
    Filter::new("registratiedatum__lt", "registratiedatum", Lt, Shape::Date),
    Filter::is("einddatum", "einddatum", Shape::Date),
    Filter::new("einddatum__isnull", "einddatum", IsNull, Shape::Bool),
    Filter::new("einddatum__gt", "einddatum", Gt, Shape::Date),
    Filter::new("einddatum__lt", "einddatum", Lt, Shape::Date),
    Filter::is("einddatumGepland", "einddatum_gepland", Shape::Date),
    Filter::new("einddatumGepland__gt", "einddatum_gepland", Gt, Shape::Date),
    Filter::new("einddatumGepland__lt", "einddatum_gepland", Lt, Shape::Date),
    Filter::is("uiterlijkeEinddatumAfdoening", "uiterlijke_einddatum_afdoening", Shape::Date),
    Filter::new("uiterlijkeEinddatumAfdoening__gt", "uiterlijke_einddatum_afdoening", Gt, Shape::Date),
    Filter::new("uiterlijkeEinddatumAfdoening__lt", "uiterlijke_einddatum_afdoening", Lt, Shape::Date),
    rol("rol__betrokkeneType", "betrokkene_type", BETROKKENE_TYPEN),
    rol("rol__betrokkene", "betrokkene", Shape::Uri),
    rol("rol__omschrijvingGeneriek", "omschrijving_generiek", ROL_GENERIEK),
    Filter::new("maximaleVertrouwelijkheidaanduiding", "vertrouwelijkheidaanduiding", Lte, Shape::Level),
    rol("rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn", "inp_bsn", Shape::Text),
    rol("rol__betrokkeneIdentificatie__natuurlijkPersoon__anpIdentificatie", "anp_identificatie", Shape::Text),
    rol("rol__betrokkeneIdentificatie__natuurlijkPersoon__inpA_nummer", "inp_a_nummer", Shape::Text),
    rol("rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId", "inn_nnp_id", Shape::Text),
    rol("rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie", "ann_identificatie", Shape::Text),
    rol("rol__betrokkeneIdentificatie__vestiging__vestigingsNummer", "vestigings_nummer", Shape::Text),
    number(
        "rol__betrokkeneIdentificatie__medewerker__identificatie",
        "identificatie",
        "betrokkene_type = 'medewerker'",
    ),
    number(
        "rol__betrokkeneIdentificatie__organisatorischeEenheid__identificatie",
        "identificatie",
        "betrokkene_type = 'organisatorische_eenheid'",
    ),
];

/// What `_zoek` has besides the filters of the list.
pub(crate) const ZOEK: &[Filter] = &[
    Filter::new("zaaktype__in", "zaaktype", In, Shape::Link("zaaktype")),
    Filter::new("uuid__in", "uuid", In, Shape::Uuid),
];
