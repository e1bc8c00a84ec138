//! sampan-intake
