//! sampan-ledger
