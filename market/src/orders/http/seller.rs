//! The seller's desk: the queue, one order, sending, refusing, taking back, writing.

use super::{OfOrder, OrderPage, OrderReason, OrderWords, at_field};
use crate::App;
use crate::catalog::files;
use crate::catalog::listings::papers::{self as papers_of, Typing};
use crate::checkout::quantity::Written;
use crate::declarations::{self, Facts, Gap, GapView};
use crate::orders::attached::{Attach, AttachRefusal, Attached};
use crate::orders::find;
use crate::orders::messages::Write;
use crate::orders::ship::{NoteParcel, NoteRefusal, Ship, ShipRefusal, read_note};
use crate::orders::view::{
    PickView, SellerOrderView, SellerOrdersView, SellerShown, attached, carried, chosen, complaints,
};
use crate::orders::{Act, ActRefusal, Asker, StoredOrder, law, sellers_order};
use crate::policy::SellerWho;
use jiff::tz::TimeZone;
use sampan_customs::papers;
use sampan_ids::OrderId;
use sampan_trade::order::{By, Command, OrderKind, Refusal, ReturnLine, State};
use sampan_trade::paper::HeldPaper;
use sampan_web::{Cx, Error, FieldErrors, NoInput, OrInternal, Reply, Shell, Upload};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

pub async fn list(cx: Cx<App>, who: SellerWho, input: OrderPage) -> Result<Reply<SellerOrdersView>, Error> {
    let known = |(name, _): &&(&str, &str)| *name == input.state;
    let state = find::QUEUES.iter().find(known).map_or("", |(name, _)| name);
    let counts = find::counts(&cx.site, who.seller).await.or_internal()?;
    let listed = find::sellers_orders(&cx.site, who.seller, state, input.after()).await.or_internal()?;
    Ok(Reply::show(SellerOrdersView::of(state, &counts, &listed, &cx.shell)))
}

pub async fn pick_list(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<PickView>, Error> {
    let orders = find::to_pack(&cx.site, who.seller).await.or_internal()?;
    Ok(Reply::show(PickView::of(&orders, cx.site.now(), &cx.shell)))
}

pub async fn show(cx: Cx<App>, who: SellerWho, input: OfOrder) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    Ok(Reply::show(view(&cx.site, &cx.shell, stored).await?))
}

/// An order with its consignee, messages and papers. What its papers lack is asked only while it waits to be sent.
async fn view(app: &App, s: &Shell, stored: StoredOrder) -> Result<SellerOrderView, Error> {
    let messages = find::messages(app, stored.order.id).await?;
    let demo_carrier = app.mode() == crate::Mode::Demo;
    let goods = matches!(stored.order.kind, OrderKind::Goods);
    let facts = Facts::find(app, stored.order.clone()).await.or_internal()?;
    let consignment = declarations::consignment(&facts).filter(|_| goods && stored.order.paid_at().is_some());
    let sent = stored.order.parcel().is_some();
    let link = |kind: papers::PaperKind| crate::orders::view::PaperLink {
        kind: kind.code(),
        href: format!("/seller/orders/{}/papers/{}", stored.order.id, kind.code()),
        ready: sent || consignment.as_ref().is_some_and(|c| papers::make(c, kind).is_ok()),
    };
    let papers = consignment.as_ref().map(|c| c.papers().into_iter().map(link).collect()).unwrap_or_default();
    let waits = matches!(stored.order.state, State::Paid { .. });
    let missing: Vec<Gap> = if waits { declarations::gaps(&facts) } else { Vec::new() };
    let (pricing, now) = (app.pricing(), app.now());
    let carriers = law::papers(&pricing, &facts, now);
    let known = Attached::find(app, &stored.order, carriers).await.or_internal()?;
    let refused = law::of_note(&pricing, &facts, now).and_then(|answer| law::against(&answer).cloned());
    let sent_on = stored.order.parcel().map(|(_, at)| at.to_zoned(TimeZone::UTC).date());
    let attached = attached(&stored.order, &known, sent_on.unwrap_or(pricing.today()), s);
    let shown = SellerShown {
        attached,
        refused: refused.map(|reason| carried::refused(&pricing, &facts, &reason, s)).unwrap_or_default(),
        consignee: facts.consignee.as_ref().filter(|_| goods),
        messages: &messages,
        note: facts.parcel.as_ref(),
        missing: missing.iter().map(|gap| GapView::of(gap, s)).collect(),
        papers,
        demo_carrier,
    };
    SellerOrderView::of(&stored, shown, s).ok_or_else(|| Error::internal("the order's amounts do not add up"))
}

/// The order again after something was done, with a sentence about it.
async fn done(cx: &Cx<App>, who: SellerWho, order: OrderId, said: &str) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &order.to_string()).await?;
    let view = view(&cx.site, &cx.shell, stored).await?;
    Ok(Reply::done(view, format!("/seller/orders/{order}")).notice(cx.shell.t(said)))
}

/// The order again with what was typed and what is wrong with it.
async fn again(cx: &Cx<App>, stored: StoredOrder, errors: FieldErrors) -> Result<Reply<SellerOrderView>, Error> {
    Ok(Reply::again(view(&cx.site, &cx.shell, stored).await?, errors))
}

/// A parcel as the seller types it.
#[derive(Deserialize, ToSchema)]
pub struct ParcelInput {
    /// The order's id.
    order: String,
    /// The carrier; may be empty where the number tells it.
    #[serde(default)]
    carrier: String,
    /// The parcel number.
    #[serde(default)]
    number: String,
    /// What the packed parcel weighs, in grams, if it was weighed.
    #[schema(value_type = Option<u64>)]
    gross_weight_g: Option<Written>,
    /// The number of the export filing, where one was made.
    #[serde(default)]
    itn: String,
}

pub async fn parcel(cx: Cx<App>, who: SellerWho, input: ParcelInput) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let gross = input.gross_weight_g.map(|written| written.0).unwrap_or_default();
    let note = match read_note(&input.carrier, &input.number, &gross, &input.itn) {
        Ok(note) => note,
        Err(errors) => return again(&cx, stored, errors).await,
    };
    let (order, recognised) = (stored.order.id, note.recognised);
    let (vault, mode, pricing) = (cx.site.vault().clone(), cx.site.mode(), cx.site.pricing());
    let command = NoteParcel { vault, mode, pricing, seller: who.seller, order, note: note.clone() };
    match cx.site.perform(who.seller, cx.once.as_ref(), command).await? {
        Ok(()) => done(&cx, who, order, if recognised { "orders-parcel-kept" } else { "orders-parcel-unknown" }).await,
        Err(NoteRefusal::Act(ActRefusal::Order(Refusal::OtherMode))) => {
            let says = carried::other_mode(&stored.order, &cx.shell);
            again(&cx, stored, FieldErrors::one("number", &input.number, &says, "other_mode")).await
        }
        Err(NoteRefusal::Act(refusal)) => Err(refusal.into()),
        Err(NoteRefusal::Law(reason)) => {
            let known = Facts::find(&cx.site, stored.order.clone()).await.or_internal()?;
            let facts = Facts { parcel: Some(note), ..known };
            let says = carried::refused(&cx.site.pricing(), &facts, &reason, &cx.shell);
            again(&cx, stored, FieldErrors::one("number", &input.number, &says, "not_by_carrier")).await
        }
    }
}

pub async fn ship(cx: Cx<App>, who: SellerWho, input: OfOrder) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let order = stored.order.id;
    let (vault, mode, pricing) = (cx.site.vault().clone(), cx.site.mode(), cx.site.pricing());
    let command = Ship { vault, mode, pricing, seller: who.seller, order };
    match cx.site.perform(who.seller, cx.once.as_ref(), command).await? {
        Ok(()) => done(&cx, who, order, "orders-shipped").await,
        Err(ShipRefusal::Act(refusal)) => Err(refusal.into()),
        Err(ShipRefusal::Law(reason)) => {
            let facts = Facts::find(&cx.site, stored.order.clone()).await.or_internal()?;
            let says = carried::refused(&cx.site.pricing(), &facts, &reason, &cx.shell);
            again(&cx, stored, FieldErrors::one("number", "", &says, "not_by_carrier")).await
        }
        Err(ShipRefusal::Papers { gaps, .. }) => {
            let mut errors = FieldErrors::new();
            for gap in gaps {
                let line = gap.line.map(|line| format!(".{line}")).unwrap_or_default();
                let field = format!("papers.{}.{}{line}", gap.paper, gap.field);
                errors.add(field, "", GapView::of(&gap, &cx.shell).says, "papers_missing");
            }
            let view = view(&cx.site, &cx.shell, stored).await?;
            for (field, code, says) in complaints(&view.attached) {
                errors.add(field, "", says, code);
            }
            Ok(Reply::again(view, errors))
        }
    }
}

/// A permit, certificate or licence as the seller types it.
#[derive(Deserialize, ToSchema)]
pub struct AttachInput {
    /// The order's id.
    order: String,
    /// Its code; with a slash and the number of a line it is for that line alone.
    #[serde(default)]
    paper: String,
    /// Its number.
    paper_number: Option<String>,
    /// Who issued it.
    paper_issuer: Option<String>,
    /// The first day on which it holds.
    paper_from: Option<String>,
    /// The last one; blank: without end.
    paper_to: Option<String>,
    /// A scan or print of it: PDF, JPEG or PNG, at most 5 MB.
    paper_file: Option<Upload>,
}

pub async fn attach(cx: Cx<App>, who: SellerWho, input: AttachInput) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let (kind, line) = chosen(input.paper.trim());
    let typing: Typing<'_> = [
        ("paper", Some(kind)),
        ("paper_number", input.paper_number.as_deref()),
        ("paper_issuer", input.paper_issuer.as_deref()),
        ("paper_from", input.paper_from.as_deref()),
        ("paper_to", input.paper_to.as_deref()),
    ];
    let paper = match papers_of::read(&cx.site, typing) {
        Ok(paper) => paper,
        Err(errors) => return again(&cx, stored, errors).await,
    };
    let order = stored.order.id;
    let (file, sealed) =
        match files::taken(&cx.site, (who.seller, order.0, &paper.kind), "paper_file", input.paper_file).await? {
            Ok(file) => file.unzip(),
            Err(errors) => return again(&cx, stored, errors).await,
        };
    let paper = HeldPaper { file, ..paper };
    let (vault, mode, pricing) = (cx.site.vault().clone(), cx.site.mode(), cx.site.pricing());
    let command = Attach { vault, mode, pricing, seller: who.seller, order, line, paper, file: sealed };
    match cx.site.perform(who.seller, cx.once.as_ref(), command).await? {
        Ok(()) => done(&cx, who, order, "orders-attach-kept").await,
        Err(AttachRefusal::Act(refusal)) => Err(refusal.into()),
        Err(AttachRefusal::Paper(_)) => {
            Err(Error::refused("listing_too_large", &[("what", "papers"), ("limit", "60")]))
        }
        Err(AttachRefusal::NotAsked) => {
            let mut errors = FieldErrors::new();
            errors.add("paper", &input.paper, "a paper that this order needs", "paper_not_asked");
            again(&cx, stored, errors).await
        }
    }
}

pub async fn refuse(cx: Cx<App>, who: SellerWho, input: OrderReason) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let command = Command::Cancel { by: By::Seller, reason: input.reason };
    act(cx, who, stored, command, "orders-refused").await
}

/// What comes back.
#[derive(Deserialize, ToSchema)]
pub struct ReturnInput {
    /// The order's id.
    order: String,
    /// Pieces of each variant, by its id.
    #[serde(default)]
    pieces: BTreeMap<String, u32>,
    /// Why, for both sides to read.
    #[serde(default)]
    reason: String,
    /// Whether the pieces can be sold again.
    #[serde(default)]
    restock: bool,
}

pub async fn take_back(cx: Cx<App>, who: SellerWho, input: ReturnInput) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let mut errors = FieldErrors::new();
    if let Err(why) = sampan_trade::message::text(&input.reason) {
        errors.add("reason", "", why.to_string(), why.code());
    }
    let mut lines = Vec::new();
    for (variant, quantity) in input.pieces.into_iter().filter(|(_, quantity)| *quantity > 0) {
        match variant.parse() {
            Ok(variant) => lines.push(ReturnLine { variant, quantity }),
            Err(_) => errors.add("pieces", &variant, "a variant of the order", "invalid"),
        }
    }
    if lines.is_empty() && errors.is_empty() {
        errors.add("pieces", "", "at least one piece", "missing");
    }
    if !errors.is_empty() {
        return again(&cx, stored, errors).await;
    }
    let command = Command::Return { lines, reason: input.reason, restock: input.restock };
    act(cx, who, stored, command, "orders-taken-back").await
}

/// Asks something of an order for its seller. A text that will not do comes back with its form.
async fn act(
    cx: Cx<App>,
    who: SellerWho,
    stored: StoredOrder,
    command: Command,
    said: &str,
) -> Result<Reply<SellerOrderView>, Error> {
    let order = stored.order.id;
    let act = Act { vault: cx.site.vault().clone(), order, asker: Asker::Seller(who.seller), command };
    match cx.site.perform(who.seller, cx.once.as_ref(), act).await?.map_err(Error::from) {
        Ok(()) => done(&cx, who, order, said).await,
        Err(Error::Invalid(errors)) => again(&cx, stored, at_field(&errors, "reason")).await,
        Err(other) => Err(other),
    }
}

pub async fn write(cx: Cx<App>, who: SellerWho, input: OrderWords) -> Result<Reply<SellerOrderView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let order = stored.order.id;
    let asker = Asker::Seller(who.seller);
    let command = Write { vault: cx.site.vault().clone(), asker, author: who.account, order, text: input.text };
    match cx.site.perform(who.seller, cx.once.as_ref(), command).await?.map_err(Error::from) {
        Ok(()) => done(&cx, who, order, "orders-message-sent").await,
        Err(Error::Invalid(errors)) => again(&cx, stored, errors).await,
        Err(other) => Err(other),
    }
}
