// SPDX-License-Identifier: EUPL-1.2
//! The binary: everything is in the library, where tests reach it as well.

use std::process::ExitCode;

fn main() -> ExitCode {
    waarmaker::run()
}
