//! sampan-market
