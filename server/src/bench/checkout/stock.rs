//! Pieces on the shelves before a run.

use crate::open::{Outside, open};
use crate::options::Options;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::VariantId;
use sampan_market::catalog::Stocks;
use sampan_market::{App, Mode};

/// Stocks that are filled in one commit.
const AT_ONCE: usize = 500;

/// Puts so many pieces of everything on the shelves of the data that the options name, beside its server.
pub async fn fill(options: &Options, pieces: u32) -> Result<(), anyhow::Error> {
    let app = open(options, Mode::Live, Outside::none()).await?;
    fill_all(&app, pieces).await
}

/// Puts so many free pieces of everything on the shelves.
pub async fn fill_all(app: &App, pieces: u32) -> Result<(), anyhow::Error> {
    let mut variants = Vec::new();
    app.db().each::<Stocks>(1_000, |stock| variants.push(stock.variant)).await?;
    anyhow::ensure!(!variants.is_empty(), "there are no goods in the data that --data or --database name");
    for some in variants.chunks(AT_ONCE) {
        // It refuses nothing.
        let _ = app.db().perform(some[0].0, Fill { variants: some.to_vec(), pieces }).await?;
    }
    Ok(())
}

struct Fill {
    variants: Vec<VariantId>,
    pieces: u32,
}

impl Command for Fill {
    type Reply = ();
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Stocks>(self.variants.iter().copied())
    }

    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        for variant in &self.variants {
            let Some(mut stock) = rows.get::<Stocks>(variant).cloned() else { continue };
            stock.on_hand = stock.reserved.saturating_add(self.pieces);
            rows.put::<Stocks>(stock);
        }
        Ok(())
    }
}
