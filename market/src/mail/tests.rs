//! Letters to a mail server: a small one of the test's own, which takes what SMTP brings.

use super::{Letter, Mails, Smtp};
use crate::accounts::{NewAccount, Role};
use crate::app::{App, Mode, Opening, ProgramClock};
use crate::vault::Vault;
use sampan_db::testing::{Hand, databases, seeded};
use sampan_db::{Command, Location, Moment, Needs, Rows};
use sampan_ids::AccountId;
use sampan_web::WebSettings;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A mail server that takes everything and passes on whole messages. The first so many it refuses for now.
async fn sink(refusals: usize) -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (taken, mails) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut refusals = refusals;
        while let Ok((stream, _)) = listener.accept().await {
            let refuse = refusals > 0;
            refusals = refusals.saturating_sub(1);
            // A connection that breaks off is the client's to try again.
            let _ = take(stream, refuse, &taken).await;
        }
    });
    (port, mails)
}

async fn take(stream: TcpStream, refuse: bool, taken: &mpsc::UnboundedSender<String>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 sink\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let reply: &[u8] = match word.as_str() {
            "EHLO" => b"250-sink\r\n250 8BITMIME\r\n",
            "MAIL" if refuse => b"451 later\r\n",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                taken.send(mail).ok();
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        write.write_all(reply).await?;
    }
    Ok(())
}

/// Someone, and a letter to them.
struct Tell(NewAccount);

impl Command for Tell {
    type Reply = AccountId;
    type Refusal = crate::accounts::NoAccount;
    fn needs(&self, _: &Rows) -> Needs {
        self.0.needs()
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<AccountId, Self::Refusal> {
        let id = self.0.decide(rows, at)?;
        let letter = Letter::new(id, "order_expired", &[("number", "7KQ2M-9XTAB"), ("link", "/orders/7")]);
        super::write(rows, &self.0.vault, &letter, at);
        Ok(id)
    }
}

/// A process with a mail server.
async fn process(location: &Location, hand: &Hand, port: u16, seed: u64) -> App {
    let from = "Sampan <post@sampan.example>".to_owned();
    let host = "127.0.0.1".to_owned();
    App::open(Opening {
        location: location.clone(),
        lanes: sampan_db::Lanes::default(),
        book: sampan_tariff::Book::built_in(),
        mode: Mode::Live,
        sandbox: false,
        vault: Vault::new(&[7; 32]),
        clock: ProgramClock::of(hand.clock()),
        chance: seeded(seed),
        index: None,
        web: WebSettings::default(),
        smtp: Some(Smtp { host, port, tls: super::Tls::None, login: None, from }),
        address: "https://sampan.example".to_owned(),
    })
    .await
    .unwrap()
}

fn mei(app: &App) -> NewAccount {
    NewAccount {
        vault: app.vault().clone(),
        email: "mei@example.com".to_owned(),
        name: "梅".to_owned(),
        password: None,
        role: Role::Buyer,
        language: "zh-Hans".to_owned(),
        confirmed: true,
    }
}

/// Letters to someone who has an account.
struct More(AccountId, crate::vault::Vault, usize);

impl Command for More {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        for n in 0..self.2 {
            let params = [("number", n.to_string()), ("link", format!("/orders/{n}/"))];
            let params = params.each_ref().map(|(name, value)| (*name, value.as_str()));
            super::write(rows, &self.1, &Letter::new(self.0, "order_expired", &params), at);
        }
        Ok(())
    }
}

#[tokio::test]
async fn two_processes_send_each_letter_once_and_survive_each_other() {
    for (n, database) in databases().await.into_iter().enumerate() {
        let (port, mut mails) = sink(0).await;
        let hand = Hand::default();
        let one = process(&database.location, &hand, port, 2 * n as u64).await;
        let two = process(&database.location, &hand, port, 2 * n as u64 + 1).await;
        let mei = one.db().perform(uuid::Uuid::nil(), Tell(mei(&one))).await.unwrap().unwrap();
        let letters = |count| one.db().perform(mei.0, More(mei, one.vault().clone(), count));
        letters(60).await.unwrap().unwrap();
        for _ in 0..20 {
            tokio::join!(crate::work::round(&one), crate::work::round(&two));
            hand.advance(sampan_ids::SignedDuration::from_secs(1));
        }
        let sent: Vec<String> = std::iter::from_fn(|| mails.try_recv().ok()).collect();
        assert_eq!(sent.len(), 61, "each once");
        let of = |app: &App| app.share().seen().held.values().filter(|p| **p == app.share().process()).count();
        assert!(of(&one) > 0 && of(&two) > 0, "both work: {} and {}", of(&one), of(&two));
        let idle = crate::work::WORKERS.len() - of(&one) - of(&two);
        assert_eq!(idle, 0, "no work is nobody's");

        // Whichever of them sends letters dies in the middle of it: the other waits until the lease is over.
        letters(10).await.unwrap().unwrap();
        let seen = one.share().seen();
        let sender = seen.held[super::TOPIC];
        let living = if sender == one.share().process() { &two } else { &one };
        crate::work::round(living).await;
        assert!(mails.try_recv().is_err(), "they are the other's");
        hand.advance(sampan_db::lease::LEASE);
        while crate::work::round(living).await > 0 {}
        let sent: Vec<String> = std::iter::from_fn(|| mails.try_recv().ok()).collect();
        assert_eq!(sent.len(), 10, "the other has taken over");
    }
}

#[tokio::test]
async fn a_mail_goes_with_the_event_that_brought_it_after_thirty_days() {
    for (n, database) in databases().await.into_iter().enumerate() {
        let (port, _mails) = sink(0).await;
        let hand = Hand::default();
        let app = process(&database.location, &hand, port, n as u64).await;
        app.db().perform(uuid::Uuid::nil(), Tell(mei(&app))).await.unwrap().unwrap();
        let left = async || {
            while crate::work::round(&app).await > 0 {}
            let mails = app.db().select::<Mails>("", vec![]).await.unwrap().len();
            (mails, app.db().select::<sampan_db::outbox::Outbox>("", vec![]).await.unwrap().len())
        };
        assert_eq!(left().await, (1, 1));
        hand.advance(sampan_db::outbox::KEPT - sampan_ids::SignedDuration::from_hours(1));
        assert_eq!(left().await, (1, 1));
        hand.advance(sampan_ids::SignedDuration::from_hours(2));
        assert_eq!(left().await, (0, 0));
    }
}

#[tokio::test]
async fn a_letter_that_was_given_up_is_shown_with_why_and_sent_when_it_is_asked_for() {
    use crate::testing::{people::signed_in, shops};
    for shop in shops().await {
        let (port, mut mails) = sink(100).await;
        let (account, _) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let sender = process(shop.app.db().location(), &shop.hand, port, 77).await;
        sender.db().perform(account.0, More(account, sender.vault().clone(), 2)).await.unwrap().unwrap();
        for _ in 0..13 {
            super::deliver(&sender).await.unwrap();
            shop.hand.advance(sampan_ids::SignedDuration::from_hours(10));
        }
        let mut operator = crate::testing::people::back_again(&shop, account).await;
        let page = operator.get("/operator/queue").await;
        assert!(page.text().contains("later"), "why it failed is shown: {}", page.text());
        assert!(!page.text().contains("op@example.com"), "the reader's address is not");
        let view = operator.get("/api/v1/operator/queue").await.json();
        assert_eq!((&view["topics"][0]["topic"], &view["topics"][0]["aside"]), (&"mail".into(), &1.into()), "{view:#}");
        let first = view["events"][0]["id"].as_str().unwrap().to_owned();

        let (port, mut taken) = sink(0).await;
        let sender = process(shop.app.db().location(), &shop.hand, port, 78).await;
        super::deliver(&sender).await.unwrap();
        let second = taken.try_recv().expect("what came after it was not held up");
        let done = operator.post(&format!("/operator/queue/{first}/replay"), &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        super::deliver(&sender).await.unwrap();
        assert_ne!(taken.try_recv().expect("the first is sent now"), second);
        let view = operator.get("/api/v1/operator/queue").await.json();
        assert_eq!(view["events"].as_array().map(Vec::len), Some(0), "{view:#}");
        let acts = shop.app.db().select::<crate::operators::Acts>("", vec![]).await.unwrap();
        assert!(acts.iter().any(|act| act.act == "events_replayed"));
        assert!(mails.try_recv().is_err());
    }
}

#[tokio::test]
async fn a_letter_reaches_a_mail_server_once_and_again_if_it_was_not_taken() {
    for (n, database) in databases().await.into_iter().enumerate() {
        let (port, mut mails) = sink(1).await;
        let hand = Hand::default();
        let app = process(&database.location, &hand, port, n as u64).await;
        app.db().perform(uuid::Uuid::nil(), Tell(mei(&app))).await.unwrap().unwrap();
        assert_eq!(super::deliver(&app).await.unwrap(), 0, "the server said later");
        assert_eq!(super::deliver(&app).await.unwrap(), 0, "it is not later yet");
        hand.advance(sampan_ids::SignedDuration::from_mins(1));
        assert_eq!(super::deliver(&app).await.unwrap(), 1);
        assert_eq!(super::deliver(&app).await.unwrap(), 0, "once");
        let mail = mails.recv().await.unwrap();
        assert!(mail.contains("From: Sampan <post@sampan.example>"), "{mail}");
        assert!(mail.contains("To: mei@example.com") && mail.contains("Subject: =?utf-8?"), "{mail}");
        let (_, body) = mail.split_once("\n\n").unwrap();
        let body = unpacked(&mail, body);
        assert!(body.contains("梅，您好") && body.contains("https://sampan.example/orders/7"), "{body}");
        assert!(mails.try_recv().is_err());
        let stored = app.db().select::<Mails>("", vec![]).await.unwrap();
        assert_eq!(stored.len(), 1);
        assert!(!String::from_utf8_lossy(&stored[0].sealed).contains("mei@example.com"));
    }
}

/// The text of a mail's body, however it is packed.
fn unpacked(mail: &str, body: &str) -> String {
    use base64::Engine;
    if !mail.contains("Content-Transfer-Encoding: base64") {
        return body.to_owned();
    }
    let packed: String = body.split_whitespace().collect();
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(packed).unwrap()).unwrap()
}
