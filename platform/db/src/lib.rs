//! sampan-db
