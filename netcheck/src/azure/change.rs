//! Requests that change something, and following them to their end where Azure works on after the answer.

use std::time::Duration;

use azure_core::http::{Method, Url};
use serde_json::Value;

use super::client::{Client, POLL, Response};
use super::refusal::Refusal;

/// A request that changes something.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    /// The verb.
    pub method: Method,
    /// Path and query.
    pub target: &'a str,
    /// The body, which may hold secrets.
    pub body: Option<&'a Value>,
    /// The version that the resource must still have.
    pub if_match: Option<&'a str>,
}

/// What Azure answered: done, or where to ask how far it is.
pub struct Accepted {
    status: u16,
    answer: Option<Value>,
    /// Tells how far it is (`Azure-AsyncOperation`).
    operation: Option<Url>,
    /// Holds the result when it is done (`Location`).
    result: Option<Url>,
    wait: Duration,
}

impl Accepted {
    /// Whether Azure is done with it; else it has to be followed.
    pub fn is_done(&self) -> bool {
        self.operation.is_none() && self.result.is_none()
    }

    /// The answer's body.
    pub fn answer(self) -> Option<Value> {
        self.answer
    }
}

impl Client {
    /// Sends a change.
    ///
    /// # Errors
    /// Why it was not accepted, or that no answer came.
    pub async fn change(&self, change: &Change<'_>) -> Result<Accepted, Refusal> {
        let url = self.url(change.target)?;
        let answer = self
            .send_body(change.method, url, change.body, change.if_match)
            .await?;
        self.accepted(answer.success()?)
    }

    fn accepted(&self, answer: Response) -> Result<Accepted, Refusal> {
        let place = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| self.place(text)).transpose()
        };
        Ok(Accepted {
            status: answer.status,
            operation: place(&answer.operation)?,
            result: if answer.status == 202 {
                place(&answer.location)?
            } else {
                None
            },
            wait: answer.retry_after.unwrap_or(POLL),
            // A body that is empty is none, and none is needed.
            answer: answer.json().ok(),
        })
    }

    /// Asks until Azure is done with it: the result, where there is one. Ends with the time that the caller
    /// gives.
    ///
    /// # Errors
    /// That it failed, in Azure's words, or that no answer came.
    pub async fn follow(&self, mut accepted: Accepted) -> Result<Option<Value>, Refusal> {
        if let Some(operation) = accepted.operation.take() {
            let mut wait = accepted.wait;
            loop {
                tokio::time::sleep(wait).await;
                let answer = self.send(Method::Get, operation.clone()).await?;
                let answer = answer.success()?;
                wait = answer.retry_after.unwrap_or(POLL);
                let told = answer.json()?;
                match told.get("status").and_then(Value::as_str) {
                    Some("Succeeded") => break,
                    Some("Failed" | "Canceled") => return Err(Refusal::Failed(told)),
                    _ => {}
                }
            }
            if accepted.result.is_none() {
                return Ok(accepted.answer);
            }
            accepted.wait = Duration::ZERO;
        }
        while let Some(place) = accepted.result.take() {
            tokio::time::sleep(accepted.wait).await;
            let answer = self.send(Method::Get, place.clone()).await?;
            accepted = self.accepted(answer.success()?)?;
            // Azure may leave the place out while it works.
            if accepted.status == 202 && accepted.result.is_none() {
                accepted.result = Some(place);
            }
        }
        Ok(accepted.answer)
    }
}
