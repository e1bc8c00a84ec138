//! Where SQLite and PostgreSQL differ, each difference named once.
//!
//! * *Parameters.* `$1`, `$2` … in both. SQLite numbers them by first appearance, so they are bound by name there.
//! * *Lists of ids.* Write `in {ids $1}` and pass [`Value::Ids`](crate::Value::Ids): `unnest` here, a JSON array there.
//! * *Rows by id.* Write `from {keys $1} k join t on t.cell = k.cell and t.t_id = k.id` and pass
//!   [`Value::Keys`](crate::Value::Keys): the cell is read off each id, so that the whole primary key is used.
//! * *Sums.* `sum(bigint)` is numeric in PostgreSQL: write `cast(sum(x) as bigint)`.
//! * *Bulk saves.* One `insert … select from unnest` a table in PostgreSQL; cached row statements in one transaction in
//!   SQLite, which is the faster way there.
//! * *Cells.* Where rows loaded or saved together are of one cell, PostgreSQL's text names it once (`t.cell = $1`); SQLite's
//!   row statements name it with each row.
//! * *Row locks.* PostgreSQL's loads lock (`for update`); SQLite's `begin immediate` locks the whole database.
//! * *Types.* Migrations use PostgreSQL's names; SQLite takes `bigint` for an integer and keeps uuid and bytea as blobs.

use crate::record::{Kind, Table};
use std::sync::OnceLock;

/// Which engine a database runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL, or a distributed engine that speaks its protocol.
    Postgres,
}

impl Dialect {
    /// The engine's own text of a statement written for both.
    pub fn text(self, sql: &str) -> String {
        let lists = |sql: &str| match self {
            Dialect::Sqlite => fill(sql, "{ids ", |p| format!("(select unhex(value) from json_each({p}))")),
            Dialect::Postgres => fill(sql, "{ids ", |p| format!("(select unnest({p}::uuid[]))")),
        };
        fill(&lists(sql), "{keys ", |parameter| self.keys(parameter))
    }

    /// The same for a single id: on SQLite the parameters are then its cell and itself, which is read faster than a list.
    pub(crate) fn text_of_one(self, sql: &str) -> String {
        match self {
            Dialect::Sqlite => fill(sql, "{keys ", |_| "(select $1 as cell, $2 as id)".to_owned()),
            Dialect::Postgres => self.text(sql),
        }
    }

    /// The table of the cells and ids of a parameter's uuids.
    fn keys(self, parameter: &str) -> String {
        match self {
            Dialect::Sqlite => format!(
                "(select json_extract(value, '$[0]') as cell, unhex(json_extract(value, '$[1]')) as id \
                 from json_each({parameter}))"
            ),
            Dialect::Postgres => format!(
                "(select (get_byte(uuid_send(u), 6) & 15) * 256 + get_byte(uuid_send(u), 7) as cell, u as id \
                 from unnest({parameter}::uuid[]) u)"
            ),
        }
    }

    /// Loads rows of a table by key. SQLite: parameters are one row's cell and key. PostgreSQL: an array a column.
    pub(crate) fn load(self, table: &Table) -> String {
        let columns = list(&table.names(), |n| format!("t.{n}"));
        let mut key = vec!["cell"];
        key.extend(table.key.iter().map(|c| c.name));
        match self {
            Dialect::Sqlite => {
                let test = key.iter().enumerate().map(|(i, n)| format!("t.{n} = ${}", i + 1)).collect::<Vec<_>>();
                format!("select {columns} from {} t where {}", table.name, test.join(" and "))
            }
            Dialect::Postgres => {
                let mut kinds = vec![Kind::Int];
                kinds.extend(table.key.iter().map(|c| c.kind));
                let test = list(&key, |n| format!("t.{n} = k.{n}")).replace(", ", " and ");
                each_key(table, &format!("unnest({}) as k({})", arrays(&kinds), key.join(", ")), &test)
            }
        }
    }

    /// Inserts new rows; one that is there already is an error of the engine's.
    pub(crate) fn insert(self, table: &Table) -> String {
        let names = table.names();
        let values = match self {
            Dialect::Sqlite => {
                format!("values ({})", (1..=names.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", "))
            }
            Dialect::Postgres => format!("select * from unnest({})", arrays(&table.kinds())),
        };
        format!("insert into {} ({}) {values}", table.name, names.join(", "))
    }

    /// Inserts new rows and updates loaded ones; a row whose stored version is not the one before is left alone, which
    /// the count shows.
    pub(crate) fn save(self, table: &Table) -> String {
        self.insert(table) + &or_update(table)
    }

    /// SQLite: updates a loaded row, but for the columns that are the same. All indexes with a column that is set are written
    /// again, whether its value changed or not, so what is not set costs no page. Parameters are numbered as the columns are.
    pub(crate) fn update(table: &Table, same: u64) -> String {
        let names = table.names();
        let keys = 1 + table.key.len();
        let equal = |place: usize| format!("{} = ?{}", names[place], place + 1);
        let set: Vec<String> = (keys..names.len()).filter(|place| same >> place & 1 == 0).map(equal).collect();
        let test: Vec<String> = (0..keys).map(equal).collect();
        format!(
            "update {} set {} where {} and version = ?{} - 1",
            table.name,
            set.join(", "),
            test.join(" and "),
            names.len()
        )
    }

    /// Deletes rows of a version: parameters cell, key, version. SQLite: one row's. PostgreSQL: an array a column.
    pub(crate) fn delete(self, table: &Table) -> String {
        let mut names = vec!["cell"];
        names.extend(table.key.iter().map(|c| c.name));
        names.push("version");
        match self {
            Dialect::Sqlite => {
                let test: Vec<String> = names.iter().enumerate().map(|(i, n)| format!("{n} = ${}", i + 1)).collect();
                format!("delete from {} where {}", table.name, test.join(" and "))
            }
            Dialect::Postgres => {
                let test: Vec<String> = names.iter().map(|n| format!("t.{n} = k.{n}")).collect();
                format!(
                    "delete from {} t using unnest({}) as k({}) where {}",
                    table.name,
                    arrays(&table.delete_kinds()),
                    names.join(", "),
                    test.join(" and "),
                )
            }
        }
    }

    /// Rows of a table with a key of one uuid, for many ids at once (`$1`), by the whole primary key: the cell is read off
    /// each id.
    pub(crate) fn load_many(self, table: &Table) -> String {
        let columns = list(&table.names(), |n| format!("t.{n}"));
        let (key, keys) = (table.key[0].name, self.keys("$1"));
        format!(
            "select k.id as asked, {columns} from {keys} k join {} t on t.cell = k.cell and t.{key} = k.id",
            table.name
        )
    }

    /// The versions of documents by their ids, and the bodies of those whose version is not the one that is known.
    /// SQLite: parameters are one cell, id and known version. PostgreSQL: an array of ids and one of versions.
    pub(crate) fn newer(self, table: &Table) -> String {
        let (name, key) = (table.name, table.key[0].name);
        let columns = |known: &str| {
            format!(
                "t.{key} as id, t.version as version, case when t.version = {known} then null else t.body end as body"
            )
        };
        match self {
            Dialect::Sqlite => format!("select {} from {name} t where t.cell = $1 and t.{key} = $2", columns("$3")),
            Dialect::Postgres => format!(
                "select {} from (select (get_byte(uuid_send(u), 6) & 15) * 256 + get_byte(uuid_send(u), 7) as cell, \
                 u as id, known from unnest($1::uuid[], $2::bigint[]) as x(u, known)) k \
                 join {name} t on t.cell = k.cell and t.{key} = k.id",
                columns("k.known")
            ),
        }
    }

    /// The page of a table after a key (`$2` onwards: cell and key values), in key order, at most `$1` rows; from the
    /// beginning without one.
    pub(crate) fn page(self, table: &Table, after: bool) -> String {
        let mut key = vec!["cell"];
        key.extend(table.key.iter().map(|c| c.name));
        let order = list(&key, |n| format!("t.{n}"));
        let values: Vec<String> = (0..key.len()).map(|i| format!("${}", i + 2)).collect();
        let after = if after { format!("where ({order}) > ({}) ", values.join(", ")) } else { String::new() };
        format!("{}{after}order by {order} limit $1", self.select(table))
    }

    /// `select` of all columns of a record's table, to which the caller adds `where …`.
    pub(crate) fn select(self, table: &Table) -> String {
        format!("select {} from {} t ", list(&table.names(), |n| format!("t.{n}")), table.name)
    }
}

/// PostgreSQL: [`Dialect::load`] of rows of one cell. `$1` is the cell, then an array a column of the key. A distributed
/// engine sees where the rows lie and asks that node alone.
pub(crate) fn load_in_cell(table: &Table) -> String {
    let key: Vec<&str> = table.key.iter().map(|c| c.name).collect();
    let kinds: Vec<Kind> = table.key.iter().map(|c| c.kind).collect();
    let test = list(&key, |n| format!("t.{n} = k.{n}")).replace(", ", " and ");
    let keys = format!("unnest({}) as k({})", arrays_from(2, &kinds), key.join(", "));
    each_key(table, &keys, &format!("t.cell = $1 and {test}"))
}

/// PostgreSQL: the row of each key, locked in the order of the keys. Each is looked for by itself: a join of rows and keys may
/// be planned, while a table is small or of a few cells, to go through all of it or through a whole cell, and that plan is kept.
fn each_key(table: &Table, keys: &str, test: &str) -> String {
    let columns = list(&table.names(), |n| format!("t.{n}"));
    let name = table.name;
    format!(
        "select {columns} from {keys} cross join lateral (select {columns} from {name} t where {test} for update) t"
    )
}

/// PostgreSQL: [`Dialect::insert`] of rows of one cell. The rows are joined to the cell's row of `cells`, a table that holds
/// every cell once and is distributed as the others are, so that a distributed engine inserts them on their own node.
pub(crate) fn insert_in_cell(table: &Table) -> String {
    let names = table.names();
    format!(
        "insert into {} ({}) select c.cell, x.* from cells c, unnest({}) as x({}) where c.cell = $1",
        table.name,
        names.join(", "),
        arrays_from(2, &table.kinds()[1..]),
        names[1..].join(", "),
    )
}

/// PostgreSQL: [`Dialect::save`] of rows of one cell.
pub(crate) fn save_in_cell(table: &Table) -> String {
    insert_in_cell(table) + &or_update(table)
}

/// What becomes of a row that is there already.
fn or_update(table: &Table) -> String {
    let names = table.names();
    let (key, others) = names.split_at(1 + table.key.len());
    let set: Vec<String> = others.iter().map(|n| format!("{n} = excluded.{n}")).collect();
    let (name, key, set) = (table.name, key.join(", "), set.join(", "));
    format!(" on conflict ({key}) do update set {set} where {name}.version = excluded.version - 1")
}

/// The text with every `{word parameter}` written out.
fn fill(sql: &str, word: &str, write: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(sql.len() + 32);
    let mut rest = sql;
    while let Some(start) = rest.find(word) {
        let Some(end) = rest[start..].find('}') else {
            break;
        };
        out.push_str(&rest[..start]);
        out.push_str(&write(&rest[start + word.len()..start + end]));
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}

fn list(names: &[&str], each: impl Fn(&str) -> String) -> String {
    names.iter().map(|n| each(n)).collect::<Vec<_>>().join(", ")
}

fn arrays(kinds: &[Kind]) -> String {
    arrays_from(1, kinds)
}

/// An array a column, the first of them a parameter of that number.
fn arrays_from(first: usize, kinds: &[Kind]) -> String {
    let array = |(i, kind): (usize, &Kind)| format!("${}::{}[]", i + first, kind.postgres());
    kinds.iter().enumerate().map(array).collect::<Vec<_>>().join(", ")
}

/// Names `$1`, `$2` … without making them anew for every statement.
pub(crate) fn parameter(number: usize) -> &'static str {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| (1..=64).map(|i| format!("${i}")).collect());
    names.get(number - 1).map_or("$64", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_cell_are_asked_for_and_saved_by_naming_it() {
        use crate::record::Column;
        const TABLE: Table = Table {
            name: "papers",
            key: &[Column::id("order_id"), Column::text("kind")],
            columns: &[Column::bytes("sealed")],
        };
        assert_eq!(
            load_in_cell(&TABLE),
            "select t.cell, t.order_id, t.kind, t.sealed, t.version from unnest($2::uuid[], $3::text[]) as k(order_id, kind) \
             cross join lateral (select t.cell, t.order_id, t.kind, t.sealed, t.version from papers t \
             where t.cell = $1 and t.order_id = k.order_id and t.kind = k.kind for update) t"
        );
        assert_eq!(
            save_in_cell(&TABLE),
            "insert into papers (cell, order_id, kind, sealed, version) select c.cell, x.* from cells c, \
             unnest($2::uuid[], $3::text[], $4::bytea[], $5::bigint[]) as x(order_id, kind, sealed, version) \
             where c.cell = $1 on conflict (cell, order_id, kind) do update set sealed = excluded.sealed, \
             version = excluded.version where papers.version = excluded.version - 1"
        );
        let (load, delete) = (Dialect::Sqlite.load(&TABLE), Dialect::Sqlite.delete(&TABLE));
        assert!(load.ends_with("where t.cell = $1 and t.order_id = $2 and t.kind = $3"), "{load}");
        assert!(delete.contains("where cell = $1 and"), "{delete}");
        let save = Dialect::Sqlite.save(&TABLE);
        assert!(save.starts_with("insert into papers (cell, order_id, kind, sealed, version) values ($1, "), "{save}");
    }

    #[test]
    fn a_list_of_ids_is_written_once_for_both() {
        let sql = "select 1 from t where a in {ids $1} and b in {ids $2}";
        assert_eq!(
            Dialect::Postgres.text(sql),
            "select 1 from t where a in (select unnest($1::uuid[])) and b in (select unnest($2::uuid[]))"
        );
        assert!(Dialect::Sqlite.text(sql).contains("json_each($2)"));
        assert_eq!(Dialect::Sqlite.text("no list {here"), "no list {here");
    }
}
