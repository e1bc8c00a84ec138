//! PostgreSQL through tokio-postgres: a lane's flights are pipelined, reads come from a pool.

use super::Writer;
use crate::dialect::{self, Dialect};
use crate::record::Kind;
use crate::rows::{Load, Save};
use crate::value::said;
use crate::{DbError, Row, Table, Value};
use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, QueueMode, RecyclingMethod, Runtime,
};
use futures::future::try_join_all;
use parking_lot::RwLock;
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

/// Which of a table's statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Which {
    Load,
    Insert,
    Save,
    Delete,
}

/// Rows of keys or values, and their cell where they are all of one: their statement names it then, so that a distributed
/// engine sends it to that cell's node alone.
struct Flight<'a> {
    cell: Option<i64>,
    arrays: Vec<Column<'a>>,
}

impl<'a> Flight<'a> {
    /// Rows of several cells, or of one that is not named.
    fn plain(kinds: &[Kind], rows: &'a [Vec<Value>]) -> Flight<'a> {
        Flight { cell: None, arrays: columns(kinds, rows) }
    }

    fn of(kinds: &[Kind], rows: &'a [Vec<Value>]) -> Flight<'a> {
        let cells = |row: &Vec<Value>| match row.first() {
            Some(Value::Int(cell)) => Some(*cell),
            _ => None,
        };
        let first = rows.first().and_then(cells);
        let cell = first.filter(|first| rows.iter().all(|row| cells(row) == Some(*first)));
        let arrays = columns(kinds, rows).into_iter().skip(usize::from(cell.is_some())).collect();
        Flight { cell, arrays }
    }

    fn parameters(&self) -> Vec<&(dyn ToSql + Sync)> {
        let cell = self.cell.iter().map(|cell| cell as &(dyn ToSql + Sync));
        cell.chain(self.arrays.iter().map(|array| array as &(dyn ToSql + Sync))).collect()
    }
}

pub(crate) struct PostgresWriter {
    config: Config,
    client: Option<Client>,
    prepared: HashMap<(&'static str, Which, bool), Statement>,
    /// Whether there is a table that holds every cell once.
    has_cells: bool,
    open: bool,
    statements: Arc<AtomicU64>,
}

impl PostgresWriter {
    pub fn new(config: Config, statements: Arc<AtomicU64>) -> PostgresWriter {
        PostgresWriter { config, client: None, prepared: HashMap::new(), has_cells: false, open: false, statements }
    }

    /// Counts what statements are planned by.
    pub async fn settle(&mut self) -> Result<(), DbError> {
        self.begin().await?;
        Ok(self.client()?.batch_execute("analyze").await?)
    }

    fn client(&self) -> Result<&Client, DbError> {
        self.client.as_ref().ok_or_else(|| DbError::Pool("not connected".to_owned()))
    }

    async fn prepare(&mut self, table: &Table, which: Which, flight: &Flight<'_>) -> Result<Statement, DbError> {
        let in_cell = flight.cell.is_some();
        if let Some(statement) = self.prepared.get(&(table.name, which, in_cell)) {
            return Ok(statement.clone());
        }
        let text = match which {
            Which::Load if in_cell => dialect::load_in_cell(table),
            Which::Insert if in_cell => dialect::insert_in_cell(table),
            Which::Save if in_cell => dialect::save_in_cell(table),
            Which::Insert => Dialect::Postgres.insert(table),
            Which::Load => Dialect::Postgres.load(table),
            Which::Save => Dialect::Postgres.save(table),
            Which::Delete => Dialect::Postgres.delete(table),
        };
        let statement = self.client()?.prepare(&text).await?;
        self.prepared.insert((table.name, which, in_cell), statement.clone());
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
            let client = connect(&self.config).await?;
            self.has_cells = client.query_one("select to_regclass('cells') is not null", &[]).await?.try_get(0)?;
            self.client = Some(client);
        }
        // The transaction opens with the first flight of loads, see `load`.
        self.open = false;
        Ok(())
    }

    async fn load(&mut self, loads: Vec<Load>) -> Result<Vec<Vec<Row>>, DbError> {
        let mut flights = Vec::with_capacity(loads.len());
        for load in &loads {
            let flight = Flight::of(&key_kinds(&load.table), &load.keys);
            flights.push((self.prepare(&load.table, Which::Load, &flight).await?, flight));
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
            .map(|(statement, flight)| async move { rows(&client.query(statement, &flight.parameters()).await?) });
        // Polled in this order, so `begin` leaves first and all travel together.
        let (begun, found) = tokio::join!(biased; begin, try_join_all(asked));
        begun?;
        self.open = true;
        found
    }

    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError> {
        // A row that nobody had is inserted without a look at what to do if it is there: that takes a third record of the log.
        let is_new = |values: &Vec<Value>| values.last() == Some(&Value::Int(1));
        let parts: Vec<_> = saves
            .into_iter()
            .map(|Save { table, values, deletes, .. }| {
                let (new, changed): (Vec<_>, Vec<_>) = values.into_iter().partition(is_new);
                (table, new, changed, deletes)
            })
            .collect();
        let mut flights = Vec::new();
        for (table, new, changed, deletes) in &parts {
            let (kinds, keys) = (table.kinds(), table.delete_kinds());
            for (which, rows) in [(Which::Insert, new), (Which::Save, changed), (Which::Delete, deletes)] {
                if rows.is_empty() {
                    continue;
                }
                let flight = match which {
                    Which::Delete => Flight::plain(&keys, rows),
                    _ if self.has_cells => Flight::of(&kinds, rows),
                    _ => Flight::plain(&kinds, rows),
                };
                flights.push((self.prepare(table, which, &flight).await?, flight, rows.len()));
            }
        }
        self.statements.fetch_add(flights.len() as u64, Ordering::Relaxed);
        let client = self.client()?;
        if !self.open {
            client.batch_execute("begin").await?;
        }
        let sent = flights.iter().map(|(statement, flight, wanted)| async move {
            let saved = client.execute(statement, &flight.parameters()).await?;
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

    /// Rows that were found are locked; one that is not there cannot be.
    fn holds_absence(&self) -> bool {
        false
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
    /// One that everyone's reads by key share. They travel behind one another without waiting for answers, and the database
    /// answers several each time it wakes; with a connection each, waking costs more than reading.
    shared: RwLock<Option<Arc<Object>>>,
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
        Ok(PostgresReader { pool, shared: RwLock::default() })
    }

    /// Any rows, on a connection of their own.
    pub async fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        ask(&self.own().await?, sql, values).await
    }

    /// A few rows by their keys, on the connection that all such reads share.
    pub async fn look_up(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let open = self.shared.read().clone().filter(|client| !client.is_closed());
        let client = match open {
            Some(client) => client,
            None => {
                let fresh = Arc::new(self.own().await?);
                *self.shared.write() = Some(fresh.clone());
                fresh
            }
        };
        ask(&client, sql, values).await
    }

    async fn own(&self) -> Result<Object, DbError> {
        self.pool.get().await.map_err(|e| match e {
            PoolError::Backend(e) => DbError::Pool(said(&e)),
            e => DbError::Pool(e.to_string()),
        })
    }
}

async fn ask(client: &Object, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
    let statement = client.prepare_cached(sql).await?;
    let parameters: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
    rows(&client.query(&statement, &parameters).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Column;
    use crate::testing::databases;
    use crate::{Location, migrate};

    const TABLE: Table = Table { name: "things", key: &[Column::id("thing_id")], columns: &[Column::text("state")] };
    const SCHEMA: &[(&str, &str)] = &[(
        "V1__start",
        "create table cells (cell bigint not null, primary key (cell)); insert into cells (cell) values (7), (8);
         create table things (cell bigint not null, thing_id uuid not null, state text not null, version bigint not null,
         primary key (cell, thing_id));",
    )];

    fn row(cell: i64, id: u128, rest: &[Value]) -> Vec<Value> {
        [Value::Int(cell), Value::Id(Uuid::from_u128(id))].into_iter().chain(rest.iter().cloned()).collect()
    }

    /// Saves things of cells, loads them, deletes them, and tells what was sent.
    async fn sent(writer: &mut PostgresWriter, cells: [i64; 2]) -> Vec<String> {
        let save = |version: i64, deletes: Vec<Vec<Value>>| Save {
            table: TABLE,
            values: cells.map(|cell| row(cell, cell as u128, &["new".into(), version.into()])).into(),
            same: Vec::new(),
            deletes,
        };
        let mut keys: Vec<Vec<Value>> = cells.map(|cell| row(cell, cell as u128, &[])).into();
        keys.dedup();
        let load = || vec![Load { table: TABLE, keys: keys.clone() }];
        writer.begin().await.unwrap();
        let mut first = save(1, Vec::new());
        first.values.dedup();
        let many = first.values.len();
        writer.save(vec![first]).await.unwrap();
        let found = writer.load(load()).await.unwrap();
        assert_eq!(found[0].len(), many);
        let mut away: Vec<Vec<Value>> = cells.map(|cell| row(cell, cell as u128, &[1.into()])).into();
        away.dedup();
        writer.save(vec![Save { values: Vec::new(), ..save(1, away) }]).await.unwrap();
        assert!(writer.load(load()).await.unwrap()[0].is_empty());
        writer.commit().await.unwrap();
        let sql =
            "select statement from pg_prepared_statements where statement not like '%prepare%' order by prepare_time";
        let rows = writer.client().unwrap().query(sql, &[]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    #[tokio::test]
    async fn rows_are_looked_for_by_their_whole_key_however_few_there_are() {
        for database in databases().await {
            let Location::Postgres(url) = &database.location else { continue };
            migrate::run(&database.location, SCHEMA).await.unwrap();
            let client = connect(&config(url).unwrap()).await.unwrap();
            let (keys, cells) = ("array[gen_random_uuid()]", "array[7]");
            let asked = [
                (dialect::load_in_cell(&TABLE), format!("bigint, uuid[]) as {{}} 7, {keys}")),
                (Dialect::Postgres.load(&TABLE), format!("bigint[], uuid[]) as {{}} {cells}, {keys}")),
            ];
            for few in
                ["", "insert into things select 7, gen_random_uuid(), '', 1 from generate_series(1, 3); analyze things"]
            {
                client.batch_execute(few).await.unwrap();
                for (text, around) in &asked {
                    let (types, values) = around.split_once("{} ").unwrap();
                    client.batch_execute(&format!("prepare asked({types} {text}")).await.unwrap();
                    let plan = client.query(&format!("explain execute asked({values})"), &[]).await.unwrap();
                    let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
                    let whole_key =
                        |line: &String| line.contains("Index Cond: ((cell = ") && line.contains("AND (thing_id = k");
                    assert!(plan.iter().any(whole_key), "{plan:#?}");
                    client.batch_execute("deallocate asked").await.unwrap();
                }
            }
        }
    }

    #[tokio::test]
    async fn statements_of_one_cell_name_it() {
        for database in databases().await {
            let Location::Postgres(url) = &database.location else { continue };
            migrate::run(&database.location, SCHEMA).await.unwrap();
            let writer = || PostgresWriter::new(config(url).unwrap(), Arc::default());
            let names_it = |text: &String| text.contains(".cell = $1");
            let one = sent(&mut writer(), [7, 7]).await;
            assert!(one.len() == 3 && one[..2].iter().all(names_it), "{one:#?}");
            let two = sent(&mut writer(), [7, 8]).await;
            assert!(two.len() == 3 && !two.iter().any(names_it), "{two:#?}");
        }
    }
}
