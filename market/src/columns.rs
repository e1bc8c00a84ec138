//! How domain types become rows: most tables keep an item as JSON in `body` and repeat in columns what is searched by.

use std::num::NonZeroUsize;

/// Describes tables whose rows are documents: a marker type each, with key, columns and `body`.
///
/// ```text
/// documents! {
///     /// What a buyer owes a seller.
///     Orders: Order = "orders", order_id: OrderId = |o| o.id, {
///         seller_id: id = |o| o.seller.0,
///         placed_at: int = |o| o.placed_at.as_microsecond(),
///     }
/// }
/// ```
#[macro_export]
macro_rules! documents {
    ($($(#[$doc:meta])* $marker:ident: $item:ty = $table:literal, $key_name:ident: $key:ty = |$k:ident| $key_of:expr, {
        $($column:ident: $kind:ident = |$c:ident| $value:expr),* $(,)?
    })*) => {$(
        $(#[$doc])*
        pub struct $marker;

        impl sampan_db::Record for $marker {
            type Key = $key;
            type Item = $item;
            const TABLE: sampan_db::Table = sampan_db::Table {
                name: $table,
                key: &[sampan_db::Column::id(stringify!($key_name))],
                columns: &[$(sampan_db::Column::$kind(stringify!($column)),)* sampan_db::Column::text("body")],
            };
            fn key($k: &$item) -> $key {
                $key_of
            }
            fn key_values(key: &$key) -> Vec<sampan_db::Value> {
                vec![sampan_db::Value::Id(uuid::Uuid::from(*key))]
            }
            fn write(item: &$item) -> Vec<sampan_db::Value> {
                vec![
                    $({ let $c = item; sampan_db::Value::from($value) },)*
                    sampan_db::body_of(item),
                ]
            }
            fn read(row: &sampan_db::Row) -> Result<$item, sampan_db::DbError> {
                sampan_db::body_to($table, row)
            }
            fn lasting() -> Option<std::num::NonZeroUsize> {
                $crate::columns::lasting($table)
            }
        }
        impl sampan_db::Document for $marker {}
    )*};
}

/// How many items of a table are kept in memory; none of tables whose ids may be given again after their row was removed.
pub fn lasting(table: &str) -> Option<NonZeroUsize> {
    match table {
        "listings" => NonZeroUsize::new(16_384),
        "sellers" => NonZeroUsize::new(8_192),
        "stocks" => NonZeroUsize::new(4_096),
        "accounts" | "allowances" | "checkouts" | "orders" | "sandbox_payments" => NonZeroUsize::new(1_024),
        _ => None,
    }
}

/// The milliseconds since 1970 at which a uuid of version 7 was made.
pub fn millis_of(id: uuid::Uuid) -> i64 {
    let bytes = id.as_bytes();
    i64::from_be_bytes([0, 0, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]])
}
