// SPDX-License-Identifier: EUPL-1.2
//! What must hold of the settings of things that report, and of e-mail.

use super::{Check, split_port};
use crate::{Mqtt, MqttTopic, SmtpSecurity};

impl Check<'_> {
    /// Numbers and names of signals.
    pub(super) fn signalen(&mut self) {
        let signalen = &self.settings.signalen;
        self.range("signalen.dead_letter_days", signalen.dead_letter_days.into(), 1, 3650);
        self.range("signalen.mqtt.max_payload_bytes", signalen.mqtt.max_payload_bytes, 1024, u64::MAX);
        self.range("signalen.mqtt.batch", signalen.mqtt.batch.into(), 1, 10_000);
        self.range("signalen.mqtt.window", signalen.mqtt.window.into(), 1, 65_535);
        self.range("signalen.mqtt.session_hours", signalen.mqtt.session_hours.into(), 1, 8760);
        self.ensure(!signalen.zaaktype.trim().is_empty(), "signalen.zaaktype", || "must not be empty".to_owned());
        self.broker(&signalen.mqtt);
    }

    /// The broker is whole, or not there at all.
    fn broker(&mut self, mqtt: &Mqtt) {
        let Some(broker) = &mqtt.broker else {
            return self.ensure(mqtt.topics.is_empty(), "signalen.mqtt.topics", || {
                "mean nothing without signalen.mqtt.broker".to_owned()
            });
        };
        let host = broker.strip_prefix("mqtts://").or_else(|| broker.strip_prefix("mqtt://"));
        self.ensure(host.is_some_and(has_port), "signalen.mqtt.broker", || {
            format!("{broker:?} is neither mqtt://HOST:PORT nor mqtts://HOST:PORT")
        });
        self.ensure(!mqtt.topics.is_empty(), "signalen.mqtt.topics", || {
            "name at least one topic: [[signalen.mqtt.topics]] with pattern and mapping".to_owned()
        });
        for MqttTopic { pattern, .. } in &mqtt.topics {
            let form = !pattern.is_empty() && !pattern.starts_with("$share/") && is_filter(pattern);
            self.ensure(form, "signalen.mqtt.topics", || {
                format!("{pattern:?} is no topic: + stands for one whole level, # for the rest; the group has a setting of its own")
            });
        }
        let pair = mqtt.tls_certificate.is_some() == mqtt.tls_key.is_some();
        self.ensure(pair, "signalen.mqtt.tls_certificate", || "comes together with signalen.mqtt.tls_key".to_owned());
        let named = mqtt.user.is_some() || mqtt.password.is_none();
        self.ensure(named, "signalen.mqtt.password", || "means nothing without signalen.mqtt.user".to_owned());
        let group = !mqtt.group.contains(['/', '+', '#']);
        self.ensure(group, "signalen.mqtt.group", || "must not contain /, + or #".to_owned());
    }

    /// The mail server is whole, and nothing goes over the network unprotected.
    pub(super) fn smtp(&mut self) {
        let smtp = &self.settings.smtp;
        self.range("smtp.timeout_ms", smtp.timeout_ms, 100, u64::MAX);
        let Some(server) = &smtp.server else { return };
        self.ensure(has_port(server), "smtp.server", || format!("{server:?} is not HOST:PORT"));
        self.ensure(smtp.from.as_deref().is_some_and(|from| from.contains('@')), "smtp.from", || {
            "name the address that e-mail comes from".to_owned()
        });
        let (host, _) = split_port(server);
        let local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
        self.ensure(local || smtp.security != SmtpSecurity::None, "smtp.security", || {
            "none is for a server on this machine only: use starttls or tls".to_owned()
        });
        self.ensure(smtp.user.is_some() == smtp.password.is_some(), "smtp.user", || {
            "comes together with smtp.password".to_owned()
        });
    }
}

/// Whether this is `HOST:PORT`.
fn has_port(host: &str) -> bool {
    let (name, port) = split_port(host);
    !name.is_empty()
        && !name.contains(['/', '@', ' '])
        && port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// Whether `+` and `#` stand where MQTT allows them (MQTT 5, 4.7.1).
fn is_filter(filter: &str) -> bool {
    let mut levels = filter.split('/').peekable();
    while let Some(level) = levels.next() {
        let last = levels.peek().is_none();
        let holds = match level {
            "+" => true,
            "#" => last,
            level => !level.contains(['+', '#', '\0']),
        };
        if !holds {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_filter;

    #[test]
    fn wildcards_stand_for_whole_levels() {
        for good in ["lampen/+/status", "#", "lampen/#", "+/+"] {
            assert!(is_filter(good), "{good}");
        }
        for wrong in ["lampen/a+/status", "#/status", "lampen#"] {
            assert!(!is_filter(wrong), "{wrong}");
        }
    }
}
