// SPDX-License-Identifier: EUPL-1.2
//! The contract of a component, made from the declarations.

use serde_json::json;
use waarmaker_core::Problem;
use waarmaker_resource::Component;

use crate::{House, Result};

/// The `OpenAPI` document of a component.
pub fn document(_house: &House, component: Component) -> Result<Vec<u8>> {
    serde_json::to_vec(&json!({"openapi": "3.0.3", "info": {"title": component.title, "version": component.version}})).map_err(Problem::internal)
}
