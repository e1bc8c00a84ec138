//! sampan-demo
