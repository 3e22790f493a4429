// SPDX-License-Identifier: EUPL-1.2
//! The contract of this API, in `OpenAPI` 3.0.

use serde_json::{Value as Json, json};

use super::answer::{GEOJSON, JSON, Reply};

/// Media type of the contract.
pub(super) const KIND: &str = "application/vnd.oai.openapi+json;version=3.0";

/// The contract.
pub(super) fn document(base: &str) -> Reply {
    let body = json!({
        "openapi": "3.0.3",
        "info": {"title": "Assets (OGC API Features)", "version": "1.0.0", "license": {"name": "EUPL-1.2"},
            "description": "Wat in de openbare ruimte staat en onderhouden wordt, en de gebieden waarin het staat. Een lijst loop je door met de link next."},
        "servers": [{"url": base}],
        "security": [{"JWT": []}],
        "paths": paths(),
        "components": {"securitySchemes": {"JWT": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "parameters": parameters(), "schemas": schemas(), "responses": responses()},
    });
    Reply { kind: KIND, ..Reply::json(body) }
}

fn paths() -> Json {
    let id = reference("parameters", "collectionId");
    let feature = reference("parameters", "featureId");
    let crs = reference("parameters", "crs");
    let list: Vec<Json> =
        ["bbox", "bbox-crs", "crs", "limit", "datetime", "after", "identificatie", "ouder", "soort", "code", "naam"]
            .iter()
            .map(|name| reference("parameters", name))
            .chain([id.clone()])
            .collect();
    let one = |list: &[&Json]| list.iter().map(|parameter| (*parameter).clone()).collect::<Vec<_>>();
    let changed = || json!({"content": {GEOJSON: {"schema": reference("schemas", "feature")}}, "required": true});
    json!({
        "/": {"get": get("getLandingPage", "De ingang", &[], JSON, "landingPage")},
        "/conformance": {"get": get("getConformance", "Waaraan deze API voldoet", &[], JSON, "confClasses")},
        "/collections": {"get": get("getCollections", "De verzamelingen: een per soort asset, en gebieden-<soort>", &[], JSON, "collections")},
        "/collections/{collectionId}": {"get": get("describeCollection", "Een verzameling", &one(&[&id]), JSON, "collection")},
        "/collections/{collectionId}/items": {
            "get": get("getFeatures", "De features van een verzameling", &list, GEOJSON, "featureCollection"),
            "post": {"operationId": "createFeature", "summary": "Maak een asset (scope assets.beheren)", "parameters": one(&[&id]),
                "requestBody": changed(), "responses": with_errors("201", GEOJSON, "feature")},
        },
        "/collections/{collectionId}/items/{featureId}": {
            "get": get("getFeature", "Een feature", &one(&[&id, &feature, &crs]), GEOJSON, "feature"),
            "put": {"operationId": "replaceFeature", "summary": "Vervang een asset (scope assets.beheren)", "parameters": one(&[&id, &feature]),
                "requestBody": changed(), "responses": with_errors("200", GEOJSON, "feature")},
            "delete": {"operationId": "deleteFeature", "summary": "Verwijder een asset; de geschiedenis blijft (scope assets.beheren)",
                "parameters": one(&[&id, &feature]), "responses": {"204": {"description": "Verwijderd"}, "default": reference("responses", "error")}},
        },
        "/collections/{collectionId}/items/{featureId}/versies": {
            "get": get("getVersions", "De geschiedenis van een asset", &one(&[&id, &feature]), JSON, "versions")},
    })
}

fn reference(what: &str, name: &str) -> Json {
    json!({"$ref": format!("#/components/{what}/{name}")})
}

fn get(id: &str, summary: &str, parameters: &[Json], kind: &str, schema: &str) -> Json {
    json!({"operationId": id, "summary": summary, "parameters": parameters, "responses": with_errors("200", kind, schema)})
}

fn with_errors(status: &str, kind: &str, schema: &str) -> Json {
    let good = json!({"description": "In orde", "content": {kind: {"schema": reference("schemas", schema)}}});
    json!({status: good, "default": reference("responses", "error")})
}

fn parameters() -> Json {
    let path = |name: &str, doc: &str| json!({"name": name, "in": "path", "required": true, "description": doc, "schema": {"type": "string"}});
    let text = |name: &str, doc: &str| json!({"name": name, "in": "query", "required": false, "description": doc, "schema": {"type": "string"}});
    let uri = |name: &str| {
        json!({"name": name, "in": "query", "required": false, "schema": {"type": "string", "format": "uri",
        "enum": [crate::Crs::Wgs84.uri(), crate::Crs::Rd.uri()], "default": crate::Crs::Wgs84.uri()}})
    };
    json!({
        "collectionId": path("collectionId", "Soort van de assets, of gebieden- met een soort gebied"),
        "featureId": path("featureId", "Uuid"),
        "bbox": {"name": "bbox", "in": "query", "required": false, "style": "form", "explode": false, "description": "west,zuid,oost,noord",
            "schema": {"type": "array", "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}], "items": {"type": "number"}}},
        "bbox-crs": uri("bbox-crs"),
        "crs": uri("crs"),
        "limit": {"name": "limit", "in": "query", "required": false, "schema": {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100}},
        "datetime": text("datetime", "Wanneer het feature voor het laatst gewijzigd is: een moment of begin/eind"),
        "after": text("after", "Waar de bladzijde begint; staat in de link next"),
        "identificatie": text("identificatie", "Het nummer van een asset"),
        "ouder": text("ouder", "Waar het aan hangt: uuid, URL of identificatie"),
        "soort": text("soort", "De soort"),
        "code": text("code", "De code van een gebied"),
        "naam": text("naam", "De naam van een gebied"),
    })
}

fn schemas() -> Json {
    let links = json!({"type": "array", "items": reference("schemas", "link")});
    json!({
        "link": {"type": "object", "required": ["href"], "properties": {"href": {"type": "string"}, "rel": {"type": "string"},
            "type": {"type": "string"}, "title": {"type": "string"}}},
        "landingPage": {"type": "object", "required": ["links"], "properties": {"title": {"type": "string"}, "description": {"type": "string"}, "links": links}},
        "confClasses": {"type": "object", "required": ["conformsTo"], "properties": {"conformsTo": {"type": "array", "items": {"type": "string"}}}},
        "collections": {"type": "object", "required": ["links", "collections"], "properties": {"links": links,
            "collections": {"type": "array", "items": reference("schemas", "collection")}}},
        "collection": {"type": "object", "required": ["id", "links"], "properties": {"id": {"type": "string"}, "title": {"type": "string"},
            "description": {"type": "string"}, "links": links, "extent": {"type": "object"}, "itemType": {"type": "string"},
            "crs": {"type": "array", "items": {"type": "string"}}}},
        "featureCollection": {"type": "object", "required": ["type", "features"], "properties": {"type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": reference("schemas", "feature")}, "links": links,
            "timeStamp": {"type": "string", "format": "date-time"}, "numberMatched": {"type": "integer"}, "numberReturned": {"type": "integer"}}},
        "feature": {"type": "object", "required": ["type", "geometry", "properties"], "properties": {"type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string", "format": "uuid"}, "geometry": {"type": "object", "nullable": true}, "properties": {"type": "object", "nullable": true},
            "links": links}},
        "versions": {"type": "object", "required": ["versies"], "properties": {"id": {"type": "string"},
            "versies": {"type": "array", "items": {"type": "object"}}, "links": links}},
        "exception": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}, "description": {"type": "string"}}},
    })
}

fn responses() -> Json {
    let content = json!({JSON: {"schema": reference("schemas", "exception")}});
    json!({"error": {"description": "Het verzoek kan niet worden uitgevoerd: zie description.", "content": content}})
}
