//! A small set in order, in one piece of memory; none while it is empty.

/// Each once, the least first.
#[derive(Debug, Clone)]
pub(crate) struct Set<T>(Vec<T>);

impl<T> Default for Set<T> {
    fn default() -> Set<T> {
        Set(Vec::new())
    }
}

impl<T: Ord> Set<T> {
    /// Puts one in.
    pub fn insert(&mut self, one: impl Into<T>) {
        let one = one.into();
        if let Err(place) = self.0.binary_search(&one) {
            self.0.insert(place, one);
        }
    }

    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, more: I) {
        more.into_iter().for_each(|one| self.insert(one));
    }
}
