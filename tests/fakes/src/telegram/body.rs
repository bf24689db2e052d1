//! Reading the body of a request (docs: "Making requests": URL query, form, JSON and multipart).

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The largest body that is read.
const LARGEST: usize = 1024 * 1024;

/// The fields of a request as they came; forms and multipart bodies hold only texts.
pub(crate) async fn read(request: Request<Body>) -> Result<Map<String, Value>, Refusal> {
    let mut fields = form(request.uri().query().unwrap_or_default().as_bytes());
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        fields.extend(multipart(request).await?);
        return Ok(fields);
    }
    let kind = kind.to_owned();
    let body = axum::body::to_bytes(request.into_body(), LARGEST).await;
    let body = body.map_err(|_| Refusal::bad("request entity too large"))?;
    if kind.starts_with("application/json") && !body.is_empty() {
        match serde_json::from_slice(&body) {
            Ok(Value::Object(values)) => fields.extend(values),
            _ => return Err(Refusal::bad("can't parse request body as a JSON object")),
        }
    } else {
        fields.extend(form(&body));
    }
    Ok(fields)
}

fn form(body: &[u8]) -> Map<String, Value> {
    let pairs = url::form_urlencoded::parse(body);
    pairs
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect()
}

async fn multipart(request: Request<Body>) -> Result<Map<String, Value>, Refusal> {
    let broken = || Refusal::bad("can't parse the multipart body");
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| broken())?;
    let mut fields = Map::new();
    while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        let value = match part.file_name() {
            Some(file) => format!("attach://{file}"),
            None => part.text().await.map_err(|_| broken())?,
        };
        fields.insert(name, Value::String(value));
    }
    Ok(fields)
}
