// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a lamp, in words of ours: never in those of who reported it.

/// What a resident can say is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Klacht {
    /// It gives no light.
    BrandtNiet,
    /// It burns by day.
    BrandtOverdag,
    /// It goes on and off.
    Knippert,
    /// It gives less light than it should.
    Zwak,
    /// Somebody or something damaged it.
    Beschadigd,
    /// It stands askew.
    Scheef,
    /// The door is open, or wires can be seen.
    DeurOpen,
    /// It was said to be mended, and is not.
    NogKapot,
    /// Something else.
    Anders,
}

/// `soortKlacht` of a report that something is still broken.
pub const NOG_KAPOT: &str = waarmaker_signalen::NOG_KAPOT;

impl Klacht {
    /// All that a form offers, in its order; [`NogKapot`](Self::NogKapot) has a way of its own.
    pub const KEUZES: [Self; 8] = [
        Self::BrandtNiet,
        Self::Knippert,
        Self::Zwak,
        Self::BrandtOverdag,
        Self::Beschadigd,
        Self::Scheef,
        Self::DeurOpen,
        Self::Anders,
    ];

    /// Its value in `soortKlacht`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BrandtNiet => "brandt-niet",
            Self::BrandtOverdag => "brandt-overdag",
            Self::Knippert => "knippert",
            Self::Zwak => "zwak",
            Self::Beschadigd => "beschadigd",
            Self::Scheef => "scheef",
            Self::DeurOpen => "deur-open",
            Self::NogKapot => NOG_KAPOT,
            Self::Anders => "anders",
        }
    }

    /// The complaint with this code; a word that is not ours is something else.
    pub fn van(code: &str) -> Self {
        let known = Self::KEUZES.into_iter().chain([Self::NogKapot]);
        known.into_iter().find(|klacht| klacht.code() == code).unwrap_or(Self::Anders)
    }

    /// In words, for data in Dutch.
    pub const fn woorden(self) -> &'static str {
        match self {
            Self::BrandtNiet => "De lamp brandt niet",
            Self::BrandtOverdag => "De lamp brandt overdag",
            Self::Knippert => "De lamp knippert",
            Self::Zwak => "De lamp geeft weinig licht",
            Self::Beschadigd => "De lamp is beschadigd",
            Self::Scheef => "De lamp staat scheef",
            Self::DeurOpen => "Het deurtje van de lamp is open",
            Self::NogKapot => "De lamp is nog kapot na herstel",
            Self::Anders => "Er is iets met de lamp",
        }
    }
}

/// What is wrong, as everybody may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wat {
    /// Several lamps on one cable or cabinet.
    Groep,
    /// The lamp itself said that something is wrong.
    Sensor,
    /// Somebody said so.
    Klacht(Klacht),
}

impl Wat {
    /// Its value in data: `groep`, `sensor` or that of the complaint.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Groep => "groep",
            Self::Sensor => "sensor",
            Self::Klacht(klacht) => klacht.code(),
        }
    }

    /// In words, for data in Dutch.
    pub const fn woorden(self) -> &'static str {
        match self {
            Self::Groep => "Meer lampen op dezelfde kabel of kast hebben een storing",
            Self::Sensor => "De lamp meldt zelf een storing",
            Self::Klacht(klacht) => klacht.woorden(),
        }
    }
}
