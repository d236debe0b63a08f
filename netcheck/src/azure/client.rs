//! Azure Resource Manager over azure_core's pipeline: retries and throttling are the pipeline's, what an
//! answer must be is ours.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential};
use azure_core::error::ErrorKind;
use azure_core::http::headers::{self, HeaderName};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{
    AsyncRawResponse, ClientOptions, Context, ExponentialRetryOptions, Method, Pipeline,
    PipelineStreamOptions, Request as HttpRequest, RetryOptions, StatusCode, Transport, Url,
};
use azure_core::time::{Duration as AzureDuration, OffsetDateTime};
use futures::StreamExt;
use serde_json::Value;

use super::cloud::Endpoint;
use super::refusal::Refusal;
use super::request::{How, Request};
use super::transport::innermost;

/// The largest answer, in bytes, and the largest list with all its pages: it becomes a file of an export.
const LARGEST: usize = netdiag::source::LARGEST_FILE as usize;
/// How many pages of a list are read.
const MOST_PAGES: usize = 500;
/// How often one request is repeated.
const MOST_RETRIES: u32 = 3;
/// How long to wait for a POST that works on, when Azure does not say.
pub(super) const POLL: Duration = Duration::from_secs(5);

/// A connection to one Azure Resource Manager.
#[derive(Debug, Clone)]
pub struct Client {
    pipeline: Pipeline,
    endpoint: Endpoint,
    seconds: u64,
    /// Where the status of each answer is noted.
    last: Option<Arc<AtomicU16>>,
}

/// What azure_core is told wherever it sends something: through our transport, and not for ever.
pub fn options(http: &reqwest::Client, endpoint: &Endpoint, seconds: u64) -> ClientOptions {
    ClientOptions {
        transport: Some(Transport::new(Arc::new(http.clone()))),
        retry: RetryOptions::exponential(ExponentialRetryOptions {
            max_retries: MOST_RETRIES,
            max_total_elapsed: AzureDuration::seconds(i64::try_from(seconds).unwrap_or(60)),
            ..ExponentialRetryOptions::default()
        }),
        cloud: Some(Arc::new(endpoint.cloud())),
        ..ClientOptions::default()
    }
}

impl Client {
    /// A client that signs requests to this endpoint, and to no other server, with tokens of the
    /// credential. `seconds` bounds the retries of one request; bounding the whole is the caller's.
    pub fn new(
        http: &reqwest::Client,
        endpoint: Endpoint,
        credential: Arc<dyn TokenCredential>,
        seconds: u64,
    ) -> Self {
        let signing = Signing {
            endpoint: endpoint.clone(),
            credential,
            token: Mutex::new(None),
        };
        let pipeline = Pipeline::new(
            option_env!("CARGO_PKG_NAME"),
            option_env!("CARGO_PKG_VERSION"),
            options(http, &endpoint, seconds),
            Vec::new(),
            vec![Arc::new(signing)],
            None,
        );
        Self {
            pipeline,
            endpoint,
            seconds,
            last: None,
        }
    }

    /// The same client; `last` gets the status of every answer as it comes, also of those that are tried
    /// again.
    pub fn noting(&self, last: &Arc<AtomicU16>) -> Self {
        Self {
            last: Some(Arc::clone(last)),
            ..self.clone()
        }
    }

    /// Where it asks.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Reads what the request asks for.
    ///
    /// # Errors
    /// Why there is no answer; it is about this resource only.
    pub async fn read(&self, request: &Request) -> Result<Value, Refusal> {
        match request.how {
            How::Get => self.get(&request.target()).await,
            How::List => self.list(&request.target()).await,
            How::Ask => self.post_that_reads(&request.target()).await,
        }
    }

    /// The refusal of a request that the caller gave up at the end of the time.
    pub fn out_of_time(&self, last: &AtomicU16) -> Refusal {
        let code = last.load(Ordering::Relaxed);
        Refusal::OutOfTime {
            seconds: self.seconds,
            last: (code >= 300).then_some(code),
        }
    }

    /// GET of one resource.
    ///
    /// # Errors
    /// Those of [`Client::read`].
    pub async fn get(&self, target: &str) -> Result<Value, Refusal> {
        let answer = self.send(Method::Get, self.url(target)?).await?;
        answer.success()?.json()
    }

    /// GET of a list: all its pages as one `{"value": [...]}`, or the bare array that Microsoft.Web
    /// gives.
    ///
    /// # Errors
    /// Those of [`Client::read`]; a page that is missing makes the whole list missing.
    async fn list(&self, target: &str) -> Result<Value, Refusal> {
        let mut url = self.url(target)?;
        let mut all = Vec::new();
        let mut size = 0;
        for _ in 0..MOST_PAGES {
            let answer = self.send(Method::Get, url).await?.success()?;
            size += answer.body.len();
            if size > LARGEST {
                return Err(Refusal::TooLarge);
            }
            let mut page = answer.json()?;
            let next = match page.get("nextLink").and_then(Value::as_str) {
                Some(next) if !next.is_empty() => Some(next.to_owned()),
                _ => None,
            };
            match page.get_mut("value").map(Value::take) {
                Some(Value::Array(elements)) => all.extend(elements),
                _ if all.is_empty() && next.is_none() => return Ok(page),
                _ => return Err(Refusal::Unexpected),
            }
            let Some(next) = next else {
                return Ok(serde_json::json!({ "value": all }));
            };
            url = self.place(&next)?;
        }
        Err(Refusal::TooManyPages(MOST_PAGES))
    }

    /// POST of an action that only reads. Azure may answer later: 202 and a place to ask again.
    ///
    /// # Errors
    /// Those of [`Client::read`].
    async fn post_that_reads(&self, target: &str) -> Result<Value, Refusal> {
        let mut answer = self.send(Method::Post, self.url(target)?).await?;
        // Ends with the time that the caller gives.
        while answer.status == 202 {
            let place = answer.location.take().ok_or(Refusal::Unexpected)?;
            let place = self.place(&place)?;
            tokio::time::sleep(answer.retry_after.unwrap_or(POLL)).await;
            answer = self.send(Method::Get, place).await?;
        }
        if answer.status == 204 {
            return Ok(serde_json::json!({ "value": [] }));
        }
        answer.success()?.json()
    }

    pub(super) fn url(&self, target: &str) -> Result<Url, Refusal> {
        self.endpoint.url(target).map_err(Refusal::Connection)
    }

    /// Where an answer says that it goes on: there only if that is the same server.
    pub(super) fn place(&self, text: &str) -> Result<Url, Refusal> {
        Url::parse(text)
            .ok()
            .filter(|url| self.endpoint.holds(url))
            .ok_or(Refusal::Elsewhere)
    }

    pub(super) async fn send(&self, method: Method, url: Url) -> Result<Response, Refusal> {
        self.send_body(method, url, None, None).await
    }

    /// Sends a request with a body, for a resource that must still have this version.
    pub(super) async fn send_body(
        &self,
        method: Method,
        url: Url,
        body: Option<&Value>,
        if_match: Option<&str>,
    ) -> Result<Response, Refusal> {
        let mut request = HttpRequest::new(url, method);
        request.insert_header(headers::ACCEPT, "application/json");
        if let Some(body) = body {
            request.insert_header(headers::CONTENT_TYPE, "application/json");
            request.set_body(body.to_string());
        } else if method == Method::Post {
            // An empty body, and said so: some of Azure's front ends refuse a POST without a length.
            request.insert_header(headers::CONTENT_LENGTH, "0");
        }
        if let Some(version) = if_match {
            request.insert_header(headers::IF_MATCH, version.to_owned());
        }
        let mut context = Context::new();
        if let Some(last) = &self.last {
            context.insert(LastStatus(Arc::clone(last)));
        }
        let options = PipelineStreamOptions {
            skip_checks: true,
            ..PipelineStreamOptions::default()
        };
        let answer = self
            .pipeline
            .stream(&context, &mut request, Some(options))
            .await
            .map_err(|error| refusal(&error))?;
        Response::read(answer).await
    }
}

/// Puts the token on what goes to the endpoint, and only on that.
struct Signing {
    endpoint: Endpoint,
    credential: Arc<dyn TokenCredential>,
    token: Mutex<Option<AccessToken>>,
}

impl std::fmt::Debug for Signing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signing")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// The status of the last answer, for who gives up waiting.
#[derive(Debug, Clone)]
struct LastStatus(Arc<AtomicU16>);

impl Signing {
    async fn token(&self) -> azure_core::Result<AccessToken> {
        let soon = OffsetDateTime::now_utc() + AzureDuration::minutes(2);
        let held = self.token.lock().ok().and_then(|token| token.clone());
        if let Some(token) = held.filter(|token| token.expires_on > soon) {
            return Ok(token);
        }
        let scope = self.endpoint.scope();
        let token = self.credential.get_token(&[&scope], None).await?;
        if let Ok(mut held) = self.token.lock() {
            *held = Some(token.clone());
        }
        Ok(token)
    }
}

#[async_trait]
impl Policy for Signing {
    async fn send(
        &self,
        context: &Context,
        request: &mut HttpRequest,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        if !self.endpoint.holds(request.url()) {
            return Err(azure_core::Error::with_message(
                ErrorKind::Other,
                "a request to another server gets no token",
            ));
        }
        let token = self.token().await.map_err(|error| {
            let reason = innermost(&error);
            azure_core::Error::with_message(ErrorKind::Credential, reason)
        })?;
        request.insert_header(
            headers::AUTHORIZATION,
            format!("Bearer {}", token.token.secret()),
        );
        let answer = next[0].send(context, request, &next[1..]).await?;
        if let Some(last) = context.value::<LastStatus>() {
            last.0.store(u16::from(answer.status()), Ordering::Relaxed);
        }
        Ok(answer)
    }
}

/// An answer with its whole body.
pub(super) struct Response {
    pub status: u16,
    pub location: Option<String>,
    /// `Azure-AsyncOperation`: where to ask how far it is.
    pub operation: Option<String>,
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

impl Response {
    /// One without headers that matter.
    pub fn new(status: u16, body: Vec<u8>) -> Self {
        Self {
            status,
            location: None,
            operation: None,
            retry_after: None,
            body,
        }
    }

    async fn read(answer: AsyncRawResponse) -> Result<Self, Refusal> {
        let (status, headers, mut stream) = answer.deconstruct();
        let text = |name: &'static str| {
            headers
                .get_optional_str(&HeaderName::from_static(name))
                .map(str::to_owned)
        };
        let (location, retry_after) = (text("location"), text("retry-after"));
        let operation = text("azure-asyncoperation");
        let mut body = Vec::new();
        while let Some(part) = stream.next().await {
            let part = part.map_err(|error| refusal(&error))?;
            if body.len() + part.len() > LARGEST {
                return Err(Refusal::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        Ok(Self {
            status: u16::from(status),
            location,
            operation,
            retry_after: retry_after
                .and_then(|text| text.trim().parse().ok())
                .map(Duration::from_secs),
            body,
        })
    }

    pub fn success(self) -> Result<Self, Refusal> {
        if StatusCode::from(self.status).is_success() {
            return Ok(self);
        }
        Err(Refusal::Status {
            code: self.status,
            body: serde_json::from_slice(&self.body).ok(),
        })
    }

    pub fn json(self) -> Result<Value, Refusal> {
        serde_json::from_slice(&self.body).map_err(|_| {
            let start = self.body.trim_ascii_start();
            Refusal::NotJson {
                page: start.starts_with(b"<"),
            }
        })
    }
}

fn refusal(error: &azure_core::Error) -> Refusal {
    match error.kind() {
        ErrorKind::Credential => Refusal::NoToken(innermost(error)),
        _ => Refusal::Connection(innermost(error)),
    }
}
