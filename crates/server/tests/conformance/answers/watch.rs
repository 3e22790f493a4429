// SPDX-License-Identifier: EUPL-1.2
//! A client that holds every answer against the contracts.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use axum::http::Method;
use serde_json::Value;
use waarmaker_resource::Component;
use waarmaker_testkit::{Answer, App, Client, ORIGIN};

use crate::{
    spec::{Node, OFFICIAL, Spec},
    validate::Validator,
};

/// The contracts of one component.
struct Contracts {
    component: Component,
    ours: Spec,
    theirs: Option<Spec>,
}

/// The client.
pub(super) struct Watch<'a> {
    pub(super) app: &'a App,
    client: Client<'a>,
    contracts: Vec<Contracts>,
    /// Difference → the first answer that had it.
    found: RefCell<BTreeMap<String, String>>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Watch<'a> {
    pub(super) async fn new(app: &'a App) -> Self {
        let client = app.superuser();
        let mut contracts = Vec::new();
        for &component in Component::ALL {
            let file = OFFICIAL.iter().find(|(known, _)| *known == component).map(|(_, file)| *file);
            let path = format!("{}/openapi.json", component.root);
            let served = client.get(&path).await.expect(200);
            let ours = Spec::of(served);
            contracts.push(Contracts { component, ours, theirs: file.and_then(Spec::official) });
        }
        Self { app, client, contracts, found: RefCell::default(), asked: RefCell::default() }
    }

    /// Our contract of a component.
    pub(super) fn ours(&self, component: Component) -> &Spec {
        &self.contracts.iter().find(|known| known.component == component).unwrap().ours
    }

    /// Whether the official contracts are there.
    pub(super) fn has_official(&self) -> bool {
        self.contracts.iter().any(|known| known.theirs.is_some())
    }

    /// What differed, in order.
    pub(super) fn found(&self) -> Vec<String> {
        self.found.borrow().iter().map(|(what, answer)| format!("{what} ({answer})")).collect()
    }

    /// The operations of our contracts that were not asked for.
    pub(super) fn not_asked(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        let all = self
            .contracts
            .iter()
            .flat_map(|one| one.ours.operations().into_iter().map(move |(_, _, op)| key(one.component, op)));
        all.filter(|id| !asked.contains(id)).collect()
    }

    pub(super) async fn get(&self, url: &str) -> Value {
        self.ask(Method::GET, url, None, 200).await
    }
    pub(super) async fn post(&self, url: &str, body: &Value) -> Value {
        self.ask(Method::POST, url, Some(body), 201).await
    }
    pub(super) async fn put(&self, url: &str, body: &Value) -> Value {
        self.ask(Method::PUT, url, Some(body), 200).await
    }
    pub(super) async fn patch(&self, url: &str, body: &Value) -> Value {
        self.ask(Method::PATCH, url, Some(body), 200).await
    }
    pub(super) async fn delete(&self, url: &str) {
        self.ask(Method::DELETE, url, None, 204).await;
    }

    /// Creates something below a root; returns its URL and what was answered.
    pub(super) async fn made(&self, root: &str, path: &str, body: &Value) -> (String, Value) {
        let made = self.post(&format!("{root}/{path}"), body).await;
        (made["url"].as_str().unwrap().to_owned(), made)
    }

    /// Reads something in every way: one, its headers, the list; the same with everything expanded.
    pub(super) async fn read(&self, url: &str) {
        let collection = url.rsplit_once('/').unwrap().0;
        let (_, get) = self.operation(collection, "get").unwrap();
        let expand = get.list("parameters").any(|parameter| parameter.text("name") == "expand");
        let detail = self.operation(url, "get").unwrap().1;
        let members = detail
            .list("parameters")
            .find(|parameter| parameter.text("name") == "expand")
            .map(|parameter| parameter.text("description"));
        self.get(url).await;
        self.get(collection).await;
        if let Some(members) = members.filter(|_| expand) {
            let members = members.rsplit_once("Hier: ").unwrap().1.trim_end_matches('.').replace(", ", ",");
            self.get(&format!("{url}?expand={members}")).await;
            self.get(&format!("{collection}?expand={members}")).await;
        }
        if self.operation(url, "head").is_some() {
            self.ask(Method::HEAD, url, None, 200).await;
        }
    }

    /// Downloads a content, in whole and in part.
    pub(super) async fn content(&self, url: &str, content: &[u8]) {
        let whole = self.client.get(url).await;
        assert_eq!((whole.status, whole.body.as_slice()), (200, content), "{}", whole.asked);
        let part = self.client.send(Method::GET, url, &[("range", "bytes=1-2")], None).await;
        assert_eq!((part.status, part.body.as_slice()), (206, &content[1..3]), "{}", part.asked);
        self.mark(url, "get");
    }

    /// Uploads a bestandsdeel.
    pub(super) async fn part(&self, url: &str, lock: &str, content: &[u8]) {
        let head = format!(
            "--deel\r\nContent-Disposition: form-data; name=\"lock\"\r\n\r\n{lock}\r\n--deel\r\nContent-Disposition: form-data; name=\"inhoud\"; filename=\"deel\"\r\n\r\n"
        );
        let body = [head.as_bytes(), content, b"\r\n--deel--\r\n"].concat();
        let headers = [("content-type", "multipart/form-data; boundary=deel")];
        let answer = self.client.send(Method::PUT, url, &headers, Some(body)).await;
        let value = answer.expect(200);
        let (contracts, operation) = self.operation(url, "put").unwrap();
        self.judge(contracts.component, "ours", &contracts.ours, true, operation, &answer, &value);
        self.mark(url, "put");
    }

    /// Creates what no client may create.
    pub(super) async fn refused(&self, url: &str, body: &Value) {
        let answer = self.client.post(url, body).await;
        assert_eq!(answer.refusal().0, 400, "{}", answer.asked);
        self.mark(url, "post");
    }

    /// Remembers that an operation was asked for whose body is not JSON.
    fn mark(&self, url: &str, method: &str) {
        let (contracts, operation) = self.operation(url, method).unwrap();
        self.asked.borrow_mut().insert(key(contracts.component, operation));
    }

    /// One request, with the status that it must have.
    pub(super) async fn ask(&self, method: Method, url: &str, body: Option<&Value>, status: u16) -> Value {
        let sent = body.map(|body| body.to_string().into_bytes());
        let answer = self.client.send(method.clone(), url, &[], sent).await;
        let value = answer.expect(status);
        let verb = method.as_str().to_lowercase();
        let (contracts, operation) =
            self.operation(url, &verb).unwrap_or_else(|| panic!("{} is in no contract", answer.asked));
        self.asked.borrow_mut().insert(key(contracts.component, operation));
        self.judge(contracts.component, "ours", &contracts.ours, true, operation, &answer, &value);
        if let Some(theirs) = &contracts.theirs {
            let path = below(contracts.component, url).unwrap();
            match find(theirs, path, &verb) {
                Some(operation) => {
                    self.judge(contracts.component, "official", theirs, false, operation, &answer, &value);
                }
                None => self.beyond(contracts.component, operation, &answer),
            }
        }
        value
    }

    /// An operation that the official contract does not have is one that our contract is known to add.
    fn beyond(&self, component: Component, operation: Node<'_>, answer: &Answer) {
        let at = format!("{} {}: extra operation", component.name, operation.text("operationId"));
        self.found.borrow_mut().entry(at).or_insert_with(|| answer.asked.clone());
    }

    #[expect(clippy::too_many_arguments, reason = "an answer with all that it is held against")]
    fn judge<'s>(
        &self,
        component: Component,
        whose: &str,
        spec: &'s Spec,
        strict: bool,
        operation: Node<'s>,
        answer: &Answer,
        value: &Value,
    ) {
        let at = format!("{whose} {} {}", component.name, operation.text("operationId"));
        let add = |what: String| {
            self.found.borrow_mut().entry(format!("{at} {what}")).or_insert_with(|| answer.asked.clone());
        };
        let Some(response) = operation.get("responses").and_then(|all| all.get(&answer.status.to_string())) else {
            return add(format!("status {} is not declared", answer.status));
        };
        let response = spec.follow(response);
        for (name, header) in response.get("headers").into_iter().flat_map(Node::members) {
            let required =
                spec.follow(header).value["required"] == true || ["ETag", "Location", "Content-Crs"].contains(&name);
            if required && answer.header(name).is_empty() {
                add(format!("header {name}: missing"));
            }
        }
        let schema = response
            .get("content")
            .and_then(|content| content.get("application/json"))
            .and_then(|json| json.get("schema"));
        match schema {
            Some(schema) => Validator { spec, strict }.problems(schema, value).into_iter().for_each(add),
            None if !value.is_null() => add("a body that is not declared".to_owned()),
            None => {}
        }
    }

    /// The operation of our contracts at a URL.
    fn operation(&self, url: &str, method: &str) -> Option<(&Contracts, Node<'_>)> {
        self.contracts.iter().find_map(|one| Some((one, find(&one.ours, below(one.component, url)?, method)?)))
    }
}

fn key(component: Component, operation: Node<'_>) -> String {
    format!("{} {}", component.name, operation.text("operationId"))
}

/// The path of a URL below the root of a component.
fn below(component: Component, url: &str) -> Option<&str> {
    let path = url.strip_prefix(ORIGIN).unwrap_or(url);
    path.split('?').next()?.strip_prefix(component.root)
}

/// The operation whose path fits; the one with the fewest parameters when several do.
fn find<'s>(spec: &'s Spec, path: &str, method: &str) -> Option<Node<'s>> {
    let fits = |template: &str| {
        let (mut wanted, mut have) = (template.split('/'), path.split('/'));
        loop {
            match (wanted.next(), have.next()) {
                (None, None) => return true,
                (Some(wanted), Some(have)) if wanted == have || wanted.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    let all = spec.operations().into_iter().filter(|(template, verb, _)| *verb == method && fits(template));
    all.min_by_key(|(template, _, _)| template.matches('{').count()).map(|(_, _, operation)| operation)
}
