//! The checkout: its form, and placing.

use super::basket::{self, Basket, carry};
use super::form::{Checked, FormView, Purchase, check, today};
use super::lots::Loaded;
use super::place::{Access, Buyer, Done, NotPlaced, Place};
use super::providers::Known;
use super::status::StatusView;
use super::store::Checkouts;
use super::view::OrdersView;
use crate::App;
use crate::accounts::{self, Names, NewSession, Role};
use crate::orders::Consignees;
use crate::policy::BuyerWho;
use sampan_customs::Country;
use sampan_ids::{CheckoutId, OrderId};
use sampan_money::Money;
use sampan_web::{Cx, Denied, Error, FieldErrors, NoInput, OrInternal, Page, RenderError, Reply, Shell, Token};
use serde::Serialize;
use uuid::Uuid;

/// The checkout as it is shown: orders, form, and what stands against placing them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CheckoutView {
    /// What is ordered.
    pub orders: OrdersView,
    /// What is asked.
    pub form: FormView,
    /// The basket.
    pub basket: String,
    /// Whether the buyer is signed in.
    pub signed_in: bool,
    /// What stood against it, in a sentence, or empty.
    pub problem: String,
}

crate::page!(CheckoutView, "checkout/pages/checkout.html");

/// The form again, or what was placed.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum PlaceView {
    /// The form, shown again.
    Form(Box<CheckoutView>),
    /// The checkout that waits for its payment.
    Placed(Box<StatusView>),
}

impl Page for PlaceView {
    fn render(&self, shell: &Shell) -> Result<String, RenderError> {
        match self {
            PlaceView::Form(view) => view.render(shell),
            PlaceView::Placed(view) => view.render(shell),
        }
    }
}

/// What is about to be bought, read from what was sent and from the database.
struct Wanted {
    typed: Purchase,
    basket: Basket,
    /// The basket's id, where it is one that is kept.
    kept: Option<Uuid>,
    country: Country,
    orders: OrdersView,
}

/// The checkout's form for what lies in the basket.
pub async fn form(cx: Cx<App>, who: Option<BuyerWho>, _: NoInput) -> Result<Reply<CheckoutView>, Error> {
    let mut typed = Purchase::default();
    let basket = basket::current(&cx, who).await?;
    if basket.items.is_empty() && !cx.json {
        return Ok(Reply::see("/basket"));
    }
    let country = destination(&cx, &typed)?;
    remember(&cx, who, country, &mut typed).await?;
    let wanted = wanted(&cx, typed, basket, true, country).await?;
    Ok(Reply::show(wanted.view(&cx, who, String::new())))
}

/// Places an order for every seller in the basket. Nothing is charged yet.
pub async fn place(cx: Cx<App>, who: Option<BuyerWho>, mut typed: Purchase) -> Result<Reply<PlaceView>, Error> {
    if typed.signed_in == "yes" && who.is_none() {
        return Err(Error::Denied(Denied::SignIn));
    }
    let (basket, kept) = match typed.items.take() {
        Some(items) => (listed(&items)?, false),
        None => (basket::current(&cx, who).await?, true),
    };
    if let Some(checkout) = bought_before(&cx, who, &typed, &basket).await? {
        return Ok(Reply::see(format!("/checkouts/{checkout}")));
    }
    if basket.items.is_empty() {
        return Err(NotPlaced::Empty.into());
    }
    let country = destination(&cx, &typed)?;
    typed.settle(country);
    let wanted = wanted(&cx, typed, basket, kept, country).await?;
    if wanted.typed.then == "show" {
        return Ok(Reply::show(PlaceView::Form(Box::new(wanted.view(&cx, who, String::new())))));
    }
    let checked = check(&wanted.typed, &wanted.orders, country, who.is_none(), today(cx.site.now()), &cx.shell);
    let checked = match checked {
        Ok(checked) => checked,
        Err(errors) => {
            return Ok(Reply::again(PlaceView::Form(Box::new(wanted.view(&cx, who, String::new()))), errors));
        }
    };
    let refusal = match expected(&wanted) {
        Ok(expected) => match perform(&cx, who, &wanted, checked, expected).await? {
            Ok((done, access)) => return placed(&cx, who, done, access).await,
            Err(refusal) => refusal,
        },
        Err(Some(refusal)) => refusal,
        Err(None) => return Err(Error::field("expected", "", "the whole amount that was shown", "missing")),
    };
    if cx.json {
        return Err(refusal.into());
    }
    // What changed meanwhile is shown as it is now.
    let Wanted { typed, basket, kept, country, .. } = wanted;
    let wanted = self::wanted(&cx, typed, basket, kept.is_some(), country).await?;
    let problem = words(refusal.into(), &cx.shell);
    Ok(Reply::again(PlaceView::Form(Box::new(wanted.view(&cx, who, problem))), FieldErrors::new()))
}

/// The whole amount that the buyer saw; a refusal where it is not that of the orders as they are now, nothing where none
/// was sent.
fn expected(wanted: &Wanted) -> Result<Money, Option<NotPlaced>> {
    let seen = wanted.typed.expected.as_ref().ok_or(None)?;
    let currency = sampan_money::currency(&seen.currency).map_err(|_| None)?;
    let seen = Money::parse(&seen.amount, currency).map_err(|_| None)?;
    match wanted.orders.total {
        Some(now) if now != seen => Err(Some(NotPlaced::PriceChanged { seen, now })),
        // Where there is no total the command says why.
        _ => Ok(seen),
    }
}

/// How the buyer gets at what was placed.
enum Way {
    /// As before.
    Known,
    /// By a sign-in that begins now.
    Session(Token),
    /// By a token that is shown once.
    Token(Token),
}

async fn perform(
    cx: &Cx<App>,
    who: Option<BuyerWho>,
    wanted: &Wanted,
    checked: Checked,
    expected: Money,
) -> Result<Result<(Done, Way), NotPlaced>, Error> {
    let app = &cx.site;
    let provider = Known::of(app.mode()).ok_or_else(|| Error::refused("no_provider", &[]))?;
    let Checked { address, identity, email } = checked;
    let mut once = cx.once.clone();
    let (buyer, way) = match who {
        Some(BuyerWho { account }) => (Buyer::Known(account), Way::Known),
        None => {
            let email = email.unwrap_or_default();
            if let (None, Some(once)) = (wanted.kept, &mut once) {
                // A program that keeps no cookies is known by the address that it gives.
                once.scope = sampan_web::Scope::Guest(accounts::email_id(app.vault(), &email).to_string());
            }
            let token = match wanted.kept {
                Some(basket) => Token::of(&app.vault().mac("guest basket", &basket.to_string())),
                None => NewSession::of_request(app.vault(), once.as_ref()).token,
            };
            let id = sampan_ids::from_digest(&token.digest());
            let (access, way) = match cx.json && cx.header("cookie").is_none() {
                true => (Access::Token(id), Way::Token(token)),
                false => (Access::Session(id), Way::Session(token)),
            };
            (Buyer::Guest { email, language: cx.shell.lang.to_owned(), access }, way)
        }
    };
    let owner = who.map_or_else(|| owner(wanted), |who| who.account.0);
    let place = Place {
        vault: app.vault().clone(),
        pricing: app.pricing(),
        fee_percent: app.operator_settings().fee_percent,
        provider: provider.in_ledger(),
        buyer,
        items: wanted.basket.items.clone(),
        basket: wanted.kept,
        destination: wanted.orders.destination.clone(),
        deliveries: wanted.typed.deliveries.clone(),
        address,
        identity,
        expected,
    };
    let performed = app.perform(owner, once.as_ref(), place).await?;
    Ok(performed.map(|done| (done, way)))
}

/// The lane that a guest's order waits in: that of the first thing bought.
fn owner(wanted: &Wanted) -> Uuid {
    wanted.basket.items.first().map_or(Uuid::nil(), |(variant, _)| variant.0)
}

/// On to the payment: a browser by its page, a program with the checkout as it stands.
async fn placed(cx: &Cx<App>, who: Option<BuyerWho>, done: Done, way: Way) -> Result<Reply<PlaceView>, Error> {
    let location = format!("/checkouts/{}", done.checkout);
    let reply = if cx.json {
        let mut view = StatusView::of(&cx.site, done.checkout, done.buyer, &cx.shell).await?;
        if let Way::Token(token) = &way {
            view.access_token = Some(token.text().to_owned());
        }
        Reply::created(PlaceView::Placed(Box::new(view)), location)
    } else {
        Reply::see(location)
    };
    let reply = carry(reply, who, &Basket::default());
    Ok(match way {
        Way::Session(token) => reply.start_session(&token, Some(accounts::seconds(Role::Buyer))),
        Way::Known | Way::Token(_) => reply,
    })
}

/// The place that the orders go to: as the form was shown, else the reader's choice.
fn destination(cx: &Cx<App>, typed: &Purchase) -> Result<Country, Error> {
    let code = if typed.destination.is_empty() { crate::look::destination(&cx.shell) } else { &typed.destination };
    let known = crate::look::frame::DESTINATIONS.iter().any(|(known, _)| *known == code);
    let country = Country::parse(code).ok().filter(|_| known);
    country.ok_or_else(|| Error::field("destination", code, "one of the places that can be chosen", "choice"))
}

/// The things that a program lists, each variant once.
fn listed(items: &[super::view::Item]) -> Result<Basket, Error> {
    let mut basket = Basket::default();
    for item in items {
        let whole = basket.quantity(item.variant).saturating_add(item.quantity);
        let wrong = |_| Error::field("items", &whole.to_string(), "1 to 10,000 pieces of at most 40 things", "items");
        if item.quantity == 0 {
            return Err(Error::field("items", "0", "1 to 10,000 pieces of at most 40 things", "items"));
        }
        basket = basket.with(item.variant, whole).map_err(wrong)?;
    }
    Ok(basket)
}

/// The checkout that the basket of an older page became, if it is the asker's: another window bought it.
async fn bought_before(
    cx: &Cx<App>,
    who: Option<BuyerWho>,
    typed: &Purchase,
    basket: &Basket,
) -> Result<Option<CheckoutId>, Error> {
    let (Some(BuyerWho { account }), Ok(shown)) = (who, Uuid::try_parse(&typed.basket)) else { return Ok(None) };
    if shown == basket.id {
        return Ok(None);
    }
    let db = cx.site.db();
    let bought = cx.site.vault().id("basket", &shown.to_string());
    let Some(name) = db.find::<Names>(&bought).await.or_internal()? else { return Ok(None) };
    let placed = db.find::<Checkouts>(&CheckoutId(name.target)).await.or_internal()?;
    Ok(placed.filter(|placed| placed.checkout.buyer == account).map(|placed| placed.checkout.id))
}

/// Fills the form with the address of the buyer's last parcel to the country.
async fn remember(cx: &Cx<App>, who: Option<BuyerWho>, country: Country, typed: &mut Purchase) -> Result<(), Error> {
    let Some(BuyerWho { account }) = who else { return Ok(()) };
    let sql = "select t.order_id from orders t where t.buyer_id = $1 and t.destination = $2 and t.kind = 'goods' \
               order by t.placed_at desc limit 1";
    let rows = cx.site.db().query(sql, vec![account.0.into(), country.code().into()]).await.or_internal()?;
    let Some(row) = rows.first() else { return Ok(()) };
    let sealed = cx.site.db().find::<Consignees>(&OrderId(row.id("order_id"))).await.or_internal()?;
    if let Some(consignee) = sealed.and_then(|sealed| sealed.open(cx.site.vault())) {
        typed.address = consignee.address.values();
        typed.identity.name = consignee.identity.map(|identity| identity.name).unwrap_or_default();
    }
    Ok(())
}

async fn wanted(cx: &Cx<App>, typed: Purchase, basket: Basket, kept: bool, country: Country) -> Result<Wanted, Error> {
    let loaded = Loaded::of(cx.site.db(), &basket.items).await.or_internal()?;
    let pricing = cx.site.pricing();
    let orders = OrdersView::of(&loaded, &basket.items, &pricing, country.code(), &typed.deliveries, &cx.shell);
    let kept = kept.then_some(basket.id);
    Ok(Wanted { typed, basket, kept, country, orders })
}

impl Wanted {
    fn view(self, cx: &Cx<App>, who: Option<BuyerWho>, problem: String) -> CheckoutView {
        CheckoutView {
            form: FormView::of(&self.typed, &self.orders, self.country, who.is_none(), &cx.shell),
            orders: self.orders,
            basket: self.kept.map(|id| id.to_string()).unwrap_or_default(),
            signed_in: who.is_some(),
            problem,
        }
    }
}

/// A refusal in the reader's words, with its amounts written as the language writes them.
pub fn words(error: Error, s: &Shell) -> String {
    let Error::Refused { code, params } = error else { return s.t("problem-refused") };
    let written = |value: &str| {
        let (figure, code) = value.split_once(' ')?;
        let money = Money::parse(figure, sampan_money::currency(code).ok()?).ok()?;
        Some(crate::look::filters::written(money, s))
    };
    let params: Vec<(&str, String)> =
        params.iter().map(|(name, value)| (name.as_str(), written(value).unwrap_or_else(|| value.clone()))).collect();
    let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = format!("problem-{}", code.replace('_', "-"));
    let find = |key: &str| crate::languages().find(s.lang, key, &params);
    let title = find(&key).unwrap_or_else(|| s.t("problem-refused"));
    match find(&format!("{key}.detail")) {
        Some(detail) => format!("{title} {detail}"),
        None => title,
    }
}
