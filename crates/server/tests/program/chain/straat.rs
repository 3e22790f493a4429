// SPDX-License-Identifier: EUPL-1.2
//! A municipality with lamps, a parking meter and a bin; a contractor with a system of its own, and one with mail only. All of it by commands.

use std::{fs, time::Instant};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use tokio::{runtime::Runtime, time::timeout};
use waarmaker_core::{Clock as _, SystemClock};
use waarmaker_db::{Error, Url, testing::Scratch};
use waarmaker_metingen::mqtt::{Broker as Mqtt, Publisher};
use waarmaker_testkit::{Broker, Received, Receiver, Reply, Smtp};

use crate::process::{Client, PATIENCE, Server, demo_file, eventually, run};

pub(crate) const ROOT: &str = "/signalen/api/v1";
/// Where the contractor takes orders, and the subscriber notifications.
const ORDERS: &str = "/opdrachten";
const NOTIFICATIONS: &str = "/berichten";
/// What the subscriber wants to see in `Authorization`.
const AUTH: &str = "Bearer alleen voor de ontvanger";
const KEY: &[u8] = b"het geheim van de aannemer van de lampen";

const METERS: &str = "identificatie;straat;lon;lat\nPM-1;Lindelaan;5.1220;52.0915\n";
const BINS: &str = "identificatie;straat;lon;lat\nAB-1;Meidoornstraat;5.1245;52.0899\n";
/// The contractor with mail only, after those of the demo.
const BY_MAIL: &str = r#"
[[aannemer]]
naam = "Meterbeheer"
kanaal = { soort = "mail", adres = "planning@meterbeheer.example" }

[[contract]]
nummer = "PARK-2025"
naam = "Onderhoud parkeermeters"
aannemer = "Meterbeheer"
begin = 2025-01-01
einde = 2035-12-31
soorten = ["parkeermeter"]

[[contract.normen]]
prioriteit = "normaal"
aannemen = { duur = "PT4H" }
hersteld = { duur = "P2D" }
"#;
/// A lamp waits long enough for what a test does meanwhile.
const RULES: &str = r#"
[[regel]]
naam = "Lamp meldt een defect"
soort = "lichtmast"
conditie = { soort = "toestand", eigenschap = "status", in = ["defect"] }
prioriteit = "normaal"
bundeling = { aantal = 5, venster = "PT2M", wacht = "PT5S" }

[[regel]]
naam = "Parkeermeter meldt een storing"
soort = "parkeermeter"
conditie = { soort = "toestand", eigenschap = "status", in = ["storing"] }
prioriteit = "normaal"
"#;

/// The municipality and who works with it.
pub(crate) struct Straat {
    data: TempDir,
    scratch: Scratch,
    broker: Broker,
    pub(crate) smtp: Smtp,
    pub(crate) receiver: Receiver,
    runtime: Runtime,
}

/// Runs a test in a street of its own on every engine there is.
pub(crate) fn on_both_engines(test: impl Fn(&Straat)) {
    for scratch in Scratch::every() {
        test(&Straat::new(scratch));
    }
}

/// A member as text.
#[track_caller]
pub(crate) fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_else(|| panic!("no {member} in {value}"))
}

/// The URL of the contractor with this name.
pub(crate) fn url_of_aannemer(gemeente: &Client, naam: &str) -> String {
    let all = gemeente.json(&format!("{ROOT}/aannemers"));
    let found = all["results"].as_array().unwrap().iter().find(|one| one["naam"] == naam).unwrap();
    text(found, "url").to_owned()
}

/// Checks a webhook as a contractor would.
pub(crate) fn is_signed(received: &Received) -> bool {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(KEY).unwrap();
    mac.update(format!("{}.{}.", received.header("webhook-id"), received.header("webhook-timestamp")).as_bytes());
    mac.update(&received.raw);
    received.header("webhook-signature") == format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

impl Straat {
    fn new(scratch: Scratch) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let receiver = runtime.block_on(Receiver::start());
        receiver.answer(|received, _| {
            let known = received.path != NOTIFICATIONS || received.authorization == AUTH;
            Reply::Status(if known { 204 } else { 401 })
        });
        let (broker, smtp) = (Broker::start(), Smtp::start());
        let straat = Self { data: tempdir().unwrap(), scratch, broker, smtp, receiver, runtime };
        straat.settings();
        straat.fill();
        straat
    }

    fn settings(&self) {
        let database = match &self.scratch.settings().url {
            Url::Sqlite(path) => format!("sqlite:{}", path.display()),
            Url::Postgres(url) => url.clone(),
        };
        let text = format!(
            "[database]\nurl = \"{database}\"\n[notificaties]\nallow_private = [\"{}\"]\n\
             [signalen.mqtt]\nbroker = \"{}\"\nclient_id = \"node-1\"\ntopics = [{{ pattern = \"straat/{{apparaat}}/status\", mapping = \"flat\" }}]\n\
             [smtp]\nserver = \"127.0.0.1:{}\"\nsecurity = \"none\"\nfrom = \"Gemeente <storingen@gemeente.example>\"\n",
            self.receiver.host(),
            self.broker.url(),
            self.smtp.port(),
        );
        self.file("waarmaker.toml", &text);
    }

    /// Lists, catalogue, assets, contracts, rules and devices.
    fn fill(&self) {
        let demo = |name: &str| fs::read_to_string(demo_file(name)).unwrap();
        let import = |kind: &str, file: &str, further: &[&str]| {
            let import = ["assets", "import", file, "--kind", kind, "--key", "identificatie", "--name", "straat"];
            self.command(&[&import, further].concat())
        };
        self.command(&["referentielijsten", "import", "--builtin"]);
        self.command(&["catalogus", "import", &demo_file("storing-openbare-ruimte.toml")]);
        import("kast", &demo_file("kasten.csv"), &[]);
        import("groep", &demo_file("groepen.csv"), &["--parent", "kast", "--parent-kind", "kast"]);
        let lamps =
            import("lichtmast", &demo_file("lichtmasten.csv"), &["--parent", "groep", "--parent-kind", "groep"]);
        assert!(lamps.contains("24 rows: 24 new"), "{lamps}");
        import("parkeermeter", &self.file("meters.csv", METERS), &[]);
        import("afvalbak", &self.file("bakken.csv", BINS), &[]);
        let url = format!("{:?}", self.receiver.url(ORDERS));
        let secret = format!("\"whsec_{}\"", STANDARD.encode(KEY));
        let contracts = demo("contracten.toml").replace("\"{webhook}\"", &url).replace("\"{geheim}\"", &secret);
        self.command(&["contracten", "import", &self.file("contracten.toml", &(contracts + BY_MAIL))]);
        self.command(&["signalen", "regels", "import", &self.file("regels.toml", RULES)]);
        for kind in ["lichtmast", "parkeermeter"] {
            self.command(&["metingen", "aansluiten", "--kind", kind, "--property", "status"]);
        }
    }

    /// Writes a file beside the register.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.data.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Options that name the register.
    fn place(&self) -> [String; 4] {
        let path = |name: &str| self.data.path().join(name).to_str().unwrap().to_owned();
        ["--config".to_owned(), path("waarmaker.toml"), "--data".to_owned(), path("")]
    }

    /// Runs a command on the register, which has to go well.
    pub(crate) fn command(&self, words: &[&str]) -> String {
        self.ran(words).well()
    }

    /// Runs a command on the register.
    pub(crate) fn ran(&self, words: &[&str]) -> crate::process::Ran {
        let place = self.place();
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        run(&[words, &place].concat())
    }

    /// Starts a server and waits until it hears the lamps.
    pub(crate) fn serve(&self) -> Server {
        let server = Server::with(self.data.path(), &["--config", &self.place()[1]]);
        eventually("the server listens", || server.log().contains("listening to the MQTT broker").then_some(()));
        server
    }

    /// A client of the municipality.
    pub(crate) fn gemeente(&self, server: &Server) -> Client {
        let place = self.place();
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        Client::superuser_in(server, &place)
    }

    /// A client of the contractor with this name, for its own orders only.
    pub(crate) fn aannemer(&self, server: &Server, gemeente: &Client, naam: &str) -> Client {
        let url = url_of_aannemer(gemeente, naam);
        let rights = json!({"component": "sig", "scopes": ["signalen.opdrachten"], "aannemer": url});
        let body = json!({"clientIds": ["aannemer"], "label": naam, "autorisaties": [rights]});
        let (status, made) = gemeente.post("/autorisaties/api/v1/applicaties", &body).unwrap();
        assert_eq!(status, 201, "{made}");
        self.command(&["client", "add", "aannemer", "--secret", "een lang geheim van de aannemer"]);
        Client::new(server, self.command(&["token", "aannemer"]).trim())
    }

    /// Subscribes to what happens.
    pub(crate) fn subscribe(&self, gemeente: &Client) {
        let kanalen = ["zaken", "incidenten", "werkopdrachten"].map(|naam| json!({"naam": naam, "filters": {}}));
        let body = json!({"callbackUrl": self.receiver.url(NOTIFICATIONS), "auth": AUTH, "kanalen": kanalen});
        let (status, made) = gemeente.post("/notificaties/api/v1/abonnement", &body).unwrap();
        assert_eq!(status, 201, "{made}");
    }

    /// Lets things say how they are.
    pub(crate) fn say(&self, devices: &[&str], status: &str) {
        let broker = Mqtt::at(&self.broker.url(), "de-straat").unwrap();
        let taken = self.runtime.block_on(async {
            let (mut publisher, now) = (Publisher::start(&broker).unwrap(), SystemClock.now());
            for device in devices {
                let message = json!({"tijd": now.to_string(), "status": status}).to_string();
                publisher.publish(format!("straat/{device}/status"), message).await.unwrap();
            }
            publisher.finish(PATIENCE).await
        });
        assert_eq!(usize::try_from(taken).unwrap(), devices.len());
    }

    /// Waits until something comes in at the contractor or the subscriber.
    #[track_caller]
    pub(crate) fn comes(&self, what: &str, wanted: impl Fn(&Received) -> bool) -> Received {
        let begin = Instant::now();
        loop {
            let all = self.receiver.received();
            if let Some(found) = all.iter().find(|received| wanted(received)) {
                return found.clone();
            }
            let left = PATIENCE.saturating_sub(begin.elapsed());
            let next = self.receiver.wait_for(all.len() + 1);
            let more = self.runtime.block_on(async { timeout(left, next).await });
            assert!(
                more.is_ok(),
                "{what}: not among {:#?}",
                all.iter().map(|one| (&one.path, &one.body, &one.reply)).collect::<Vec<_>>()
            );
        }
    }

    /// Waits until so many requests came in, whatever they were answered.
    #[track_caller]
    pub(crate) fn tried(&self, times: usize) {
        let came = self.receiver.wait_for(times);
        let came = self.runtime.block_on(async { timeout(PATIENCE, came).await });
        assert!(came.is_ok(), "{} of {times} tries", self.receiver.received().len());
    }

    /// Waits for an order of the contractor with a system, and looks whether it is really ours.
    #[track_caller]
    pub(crate) fn order(&self, event: &str) -> Value {
        let wanted = |one: &Received| one.path == ORDERS && one.is_accepted() && one.text("gebeurtenis") == event;
        let received = self.comes(event, wanted);
        assert!(is_signed(&received), "{received:?}");
        received.body["werkopdracht"].clone()
    }

    /// Waits for a notification.
    #[track_caller]
    pub(crate) fn notification(&self, kanaal: &str, resource: &str, actie: &str) -> Value {
        let wanted = |one: &Received| {
            let is = |member: &str, value: &str| one.text(member) == value;
            one.path == NOTIFICATIONS && is("kanaal", kanaal) && is("resource", resource) && is("actie", actie)
        };
        self.comes(&format!("{kanaal} {resource} {actie}"), wanted).body
    }

    /// A number from the database.
    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        let found: Result<Option<i64>, Error> =
            self.scratch.db().read_blocking(move |tx| tx.one(sql, &[], |row| row.int(0)));
        found.unwrap().unwrap()
    }

    /// How many incidents, zaken and orders there are.
    pub(crate) fn counts(&self) -> (i64, i64, i64) {
        (
            self.count("SELECT COUNT(*) FROM incidenten"),
            self.count("SELECT COUNT(*) FROM zaken"),
            self.count("SELECT COUNT(*) FROM werkopdrachten"),
        )
    }
}

/// Looks whether a zaak is closed with this resultaat and a date for its archive.
#[track_caller]
pub(crate) fn closed(gemeente: &Client, zaak: &str, resultaat: &str) {
    let zaak = gemeente.json(&format!("{zaak}?expand=resultaat.resultaattype,status.statustype"));
    let found = &zaak["_expand"]["resultaat"]["_expand"]["resultaattype"]["omschrijving"];
    assert_eq!((found, &zaak["archiefnominatie"]), (&json!(resultaat), &json!("vernietigen")), "{zaak}");
    assert!(text(&zaak, "einddatum") < text(&zaak, "archiefactiedatum"), "{zaak}");
    let status = &zaak["_expand"]["status"]["_expand"]["statustype"]["omschrijving"];
    assert_eq!(status, "Afgehandeld", "{zaak}");
}

/// An answer of a contractor that is accepted.
#[track_caller]
pub(crate) fn answer(aannemer: &Client, order: &Value, step: &str, body: &Value) -> Value {
    let (status, now) = aannemer.post(&format!("{}/{step}", text(order, "url")), body).unwrap();
    assert_eq!(status, 200, "{step}: {now}");
    now
}
