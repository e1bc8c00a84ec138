//! From what was said to the handler's struct, with errors that name the field.

use super::node::{Fields, Node};
use super::upload::HANDED;
use crate::{Error, FieldErrors};
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, Unexpected, Visitor};
use std::fmt;

/// Why something did not fit, and where.
#[derive(Debug)]
pub(crate) struct Unfit {
    field: String,
    found: Option<String>,
    wanted: String,
    code: &'static str,
}

impl Unfit {
    fn new(wanted: impl Into<String>, code: &'static str) -> Unfit {
        Unfit { field: String::new(), found: None, wanted: wanted.into(), code }
    }

    fn under(mut self, name: &str, found: &str) -> Unfit {
        self.field = match self.field.as_str() {
            "" => name.to_owned(),
            inner => format!("{name}.{inner}"),
        };
        self.found.get_or_insert_with(|| found.to_owned());
        self
    }

    pub fn into_error(self) -> Error {
        let mut errors = FieldErrors::new();
        errors.add(self.field, &self.found.unwrap_or_default(), self.wanted, self.code);
        Error::Invalid(errors)
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: wanted {}", self.field, self.wanted)
    }
}
impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Unfit {
        Unfit::new(message.to_string(), "invalid")
    }
    fn invalid_type(_: Unexpected<'_>, wanted: &dyn Expected) -> Unfit {
        Unfit::new(plain(&wanted.to_string()), "type")
    }
    fn invalid_value(_: Unexpected<'_>, wanted: &dyn Expected) -> Unfit {
        Unfit::new(plain(&wanted.to_string()), "value")
    }
    fn missing_field(field: &'static str) -> Unfit {
        Unfit { field: field.to_owned(), found: Some(String::new()), ..Unfit::new("a value", "missing") }
    }
    fn unknown_field(field: &str, known: &'static [&'static str]) -> Unfit {
        let field: String = field.chars().take(60).collect();
        let wanted = format!("one of {}", known.join(", "));
        Unfit { found: Some(field.clone()), field, ..Unfit::new(wanted, "unknown") }
    }
    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Unfit {
        Unfit::new(format!("one of {}", known.join(", ")), "choice")
    }
}

/// What is wanted, in words; a derived reader names the types of the language.
fn plain(wanted: &str) -> String {
    match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, not negative".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        other => other.strip_prefix("struct ").map_or_else(|| other.to_owned(), |_| "an object".to_owned()),
    }
}

/// The one text of a field.
fn single(mut values: Vec<String>) -> Result<String, Unfit> {
    match values.len() {
        0 | 1 => Ok(values.pop().unwrap_or_default()),
        _ => Err(Unfit::new("one value", "several")),
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty: $wanted:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
            match self {
                Node::Text(values) => {
                    let text = single(values)?;
                    let number = text.trim().parse::<$number>();
                    visitor.$visit(number.map_err(|_| Unfit::new($wanted, "number"))?)
                }
                other => other.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Node {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Node::Text(mut values) if values.len() == 1 => visitor.visit_string(values.pop().unwrap_or_default()),
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(value),
            Node::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), _, _) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, Some(number)) => visitor.visit_f64(number),
                _ => Err(Unfit::new("a number", "number")),
            },
            Node::Word(word) => visitor.visit_string(word),
            Node::Fields(fields) => visitor.visit_map(Walk::over(fields)),
            Node::Files(_) => Err(Unfit::new("a value, not a file", "type")),
            list => list.deserialize_seq(visitor),
        }
    }

    numbers! {
        deserialize_i8 visit_i8 i8: "a whole number";
        deserialize_i16 visit_i16 i16: "a whole number";
        deserialize_i32 visit_i32 i32: "a whole number";
        deserialize_i64 visit_i64 i64: "a whole number";
        deserialize_u8 visit_u8 u8: "a whole number, not negative";
        deserialize_u16 visit_u16 u16: "a whole number, not negative";
        deserialize_u32 visit_u32 u32: "a whole number, not negative";
        deserialize_u64 visit_u64 u64: "a whole number, not negative";
        deserialize_f32 visit_f32 f32: "a number";
        deserialize_f64 visit_f64 f64: "a number";
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let Node::Text(values) = self else { return self.deserialize_any(visitor) };
        match single(values)?.as_str() {
            "true" | "on" | "yes" | "1" => visitor.visit_bool(true),
            "" | "false" | "off" | "no" | "0" => visitor.visit_bool(false),
            _ => Err(Unfit::new("yes or no", "choice")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Node::Text(values) => visitor.visit_string(single(values)?),
            // A whole number loses nothing when it is read as text; a number with decimals might.
            Node::Number(number) if !number.is_f64() => visitor.visit_string(number.to_string()),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Node::Null => visitor.visit_none(),
            Node::Text(values) if values.iter().all(|value| value.trim().is_empty()) => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Node::Files(mut files) if name == HANDED && files.len() == 1 => {
                let parts = files.pop().map(|file| file.parts()).transpose();
                let parts = parts.map_err(|_| Unfit::new("a file that could be kept", "file"))?;
                visitor.visit_map(Parts { parts: parts.into_iter().flatten().collect() })
            }
            Node::Files(_) if name == HANDED => Err(Unfit::new("one file", "several")),
            _ if name == HANDED => Err(Unfit::new("a file", "file")),
            other => visitor.visit_newtype_struct(other),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let nodes = match self {
            Node::Text(values) => values.into_iter().map(|v| Node::Text(vec![v])).collect(),
            Node::List(nodes) => nodes,
            Node::Files(files) => files.into_iter().map(|f| Node::Files(vec![f])).collect(),
            Node::Fields(fields) => numbered(fields)?,
            _ => return Err(Unfit::new("a list", "type")),
        };
        visitor.visit_seq(Items { nodes: nodes.into_iter().enumerate() })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        match self {
            Node::Text(values) => visitor.visit_enum(single(values)?.into_deserializer()),
            Node::Word(word) => visitor.visit_enum(word.into_deserializer()),
            Node::Fields(fields) => visitor.visit_enum(MapAccessDeserializer::new(Walk::over(fields))),
            _ => Err(Unfit::new("one of a few words", "choice")),
        }
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple_struct map struct identifier ignored_any
    }
}

/// `0`, `1`, `2` … as a list; gaps do not matter.
fn numbered(fields: Fields) -> Result<Vec<Node>, Unfit> {
    let number = |(name, node): (String, Node)| match name.parse::<u32>() {
        Ok(number) => Ok((number, node)),
        Err(_) => Err(Unfit::new("a list", "type")),
    };
    let mut numbered = fields.0.into_iter().map(number).collect::<Result<Vec<_>, Unfit>>()?;
    numbered.sort_by_key(|(number, _)| *number);
    Ok(numbered.into_iter().map(|(_, node)| node).collect())
}

impl<'de> IntoDeserializer<'de, Unfit> for Node {
    type Deserializer = Node;
    fn into_deserializer(self) -> Node {
        self
    }
}

/// Walks names and values, and puts the name on whatever goes wrong under it.
struct Walk {
    rest: std::collections::btree_map::IntoIter<String, Node>,
    next: Option<(String, Node)>,
}

impl Walk {
    fn over(fields: Fields) -> Walk {
        Walk { rest: fields.0.into_iter(), next: None }
    }
}

impl<'de> MapAccess<'de> for Walk {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unfit> {
        self.next = self.rest.next();
        let Some((name, _)) = &self.next else { return Ok(None) };
        let name: StringDeserializer<Unfit> = name.clone().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unfit> {
        let Some((name, node)) = self.next.take() else {
            return Err(Unfit::new("a value", "missing"));
        };
        let found = node.found();
        seed.deserialize(node).map_err(|unfit| unfit.under(&name, &found))
    }
}

struct Items {
    nodes: std::iter::Enumerate<std::vec::IntoIter<Node>>,
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Unfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unfit> {
        let Some((place, node)) = self.nodes.next() else { return Ok(None) };
        let found = node.found();
        seed.deserialize(node).map(Some).map_err(|unfit| unfit.under(&place.to_string(), &found))
    }
}

/// The parts of a file, handed over in order.
struct Parts {
    parts: std::collections::VecDeque<String>,
}

impl<'de> MapAccess<'de> for Parts {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unfit> {
        let name: StringDeserializer<Unfit> = String::new().into_deserializer();
        if self.parts.is_empty() { Ok(None) } else { seed.deserialize(name).map(Some) }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unfit> {
        let part: StringDeserializer<Unfit> = self.parts.pop_front().unwrap_or_default().into_deserializer();
        seed.deserialize(part)
    }
}
