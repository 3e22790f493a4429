// SPDX-License-Identifier: EUPL-1.2
//! The components (APIs) of the standard.

/// One API of the standard, with the names it goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Component {
    /// Three-letter name in autorisaties and audit trail: `zrc`, `ztc`, `ac`.
    pub code: &'static str,
    /// Name on the command line and in paths: `zaken`.
    pub name: &'static str,
    /// Path of its root, without trailing slash: `/zaken/api/v1`.
    pub root: &'static str,
    /// Version of the standard that is served, in the header `API-version`.
    pub version: &'static str,
    /// Title for people.
    pub title: &'static str,
}

impl Component {
    /// Zaken API.
    pub const ZAKEN: Self =
        Self { code: "zrc", name: "zaken", root: "/zaken/api/v1", version: "1.7.0", title: "Zaken" };
    /// Catalogi API.
    pub const CATALOGI: Self =
        Self { code: "ztc", name: "catalogi", root: "/catalogi/api/v1", version: "1.3.3", title: "Catalogi" };
    /// Autorisaties API.
    pub const AUTORISATIES: Self = Self {
        code: "ac",
        name: "autorisaties",
        root: "/autorisaties/api/v1",
        version: "1.1.0",
        title: "Autorisaties",
    };
    /// Referentielijsten API, of the same shape as the national one.
    pub const REFERENTIELIJSTEN: Self = Self {
        code: "referentielijsten",
        name: "referentielijsten",
        root: "/referentielijsten/api/v1",
        version: "1.0.0",
        title: "Referentielijsten",
    };
    /// Documenten API.
    pub const DOCUMENTEN: Self =
        Self { code: "drc", name: "documenten", root: "/documenten/api/v1", version: "1.7.0", title: "Documenten" };
    /// Besluiten API.
    pub const BESLUITEN: Self =
        Self { code: "brc", name: "besluiten", root: "/besluiten/api/v1", version: "1.1.0", title: "Besluiten" };
    /// Notificaties API.
    pub const NOTIFICATIES: Self = Self {
        code: "nrc",
        name: "notificaties",
        root: "/notificaties/api/v1",
        version: "1.0.1",
        title: "Notificaties",
    };
    /// Signalen API: assets, contracts, observations, incidents and orders. It is our own, in the shape of the standard.
    pub const SIGNALEN: Self =
        Self { code: "sig", name: "signalen", root: "/signalen/api/v1", version: "1.0.0", title: "Signalen" };
    /// All components that this program serves.
    pub const ALL: &'static [Self] = &[
        Self::ZAKEN,
        Self::CATALOGI,
        Self::DOCUMENTEN,
        Self::BESLUITEN,
        Self::NOTIFICATIES,
        Self::AUTORISATIES,
        Self::REFERENTIELIJSTEN,
        Self::SIGNALEN,
    ];

    /// Code of the component in whose autorisaties a scope is granted: `zaken.lezen` → `zrc`. `None` for a scope that is granted per
    /// component (`audittrails.lezen`).
    pub fn of_scope(scope: &str) -> Option<&'static str> {
        Some(match scope.split('.').next()? {
            "zaken" => "zrc",
            "catalogi" => "ztc",
            "documenten" => "drc",
            "besluiten" => "brc",
            "autorisaties" => "ac",
            "notificaties" => "nrc",
            "signalen" | "assets" | "metingen" => "sig",
            _ => return None,
        })
    }
}
