//! People to test with: an account of any role, signed in in a browser of its own.

use super::Shop;
use crate::App;
use crate::accounts::{Accounts, NewAccount, Role, Sessions, begin_session};
use sampan_db::{Command, Moment, Needs, Record, Rows};
use sampan_ids::AccountId;
use sampan_web::Token;
use sampan_web::test::Client;
use uuid::Uuid;

/// Someone with a role, made and signed in.
pub async fn signed_in(shop: &Shop, role: Role, email: &str) -> (AccountId, Client) {
    let token = Token::fresh();
    let account = sign_in(&shop.app, role, email, &token).await;
    let mut client = Client::new(&shop.service());
    client.set_cookie("sampan_session", token.text());
    // Any page has the token that forms and programs with a cookie need.
    client.get("/terms").await;
    (account, client)
}

/// Someone who has an account signed in anew, such as when the clock was moved past the end of a session.
pub async fn back_again(shop: &Shop, account: AccountId) -> Client {
    let token = Token::fresh();
    let session = sampan_ids::from_digest(&token.digest());
    shop.app.db().perform(session, Return { account, session }).await.expect("decided").expect("there");
    let mut client = Client::new(&shop.service());
    client.set_cookie("sampan_session", token.text());
    client.get("/terms").await;
    client
}

async fn sign_in(app: &App, role: Role, email: &str, token: &Token) -> AccountId {
    let account = NewAccount {
        vault: app.vault().clone(),
        email: email.to_owned(),
        name: String::new(),
        password: None,
        role,
        language: "en".to_owned(),
        confirmed: true,
    };
    let session = sampan_ids::from_digest(&token.digest());
    let enter = Enter { account, session };
    app.db().perform(session, enter).await.expect("decided").expect("a new address")
}

struct Enter {
    account: NewAccount,
    session: Uuid,
}

impl Command for Enter {
    type Reply = AccountId;
    type Refusal = crate::accounts::NoAccount;
    fn needs(&self, _: &Rows) -> Needs {
        self.account.needs().and::<Sessions>(self.session)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<AccountId, Self::Refusal> {
        let id = self.account.decide(rows, at)?;
        debug_assert!(rows.knows::<Accounts>(&id));
        begin_session(rows, at, id, self.session);
        Ok(id)
    }
}

/// Puts items into their rows as they are.
pub async fn save<R: Record>(app: &App, items: Vec<R::Item>) {
    app.db().perform(Uuid::nil(), Save::<R>(items)).await.expect("decided").expect("accepted");
}

/// Puts items into their rows as they are.
pub struct Save<R: Record>(pub Vec<R::Item>);

impl<R: Record> Command for Save<R> {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<R>(self.0.iter().map(R::key))
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        self.0.iter().for_each(|item| rows.put::<R>(item.clone()));
        Ok(())
    }
}

struct Return {
    account: AccountId,
    session: Uuid,
}

impl Command for Return {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account).and::<Sessions>(self.session)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        begin_session(rows, at, self.account, self.session);
        Ok(())
    }
}
