// SPDX-License-Identifier: EUPL-1.2
//! What a zaak is about: the members of `objectIdentificatie`, which depend on the `objectType`.
//!
//! A type without a table here (`besluit`, `enkelvoudig_document`, `status`) is only referred to by the URL in `object`.

use waarmaker_resource::{Field, Shape, choice};

use crate::betrokkene::{
    MEDEWERKER, NATUURLIJK_PERSOON, NIET_NATUURLIJK_PERSOON, ORGANISATORISCHE_EENHEID, VESTIGING, group, huisnummer,
    needed, text,
};

choice! {
    /// Soort object.
    pub enum ObjectType {
        Adres = "adres",
        Besluit = "besluit",
        Buurt = "buurt",
        EnkelvoudigDocument = "enkelvoudig_document",
        Gemeente = "gemeente",
        GemeentelijkeOpenbareRuimte = "gemeentelijke_openbare_ruimte",
        Huishouden = "huishouden",
        Inrichtingselement = "inrichtingselement",
        KadastraleOnroerendeZaak = "kadastrale_onroerende_zaak",
        Kunstwerkdeel = "kunstwerkdeel",
        MaatschappelijkeActiviteit = "maatschappelijke_activiteit",
        Medewerker = "medewerker",
        NatuurlijkPersoon = "natuurlijk_persoon",
        NietNatuurlijkPersoon = "niet_natuurlijk_persoon",
        OpenbareRuimte = "openbare_ruimte",
        OrganisatorischeEenheid = "organisatorische_eenheid",
        Pand = "pand",
        Spoorbaandeel = "spoorbaandeel",
        Status = "status",
        Terreindeel = "terreindeel",
        TerreinGebouwdObject = "terrein_gebouwd_object",
        Vestiging = "vestiging",
        Waterdeel = "waterdeel",
        Wegdeel = "wegdeel",
        Wijk = "wijk",
        Woonplaats = "woonplaats",
        WozDeelobject = "woz_deelobject",
        WozObject = "woz_object",
        WozWaarde = "woz_waarde",
        ZakelijkRecht = "zakelijk_recht",
        Overige = "overige",
    }
}

/// `objectIdentificatie` of a zaakobject: the value of `objectType` → the members.
pub const OBJECTEN: &[(&str, &[Field])] = &[
    ("adres", ADRES),
    ("buurt", BUURT),
    ("gemeente", GEMEENTE),
    ("gemeentelijke_openbare_ruimte", GEMEENTELIJKE_OPENBARE_RUIMTE),
    ("huishouden", HUISHOUDEN),
    ("inrichtingselement", INRICHTINGSELEMENT),
    ("kadastrale_onroerende_zaak", KADASTRALE_ONROERENDE_ZAAK),
    ("kunstwerkdeel", KUNSTWERKDEEL),
    ("maatschappelijke_activiteit", MAATSCHAPPELIJKE_ACTIVITEIT),
    ("medewerker", MEDEWERKER),
    ("natuurlijk_persoon", NATUURLIJK_PERSOON),
    ("niet_natuurlijk_persoon", NIET_NATUURLIJK_PERSOON),
    ("openbare_ruimte", OPENBARE_RUIMTE),
    ("organisatorische_eenheid", ORGANISATORISCHE_EENHEID),
    ("pand", PAND),
    ("spoorbaandeel", SPOORBAANDEEL),
    ("terreindeel", TERREINDEEL),
    ("terrein_gebouwd_object", TERREIN_GEBOUWD_OBJECT),
    ("vestiging", VESTIGING),
    ("waterdeel", WATERDEEL),
    ("wegdeel", WEGDEEL),
    ("wijk", WIJK),
    ("woonplaats", WOONPLAATS),
    ("woz_deelobject", WOZ_DEELOBJECT),
    ("woz_object", WOZ_OBJECT),
    ("woz_waarde", WOZ_WAARDE),
    ("zakelijk_recht", ZAKELIJK_RECHT),
    ("overige", OVERIGE),
];

const ADRES: &[Field] = &[
    identificatie(),
    needed("wplWoonplaatsNaam", 80, "Woonplaats."),
    needed("gorOpenbareRuimteNaam", 80, "Straat of andere openbare ruimte."),
    huisnummer("huisnummer"),
    text("huisletter", 1, "Huisletter."),
    text("huisnummertoevoeging", 4, "Toevoeging bij het huisnummer."),
    text("postcode", 7, "Postcode."),
];

const BUURT: &[Field] = &[
    needed("buurtCode", 2, "Code van de buurt."),
    needed("buurtNaam", 40, "Naam van de buurt, zoals het CBS die gebruikt."),
    needed("gemGemeenteCode", 4, "Code van de gemeente."),
    needed("wykWijkCode", 2, "Code van de wijk."),
];

const GEMEENTE: &[Field] = &[
    needed("gemeenteNaam", 80, "Officiële naam van de gemeente."),
    needed("gemeenteCode", 4, "Code van de gemeente."),
];

const GEMEENTELIJKE_OPENBARE_RUIMTE: &[Field] =
    &[identificatie(), needed("openbareRuimteNaam", 80, "Naam van de openbare ruimte.")];

const HUISHOUDEN: &[Field] = &[
    needed("nummer", 12, "Nummer van het huishouden bij de gemeente."),
    group("isGehuisvestIn", TERREIN_GEBOUWD_OBJECT, "Waar het huishouden woont."),
];

const INRICHTINGSELEMENT: &[Field] = &[
    soort(
        "type",
        &[
            "bak",
            "bord",
            "installatie",
            "kast",
            "mast",
            "paal",
            "sensor",
            "straatmeubilair",
            "waterinrichtingselement",
            "weginrichtingselement",
        ],
        "Soort inrichtingselement.",
    ),
    identificatie(),
    naam(),
];

const KADASTRALE_ONROERENDE_ZAAK: &[Field] = &[
    needed("kadastraleIdentificatie", 100, "Unieke aanduiding bij het Kadaster."),
    needed("kadastraleAanduiding", 1000, "Aanduiding van het perceel of appartement."),
];

const KUNSTWERKDEEL: &[Field] = &[
    soort(
        "type",
        &[
            "keermuur",
            "overkluizing",
            "duiker",
            "faunavoorziening",
            "vispassage",
            "bodemval",
            "coupure",
            "ponton",
            "voorde",
            "hoogspanningsmast",
            "gemaal",
            "perron",
            "sluis",
            "strekdam",
            "steiger",
            "stuw",
        ],
        "Soort kunstwerk waar het deel van is.",
    ),
    identificatie(),
    needed("naam", 80, "Naam van het kunstwerkdeel."),
];

const MAATSCHAPPELIJKE_ACTIVITEIT: &[Field] = &[
    needed("kvkNummer", 8, "Nummer in het Handelsregister."),
    needed("handelsnaam", 200, "Naam waaronder de onderneming handelt."),
];

const OPENBARE_RUIMTE: &[Field] = &[
    identificatie(),
    needed("wplWoonplaatsNaam", 80, "Woonplaats."),
    needed("gorOpenbareRuimteNaam", 80, "Straat of andere openbare ruimte."),
];

/// Anything else. The contract says object; the standard's own tests send a text.
const OVERIGE: &[Field] = &[Field {
    doc: "Gegevens van het object, in een vorm naar keuze.",
    required: true,
    ..Field::new("overigeData", Shape::Json)
}];

const PAND: &[Field] = &[identificatie()];

const SPOORBAANDEEL: &[Field] = &[
    soort("type", &["breedspoor", "normaalspoor", "smalspoor", "spoorbaan"], "Soort spoorbaan."),
    identificatie(),
    naam(),
];

const TERREINDEEL: &[Field] = &[needed("type", 40, "Soort terrein."), identificatie(), naam()];

const TERREIN_GEBOUWD_OBJECT: &[Field] =
    &[identificatie(), group("adresAanduidingGrp", TERREIN_GEBOUWD_OBJECT_ADRES, "Adres van het object.")];

const TERREIN_GEBOUWD_OBJECT_ADRES: &[Field] = &[
    text("numIdentificatie", 100, "Nummer van de nummeraanduiding in de BAG."),
    Field { deprecated: true, ..text("oaoIdentificatie", 100, "Verkeerd gespeld: gebruik aoaIdentificatie.") },
    text("aoaIdentificatie", 100, "Aanduiding van het adresseerbare object in de BAG."),
    needed("wplWoonplaatsNaam", 80, "Woonplaats."),
    needed("gorOpenbareRuimteNaam", 80, "Straat of andere openbare ruimte."),
    text("aoaPostcode", 7, "Postcode."),
    huisnummer("aoaHuisnummer"),
    text("aoaHuisletter", 1, "Huisletter."),
    text("aoaHuisnummertoevoeging", 4, "Toevoeging bij het huisnummer."),
    text("ogoLocatieAanduiding", 100, "Aanduiding van de plek."),
];

const WATERDEEL: &[Field] = &[
    soort("typeWaterdeel", &["zee", "waterloop", "watervlakte", "greppel_droge_sloot"], "Soort water."),
    identificatie(),
    naam(),
];

const WEGDEEL: &[Field] = &[needed("type", 100, "Soort weg."), identificatie(), naam()];

const WIJK: &[Field] = &[
    needed("wijkCode", 2, "Code van de wijk."),
    needed("wijkNaam", 40, "Naam van de wijk, zoals het CBS die gebruikt."),
    needed("gemGemeenteCode", 4, "Code van de gemeente."),
];

const WOONPLAATS: &[Field] = &[identificatie(), needed("woonplaatsNaam", 80, "Naam van de woonplaats.")];

const WOZ_DEELOBJECT: &[Field] = &[
    needed("nummerWozDeelObject", 6, "Nummer van het deel binnen het WOZ-object."),
    part("isOnderdeelVan", WOZ_OBJECT, "WOZ-object waar het deel bij hoort."),
];

const WOZ_OBJECT: &[Field] = &[
    needed("wozObjectNummer", 100, "Nummer van het WOZ-object."),
    group("aanduidingWozObject", WOZ_OBJECT_ADRES, "Adres van het WOZ-object."),
];

const WOZ_OBJECT_ADRES: &[Field] = &[
    needed("aoaIdentificatie", 100, "Aanduiding van het adresseerbare object in de BAG."),
    needed("wplWoonplaatsNaam", 80, "Woonplaats."),
    needed("gorOpenbareRuimteNaam", 80, "Straat of andere openbare ruimte."),
    text("aoaPostcode", 7, "Postcode."),
    huisnummer("aoaHuisnummer"),
    text("aoaHuisletter", 1, "Huisletter."),
    text("aoaHuisnummertoevoeging", 4, "Toevoeging bij het huisnummer."),
    text("locatieOmschrijving", 1000, "Beschrijving van de plek."),
];

const WOZ_WAARDE: &[Field] = &[
    needed("waardepeildatum", 9, "Dag waarvoor de waarde geldt."),
    part("isVoor", WOZ_OBJECT, "WOZ-object waarvan dit de waarde is."),
];

const ZAKELIJK_RECHT: &[Field] = &[
    identificatie(),
    needed("avgAard", 1000, "Aard van het recht."),
    part("heeftBetrekkingOp", KADASTRALE_ONROERENDE_ZAAK, "Onroerende zaak waar het recht op rust."),
    part("heeftAlsGerechtigde", GERECHTIGDE, "Wie het recht heeft."),
];

const GERECHTIGDE: &[Field] = &[
    part("natuurlijkPersoon", NATUURLIJK_PERSOON, "Persoon die het recht heeft."),
    part("nietNatuurlijkPersoon", NIET_NATUURLIJK_PERSOON, "Organisatie die het recht heeft."),
];

/// The unique identification of most kinds of object.
const fn identificatie() -> Field {
    needed("identificatie", 100, "Unieke aanduiding van het object.")
}

/// The name of most kinds of object.
const fn naam() -> Field {
    text("naam", 500, "Naam van het object.")
}

/// A choice that must be made.
const fn soort(name: &'static str, names: &'static [&'static str], doc: &'static str) -> Field {
    Field { doc, required: true, ..Field::new(name, Shape::Choice(names)) }
}

/// A group that may be left out, but not `null`.
const fn part(name: &'static str, fields: &'static [Field], doc: &'static str) -> Field {
    Field { doc, ..Field::new(name, Shape::Group(fields)) }
}
