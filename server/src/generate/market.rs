//! A generated market, block by block, as rows.

use super::chance::Chance;
use super::goods::Goods;
use super::orders::Books;
use super::people;
use super::plan::Plan;
use sampan_db::Bulk;
use sampan_ids::{AccountId, Cell, ListingId};
use sampan_market::accounts::{Accounts, Name, Names, Role};
use sampan_market::catalog::{Listings, Pictures, Stocks, StoredListing};
use sampan_market::operators::settings::{OperatorSettings, Settings};
use sampan_market::pricing::Pricing;
use sampan_market::rates::RateRows;
use sampan_market::sellers::{Sellers, shop_name};
use sampan_market::vault::Vault;
use sampan_money::{Decimal, ExchangeRate};
use sampan_trade::seller::Seller;
use std::collections::{BTreeMap, HashMap};

/// Who exchange rates of a generated market are by.
const SOURCE: &str = "generated rate, not for trade";

/// Who can sign in, by role: the first seller's owner, and the operator.
pub const PEOPLE: [(&str, &str); 2] = [("seller", "seller@sampan.example"), ("operator", "operator@sampan.example")];

/// All that a market is made of.
pub struct Market {
    /// How large it is.
    pub plan: Plan,
    /// What is sold.
    pub goods: Goods,
    /// The key that seals.
    pub vault: Vault,
}

/// A block's rows, and how many of the plan's things they are.
pub struct Block {
    /// The rows.
    pub bulk: Bulk,
    /// Listings.
    pub listings: u64,
    /// Orders; a few buyers find nothing that is sold where they live and place none.
    pub orders: u64,
}

impl Market {
    /// The name under which a run is known again, and its plan.
    pub fn mark(vault: &Vault) -> uuid::Uuid {
        vault.id("generated", "")
    }

    fn operator(&self) -> AccountId {
        let mut chance = Chance::of(self.plan.seed, "operator", 0);
        AccountId::compose(self.plan.listed_at(0).as_millisecond().max(0) as u64, Cell::new(0), chance.bits())
    }

    /// What is there before the first seller: rates, settings, drawings, the operator, the first seller's owner.
    pub fn beginning(&self) -> Result<Bulk, anyhow::Error> {
        let mut bulk = Bulk::default();
        let settings = Settings {
            fee_percent: Decimal::from(5),
            sell_to_verify: true,
            continue_last_known: true,
            clock_moved_s: 0,
        };
        bulk.put::<OperatorSettings>(&settings);
        for rate in crate::demo::rates::rates(self.plan.day) {
            bulk.put::<RateRows>(&ExchangeRate { source: SOURCE.to_owned(), ..rate });
        }
        for drawing in &self.goods.drawings {
            bulk.put::<Pictures>(drawing);
        }
        let shop = people::seller(&self.plan, 0, self.operator())?;
        let owner = AccountId::compose(1, shop.id.cell(), Chance::of(self.plan.seed, "owner", 0).bits());
        let roles = [Role::Seller { seller: shop.id, owner: true }, Role::Operator];
        for (((_, email), role), id) in PEOPLE.into_iter().zip(roles).zip([owner, self.operator()]) {
            let (account, name) = people::person(&self.vault, id, role, (email, &shop.name, "en"), self.plan.end());
            bulk.put::<Accounts>(&account);
            bulk.put::<Names>(&name);
        }
        bulk.put::<Names>(&Name { id: Market::mark(&self.vault), kind: self.plan.name(), target: uuid::Uuid::nil() });
        Ok(bulk)
    }

    fn sellers(&self, block: u64) -> Result<BTreeMap<u64, Seller>, anyhow::Error> {
        let seller = |number| Ok((number, people::seller(&self.plan, number, self.operator())?));
        self.plan.sellers_of(block).map(seller).collect()
    }

    /// Which of a block's sellers a listing is of; some have far more than others.
    fn seller_of(&self, block: u64, listing: u64) -> u64 {
        let sellers = self.plan.sellers_of(block);
        sellers.start + Chance::of(self.plan.seed, "whose", listing).skewed(sellers.end - sellers.start)
    }

    /// The id of a block's first listing, by which one sees whether the block is saved.
    pub fn first_listing(&self, block: u64) -> Result<ListingId, anyhow::Error> {
        let listing = self.plan.listings_of(block).start;
        let number = self.seller_of(block, listing);
        let seller = people::seller(&self.plan, number, self.operator())?;
        Ok(self.goods.listing(&self.plan, listing, (number, &seller)).0.listing.id)
    }

    /// A block's rows.
    pub fn block(&self, number: u64, pricing: &Pricing) -> Result<Block, anyhow::Error> {
        let plan = &self.plan;
        let mut bulk = Bulk::default();
        let sellers = self.sellers(number)?;
        for new in plan.new_sellers_of(number) {
            bulk.put::<Sellers>(&sellers[&new]);
            bulk.put::<Names>(&shop_name(&self.vault, &sellers[&new]));
        }
        let mut listings: Vec<(StoredListing, Seller)> = Vec::new();
        let mut stocks = HashMap::new();
        for listing in plan.listings_of(number) {
            let of = self.seller_of(number, listing);
            let (stored, of_it) = self.goods.listing(plan, listing, (of, &sellers[&of]));
            bulk.put::<Listings>(&stored);
            stocks.extend(of_it.into_iter().map(|stock| (stock.variant, stock)));
            listings.push((stored, sellers[&of].clone()));
        }
        let mut books = Books {
            plan,
            vault: &self.vault,
            pricing,
            fee: Decimal::from(5),
            listings: &listings,
            stocks,
            rooms: BTreeMap::new(),
        };
        self.orders(number, &mut books, &mut bulk)?;
        for stock in books.stocks.values() {
            bulk.put::<Stocks>(stock);
        }
        books.finish(&mut bulk);
        let (listings, orders) = (listings.len() as u64, plan.orders_of(number));
        Ok(Block { bulk, listings, orders: orders.end - orders.start })
    }

    /// A block's orders with their buyers, of whom there are a third as many.
    fn orders(&self, block: u64, books: &mut Books<'_>, bulk: &mut Bulk) -> Result<(), anyhow::Error> {
        let orders = self.plan.orders_of(block);
        let several = (orders.end - orders.start).div_ceil(3);
        let mut buyers = BTreeMap::new();
        for order in orders.clone() {
            let number = orders.start + Chance::of(self.plan.seed, "who", order).below(several);
            let buyer = match buyers.entry(number) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => new.insert(people::buyer(&self.plan, number)?),
            };
            books.order(order, buyer, bulk)?;
        }
        for (number, buyer) in &buyers {
            let (account, name) = people::account(&self.vault, &self.plan, *number, buyer);
            bulk.put::<Accounts>(&account);
            bulk.put::<Names>(&name);
        }
        Ok(())
    }
}
