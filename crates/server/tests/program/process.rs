// SPDX-License-Identifier: EUPL-1.2
//! Starts the binary: for one command, or as a server on a free port.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

/// How long anything may take before a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The binary, with no setting from outside.
pub(crate) fn waarmaker(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waarmaker"));
    command.env_clear().args(arguments).stdin(Stdio::null());
    command
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The output, of a command that did what it was asked.
    #[track_caller]
    pub(crate) fn well(self) -> String {
        assert!(self.status.success(), "{self:#?}");
        self.out
    }

    /// The errors, of a command that failed with this exit code.
    #[track_caller]
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.status.code(), Some(code), "{self:#?}");
        self.err
    }

    /// The output as JSON.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.well()).unwrap()
    }
}

/// Runs a command.
pub(crate) fn run(arguments: &[&str]) -> Ran {
    run_with(arguments, &[], "")
}

/// Runs a command with variables of the environment and standard input.
pub(crate) fn run_with(arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Ran {
    let mut command = waarmaker(arguments);
    command.envs(environment.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { status: output.status, out: text(output.stdout), err: text(output.stderr) }
}

/// A server; it is killed with this value.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// `http://127.0.0.1:port`.
    pub(crate) url: String,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Starts a server on a free port and waits until it says that it is ready.
    pub(crate) fn start(data: &Path) -> Self {
        Self::with(data, &[])
    }

    /// Starts a server with further options.
    pub(crate) fn with(data: &Path, further: &[&str]) -> Self {
        let mut command = waarmaker(&["serve", "--bind", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
        command
            .args(further)
            .env("WAARMAKER_LOGGING__FORMAT", "json")
            .env("WAARMAKER_LOGGING__LEVEL", "trace")
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut seen = String::new();
        let ready = lines.by_ref().map_while(Result::ok).find_map(|line| {
            seen.push_str(&line);
            seen.push('\n');
            let line: Value = serde_json::from_str(&line).ok()?;
            Some(line["address"].as_str()?.to_owned())
        });
        let url = ready.unwrap_or_else(|| panic!("the server did not become ready: {seen}"));
        // Whoever logs must never wait for a reader.
        let rest = Arc::new(Mutex::new(seen));
        let kept = Arc::clone(&rest);
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| *kept.lock().unwrap() += &(line + "\n")));
        Self { child, url, log: rest }
    }

    /// What it has logged so far, as lines of JSON.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// `HOST:PORT`.
    pub(crate) fn host(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    /// Asks it to stop, as an operating system does.
    pub(crate) fn terminate(&self) {
        let done = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().unwrap();
        assert!(done.success());
    }

    /// Ends it without any warning.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it has stopped.
    pub(crate) fn stopped(&mut self) -> ExitStatus {
        eventually("the server stops", || self.child.try_wait().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks until there is an answer.
#[track_caller]
pub(crate) fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        // Notifications are sent when nothing else wants the processor: this must not want it all the time.
        thread::park_timeout(Duration::from_millis(10));
    }
}

/// A client of the APIs.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    agent: ureq::Agent,
    url: String,
    token: String,
}

impl Client {
    /// A client with this token.
    pub(crate) fn new(server: &Server, token: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .build();
        Self { agent: config.into(), url: server.url.clone(), token: token.to_owned() }
    }

    /// A client that may do everything.
    pub(crate) fn superuser(server: &Server, data: &Path) -> Self {
        Self::superuser_in(server, &["--data", data.to_str().unwrap()])
    }

    /// A client that may do everything in the register that these options name.
    pub(crate) fn superuser_in(server: &Server, place: &[&str]) -> Self {
        let add = ["client", "add", "test", "--secret", "een lang geheim van de test", "--all"];
        run(&[&add, place].concat()).well();
        let token = run(&[&["token", "test"], place].concat()).well();
        Self::new(server, token.trim())
    }

    /// Its token.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// `GET`: status and body.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let request = self.agent.get(self.absolute(path)).header("Accept-Crs", "EPSG:4326");
        let request = if self.token.is_empty() {
            request
        } else {
            request.header("Authorization", format!("Bearer {}", self.token))
        };
        let mut answer = request.call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// `GET` that has to be answered with 200 and JSON.
    #[track_caller]
    pub(crate) fn json(&self, path: &str) -> Value {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// `POST`: status and body; an error when the connection breaks.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<(u16, Value), ureq::Error> {
        let request =
            self.agent.post(self.absolute(path)).header("Accept-Crs", "EPSG:4326").header("Content-Crs", "EPSG:4326");
        let request = request
            .header("Content-Type", "application/json")
            .header("Authorization", format!("Bearer {}", self.token));
        let mut answer = request.send(body.to_string())?;
        let text = answer.body_mut().read_to_string()?;
        Ok((answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    /// `GET` of content that is no text: status and body.
    pub(crate) fn bytes(&self, path: &str) -> (u16, Vec<u8>) {
        let request = self.agent.get(self.absolute(path)).header("Authorization", format!("Bearer {}", self.token));
        let mut answer = request.call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_vec().unwrap())
    }

    /// `PUT` of a part of a document, as a form.
    pub(crate) fn put_part(&self, url: &str, lock: &str, content: &[u8]) -> Result<(u16, Value), ureq::Error> {
        let field = |name: &str| format!("--grens\r\nContent-Disposition: form-data; name=\"{name}\"");
        let mut form =
            format!("{}\r\n\r\n{lock}\r\n{}; filename=\"x\"\r\n\r\n", field("lock"), field("inhoud")).into_bytes();
        form.extend_from_slice(content);
        form.extend_from_slice(b"\r\n--grens--\r\n");
        let request = self.agent.put(self.absolute(url)).header("Authorization", format!("Bearer {}", self.token));
        let mut answer = request.header("Content-Type", "multipart/form-data; boundary=grens").send(form)?;
        let text = answer.body_mut().read_to_string()?;
        Ok((answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    fn absolute(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) }
    }
}

/// Fills a data folder with the example lists and one catalogue file of the demo.
pub(crate) fn example(data: &Path, file: &str) {
    let data = data.to_str().unwrap();
    run(&["referentielijsten", "import", "--builtin", "--data", data]).well();
    run(&["catalogus", "import", &demo_file(file), "--data", data]).well();
}

/// Path of a catalogue file of the demo.
pub(crate) fn demo_file(name: &str) -> String {
    format!("{}/demo/{name}", env!("CARGO_MANIFEST_DIR"))
}
