// SPDX-License-Identifier: EUPL-1.2
//! Settings through the public door: file, environment and command line in, values or problems out.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use waarmaker_config::{ConfigError, Engine, LogFormat, Settings, Source, Store, keys};

/// A folder with one settings file in it.
struct File(TempDir);

impl File {
    fn new(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("waarmaker.toml"), text).unwrap();
        Self(dir)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("waarmaker.toml")
    }

    fn load(&self) -> Result<Settings, ConfigError> {
        Settings::load(Some(&self.path()), [], [])
    }
}

fn pairs<const N: usize>(values: [(&str, &str); N]) -> Vec<(String, String)> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn environment<const N: usize>(values: [(&str, &str); N]) -> Result<Settings, ConfigError> {
    Settings::load(None, pairs(values), [])
}

/// The problems of a refusal as they are printed, without the folder of the file.
fn problems(result: Result<Settings, ConfigError>) -> Vec<String> {
    let short = |text: String| match text.split_once("waarmaker.toml") {
        Some((_, rest)) => format!("waarmaker.toml{rest}"),
        None => text,
    };
    result.unwrap_err().problems().iter().map(|problem| short(problem.to_string())).collect()
}

#[test]
fn without_any_source_the_defaults_hold() {
    let settings = environment([]).unwrap();
    assert_eq!(settings, Settings::default());
    assert_eq!(settings.server.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.database_url().engine(), Some(Engine::Sqlite("data/waarmaker.db".into())));
    assert_eq!(settings.blobs_dir(), PathBuf::from("data/blobs"));
    assert_eq!(settings.own_base_urls(8080), ["http://127.0.0.1:8080", "http://localhost:8080"]);
}

#[test]
fn later_sources_win_and_each_value_knows_its_own() {
    let file = File::new("[server]\nbind = \"127.0.0.1:1\"\nmax_json_depth = 20\n[references]\nmax_redirects = 2\n");
    let settings = Settings::load(
        Some(&file.path()),
        pairs([
            ("WAARMAKER_SERVER__BIND", "127.0.0.1:2"),
            ("WAARMAKER_REFERENCES__MAX_REDIRECTS", "4"),
            ("HOME", "/root"),
        ]),
        pairs([("server.bind", "127.0.0.1:3")]),
    )
    .unwrap();
    assert_eq!(settings.server.bind.port(), 3);
    assert_eq!(settings.source("server.bind"), Source::CommandLine);
    assert_eq!(settings.references.max_redirects, 4);
    assert_eq!(
        settings.source("references.max_redirects"),
        Source::Environment("WAARMAKER_REFERENCES__MAX_REDIRECTS".to_owned())
    );
    assert_eq!(settings.server.max_json_depth, 20);
    assert_eq!(settings.source("server.max_json_depth"), Source::File { path: file.path(), line: 3 });
    assert_eq!(settings.source("logging.level"), Source::Default);
}

#[test]
fn the_environment_holds_every_kind_of_value() {
    let settings = environment([
        ("WAARMAKER_SERVER__BASE_URLS", "https://zaken.example.nl, http://intern:8080"),
        ("WAARMAKER_ZAKEN__CRS_HEADERS_REQUIRED", "false"),
        ("WAARMAKER_LOGGING__FORMAT", "json"),
        ("WAARMAKER_DATABASE__URL", "postgres://u:p@h/db"),
        ("WAARMAKER_REFERENCES__ALLOWED_HOSTS", "[\"a.example.nl\"]"),
        ("WAARMAKER_REFERENCES__CREDENTIALS", "[{ host = \"a.example.nl\", bearer_token = \"t\" }]"),
    ])
    .unwrap();
    assert_eq!(settings.server.base_urls, ["https://zaken.example.nl", "http://intern:8080"]);
    assert_eq!(settings.own_base_urls(8080), settings.server.base_urls);
    assert!(!settings.zaken.crs_headers_required);
    assert_eq!(settings.logging.format, LogFormat::Json);
    assert_eq!(settings.database_url().engine(), Some(Engine::Postgres));
    let credential = settings.references.credentials.first().unwrap();
    assert_eq!(credential.bearer_token.as_ref().unwrap().expose(), "t");
}

#[test]
fn all_problems_of_a_file_are_reported_with_their_lines() {
    let file = File::new(
        "# a comment\nbind = 1\n[server]\nbind = \"here\"\nmax_body_byte = 5\n\n[logging]\nformat = \"xml\"\n[zaak]\na = 1\n",
    );
    assert_eq!(
        problems(file.load()),
        [
            "waarmaker.toml:2: bind: this key belongs in the section [server]",
            "waarmaker.toml:4: server.bind: invalid socket address syntax",
            "waarmaker.toml:5: server.max_body_byte: unknown key; did you mean server.max_body_bytes?",
            "waarmaker.toml:8: logging.format: unknown variant `xml`, expected `text` or `json`",
            "waarmaker.toml:9: zaak: unknown section; did you mean zaken?",
        ]
    );
}

#[test]
fn a_file_that_is_not_toml_is_refused_with_its_line() {
    let file = File::new("[server]\nbind = \n");
    assert!(problems(file.load()).join("").starts_with("waarmaker.toml:2: "));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Settings::load(Some("/nowhere/waarmaker.toml".as_ref()), [], []).unwrap_err();
    assert_eq!(error.to_string(), "cannot read the settings in /nowhere/waarmaker.toml");
}

#[test]
fn an_unknown_variable_names_the_nearest_one() {
    let result = environment([("WAARMAKER_SERVER_BIND", "x"), ("WAARMAKER_REFERENCES__MAX_REDIRECTS", "many")]);
    assert_eq!(
        problems(result),
        [
            "environment WAARMAKER_SERVER_BIND: unknown variable; did you mean WAARMAKER_SERVER__BIND?",
            "environment WAARMAKER_REFERENCES__MAX_REDIRECTS: references.max_redirects: expected a whole number",
        ]
    );
}

#[test]
fn variables_of_tests_and_of_kubernetes_are_no_settings() {
    let names = [
        "WAARMAKER_TEST_POSTGRES",
        "WAARMAKER_SERVICE_HOST",
        "WAARMAKER_PORT_80_TCP_ADDR",
        "WAARMAKER_CONFIG",
        "WAARMAKER_CLIENT_SECRET",
    ];
    for name in names {
        environment([(name, "x")]).unwrap();
    }
}

#[test]
fn an_unknown_option_is_refused() {
    let result = Settings::load(None, [], pairs([("server.bindd", "x")]));
    assert_eq!(problems(result), ["command line: server.bindd: unknown key; did you mean server.bind?"]);
}

#[test]
fn the_check_collects_what_does_not_go_together() {
    let file = File::new(
        "[server]\nbase_urls = [\"ftp://x\", \"http://x/\"]\nmax_body_bytes = 1\n\
         [database]\nurl = \"mysql://u:secret@h\"\nlock_timeout_ms = 0\n\
         [references]\nallowed_hosts = [\"a.nl\", \"b.nl:x\"]\nallow_private = [\"c.nl\"]\n\
         [[references.credentials]]\nhost = \"a.nl\"\nclient_id = \"me\"\n\
         [referentielijsten]\nbase_url = \"https://lijst.nl/api/v1\"\n\
         [logging]\nlevel = \"loud\"\n",
    );
    let problems = problems(file.load());
    let about: Vec<&str> = problems.iter().filter_map(|problem| problem.split(": ").nth(1)).collect();
    assert_eq!(
        about,
        [
            "server.max_body_bytes",
            "database.lock_timeout_ms",
            "server.base_urls",
            "server.base_urls",
            "referentielijsten.base_url",
            "database.url",
            "references.allowed_hosts",
            "references.allow_private",
            "references.credentials",
            "logging.level",
        ]
    );
    assert!(!problems.join("").contains("secret@"), "{problems:?}");
}

#[test]
fn a_host_is_allowed_for_every_port_or_for_one() {
    let settings = environment([("WAARMAKER_REFERENCES__ALLOWED_HOSTS", "a.nl, b.nl:8443")]).unwrap();
    let allowed = ["a.nl", "A.nl", "a.nl:80", "b.nl:8443"].map(|host| settings.is_allowed(host));
    assert_eq!(allowed, [true; 4]);
    let refused = ["b.nl", "b.nl:443", "x.a.nl", "a.nl.x"].map(|host| settings.is_allowed(host));
    assert_eq!(refused, [false; 4]);
}

#[test]
fn what_is_shown_has_sources_and_no_secrets_and_can_be_read_back() {
    let file = File::new(
        "[database]\nurl = \"postgres://u:hunter2@h/db\"\n[references]\nallowed_hosts = [\"a.nl\"]\n\
         credentials = [{ host = \"a.nl\", client_id = \"me\", client_secret = \"hunter2\" }]\n",
    );
    let shown = file.load().unwrap().show();
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("bind = \"127.0.0.1:8080\" # default"), "{shown}");
    assert!(shown.contains("url = \"postgres://u:***@h/db\" # "), "{shown}");
    assert!(shown.contains("waarmaker.toml:2\n"), "{shown}");
    let again = File::new(&shown).load().unwrap();
    assert_eq!(again.references.allowed_hosts, ["a.nl"]);
}

#[test]
fn the_schema_describes_and_closes_every_section() {
    let schema = Settings::schema();
    assert_eq!(schema.pointer("/$schema").unwrap(), "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema.pointer("/additionalProperties").unwrap(), false);
    for key in keys() {
        assert!(!key.description.is_empty(), "{} has no description", key.path());
    }
    for (name, definition) in schema.get("$defs").unwrap().as_object().unwrap() {
        let open =
            definition.get("properties").is_some() && definition.get("additionalProperties") != Some(&false.into());
        assert!(!open, "{name} takes unknown keys");
    }
}

#[test]
fn every_setting_is_in_the_reference_with_its_variable() {
    let reference = Settings::reference();
    for key in keys() {
        assert!(reference.contains(&format!("| `{}` |", key.name)), "{}", key.path());
        assert!(reference.contains(&format!("`{}`", key.variable())), "{}", key.path());
    }
    assert!(
        reference.contains("| `max_redirects` | number | `3` | `WAARMAKER_REFERENCES__MAX_REDIRECTS` |"),
        "{reference}"
    );
}

#[test]
fn the_check_finds_what_is_wrong_with_documents_and_notifications() {
    let file = File::new(
        "[server]\nmax_transfer_seconds = 1\n\
         [blobs]\nstore = \"s3\"\ns3_endpoint = \"http://s3.example.nl\"\ns3_region = \"\"\ns3_access_key_id = \"id\"\n\
         [documenten]\npart_bytes = 4096\nmax_upload_bytes = 2048\nupload_expires_days = 0\n\
         [antivirus]\nclamav = \"/run/clamd\"\ntimeout_ms = 60000\n\
         [notificaties]\nallowed_hosts = [\"a.nl\"]\nallow_private = [\"b.nl/x\"]\nconcurrency = 0\nretry_first_ms = 2000\nretry_cap_seconds = 1\n\
         [cloudevents]\ntype_prefix = \"nl gemeente\"\n\
         sinks = [{ name = \"a\", url = \"https://u:hunter2@a.nl/x\" }, { name = \"a\", url = \"ftp://a.nl\" }]\n\
         [nats]\nservers = [\"nats://u:hunter2@h\"]\nuser = \"u\"\ntoken = \"hunter2\"\nstream = \"a.b\"\nsubject_prefix = \"a..b\"\n",
    );
    let problems = problems(file.load());
    let about: Vec<&str> = problems.iter().filter_map(|problem| problem.split(": ").nth(1)).collect();
    assert_eq!(
        about,
        [
            "documenten.upload_expires_days",
            "notificaties.concurrency",
            "server.max_transfer_seconds",
            "documenten.part_bytes",
            "antivirus.timeout_ms",
            "notificaties.retry_first_ms",
            "blobs.s3_bucket",
            "blobs.s3_region",
            "blobs.s3_secret_access_key",
            "blobs.s3_endpoint",
            "antivirus.clamav",
            "notificaties.allow_private",
            "cloudevents.source",
            "cloudevents.type_prefix",
            "cloudevents.sinks",
            "cloudevents.sinks",
            "cloudevents.sinks",
            "nats.servers",
            "nats.stream",
            "nats.subject_prefix",
            "nats.user",
            "nats.user",
        ],
        "{problems:#?}"
    );
    assert!(!problems.join("").contains("hunter2"), "{problems:?}");
}

#[test]
fn what_is_given_for_a_store_that_is_not_chosen_is_a_problem() {
    let problems = problems(environment([("WAARMAKER_BLOBS__S3_BUCKET", "documenten")]));
    assert_eq!(
        problems,
        ["environment WAARMAKER_BLOBS__S3_BUCKET: blobs.s3_bucket: means nothing while blobs.store is \"folder\""]
    );
}

#[test]
fn documents_in_s3_and_events_to_nats_can_be_set_without_a_secret_being_shown() {
    let file = File::new(
        "[blobs]\nstore = \"s3\"\ns3_endpoint = \"https://s3.example.nl\"\ns3_bucket = \"documenten\"\n\
         s3_access_key_id = \"sleutel\"\ns3_secret_access_key = \"hunter2\"\n\
         [antivirus]\nclamav = \"unix:/run/clamav/clamd.ctl\"\n\
         [notificaties]\nallow_private = [\"127.0.0.1:9000\", \"localhost\"]\n\
         [cloudevents]\nsource = \"urn:nld:oin:00000001823288444000:systeem:zaakregister\"\ntype_prefix = \"nl.utrecht\"\n\
         sinks = [{ name = \"zaakafhandeling\", url = \"https://a.nl/events\", authorization = \"Bearer hunter2\", kanalen = [\"zaken\"] }]\n\
         [nats]\nservers = [\"tls://nats.example.nl:4222\"]\nuser = \"waarmaker\"\npassword = \"hunter2\"\n",
    );
    let settings = file.load().unwrap();
    assert_eq!(settings.blobs.store, Store::S3);
    assert_eq!(settings.cloudevents.sinks.first().unwrap().kanalen, ["zaken"]);
    assert_eq!(settings.nats.password.as_ref().unwrap().expose(), "hunter2");
    let shown = settings.show();
    assert!(!shown.contains("hunter2") && shown.contains("(redacted)"), "{shown}");
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn a_section_in_a_section_is_read_from_file_environment_and_command_line() {
    let file = File::new(
        "[signalen]\nzaaktype = \"LAMP\"\n[signalen.mqtt]\nbroker = \"mqtt://broker:1883\"\ngroup = \"a\"\n\
         [[signalen.mqtt.topics]]\npattern = \"lampen/{apparaat}\"\nmapping = \"flat\"\n",
    );
    let settings = Settings::load(
        Some(&file.path()),
        pairs([("WAARMAKER_SIGNALEN__MQTT__BROKER", "mqtts://broker:8883")]),
        pairs([("signalen.mqtt.group", "b")]),
    )
    .unwrap();
    let mqtt = &settings.signalen.mqtt;
    assert_eq!((settings.signalen.zaaktype.as_str(), mqtt.group.as_str()), ("LAMP", "b"));
    assert_eq!(mqtt.broker.as_deref(), Some("mqtts://broker:8883"));
    assert_eq!(mqtt.topics.len(), 1);
    let shown = settings.show();
    assert!(shown.contains("[signalen.mqtt]\n"), "{shown}");
    assert!(
        shown.contains("broker = \"mqtts://broker:8883\" # environment WAARMAKER_SIGNALEN__MQTT__BROKER"),
        "{shown}"
    );
    let again = File::new(&shown);
    assert_eq!(again.load().unwrap().signalen, settings.signalen);
}

#[test]
fn a_wrong_key_in_a_section_in_a_section_has_its_line() {
    let file = File::new("[signalen.mqtt]\nbrokr = \"x\"\n");
    assert_eq!(
        problems(file.load()),
        ["waarmaker.toml:2: signalen.mqtt.brokr: unknown key; did you mean signalen.mqtt.broker?"]
    );
}

#[test]
fn a_broker_and_a_mail_server_are_whole() {
    let file = File::new(
        "[signalen.mqtt]\nbroker = \"broker\"\npassword = \"x\"\ngroup = \"a/b\"\ntls_key = \"k\"\n\
         [[signalen.mqtt.topics]]\npattern = \"a+\"\nmapping = \"flat\"\n\
         [smtp]\nserver = \"mail.example.nl:25\"\nsecurity = \"none\"\nuser = \"x\"\n",
    );
    let told = problems(file.load()).join("\n");
    for part in [
        "signalen.mqtt.broker: \"broker\" is neither",
        "signalen.mqtt.topics: \"a+\" is no topic",
        "signalen.mqtt.tls_certificate: comes together",
        "signalen.mqtt.password: means nothing without",
        "signalen.mqtt.group: must not contain",
        "smtp.from: name the address",
        "smtp.security: none is for a server on this machine only",
        "smtp.user: comes together with smtp.password",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

#[test]
fn a_provider_is_whole_and_development_stays_on_this_machine() {
    let file = File::new(
        "[server]\nbind = \"0.0.0.0:80\"\nmode = \"development\"\n[aanmelden]\nissuer = \"http://login.example.nl\"\n\
         [[aanmelden.roles]]\nrole = \"beheer\"\n",
    );
    let problems = problems(file.load());
    for (key, words) in [
        ("server.mode", "development is for this machine only"),
        ("aanmelden.issuer", "does not begin with https://"),
        ("aanmelden.client_secret", "name the secret"),
        ("aanmelden.roles", "names a role and a client_id"),
    ] {
        assert!(problems.iter().any(|line| line.contains(key) && line.contains(words)), "{key}: {problems:?}");
    }
    let good = File::new("[server]\nmode = \"development\"\nbase_urls = [\"http://localhost:8080\"]\n");
    assert!(good.load().is_ok());
}

#[test]
fn tiles_of_a_map_have_an_address_that_browsers_may_ask() {
    let about = |address: &str, bron: &str| {
        let told = environment([("WAARMAKER_GEMEENTE__KAART", address), ("WAARMAKER_GEMEENTE__KAART_BRON", bron)]);
        told.err().map(|error| error.to_string()).unwrap_or_default()
    };
    for good in [
        "https://kaart.example.nl/tegels/{z}/{x}/{y}.png",
        "https://kaart.example.nl:8443/wmts?layer=straten&TileMatrix={z}&TileCol={x}&TileRow={y}",
        "http://127.0.0.1:9000/{z}/{y}/{x}.png",
        "http://localhost/{z}/{x}/{y}.png",
    ] {
        assert_eq!(about(good, "Gemeente Voorbeeldstad"), "", "{good}");
    }
    for (wrong, words) in [
        ("http://kaart.example.nl/{z}/{x}/{y}.png", "does not begin with https://"),
        ("//kaart.example.nl/{z}/{x}/{y}.png", "does not begin with https://"),
        ("http://127.0.0.1.example.nl/{z}/{x}/{y}.png", "does not begin with https://"),
        ("http://localhost:80@example.nl/{z}/{x}/{y}.png", "does not begin with https://"),
        ("https:///{z}/{x}/{y}.png", "has no host"),
        ("https://{s}.example.nl/{z}/{x}/{y}.png", "has no host"),
        ("https://u:geheim@example.nl/{z}/{x}/{y}.png", "has no host"),
        ("https://example.nl;script-src *//{z}/{x}/{y}.png", "has no host"),
        ("https://kaart.example.nl/{x}/{y}.png", "needs {z} once"),
        ("https://kaart.example.nl/{z}/{y}.png", "needs {x} once"),
        ("https://kaart.example.nl/{z}/{x}.png", "needs {y} once"),
        ("https://kaart.example.nl/{z}/{x}/{y}/{y}.png", "needs {y} once"),
        ("https://kaart.example.nl/style.json", "needs {z} once"),
        ("https://kaart.example.nl/{z}/{x}/{y}{ratio}.png", "only {z}, {x} and {y} stand in braces"),
        ("https://kaart.example.nl/{z}/{x}/{y}.png#x", "only {z}, {x} and {y} stand in braces"),
        ("https://kaart.example.nl/a b/{z}/{x}/{y}.png", "only {z}, {x} and {y} stand in braces"),
    ] {
        let told = about(wrong, "Gemeente Voorbeeldstad");
        assert!(told.contains("gemeente.kaart: ") && told.contains(words), "{wrong}: {told}");
    }
    let told = about("https://kaart.example.nl/{z}/{x}/{y}.png", " ");
    assert!(told.contains("gemeente.kaart_bron: say who made the tiles"), "{told}");
    let alone = environment([("WAARMAKER_GEMEENTE__KAART_BRON", "Gemeente Voorbeeldstad")]);
    assert!(alone.unwrap_err().to_string().contains("gemeente.kaart_bron: means nothing without gemeente.kaart"));
}
