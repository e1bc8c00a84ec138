//! sampan-search
