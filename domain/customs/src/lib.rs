//! sampan-customs
