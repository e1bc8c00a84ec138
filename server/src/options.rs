//! The command line.

use clap::{Args, Parser, Subcommand};
use std::net::IpAddr;
use std::path::PathBuf;

/// A marketplace through which small American businesses sell to people across Asia.
#[derive(Parser)]
#[command(name = "sampan", version, about)]
pub struct Options {
    /// The data folder: database and search index. The key of personal data lies beside it.
    #[arg(long, global = true, env = "SAMPAN_DATA", default_value = "sampan-data", value_name = "DIR")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the folder's own: postgres://user@host/name
    #[arg(long, global = true, env = "SAMPAN_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Start a marketplace to try out, with a demo catalogue, a clock that can be moved and mail on a page.
    Demo {
        /// The port on 127.0.0.1; the first free one from 8080 if none is given.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Start a marketplace that earns its keep.
    Serve(Serve),
    /// Re-add ledger, stock, orders and payments against each other; exit 0 only when all agree.
    Verify,
    /// Print the OpenAPI document.
    Openapi,
    /// Make listings of the product file of a seller's present shop. The same file twice changes nothing.
    Import(Import),
    /// The sellers.
    Seller {
        /// What to do with them.
        #[command(subcommand)]
        command: SellerCommand,
    },
}

/// What to do with sellers.
#[derive(Subcommand)]
pub enum SellerCommand {
    /// List them: name, slug, state, status.
    List,
}

/// What to import, and for whom.
#[derive(Args)]
pub struct Import {
    /// The shop system that the file comes from: shopify or woocommerce.
    #[arg(value_name = "SYSTEM")]
    pub format: sampan_market::catalog::import::Format,
    /// Its product export, a CSV file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The seller, by the name in its shop's address; see `sampan seller list`.
    #[arg(long, value_name = "NAME")]
    pub seller: String,
    /// Tell what would be done, and save nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// How to serve.
#[derive(Args)]
pub struct Serve {
    /// The address to listen on.
    #[arg(long, env = "SAMPAN_LISTEN", default_value = "127.0.0.1")]
    pub listen: IpAddr,
    /// The port to listen on.
    #[arg(long, env = "SAMPAN_PORT", default_value_t = 8080)]
    pub port: u16,
    /// What addresses in mails begin with, such as `https://sampan.example`
    #[arg(long, env = "SAMPAN_ADDRESS")]
    pub address: Option<String>,
    /// Browsers reach the site by TLS, through a proxy: cookies are Secure.
    #[arg(long, env = "SAMPAN_TLS")]
    pub tls: bool,
    /// Addresses or networks of proxies whose forwarded headers count, with commas between.
    #[arg(long, env = "SAMPAN_TRUSTED", value_delimiter = ',')]
    pub trusted: Vec<String>,
    /// The mail server, host:port.
    #[arg(long, env = "SAMPAN_SMTP")]
    pub smtp: Option<String>,
    /// The user at the mail server; the password comes from SAMPAN_SMTP_PASSWORD.
    #[arg(long, env = "SAMPAN_SMTP_USER")]
    pub smtp_user: Option<String>,
    /// The sender of mails.
    #[arg(long, env = "SAMPAN_MAIL_FROM", default_value = "Sampan <post@localhost>")]
    pub mail_from: String,
    /// Make an operator account for this address if there is none yet, and print its password once.
    #[arg(long, value_name = "EMAIL")]
    pub first_operator: Option<String>,
}
