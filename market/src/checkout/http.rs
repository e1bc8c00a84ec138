//! The checkout: its form, and placing.

use super::asking::{Asking, Way};
use super::basket::{self, Basket, Change, ChangeBasket, carry};
use super::form::{Checked, FormView, Purchase, check, today};
use super::place::{Buyer, Done, NotPlaced, Place};
use super::providers::Known;
use super::status::StatusView;
use super::view::OrdersView;
use super::wanted::{Wanted, bought_before, destination, expected, listed, remember, wanted};
use super::ways::Changes;
use crate::App;
use crate::accounts::{self, Role};
use crate::policy::BuyerWho;
use sampan_money::Money;
use sampan_web::{Cx, Denied, Error, FieldErrors, NoInput, OrInternal, Page, RenderError, Reply, Shell};
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

/// The checkout's form for what lies in the basket.
pub async fn form(cx: Cx<App>, who: Option<BuyerWho>, _: NoInput) -> Result<Reply<CheckoutView>, Error> {
    let mut typed = Purchase::default();
    let basket = basket::current(&cx, who).await?;
    if basket.items.is_empty() && !cx.json {
        return Ok(Reply::see("/basket"));
    }
    let country = destination(&cx, &typed)?;
    remember(&cx, who, country, &mut typed).await?;
    let wanted = wanted(&cx, typed, basket, true, country, None).await?;
    Ok(Reply::show(wanted.view(&cx, who, String::new()).await?))
}

/// Places an order for every seller in the basket. Nothing is charged yet.
pub async fn place(cx: Cx<App>, who: Option<BuyerWho>, typed: Purchase) -> Result<Reply<PlaceView>, Error> {
    if typed.signed_in == "yes" && who.is_none() {
        return Err(Error::Denied(Denied::SignIn));
    }
    let asking = Asking::of(&cx, who, &typed);
    let reply = match attempt(&cx, who, typed, &asking).await {
        Ok(Attempt::Placed(done)) => return placed(&cx, who, done, asking).await,
        Ok(Attempt::Not(reply)) => Ok(reply),
        Err(error) => Err(error),
    };
    // The same request came before and was answered; meanwhile the basket is empty, or the price another.
    match cx.site.answered::<Place>(asking.once.as_ref()).await? {
        Some(Ok(done)) => placed(&cx, who, done, asking).await,
        Some(Err(_)) | None => reply,
    }
}

/// What came of trying to place.
enum Attempt {
    Placed(Done),
    Not(Reply<PlaceView>),
}

async fn attempt(cx: &Cx<App>, who: Option<BuyerWho>, mut typed: Purchase, asking: &Asking) -> Result<Attempt, Error> {
    let form = |view: CheckoutView| PlaceView::Form(Box::new(view));
    let (basket, kept) = match typed.items.take() {
        Some(items) => (listed(&items)?, false),
        None => (basket::current(cx, who).await?, true),
    };
    if let Some(checkout) = bought_before(cx, who, &typed, &basket).await? {
        return Ok(Attempt::Not(Reply::see(format!("/checkouts/{checkout}"))));
    }
    if basket.items.is_empty() {
        return Err(NotPlaced::Empty.into());
    }
    let country = destination(cx, &typed)?;
    typed.settle(country);
    if !typed.changes.is_empty() {
        return taken(cx, who, typed, basket, kept, country).await.map(Attempt::Not);
    }
    let wanted = wanted(cx, typed, basket, kept, country, None).await?;
    if wanted.typed.then == "show" {
        return Ok(Attempt::Not(Reply::show(form(wanted.view(cx, who, String::new()).await?))));
    }
    let checked = check(&wanted.typed, &wanted.sums, country, who.is_none(), today(cx.site.now()), &cx.shell);
    let checked = match checked {
        Ok(checked) => checked,
        Err(errors) => return Ok(Attempt::Not(Reply::again(form(wanted.view(cx, who, String::new()).await?), errors))),
    };
    let refusal = match expected(&wanted) {
        Ok(expected) => match perform(cx, who, &wanted, checked, expected, asking).await? {
            Ok(done) => return Ok(Attempt::Placed(done)),
            Err(refusal) => refusal,
        },
        Err(Some(refusal)) => refusal,
        Err(None) => return Err(Error::field("expected", "", "the whole amount that was shown", "missing")),
    };
    if cx.json {
        return Err(refusal.into());
    }
    // What changed meanwhile is shown as it is now.
    let room = match refusal {
        NotPlaced::YearlyLimit { room, .. } => Some(room),
        _ => None,
    };
    let Wanted { typed, basket, kept, country, .. } = wanted;
    let wanted = super::wanted::wanted(cx, typed, basket, kept.is_some(), country, room).await?;
    let problem = words(refusal.into(), &cx.shell);
    Ok(Attempt::Not(Reply::again(form(wanted.view(cx, who, problem).await?), FieldErrors::new())))
}

/// Takes a lawful way on: fewer pieces in the basket, or another delivery. The form is shown again with it.
async fn taken(
    cx: &Cx<App>,
    who: Option<BuyerWho>,
    mut typed: Purchase,
    basket: Basket,
    kept: bool,
    country: sampan_customs::Country,
) -> Result<Reply<PlaceView>, Error> {
    let Changes { items, deliveries } = Changes::read(&std::mem::take(&mut typed.changes));
    typed.deliveries.extend(deliveries);
    let change = Change::Leave { items };
    let basket = match who {
        // Doing it twice changes nothing more, so the request's key stays for the order.
        Some(BuyerWho { account }) if kept => {
            let decided = cx.site.db().perform(account.0, ChangeBasket { account, change }).await.or_internal()?;
            decided.map_err(Error::from)?
        }
        _ => change.apply(basket, None).map_err(Error::from)?,
    };
    let wanted = wanted(cx, typed, basket.clone(), kept, country, None).await?;
    let reply = Reply::show(PlaceView::Form(Box::new(wanted.view(cx, who, String::new()).await?)));
    Ok(if kept { carry(reply, who, &basket) } else { reply })
}

async fn perform(
    cx: &Cx<App>,
    who: Option<BuyerWho>,
    wanted: &Wanted,
    checked: Checked,
    expected: Money,
    asking: &Asking,
) -> Result<Result<Done, NotPlaced>, Error> {
    let app = &cx.site;
    let provider = Known::of(app).ok_or_else(|| Error::refused("no_provider", &[]))?;
    let Checked { address, document, email } = checked;
    let language = cx.shell.lang.to_owned();
    let buyer = match (who, asking.access()) {
        (None, Some(access)) => Buyer::Guest { email: email.unwrap_or_default(), language, access },
        (Some(BuyerWho { account }), _) => Buyer::Known(account),
        (None, None) => return Err(Error::internal("a guest without a way in")),
    };
    // A guest's order waits in the lane of the first thing bought.
    let first = wanted.basket.items.first().map_or(Uuid::nil(), |(variant, _)| variant.0);
    let owner = who.map_or(first, |who| who.account.0);
    let place = Place {
        vault: app.vault().clone(),
        pricing: app.pricing(),
        fee_percent: app.operator_settings().fee_percent,
        provider: provider.in_ledger(),
        buyer,
        items: wanted.basket.items.clone(),
        about: wanted.loaded.about(),
        basket: wanted.kept,
        destination: wanted.country.code().to_owned(),
        deliveries: wanted.typed.deliveries.clone(),
        address,
        document,
        expected,
    };
    app.perform(owner, asking.once.as_ref(), place).await
}

/// On to the payment: a browser by its page, a program with the checkout as it stands.
async fn placed(cx: &Cx<App>, who: Option<BuyerWho>, done: Done, asking: Asking) -> Result<Reply<PlaceView>, Error> {
    let location = format!("/checkouts/{}", done.checkout);
    let reply = if cx.json {
        let mut view = match &done.fresh {
            Some(fresh) => StatusView::made(&fresh.placed, &fresh.orders, cx.site.now(), &cx.shell),
            None => StatusView::of(&cx.site, done.checkout, done.buyer, &cx.shell).await?,
        };
        if let Way::Token(token) = &asking.way {
            view.access_token = Some(token.text().to_owned());
        }
        Reply::created(PlaceView::Placed(Box::new(view)), location)
    } else {
        Reply::see(location)
    };
    let reply = if asking.kept { carry(reply, who, &Basket::default()) } else { reply };
    Ok(match asking.way {
        Way::Session(token) => reply.start_session(&token, Some(accounts::seconds(Role::Buyer))),
        Way::Known | Way::Token(_) => reply,
    })
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
