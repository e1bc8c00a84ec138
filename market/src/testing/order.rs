//! An order to test with, put into its rows as it would stand just after it was placed.

use super::people::save;
use crate::App;
use crate::catalog::StoredListing;
use crate::checkout::{Checkouts, Placed};
use crate::orders::{Consignee, Consignees, Orders, SealedConsignee, StoredOrder};
use sampan_customs::address;
use sampan_ids::{AccountId, CheckoutId, OrderId, PaymentId, SignedDuration};
use sampan_ledger::Country;
use sampan_money::{Currency, Money};
use sampan_trade::Language;
use sampan_trade::checkout::Checkout;
use sampan_trade::order::{Delivery, Line, Order, OrderKind, Placing};
use sampan_trade::rates::Mode;
use sampan_trade::seller::Seller;

/// What a buyer in Singapore owes a seller for one piece of a listing, waiting for its payment; and whom it goes to.
/// The stock does not know of it: for tests that look at the order alone.
pub async fn order(app: &App, buyer: AccountId, seller: &Seller, of: &StoredListing) -> Order {
    let now = app.now();
    let millis = now.as_millisecond().max(0) as u64;
    let id = OrderId::compose(millis, seller.id.cell(), now.as_microsecond() as u64);
    let variant = of.listing.variants.first().expect("a variant");
    let rate = app.rates().between(Currency::USD, Currency::SGD, now).expect("a rate");
    let amount = |minor| Money::new(minor, Currency::SGD);
    let line = Line {
        listing: of.listing.id,
        variant: variant.id,
        title: [(Language::En, "Dried tart cherries".to_owned())].into(),
        options: Vec::new(),
        sku: None,
        quantity: 1,
        unit_price: Money::new(1_000, Currency::USD),
        goods: amount(1_300),
        duty: amount(0),
        tax: amount(117),
        hs: None,
        origin: None,
        net_weight_g: Some(400),
        gross_weight_g: Some(500),
        volume_ml: None,
        abv_percent: None,
        facts: Default::default(),
    };
    let delivery = Delivery {
        code: "post".to_owned(),
        name: "Post".to_owned(),
        mode: Mode::Post,
        price_usd: Money::new(500, Currency::USD),
        price: amount(650),
        days_min: 7,
        days_max: 14,
    };
    let placing = Placing {
        id,
        checkout: CheckoutId::compose(millis, buyer.cell(), now.as_microsecond() as u64),
        seller: seller.id,
        buyer,
        kind: OrderKind::Goods,
        lines: vec![line],
        delivery: Some(delivery),
        destination: Country::SG,
        rate,
        fee_percent: 5.into(),
        provider: "sandbox".parse().expect("a provider"),
        regime: "test".to_owned(),
        book_version: "test".to_owned(),
        quote: "{}".to_owned(),
        allowance: None,
        placed_at: now,
        until: now + SignedDuration::from_mins(30),
    };
    let (order, _) = Order::place(placing).expect("an order");
    let totals = [(id, order.amounts.total)];
    let checkout =
        Checkout::place(order.checkout, buyer, order.provider.clone(), &totals, vec![order.rate.clone()], now);
    let payment = PaymentId::compose(millis, buyer.cell(), now.as_microsecond() as u64);
    save::<Checkouts>(app, vec![Placed { checkout: checkout.expect("a checkout"), payment }]).await;
    let fields =
        [("name", "Tan Mei Ling"), ("phone", "+6591234567"), ("postcode", "238823"), ("street", "1 Test Road")];
    let given = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let address = address::check(sampan_customs::Country::SG, &given).unwrap_or_else(|e| panic!("the address: {e:?}"));
    let consignee = Consignee { address, identity: None, code: None };
    save::<Consignees>(app, vec![SealedConsignee::seal(app.vault(), id, buyer, &consignee)]).await;
    save::<Orders>(app, vec![StoredOrder { order: order.clone(), us_state: seller.state.to_string() }]).await;
    order
}
