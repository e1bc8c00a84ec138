//! sampan-trade
