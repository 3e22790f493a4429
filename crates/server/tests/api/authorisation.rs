// SPDX-License-Identifier: EUPL-1.2
//! Nobody sees or changes what it may not, through any door (handbook 1.3, zrc-006, ztc-014).
//!
//! One register is filled with zaken, documents and besluiten of every type and level, each with one of everything that belongs to it. Callers with random rights then try
//! every operation of every resource. What they should see is worked out by [`model`], which knows the rules of the standard and nothing of the program.
//! A resource without sample, or an extra operation without a try, fails the test: a new operation cannot be forgotten.

mod doors;
mod model;
mod world;

use std::cell::Cell;

use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::engines::on_both_engines;

/// Callers that are tried on each engine.
const CALLERS: u32 = 16;

/// zrc-006: lists, counts, details, `_zoek`, expand, audit trail and every change stay within the rights of the caller.
#[test]
fn nobody_sees_or_changes_what_it_may_not_through_any_door() {
    let engine = Cell::new(0_u8);
    on_both_engines(async |app| {
        engine.set(engine.get() + 1);
        let world = world::World::fill(app).await;
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[engine.get(); 32]);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        for number in 0..CALLERS {
            let rights = model::rights().new_tree(&mut runner).unwrap().current();
            let client = app.client(&format!("beller-{number}"));
            world.grant(client.id(), &rights).await;
            doors::try_all(&world, &client, &rights).await;
        }
        doors::try_all(&world, &app.anonymous(), &model::Rights::default()).await;
    });
}
