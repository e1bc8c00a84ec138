//! Processes die at any moment while people buy. Afterwards every order that a buyer was told of is there, none twice,
//! stock is exact and the books agree.
//!
//! A few deaths by default; `SAMPAN_KILLS` and `SAMPAN_PG_KILLS` say how many, `SAMPAN_KILL_SEED` with which moments.

mod buyers;
mod postgres;

use crate::support::{Place, Running, places};
use buyers::Buyers;
use std::time::Duration;

/// A number from the environment.
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Moments that are the same for the same seed (splitmix64).
struct Moments(u64);

impl Moments {
    fn new() -> Moments {
        Moments(number("SAMPAN_KILL_SEED", 7))
    }

    /// Lets buyers go on for a while: up to a second, more often for shorter.
    fn pass(&mut self) {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let most = if z & 1 == 0 { 200 } else { 1_000 };
        std::thread::sleep(Duration::from_millis((z >> 8) % most));
    }
}

#[tokio::test]
async fn a_program_that_is_killed_while_people_buy_loses_no_order_and_makes_none_twice() {
    let kills = number("SAMPAN_KILLS", 3);
    for place in places().await {
        let mut running = Running::demo(&place);
        let buyers = Buyers::begin(&place, &running.address).await;
        let mut moments = Moments::new();
        for _ in 0..kills {
            buyers.wait_for_one_more();
            moments.pass();
            running.die_and_rise(&place);
            buyers.moved(&running.address);
        }
        let report = buyers.end(&place).await;
        println!("{}: {kills} times killed, {report}", engine(&place));
        drop(running);
        place.verify();
        place.check_history();
    }
}

fn engine(place: &Place) -> &'static str {
    place.database.as_ref().map_or("SQLite", |_| "PostgreSQL")
}
