//! The test provider's notifications on their way: signed, and handed to the same door that any provider's come to.

use super::commands::TOPIC;
use crate::App;
use crate::checkout::providers::{Known, Message, signed};
use sampan_db::outbox::{self, Deliveries};
use sampan_web::Error;

/// Sends the notifications that are due, each until it has been taken. Returns how many were.
pub async fn deliver(app: &App) -> Result<usize, anyhow::Error> {
    let mut deliveries = Deliveries::default();
    let mut taken = 0;
    for event in outbox::due(app.db(), TOPIC, 50).await? {
        if !deliveries.may(&event) {
            continue;
        }
        let outcome = one(app, &event.body).await;
        taken += usize::from(outcome.is_ok());
        deliveries.note(&event, outcome);
    }
    if let Some((first, settle)) = deliveries.settle() {
        // It refuses nothing.
        let _ = app.db().perform(first, settle).await?;
    }
    Ok(taken)
}

async fn one(app: &App, body: &str) -> Result<(), String> {
    let message: Message = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let (bytes, signature) = signed(app.vault(), &message);
    match Known::Sandbox.receive(app, &bytes, &signature).await {
        // What the shop refuses for good is not sent again and again.
        Ok(_) | Err(Error::Refused { .. }) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}
