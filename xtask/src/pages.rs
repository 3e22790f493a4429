// SPDX-License-Identifier: EUPL-1.2
//! All pages in a real browser: an example municipality of our own, and the tests of the folder `e2e` that look at it with Chromium.
//!
//! The municipality is `waarmaker demo` on a folder of its own, with a street and a contractor by mail for the tests besides. The tests get its
//! addresses in the environment; its mail comes to a server that they start on a port that is kept free for them.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result};
use rustix::process::Signal;

use crate::{
    install::chromium_program,
    process::{Background, Scratch, free_port, output, run, wait_for},
    web,
    workspace::Workspace,
};

/// The client by which the tests make things happen.
const CLIENT: &str = "e2e";
const SECRET: &str = "geheim-van-de-proef-in-de-browser";
/// How long the example municipality may take to fill.
const PATIENCE: Duration = Duration::from_mins(2);
/// Things of the tests: the file and the kind of its assets.
const ASSETS: [(&str, &str); 2] = [("masten.csv", "lichtmast"), ("bakken.csv", "afvalbak")];

/// Runs the tests of which the name has `pattern` in it; all of them when it is empty.
pub(crate) fn test(workspace: &Workspace, pattern: &str) -> Result<()> {
    web::build(workspace)?;
    let folder = workspace.root.join("e2e");
    web::packages(&folder)?;
    run(workspace.cargo(["build", "--quiet", "--locked", "--package", "waarmaker"]))?;
    let world = World::start(workspace, &folder)?;
    let mut command = Command::new("node");
    command.arg("--test-reporter=spec");
    if !pattern.is_empty() {
        command.arg(format!("--test-name-pattern={pattern}"));
    }
    command.arg(folder.join("all.mjs")).current_dir(&folder);
    for (name, value) in world.tells() {
        command.env(name, value);
    }
    command.env("E2E_CHROMIUM", chromium_program().context("there is no chromium: run the step install")?);
    run(command).with_context(|| world.log())
}

/// The municipality. The fields are dropped in order: first the server, then its folder.
struct World {
    _running: Background,
    folder: Scratch,
    mail: u16,
    binary: PathBuf,
}

impl World {
    fn start(workspace: &Workspace, e2e: &Path) -> Result<Self> {
        let binary = workspace.target.join("debug/waarmaker");
        let (folder, mail) = (Scratch::new("e2e")?, free_port()?);
        fill(&binary, &folder, e2e)?;
        let log = File::create(folder.path().join("log")).context("cannot make the log of the municipality")?;
        let mut demo = waarmaker(&binary, &folder);
        demo.args(["demo", "--bind", "127.0.0.1:0", "--sights"]).arg(sights(&folder));
        demo.env("WAARMAKER_SMTP__SERVER", format!("127.0.0.1:{mail}")).env("WAARMAKER_SMTP__SECURITY", "none");
        demo.env("WAARMAKER_SMTP__FROM", "Gemeente Voorbeeldstad <lampen@voorbeeldstad.example>");
        // Each window of the tests says that it comes from an address of its own, as behind a proxy: one address may send only so much.
        demo.env("WAARMAKER_SERVER__PROXIES", "1");
        demo.stdout(log.try_clone()?).stderr(log);
        let mut running = Background::start(&mut demo, Signal::TERM)?;
        let there = sights(&folder);
        let ready = wait_for("the example municipality", PATIENCE, &mut running, || there.is_file());
        let world = Self { _running: running, folder, mail, binary };
        ready.with_context(|| world.log())?;
        println!("Started an example municipality with its data in {}.", world.folder.path().display());
        Ok(world)
    }

    /// What the tests have to know.
    fn tells(&self) -> [(&'static str, String); 5] {
        [
            ("E2E_SIGHTS", sights(&self.folder).display().to_string()),
            ("E2E_CLIENT", CLIENT.to_owned()),
            ("E2E_SECRET", SECRET.to_owned()),
            ("E2E_MAIL", self.mail.to_string()),
            // One test starts a municipality of its own, with other settings.
            ("E2E_PROGRAM", self.binary.display().to_string()),
        ]
    }

    /// The last lines of what it logged.
    fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(60).collect();
        let lines: Vec<&str> = lines.into_iter().rev().collect();
        format!("the municipality said at last:\n{}", lines.join("\n"))
    }
}

/// Puts the things of the tests and their client in the register.
fn fill(binary: &PathBuf, folder: &Scratch, e2e: &Path) -> Result<()> {
    let world = e2e.join("world");
    for (file, kind) in ASSETS {
        let mut import = waarmaker(binary, folder);
        import.args(["assets", "import"]).arg(world.join(file));
        output(import.args(["--kind", kind, "--key", "identificatie", "--name", "straat"]))?;
    }
    output(waarmaker(binary, folder).args(["contracten", "import"]).arg(world.join("contracten.toml")))?;
    output(waarmaker(binary, folder).args(["client", "add", CLIENT, "--secret", SECRET, "--all"])).map(|_| ())
}

/// Where the demo writes what there is to see.
fn sights(folder: &Scratch) -> PathBuf {
    folder.path().join("sights.json")
}

/// A call of our own program on the data in that folder.
fn waarmaker(binary: &PathBuf, folder: &Scratch) -> Command {
    let mut command = Command::new(binary);
    command.arg("--data").arg(folder.path().join("data")).current_dir(folder.path());
    command
}
