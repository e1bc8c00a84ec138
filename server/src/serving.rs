//! A running server: pages, programming interface, workers, a clean stop.

use crate::open::{Outside, open, settings};
use crate::options::{Options, Serve, SmtpTls};
use sampan_market::mail::{Smtp, Tls};
use sampan_market::{App, Mode, accounts};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;

/// Serves a live marketplace until it is told to stop.
pub async fn run(options: &Options, serve: &Serve) -> Result<ExitCode, anyhow::Error> {
    let listener = listen(serve.listen, Some(serve.port)).await?;
    let local = listener.local_addr()?;
    let mut web = settings();
    web.tls = serve.tls;
    web.trusted = serve.trusted.iter().map(|t| t.parse()).collect::<Result<_, _>>()?;
    let smtp = serve.smtp.as_deref().map(|server| smtp(server, serve)).transpose()?;
    let address = serve.address.clone().unwrap_or_else(|| format!("http://{local}"));
    let sandbox = serve.sandbox_payments;
    let app = open(options, Mode::Live, Outside { web, smtp, address, sandbox, index: true }).await?;
    if sandbox {
        say!("payments go through the test provider: nobody is charged, and every order can be taken for paid");
    }
    if let Some(email) = &serve.first_operator
        && let Some(password) = accounts::first_operator(&app, email).await?
    {
        say!("operator {email} password {password}");
    }
    if !sampan_market::browse::is_filled(&app) {
        say!("the search index is being filled; until it is, searches find nothing and /readyz says so");
    }
    serve_until_stopped(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

fn smtp(server: &str, serve: &Serve) -> Result<Smtp, anyhow::Error> {
    let wanted = || anyhow::anyhow!("--smtp {server:?}: wanted host:port, such as mail.example:587");
    let (host, port) = server.rsplit_once(':').ok_or_else(wanted)?;
    let port: u16 = port.parse().map_err(|_| wanted())?;
    let here = host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    let tls = match serve.smtp_tls {
        Some(SmtpTls::Implicit) => Tls::Implicit,
        Some(SmtpTls::Starttls) => Tls::Starttls,
        Some(SmtpTls::None) => Tls::None,
        None if here => Tls::None,
        None if port == 465 => Tls::Implicit,
        None => Tls::Starttls,
    };
    anyhow::ensure!(
        tls != Tls::None || here || serve.smtp_user.is_none(),
        "--smtp-tls none: a password is not sent in the clear to {host}"
    );
    let login = match &serve.smtp_user {
        Some(user) => {
            let password = std::env::var("SAMPAN_SMTP_PASSWORD")
                .map_err(|_| anyhow::anyhow!("--smtp-user is given but SAMPAN_SMTP_PASSWORD is not set"))?;
            Some((user.clone(), password))
        }
        None => None,
    };
    Ok(Smtp { host: host.to_owned(), port, tls, login, from: serve.mail_from.clone() })
}

/// Listens on a port; without one, on the first free port from 8080.
pub async fn listen(address: IpAddr, port: Option<u16>) -> Result<TcpListener, anyhow::Error> {
    if let Some(port) = port {
        let socket = SocketAddr::new(address, port);
        return TcpListener::bind(socket).await.map_err(|e| anyhow::anyhow!("{socket} cannot be listened on: {e}"));
    }
    for port in 8080..8180 {
        if let Ok(listener) = TcpListener::bind(SocketAddr::new(address, port)).await {
            return Ok(listener);
        }
    }
    Err(anyhow::anyhow!("no port from 8080 to 8179 is free; give one with --port"))
}

/// Answers requests and runs the workers until Ctrl-C or a termination signal, then lets open requests end.
pub async fn serve_until_stopped(app: App, listener: TcpListener) -> Result<(), anyhow::Error> {
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let workers = tokio::spawn(sampan_market::work(app.clone(), stopping));
    let service = sampan_market::routes().into_service(app);
    sampan_web::serve(listener, service, stopped()).await?;
    // The workers may have ended by themselves; then nobody listens.
    let _ = stop.send(true);
    if tokio::time::timeout(Duration::from_secs(10), workers).await.is_err() {
        tracing::warn!("workers did not stop in time");
    }
    Ok(())
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    // Without a handler there is no way to be told; then the program runs until it is killed.
    let _ = interrupt.await;
}
