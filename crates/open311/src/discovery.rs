// SPDX-License-Identifier: EUPL-1.2
//! Where everything is.

use waarmaker_api::http::Api;

use crate::{
    ROOT,
    ask::host_of,
    node::{Answer, Node},
};

/// When something about the endpoints changed last.
const CHANGESET: &str = "2026-11-22T12:00:00+01:00";
const SPECIFICATION: &str = "http://wiki.open311.org/GeoReport_v2";

/// The document of discovery.
pub(crate) fn document(api: &Api) -> Answer {
    let origin = api.house.origins.for_host("").trim_end_matches('/').to_owned();
    let host = host_of(&origin).to_owned();
    let formats = Node::List("format", vec!["application/json".into(), "text/xml".into()]);
    let endpoint = Node::Group(vec![
        ("specification", SPECIFICATION.into()),
        ("url", format!("{origin}{ROOT}/v2").into()),
        ("changeset", CHANGESET.into()),
        ("type", "production".into()),
        ("formats", formats),
    ]);
    let body = Node::Group(vec![
        ("changeset", CHANGESET.into()),
        ("contact", format!("{origin}/lampen").into()),
        (
            "key_service",
            "Vraag de gemeente om een client met het recht signalen.melden. De sleutel is client_id:secret.".into(),
        ),
        ("jurisdiction_id", host.into()),
        ("endpoints", Node::List("endpoint", vec![endpoint])),
    ]);
    Answer::ok("discovery", body)
}
