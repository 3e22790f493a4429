// SPDX-License-Identifier: EUPL-1.2
//! What a failed statement is to a client.

use waarmaker_core::Problem;

use crate::Error;

impl From<Error> for Problem {
    /// A lack of the moment is 503, for which trying again helps; a row that another request took or removed meanwhile is 409; the rest is
    /// 500 and keeps its source for the log.
    fn from(error: Error) -> Self {
        match error {
            Error::Busy | Error::Timeout | Error::Unavailable(_) | Error::ClosedDown => {
                Self::unavailable("De database is nu niet beschikbaar. Probeer het later opnieuw.")
            }
            Error::Unique { .. } => Self::conflict("Er bestaat al een object met deze gegevens."),
            Error::ForeignKey => {
                Self::conflict("Het object verwijst naar iets dat er niet (meer) is, of er wordt nog naar verwezen.")
            }
            Error::TooBig => Self::payload_too_large("Het verzoek is te groot."),
            other => Self::internal(other),
        }
    }
}
