//! The worker that writes letters in the reader's language and hands them to the mail server.

use super::{Letter, Mail, Mails, Reader, Sent, TOPIC};
use crate::App;
use crate::accounts::{Account, Accounts, Person, Role};
use crate::vault::Written;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{self, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sampan_db::outbox::{self, Deliveries, Settle};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, SellerId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A mail server.
#[derive(Clone)]
pub struct Smtp {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// User and password, if the server wants them.
    pub login: Option<(String, String)>,
    /// The sender, such as `Sampan <post@sampan.example>`.
    pub from: String,
}

/// How letters are kept from other eyes on the way to the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte, usual at port 465 (RFC 8314).
    Implicit,
    /// Begun in the clear, then asked for and insisted on, usual at port 587 (RFC 3207).
    Starttls,
    /// Not at all: for a server on this machine.
    None,
}

/// Delivers letters that are due, once each in effect: a letter whose mail is stored is not written again, so only a
/// failure between sending and storing can send one twice. Returns how many went out.
pub async fn deliver(app: &App) -> Result<usize, anyhow::Error> {
    let mut deliveries = Deliveries::default();
    let mut mails = Vec::new();
    let due = outbox::due(app.db(), TOPIC, 50).await?;
    let letters: Vec<_> = due.iter().map(|event| open(app, &event.body)).collect();
    let readers = Readers::of(app, letters.iter().flatten()).await?;
    for (event, letter) in due.into_iter().zip(letters) {
        if app.share().lost(TOPIC, app.now()) {
            break;
        }
        if !deliveries.may(&event) {
            continue;
        }
        let written = letter.map(|letter| readers.find(&letter).and_then(|account| write(app, letter, account)));
        let outcome = match written {
            // Why it failed is kept in the clear: the reader's address is not.
            Ok(Some(sent)) => match send(app, &sent).await {
                Ok(()) => Ok(Some(sent)),
                Err(error) => Err(anyhow::anyhow!(error.to_string().replace(&sent.to, "…"))),
            },
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        if let Ok(Some(sent)) = &outcome {
            let sealed = app.vault().seal("mail", sent);
            mails.push(Mail { id: event.id, at: app.now(), sealed });
        }
        deliveries.note(&event, outcome.map(|_| ()).map_err(|e| e.to_string()));
    }
    let sent = mails.len();
    if let Some((first, settle)) = deliveries.settle() {
        // Neither refuses.
        let _ = app.db().perform(first, Keep { mails, settle }).await?;
    }
    Ok(sent)
}

/// Stores the mails that went out and settles their events in one commit.
struct Keep {
    mails: Vec<Mail>,
    settle: Settle,
}

impl Command for Keep {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, rows: &Rows) -> Needs {
        let ids: Vec<Uuid> = self.mails.iter().map(|m| m.id).collect();
        self.settle.needs(rows).all::<Mails>(ids)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        for mail in &self.mails {
            rows.put::<Mails>(mail.clone());
        }
        self.settle.decide(rows, at)
    }
}

/// A letter out of its event.
fn open(app: &App, body: &str) -> Result<Letter, anyhow::Error> {
    let Written(sealed) = serde_json::from_str(body)?;
    Ok(app.vault().open_sealed("letter", &sealed)?)
}

/// The mail of a letter; none if its reader has been erased meanwhile.
fn write(app: &App, mut letter: Letter, account: &Account) -> Option<Sent> {
    let person = person(app, account)?;
    if let Some(link) = letter.params.get_mut("link")
        && link.starts_with('/')
    {
        *link = format!("{}{link}", app.address());
    }
    if let Some(amount) = letter.params.get_mut("amount")
        && let Some(written) = written(amount, &account.language)
    {
        *amount = written;
    }
    if let Some(key) = letter.params.remove("reason_key") {
        letter.params.insert("reason".to_owned(), crate::words(&account.language, &key, &[]));
    }
    let (subject, body) = super::words::of(&letter, &account.language, &person.name);
    Some(Sent { to: person.email.clone(), subject, body })
}

/// Who reads some letters.
struct Readers {
    accounts: HashMap<AccountId, Account>,
    /// A shop's first owner, who reads for the shop.
    shops: HashMap<SellerId, Account>,
}

impl Readers {
    async fn of(app: &App, letters: impl Iterator<Item = &Letter>) -> Result<Readers, anyhow::Error> {
        let (mut accounts, mut shops) = (Vec::new(), BTreeSet::new());
        for letter in letters {
            match letter.to {
                Reader::Account(account) => accounts.push(account.0),
                Reader::Shop(seller) => {
                    shops.insert(seller.0);
                }
            }
        }
        let accounts = app.db().find_many::<Accounts>(accounts).await?;
        let mut readers =
            Readers { accounts: accounts.into_iter().map(|a| (a.id, a)).collect(), shops: HashMap::new() };
        if !shops.is_empty() {
            let owners = "where t.seller_id in {ids $1} order by t.created_at, t.account_id limit 10000";
            let shops: Vec<Uuid> = shops.into_iter().collect();
            for account in app.db().select::<Accounts>(owners, vec![shops.into()]).await? {
                if let (None, Role::Seller { seller, owner: true, .. }) = (account.erased, account.role) {
                    readers.shops.entry(seller).or_insert(account);
                }
            }
        }
        Ok(readers)
    }

    fn find(&self, letter: &Letter) -> Option<&Account> {
        match letter.to {
            Reader::Account(account) => self.accounts.get(&account),
            Reader::Shop(seller) => self.shops.get(&seller),
        }
    }
}

/// An amount such as `12.30 CNY` as a language writes it.
fn written(amount: &str, language: &str) -> Option<String> {
    let (figure, code) = amount.split_once(' ')?;
    let currency = sampan_money::currency(code).ok()?;
    let amount = sampan_money::Money::parse(figure, currency).ok()?;
    Some(sampan_web::amount(amount.minor(), sampan_money::exponent(currency), amount.code(), language))
}

/// Who an account is, unless erased.
pub(crate) fn person(app: &App, account: &Account) -> Option<Person> {
    account.open(app.vault())
}

async fn send(app: &App, sent: &Sent) -> Result<(), anyhow::Error> {
    let Some(smtp) = app.smtp() else { return Ok(()) };
    let message = Message::builder()
        .from(smtp.from.parse::<Mailbox>()?)
        .to(sent.to.parse::<Mailbox>()?)
        .subject(&sent.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(sent.body.clone())?;
    let tls = match smtp.tls {
        Tls::Implicit => client::Tls::Wrapper(TlsParameters::new(smtp.host.clone())?),
        Tls::Starttls => client::Tls::Required(TlsParameters::new(smtp.host.clone())?),
        Tls::None => client::Tls::None,
    };
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host);
    let mut transport = transport.port(smtp.port).tls(tls);
    if let Some((user, password)) = &smtp.login {
        transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
    }
    transport.build().send(message).await?;
    Ok(())
}
