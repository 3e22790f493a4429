// SPDX-License-Identifier: EUPL-1.2
//! Where the register is: settings, database and house, the same for every command.

use std::{collections::HashMap, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, anyhow};
use waarmaker_api::{Call, CallbackCheck, Choices, Credential, Cx, Foreign, House, ReferencesSettings, http::Limits};
use waarmaker_auth::{Caller, token::Validity};
use waarmaker_blob::{BlobSettings, Blobs, S3Settings, ScannerAddress, ScannerSettings, StoreSettings};
use waarmaker_config::{Engine, Mode, Secret, Settings, Source, Store};
use waarmaker_core::{Origins, Problem, RandomIds, SystemClock, hosts::Hosts};
use waarmaker_db::{Db, Url};
use waarmaker_events::delivery::Reach;
use waarmaker_signin::{Provider, SignIn};
use waarmaker_ui::{Site, Tegels};

/// Options that every command has.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Place {
    /// Settings file (TOML); without it, the defaults and the environment hold
    #[arg(long, global = true, value_name = "FILE", env = "WAARMAKER_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the embedded database and of documents [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// Where the database is.
    #[arg(long, global = true, value_name = "URL", hide_env_values = true, help = DATABASE_HELP)]
    database: Option<String>,
}

const DATABASE_HELP: &str =
    "Database, sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite in the data folder]";

/// The longest that an engine takes for "as long as it needs": 24 days.
const NO_TIMEOUT: Duration = Duration::from_millis(i32::MAX as u64);

impl Place {
    /// The settings in force: defaults, file, environment, options.
    pub(crate) fn settings(&self, further: &[(&str, String)]) -> Result<Settings> {
        let own = [("data.dir", &self.data), ("database.url", &self.database)];
        let own = own.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value.clone()?)));
        let further = further.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
        let environment =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Ok(Settings::load(self.config.as_deref(), environment, own.chain(further))?)
    }

    /// The settings of a command that has a data folder of its own when nobody names one.
    pub(crate) fn settings_in(&self, folder: &str, further: &[(&str, String)]) -> Result<Settings> {
        let settings = self.settings(further)?;
        let named = [settings.source("data.dir"), settings.source("database.url")];
        if named.iter().any(|source| *source != Source::Default) {
            return Ok(settings);
        }
        Self { data: Some(folder.to_owned()), ..self.clone() }.settings(further)
    }

    /// Opens the register for a command.
    pub(crate) fn open(&self) -> Result<Register> {
        Register::open(&self.settings(&[])?)
    }
}

/// A database with the house in front of it, for commands that work on it directly.
pub(crate) struct Register {
    /// The database.
    pub(crate) db: Db,
    /// All resources.
    pub(crate) house: Arc<House>,
}

impl Register {
    /// Opens the database of these settings and applies pending migrations.
    pub(crate) fn open(settings: &Settings) -> Result<Self> {
        Ok(Self { db: open(settings)?, house: Arc::new(house(settings, settings.server.bind.port())) })
    }

    /// Runs a write of the pipeline as Waarmaker itself, in one transaction. `run` may run more than once.
    pub(crate) fn write<T, E>(
        &self,
        label: &str,
        run: impl Fn(&mut Cx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Problem> + From<waarmaker_db::Error> + Send + 'static,
    {
        self.write_with(label, Foreign::new(), run)
    }

    /// The same with foreign references that were fetched before.
    pub(crate) fn write_with<T, E>(
        &self,
        label: &str,
        foreign: Foreign,
        run: impl Fn(&mut Cx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Problem> + From<waarmaker_db::Error> + Send + 'static,
    {
        let (house, who) = (Arc::clone(&self.house), Caller::waarmaker(label));
        self.db.write_blocking(move |tx| {
            let call = Call { foreign: foreign.clone(), ..Call::now(&house)? };
            run(&mut Cx::new(tx, &house, &who, &call))
        })
    }
}

/// Opens the database of these settings and applies pending migrations.
pub(crate) fn open(settings: &Settings) -> Result<Db> {
    Db::open(&database(settings)?).with_context(|| format!("opening the database {:?}", settings.database_url()))
}

/// The settings of the database.
pub(crate) fn database(settings: &Settings) -> Result<waarmaker_db::Settings> {
    let url = settings.database_url();
    let url = match url.engine() {
        Some(Engine::Sqlite(path)) => Url::Sqlite(path),
        Some(Engine::Postgres) => Url::Postgres(url.expose().to_owned()),
        None => return Err(anyhow!("{url:?} is neither sqlite:PATH nor postgres://USER@HOST/NAME")),
    };
    let section = &settings.database;
    let statement_timeout = match section.statement_timeout_ms {
        0 => NO_TIMEOUT,
        milliseconds => Duration::from_millis(milliseconds).min(NO_TIMEOUT),
    };
    Ok(waarmaker_db::Settings {
        readers: section.sqlite_readers.try_into()?,
        pool: section.postgres_connections.try_into()?,
        statement_timeout,
        busy_timeout: Duration::from_millis(section.lock_timeout_ms).min(NO_TIMEOUT),
        ..waarmaker_db::Settings::new(url)
    })
}

/// All resources, with our own addresses for this port and the choices of the installation.
pub(crate) fn house(settings: &Settings, port: u16) -> House {
    let origins = Origins::new(settings.own_base_urls(port));
    let choices = Choices {
        publish_requires_published_relations: settings.catalogi.publish_requires_published_relations,
        crs_headers_required: settings.zaken.crs_headers_required,
        external_referentielijsten: settings.referentielijsten.base_url.clone(),
        part_bytes: settings.documenten.part_bytes,
        max_upload_bytes: settings.documenten.max_upload_bytes,
        upload_expires_days: settings.documenten.upload_expires_days,
        callbacks: reach(settings),
        callback_check: match settings.notificaties.callback_check {
            waarmaker_config::CallbackCheck::Off => CallbackCheck::Off,
            waarmaker_config::CallbackCheck::Reachable => CallbackCheck::Reachable,
            waarmaker_config::CallbackCheck::Protected => CallbackCheck::Protected,
        },
        incident_zaaktype: settings.signalen.zaaktype.clone(),
        assets_public: settings.signalen.assets_public,
        dead_letter_days: settings.signalen.dead_letter_days,
    };
    House::new(&crate::kinds(), origins, choices, Arc::new(SystemClock), Arc::new(RandomIds))
}

/// What all pages share.
pub(crate) fn site(settings: &Settings, port: u16) -> Result<Site> {
    let gemeente = &settings.gemeente;
    let read = |path: &PathBuf| std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()));
    let development = settings.server.mode == Mode::Development;
    Ok(Site {
        naam: gemeente.naam.clone(),
        telefoon: gemeente.telefoon.clone(),
        adres: gemeente.adres.clone(),
        origin: settings.own_base_urls(port).into_iter().next().unwrap_or_default(),
        thema: gemeente.thema.as_ref().map(read).transpose()?.unwrap_or_default(),
        development,
        proxies: settings.server.proxies.try_into()?,
        aanmelden: development || settings.aanmelden.issuer.is_some(),
        tegels: gemeente.kaart.clone().map(|adres| Tegels { adres, bron: gemeente.kaart_bron.clone() }),
    })
}

/// Where people sign in.
pub(crate) fn signin(settings: &Settings, site: &Site) -> Result<Arc<SignIn>> {
    let section = &settings.aanmelden;
    let development = waarmaker_signin::Settings::development();
    let provider = match &section.issuer {
        Some(issuer) => Provider::At {
            issuer: issuer.clone(),
            client_id: section.client_id.clone(),
            client_secret: exposed(section.client_secret.as_ref()).unwrap_or_default(),
        },
        None if site.development => development.provider,
        None => Provider::Nobody,
    };
    let roles: Vec<_> = section.roles.iter().map(|role| (role.role.clone(), role.client_id.clone())).collect();
    let settings = waarmaker_signin::Settings {
        // The provider for development has a claim of its own.
        roles_claim: if section.issuer.is_some() { section.roles_claim.clone() } else { development.roles_claim },
        roles: if roles.is_empty() && section.issuer.is_none() { development.roles } else { roles },
        allow_private: section.allow_private.clone(),
        provider,
    };
    SignIn::new(settings, site).context("signing in (section aanmelden of the settings)")
}

/// Opens the store of contents; a folder is made when it is not there.
pub(crate) fn blobs(settings: &Settings) -> Result<Blobs> {
    let section = &settings.blobs;
    let store = match section.store {
        Store::Folder => {
            let folder = settings.blobs_dir();
            std::fs::create_dir_all(&folder).with_context(|| format!("making the folder {}", folder.display()))?;
            StoreSettings::Folder(folder)
        }
        Store::S3 => StoreSettings::S3(S3Settings {
            endpoint: section.s3_endpoint.clone(),
            bucket: section.s3_bucket.clone().unwrap_or_default(),
            region: section.s3_region.clone(),
            access_key_id: section.s3_access_key_id.clone().unwrap_or_default(),
            secret_access_key: exposed(section.s3_secret_access_key.as_ref()).unwrap_or_default(),
            prefix: section.s3_prefix.clone(),
            allow_http: section.s3_allow_http,
            path_style: section.s3_path_style,
        }),
    };
    let scanner = settings.antivirus.clamav.as_deref().and_then(|address| match address.split_once(':')? {
        ("unix", path) => Some(ScannerAddress::Unix(path.into())),
        (_, host) => Some(ScannerAddress::Tcp(host.to_owned())),
    });
    let timeout = Duration::from_millis(settings.antivirus.timeout_ms);
    let scanner = scanner.map(|address| ScannerSettings { address, timeout });
    Blobs::open(&BlobSettings { scanner, ..BlobSettings::new(store) }).context("opening the store of contents")
}

fn exposed(secret: Option<&Secret>) -> Option<String> {
    secret.map(|secret| secret.expose().to_owned())
}

/// Where notifications may go, and how long sending one may take.
pub(crate) fn reach(settings: &Settings) -> Reach {
    let section = &settings.notificaties;
    let allowed = if section.allowed_hosts.is_empty() { vec!["*".to_owned()] } else { section.allowed_hosts.clone() };
    Reach {
        hosts: Hosts::new(allowed, section.allow_private.clone()),
        connect_timeout: Duration::from_millis(section.connect_timeout_ms),
        timeout: Duration::from_millis(section.timeout_ms),
    }
}

/// Bounds of a request.
pub(crate) fn limits(settings: &Settings) -> Result<Limits> {
    let server = &settings.server;
    Ok(Limits {
        max_body_bytes: server.max_body_bytes.try_into()?,
        max_json_depth: server.max_json_depth.try_into()?,
        max_url_bytes: server.max_url_bytes.try_into()?,
    })
}

/// For how long a token counts.
pub(crate) fn validity(settings: &Settings) -> Result<Validity> {
    let auth = &settings.auth;
    Ok(Validity {
        max_age_seconds: auth.max_token_age_seconds.try_into()?,
        leeway_seconds: auth.leeway_seconds.try_into()?,
    })
}

/// How foreign references are fetched.
pub(crate) fn references(settings: &Settings) -> ReferencesSettings {
    let section = &settings.references;
    let credentials: HashMap<String, Credential> = section.credentials.iter().filter_map(credential).collect();
    ReferencesSettings {
        allowed_hosts: section.allowed_hosts.clone(),
        private_hosts: section.allow_private.clone(),
        timeout: Duration::from_millis(section.timeout_ms),
        max_bytes: section.max_bytes,
        max_redirects: section.max_redirects,
        cache: Duration::from_secs(section.cache_seconds),
        credentials,
    }
}

fn credential(given: &waarmaker_config::Credential) -> Option<(String, Credential)> {
    let credential = match (&given.bearer_token, &given.client_id, &given.client_secret) {
        (Some(token), _, _) => Credential::Bearer(token.expose().to_owned()),
        (None, Some(client_id), Some(secret)) => {
            Credential::Zgw { client_id: client_id.clone(), secret: secret.expose().to_owned() }
        }
        _ => return None,
    };
    Some((given.host.clone(), credential))
}
