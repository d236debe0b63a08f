//! `--all-servers`: each server that matters, asked by itself.

use std::collections::BTreeSet;

use netdiag::model::{NameServer, NameServers};
use netdiag::probe::lookup::{Outcome, Resolution, resolve};
use tokio::task::JoinSet;

use crate::cli::Question;

/// What each server says when it is asked alone.
#[derive(Debug)]
pub struct Comparison {
    /// The servers and their answers, in order.
    pub each: Vec<(NameServer, Resolution)>,
}

impl Comparison {
    /// Asks all of them side by side, with the app's attempts and timeout.
    pub async fn ask(servers: &NameServers, each: Vec<NameServer>, question: &Question) -> Self {
        let mut running = JoinSet::new();
        for (n, server) in each.into_iter().enumerate() {
            let alone = servers.only(vec![server.clone()]);
            let question = question.clone();
            running.spawn(async move {
                let found = resolve(&alone, &question.name, &question.types).await;
                (n, server, found)
            });
        }
        let mut each = running.join_all().await;
        each.sort_by_key(|(n, ..)| *n);
        Self {
            each: each
                .into_iter()
                .map(|(_, server, found)| (server, found))
                .collect(),
        }
    }

    /// Whether two servers that answer give different answers. A server that does not answer is no
    /// disagreement about the name.
    pub fn differ(&self) -> bool {
        let said: BTreeSet<(Outcome, BTreeSet<&str>)> = self
            .each
            .iter()
            .filter(|(_, found)| found.outcome.is_answer())
            .map(|(_, found)| {
                let data = found.answers.iter().map(|a| a.data.as_str()).collect();
                (found.outcome, data)
            })
            .collect();
        said.len() > 1
    }
}
