// SPDX-License-Identifier: EUPL-1.2
//! The real selection list of 2020, which lies beside the workspace and is no part of it.

use std::{collections::HashSet, fs, path::PathBuf};

use serde_json::Value;
use waarmaker_referentielijsten::Count;

use super::{ROOT, import_all};
use crate::engines::on_both_engines;

/// A file of the selection list; `None`, and said so, where the folder is absent.
fn file(name: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/selectielijst");
    let found = fs::read(folder.join(name)).ok();
    if found.is_none() {
        eprintln!("SKIPPED: {name} is not in {}: the real selection list is not tested", folder.display());
    }
    found
}

#[test]
fn the_real_selection_list_is_imported_whole() {
    let names = [
        "selectielijst_2020_procestypen.json",
        "selectielijst_2020_resultaten.json",
        "resultaattypeomschrijvingen.json",
    ];
    let Some(files) = names.into_iter().map(file).collect::<Option<Vec<_>>>() else { return };
    on_both_engines(async |app| {
        let one =
            async |i: usize| import_all(app, &[(names[i], &files[i])]).await.unwrap_or_else(|error| panic!("{error}"));
        let new = |new| Count { new, ..Count::default() };
        assert_eq!(one(0).await.procestypen, new(58));
        assert_eq!(one(1).await.resultaten, new(346));
        assert_eq!(one(2).await.resultaattypeomschrijvingen, new(3));
        let again = import_all(app, &[(names[1], &files[1]), (names[0], &files[0])]).await.unwrap();
        assert_eq!((again.procestypen.unchanged, again.resultaten.unchanged), (58, 346));

        let client = app.anonymous();
        assert_eq!(client.get(&format!("{ROOT}/procestypen")).await.expect(200).as_array().unwrap().len(), 58);
        assert_eq!(
            client.get(&format!("{ROOT}/procestypen?jaar=2020")).await.expect(200).as_array().unwrap().len(),
            29
        );
        let (mut url, mut sizes, mut all) = (format!("{ROOT}/resultaten"), Vec::new(), Vec::<Value>::new());
        loop {
            let page = client.get(&url).await.expect(200);
            assert_eq!(page["count"], 346);
            let results = page["results"].as_array().unwrap();
            sizes.push(results.len());
            all.extend(results.iter().cloned());
            let Some(next) = page["next"].as_str() else { break };
            next.clone_into(&mut url);
        }
        assert_eq!(sizes, [100, 100, 100, 46]);
        let urls: HashSet<&str> = all.iter().filter_map(|one| one["url"].as_str()).collect();
        assert_eq!(urls.len(), 346);
        assert_eq!(all.iter().filter(|one| one["generiek"] == true).count(), 94);
        assert!(all.iter().all(|one| one["generiek"] != one["specifiek"]));
        assert_eq!((&all[0]["volledigNummer"], &all[0]["bewaartermijn"]), (&"1.1".into(), &"P10Y".into()));
        assert_eq!((&all[1]["volledigNummer"], &all[1]["bewaartermijn"]), (&"1.1.1".into(), &Value::Null));
        let procestype = all[0]["procesType"].as_str().unwrap();
        let own = client.get(&format!("{ROOT}/resultaten?procesType={procestype}")).await.expect(200);
        assert_eq!(
            own["count"].as_u64(),
            Some(all.iter().filter(|one| one["procesType"] == procestype).count() as u64)
        );
    });
}
