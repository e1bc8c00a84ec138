//! A seller's queue, one order at the seller's desk, the pick list, the till for codes.

use super::attached::{AttachedPaper, choices};
use super::{OrderFacts, OrderRow, Side};
use crate::declarations::{GapView, ParcelNote};
use crate::look::{Choice, Pager, Tab, Tally};
use crate::orders::find::{Listed, QUEUES};
use crate::orders::{Consignee, StoredOrder};
use crate::page;
use sampan_money::{Currency, Money};
use sampan_trade::message::Message;
use sampan_trade::order::{Order, State};
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// A seller's queue.
#[derive(Serialize, ToSchema)]
pub struct SellerOrdersView {
    /// Which states are shown; empty for all.
    pub state: String,
    /// How many orders there are in each list.
    pub counts: Vec<OrderQueue>,
    /// The orders of this page.
    pub orders: Vec<OrderRow>,
    /// Where the next page begins, to be sent as `after`; empty on the last.
    pub next: String,
}
page!(SellerOrdersView, "orders/pages/seller_orders.html");

/// A list of the queue and how long it is.
#[derive(Serialize, ToSchema)]
pub struct OrderQueue {
    /// The list.
    pub state: &'static str,
    /// How many.
    pub count: i64,
}

impl SellerOrdersView {
    /// A page of the queue.
    pub fn of(state: &str, counts: &[(String, i64)], listed: &Listed, s: &Shell) -> SellerOrdersView {
        let within = |states: &str, state: &str| states.split(", ").any(|one| one.trim_matches('\'') == state);
        let count = |(name, states): &(&'static str, &'static str)| OrderQueue {
            state: name,
            count: counts.iter().filter(|(state, _)| within(states, state)).map(|(_, n)| n).sum(),
        };
        SellerOrdersView {
            state: state.to_owned(),
            counts: QUEUES.iter().map(count).collect(),
            orders: listed.orders.iter().map(|stored| OrderRow::of(stored, Side::Seller, s)).collect(),
            next: listed.next.map(|after| after.text()).unwrap_or_default(),
        }
    }

    /// The lists as tabs.
    pub fn tabs(&self, s: &Shell) -> Vec<Tab> {
        let all = self.counts.iter().map(|c| c.count).sum();
        let tab = |state: &str, count| Tab {
            label: s.t(format!("orders-queue-{}", if state.is_empty() { "all" } else { state }.replace('_', "-"))),
            href: if state.is_empty() { "/seller/orders".to_owned() } else { format!("/seller/orders?state={state}") },
            count: Some(Tally::exact(count)),
            current: self.state == state,
        };
        let some = |c: &&OrderQueue| c.count > 0 || c.state == "paid" || c.state == self.state;
        let lists = self.counts.iter().filter(some).map(|c| tab(c.state, c.count));
        lists.chain([tab("", all)]).collect()
    }

    /// Whether there is something to pack.
    pub fn to_pack(&self) -> bool {
        self.counts.iter().any(|count| count.state == "paid" && count.count > 0)
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        super::buyer::pager("/seller/orders", &self.state, &self.next)
    }
}

/// An order at its seller's desk.
#[derive(Serialize, ToSchema)]
pub struct SellerOrderView {
    /// What everyone sees.
    pub order: OrderFacts,
    /// Whom it goes to; none for a service, or once it is erased. The identity number is not here.
    pub consignee: Option<ConsigneeView>,
    /// What the seller gets.
    pub money: SellerMoney,
    /// What was noted of the parcel before it left.
    pub parcel_note: Option<ParcelNoteView>,
    /// What keeps the parcel from leaving; empty when it may leave.
    pub missing: Vec<GapView>,
    /// Why the law does not let the goods go with the carrier that was noted, and what to do; empty where it does.
    pub refused: String,
    /// The papers that this parcel needs.
    pub papers: Vec<PaperLink>,
    /// Papers of others that the law let the goods go with when they were ordered: permits, certificates, licences. The
    /// seller attaches them.
    pub attached: Vec<AttachedPaper>,
    /// Whether the seller may ship or refuse it.
    pub open: bool,
}
page!(SellerOrderView, "orders/pages/seller_order.html");

/// Whom an order goes to, as a label has it.
#[derive(Serialize, ToSchema)]
pub struct ConsigneeView {
    /// Name and address in the country's own order.
    pub lines: Vec<String>,
    /// The same as a carrier in the United States reads it; empty where it is no other.
    pub label: Vec<String>,
    /// The telephone number.
    pub phone: String,
}

impl ConsigneeView {
    /// A consignee without what only customs sees.
    pub fn of(consignee: &Consignee) -> ConsigneeView {
        let (lines, label) = (consignee.address.lines(), consignee.address.carrier_lines());
        let same = label.strip_suffix(&[consignee.address.country.label().to_owned()][..]) == Some(&lines[..]);
        let phone = consignee.address.phone.reveal().to_owned();
        ConsigneeView {
            lines: if same { label.clone() } else { lines },
            label: if same { vec![] } else { label },
            phone,
        }
    }
}

/// What a seller gets for an order, in dollars.
#[derive(Serialize, ToSchema)]
pub struct SellerMoney {
    /// Goods at the listed prices.
    #[schema(value_type = Object)]
    pub goods: Money,
    /// Delivery.
    #[schema(value_type = Object)]
    pub delivery: Money,
    /// What went back, goods and delivery.
    #[schema(value_type = Object)]
    pub returned: Money,
    /// The marketplace's fee on what is left.
    #[schema(value_type = Object)]
    pub fee: Money,
    /// What the seller gets.
    #[schema(value_type = Object)]
    pub net: Money,
    /// The fee in per cent.
    pub fee_percent: String,
}

impl SellerMoney {
    /// The money of an order, part by part.
    pub fn of(order: &Order) -> Option<SellerMoney> {
        let zero = Money::zero(Currency::USD);
        let (gross, rest) = (order.gross_usd().ok()?, order.remaining().ok()?);
        let delivery = order.delivery.as_ref().map_or(zero, |delivery| delivery.price_usd);
        let left = rest.gross_usd().ok()?;
        Some(SellerMoney {
            goods: gross.minus(delivery).ok()?,
            delivery,
            returned: gross.minus(left).ok()?,
            fee: rest.fee_usd,
            net: left.minus(rest.fee_usd).ok()?,
            fee_percent: order.fee_percent.normalize().to_string(),
        })
    }
}

/// What was noted of a parcel.
#[derive(Serialize, ToSchema)]
pub struct ParcelNoteView {
    /// The carrier.
    pub carrier: String,
    /// The carrier's number.
    pub number: String,
    /// Whether its shape and check digit are known to fit.
    pub recognised: bool,
    /// What the packed parcel weighs, in grams, where it was weighed.
    pub gross_weight_g: Option<u64>,
    /// The number of the export filing, or empty.
    pub itn: String,
}

impl From<&ParcelNote> for ParcelNoteView {
    fn from(note: &ParcelNote) -> ParcelNoteView {
        ParcelNoteView {
            carrier: note.carrier.clone(),
            number: note.number.clone(),
            recognised: note.recognised,
            gross_weight_g: note.gross_weight_g,
            itn: note.itn.clone().unwrap_or_default(),
        }
    }
}

/// A paper and its page.
#[derive(Serialize, ToSchema)]
pub struct PaperLink {
    /// Which paper.
    pub kind: &'static str,
    /// Its page.
    pub href: String,
    /// Whether it lacks nothing.
    pub ready: bool,
}

impl SellerOrderView {
    /// An order with what is known around it.
    pub fn of(stored: &StoredOrder, around: Shown<'_>, s: &Shell) -> Option<SellerOrderView> {
        let order = &stored.order;
        let facts = OrderFacts::of(order, around.messages, Side::Seller, s, around.demo_carrier);
        Some(SellerOrderView {
            consignee: around.consignee.map(ConsigneeView::of),
            money: SellerMoney::of(order)?,
            parcel_note: around.note.map(ParcelNoteView::from),
            missing: around.missing,
            refused: around.refused,
            papers: around.papers,
            attached: around.attached,
            open: matches!(order.state, State::Paid { .. } | State::Booked { .. }),
            order: facts,
        })
    }

    /// Whether a paper that must go with the parcel is not there.
    pub fn lacks_papers(&self) -> bool {
        self.attached.iter().any(|paper| !paper.holds)
    }

    /// Whether nothing keeps the parcel from leaving.
    pub fn may_leave(&self) -> bool {
        self.missing.is_empty() && self.refused.is_empty() && !self.lacks_papers()
    }

    /// The papers to choose from when one is noted.
    pub fn choices(&self, s: &Shell) -> Vec<Choice> {
        choices(&self.attached, s)
    }

    /// Who issues the one paper that is missing, or empty.
    pub fn issuer(&self) -> &str {
        let mut lacking = self.attached.iter().filter(|paper| !paper.holds);
        match (lacking.next(), lacking.next()) {
            (Some(paper), None) => &paper.paper.issuer,
            _ => "",
        }
    }

    /// The parcel number that was noted, or empty.
    pub fn note_number(&self) -> &str {
        self.parcel_note.as_ref().map_or("", |note| note.number.as_str())
    }

    /// The carrier that was noted, or empty.
    pub fn note_carrier(&self) -> &str {
        self.parcel_note.as_ref().map_or("", |note| note.carrier.as_str())
    }

    /// The packed weight that was noted, or empty.
    pub fn note_gross(&self) -> String {
        let gross = self.parcel_note.as_ref().and_then(|note| note.gross_weight_g);
        gross.map(|grams| grams.to_string()).unwrap_or_default()
    }

    /// The export filing that was noted, or empty.
    pub fn note_itn(&self) -> &str {
        self.parcel_note.as_ref().map_or("", |note| note.itn.as_str())
    }

    /// Whether it waits to be sent.
    pub fn ships(&self) -> bool {
        self.order.state == "paid"
    }
}

/// What is known around an order.
pub struct Shown<'a> {
    /// Whom it goes to.
    pub consignee: Option<&'a Consignee>,
    /// The messages.
    pub messages: &'a [Message],
    /// What was noted of the parcel.
    pub note: Option<&'a ParcelNote>,
    /// What keeps it from leaving.
    pub missing: Vec<GapView>,
    /// Why its carrier may not take it, or empty.
    pub refused: String,
    /// Its papers.
    pub papers: Vec<PaperLink>,
    /// Papers of others that go with it.
    pub attached: Vec<AttachedPaper>,
    /// Whether parcels arrive by the program's clock.
    pub demo_carrier: bool,
}

/// What is to be packed today, piece by piece and order by order.
#[derive(Serialize, ToSchema)]
pub struct PickView {
    /// Every piece that is needed, all orders together.
    pub pieces: Vec<PickLine>,
    /// The orders, the most urgent first.
    pub orders: Vec<PickOrder>,
    /// When the list was made.
    pub made: String,
}
page!(PickView, "orders/pages/pick_list.html");

/// Pieces of one kind.
#[derive(Serialize, ToSchema)]
pub struct PickLine {
    /// The seller's own number, or empty.
    pub sku: String,
    /// The title.
    pub title: String,
    /// The option values, or empty.
    pub options: String,
    /// How many in all.
    pub quantity: u32,
}

/// An order to be packed.
#[derive(Serialize, ToSchema)]
pub struct PickOrder {
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
    /// By when it must leave.
    pub ship_by: String,
    /// Where it goes.
    pub destination: String,
    /// How it is sent.
    pub delivery: String,
    /// What goes in.
    pub lines: Vec<PickLine>,
}

impl PickView {
    /// The list of orders that are paid.
    pub fn of(orders: &[StoredOrder], made: sampan_ids::Timestamp, s: &Shell) -> PickView {
        let lines = |order: &Order| -> Vec<(sampan_ids::VariantId, PickLine)> {
            let one = |line: &sampan_trade::order::Line| PickLine {
                sku: line.sku.clone().unwrap_or_default(),
                title: super::title(line, s).0.to_owned(),
                options: line.options.join(" · "),
                quantity: line.quantity,
            };
            order.lines.iter().map(|line| (line.variant, one(line))).collect()
        };
        let mut pieces: Vec<(sampan_ids::VariantId, PickLine)> = Vec::new();
        for (variant, line) in orders.iter().flat_map(|stored| lines(&stored.order)) {
            match pieces.iter_mut().find(|(known, _)| *known == variant) {
                Some((_, known)) => known.quantity = known.quantity.saturating_add(line.quantity),
                None => pieces.push((variant, line)),
            }
        }
        pieces.sort_by(|(_, a), (_, b)| (&a.sku, &a.title).cmp(&(&b.sku, &b.title)));
        let order = |stored: &StoredOrder| PickOrder {
            number: stored.order.number.clone(),
            href: format!("/seller/orders/{}", stored.order.id),
            ship_by: stored.order.due().map(|at| s.date(at)).unwrap_or_default(),
            destination: super::place(&stored.order, s),
            delivery: stored.order.delivery.as_ref().map(|d| d.name.clone()).unwrap_or_default(),
            lines: lines(&stored.order).into_iter().map(|(_, line)| line).collect(),
        };
        PickView {
            pieces: pieces.into_iter().map(|(_, line)| line).collect(),
            orders: orders.iter().map(order).collect(),
            made: s.minute(made),
        }
    }
}

/// The till for a service's code.
#[derive(Serialize, ToSchema)]
pub struct RedemptionView {
    /// The order that was redeemed just now, if any.
    pub redeemed: Option<OrderRow>,
}
page!(RedemptionView, "orders/pages/redemption.html");
