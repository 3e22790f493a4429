// SPDX-License-Identifier: EUPL-1.2
//! What the standard says a caller may do, independent of the program.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*, sample::subsequence};

/// A component whose objects have rights of their own: for a type, up to a level.
#[derive(Debug)]
pub(super) struct Register {
    /// Code of the component.
    pub(super) component: &'static str,
    /// Name of the resource of its objects.
    pub(super) resource: &'static str,
    /// Member that holds the type, in the object as in an autorisatie.
    pub(super) of_type: &'static str,
    /// Whether its objects have a vertrouwelijkheidaanduiding.
    pub(super) levelled: bool,
    /// Scopes that random rights are drawn from.
    scopes: &'static [&'static str],
}

/// All such components.
pub(super) static REGISTERS: [Register; 4] = [
    Register {
        component: "zrc",
        resource: "zaak",
        of_type: "zaaktype",
        levelled: true,
        scopes: &[
            "zaken.lezen",
            "zaken.aanmaken",
            "zaken.bijwerken",
            "zaken.geforceerd-bijwerken",
            "zaken.verwijderen",
            "zaken.statussen.toevoegen",
            "zaken.heropenen",
            "audittrails.lezen",
        ],
    },
    Register {
        component: "drc",
        resource: "enkelvoudiginformatieobject",
        of_type: "informatieobjecttype",
        levelled: true,
        scopes: &[
            "documenten.lezen",
            "documenten.aanmaken",
            "documenten.bijwerken",
            "documenten.geforceerd-bijwerken",
            "documenten.verwijderen",
            "documenten.lock",
            "documenten.geforceerd-unlock",
            "audittrails.lezen",
        ],
    },
    Register {
        component: "brc",
        resource: "besluit",
        of_type: "besluittype",
        levelled: false,
        scopes: &[
            "besluiten.lezen",
            "besluiten.aanmaken",
            "besluiten.bijwerken",
            "besluiten.verwijderen",
            "audittrails.lezen",
        ],
    },
    Register {
        component: "sig",
        resource: "werkopdracht",
        of_type: "aannemer",
        levelled: false,
        scopes: &["signalen.opdrachten"],
    },
];

/// Components whose rights are the same for everything in them.
const WHOLE: [(&str, &[&str]); 4] = [
    (
        "ztc",
        &["catalogi.lezen", "catalogi.schrijven", "catalogi.geforceerd-schrijven", "catalogi.geforceerd-verwijderen"],
    ),
    ("ac", &["autorisaties.lezen", "autorisaties.bijwerken"]),
    ("nrc", &["notificaties.publiceren", "notificaties.consumeren"]),
    ("sig", &["signalen.lezen", "signalen.beheren", "signalen.melden", "audittrails.lezen"]),
];

/// Levels, lowest first.
pub(super) const LEVELS: [&str; 8] = [
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
];
/// Types in each register.
pub(super) const TYPES: usize = 3;

/// What rights for an object depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Its register, by place in [`REGISTERS`].
    pub(super) register: usize,
    /// Its type, by number.
    pub(super) of_type: usize,
    /// Its level, by place in [`LEVELS`].
    pub(super) level: usize,
    /// `isGereedVoorPublicatie` of a document; others are always ready.
    pub(super) ready: bool,
}

/// Rights for one type, up to a level.
#[derive(Clone, Debug)]
pub(super) struct ForType {
    pub(super) register: usize,
    pub(super) of_type: usize,
    pub(super) level: usize,
    pub(super) scopes: Vec<&'static str>,
}

/// The rights of a caller.
#[derive(Clone, Debug, Default)]
pub(super) struct Rights {
    pub(super) objects: Vec<ForType>,
    /// Code of a component → scopes in the whole of it.
    pub(super) whole: BTreeMap<&'static str, Vec<&'static str>>,
    /// `alleenIsGereedVoorPublicatie`.
    pub(super) only_ready: bool,
}

/// Random rights: often narrow, sometimes none.
pub(super) fn rights() -> impl Strategy<Value = Rights> {
    let for_type = (0..REGISTERS.len(), 0..TYPES, 0..LEVELS.len()).prop_flat_map(|(register, of_type, level)| {
        let scopes = subsequence(REGISTERS[register].scopes.to_vec(), 1..=3.min(REGISTERS[register].scopes.len()));
        scopes.prop_map(move |scopes| ForType { register, of_type, level, scopes })
    });
    let few =
        |scopes: &'static [&'static str]| prop_oneof![2 => Just(Vec::new()), 1 => subsequence(scopes.to_vec(), 1..=2)];
    let [ztc, ac, nrc, sig] = WHOLE.map(|(_, scopes)| few(scopes));
    let trails = || prop_oneof![4 => Just(Vec::new()), 1 => Just(vec!["audittrails.lezen"])];
    let whole = (ztc, ac, nrc, sig, trails(), trails(), trails()).prop_map(|(ztc, ac, nrc, sig, zrc, drc, brc)| {
        let all = [("ztc", ztc), ("ac", ac), ("nrc", nrc), ("sig", sig), ("zrc", zrc), ("drc", drc), ("brc", brc)];
        all.into_iter().filter(|(_, scopes)| !scopes.is_empty()).collect()
    });
    (vec(for_type, 0..6), whole, prop::bool::weighted(0.25)).prop_map(|(objects, whole, only_ready)| Rights {
        objects,
        whole,
        only_ready,
    })
}

impl Rights {
    /// Nothing at all: an Applicatie cannot have that (ac-002), so the caller has none.
    pub(super) fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.whole.is_empty()
    }

    /// Whether one of the scopes is given anywhere in the component that it belongs to; `audittrails.lezen` belongs to each.
    pub(super) fn at_all(&self, component: &str, scopes: &[&str]) -> bool {
        scopes.iter().any(|scope| {
            let component = home(scope).unwrap_or(component);
            let typed = |one: &ForType| REGISTERS[one.register].component == component && one.scopes.contains(scope);
            self.wholly(component, scope) || self.objects.iter().any(typed)
        })
    }

    /// Whether one of the scopes is given for an object.
    pub(super) fn for_object(&self, scopes: &[&str], kind: Kind) -> bool {
        let register = &REGISTERS[kind.register];
        if register.component == "drc" && self.only_ready && !kind.ready {
            return false;
        }
        let typed = |one: &ForType| {
            one.register == kind.register
                && one.of_type == kind.of_type
                && (one.level >= kind.level || !register.levelled)
                && scopes.iter().any(|scope| one.scopes.contains(scope))
        };
        scopes.iter().any(|scope| self.wholly(register.component, scope)) || self.objects.iter().any(typed)
    }

    fn wholly(&self, component: &str, scope: &str) -> bool {
        self.whole.get(component).is_some_and(|scopes| scopes.contains(&scope))
    }
}

/// Code of the component that a scope belongs to.
fn home(scope: &str) -> Option<&'static str> {
    Some(match scope.split('.').next()? {
        "zaken" => "zrc",
        "documenten" => "drc",
        "besluiten" => "brc",
        "catalogi" => "ztc",
        "autorisaties" => "ac",
        "notificaties" => "nrc",
        "signalen" => "sig",
        _ => return None,
    })
}
