//! The test provider, as the marketplace sees it: where one pays, what its notifications look like and how they are
//! signed. What the provider does by itself is in [`crate::checkout::sandbox`].

use super::NotGenuine;
use crate::App;
use crate::checkout::refunds;
use crate::checkout::sandbox::commands;
use crate::checkout::store::Placed;
use crate::vault::Vault;
use sampan_ids::PaymentId;
use sampan_trade::checkout::Notification;
use serde::{Deserialize, Serialize};

/// The header that carries the signature.
pub const HEADER: &str = "x-sandbox-signature";
/// Bytes that a notification has at most.
const MOST: usize = 4_096;

/// A notification as it is sent.
#[derive(Serialize, Deserialize)]
pub struct Message {
    /// The payment it is about.
    pub payment: PaymentId,
    /// What it says.
    pub notification: Notification,
}

/// The key that provider and marketplace share.
fn key(vault: &Vault) -> [u8; 32] {
    vault.mac("provider", "sandbox")
}

/// A notification as it is sent, and its signature: BLAKE3 with the shared key, in hexadecimal digits.
pub fn signed(vault: &Vault, message: &Message) -> (Vec<u8>, String) {
    let bytes = serde_json::to_vec(message).unwrap_or_default();
    let signature = blake3::keyed_hash(&key(vault), &bytes).to_hex().to_string();
    (bytes, signature)
}

/// What a notification says, if the signature over its bytes holds.
pub fn read(vault: &Vault, bytes: &[u8], signature: &str) -> Result<(PaymentId, Notification), NotGenuine> {
    let given = blake3::Hash::from_hex(signature.trim()).map_err(|_| NotGenuine("the signature cannot be read"))?;
    // The comparison of hashes takes the same time whatever they are.
    if bytes.len() > MOST || blake3::keyed_hash(&key(vault), bytes) != given {
        return Err(NotGenuine("the signature is not the provider's"));
    }
    let message: Message = serde_json::from_slice(bytes).map_err(|_| NotGenuine("the notification cannot be read"))?;
    Ok((message.payment, message.notification))
}

/// Where the payment's page is. The provider, which keeps its books beside the marketplace's, learns of the payment when
/// something happens to it.
pub fn create(placed: &Placed) -> String {
    format!("/sandbox/payments/{}", placed.payment)
}

/// Sends money back.
pub async fn refund(app: &App, request: refunds::Request) -> Result<String, anyhow::Error> {
    let refunds::Request { payment, provider_ref, amount, ours } = request;
    let sent = app.db().perform(payment.0, commands::Refund { payment, provider_ref, amount, ours }).await?;
    sent.map_err(|refusal| anyhow::anyhow!("the sandbox: {refusal:?}"))
}
