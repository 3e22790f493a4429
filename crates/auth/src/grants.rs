// SPDX-License-Identifier: EUPL-1.2
//! The rights of an Applicatie as rows, written together with it.

use uuid::Uuid;
use waarmaker_db::{Error, Tx, Value};

use crate::Gate;

/// One right: a scope in a component, for one type up to a level, or for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Component code: `zrc`.
    pub component: String,
    /// Scope: `zaken.lezen`.
    pub scope: String,
    /// For which type and up to which rank of vertrouwelijkheidaanduiding; `None`: for all. A type that is not ours is [`Uuid::nil`],
    /// which no row has.
    pub of_type: Option<(Uuid, i64)>,
}

/// Replaces the client ids and rights of an Applicatie.
pub fn replace(
    tx: &mut Tx<'_>,
    applicatie: Uuid,
    label: &str,
    all: bool,
    clients: &[String],
    grants: &[Grant],
) -> Result<(), Error> {
    remove(tx, applicatie)?;
    for client in clients {
        let row = [client.as_str().into(), applicatie.into(), label.into(), all.into()];
        tx.run("INSERT INTO applicatie_clients (client_id, applicatie, label, alles) VALUES ($1, $2, $3, $4)", &row)?;
        for grant in grants {
            let (of_type, level) = grant.of_type.unzip();
            let row: [Value; 6] = [
                client.as_str().into(),
                applicatie.into(),
                grant.component.as_str().into(),
                grant.scope.as_str().into(),
                of_type.into(),
                level.into(),
            ];
            let sql = "INSERT INTO rechten (client_id, applicatie, component, scope, type, niveau) VALUES ($1, $2, $3, $4, $5, $6)";
            tx.run(sql, &row)?;
        }
    }
    Ok(())
}

/// Says whether an Applicatie may see only those documents that are ready to be published. To be called after [`replace`].
pub fn only_published(tx: &mut Tx<'_>, applicatie: Uuid, only: bool) -> Result<(), Error> {
    if only {
        tx.run("UPDATE applicatie_clients SET alleen_gereed = 1 WHERE applicatie = $1", &[applicatie.into()])?;
    }
    Ok(())
}

/// The types that a gate opens for, each with the highest level; `None` when it opens for all types.
pub fn types(tx: &mut Tx<'_>, gate: &Gate<'_>) -> Result<Option<Vec<(Uuid, i64)>>, Error> {
    let sql = format!(
        "SELECT r.type, MAX(r.niveau) FROM rechten r WHERE r.client_id = $1 AND ({}) GROUP BY r.type",
        gate.granted()
    );
    let client = Value::from(gate.caller.client_id.as_str());
    let rows = tx.query(&sql, &[client], |row| Ok((row.opt_uuid(0)?, row.opt_int(1)?)))?;
    Ok(rows.into_iter().map(|(of_type, level)| of_type.zip(level)).collect())
}

/// Takes all rights of an Applicatie away.
pub fn remove(tx: &mut Tx<'_>, applicatie: Uuid) -> Result<(), Error> {
    tx.run("DELETE FROM rechten WHERE applicatie = $1", &[applicatie.into()])?;
    tx.run("DELETE FROM applicatie_clients WHERE applicatie = $1", &[applicatie.into()])?;
    Ok(())
}

/// The Applicatie that a client id belongs to.
pub fn applicatie_of(tx: &mut Tx<'_>, client_id: &str) -> Result<Option<Uuid>, Error> {
    tx.one("SELECT applicatie FROM applicatie_clients WHERE client_id = $1", &[client_id.into()], |row| row.uuid(0))
}

/// Which of these client ids belong to another Applicatie than this one.
pub fn taken(tx: &mut Tx<'_>, clients: &[String], applicatie: Uuid) -> Result<Vec<String>, Error> {
    let mut taken = Vec::new();
    for chunk in clients.chunks(400) {
        let mut parameters: Vec<Value> = chunk.iter().map(Value::from).collect();
        let places: Vec<String> = (1..=chunk.len()).map(|i| format!("${i}")).collect();
        parameters.push(applicatie.into());
        let (places, own) = (places.join(", "), parameters.len());
        let sql = format!(
            "SELECT client_id FROM applicatie_clients WHERE client_id IN ({places}) AND applicatie <> ${own} ORDER BY client_id"
        );
        taken.extend(tx.query(&sql, &parameters, |row| row.text(0))?);
    }
    Ok(taken)
}
