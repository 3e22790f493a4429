// SPDX-License-Identifier: EUPL-1.2
//! From which day the archiefactietermijn runs.

use serde::{Deserialize, Deserializer, Serialize};
use waarmaker_core::{Duur, Problems};
use waarmaker_resource::{Blank, Fields, choice};

choice! {
    /// Manier waarop de brondatum bepaald wordt.
    pub enum Afleidingswijze {
        Afgehandeld = "afgehandeld", AnderDatumkenmerk = "ander_datumkenmerk", Eigenschap = "eigenschap",
        GerelateerdeZaak = "gerelateerde_zaak", Hoofdzaak = "hoofdzaak", IngangsdatumBesluit = "ingangsdatum_besluit",
        Termijn = "termijn", VervaldatumBesluit = "vervaldatum_besluit", Zaakobject = "zaakobject",
    }
}
choice! {
    /// Soort object waarvan een kenmerk de brondatum is.
    pub enum Objecttype {
        Adres = "adres", Besluit = "besluit", Buurt = "buurt", EnkelvoudigDocument = "enkelvoudig_document", Gemeente = "gemeente",
        GemeentelijkeOpenbareRuimte = "gemeentelijke_openbare_ruimte", Huishouden = "huishouden",
        Inrichtingselement = "inrichtingselement", KadastraleOnroerendeZaak = "kadastrale_onroerende_zaak",
        Kunstwerkdeel = "kunstwerkdeel", MaatschappelijkeActiviteit = "maatschappelijke_activiteit", Medewerker = "medewerker",
        NatuurlijkPersoon = "natuurlijk_persoon", NietNatuurlijkPersoon = "niet_natuurlijk_persoon", OpenbareRuimte = "openbare_ruimte",
        OrganisatorischeEenheid = "organisatorische_eenheid", Pand = "pand", Spoorbaandeel = "spoorbaandeel", Status = "status",
        Terreindeel = "terreindeel", TerreinGebouwdObject = "terrein_gebouwd_object", Vestiging = "vestiging", Waterdeel = "waterdeel",
        Wegdeel = "wegdeel", Wijk = "wijk", Woonplaats = "woonplaats", WozDeelobject = "woz_deelobject", WozObject = "woz_object",
        WozWaarde = "woz_waarde", ZakelijkRecht = "zakelijk_recht", Overige = "overige",
    }
}

/// Hoe de dag bepaald wordt waarop de archiefactietermijn begint.
///
/// An absent member, `""` and `null` are the same here; it is served empty.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BrondatumArchiefprocedure {
    /// Manier waarop de dag bepaald wordt.
    #[field(required)]
    pub afleidingswijze: Afleidingswijze,
    /// Naam van het kenmerk dat de dag bevat.
    #[field(max = 80, nullable, default = "\"\"")]
    pub datumkenmerk: Blank<String>,
    /// Of de dag bekend is als de zaak gesloten wordt.
    #[field(nullable, default = "false")]
    #[serde(deserialize_with = "false_when_null")]
    pub einddatum_bekend: bool,
    /// Soort object waarvan het kenmerk is.
    #[field(nullable, default = "\"\"")]
    pub objecttype: Blank<Objecttype>,
    /// Naam van de registratie waarin het object staat.
    #[field(max = 80, nullable, default = "\"\"")]
    pub registratie: Blank<String>,
    /// Tijd na het sluiten van de zaak.
    pub procestermijn: Option<Duur>,
}

fn false_when_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::<bool>::deserialize(deserializer)?.unwrap_or(false))
}

/// What an afleidingswijze demands of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Demand {
    Required,
    Empty,
    Free,
}

/// The table of handbook 3.4.4: datumkenmerk (ztc-004), einddatumBekend (ztc-005), objecttype (ztc-006), registratie (ztc-007) and
/// procestermijn (ztc-008).
const fn demands(afleidingswijze: Afleidingswijze) -> [Demand; 5] {
    use Demand::{Empty, Free, Required};
    match afleidingswijze {
        Afleidingswijze::Afgehandeld => [Empty, Empty, Empty, Empty, Empty],
        Afleidingswijze::AnderDatumkenmerk => [Required, Free, Required, Required, Empty],
        Afleidingswijze::Eigenschap => [Required, Free, Empty, Empty, Empty],
        Afleidingswijze::GerelateerdeZaak
        | Afleidingswijze::Hoofdzaak
        | Afleidingswijze::IngangsdatumBesluit
        | Afleidingswijze::VervaldatumBesluit => [Empty, Free, Empty, Empty, Empty],
        Afleidingswijze::Termijn => [Empty, Empty, Empty, Empty, Required],
        Afleidingswijze::Zaakobject => [Required, Free, Required, Empty, Empty],
    }
}

/// ztc-004, ztc-005, ztc-006, ztc-007, ztc-008: each member is there or not as the afleidingswijze demands.
pub(super) fn check(brondatum: &BrondatumArchiefprocedure, problems: &mut Problems) {
    let filled = |text: &Blank<String>| text.get().is_some_and(|text| !text.is_empty());
    let members = [
        ("datumkenmerk", filled(&brondatum.datumkenmerk)),
        ("einddatumBekend", brondatum.einddatum_bekend),
        ("objecttype", !brondatum.objecttype.is_empty()),
        ("registratie", filled(&brondatum.registratie)),
        ("procestermijn", brondatum.procestermijn.is_some()),
    ];
    let afleidingswijze = brondatum.afleidingswijze.as_str();
    for ((member, filled), demand) in members.into_iter().zip(demands(brondatum.afleidingswijze)) {
        let name = || format!("brondatumArchiefprocedure.{member}");
        if demand == Demand::Required && !filled {
            problems.add(name(), "required", format!("Bij afleidingswijze {afleidingswijze} is dit veld verplicht."));
        } else if demand == Demand::Empty && filled {
            problems.add(
                name(),
                "must-be-empty",
                format!("Bij afleidingswijze {afleidingswijze} moet dit veld leeg zijn."),
            );
        }
    }
}

/// ztc-003: some procestermijnen of the selectielijst go with one afleidingswijze only.
pub(super) fn check_procestermijn(afleidingswijze: Afleidingswijze, procestermijn: &str, problems: &mut Problems) {
    let wanted = match procestermijn {
        "nihil" => Afleidingswijze::Afgehandeld,
        "ingeschatte_bestaansduur_procesobject" => Afleidingswijze::Termijn,
        _ => return,
    };
    if afleidingswijze != wanted {
        let reason = format!("Bij procestermijn {procestermijn} hoort afleidingswijze {}.", wanted.as_str());
        problems.add(Problems::WHOLE, "invalid-afleidingswijze-for-procestermijn", reason);
    }
}
