// SPDX-License-Identifier: EUPL-1.2
//! A browser that opens the link of a mail: it keeps cookies and sends the forms of the page.

use std::{cell::RefCell, collections::BTreeMap};

use ureq::{Body, http::Response};

use crate::process::PATIENCE;

/// A browser with its cookies.
pub(crate) struct Browser {
    agent: ureq::Agent,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .build();
        Self { agent: config.into(), cookies: RefCell::default() }
    }

    /// Opens a page: status and HTML.
    pub(crate) fn open(&self, url: &str) -> (u16, String) {
        let answer = self.agent.get(url).header("Accept", "text/html").header("Cookie", self.cookies()).call().unwrap();
        self.keep(answer)
    }

    /// Fills in the form of a step that is on the page and sends it; opens the page that the answer points to.
    #[track_caller]
    pub(crate) fn send(&self, url: &str, step: &str, fields: &[(&str, &str)], photo: Option<&[u8]>) -> String {
        let (status, page) = self.open(url);
        assert_eq!(status, 200, "{page}");
        let Some((_, form)) = page.split_once(&format!("id=\"form-{step}\"")) else {
            panic!("no form for {step}: {page}")
        };
        let body = filled(form.split("</form>").next().unwrap(), fields, photo);
        let request = self.agent.post(url).header("Cookie", self.cookies()).header("Sec-Fetch-Site", "same-origin");
        let answer = request.header("Content-Type", "multipart/form-data; boundary=grens").send(body).unwrap();
        let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        let (status, page) = self.keep(answer);
        assert_eq!(status, 303, "{page}");
        let origin = url.split("/buiten").next().unwrap();
        self.open(&format!("{origin}{}", location.unwrap())).1
    }

    fn cookies(&self) -> String {
        let all: Vec<String> = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        all.join("; ")
    }

    /// Keeps the cookies of an answer; returns its status and HTML.
    fn keep(&self, mut answer: Response<Body>) -> (u16, String) {
        for line in answer.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }
}

/// What is sent for a form: its hidden fields, what was filled in, and a photo of how it is now.
fn filled(form: &str, fields: &[(&str, &str)], photo: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        (name, rest.split('"').next().unwrap())
    });
    for (name, value) in hidden.chain(fields.iter().copied()) {
        let part = format!("--grens\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    if let Some(photo) = photo {
        let head = "--grens\r\nContent-Disposition: form-data; name=\"gereed-erna\"; filename=\"na.png\"\r\nContent-Type: image/png\r\n\r\n";
        body.extend([head.as_bytes(), photo, b"\r\n"].concat());
    }
    body.extend(b"--grens--\r\n");
    body
}
