// SPDX-License-Identifier: EUPL-1.2
//! The eight entities of the standard as data: members, columns, and how they hang together.

/// An entity type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Things,
    Locations,
    HistoricalLocations,
    Datastreams,
    Sensors,
    ObservedProperties,
    Observations,
    FeaturesOfInterest,
}

/// How a member is stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A text.
    Text,
    /// JSON in a text.
    Json,
    /// A moment in milliseconds.
    Moment,
    /// First and last moment.
    Interval,
    /// Name, symbol and definition of a unit.
    Unit,
    /// Number, text, and the kind of the datastream.
    Result,
    /// A member of the JSON in `extra`.
    Extra,
    /// `GeoJSON`, with a point in `lon` and `lat`.
    Geo,
    /// Moment and `extra`, which may tell when the phenomenon ended.
    Phenomenon,
}

/// A member.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name in the standard.
    pub name: &'static str,
    /// How it is shown.
    pub shape: Shape,
    /// Its columns; `{t}` is the alias of the row.
    pub columns: &'static [&'static str],
}

/// A link to other entities.
#[derive(Debug)]
pub(super) struct Nav {
    /// Its name.
    pub name: &'static str,
    /// Where it leads.
    pub to: Kind,
    /// Whether it leads to a collection.
    pub many: bool,
    /// Condition on the row with alias `{c}` for the entity with key `{p}`: an id, or the datastream of an observation.
    pub condition: &'static str,
    /// Column of our own that holds the id of the other.
    pub column: Option<&'static str>,
}

/// An entity type as data.
#[derive(Debug)]
pub(super) struct Entity {
    pub kind: Kind,
    pub name: &'static str,
    /// Its table with an alias, which is that of its columns: `{t}`.
    pub table: &'static str,
    pub fields: &'static [Field],
    pub navs: &'static [Nav],
    /// Condition under which a device may reach a row `{t}`; `{c}` is its client.
    pub own: &'static str,
}

const fn field(name: &'static str, shape: Shape, columns: &'static [&'static str]) -> Field {
    Field { name, shape, columns }
}

const fn one(name: &'static str, to: Kind, condition: &'static str, column: Option<&'static str>) -> Nav {
    Nav { name, to, many: false, condition, column }
}

const fn many(name: &'static str, to: Kind, condition: &'static str) -> Nav {
    Nav { name, to, many: true, condition, column: None }
}

const NAME: Field = field("name", Shape::Text, &["{t}.naam"]);
const DESCRIPTION: Field = field("description", Shape::Text, &["{t}.omschrijving"]);
const ENCODING: Field = field("encodingType", Shape::Text, &["{t}.encoding_type"]);
const PROPERTIES: Field = field("properties", Shape::Json, &["{t}.properties"]);

/// All entity types, in the order of the service root.
pub(super) const ENTITIES: [Entity; 8] = [
    Entity {
        kind: Kind::Things,
        name: "Things",
        table: "things",
        fields: &[NAME, DESCRIPTION, PROPERTIES],
        navs: &[
            many("Datastreams", Kind::Datastreams, "{c}.thing = {p}"),
            many("Locations", Kind::Locations, "{c}.id = (SELECT zt.location FROM things zt WHERE zt.id = {p})"),
            many("HistoricalLocations", Kind::HistoricalLocations, "{c}.thing = {p}"),
        ],
        own: "{t}.client = {c}",
    },
    Entity {
        kind: Kind::Locations,
        name: "Locations",
        table: "locations",
        fields: &[NAME, DESCRIPTION, ENCODING, field("location", Shape::Geo, &["{t}.location"]), PROPERTIES],
        navs: &[
            many("Things", Kind::Things, "{c}.location = {p}"),
            many("HistoricalLocations", Kind::HistoricalLocations, "{c}.location = {p}"),
        ],
        own: "EXISTS (SELECT 1 FROM things zo WHERE zo.location = {t}.id AND zo.client = {c})",
    },
    Entity {
        kind: Kind::HistoricalLocations,
        name: "HistoricalLocations",
        table: "historical_locations",
        fields: &[field("time", Shape::Moment, &["{t}.tijd"])],
        navs: &[
            one(
                "Thing",
                Kind::Things,
                "{c}.id = (SELECT zh.thing FROM historical_locations zh WHERE zh.id = {p})",
                Some("thing"),
            ),
            many(
                "Locations",
                Kind::Locations,
                "{c}.id = (SELECT zh.location FROM historical_locations zh WHERE zh.id = {p})",
            ),
        ],
        own: "EXISTS (SELECT 1 FROM things zo WHERE zo.id = {t}.thing AND zo.client = {c})",
    },
    Entity {
        kind: Kind::Datastreams,
        name: "Datastreams",
        table: "datastreams",
        fields: &[
            NAME,
            DESCRIPTION,
            field("observationType", Shape::Text, &["{t}.observation_type"]),
            field("unitOfMeasurement", Shape::Unit, &["{t}.eenheid_naam", "{t}.eenheid", "{t}.eenheid_definitie"]),
            field(
                "phenomenonTime",
                Shape::Interval,
                &[
                    "(SELECT MIN(zf.tijd) FROM observations zf WHERE zf.datastream = {t}.id)",
                    "(SELECT zl.tijd FROM laatste zl WHERE zl.datastream = {t}.id)",
                ],
            ),
            PROPERTIES,
        ],
        navs: &[
            one(
                "Thing",
                Kind::Things,
                "{c}.id = (SELECT zd.thing FROM datastreams zd WHERE zd.id = {p})",
                Some("thing"),
            ),
            one(
                "Sensor",
                Kind::Sensors,
                "{c}.id = (SELECT zd.sensor FROM datastreams zd WHERE zd.id = {p})",
                Some("sensor"),
            ),
            one(
                "ObservedProperty",
                Kind::ObservedProperties,
                "{c}.id = (SELECT zd.observed_property FROM datastreams zd WHERE zd.id = {p})",
                Some("observed_property"),
            ),
            many("Observations", Kind::Observations, "{c}d.id = {p}"),
        ],
        own: "EXISTS (SELECT 1 FROM things zo WHERE zo.id = {t}.thing AND zo.client = {c})",
    },
    Entity {
        kind: Kind::Sensors,
        name: "Sensors",
        table: "sensors",
        fields: &[NAME, DESCRIPTION, ENCODING, field("metadata", Shape::Json, &["{t}.metadata"]), PROPERTIES],
        navs: &[many("Datastreams", Kind::Datastreams, "{c}.sensor = {p}")],
        own: "1 = 1",
    },
    Entity {
        kind: Kind::ObservedProperties,
        name: "ObservedProperties",
        table: "observed_properties",
        fields: &[NAME, field("definition", Shape::Text, &["{t}.definition"]), DESCRIPTION, PROPERTIES],
        navs: &[many("Datastreams", Kind::Datastreams, "{c}.observed_property = {p}")],
        own: "1 = 1",
    },
    Entity {
        kind: Kind::Observations,
        name: "Observations",
        table: "observations",
        fields: &[
            field("phenomenonTime", Shape::Phenomenon, &["{t}.tijd", "{t}.extra"]),
            field("resultTime", Shape::Extra, &["{t}.extra"]),
            field("result", Shape::Result, &["{t}.getal", "{t}.tekst", "{t}d.soort"]),
            field("resultQuality", Shape::Extra, &["{t}.extra"]),
            field("validTime", Shape::Extra, &["{t}.extra"]),
            field("parameters", Shape::Extra, &["{t}.extra"]),
        ],
        navs: &[
            one("Datastream", Kind::Datastreams, "{c}.id = {p}", Some("datastream")),
            one(
                "FeatureOfInterest",
                Kind::FeaturesOfInterest,
                "{c}.id = (SELECT zd.feature FROM datastreams zd WHERE zd.id = {p})",
                None,
            ),
        ],
        own: "EXISTS (SELECT 1 FROM things zo WHERE zo.id = {t}d.thing AND zo.client = {c})",
    },
    Entity {
        kind: Kind::FeaturesOfInterest,
        name: "FeaturesOfInterest",
        table: "features_of_interest",
        fields: &[NAME, DESCRIPTION, ENCODING, field("feature", Shape::Geo, &["{t}.feature"]), PROPERTIES],
        navs: &[many("Observations", Kind::Observations, "{c}d.feature = {p}")],
        own: "EXISTS (SELECT 1 FROM datastreams zd JOIN things zo ON zo.id = zd.thing WHERE zd.feature = {t}.id AND zo.client = {c})",
    },
];

impl Kind {
    /// Its description.
    pub(super) fn entity(self) -> &'static Entity {
        let index = match self {
            Self::Things => 0,
            Self::Locations => 1,
            Self::HistoricalLocations => 2,
            Self::Datastreams => 3,
            Self::Sensors => 4,
            Self::ObservedProperties => 5,
            Self::Observations => 6,
            Self::FeaturesOfInterest => 7,
        };
        let [first, ..] = &ENTITIES;
        ENTITIES.get(index).unwrap_or(first)
    }
}

impl Entity {
    /// The entity type with this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        ENTITIES.iter().find(|entity| entity.name == name)
    }

    /// The member with this name.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.kind.entity().fields.iter().find(|field| field.name == name)
    }

    /// The link with this name.
    pub(super) fn nav(&self, name: &str) -> Option<&'static Nav> {
        self.kind.entity().navs.iter().find(|nav| nav.name == name)
    }

    /// What comes after `FROM`. Observations come with their datastream, by which they lie together: `{alias}d`.
    pub(super) fn from(&self, alias: &str) -> String {
        match self.kind {
            Kind::Observations => format!("datastreams {alias}d CROSS JOIN observations {alias}"),
            _ => format!("{} {alias}", self.table),
        }
    }

    /// The condition that belongs to [`from`](Self::from).
    pub(super) fn joined(&self, alias: &str) -> String {
        match self.kind {
            Kind::Observations => format!("{alias}.datastream = {alias}d.id"),
            _ => "1 = 1".to_owned(),
        }
    }

    /// What `{p}` of a link of ours is, for a row with this alias.
    pub(super) fn key(&self, alias: &str) -> String {
        match self.kind {
            Kind::Observations => format!("{alias}.datastream"),
            _ => format!("{alias}.id"),
        }
    }
}

/// Puts an alias into a template.
pub(super) fn with_alias(template: &str, alias: &str) -> String {
    template.replace("{t}", alias)
}
