// SPDX-License-Identifier: EUPL-1.2
//! The kinds of element of a catalogue file.

/// A kind of element: which resource it is, and what tells one from another.
#[derive(Debug)]
pub(super) struct Kind {
    /// Key in a file.
    pub(super) key: &'static str,
    /// Name of the resource.
    pub(super) resource: &'static str,
    /// Member, and column, that refers to what is around it; empty for the catalogus itself.
    pub(super) parent: &'static str,
    /// Members that tell one from another within what is around it; the first one is its name for people.
    pub(super) identity: &'static [&'static str],
    /// Members that follow from those of other elements: they are not in a file.
    pub(super) derived: &'static [&'static str],
    /// Members that hold names of types of the same catalogus: (member, resource, its member with the name).
    pub(super) names: &'static [(&'static str, &'static str, &'static str)],
    /// It is made as concept and published.
    pub(super) published: bool,
    /// What belongs to it, in the order in which it can be made.
    pub(super) parts: &'static [Kind],
}

const BASE: Kind =
    Kind { key: "", resource: "", parent: "", identity: &[], derived: &[], names: &[], published: false, parts: &[] };
const INFORMATIEOBJECTTYPEN: (&str, &str, &str) = ("informatieobjecttypen", "informatieobjecttype", "omschrijving");
const BESLUITTYPEN: (&str, &str, &str) = ("besluittypen", "besluittype", "omschrijving");

/// The catalogus itself. Its types stand beside it in a file.
pub(super) const CATALOGUS: Kind = Kind {
    key: "catalogus",
    resource: "catalogus",
    identity: &["domein", "rsin"],
    parts: &[
        version("informatieobjecttypen", "informatieobjecttype", &["omschrijving", "beginGeldigheid"]),
        Kind {
            names: &[INFORMATIEOBJECTTYPEN],
            ..version("besluittypen", "besluittype", &["omschrijving", "beginGeldigheid"])
        },
        Kind {
            names: OF_ZAAKTYPE,
            parts: PARTS,
            ..version("zaaktypen", "zaaktype", &["identificatie", "beginGeldigheid"])
        },
    ],
    ..BASE
};

/// The types that a zaaktype names.
const OF_ZAAKTYPE: &[(&str, &str, &str)] = &[BESLUITTYPEN, ("deelzaaktypen", "zaaktype", "identificatie")];

/// What belongs to a zaaktype.
const PARTS: &[Kind] = &[
    Kind { derived: &["eigenschappen"], ..part("statustypen", "statustype", &["omschrijving", "volgnummer"]) },
    part("eigenschappen", "eigenschap", &["naam"]),
    part("roltypen", "roltype", &["omschrijving"]),
    part("zaakobjecttypen", "zaakobjecttype", &["relatieOmschrijving", "objecttype"]),
    Kind {
        names: &[("informatieobjecttype", "informatieobjecttype", "omschrijving")],
        ..part("informatieobjecttypen", "zaakinformatieobjecttype", &["informatieobjecttype", "volgnummer", "richting"])
    },
    Kind {
        names: &[BESLUITTYPEN, INFORMATIEOBJECTTYPEN],
        ..part("resultaattypen", "resultaattype", &["omschrijving"])
    },
];

const fn version(key: &'static str, resource: &'static str, identity: &'static [&'static str]) -> Kind {
    Kind { key, resource, parent: "catalogus", identity, published: true, ..BASE }
}

const fn part(key: &'static str, resource: &'static str, identity: &'static [&'static str]) -> Kind {
    Kind { key, resource, parent: "zaaktype", identity, ..BASE }
}

impl Kind {
    /// Whether a key of the file is about the element without being a member of the resource.
    pub(super) fn is_ours(&self, key: &str) -> bool {
        key == "uuid"
            || (self.published && key == "concept")
            || self.parts.iter().any(|part| self.parent == "catalogus" && part.key == key)
    }
}
