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
    /// How many batches of changes are decided side by side on PostgreSQL, 1 to 64; each has a connection of its own. SQLite
    /// has one writer.
    #[arg(long, global = true, env = "SAMPAN_LANES", value_name = "COUNT", default_value_t = 1,
          value_parser = clap::value_parser!(u8).range(1..=64))]
    pub lanes: u8,
    /// A folder whose rows are laid over the built-in book of tariffs.
    #[arg(long, global = true, env = "SAMPAN_BOOK", value_name = "DIR")]
    pub book: Option<PathBuf>,
    /// An agreement that is not in force, taken as in force from a day: tw-2026=2027-01-01. May be given several times.
    #[arg(long, global = true, env = "SAMPAN_AGREEMENTS", value_name = "NAME=DAY", value_delimiter = ',')]
    pub agreement: Vec<String>,
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
    /// Make up a market of any size in an empty database: the same seed, the same market.
    Generate(Generate),
    /// Re-add ledger, stock, orders and payments against each other; exit 0 only when all agree.
    Verify,
    /// Run whole histories of a marketplace out of a seed, with all that can go wrong, and audit every commit of them.
    Simulate(Simulate),
    /// Check the history of a run in one pass: no moment with more claimed than there was, no claim let go twice or never.
    CheckHistory(CheckHistory),
    /// Copy the whole database into a file, as it stands at one moment, while servers go on with it. The key of personal
    /// data is not copied.
    Backup(Backup),
    /// Put a copy back in the place of the database, and re-add everything in it; exit 0 only when all agree.
    Restore(Restore),
    /// Print the OpenAPI document.
    Openapi,
    /// Make listings of the product file of a seller's present shop. The same file twice changes nothing.
    Import(Import),
    /// What goods cost landed, whether they may go, and by which law: asked by options, or as JSON on standard input.
    Quote(Box<Quote>),
    /// The book of tariffs.
    Book {
        /// What to do with it.
        #[command(subcommand)]
        command: BookCommand,
    },
    /// What a draft of law would do to a catalogue: listings hit, prices, what is raised, what is sold no more.
    Whatif(Whatif),
    /// How fast this machine is at it.
    Bench {
        /// What to measure.
        #[command(subcommand)]
        command: BenchCommand,
    },
    /// Exchange rates.
    Rates {
        /// What to do with them.
        #[command(subcommand)]
        command: RatesCommand,
    },
    /// The sellers.
    Seller {
        /// What to do with them.
        #[command(subcommand)]
        command: SellerCommand,
    },
}

/// How large a market is made up, and from which seed.
#[derive(Args)]
pub struct Generate {
    /// Sellers.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub sellers: u64,
    /// Listings.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub listings: u64,
    /// Past orders.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(0..=100_000_000))]
    pub orders: u64,
    /// The same seed, the same market.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day at whose beginning the market stands as it does; none: today. Rates are of this day.
    #[arg(long, value_name = "DAY")]
    pub day: Option<jiff::civil::Date>,
}

/// Histories out of a seed.
#[derive(Args)]
pub struct Simulate {
    /// The first history's seed; each further one has the next.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many histories.
    #[arg(long, default_value_t = 100)]
    pub histories: u64,
    /// Days over which buyers come in each; what they begin is seen to its end.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=365))]
    pub days: u32,
    /// Where: in memory, in a SQLite file of its own, or in the empty PostgreSQL database that --database names.
    #[arg(long, value_enum, default_value = "memory")]
    pub engine: SimulatedIn,
}

/// Where histories happen.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum SimulatedIn {
    /// Tables in memory.
    Memory,
    /// A SQLite file that goes when all is done.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The history of a run.
#[derive(Args)]
pub struct CheckHistory {
    /// A file that --write made; none: the database itself.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Writes the history to a file as well.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
}

/// Where a copy goes.
#[derive(Args)]
pub struct Backup {
    /// The file, which must not be there yet: a SQLite database, or with PostgreSQL a dump in its custom format.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Which copy is put back.
#[derive(Args)]
pub struct Restore {
    /// The file that `sampan backup` made, of the same engine.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Throw away what is in the database now.
    #[arg(long)]
    pub replace: bool,
    /// Go on without the key that the copy was made with.
    #[arg(long)]
    pub without_key: bool,
}

/// What to measure.
#[derive(Subcommand)]
pub enum BenchCommand {
    /// Quotes a second on one thread: a mix over all markets that have rules, the same on every run.
    Quote {
        /// Seconds for each of the two kinds.
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=120))]
        seconds: u8,
    },
    /// A draft over a made-up catalogue in every market.
    Whatif(BenchWhatif),
    /// Pages and JSON of a running server: products, shelves, shops, searches, each alone and then all mixed.
    Browse(BenchBrowse),
    /// Complete purchases of guests at a running server that takes payments through the test provider: a product is
    /// opened, put into a new basket, ordered to an address, paid, and seen to be paid.
    Checkout(BenchCheckout),
}

/// So many people at once who use a running server.
#[derive(Args)]
pub struct Load {
    /// Where the server is.
    #[arg(long, default_value = "http://127.0.0.1:8080", value_name = "URL")]
    pub url: String,
    /// How many at once; each begins again as soon as they are answered.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub concurrency: u16,
    /// For how long, each part of it.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub seconds: u16,
    /// The server's process, to see what it uses; none: whoever listens there.
    #[arg(long)]
    pub pid: Option<i32>,
}

/// Guests who buy.
#[derive(Args)]
pub struct BenchCheckout {
    /// How many, where, for how long.
    #[command(flatten)]
    pub load: Load,
    /// Everyone buys the same product.
    #[arg(long)]
    pub hot: bool,
    /// Without HTTP: the commands alone, on the data given by --data or --database, which no server should be using;
    /// an empty one gets the demo's catalogue. Then the same rows are inserted in bulk, as the limit of the engine.
    #[arg(long)]
    pub direct: bool,
    /// First puts so many pieces of everything on the shelves of the data given by --data or --database.
    #[arg(long, value_name = "PIECES", value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub stock: Option<u32>,
}

/// People who look around.
#[derive(Args)]
pub struct BenchBrowse {
    /// How many, where, for how long.
    #[command(flatten)]
    pub load: Load,
    /// Only these steps, by name; none: all. May be given several times.
    #[arg(long, value_name = "STEP")]
    pub only: Vec<String>,
}

/// What to do with the book of tariffs.
#[derive(Subcommand)]
pub enum BookCommand {
    /// Look it through: gaps, overlaps, ends in sight, rows to verify, citations that nothing uses.
    Check {
        /// The day to look from; none: today.
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
    },
    /// How many rows there are, by market and by how sure they are.
    List,
    /// Tell what another book says otherwise, row by row. Each is a folder, or `built-in`.
    Diff {
        /// The book before.
        #[arg(value_name = "A")]
        before: PathBuf,
        /// The book after.
        #[arg(value_name = "B")]
        after: PathBuf,
    },
    /// Read a public table of codes: look codes up, and see which of the book's codes it does not have.
    Import(Table),
}

/// A table of codes, and what is looked for in it.
#[derive(Args)]
pub struct Table {
    /// Which table it is.
    #[arg(value_name = "TABLE")]
    pub kind: TableKind,
    /// The file, CSV.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// A code to look up; may be given several times.
    #[arg(long = "code", value_name = "CODE")]
    pub codes: Vec<String>,
    /// Words to find codes by.
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
}

/// Which table of codes.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum TableKind {
    /// The six digits that all countries share, HS 2022.
    Hs,
    /// The schedule of the United States.
    Hts,
}

/// A draft of law, and what it is looked at by.
#[derive(Args)]
pub struct Whatif {
    /// The draft: a file with rows such as `market,measure,regime,hs,origin,rate,from`, a file with files of the book
    /// under lines such as `=== cn/rates.csv`, or a folder of such files.
    #[arg(long, value_name = "FILE")]
    pub change: PathBuf,
    /// What it is looked at on: `all` (the listings on sale in the data folder), `demo`, or a file of listings in JSON.
    #[arg(long, value_name = "WHICH", default_value = "all")]
    pub catalogue: String,
    /// The day whose law is looked at; none: the day by which all rows of the draft have begun.
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    /// By how many per cent demand moves when a landed price moves by one: `-1.2`, or by code `-1.2,0809=-1.5`.
    #[arg(long, value_name = "FIGURES", allow_hyphen_values = true)]
    pub elasticities: Option<String>,
    /// Jobs that hang on a million dollars of sales.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub jobs_per_million: Option<String>,
    /// Pieces a year of a listing in a market where its sales are not known.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub pieces_a_year: Option<String>,
    /// A file of the European Central Bank to take the rates of the day from, for a file of listings.
    #[arg(long, value_name = "FILE")]
    pub rates_file: Option<PathBuf>,
    /// Use no row that is still to be verified, and no last known rate where the law after a day is not known; for a
    /// file of listings.
    #[arg(long)]
    pub strict: bool,
}

/// A draft over a made-up catalogue.
#[derive(Args)]
pub struct BenchWhatif {
    /// Listings.
    #[arg(long, default_value_t = 1_000_000)]
    pub listings: u64,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    pub threads: usize,
    /// The draft; none: 10 % more duty on fresh cherries, and then 1 % more on everything.
    #[arg(long, value_name = "FILE")]
    pub change: Option<PathBuf>,
}

/// What to do with exchange rates.
#[derive(Subcommand)]
pub enum RatesCommand {
    /// Enter the reference rates of the European Central Bank: its daily, 90-day (XML) or historical (CSV) file.
    Import {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// A question about one kind of goods. Without `--to` a request in JSON is read from standard input.
#[derive(Args)]
pub struct Quote {
    /// The country of the buyer, such as CN.
    #[arg(long, value_name = "COUNTRY")]
    pub to: Option<String>,
    /// The day whose law holds; none: today.
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
    /// How it goes: post, express, cargo or bonded; none: every way is compared.
    #[arg(long)]
    pub mode: Option<String>,
    /// The regime; none: all that are lawful are compared.
    #[arg(long)]
    pub regime: Option<String>,
    /// The country the parcel leaves from.
    #[arg(long, value_name = "COUNTRY")]
    pub ship_from: Option<String>,
    /// The code of the goods, such as 2204.21
    #[arg(long, value_name = "CODE")]
    pub hs: Option<String>,
    /// What the goods are, in words.
    #[arg(long, value_name = "WORDS")]
    pub description: Option<String>,
    /// The country of origin.
    #[arg(long, value_name = "COUNTRY")]
    pub origin: Option<String>,
    /// The price of a piece, such as 30USD
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub price: Option<String>,
    /// Pieces; none: one.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub quantity: Option<String>,
    /// What delivery costs, for the whole parcel.
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub freight: Option<String>,
    /// What insurance costs, for the whole parcel.
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub insurance: Option<String>,
    /// What is taken off, for the whole order.
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub discount: Option<String>,
    /// Net weight of a piece in grams.
    #[arg(long, alias = "net-weight-g", value_name = "GRAMS", allow_hyphen_values = true)]
    pub net_g: Option<String>,
    /// Gross weight of a piece in grams.
    #[arg(long, alias = "gross-weight-g", value_name = "GRAMS", allow_hyphen_values = true)]
    pub gross_g: Option<String>,
    /// Volume of a piece in millilitres.
    #[arg(long, value_name = "ML", allow_hyphen_values = true)]
    pub volume_ml: Option<String>,
    /// Alcohol by volume in per cent.
    #[arg(long, alias = "abv-percent", value_name = "PERCENT", allow_hyphen_values = true)]
    pub abv: Option<String>,
    /// Retail packs in a piece.
    #[arg(long, alias = "retail-packs", value_name = "N", allow_hyphen_values = true)]
    pub packs: Option<String>,
    /// What else the law asks about, `name=value`; may be given several times.
    #[arg(long = "attribute", value_name = "NAME=VALUE")]
    pub attributes: Vec<String>,
    /// What the buyer has used of a yearly allowance, such as 1000CNY
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub allowance_used: Option<String>,
    /// It is not for the buyer's own use.
    #[arg(long)]
    pub for_trade: bool,
    /// The buyer is a business registered for tax.
    #[arg(long)]
    pub business: bool,
    /// The buyer has a tax number.
    #[arg(long)]
    pub tax_id: bool,
    /// Parcels that the buyer has had free of tax in the period that the law counts.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub free_parcels: Option<String>,
    /// What the buyer has had this year of goods limited by quantity, `ROW=QUANTITY`; may be given several times.
    #[arg(long = "quantity-used", value_name = "ROW=QUANTITY")]
    pub quantities_used: Vec<String>,
    /// A layer of additional duty that the importer has an exclusion from; may be given several times.
    #[arg(long = "exclusion", value_name = "LAYER")]
    pub exclusions: Vec<String>,
    /// An exchange rate, `USD/CNY=7.12`; may be given several times.
    #[arg(long = "rate", value_name = "BASE/QUOTE=RATE")]
    pub rates: Vec<String>,
    /// A file of the European Central Bank to take the rates of the day from.
    #[arg(long, value_name = "FILE")]
    pub rates_file: Option<PathBuf>,
    /// Destinations whose tax the market is registered to collect at the sale, with commas between; none named: those
    /// of the demo.
    #[arg(long, value_name = "COUNTRIES", value_delimiter = ',')]
    pub registered: Option<Vec<String>>,
    /// Use no row that is still to be verified, and no last known rate where the law after a day is not known.
    #[arg(long)]
    pub strict: bool,
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

/// How a connection to a mail server is encrypted.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// From the first byte.
    Implicit,
    /// By STARTTLS, insisted on.
    Starttls,
    /// Not at all.
    None,
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
    /// How the connection to the mail server is encrypted. By itself: from the first byte at port 465, not at all to this
    /// machine, else by STARTTLS.
    #[arg(long, env = "SAMPAN_SMTP_TLS", value_enum)]
    pub smtp_tls: Option<SmtpTls>,
    /// The user at the mail server; the password comes from SAMPAN_SMTP_PASSWORD.
    #[arg(long, env = "SAMPAN_SMTP_USER")]
    pub smtp_user: Option<String>,
    /// The sender of mails.
    #[arg(long, env = "SAMPAN_MAIL_FROM", default_value = "Sampan <post@localhost>")]
    pub mail_from: String,
    /// Take payments through the test provider: nobody is charged, and whoever orders can say that it is paid. To try a
    /// live marketplace out or to measure it, never to sell.
    #[arg(long, env = "SAMPAN_SANDBOX_PAYMENTS")]
    pub sandbox_payments: bool,
    /// Make an operator account for this address if there is none yet, and print its password once.
    #[arg(long, value_name = "EMAIL")]
    pub first_operator: Option<String>,
}
