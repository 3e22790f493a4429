// SPDX-License-Identifier: EUPL-1.2
//! What the messages of devices mean, by the mappings that are built in and by those of a municipality.

use serde_json::{Value, json};
use waarmaker_metingen::{
    Resultaat,
    mapping::{BUILTIN, Mapped, Mapping, Message, Topic, Topics},
};

use super::devices::NOW;

fn topics(mapping: Mapping, pattern: &str, gateway: bool) -> Topics {
    Topics::new(vec![Topic { pattern: pattern.parse().unwrap(), gateway, mapping }]).unwrap()
}

fn read(topics: &Topics, topic: &str, payload: &Value) -> Mapped {
    topics.read(Message { topic, payload: payload.to_string().as_bytes(), arrived: NOW })
}

/// Device, property and value of each, in order.
fn told(made: &Mapped) -> Vec<String> {
    let value = |resultaat: &Resultaat| match resultaat {
        Resultaat::Getal(number) => number.to_string(),
        Resultaat::Tekst(text) => text.clone(),
    };
    made.measured
        .iter()
        .map(|one| format!("{} {} {} {}", one.apparaat, one.eigenschap, value(&one.resultaat), (one.tijd - NOW) / 1000))
        .chain(
            made.streams
                .iter()
                .map(|one| format!("{} {} {}", one.datastream, value(&one.resultaat), (one.tijd - NOW) / 1000)),
        )
        .chain(made.refused.iter().map(|refusal| format!("refused {}", refusal.code)))
        .collect()
}

#[test]
fn flat_json_gives_an_observation_for_each_member() {
    let flat = topics(Mapping::builtin("flat").unwrap(), "lampen/{apparaat}/#", false);
    let payload = json!({"tijd": "2026-11-21T12:00:05+01:00", "status": "aan", "vermogen": 61.5, "deur": true, "x": null, "y": {"z": 1}});
    assert_eq!(
        told(&read(&flat, "lampen/L-1", &payload)),
        ["L-1 status aan 5", "L-1 vermogen 61.5 5", "L-1 deur true 5"]
    );
    assert_eq!(
        told(&read(&flat, "lampen/L-1/x/y", &json!({"tijd": NOW / 1000, "status": "uit"}))),
        ["L-1 status uit 0"]
    );
    for (payload, code) in [
        (json!({"status": "aan"}), "no-time"),
        (json!({"status": "aan", "tijd": "straks"}), "bad-time"),
        (json!({"status": "aan", "tijd": NOW, "apparaat": "L-2"}), "not-yours"),
        (json!({"tijd": NOW}), "no-values"),
        (json!([1, 2]), "no-values"),
        (json!("aan"), "no-values"),
    ] {
        assert_eq!(told(&read(&flat, "lampen/L-1", &payload)), [format!("refused {code}")], "{payload}");
    }
    assert_eq!(told(&read(&flat, "masten/L-1", &json!({}))), ["refused no-mapping"]);
}

#[test]
fn only_the_topic_of_a_gateway_may_speak_for_another_device() {
    let flat = || Mapping::builtin("flat").unwrap();
    let payload = json!({"apparaat": "L-2", "tijd": NOW, "status": "uit"});
    let gateway = topics(flat(), "poort/{apparaat}", true);
    assert_eq!(told(&read(&gateway, "poort/west", &payload)), ["L-2 status uit 0"]);
    let refused = Topics::new(vec![Topic { pattern: "lampen/#".parse().unwrap(), gateway: false, mapping: flat() }]);
    assert!(refused.unwrap_err().contains("{apparaat}"));
}

#[test]
fn smart_data_models_are_read_in_both_their_forms_and_in_a_notification() {
    let mapping = topics(Mapping::builtin("smart-data-models").unwrap(), "ngsi/{apparaat}", true);
    let simple = json!({"id": "urn:ngsi-ld:Streetlight:L-1", "type": "Streetlight", "powerState": "on", "status": "ok", "illuminanceLevel": 0.6,
        "dateLastSwitchingOn": "2026-11-20T16:00:00Z", "dateObserved": "2026-11-21T11:00:00Z"});
    let found = [
        "L-1 status aan 0",
        "L-1 toestand ok 0",
        "L-1 dimniveau 0.6 0",
        "L-1 laatst-ingeschakeld 2026-11-20T16:00:00Z 0",
    ];
    assert_eq!(told(&read(&mapping, "ngsi/x", &simple)), found);
    let normalized = json!({"type": "Notification", "data": [
        {"id": "urn:ngsi-ld:Streetlight:L-2", "type": "Streetlight", "powerState": {"type": "Property", "value": "on"},
         "status": {"type": "Property", "value": "defectiveLamp"}, "dateObserved": {"type": "Property", "value": {"@type": "DateTime", "@value": "2026-11-21T11:00:00Z"}}},
        {"id": "urn:ngsi-ld:StreetlightControlCabinet:K-1", "type": "StreetlightControlCabinet", "energyConsumed": {"value": 162_456},
         "dateObserved": {"value": "2026-11-21T11:00:01Z"}},
        {"id": "urn:ngsi-ld:Vehicle:1", "type": "Vehicle", "speed": 5},
    ]});
    let found = ["L-2 status defect 0", "L-2 toestand defectiveLamp 0", "K-1 energie 162456 1"];
    assert_eq!(told(&read(&mapping, "ngsi/x", &normalized)), found);
    // The topic of one lamp.
    let own = topics(Mapping::builtin("smart-data-models").unwrap(), "ngsi/{apparaat}", false);
    assert_eq!(told(&read(&own, "ngsi/L-9", &simple)), ["refused not-yours"]);
    let odd = json!({"id": "L-1", "type": "Streetlight", "powerState": "halfway", "dateObserved": NOW});
    assert_eq!(told(&read(&own, "ngsi/L-1", &odd)), ["refused unknown-word"]);
}

#[test]
fn events_and_data_logs_in_the_manner_of_talq_become_observations() {
    let talq = topics(Mapping::builtin("talq").unwrap(), "talq/+", true);
    let payload = json!({
        "events": [
            {"address": "urn:lamp:L-1", "type": "lampFailure", "state": "active", "timestamp": "2026-11-21T11:00:00Z"},
            {"address": "urn:lamp:L-1", "type": "lampFailure", "state": "cleared", "timestamp": "2026-11-21T11:01:00Z"},
        ],
        "dataLogs": [{"address": "urn:lamp:L-2", "attribute": "activePower", "value": 63.2, "unit": "W", "timestamp": "2026-11-21T11:00:00Z"}],
    });
    let made = read(&talq, "talq/poort-1", &payload);
    assert_eq!(
        told(&made),
        [
            "L-1 status defect 0",
            "L-1 lampstoring active 0",
            "L-1 status aan 60",
            "L-1 lampstoring cleared 60",
            "L-2 vermogen 63.2 0",
        ]
    );
    assert_eq!(made.measured[4].eenheid.as_deref(), Some("W"));
}

#[test]
fn sensorthings_name_a_datastream_in_the_topic_or_in_the_message() {
    let things = || Mapping::builtin("sensorthings").unwrap();
    let one = topics(things(), "v1.1/Datastreams({datastream})/Observations", false);
    let observation = |id: Value| json!({"phenomenonTime": "2026-11-21T11:00:00Z", "result": 5.5, "Datastream": id});
    assert_eq!(told(&read(&one, "v1.1/Datastreams(7)/Observations", &observation(Value::Null))), ["7 5.5 0"]);
    assert_eq!(told(&read(&one, "v1.1/Datastreams(7)/Observations", &observation(json!({"@iot.id": 7})))), ["7 5.5 0"]);
    assert_eq!(
        told(&read(&one, "v1.1/Datastreams(7)/Observations", &observation(json!({"@iot.id": 8})))),
        ["refused not-yours"]
    );
    assert_eq!(told(&read(&one, "v1.1/Datastreams(x)/Observations", &observation(Value::Null))), ["refused bad-value"]);
    let many = topics(things(), "v1.1/CreateObservations", true);
    let arrays = json!([{"Datastream": {"@iot.id": 3}, "components": ["phenomenonTime", "result"], "dataArray@iot.count": 2,
        "dataArray": [["2026-11-21T11:00:00Z", "aan"], ["2026-11-21T11:00:01Z/2026-11-21T11:00:02Z", true], ["2026-11-21T11:00:00Z", null]]}]);
    assert_eq!(told(&read(&many, "v1.1/CreateObservations", &arrays)), ["3 aan 0", "3 true 2", "refused missing"]);
    let refused = Topics::new(vec![Topic { pattern: "v1.1/#".parse().unwrap(), gateway: false, mapping: things() }]);
    assert!(refused.unwrap_err().contains("{datastream}"));
}

/// A file of a municipality, with most of what the form knows.
const OWN: &str = r#"
[[bericht]]
onderwerp = "kast/{apparaat}/{kanaal}"
tijd = { pad = "$.ts", vorm = "s" }
als = { pad = "$.soort", is = ["meting", 1] }
elk = "$.fasen[*]"

[[bericht.waarde]]
eigenschap = "spanning-{kanaal}"
pad = "@.mv"
factor = 0.001
soort = "getal"
eenheid = "V"

[[bericht.waarde]]
eigenschap = { pad = "@.naam", na = "/" }
waarde = "gezien"

[[bericht.waarde]]
eigenschap = "deur"
pad = "@.deur"
woorden = { true = "open", false = "dicht" }
verplicht = true
"#;

#[test]
fn a_file_of_its_own_says_where_everything_is() {
    let own = topics(Mapping::parse("kast.toml", OWN).unwrap(), "kast/#", false);
    let payload = json!({"soort": 1, "ts": NOW / 1000, "fasen": [{"mv": "229500", "naam": "a/L1", "deur": false}, {"mv": 1, "naam": "L2"}]});
    let made = read(&own, "kast/K-1/hoofd", &payload);
    assert_eq!(
        told(&made),
        [
            "K-1 spanning-hoofd 229.5 0",
            "K-1 L1 gezien 0",
            "K-1 deur dicht 0",
            "K-1 spanning-hoofd 0.001 0",
            "K-1 L2 gezien 0",
            "refused missing",
        ]
    );
    assert_eq!(made.measured[0].eenheid.as_deref(), Some("V"));
    let (made, notes) = own.explain(Message { topic: "kast/K-1/hoofd", payload: b"{\"soort\":2}", arrived: NOW });
    assert_eq!(told(&made), ["refused no-values"]);
    assert!(notes[0].contains("bericht 1: `elk` levert niets op"), "{notes:?}");
}

#[test]
fn a_wrong_file_is_refused_with_the_line() {
    for (from, to, line, word) in [
        ("pad = \"@.mv\"", "pad = \"mv\"", 10, "begint met $ of @"),
        ("kanaal}\"\ntijd", "kanaal}/#/x\"\ntijd", 3, "aan het eind"),
        ("verplicht = true", "verplicht = \"ja\"", 23, "boolean"),
        ("eenheid = \"V\"", "eenhied = \"V\"", 13, "eenhied"),
        ("vorm = \"s\"", "vorm = \"uur\"", 4, "uur"),
        ("pad = \"@.deur\"", "pad = \"@.deur[*]\"", 21, "[*]"),
        ("factor = 0.001", "factor = 0.0", 11, "factor"),
        ("waarde = \"gezien\"", "soort = \"getal\"", 8, "@.naam: geef"),
    ] {
        assert!(OWN.contains(from), "{from}");
        let refused = Mapping::parse("kast.toml", &OWN.replacen(from, to, 1)).unwrap_err();
        assert!(refused.contains("kast.toml") && refused.contains(word), "{to}: {refused}");
        assert!(refused.contains(&format!("line {line}")), "{to}: {refused}");
    }
    let unknown = OWN.replace("spanning-{kanaal}", "spanning-{fase}");
    let mapping = Mapping::parse("kast.toml", &unknown).unwrap();
    let refused = Topics::new(vec![Topic { pattern: "kast/#".parse().unwrap(), gateway: false, mapping }]).unwrap_err();
    assert!(refused.contains("{fase}"), "{refused}");
    assert!(Mapping::open("bestaat-niet.toml").unwrap_err().contains("smart-data-models"));
}

#[test]
fn what_is_no_message_has_a_code_and_a_reason() {
    let flat = topics(Mapping::builtin("flat").unwrap(), "lampen/{apparaat}", false);
    let code = |payload: &[u8]| {
        let made = flat.read(Message { topic: "lampen/L-1", payload, arrived: NOW });
        assert_eq!((made.device.as_deref(), made.measured.len()), (Some("L-1"), 0));
        assert!(made.refused[0].reason.ends_with('.'), "{made:?}");
        made.refused[0].code
    };
    assert_eq!(code(b""), "not-json");
    assert_eq!(code(b"\xff\xfe"), "not-utf8");
    assert_eq!(code(b"{\"tijd\":1,\"tijd\":2}"), "duplicate-key");
    assert_eq!(code(b"{\"vermogen\":1e400}"), "number-range");
    assert_eq!(code("[".repeat(10 << 20).as_bytes()), "too-deep");
    for (name, text) in BUILTIN {
        assert!(Mapping::builtin(name).is_some() && text.starts_with(['o', '#']), "{name}");
    }
}
