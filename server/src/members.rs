//! Sellers on the command line.

use crate::open::{Outside, open};
use crate::options::Options;
use sampan_market::Mode;
use sampan_market::sellers::Sellers;
use std::process::ExitCode;

/// Lists the sellers by name.
pub async fn list(options: &Options) -> Result<ExitCode, anyhow::Error> {
    let app = open(options, Mode::Live, Outside::none()).await?;
    let sellers = app.db().select::<Sellers>("order by t.name, t.seller_id", vec![]).await?;
    if options.json {
        let rows: Vec<_> = sellers
            .iter()
            .map(|s| {
                serde_json::json!({
                    "id": s.id, "slug": s.slug, "name": s.name, "state": s.state.to_string(), "city": s.city,
                    "status": s.status.name(),
                })
            })
            .collect();
        say!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        for s in &sellers {
            say!("{:<28} {:<36} {}  {}", s.slug, s.name, s.state, s.status.name());
        }
    }
    Ok(ExitCode::SUCCESS)
}
