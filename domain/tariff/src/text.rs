//! Short texts that answers are full of: names of rows, codes, ids. A copy costs nothing or a count, never a new text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Most bytes that lie in the text itself: codes and most ids fit.
const SHORT: usize = 14;

/// A text that is cheap to copy. In JSON a plain string.
#[derive(Clone)]
pub struct Text(Form);

/// Two words: where the text lies elsewhere, so does its length.
#[derive(Clone)]
enum Form {
    Plain(Plain),
    Shared(Arc<Box<str>>),
}

/// What is copied word by word.
#[derive(Clone, Copy)]
enum Plain {
    Fixed(&'static &'static str),
    Short(u8, [u8; SHORT]),
}

use Plain::{Fixed, Short};

impl Text {
    /// A text that is part of the program.
    pub const fn fixed(text: &'static &'static str) -> Text {
        Text(Form::Plain(Fixed(text)))
    }

    /// A text that many will hold.
    pub fn shared(text: &str) -> Text {
        if text.is_empty() { Text::fixed(&"") } else { Text(Form::Shared(Arc::new(text.into()))) }
    }

    /// A text of a book: of one that stays as long as the program it stays too.
    pub(crate) fn kept(text: &str, forever: bool) -> Text {
        match forever && !text.is_empty() {
            true => {
                let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
                Text(Form::Plain(Fixed(Box::leak(Box::new(text)))))
            }
            false => Text::shared(text),
        }
    }

    #[cold]
    fn long(text: &str) -> Text {
        Text(Form::Shared(Arc::new(text.into())))
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        match &self.0 {
            Form::Plain(Fixed(text)) => text.as_bytes(),
            Form::Shared(text) => text.as_bytes(),
            Form::Plain(Short(length, bytes)) => &bytes[..usize::from(*length).min(SHORT)],
        }
    }

    /// Whether two are the very same text of a book.
    pub(crate) fn is(&self, other: &Text) -> bool {
        match (&self.0, &other.0) {
            (Form::Plain(Fixed(a)), Form::Plain(Fixed(b))) => std::ptr::eq(*a, *b),
            (Form::Shared(a), Form::Shared(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// How many bytes it has.
    pub(crate) fn length(&self) -> usize {
        self.bytes().len()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Form::Plain(Fixed(text)) => text,
            Form::Shared(text) => text,
            // What was put in was a text, so what comes out is one.
            Form::Plain(Short(length, bytes)) => {
                std::str::from_utf8(&bytes[..usize::from(*length).min(SHORT)]).unwrap_or_default()
            }
        }
    }
}

/// The bytes of a text that fits, and nothing after them.
#[inline]
fn short(text: &[u8]) -> Option<[u8; SHORT]> {
    let mut room = [0; SHORT];
    match text.len() {
        0..4 => room[..text.len()].copy_from_slice(text),
        4..8 => both_ends::<4>(&mut room, text)?,
        _ => both_ends::<8>(&mut room, text)?,
    }
    Some(room)
}

/// Copies a text of at most twice so many bytes by as many from its beginning and as many to its end, which takes two
/// steps, whatever its length; none where it has fewer, or more than there is room for.
#[inline]
fn both_ends<const N: usize>(room: &mut [u8; SHORT], text: &[u8]) -> Option<()> {
    let (first, last) = (text.first_chunk::<N>()?, text.last_chunk::<N>()?);
    let end = room.get_mut(text.len() - N..text.len())?;
    end.copy_from_slice(last);
    room.first_chunk_mut::<N>().map(|begin| *begin = *first)
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Text {
        match short(text.as_bytes()) {
            Some(bytes) => Text(Form::Plain(Short(text.len() as u8, bytes))),
            None => Text::long(text),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        if text.len() <= SHORT { Text::from(&*text) } else { Text(Form::Shared(Arc::new(text.into()))) }
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Text {
        Text::from(&**text)
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Text {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.as_str().to_owned()
    }
}

impl Default for Text {
    fn default() -> Text {
        Text::fixed(&"")
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        match (&self.0, &other.0) {
            (Form::Shared(a), Form::Shared(b)) if Arc::ptr_eq(a, b) => true,
            (Form::Plain(Fixed(a)), Form::Plain(Fixed(b))) if std::ptr::eq(*a, *b) => true,
            // What is not used of their room is nothing in both.
            (Form::Plain(Short(a, one)), Form::Plain(Short(b, other))) => a == b && one == other,
            (Form::Plain(Short(..)), _) | (_, Form::Plain(Short(..))) => self.bytes() == other.bytes(),
            _ => self.as_str() == other.as_str(),
        }
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Text) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Text) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Plain(Short(a, one)), Form::Plain(Short(b, other))) if (a, one) == (b, other) => Ordering::Equal,
            _ => self.bytes().cmp(other.bytes()),
        }
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
        String::deserialize(from).map(Text::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_comes_back_as_it_was(text in "\\PC{0,18}", other in "\\PC{0,18}") {
            for made in [Text::from(&*text), Text::from(text.clone()), Text::shared(&text)] {
                prop_assert_eq!(&*made, &*text);
                prop_assert_eq!(made.cmp(&Text::from(&*other)), text.cmp(&other));
                prop_assert_eq!(serde_json::to_string(&made).unwrap(), serde_json::to_string(&text).unwrap());
            }
        }
    }
}
