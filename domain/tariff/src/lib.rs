//! sampan-tariff
