//! Parts of the book that answers hold on to without a copy.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Something of a book. What came with the crate is read once and stays as long as the program, so holding it costs
/// nothing; what an operator's book brought is counted, and goes with the last answer that names it.
pub struct Kept<T: 'static>(Form<T>);

enum Form<T: 'static> {
    Forever(&'static T),
    Counted(Arc<T>),
}

impl<T> Kept<T> {
    /// Keeps something, for ever or as long as it is held.
    pub(crate) fn new(of: T, forever: bool) -> Kept<T> {
        Kept(if forever { Form::Forever(Box::leak(Box::new(of))) } else { Form::Counted(Arc::new(of)) })
    }

    /// Whether it stays as long as the program.
    pub(crate) fn is_forever(&self) -> bool {
        matches!(self.0, Form::Forever(_))
    }

    /// Whether two hold the very same thing.
    pub(crate) fn is(&self, other: &Kept<T>) -> bool {
        std::ptr::eq(&**self, &**other)
    }
}

impl<T> From<T> for Kept<T> {
    fn from(of: T) -> Kept<T> {
        Kept::new(of, false)
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Kept<T> {
        Kept(match &self.0 {
            Form::Forever(of) => Form::Forever(of),
            Form::Counted(of) => Form::Counted(of.clone()),
        })
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;
    fn deref(&self) -> &T {
        match &self.0 {
            Form::Forever(of) => of,
            Form::Counted(of) => of,
        }
    }
}

impl<T: PartialEq> PartialEq for Kept<T> {
    fn eq(&self, other: &Kept<T>) -> bool {
        self.is(other) || **self == **other
    }
}

impl<T: Eq> Eq for Kept<T> {}

impl<T: Ord> PartialOrd for Kept<T> {
    fn partial_cmp(&self, other: &Kept<T>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for Kept<T> {
    fn cmp(&self, other: &Kept<T>) -> Ordering {
        if self.is(other) { Ordering::Equal } else { (**self).cmp(other) }
    }
}

impl<T: fmt::Debug> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Serialize> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(to)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Kept<T>, D::Error> {
        T::deserialize(from).map(Kept::from)
    }
}
