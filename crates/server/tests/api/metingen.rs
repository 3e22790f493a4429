// SPDX-License-Identifier: EUPL-1.2
//! Observations in the shape of `SensorThings`, mapping, dead letters.

mod devices;
mod letters;
mod mapping;
mod mqtt;
mod observations;
mod refusals;
mod sensorthings;
mod store;
