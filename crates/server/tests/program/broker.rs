// SPDX-License-Identifier: EUPL-1.2
//! The server and a real broker, either of which is killed in the middle of the stream.

use std::{fs, path::Path, thread};

use serde_json::Value;
use tempfile::{TempDir, tempdir};
use waarmaker_db::{Db, Error, Settings, Tx, Url};
use waarmaker_testkit::{Broker, BrokerOptions};

use crate::process::{Server, eventually, run};

/// What a lamp of the simulator measures: name, kind, unit.
const MEASURES: &[(&str, &str, &str)] =
    &[("status", "tekst", ""), ("vermogen", "getal", "W"), ("spanning", "getal", "V"), ("branduren", "getal", "h")];

/// A folder with a register that knows lamps, and the settings of a server that listens to a broker.
struct Place {
    data: TempDir,
    db: Db,
}

impl Place {
    fn new(lamps: usize, section: &str) -> Self {
        let data = tempdir().unwrap();
        run(&["migrate", "--data", data.path().to_str().unwrap()]).well();
        let db = Db::open(&Settings::new(Url::Sqlite(data.path().join("waarmaker.db")))).unwrap();
        let names: Vec<String> = (1..=lamps).map(|i| format!("LAMP-{i:06}")).collect();
        fs::write(data.path().join("lampen.txt"), names.join(",KAST-1\n") + ",KAST-1\n").unwrap();
        db.write_blocking(move |tx| connect(tx, &names)).unwrap();
        let text = format!(
            "[signalen.mqtt]\nclient_id = \"node-1\"\ntopics = [{{ pattern = \"lampen/{{apparaat}}/meting\", mapping = \"flat\" }}]\n{section}"
        );
        fs::write(data.path().join("waarmaker.toml"), text).unwrap();
        Self { data, db }
    }

    fn path(&self, name: &str) -> String {
        self.data.path().join(name).to_str().unwrap().to_owned()
    }

    /// Starts the server.
    fn serve(&self) -> Server {
        Server::with(self.data.path(), &["--config", &self.path("waarmaker.toml")])
    }

    /// Lets the lamps talk, in a thread of its own; with what the simulator told at the end.
    fn simulate(&self, broker: &Broker, further: &[&str]) -> thread::JoinHandle<Value> {
        let (url, list) = (broker.url(), self.path("lampen.txt"));
        let further: Vec<String> = further.iter().map(|word| (*word).to_owned()).collect();
        thread::spawn(move || {
            let mut arguments = vec!["simulate", "lampen", "--broker", &url, "--devices", &list, "--json"];
            arguments.extend(further.iter().map(String::as_str));
            run(&arguments).json()
        })
    }

    fn count(&self, sql: &'static str) -> i64 {
        self.db
            .read_blocking(move |tx| tx.one(sql, &[], |row| row.int(0)))
            .map_err(|error: Error| error)
            .unwrap()
            .unwrap()
    }

    fn observations(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM observations")
    }
}

fn connect(tx: &mut Tx<'_>, names: &[String]) -> Result<(), Error> {
    let id = |tx: &mut Tx<'_>, sql: &str, values: &[waarmaker_db::Value]| {
        Ok::<i64, Error>(tx.one(sql, values, |row| row.int(0))?.unwrap())
    };
    let sensor = id(
        tx,
        "INSERT INTO sensors (naam, omschrijving, encoding_type, metadata, properties) VALUES ('meter', '', '', '\"\"', '{}') RETURNING id",
        &[],
    )?;
    let mut properties = Vec::new();
    for (name, ..) in MEASURES {
        let insert = "INSERT INTO observed_properties (naam, definition, omschrijving, properties) VALUES ($1, '', '', '{}') RETURNING id";
        properties.push(id(tx, insert, &[(*name).into()])?);
    }
    for name in names {
        let thing = id(
            tx,
            "INSERT INTO things (apparaat, naam, omschrijving, properties) VALUES ($1, $1, '', '{}') RETURNING id",
            &[name.into()],
        )?;
        for ((property, soort, unit), number) in MEASURES.iter().zip(&properties) {
            let insert = "INSERT INTO datastreams (thing, observed_property, sensor, naam, omschrijving, soort, observation_type, eenheid, \
                 eenheid_naam, eenheid_definitie, properties) VALUES ($1, $2, $3, $4, '', $5, '', $6, '', '', '{}') RETURNING id";
            id(
                tx,
                insert,
                &[thing.into(), (*number).into(), sensor.into(), (*property).into(), (*soort).into(), (*unit).into()],
            )?;
        }
    }
    Ok(())
}

fn listens(server: &Server) {
    eventually("the server listens", || server.log().contains("listening to the MQTT broker").then_some(()));
}

fn at(broker: &Broker) -> String {
    format!("broker = \"{}\"\n", broker.url())
}

/// Settings are in sections: what belongs to this one stands before any other.
fn with_broker(broker: &Broker, lamps: usize, further: &str) -> Place {
    Place::new(lamps, &format!("{}{further}", at(broker)))
}

#[test]
fn a_server_that_is_killed_in_the_stream_has_everything_that_the_broker_took_exactly_once() {
    for version in ["5", "3.1.1"] {
        let broker = Broker::start();
        let place = with_broker(&broker, 50, &format!("version = \"{version}\"\n"));
        let mut server = place.serve();
        listens(&server);
        let further = [
            "--rate",
            "800/s",
            "--duration",
            "5s",
            "--bad",
            "2%",
            "--duplicates",
            "5%",
            "--disorder",
            "5%",
            "--faults",
            "lamp=2,stil=1",
        ];
        let talk = place.simulate(&broker, &further);
        for wanted in [1000, 4000] {
            eventually("observations come", || (place.observations() >= wanted).then_some(()));
            server.kill();
            server = place.serve();
        }
        let told = talk.join().unwrap();
        assert_eq!(told["sent"], told["acknowledged"], "{told}");
        let wanted = 4 * told["readings"].as_i64().unwrap();
        eventually("everything is there", || (place.observations() >= wanted).then_some(()));
        let bad = told["bad"].as_i64().unwrap();
        eventually("every bad one is a letter", || {
            (place.count("SELECT COUNT(*) FROM dode_letters") >= bad).then_some(())
        });
        server.terminate();
        assert!(server.stopped().success());
        assert_eq!((place.observations(), place.count("SELECT COUNT(*) FROM dode_letters")), (wanted, bad), "{told}");
        // The series count every observation once, too.
        assert_eq!(
            place.count("SELECT SUM(aantal) FROM metingen_dag"),
            place.count("SELECT SUM(aantal) FROM metingen_uur")
        );
        let letters = run(&["metingen", "letters", "--json", "--data", place.data.path().to_str().unwrap()]).json();
        let codes: Vec<&String> = letters["perCode"].as_object().unwrap().keys().collect();
        assert!(bad < 10 || codes.len() == 5, "{codes:?}");
    }
}

#[test]
fn a_broker_that_is_killed_in_the_stream_gets_the_server_back() {
    let mut broker = Broker::with(&BrokerOptions { persistence: true, ..BrokerOptions::default() });
    let place = with_broker(&broker, 20, "");
    let mut server = place.serve();
    listens(&server);
    place.simulate(&broker, &["--rate", "500/s", "--duration", "1s"]).join().unwrap();
    let first = place.observations();
    broker.kill();
    eventually("the server says so", || server.log().contains("no connection to the MQTT broker").then_some(()));
    broker.again();
    eventually("the server is back", || {
        (server.log().matches("listening to the MQTT broker").count() >= 2).then_some(())
    });
    let told = place.simulate(&broker, &["--rate", "500/s", "--duration", "1s", "--seed", "2"]).join().unwrap();
    let wanted = first + 4 * told["readings"].as_i64().unwrap();
    eventually("the stream goes on", || (place.observations() >= wanted).then_some(()));
    server.terminate();
    assert!(server.stopped().success());
}

#[test]
fn a_wrong_password_is_in_the_log_with_what_to_do_and_without_the_password() {
    let user = Some(("waarmaker".to_owned(), "een goed wachtwoord".to_owned()));
    let broker = Broker::with(&BrokerOptions { user, ..BrokerOptions::default() });
    let place = with_broker(&broker, 1, "user = \"waarmaker\"\npassword = \"een verkeerd wachtwoord\"\n");
    let server = place.serve();
    eventually("the log says what to do", || server.log().contains("check the user and password").then_some(()));
    assert!(!server.log().contains("verkeerd wachtwoord"), "{}", server.log());
    let told = place.path("password");
    fs::write(&told, "nog een ander\n").unwrap();
    let failed = run(&[
        "simulate",
        "lampen",
        "--broker",
        &broker.url(),
        "--count",
        "1",
        "--user",
        "waarmaker",
        "--password-file",
        &told,
    ]);
    assert!(failed.failed(1).contains("check the user and password"));
}

#[test]
fn settings_of_a_broker_that_cannot_be_are_refused_at_the_start() {
    let broker = Broker::start();
    let mapping = "[[bericht]]\ntijd = \"$.t\"\n[[bericht.waarde]]\neigenschap = \"status\"\npad = \"status\"\n";
    let folder = tempdir().unwrap();
    let file = folder.path().join("lamp.toml");
    fs::write(&file, mapping).unwrap();
    let refused = |topic: &str| {
        let place = Place::new(1, "");
        let text = format!("[signalen.mqtt]\nbroker = \"{}\"\ntopics = [{topic}]\n", broker.url());
        fs::write(place.path("waarmaker.toml"), text).unwrap();
        let data = place.data.path().to_str().unwrap();
        run(&["serve", "--bind", "127.0.0.1:0", "--data", data, "--config", &place.path("waarmaker.toml")]).failed(1)
    };
    let topic =
        |pattern: &str, mapping: &Path| format!("{{ pattern = \"{pattern}\", mapping = \"{}\" }}", mapping.display());
    let told = refused(&topic("lampen/{apparaat}", &file));
    assert!(told.contains("line 5") && told.contains("begint met $ of @"), "{told}");
    let told = refused(&topic("lampen/#", Path::new("flat")));
    assert!(told.contains("{apparaat}"), "{told}");
    let told = refused(&topic("lampen/{apparaat}", Path::new("bestaat-niet.toml")));
    assert!(told.contains("bestaat-niet.toml"), "{told}");
}
