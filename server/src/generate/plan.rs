//! How large the market is, and how it is cut into blocks: a block is some sellers with their listings, stocks and
//! orders, made and saved by itself.

use super::chance::Chance;
use sampan_ids::{Date, SignedDuration, Timestamp};
use std::ops::Range;

/// Listings in a block.
const BLOCK: u64 = 5_000;
/// The days over which sellers came and listings were made.
const DAYS: i64 = 900;

/// What is made, and from which seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many sellers.
    pub sellers: u64,
    /// How many listings.
    pub listings: u64,
    /// How many orders.
    pub orders: u64,
    /// The same seed, the same market.
    pub seed: u64,
    /// The day at whose beginning the market stands as it does.
    pub day: Date,
}

impl Plan {
    /// The plan in words, by which an unfinished run is known again.
    pub fn name(&self) -> String {
        let Plan { sellers, listings, orders, seed, day } = self;
        format!("generated {day} seed {seed}: {sellers} sellers, {listings} listings, {orders} orders")
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> u64 {
        self.listings.div_ceil(BLOCK).max(1)
    }

    /// The listings of a block.
    pub fn listings_of(&self, block: u64) -> Range<u64> {
        share(self.listings, block, self.blocks())
    }

    /// The orders of a block.
    pub fn orders_of(&self, block: u64) -> Range<u64> {
        share(self.orders, block, self.blocks())
    }

    /// The sellers whose listings are in a block: at least one, who may have listings in the next one too.
    pub fn sellers_of(&self, block: u64) -> Range<u64> {
        let Range { start, end } = share(self.sellers, block, self.blocks());
        start..end.max(start + 1)
    }

    /// The sellers who come with a block.
    pub fn new_sellers_of(&self, block: u64) -> Range<u64> {
        let all = self.sellers_of(block);
        let before = block.checked_sub(1).map_or(0, |before| self.sellers_of(before).end);
        all.start.max(before)..all.end.max(before)
    }

    /// The end of what has happened: the beginning of the day.
    pub fn end(&self) -> Timestamp {
        let midnight = self.day.to_zoned(jiff::tz::TimeZone::UTC);
        midnight.map_or(Timestamp::UNIX_EPOCH, |midnight| midnight.timestamp())
    }

    /// When a listing was made: they come one after another.
    pub fn listed_at(&self, listing: u64) -> Timestamp {
        let span = u128::from(DAYS.unsigned_abs()) * 86_400_000;
        let passed = span * u128::from(listing) / u128::from(self.listings.max(1));
        self.end() - SignedDuration::from_hours(24 * DAYS) + SignedDuration::from_millis(passed as i64)
    }

    /// When a seller came: the hour before the first listing that may be theirs.
    pub fn joined_at(&self, seller: u64) -> Timestamp {
        let (sellers, blocks) = (u128::from(self.sellers.max(1)), u128::from(self.blocks()));
        let ceil = |of: u128| (of * blocks).div_ceil(sellers) as u64;
        let first = ceil(seller.into()).min(ceil(u128::from(seller) + 1).saturating_sub(1));
        let minutes = Chance::of(self.seed, "joined", seller).between(10, 60);
        self.listed_at(self.listings_of(first).start) - SignedDuration::from_mins(minutes as i64)
    }
}

/// A block's share of so many things.
fn share(all: u64, block: u64, blocks: u64) -> Range<u64> {
    let end = |blocks_done: u64| (u128::from(all) * u128::from(blocks_done) / u128::from(blocks)) as u64;
    end(block)..end(block + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hold_everything_once() {
        for (sellers, listings, orders) in
            [(1, 1, 0), (3, 20_000, 7), (40_000, 20_000, 5), (1_000, 100_000, 12_345), (7, 123_456, 1)]
        {
            let plan = Plan { sellers, listings, orders, seed: 1, day: jiff::civil::date(2026, 11, 22) };
            let mut next = [0; 3];
            for block in 0..plan.blocks() {
                let new = plan.new_sellers_of(block);
                for (next, range) in next.iter_mut().zip([new, plan.listings_of(block), plan.orders_of(block)]) {
                    assert_eq!(range.start, *next, "{} {block}", plan.name());
                    *next = range.end;
                }
                let sellers = plan.sellers_of(block);
                assert!(sellers.end <= next[0] && !sellers.is_empty(), "{} {block}", plan.name());
                let first = plan.listed_at(plan.listings_of(block).start);
                for seller in sellers {
                    assert!(plan.joined_at(seller) < first, "{} {seller}", plan.name());
                }
            }
            assert_eq!(next, [sellers, listings, orders], "{}", plan.name());
            assert!(plan.listed_at(listings) <= plan.end());
        }
    }
}
