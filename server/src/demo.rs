//! A marketplace to try out: catalogue, sign-ins, rates, all made on the spot.

mod load;
pub mod rates;

pub use load::facts;

use crate::open::{Outside, apart, open, settings};
use crate::options::Options;
use crate::serving;
use sampan_market::{App, Mode, accounts};
use sampan_tariff::Book;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::process::ExitCode;

/// Loads the demo catalogue if the folder is empty, makes fresh sign-ins, and serves.
pub async fn run(options: &Options, port: Option<u16>) -> Result<ExitCode, anyhow::Error> {
    let listener = serving::listen(IpAddr::V4(Ipv4Addr::LOCALHOST), port).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let outside = Outside { web: settings(), smtp: None, address: address.clone(), sandbox: true, index: true };
    let app = open(options, Mode::Demo, outside).await?;
    let people = load::load(&app).await?;
    sampan_market::browse::ready(&app).await?;
    say!("Sampan, a marketplace to try out: no money moves and nothing is sent.");
    say!("{address}");
    for person in &people {
        let password = accounts::fresh_password(&app, person.account).await?;
        say!("  {:<9} {:<32} {password}", person.role, person.email);
    }
    let ready = tokio::spawn(say_when_ready(address));
    serving::serve_until_stopped(app, listener).await?;
    ready.abort();
    Ok(ExitCode::SUCCESS)
}

/// The marketplace of the options' data, with the demo's catalogue if it has no seller.
pub async fn filled(options: &Options) -> Result<App, anyhow::Error> {
    let app = open(options, Mode::Demo, Outside { sandbox: true, ..Outside::none() }).await?;
    if app.db().query("select t.seller_id from sellers t limit 1", Vec::new()).await?.is_empty() {
        load::load(&app).await?;
    }
    Ok(app)
}

/// The demo's marketplace in a folder, for commands that only look at its catalogue.
pub async fn in_folder(folder: &Path, book: Book) -> Result<App, anyhow::Error> {
    let app = apart(folder, book).await?;
    load::load(&app).await?;
    Ok(app)
}

/// Prints `ready` once the first page has really been answered.
async fn say_when_ready(address: String) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = address.trim_start_matches("http://").to_owned();
    for _ in 0..200 {
        if let Ok(mut stream) = tokio::net::TcpStream::connect(&host).await {
            let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            let mut answer = [0; 12];
            let asked = stream.write_all(request.as_bytes()).await.is_ok();
            if asked && stream.read_exact(&mut answer).await.is_ok() && answer.starts_with(b"HTTP/1.1 200") {
                say!("ready {address}");
                return;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    eprintln!("sampan: the first page was not answered; see the messages above");
}
