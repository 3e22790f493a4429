// SPDX-License-Identifier: EUPL-1.2
//! BESLUIT: what an authority decided.
//!
//! Its zaak is one of this house: the relation is kept there as well, which could not be promised of another register. It stays what it is
//! (brc-006): a besluit keeps its zaak until the zaak is deleted (zrc-023), and one that was made without a zaak gets none.

mod identificatie;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_catalogi::Besluittype;
use waarmaker_core::{Date, Problems, Rsin};
use waarmaker_documenten::mirror;
use waarmaker_resource::{
    Allow, Blank, Channel, Column, Component, Expand, Fields, Filter, Guard, Link, Linked, Op, Resource, Shape, Unique,
    choice,
};
use waarmaker_zaken::{Zaak, besluiten};

choice! {
    /// Waarom een besluit vervalt of vervallen is.
    pub enum Vervalreden {
        Tijdelijk = "tijdelijk",
        IngetrokkenOverheid = "ingetrokken_overheid",
        IngetrokkenBelanghebbende = "ingetrokken_belanghebbende",
    }
}

impl Vervalreden {
    /// Label for people.
    pub const fn weergave(self) -> &'static str {
        match self {
            Self::Tijdelijk => "Besluit met tijdelijke werking",
            Self::IngetrokkenOverheid => "Besluit ingetrokken door overheid",
            Self::IngetrokkenBelanghebbende => "Besluit ingetrokken o.v.v. belanghebbende",
        }
    }
}

/// Een besluit van een bestuursorgaan, met de periode waarin het werkt.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Besluit {
    /// Identificatie van het besluit, uniek binnen de verantwoordelijke organisatie. Wie er geen opgeeft, krijgt er een.
    #[field(max = 50)]
    pub identificatie: String,
    /// RSIN van de organisatie die het besluit heeft vastgesteld.
    #[field(required, max = 9)]
    pub verantwoordelijke_organisatie: Rsin,
    /// Het besluittype in de Catalogi API.
    #[field(required, max = 200)]
    pub besluittype: Link<Besluittype>,
    /// De zaak waar het besluit uit voortkwam.
    #[field(max = 200)]
    pub zaak: Blank<Link<Zaak>>,
    /// Dag waarop besloten is (Awb); niet in de toekomst.
    #[field(required)]
    pub datum: Date,
    /// Toelichting op het besluit.
    pub toelichting: String,
    /// Het orgaan, de persoon of het college dat besloten heeft.
    #[field(max = 50)]
    pub bestuursorgaan: String,
    /// Eerste dag waarop het besluit werkt.
    #[field(required)]
    pub ingangsdatum: Date,
    /// Dag waarop de werking van het besluit eindigt.
    pub vervaldatum: Option<Date>,
    /// Waarom het besluit vervalt of vervallen is.
    pub vervalreden: Blank<Vervalreden>,
    /// Uitleg bij de vervalreden.
    #[field(read_only)]
    pub vervalreden_weergave: String,
    /// Dag waarop het besluit gepubliceerd is of wordt.
    pub publicatiedatum: Option<Date>,
    /// Dag waarop het besluit verzonden is.
    pub verzenddatum: Option<Date>,
    /// Laatste dag waarop men zich tegen het besluit kan verweren.
    pub uiterlijke_reactiedatum: Option<Date>,
}

impl Linked for Besluit {
    const NAME: &'static str = "besluit";
    const PATH: &'static str = "/besluiten/api/v1/besluiten";
}

impl Rules for Besluit {
    const RESOURCE: Resource = Resource {
        name: "besluit",
        schema: "Besluit",
        doc: "Een besluit van een bestuursorgaan.",
        component: Component::BESLUITEN,
        path: "besluiten",
        table: "besluiten",
        fields: Self::FIELDS,
        columns: &[
            Column::text("identificatie", "identificatie"),
            Column::text("verantwoordelijke_organisatie", "verantwoordelijkeOrganisatie"),
            Column::link("besluittype", "besluittype"),
            Column::link("zaak", "zaak"),
        ],
        filters: &[
            Filter::is("identificatie", "identificatie", Shape::Text),
            Filter::is("verantwoordelijkeOrganisatie", "verantwoordelijke_organisatie", Shape::Text),
            Filter::is("besluittype", "besluittype", Shape::Link("besluittype")),
            Filter::is("zaak", "zaak", Shape::Link("zaak")),
        ],
        allow: &[
            Allow::new(Op::List, &["besluiten.lezen"]),
            Allow::new(Op::Create, &["besluiten.aanmaken"]),
            Allow::new(Op::Read, &["besluiten.lezen"]),
            Allow::new(Op::Update, &["besluiten.bijwerken"]),
            Allow::new(Op::Patch, &["besluiten.bijwerken"]),
            Allow::new(Op::Delete, &["besluiten.verwijderen"]),
        ],
        guard: Guard::Own { type_column: "besluittype", level_column: None },
        conditional: true,
        expand: &[Expand::of("besluittype", "besluittype"), Expand::of("zaak", "zaak")],
        unique: &[Unique {
            columns: &["identificatie", "verantwoordelijke_organisatie"],
            name: "identificatie",
            code: "identificatie-niet-uniek",
            reason: identificatie::TAKEN,
        }],
        channel: Some(Channel {
            name: "besluiten",
            kenmerken: &[
                ("verantwoordelijkeOrganisatie", "verantwoordelijkeOrganisatie"),
                ("besluittype", "besluittype"),
            ],
        }),
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        audittrail: true,
        read_delete: true,
        ..Resource::BASE
    };

    /// Fills in what the client left to us. brc-002, brc-006: a `PUT` that does not name the identificatie or the zaak leaves them.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        identificatie::fill(self, change, cx)?;
        if let (Op::Update, Some(old), false) = (change.op, change.old, change.given.contains_key("zaak")) {
            self.zaak = old.zaak;
        }
        let weergave = self.vervalreden.get().map_or("", |reden| reden.weergave());
        weergave.clone_into(&mut self.vervalreden_weergave);
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        identificatie::check(self, change, cx, problems)?;
        self.check_kept(change, problems);
        self.check_date(change, cx, problems);
        if change.old.is_some() {
            return Ok(());
        }
        self.check_published(cx, problems)?;
        if problems.is_empty() { self.check_zaaktype(cx, problems) } else { Ok(()) }
    }

    /// brc-006: the zaak lists the besluit from now on, or no longer. zrc-021: the archiving of a closed zaak follows the dates of its besluiten.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let url = Link::<Self>::to(change.uuid).url();
        let before = change.old.and_then(|old| old.zaak.get().copied());
        match (before, self.zaak.get().copied()) {
            (None, Some(zaak)) => besluiten::mirror(zaak, &url, cx),
            (Some(zaak), None) => besluiten::unmirror(zaak, &url, cx),
            (Some(_), Some(zaak)) => besluiten::changed(zaak, cx),
            (None, None) => Ok(()),
        }
    }

    /// brc-009: with a besluit go its relations, on both sides; those in this component go in the pipeline.
    fn removed(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let url = Link::<Self>::to(uuid).url();
        mirror::forget_object(cx, &url)?;
        match self.zaak.get() {
            Some(&zaak) => besluiten::unmirror(zaak, &url, cx),
            None => Ok(()),
        }
    }

    fn weergave(&self) -> String {
        self.identificatie.clone()
    }
}

impl Besluit {
    /// brc-001, brc-002, brc-006: besluittype, verantwoordelijkeOrganisatie and zaak stay what they are. Only what a client asks for is judged: a
    /// zaak that is deleted is taken from its besluiten.
    fn check_kept(&self, change: &Change<'_, Self>, problems: &mut Problems) {
        let Some(old) = change.old else { return };
        let changed = [
            ("verantwoordelijkeOrganisatie", old.verantwoordelijke_organisatie != self.verantwoordelijke_organisatie),
            ("besluittype", old.besluittype != self.besluittype),
            ("zaak", old.zaak != self.zaak && change.given.contains_key("zaak")),
        ];
        for (name, _) in changed.iter().filter(|(_, changed)| *changed) {
            problems.add(*name, "wijzigen-niet-toegelaten", "Dit veld mag niet veranderen.");
        }
    }

    /// What was decided, was decided today or before.
    fn check_date(&self, change: &Change<'_, Self>, cx: &Cx<'_, '_>, problems: &mut Problems) {
        if self.datum > cx.call.today && change.old.is_none_or(|old| old.datum != self.datum) {
            problems.add("datum", "future_not_allowed", "De datum van het besluit kan niet in de toekomst liggen.");
        }
    }

    /// brc-001: the besluittype is published; that it exists was found out before the rules.
    fn check_published(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let sql = "SELECT concept FROM besluittypen WHERE uuid = $1";
        if cx.tx.one(sql, &[self.besluittype.uuid.into()], |row| row.bool(0))? == Some(true) {
            problems.add("besluittype", "not-published", "Het besluittype is nog een concept: publiceer het eerst.");
        }
        Ok(())
    }

    /// brc-007: besluiten of this type are taken in zaken of the type of the zaak. The two are related by the omschrijving within their catalogus, so
    /// it holds for every version of the besluittype.
    fn check_zaaktype(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let Some(&zaak) = self.zaak.get() else { return Ok(()) };
        besluiten::hold(zaak, cx)?;
        let sql = "SELECT 1 FROM besluittypen b \
                   JOIN typerelaties r ON r.catalogus = b.catalogus AND r.naam = b.omschrijving AND r.soort = 'zaaktype.besluittypen' \
                   JOIN zaken z ON z.zaaktype = r.van WHERE b.uuid = $1 AND z.uuid = $2";
        let key = [self.besluittype.uuid.into(), zaak.uuid.into()];
        if cx.tx.one(sql, &key, |row| row.int(0))?.is_none() {
            let reason = "Het besluittype hoort niet bij het zaaktype van de zaak.";
            problems.add(Problems::WHOLE, "zaaktype-mismatch", reason);
        }
        Ok(())
    }
}
