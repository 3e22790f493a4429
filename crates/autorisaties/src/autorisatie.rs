// SPDX-License-Identifier: EUPL-1.2
//! One entry of `autorisaties`: the scopes in one component, for one type.

use crate::applicatie::OPDRACHTEN;
use serde::{Deserialize, Serialize};
use waarmaker_core::{Problems, Vertrouwelijkheidaanduiding};
use waarmaker_resource::{Blank, Field, Shape, Shaped, Uri, choice};

choice! {
    /// Het onderdeel (de API) waarvoor een autorisatie geldt. De eerste zes zijn die van de standaard, `sig` is van onszelf.
    pub enum Onderdeel {
        Ac = "ac", Nrc = "nrc", Zrc = "zrc", Ztc = "ztc", Drc = "drc", Brc = "brc", Sig = "sig",
    }
}

/// What the rights in a component depend on.
#[derive(Clone, Copy, Debug)]
pub struct Typed {
    /// Scopes that start with this are granted per type.
    pub prefix: &'static str,
    /// Member with the URL of the type; also the name of the resource that it refers to.
    pub member: &'static str,
    /// Whether the rights reach up to a vertrouwelijkheidaanduiding as well.
    pub levelled: bool,
}

impl Onderdeel {
    /// Label for people.
    pub const fn weergave(self) -> &'static str {
        match self {
            Self::Ac => "Autorisaties API",
            Self::Nrc => "Notificaties API",
            Self::Zrc => "Zaken API",
            Self::Ztc => "Catalogi API",
            Self::Drc => "Documenten API",
            Self::Brc => "Besluiten API",
            Self::Sig => "Signalen API",
        }
    }

    /// What the rights in this component depend on; `None` when they hold for all of it.
    pub const fn typed(self) -> Option<Typed> {
        match self {
            Self::Zrc => Some(Typed { prefix: "zaken.", member: "zaaktype", levelled: true }),
            Self::Drc => Some(Typed { prefix: "documenten.", member: "informatieobjecttype", levelled: true }),
            Self::Brc => Some(Typed { prefix: "besluiten.", member: "besluittype", levelled: false }),
            Self::Sig => Some(Typed { prefix: OPDRACHTEN, member: "aannemer", levelled: false }),
            Self::Ac | Self::Nrc | Self::Ztc => None,
        }
    }
}

/// The members of an entry: those that every component has, and those of its own.
const SHAPE: Shape = Shape::Tagged {
    by: "component",
    common: &[
        Field {
            doc: "Het onderdeel waarvoor de autorisatie geldt.",
            ..Field::new("component", Shape::Choice(Onderdeel::NAMES)).required()
        },
        Field {
            doc: "De naam van het onderdeel, voor mensen.",
            required: true,
            read_only: true,
            ..Field::new("componentWeergave", Shape::Text)
        },
        Field {
            doc: "De scopes: elke scope geeft toegang tot een aantal bewerkingen van het onderdeel.",
            ..Field::new("scopes", Shape::List(&Shape::Text)).required().max(100)
        },
    ],
    variants: &[
        ("ac", &[]),
        ("nrc", &[]),
        ("zrc", &[of_type("zaaktype", "Het zaaktype waarvoor de autorisatie geldt."), LEVEL]),
        ("ztc", &[]),
        ("drc", &[of_type("informatieobjecttype", "Het informatieobjecttype waarvoor de autorisatie geldt."), LEVEL]),
        ("brc", &[of_type("besluittype", "Het besluittype waarvoor de autorisatie geldt.")]),
        (
            "sig",
            &[of_type(
                "aannemer",
                "De aannemer wiens opdrachten het betreft; van belang voor de scope signalen.opdrachten.",
            )],
        ),
    ],
};

const LEVEL: Field = Field {
    doc: "De hoogste vertrouwelijkheidaanduiding tot en met welke de autorisatie geldt.",
    blank: true,
    ..Field::new("maxVertrouwelijkheidaanduiding", Shape::Level)
};

const fn of_type(name: &'static str, doc: &'static str) -> Field {
    Field { doc, blank: true, ..Field::new(name, Shape::Uri).max(1000) }
}

/// The scopes of an application in one component. A member that the component does not have is absent; one that is left open is `""`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Autorisatie {
    /// Component.
    pub component: Onderdeel,
    /// Its label, set by the server.
    #[serde(default)]
    pub component_weergave: String,
    /// Scopes.
    pub scopes: Vec<String>,
    /// Zaaktype, of `zrc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zaaktype: Option<Uri>,
    /// Informatieobjecttype, of `drc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informatieobjecttype: Option<Uri>,
    /// Besluittype, of `brc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub besluittype: Option<Uri>,
    /// Contractor, of `sig`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aannemer: Option<Uri>,
    /// Highest vertrouwelijkheidaanduiding, of `zrc` and `drc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_vertrouwelijkheidaanduiding: Option<Blank<Vertrouwelijkheidaanduiding>>,
}

impl Shaped for Autorisatie {
    const SHAPE: Shape = SHAPE;
}

impl Autorisatie {
    /// The URL of the type that the rights are limited to, in stored form.
    pub fn of_type(&self) -> Option<&str> {
        let member = match self.component {
            Onderdeel::Zrc => &self.zaaktype,
            Onderdeel::Drc => &self.informatieobjecttype,
            Onderdeel::Brc => &self.besluittype,
            Onderdeel::Sig => &self.aannemer,
            Onderdeel::Ac | Onderdeel::Nrc | Onderdeel::Ztc => &None,
        };
        member.as_ref().map(Uri::as_str).filter(|url| !url.is_empty())
    }

    /// The vertrouwelijkheidaanduiding up to which the rights reach, when there is one.
    pub fn level(&self) -> Option<Vertrouwelijkheidaanduiding> {
        self.max_vertrouwelijkheidaanduiding.and_then(|level| level.0)
    }

    /// Rights on one contractor's orders are apart from rights on everything: a scope that has nothing to do with a contractor would hold for all.
    fn one_contractor(&self, name: &str, problems: &mut Problems) {
        let limited = self.component == Onderdeel::Sig && self.of_type().is_some();
        if limited && self.scopes.iter().any(|scope| scope != OPDRACHTEN) {
            let reason =
                "Met een aannemer kan alleen de scope signalen.opdrachten. Zet andere scopes in een eigen autorisatie.";
            problems.add(format!("{name}.scopes"), "invalid", reason);
        }
    }

    /// ac-003: when a scope belongs to a component whose rights depend on a type, that type and, for zaken and documenten, the highest
    /// vertrouwelijkheidaanduiding must be given.
    pub(crate) fn check(&self, name: &str, problems: &mut Problems) {
        self.one_contractor(name, problems);
        let Some(typed) = self.component.typed() else { return };
        let Some(scope) = self.scopes.iter().find(|scope| scope.starts_with(typed.prefix)) else { return };
        let mut require = |missing: bool, member: &str| {
            if missing {
                let scope: String = scope.chars().take(50).collect();
                problems.add(
                    format!("{name}.{member}"),
                    "required",
                    format!("Dit veld is verplicht bij de scope {scope}."),
                );
            }
        };
        require(self.of_type().is_none(), typed.member);
        require(typed.levelled && self.level().is_none(), "maxVertrouwelijkheidaanduiding");
    }
}
