//! PostgreSQL through tokio-postgres: a lane's flights are pipelined, reads come from a pool.

use super::Writer;
use crate::dialect::Dialect;
use crate::record::Kind;
use crate::rows::{Load, Save};
use crate::{DbError, Row, Table, Value};
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, QueueMode, RecyclingMethod, Runtime};
use futures::future::try_join_all;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Statement};
use uuid::Uuid;

pub(crate) fn config(url: &str) -> Result<Config, DbError> {
    let mut config: Config = url.parse().map_err(|e| DbError::Setup(format!("the database address: {e}")))?;
    config.application_name("sampan").connect_timeout(std::time::Duration::from_secs(10));
    Ok(config)
}

/// How connections plan. Statements find their rows by indexes, and the plan of a prepared statement is kept: one that was
/// made while a table was empty would go through all of it when it has grown, until the tables are counted again. A plan is
/// made once, not anew for each array of keys, which took half of the server's time in a purchase. Compiling a plan takes longer
/// than any of them runs.
const PLANNING: &str = "set enable_seqscan = off; set jit = off; set plan_cache_mode = force_generic_plan";

/// Connects, and drives the connection on the runtime this is called on.
pub(crate) async fn connect(config: &Config) -> Result<Client, DbError> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a database connection ended");
        }
    });
    client.batch_execute(PLANNING).await?;
    Ok(client)
}

fn value(row: &tokio_postgres::Row, i: usize) -> Result<Value, DbError> {
    let ty = row.columns()[i].type_();
    Ok(match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(i)?.into(),
        Type::INT4 => row.try_get::<_, Option<i32>>(i)?.map(i64::from).into(),
        Type::INT2 => row.try_get::<_, Option<i16>>(i)?.map(i64::from).into(),
        Type::BOOL => row.try_get::<_, Option<bool>>(i)?.map(i64::from).into(),
        Type::UUID => row.try_get::<_, Option<Uuid>>(i)?.into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i)?.into(),
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR => row.try_get::<_, Option<String>>(i)?.into(),
        _ => return Err(DbError::Setup(format!("column type {ty} is not read here"))),
    })
}

fn rows(found: &[tokio_postgres::Row]) -> Result<Vec<Row>, DbError> {
    let Some(first) = found.first() else {
        return Ok(Vec::new());
    };
    let names: Arc<[String]> = first.columns().iter().map(|c| c.name().to_owned()).collect();
    let row = |r: &tokio_postgres::Row| {
        let values = (0..names.len()).map(|i| value(r, i)).collect::<Result<_, _>>()?;
        Ok(Row { names: names.clone(), values })
    };
    found.iter().map(row).collect()
}

/// A column of rows as PostgreSQL's array, written out without a copy.
#[derive(Debug)]
struct Column<'a> {
    rows: &'a [Vec<Value>],
    place: usize,
    kind: Kind,
}

impl Column<'_> {
    const fn element(&self) -> Type {
        match self.kind {
            Kind::Int => Type::INT8,
            Kind::Text => Type::TEXT,
            Kind::Id => Type::UUID,
            Kind::Bytes => Type::BYTEA,
        }
    }
}

impl ToSql for Column<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let element = self.element();
        let missing = |row: &Vec<Value>| matches!(row.get(self.place), None | Some(Value::Null));
        // One dimension; whether it has nulls; of what; how many, counted from 1. Then each with its length.
        let has_nulls = i32::from(self.rows.iter().any(missing));
        let many = i32::try_from(self.rows.len())?;
        for word in [1, has_nulls, element.oid() as i32, many, 1] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        for row in self.rows {
            let start = out.len();
            out.extend_from_slice(&(-1i32).to_be_bytes());
            let value = row.get(self.place).unwrap_or(&Value::Null);
            if let IsNull::No = value.to_sql(&element, out)? {
                let length = i32::try_from(out.len() - start - 4)?;
                out[start..start + 4].copy_from_slice(&length.to_be_bytes());
            }
        }
        Ok(IsNull::No)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

/// Rows of values as one array a column.
fn columns<'a>(kinds: &[Kind], rows: &'a [Vec<Value>]) -> Vec<Column<'a>> {
    kinds.iter().enumerate().map(|(place, kind)| Column { rows, place, kind: *kind }).collect()
}

fn borrowed<'a>(parameters: &'a [Column<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    parameters.iter().map(|p| p as &(dyn ToSql + Sync)).collect()
}

/// Which of a table's statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Which {
    Load,
    Save,
    Delete,
}

pub(crate) struct PostgresWriter {
    config: Config,
    client: Option<Client>,
    prepared: HashMap<(&'static str, Which), Statement>,
    open: bool,
    statements: Arc<AtomicU64>,
}

impl PostgresWriter {
    pub fn new(config: Config, statements: Arc<AtomicU64>) -> PostgresWriter {
        PostgresWriter { config, client: None, prepared: HashMap::new(), open: false, statements }
    }

    /// Counts what statements are planned by.
    pub async fn settle(&mut self) -> Result<(), DbError> {
        self.begin().await?;
        Ok(self.client()?.batch_execute("analyze").await?)
    }

    fn client(&self) -> Result<&Client, DbError> {
        self.client.as_ref().ok_or_else(|| DbError::Pool("not connected".to_owned()))
    }

    async fn prepare(&mut self, table: &Table, which: Which) -> Result<Statement, DbError> {
        if let Some(statement) = self.prepared.get(&(table.name, which)) {
            return Ok(statement.clone());
        }
        let text = match which {
            Which::Load => Dialect::Postgres.load(table),
            Which::Save => Dialect::Postgres.save(table),
            Which::Delete => Dialect::Postgres.delete(table),
        };
        let statement = self.client()?.prepare(&text).await?;
        self.prepared.insert((table.name, which), statement.clone());
        Ok(statement)
    }
}

fn key_kinds(table: &Table) -> Vec<Kind> {
    std::iter::once(Kind::Int).chain(table.key.iter().map(|c| c.kind)).collect()
}

impl Writer for PostgresWriter {
    async fn begin(&mut self) -> Result<(), DbError> {
        if self.client.as_ref().is_none_or(Client::is_closed) {
            self.prepared.clear();
            self.client = Some(connect(&self.config).await?);
        }
        // The transaction opens with the first flight of loads, see `load`.
        self.open = false;
        Ok(())
    }

    async fn load(&mut self, loads: Vec<Load>) -> Result<Vec<Vec<Row>>, DbError> {
        let mut flights = Vec::with_capacity(loads.len());
        for load in &loads {
            let statement = self.prepare(&load.table, Which::Load).await?;
            flights.push((statement, columns(&key_kinds(&load.table), &load.keys)));
        }
        self.statements.fetch_add(loads.len() as u64, Ordering::Relaxed);
        let client = self.client()?;
        let begin = async {
            if !self.open {
                client.batch_execute("begin").await?;
            }
            Ok::<_, DbError>(())
        };
        let asked = flights
            .iter()
            .map(|(statement, parameters)| async move { rows(&client.query(statement, &borrowed(parameters)).await?) });
        // Polled in this order, so `begin` leaves first and all travel together.
        let (begun, found) = tokio::join!(biased; begin, try_join_all(asked));
        begun?;
        self.open = true;
        found
    }

    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError> {
        let mut flights = Vec::new();
        for save in &saves {
            if !save.values.is_empty() {
                let statement = self.prepare(&save.table, Which::Save).await?;
                flights.push((statement, columns(&save.table.kinds(), &save.values), save.values.len()));
            }
            if !save.deletes.is_empty() {
                let statement = self.prepare(&save.table, Which::Delete).await?;
                flights.push((statement, columns(&save.table.delete_kinds(), &save.deletes), save.deletes.len()));
            }
        }
        self.statements.fetch_add(flights.len() as u64, Ordering::Relaxed);
        let client = self.client()?;
        if !self.open {
            client.batch_execute("begin").await?;
        }
        let sent = flights.iter().map(|(statement, parameters, wanted)| async move {
            let saved = client.execute(statement, &borrowed(parameters)).await?;
            if saved == *wanted as u64 { Ok(()) } else { Err(DbError::Conflict) }
        });
        let saved = try_join_all(sent).await;
        self.open = true;
        saved.map(|_| ())
    }

    async fn commit(&mut self) -> Result<(), DbError> {
        self.open = false;
        self.client()?.batch_execute("commit").await.map_err(|e| {
            // Only these say for certain that nothing was committed. A connection that ends, or a server that is told to stop
            // while it waits for its standby, may have committed: then nothing is decided again without its callers.
            let undone = e.code().is_some_and(|c| matches!(c.code(), "40001" | "40P01" | "23505"));
            if undone { e.into() } else { DbError::Setup(format!("the connection ended during the commit: {e}")) }
        })
    }

    async fn abandon(&mut self) {
        let Some(client) = &self.client else { return };
        if client.batch_execute("rollback").await.is_err() {
            self.client = None;
        }
        self.open = false;
    }
}

pub(crate) struct PostgresReader {
    pool: Pool,
}

impl PostgresReader {
    pub fn new(config: Config, size: usize) -> Result<PostgresReader, DbError> {
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let planning = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
            Box::pin(async move { client.batch_execute(PLANNING).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .post_create(planning)
            .max_size(size)
            // The one used last has its statements and pages at hand.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|e| DbError::Pool(e.to_string()))?;
        Ok(PostgresReader { pool })
    }

    pub async fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let client = self.pool.get().await.map_err(|e| DbError::Pool(e.to_string()))?;
        let statement = client.prepare_cached(sql).await?;
        let parameters: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        rows(&client.query(&statement, &parameters).await?)
    }
}
