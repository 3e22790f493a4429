// SPDX-License-Identifier: EUPL-1.2
//! Why a step or a decision about an order is not possible now: a kind with its values. The API says it in Dutch, pages in their own language.

use std::{error::Error, fmt};

use waarmaker_core::Problem;

use crate::Stapsoort;

/// Why an answer or a decision is refused as the order stands. It is the source of the [`Problem`] with status 409 that it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weigering {
    /// The order was withdrawn, for this reason.
    Ingetrokken(String),
    /// The order is done already.
    Afgerond,
    /// A contractor answers an order that is with the municipality.
    NietBijU,
    /// The municipality answers an order of its own list as a contractor would.
    OpEigenLijst,
    /// The order has to be accepted first.
    NietAangenomen,
    /// The order was accepted, so that it cannot be refused any more.
    AlAangenomen,
    /// The order was accepted, and its contractor is on site.
    AlTerPlaatse,
    /// The clock stands still already.
    PauzeLoopt,
    /// The clock does not stand still.
    GeenPauze,
    /// This step was taken before, with other words.
    AlGezet(Stapsoort),
    /// The key of this answer was that of another one.
    SleutelGebruikt,
    /// An order that somebody else has is given to a contractor.
    NietOpEigenLijst,
    /// An order that is over is withdrawn.
    NietsInTeTrekken,
}

impl Weigering {
    /// The refusal that a problem comes from.
    pub fn of(problem: &Problem) -> Option<&Self> {
        problem.source()?.downcast_ref()
    }
}

/// In Dutch, with what to do instead.
impl fmt::Display for Weigering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ingetrokken(reden) => {
                return write!(f, "De opdracht is ingetrokken: {reden}. U hoeft niets meer te doen.");
            }
            Self::AlGezet(stap) => {
                return write!(
                    f,
                    "Deze stap ({}) is al gezet met andere gegevens. Klopt die niet, neem dan contact op met de gemeente.",
                    stap.as_str()
                );
            }
            Self::Afgerond => "De opdracht is al afgerond. Klopt dat niet, neem dan contact op met de gemeente.",
            Self::NietBijU => {
                "De opdracht ligt niet meer bij u. Wilt u haar toch doen, vraag de gemeente dan om haar weer aan u toe te wijzen."
            }
            Self::OpEigenLijst => {
                "De opdracht staat op de eigen lijst. Wijs haar toe (toewijzen), of meld terplaatse, gereed of geendefect."
            }
            Self::NietAangenomen => {
                "De opdracht is nog niet aangenomen. Neem haar eerst aan (accepteren) of weiger haar (weigeren)."
            }
            Self::AlAangenomen => {
                "De opdracht is al aangenomen en kan niet meer worden geweigerd. Vraag de gemeente om haar in te trekken."
            }
            Self::AlTerPlaatse => "De opdracht is al aangenomen; u bent al ter plaatse.",
            Self::PauzeLoopt => "Er loopt al een pauze. Hervat die eerst (hervatten).",
            Self::GeenPauze => "Er loopt geen pauze. Begin er een met pauze.",
            Self::SleutelGebruikt => {
                "Deze Idempotency-Key is al gebruikt voor een ander antwoord op deze opdracht. Gebruik voor elk antwoord een nieuwe."
            }
            Self::NietOpEigenLijst => {
                "Alleen een opdracht op de eigen lijst (eigen_lijst of geweigerd) kan worden toegewezen. Trek een lopende opdracht eerst in."
            }
            Self::NietsInTeTrekken => {
                "De opdracht is al afgerond of ingetrokken. Er is niets meer in te trekken."
            }
        })
    }
}

impl Error for Weigering {}

impl From<Weigering> for Problem {
    fn from(weigering: Weigering) -> Self {
        Self::conflict(weigering.to_string()).with_source(weigering)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_found_again_in_the_problem_that_it_became() {
        let problem = Problem::from(Weigering::Ingetrokken("dubbel".to_owned()));
        assert_eq!(
            (problem.status, problem.detail.as_str()),
            (409, "De opdracht is ingetrokken: dubbel. U hoeft niets meer te doen.")
        );
        assert_eq!(Weigering::of(&problem.clone()), Some(&Weigering::Ingetrokken("dubbel".to_owned())));
        assert_eq!(Weigering::of(&Problem::conflict("anders")), None);
    }
}
