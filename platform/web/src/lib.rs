//! sampan-web
