// SPDX-License-Identifier: EUPL-1.2
//! How far a fault is, what is broken, who mends it and how it ended.

/// How far a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fase {
    /// It is known.
    Vastgesteld,
    /// There is an order; nobody accepted it yet.
    Opgedragen,
    /// Somebody accepted the order.
    Aangenomen,
    /// Somebody is there.
    TerPlaatse,
    /// The work waits.
    Wacht(Wachtreden),
    /// It is over.
    Gemaakt,
}

impl Fase {
    /// Its value in data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vastgesteld => "vastgesteld",
            Self::Opgedragen => "opgedragen",
            Self::Aangenomen => "aangenomen",
            Self::TerPlaatse => "ter_plaatse",
            Self::Wacht(_) => "wacht",
            Self::Gemaakt => "gemaakt",
        }
    }
}

/// Why work waits, in words of ours: those of the contractor may name people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wachtreden {
    /// The company of the power grid has to do something first.
    Netbeheerder,
    /// A part has to come.
    Materiaal,
    /// The weather.
    Weer,
    /// Nobody can get at it: a parked car, a fence, traffic.
    Toegang,
    /// Something else.
    Anders,
}

impl Wachtreden {
    /// What the words of a contractor are about.
    pub(super) fn van(woorden: &str) -> Self {
        const WOORDEN: [(&[&str], Wachtreden); 4] = [
            (&["netbeheerder", "stedin", "liander", "enexis", "stroom", "kabel", "voeding"], Wachtreden::Netbeheerder),
            (&["materiaal", "onderde", "levering", "voorraad", "besteld", "mast", "armatuur"], Wachtreden::Materiaal),
            (&["weer", "storm", "wind", "regen", "sneeuw", "vorst", "onweer"], Wachtreden::Weer),
            (
                &["toegang", "geparkeerd", "auto", "afgesloten", "verkeer", "hek", "vergunning", "evenement"],
                Wachtreden::Toegang,
            ),
        ];
        let text = woorden.to_lowercase();
        let found = WOORDEN.iter().find(|(words, _)| words.iter().any(|word| text.contains(word)));
        found.map_or(Self::Anders, |(_, reden)| *reden)
    }

    /// Its value in data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Netbeheerder => "netbeheerder",
            Self::Materiaal => "materiaal",
            Self::Weer => "weer",
            Self::Toegang => "toegang",
            Self::Anders => "anders",
        }
    }
}

/// Who mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hersteller {
    /// The municipality itself.
    Gemeente,
    /// A contractor, with its name.
    Aannemer(String),
}

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oorzaak {
    /// One lamp.
    Lamp,
    /// Several lamps on one circuit or cabinet.
    Groep,
    /// The circuit or the cabinet.
    Kast,
}

/// How a fault ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afloop {
    /// Somebody mended it.
    Hersteld,
    /// Somebody looked, and nothing was wrong.
    GeenDefect,
    /// The lamp was fine again without anybody.
    Vanzelf,
    /// The municipality closed it.
    Gesloten,
}

impl Afloop {
    /// Its value in data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hersteld => "hersteld",
            Self::GeenDefect => "geen_defect",
            Self::Vanzelf => "vanzelf",
            Self::Gesloten => "gesloten",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wachtreden;

    #[test]
    fn words_of_contractors_become_words_of_ours() {
        assert_eq!(Wachtreden::van("Wacht op Stedin, dhr. Jansen belt"), Wachtreden::Netbeheerder);
        assert_eq!(Wachtreden::van("Onderdeel besteld"), Wachtreden::Materiaal);
        assert_eq!(Wachtreden::van("windkracht 9"), Wachtreden::Weer);
        assert_eq!(Wachtreden::van("auto van nr 12 staat ervoor"), Wachtreden::Toegang);
        assert_eq!(Wachtreden::van(""), Wachtreden::Anders);
    }
}
