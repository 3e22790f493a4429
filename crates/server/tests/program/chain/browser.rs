// SPDX-License-Identifier: EUPL-1.2
//! A browser that opens the link of a mail: it keeps a cookie and sends the forms of the page.

use crate::process::PATIENCE;

/// A browser with its cookie.
pub(crate) struct Browser {
    agent: ureq::Agent,
    cookie: String,
}

impl Browser {
    pub(crate) fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .build();
        Self { agent: config.into(), cookie: String::new() }
    }

    /// Opens a page: status and HTML.
    pub(crate) fn open(&self, url: &str) -> (u16, String) {
        let mut answer =
            self.agent.get(url).header("Accept", "text/html").header("Cookie", &self.cookie).call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// Fills in the form of a step that is on the page and sends it; opens the page that the answer points to.
    #[track_caller]
    pub(crate) fn send(&mut self, url: &str, step: &str, fields: &[(&str, &str)], photo: Option<&[u8]>) -> String {
        let (status, page) = self.open(url);
        assert_eq!(status, 200, "{page}");
        let hidden = format!("name=\"stap\" value=\"{step}\"><input type=\"hidden\" name=\"sleutel\" value=\"");
        let Some((_, rest)) = page.split_once(&hidden) else { panic!("no form for {step}: {page}") };
        let key = rest.split('"').next().unwrap();
        let mut form = Vec::new();
        for (name, value) in [("stap", step), ("sleutel", key)].iter().chain(fields) {
            let part = format!("--grens\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            form.extend(part.into_bytes());
        }
        if let Some(photo) = photo {
            let head = "--grens\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"na.png\"\r\nContent-Type: image/png\r\n\r\n";
            form.extend([head.as_bytes(), photo, b"\r\n"].concat());
        }
        form.extend(b"--grens--\r\n");
        let request = self.agent.post(url).header("Cookie", &self.cookie).header("Sec-Fetch-Site", "same-origin");
        let mut answer = request.header("Content-Type", "multipart/form-data; boundary=grens").send(form).unwrap();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (cookie, location) = (header("set-cookie"), header("location"));
        assert_eq!(answer.status(), 303, "{}", answer.body_mut().read_to_string().unwrap());
        if let Some(cookie) = cookie {
            cookie.split(';').next().unwrap().clone_into(&mut self.cookie);
        }
        self.open(&format!("{url}{}", location.unwrap())).1
    }
}
