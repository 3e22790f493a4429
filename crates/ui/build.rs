// SPDX-License-Identifier: EUPL-1.2
//! Embeds the built files of `web/dist`, or none when they were not built.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("web/dist");
    // A path that is not there would make cargo run this each time; where it cannot be made, that is what happens.
    let _ = fs::create_dir_all(&dist);
    println!("cargo:rerun-if-changed={}", dist.display());
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=locales");
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    if let Ok(list) = fs::read_to_string(dist.join("list.txt")) {
        for line in list.lines() {
            let mut words = line.split_whitespace();
            let (Some(name), Some(hashed), Some(mediatype)) = (words.next(), words.next(), words.next()) else {
                continue;
            };
            let include = |suffix: &str| {
                let path = dist.join(format!("{hashed}{suffix}"));
                let name = path.display().to_string();
                if path.is_file() { format!("include_bytes!({name:?})") } else { "&[]".to_owned() }
            };
            let (plain, brotli, gzip) = (include(""), include(".br"), include(".gz"));
            let _ = writeln!(
                table,
                "Asset {{ name: {name:?}, hashed: {hashed:?}, mediatype: {mediatype:?}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},"
            );
        }
    } else {
        println!(
            "cargo:warning=pages are bare: `cargo xtask build` makes their style and script from the npm packages"
        );
    }
    table.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("assets.rs"), table)?;
    Ok(())
}
