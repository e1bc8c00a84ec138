//! Letters to a mail server: a small one of the test's own, which takes what SMTP brings.

use super::{Letter, Mails, Smtp};
use crate::accounts::{NewAccount, Role};
use crate::app::{App, Mode, Opening, ProgramClock};
use crate::vault::Vault;
use sampan_db::testing::{Hand, databases, seeded};
use sampan_db::{Command, Moment, Needs, Rows};
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

#[tokio::test]
async fn a_letter_reaches_a_mail_server_once_and_again_if_it_was_not_taken() {
    for (n, database) in databases().await.into_iter().enumerate() {
        let (port, mut mails) = sink(1).await;
        let hand = Hand::default();
        let vault = Vault::new(&[7; 32]);
        let app = App::open(Opening {
            location: database.location.clone(),
            book: sampan_tariff::Book::built_in(),
            mode: Mode::Live,
            vault: vault.clone(),
            clock: ProgramClock::of(hand.clock()),
            chance: seeded(n as u64),
            index: None,
            web: WebSettings::default(),
            smtp: Some(Smtp {
                host: "127.0.0.1".to_owned(),
                port,
                tls: super::Tls::None,
                login: None,
                from: "Sampan <post@sampan.example>".to_owned(),
            }),
            address: "https://sampan.example".to_owned(),
        })
        .await
        .unwrap();
        let someone = NewAccount {
            vault,
            email: "mei@example.com".to_owned(),
            name: "梅".to_owned(),
            password: None,
            role: Role::Buyer,
            language: "zh-Hans".to_owned(),
            confirmed: true,
        };
        app.db().perform(uuid::Uuid::nil(), Tell(someone)).await.unwrap().unwrap();
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
