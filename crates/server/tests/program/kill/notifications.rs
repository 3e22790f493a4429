// SPDX-License-Identifier: EUPL-1.2
//! `kill -9` at any moment loses no notification and changes no order: a subscriber outside is told of everything that was answered with 201.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::Value;
use tempfile::tempdir;
use waarmaker_core::{Ids as _, RandomIds};
use waarmaker_db::{Url, testing::Scratch};

use super::{Types, write};
use crate::{
    process::{Client, Server, eventually, run},
    receiver::Receiver,
};

const WRITERS: usize = 8;

/// Runs servers that are killed while writers are at work, and looks what reached the subscriber.
fn nothing_is_lost(data: &Path, database: &str, rounds: u32) {
    let receiver = Receiver::start();
    let settings = data.join("waarmaker.toml");
    fs::write(&settings, format!("{database}[notificaties]\nallow_private = [\"{}\"]\n", receiver.host())).unwrap();
    let place = ["--data", data.to_str().unwrap(), "--config", settings.to_str().unwrap()];
    let command = |words: &[&str]| run(&[words, &place].concat()).well();
    command(&["referentielijsten", "import", "--builtin"]);
    command(&["catalogus", "import", &crate::process::demo_file("melding-openbare-verlichting.toml")]);
    let random = RandomIds.uuid().as_u128();
    let answered = Mutex::new(Vec::new());
    for round in 0..rounds {
        let mut server = Server::with(data, &place[2..]);
        let client = Client::superuser_in(&server, &place);
        if round == 0 {
            receiver.subscribe(&client, &["zaken"]);
        }
        let types = Types::of(&client);
        let moment = usize::try_from((random >> (round * 10)) % 300).unwrap() + 1;
        let (count, told) = (AtomicUsize::new(0), receiver.messages().len());
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| write(&client.clone(), &types, &answered, &count));
            }
            eventually("writes are answered", || (count.load(Ordering::Relaxed) >= moment).then_some(()));
            // Deliveries are under way too; on PostgreSQL that takes until the lease of the server that was killed ends.
            eventually("messages arrive", || (receiver.messages().len() > told).then_some(()));
            server.kill();
        });
        println!("round {round}: {} answered, {} messages", answered.lock().unwrap().len(), receiver.messages().len());
    }
    let answered = answered.into_inner().unwrap();
    let _server = Server::with(data, &place[2..]);
    eventually("every notification arrives", || {
        let told = resources(&receiver.messages());
        answered.iter().all(|url| told.contains(path(url))).then_some(())
    });
    in_order(&receiver.messages(), &answered);
}

/// A URL without the address of the server, which is another one after every start.
fn path(url: &str) -> &str {
    url.split_once("/zaken/api").unwrap().1
}

fn text<'m>(message: &'m Value, member: &str) -> &'m str {
    path(message[member].as_str().unwrap())
}

fn resources(messages: &[Value]) -> BTreeSet<String> {
    messages.iter().map(|message| text(message, "resourceUrl").to_owned()).collect()
}

/// The first message of each resource came in the order in which the resources of its zaak were made: zaak, rol, status.
fn in_order(messages: &[Value], answered: &[String]) {
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for message in messages {
        let resources = told.entry(text(message, "hoofdObject")).or_default();
        if message["actie"] == "create" && !resources.contains(&text(message, "resourceUrl")) {
            resources.push(text(message, "resourceUrl"));
        }
    }
    let zaken = answered.iter().filter(|url| url.contains("/zaken/api/v1/zaken/"));
    for zaak in zaken {
        let kinds: Vec<&str> = told[path(zaak)].iter().map(|url| url.rsplit('/').nth(1).unwrap()).collect();
        let expected = ["zaken", "rollen", "statussen"];
        assert!(!kinds.is_empty() && kinds.len() <= 3 && kinds == expected[..kinds.len()], "{zaak}: {kinds:?}");
    }
}

#[test]
fn every_notification_arrives_and_in_order_however_often_the_server_is_killed() {
    let data = tempdir().unwrap();
    nothing_is_lost(data.path(), "", 5);
}

#[test]
fn every_notification_arrives_and_in_order_on_postgresql_too() {
    let Some(scratch) = Scratch::postgres() else { return };
    let Url::Postgres(url) = &scratch.settings().url else { panic!("PostgreSQL") };
    let data = tempdir().unwrap();
    nothing_is_lost(data.path(), &format!("[database]\nurl = \"{url}\"\n"), 2);
}
