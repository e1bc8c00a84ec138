//! Quotes against a table of cases and against laws that hold for every quote.

mod cases;
