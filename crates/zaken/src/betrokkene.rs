// SPDX-License-Identifier: EUPL-1.2
//! Who takes part in a zaak: the members of `betrokkeneIdentificatie`, which depend on the `betrokkeneType`.
//!
//! The same five kinds of party can be the object of a zaak, so [`objecten`](crate::objecten) builds on these tables. A required text may be
//! empty: the standard sets no least length, and a source does not always know the number that it must send.

use waarmaker_resource::{Field, Shape, choice};

choice! {
    /// Soort betrokkene.
    pub enum BetrokkeneType {
        NatuurlijkPersoon = "natuurlijk_persoon",
        NietNatuurlijkPersoon = "niet_natuurlijk_persoon",
        Vestiging = "vestiging",
        OrganisatorischeEenheid = "organisatorische_eenheid",
        Medewerker = "medewerker",
    }
}

/// `betrokkeneIdentificatie` of a rol: the value of `betrokkeneType` → the members.
pub const BETROKKENEN: &[(&str, &[Field])] = &[
    ("natuurlijk_persoon", NATUURLIJK_PERSOON),
    ("niet_natuurlijk_persoon", NIET_NATUURLIJK_PERSOON),
    ("vestiging", VESTIGING),
    ("organisatorische_eenheid", ORGANISATORISCHE_EENHEID),
    ("medewerker", MEDEWERKER),
];

/// Legal forms of a niet-natuurlijk persoon, with the misspelt one that the standard keeps.
const RECHTSVORMEN: &[&str] = &[
    "besloten_vennootschap",
    "cooperatie_europees_economische_samenwerking",
    "europese_cooperatieve_venootschap",
    "europese_cooperatieve_vennootschap",
    "europese_naamloze_vennootschap",
    "kerkelijke_organisatie",
    "naamloze_vennootschap",
    "onderlinge_waarborg_maatschappij",
    "overig_privaatrechtelijke_rechtspersoon",
    "stichting",
    "vereniging",
    "vereniging_van_eigenaars",
    "publiekrechtelijke_rechtspersoon",
    "vennootschap_onder_firma",
    "maatschap",
    "rederij",
    "commanditaire_vennootschap",
    "kapitaalvennootschap_binnen_eer",
    "overige_buitenlandse_rechtspersoon_vennootschap",
    "kapitaalvennootschap_buiten_eer",
];

/// A person.
pub(crate) const NATUURLIJK_PERSOON: &[Field] = &[
    text("inpBsn", 9, "Burgerservicenummer."),
    text("anpIdentificatie", 17, "Nummer van de gemeente voor iemand zonder burgerservicenummer."),
    text("inpA_nummer", 10, "Administratienummer in de basisregistratie personen.").pattern("^[1-9][0-9]{9}$"),
    text("geslachtsnaam", 200, "Achternaam zonder voorvoegsel."),
    text("voorvoegselGeslachtsnaam", 80, "Voorvoegsel van de achternaam."),
    text("voorletters", 20, "Eerste letters van de voornamen."),
    text("voornamen", 200, "Voornamen die de persoon wil voeren."),
    choice("geslachtsaanduiding", &["m", "v", "o"], "Man (m), vrouw (v) of onbekend (o)."),
    text("geboortedatum", 18, "Dag waarop de persoon geboren is, zo volledig als bekend."),
    group("verblijfsadres", VERBLIJFSADRES, "Adres in Nederland."),
    group("subVerblijfBuitenland", VERBLIJF_BUITENLAND, "Adres buiten Nederland."),
];

/// A legal person or partnership.
pub(crate) const NIET_NATUURLIJK_PERSOON: &[Field] = &[
    text("innNnpId", 9, "RSIN."),
    text("annIdentificatie", 17, "Nummer van de gemeente voor een organisatie zonder RSIN."),
    text("statutaireNaam", 500, "Naam in de statuten of in de overeenkomst van de vennootschap."),
    choice("innRechtsvorm", RECHTSVORMEN, "Rechtsvorm."),
    text("bezoekadres", 1000, "Adres waar de organisatie te bezoeken is."),
    group("subVerblijfBuitenland", VERBLIJF_BUITENLAND, "Adres buiten Nederland."),
];

/// A branch of an enterprise.
pub(crate) const VESTIGING: &[Field] = &[
    text("vestigingsNummer", 24, "Nummer van de vestiging in het Handelsregister."),
    Field {
        doc: "Namen waaronder de vestiging handelt.",
        max: Some(625),
        blank: true,
        ..Field::new("handelsnaam", Shape::List(&Shape::Text))
    },
    group("verblijfsadres", VERBLIJFSADRES, "Adres in Nederland."),
    group("subVerblijfBuitenland", VERBLIJF_BUITENLAND, "Adres buiten Nederland."),
    text("kvkNummer", 8, "Nummer van de onderneming in het Handelsregister."),
];

/// A department.
pub(crate) const ORGANISATORISCHE_EENHEID: &[Field] = &[
    text("identificatie", 24, "Korte aanduiding van de afdeling."),
    text("naam", 50, "Naam van de afdeling."),
    text("isGehuisvestIn", 24, "Aanduiding van de vestiging waar de afdeling zit."),
];

/// An employee.
pub(crate) const MEDEWERKER: &[Field] = &[
    text("identificatie", 254, "Unieke aanduiding van de medewerker."),
    text("achternaam", 200, "Achternaam in het dagelijks verkeer."),
    text("voorletters", 20, "Eerste letters van de voornamen."),
    text("voorvoegselAchternaam", 10, "Voorvoegsel van de achternaam."),
];

const VERBLIJFSADRES: &[Field] = &[
    needed("aoaIdentificatie", 100, "Aanduiding van het adresseerbare object in de BAG."),
    needed("wplWoonplaatsNaam", 80, "Woonplaats."),
    needed("gorOpenbareRuimteNaam", 80, "Straat of andere openbare ruimte."),
    text("aoaPostcode", 7, "Postcode."),
    huisnummer("aoaHuisnummer"),
    text("aoaHuisletter", 1, "Huisletter."),
    text("aoaHuisnummertoevoeging", 4, "Toevoeging bij het huisnummer."),
    text("inpLocatiebeschrijving", 1000, "Beschrijving van de plek als er geen adres is."),
];

const VERBLIJF_BUITENLAND: &[Field] = &[
    needed("lndLandcode", 4, "Code van het land in de landentabel van de BRP."),
    needed("lndLandnaam", 40, "Naam van het land in de landentabel van de BRP."),
    text("subAdresBuitenland_1", 35, "Eerste regel van het adres."),
    text("subAdresBuitenland_2", 35, "Tweede regel van het adres."),
    text("subAdresBuitenland_3", 35, "Derde regel van het adres."),
];

/// An optional text.
pub(crate) const fn text(name: &'static str, max: u32, doc: &'static str) -> Field {
    Field { doc, ..Field::text(name, max) }
}

/// A text that must be given, if only empty.
pub(crate) const fn needed(name: &'static str, max: u32, doc: &'static str) -> Field {
    Field { required: true, blank: true, ..text(name, max, doc) }
}

/// An optional choice, which may be empty.
pub(crate) const fn choice(name: &'static str, names: &'static [&'static str], doc: &'static str) -> Field {
    Field { doc, ..Field::new(name, Shape::Choice(names)) }
}

/// A group that may be `null`.
pub(crate) const fn group(name: &'static str, fields: &'static [Field], doc: &'static str) -> Field {
    Field { doc, nullable: true, ..Field::new(name, Shape::Group(fields)) }
}

/// The number of a house, which must be given.
pub(crate) const fn huisnummer(name: &'static str) -> Field {
    Field { doc: "Huisnummer.", required: true, ..Field::new(name, Shape::Int { min: 0, max: 99_999 }) }
}
