// SPDX-License-Identifier: EUPL-1.2
//! Contents on both engines, in a folder and at an S3 server.

mod receive;
mod world;
