//! A sound market is found sound; each kind of fact, changed by hand, is found changed.

use super::run;
use crate::App;
use crate::books::{self, Entries, Posted};
use crate::catalog::{Stocks, StoredListing};
use crate::checkout::{Allowances, Checkouts, Placed, allowance_id};
use crate::orders::{Orders, StoredOrder};
use crate::testing::fixtures::{self, Offer};
use crate::testing::shops;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, CheckoutId, OrderId, PaymentId, PostingId, Timestamp};
use sampan_ledger::{Account, Entry, Reason};
use sampan_money::{Currency, ExchangeRate, Money};
use sampan_trade::allowance::{Allowance, Counted};
use sampan_trade::checkout::Checkout;
use sampan_trade::order::{self, AllowanceUse, Delivery, Line, Order, OrderKind, Placing, State};
use sampan_trade::rates::Mode;
use uuid::Uuid;

const YEAR: i16 = 2026;
const HOLDER: Uuid = Uuid::from_u128(0x0190_0000_0000_7005_8000_0000_0000_0001);

/// What a paid order consists of.
#[derive(Clone, Copy)]
struct Facts {
    order: OrderId,
    checkout: CheckoutId,
    posting: PostingId,
    variant: sampan_ids::VariantId,
}

fn yuan(minor: i64) -> Money {
    Money::new(minor, Currency::CNY)
}

fn placing(listing: &StoredListing, order: OrderId, checkout: CheckoutId, now: Timestamp) -> Placing {
    let variant = &listing.listing.variants[0];
    let line = Line {
        listing: listing.listing.id,
        variant: variant.id,
        title: Default::default(),
        options: Vec::new(),
        sku: None,
        quantity: 2,
        unit_price: variant.price,
        goods: yuan(22_720),
        duty: yuan(0),
        tax: yuan(2_500),
        hs: variant.hs.clone(),
        origin: variant.origin,
        net_weight_g: variant.net_weight_g,
        gross_weight_g: variant.gross_weight_g,
        volume_ml: None,
        abv_percent: None,
        facts: Default::default(),
    };
    let price = Money::new(2_000, Currency::USD);
    let (code, name) = ("express".to_owned(), "Express".to_owned());
    let delivery =
        Delivery { code, name, mode: Mode::Express, price_usd: price, price: yuan(14_200), days_min: 5, days_max: 9 };
    Placing {
        id: order,
        checkout,
        seller: listing.listing.seller,
        buyer: AccountId(HOLDER),
        kind: OrderKind::Goods,
        lines: vec![line],
        delivery: Some(delivery),
        destination: sampan_trade::Country::CN,
        rate: ExchangeRate {
            base: Currency::USD,
            quote: Currency::CNY,
            rate: "7.10".parse().expect("a decimal"),
            date: jiff::civil::date(2026, 11, 20),
            source: "test".to_owned(),
        },
        fee_percent: 5.into(),
        provider: "sandbox".parse().expect("a provider"),
        regime: "cbec".to_owned(),
        book_version: "test".to_owned(),
        quote: String::new(),
        allowance: Some(AllowanceUse {
            holder: HOLDER,
            year: YEAR,
            amount: yuan(36_920),
            counted: Default::default(),
            each: Default::default(),
        }),
        placed_at: now,
        until: now + sampan_ids::SignedDuration::from_mins(30),
    }
}

/// Changes rows as no rule would.
struct ByHand<F> {
    facts: Facts,
    change: F,
}

impl<F: Fn(&mut Rows) + Send + 'static> Command for ByHand<F> {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        let Facts { order, checkout, posting, variant } = self.facts;
        Needs::one::<Orders>(order)
            .and::<Checkouts>(checkout)
            .and::<Entries>((posting, 0))
            .and::<Entries>((posting, 1))
            .and::<Stocks>(variant)
            .and::<Allowances>(allowance_id(HOLDER, YEAR))
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        (self.change)(rows);
        Ok(())
    }
}

async fn change(app: &App, facts: Facts, change: impl Fn(&mut Rows) + Send + 'static) {
    app.db().perform(facts.order.0, ByHand { facts, change }).await.expect("decided").expect("accepted");
}

/// One order, placed and paid.
async fn paid(app: &App) -> Facts {
    let seller = fixtures::shop(app, "two-gull").await;
    let listing = fixtures::listing(app, &seller, Offer::cherries()).await;
    let now = app.now();
    let millis = now.as_millisecond() as u64;
    let facts = Facts {
        order: OrderId::compose(millis, seller.id.cell(), 1),
        checkout: CheckoutId::compose(millis, seller.id.cell(), 2),
        posting: PostingId::compose(millis, seller.id.cell(), 3),
        variant: listing.listing.variants[0].id,
    };
    let (placed, reserved) = Order::place(placing(&listing, facts.order, facts.checkout, now)).expect("it adds up");
    let provider = placed.provider.clone();
    let total = placed.amounts.total;
    let checkout =
        Checkout::place(facts.checkout, placed.buyer, provider, &[(placed.id, total)], vec![], now).expect("it opens");
    let notification = sampan_trade::checkout::Notification {
        event_id: "1".to_owned(),
        kind: sampan_trade::checkout::NotificationKind::Approved { amount: total, provider_ref: "p".to_owned() },
    };
    let told = sampan_trade::checkout::notify(&checkout, notification, now).expect("it is paid");
    let outcome = order::decide(&placed, told.orders.expect("orders are told"), now).expect("it is paid");
    change(app, facts, move |rows| {
        for effect in reserved.iter().chain(&outcome.stock) {
            let stock = rows.get::<Stocks>(&effect.variant).cloned().expect("on the shelf");
            rows.put::<Stocks>(stock.apply(effect.effect, effect.quantity).expect("enough"));
        }
        let year = Allowance::new(HOLDER, YEAR, yuan(2_600_000));
        rows.put::<Allowances>(year.settle(facts.order, yuan(36_920)));
        rows.put::<Orders>(StoredOrder { order: outcome.order.clone(), us_state: "MI".to_owned() });
        let payment = PaymentId(facts.checkout.0);
        rows.put::<Checkouts>(Placed { checkout: told.checkout.clone(), payment });
        let entries = outcome.postings.iter().flat_map(sampan_ledger::Posting::entries);
        for (line, entry) in entries.enumerate() {
            let (posting, about) = (facts.posting, facts.order.0);
            rows.put::<Entries>(Posted { posting, line: line as i64, entry, about, reason: Reason::Paid, at: now });
        }
    })
    .await;
    facts
}

/// The codes of what the audit finds.
async fn found(app: &App) -> Vec<&'static str> {
    run(app).await.expect("the rows are read").faults.iter().map(sampan_trade::verify::Fault::code).collect()
}

type Change = (&'static str, &'static [&'static str], fn(Facts, &mut Rows));

/// What is changed by hand, which faults it must show at least, and how it is changed.
const CHANGES: &[Change] = &[
    ("an entry is worth a fen more", &["posting_not_zero", "ledger_not_zero"], |facts, rows| {
        edit::<Entries>(rows, (facts.posting, 1), |posted| {
            posted.entry.amount = posted.entry.amount.plus(yuan(1)).expect("in range");
        });
    }),
    ("an entry is gone", &["posting_not_zero", "escrow_not_matching"], |facts, rows| {
        rows.remove::<Entries>(&(facts.posting, 1));
    }),
    ("escrow lies in another account", &["escrow_not_matching", "account_not_matching"], |facts, rows| {
        edit::<Entries>(rows, (facts.posting, 1), |posted| {
            posted.entry = Entry { account: Account::PlatformFee, amount: posted.entry.amount };
        });
    }),
    ("a piece is no longer reserved", &["stock_mismatch"], |facts, rows| {
        edit::<Stocks>(rows, facts.variant, |stock| stock.reserved -= 1);
    }),
    ("more is promised than there is", &["stock_overdrawn"], |facts, rows| {
        edit::<Stocks>(rows, facts.variant, |stock| stock.on_hand = 1);
    }),
    ("an order's total is changed", &["order_sum_mismatch", "payment_mismatch"], |facts, rows| {
        edit::<Orders>(rows, facts.order, |stored| stored.order.amounts.total = yuan(1));
    }),
    ("an order is shipped without its way there", &["state_mismatch"], |facts, rows| {
        edit::<Orders>(rows, facts.order, |stored| {
            stored.order.state = State::Delivered { at: stored.order.placed_at, release_at: stored.order.placed_at };
            stored.order.history.clear();
        });
    }),
    ("an order is gone", &["payment_mismatch", "escrow_not_matching", "stock_mismatch"], |facts, rows| {
        rows.remove::<Orders>(&facts.order);
    }),
    ("a checkout is gone", &["payment_mismatch"], |facts, rows| {
        rows.remove::<Checkouts>(&facts.checkout);
    }),
    ("a year's room counts less", &["allowance_mismatch"], |facts, rows| {
        edit::<Allowances>(rows, allowance_id(HOLDER, YEAR), |year| *year = year.settle(facts.order, yuan(1)));
    }),
    ("a year counts a parcel more", &["counted_mismatch"], |facts, rows| {
        edit::<Allowances>(rows, allowance_id(HOLDER, YEAR), |year| {
            year.counted.insert(facts.order, Counted { free_in_half: Some(1), ..Counted::default() });
        });
    }),
];

fn edit<R: sampan_db::Record>(rows: &mut Rows, key: R::Key, change: impl Fn(&mut R::Item)) {
    let mut item = rows.get::<R>(&key).cloned().expect("it is there");
    change(&mut item);
    rows.put::<R>(item);
}

#[tokio::test]
async fn each_fact_changed_by_hand_is_found() {
    for shop in shops().await {
        assert_eq!(found(&shop.app).await, Vec::<&str>::new(), "an empty market");
    }
    for (what, wanted, by_hand) in CHANGES {
        for shop in shops().await {
            let facts = paid(&shop.app).await;
            assert_eq!(found(&shop.app).await, Vec::<&str>::new(), "a sound market, before {what}");
            let held = books::balances(shop.app.db(), &Account::Escrow(facts.order)).await.expect("read");
            assert_eq!(held, [yuan(39_420)]);
            change(&shop.app, facts, move |rows| by_hand(facts, rows)).await;
            let found = found(&shop.app).await;
            for code in *wanted {
                assert!(found.contains(code), "{what}: wanted {code}, found {found:?}");
            }
        }
    }
}
