//! Two shops, two buyers, an operator, and something of each kind that belongs to the first shop and the first buyer.

use crate::accounts::{Accounts, Role, Scope};
use crate::books::{Entries, Posted};
use crate::catalog::import::store::Imports;
use crate::orders::Claims;
use crate::testing::people::{save, signed_in};
use crate::testing::{Shop, fixtures, order, shops};
use sampan_ids::{ClaimId, PostingId};
use sampan_ledger::{Account, Entry, Reason};
use sampan_money::{Currency, Money};
use sampan_trade::claim::Claim;
use sampan_web::test::Client;
use serde_json::json;

/// Everyone, each in a browser or program of their own, and the ids that paths are filled with.
pub struct World {
    /// Roles by name; see [`World::who`].
    people: Vec<(&'static str, Client)>,
    /// What stands in the place of each name in a path.
    ids: Vec<(&'static str, String)>,
    /// Keeps the databases.
    _shops: Vec<Shop>,
}

/// A shop's file with a price that is none.
const FILE: &str = "Handle,Title,Variant SKU,Variant Price,Variant Grams\na,A,A-1,9.50,100\nb,B,B-1,free,100\n";

/// People who may be let in by what they are: nobody, a token that may only look, one who still owes the second factor
/// are asked for apart.
pub const ROLES: [&str; 6] = ["buyer", "other buyer", "owner", "staff", "other owner", "operator"];

impl World {
    /// Makes it, on the first engine: who may do what does not hang on the engine.
    pub async fn new() -> World {
        let shops = shops().await;
        let shop = &shops[0];
        let app = &shop.app;
        let [ours, theirs] = [fixtures::shop(app, "ours").await, fixtures::shop(app, "theirs").await];
        let role = |seller, owner| Role::Seller { seller, owner };
        let (buyer_id, mut buyer) = signed_in(shop, Role::Buyer, "buyer@example.com").await;
        let (_, other_buyer) = signed_in(shop, Role::Buyer, "other-buyer@example.com").await;
        let (_, mut owner) = signed_in(shop, role(ours.id, true), "owner@example.com").await;
        let (staff_account, staff) = signed_in(shop, role(ours.id, false), "staff@example.com").await;
        let (_, other_owner) = signed_in(shop, role(theirs.id, true), "other-owner@example.com").await;
        let (_, operator) = signed_in(shop, Role::Operator, "operator@example.com").await;

        let listing = fixtures::listing(app, &ours, fixtures::Offer::cherries()).await;
        let order = order::order(app, buyer_id, &ours, &listing).await;
        let claim = ClaimId::compose(app.now().as_millisecond() as u64, order.id.cell(), 9);
        let text = "Nothing has come in six weeks";
        save::<Claims>(app, vec![Claim::open(claim, order.id, text, app.now()).expect("a claim")]).await;
        let posting = PostingId::compose(app.now().as_millisecond() as u64, order.id.cell(), 11);
        let entry = |line, account, cents| Posted {
            posting,
            line,
            entry: Entry { account, amount: Money::new(cents, Currency::SGD) },
            about: order.id.0,
            reason: Reason::Paid,
            at: app.now(),
        };
        let account = Account::provider("sandbox").expect("a provider");
        let entries = vec![entry(1, account, -2_067), entry(2, Account::Escrow(order.id), 2_067)];
        save::<Entries>(app, entries).await;
        let draft = fixtures::draft(app, "market,measure,hs,rate,from\nSG,gst,0813,+1%,2026-12-01\n").await;
        owner.upload("/seller/imports", &[], "file", "products.csv", FILE.as_bytes()).await;
        crate::work::round(app).await;
        crate::browse::ready(app).await.expect("the index is filled");
        let noted = [("kind", "dealer_licence"), ("number", "1"), ("issuer", "Michigan"), ("from", "2026-01-01")];
        let papers = format!("/seller/listings/{}/papers", listing.listing.id);
        owner.upload(&papers, &noted, "file", "licence.pdf", b"%PDF-1.7 invented").await;
        let held = app.find::<crate::catalog::HeldPapers>(listing.listing.id).await.expect("the paper is noted");
        let file = held.files()[0].id.to_string();
        let imports = app.db().select::<Imports>("", vec![]).await.expect("read");
        let token = buyer.post_json("/account/tokens", &json!({ "name": "t", "scopes": [Scope::Read] })).await.json();

        let wanted = json!({ "name": "look", "scopes": [Scope::Read] });
        let made = owner.post_json("/account/tokens", &wanted).await.json();
        let looks_only = Client::new(&shop.service()).bearer(made["made"].as_str().expect("a token"));
        let (owing, owes) = signed_in(shop, Role::Operator, "owes@example.com").await;
        let mut account = app.find::<Accounts>(owing).await.expect("found");
        account.second_factor = true;
        save::<Accounts>(app, vec![account]).await;

        let people = vec![
            ("nobody", Client::new(&shop.service())),
            ("buyer", buyer),
            ("other buyer", other_buyer),
            ("owner", owner),
            ("staff", staff),
            ("other owner", other_owner),
            ("operator", operator),
            ("looks only", looks_only),
            ("owes second factor", owes),
        ];
        let id = |id: &dyn ToString| id.to_string();
        let ids = vec![
            ("/operator/ledger/kinds/kind", "escrow".to_owned()),
            ("/seller/staff/account", id(&staff_account)),
            ("account", "platform_fee".to_owned()),
            ("category", listing.listing.category.as_str().to_owned()),
            ("checkout", id(&order.checkout)),
            ("claim", id(&claim)),
            ("country", "CN".to_owned()),
            ("draft", id(&draft)),
            ("event", id(&uuid::Uuid::nil())),
            ("figure", "sellers".to_owned()),
            ("file", file),
            ("import", id(&imports[0].id)),
            ("kind", "cn22".to_owned()),
            ("listing", id(&listing.listing.id)),
            ("order", id(&order.id)),
            ("payment", id(&uuid::Uuid::nil())),
            ("picture", id(&uuid::Uuid::nil())),
            ("posting", id(&posting)),
            ("provider", "sandbox".to_owned()),
            ("secret", "no-such-secret".to_owned()),
            ("seller", id(&ours.id)),
            ("shop", ours.slug.clone()),
            ("token", token["tokens"][0]["id"].as_str().expect("a token").to_owned()),
            ("variant", id(&listing.listing.variants[0].id)),
        ];
        World { people, ids, _shops: shops }
    }

    /// The program that serves them.
    pub fn app(&self) -> &crate::App {
        &self._shops[0].app
    }

    /// A copy of someone's browser: one of [`ROLES`], "nobody", "looks only" (a token), "owes second factor".
    pub fn who(&self, name: &str) -> Client {
        self.people.iter().find(|(known, _)| *known == name).expect("one of the people").1.clone()
    }

    /// A path with the ids of the first shop and the first buyer.
    pub fn fill(&self, path: &str) -> Result<String, String> {
        let mut filled = path.to_owned();
        while let Some((before, rest)) = filled.clone().split_once('{') {
            let (name, after) = rest.split_once('}').expect("a name in braces");
            // One name may mean another thing elsewhere: that stands first, with the path before it.
            let here = format!("{before}{name}");
            let id = self.ids.iter().find(|(known, _)| *known == here || *known == name);
            let (_, id) = id.ok_or_else(|| format!("{path}: say in tests/world.rs what stands for {{{name}}}"))?;
            filled = format!("{before}{id}{after}");
        }
        Ok(filled)
    }
}
