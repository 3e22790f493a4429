// SPDX-License-Identifier: EUPL-1.2
//! Photos become documents of the zaak, without where they were taken.

use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::wereld::{Wereld, text};
use crate::engines::on_both_engines;

/// A JPEG as a telephone makes it: with a place in its EXIF, and something to see.
pub(crate) fn jpeg(image: &str) -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        [&[0xff, marker], &u16::try_from(content.len() + 2).unwrap().to_be_bytes()[..], content].concat()
    };
    let scan = [&segment(0xda, b"\x01")[..], image.as_bytes(), b"\xff\xd9"].concat();
    let frame = segment(0xc0, b"\x08\0\x10\0\x10\x01\x01\x11\0");
    [b"\xff\xd8".to_vec(), segment(0xe0, b"JFIF"), segment(0xe1, b"Exif\0\0GPS 52.09"), frame, scan].concat()
}

#[test]
fn a_photo_in_the_body_becomes_a_document_of_the_zaak_without_its_place() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let done = wereld.answer(&order, "gereed", json!({"fotos": [STANDARD.encode(jpeg("beeld"))]})).await;
        let foto = wereld.now_is(done["fotos"][0].as_str().unwrap()).await;
        assert_eq!((text(&foto, "formaat"), text(&foto, "auteur")), ("image/jpeg", "Lichtpunt BV"));
        let content = wereld.admin.get(text(&foto, "inhoud")).await;
        assert!(content.body.starts_with(&[0xff, 0xd8]) && !content.body.windows(3).any(|part| part == b"GPS"));
        let url = format!("/zaken/api/v1/zaakinformatieobjecten?zaak={}", text(&order, "zaak"));
        let related = wereld.admin.get(&url).await.expect(200);
        assert_eq!(related[0]["informatieobject"], done["fotos"][0]);
        assert!(wereld.now_is(text(&order, "zaak")).await["einddatum"].is_string());
    });
}

#[test]
fn photos_also_come_as_files_of_a_form() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let part = |head: &str, content: &[u8]| {
            [format!("--grens\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), content, b"\r\n"].concat()
        };
        let form = [
            part("name=\"toelichting\"", b"Lamp vervangen"),
            part("name=\"materiaal\"", br#"[{"omschrijving": "Led", "aantal": 2}]"#),
            part("name=\"fotos\"; filename=\"a.jpg\"", &jpeg("beeld")),
            part("name=\"fotos\"; filename=\"leeg\"", b""),
            b"--grens--\r\n".to_vec(),
        ];
        let url = format!("{}/gereed", text(&order, "url"));
        let headers = [("content-type", "multipart/form-data; boundary=grens")];
        let done = wereld.aannemer.send(Method::POST, &url, &headers, Some(form.concat())).await.expect(200);
        assert_eq!((done["fotos"].as_array().unwrap().len(), done["materiaal"][0]["aantal"].as_i64()), (1, Some(2)));
        assert_eq!(text(&done["stappen"][2], "toelichting"), "Lamp vervangen");
    });
}

#[test]
fn what_is_no_photo_is_refused_and_leaves_nothing() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let url = format!("{}/gereed", text(&order, "url"));
        let send = async |fotos: Vec<Vec<u8>>| {
            let fotos: Vec<String> = fotos.iter().map(|foto| STANDARD.encode(foto)).collect();
            wereld.aannemer.post(&url, &json!({"fotos": fotos})).await
        };
        assert_eq!(send(vec![jpeg("beeld"), b"<svg/>".to_vec()]).await.problems(), ["fotos.1/invalid_image"]);
        assert_eq!(send(vec![b"\xff\xd8\xff\xe0half".to_vec()]).await.problems(), ["fotos.0/invalid_image"]);
        assert_eq!(send(vec![jpeg("beeld"); 11]).await.problems(), ["fotos/max_length"]);
        let large = [b"\xff\xd8\xff".to_vec(), vec![0; 11 << 20]].concat();
        assert_eq!(send(vec![large]).await.problems(), ["fotos.0/max_size"]);
        let most = vec![b'x'; 33 << 20];
        wereld.aannemer.send(Method::POST, &url, &[], Some(most)).await.expect(413);
        let form = [("content-type", "multipart/form-data; boundary=grens")];
        wereld.aannemer.send(Method::POST, &url, &form, Some(b"geen formulier".to_vec())).await.expect(400);
        assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "status"), "aangenomen");
        let documents = wereld.admin.get("/documenten/api/v1/enkelvoudiginformatieobjecten").await.expect(200);
        assert_eq!(documents["count"], 0);
    });
}
