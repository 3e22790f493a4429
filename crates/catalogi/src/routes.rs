// SPDX-License-Identifier: EUPL-1.2
//! The operation beyond the six: publishing a type.

use waarmaker_resource::Extra;

use crate::scopes::WRITE;

/// The declaration of `POST …/{uuid}/publish`.
pub(crate) const fn publish_operation(id: &'static str) -> Extra {
    Extra {
        method: "POST",
        path: "/{uuid}/publish",
        id,
        doc: "Publiceert het type: vanaf dan kan het gebruikt worden en kan het niet meer veranderen.",
        scopes: WRITE,
        body: None,
        answer: (200, None),
        page: false,
        parameters: &[],
    }
}
