//! A tree of what was said, whichever way it came.

use crate::Error;
use crate::input::Upload;
use serde_json::Value;
use std::collections::BTreeMap;

/// How deep names with dots and JSON may go.
const DEPTH: usize = 16;

/// One thing that was said.
pub(crate) enum Node {
    /// A field of a form or a query, as often as it came.
    Text(Vec<String>),
    /// JSON scalars, as typed.
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Word(String),
    /// A JSON list.
    List(Vec<Node>),
    /// Names and what they hold.
    Fields(Fields),
    /// Files of a form, as many as were sent under the name.
    Files(Vec<Upload>),
}

/// Names and what they hold, in order of the names.
#[derive(Default)]
pub(crate) struct Fields(pub BTreeMap<String, Node>);

impl Fields {
    /// Adds a field of a form or a query; dots go down a level.
    pub fn add_text(&mut self, name: &str, value: String) -> Result<(), Error> {
        printable(name, &value)?;
        let (fields, last) = self.level(name)?;
        match fields.0.entry(last).or_insert_with(|| Node::Text(Vec::new())) {
            Node::Text(values) => values.push(value),
            _ => return Err(clash(name)),
        }
        Ok(())
    }

    /// Adds a file of a form.
    pub fn add_file(&mut self, name: &str, file: Upload) -> Result<(), Error> {
        printable(name, &file.file_name)?;
        match self.0.entry(name.to_owned()).or_insert_with(|| Node::Files(Vec::new())) {
            Node::Files(files) => files.push(file),
            _ => return Err(clash(name)),
        }
        Ok(())
    }

    /// Reads a JSON object.
    pub fn from_json(object: serde_json::Map<String, Value>) -> Result<Fields, Error> {
        Fields::from_map(object, 0)
    }

    fn from_map(object: serde_json::Map<String, Value>, depth: usize) -> Result<Fields, Error> {
        let read = |(name, value): (String, Value)| {
            printable(&name, "")?;
            let node = Node::from_json(&name, value, depth + 1)?;
            Ok((name, node))
        };
        Ok(Fields(object.into_iter().map(read).collect::<Result<_, Error>>()?))
    }

    /// Takes a field out that must be plain text.
    pub fn take_text(&mut self, name: &str) -> Option<String> {
        match self.0.remove(name)? {
            Node::Text(values) => values.into_iter().next(),
            Node::Word(word) => Some(word),
            _ => None,
        }
    }

    /// What was typed, as far as it is text on the first level.
    pub fn typed(&self) -> Vec<(String, String)> {
        fn walk(prefix: &str, fields: &Fields, typed: &mut Vec<(String, String)>) {
            for (name, node) in &fields.0 {
                let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                match node {
                    Node::Text(values) => {
                        typed.extend(values.iter().map(|value| (name.clone(), value.clone())));
                    }
                    Node::Fields(fields) => walk(&name, fields, typed),
                    _ => {}
                }
            }
        }
        let mut typed = Vec::new();
        walk("", self, &mut typed);
        typed
    }

    /// Another source wins over this one.
    pub fn overlay(&mut self, other: Fields) {
        self.0.extend(other.0);
    }

    /// Feeds a hasher the same bytes for the same content, and others for other content.
    pub fn hash(&self, hasher: &mut blake3::Hasher) {
        hasher.update(b"{").update(&(self.0.len() as u64).to_le_bytes());
        for (name, node) in &self.0 {
            hash_text(name, hasher);
            node.hash(hasher);
        }
    }

    pub fn into_node(self) -> Node {
        Node::Fields(self)
    }

    fn level(&mut self, name: &str) -> Result<(&mut Fields, String), Error> {
        let mut parts: Vec<&str> = name.split('.').collect();
        if parts.len() > DEPTH || parts.iter().any(|part| part.is_empty()) {
            return Err(Error::Malformed("a field's name cannot be read".to_owned()));
        }
        let last = parts.pop().unwrap_or_default().to_owned();
        let mut fields = self;
        for part in parts {
            let empty = || Node::Fields(Fields::default());
            match fields.0.entry(part.to_owned()).or_insert_with(empty) {
                Node::Fields(inner) => fields = inner,
                _ => return Err(clash(name)),
            }
        }
        Ok((fields, last))
    }
}

impl Node {
    fn from_json(name: &str, value: Value, depth: usize) -> Result<Node, Error> {
        if depth > DEPTH {
            return Err(Error::Malformed("the JSON is nested too deep".to_owned()));
        }
        Ok(match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(value),
            Value::Number(number) => Node::Number(number),
            Value::String(text) => {
                printable(name, &text)?;
                Node::Word(text)
            }
            Value::Array(values) => {
                let read = |value| Node::from_json(name, value, depth + 1);
                Node::List(values.into_iter().map(read).collect::<Result<_, Error>>()?)
            }
            Value::Object(object) => Node::Fields(Fields::from_map(object, depth)?),
        })
    }

    fn hash(&self, hasher: &mut blake3::Hasher) {
        match self {
            Node::Text(values) => {
                hasher.update(b"t").update(&(values.len() as u64).to_le_bytes());
                values.iter().for_each(|value| hash_text(value, hasher));
            }
            Node::Null => {
                hasher.update(b"0");
            }
            Node::Bool(value) => {
                hasher.update(if *value { b"y" } else { b"n" });
            }
            Node::Number(number) => {
                hasher.update(b"#");
                hash_text(&number.to_string(), hasher);
            }
            Node::Word(word) => {
                hasher.update(b"w");
                hash_text(word, hasher);
            }
            Node::List(nodes) => {
                hasher.update(b"[").update(&(nodes.len() as u64).to_le_bytes());
                nodes.iter().for_each(|node| node.hash(hasher));
            }
            Node::Fields(fields) => fields.hash(hasher),
            Node::Files(files) => {
                hasher.update(b"f").update(&(files.len() as u64).to_le_bytes());
                files.iter().for_each(|file| {
                    hasher.update(&file.digest);
                });
            }
        }
    }

    /// What stood there, shortened, for an error.
    pub fn found(&self) -> String {
        let text = match self {
            Node::Text(values) => values.join(", "),
            Node::Null => "null".to_owned(),
            Node::Bool(value) => value.to_string(),
            Node::Number(number) => number.to_string(),
            Node::Word(word) => word.clone(),
            Node::List(nodes) => format!("a list of {}", nodes.len()),
            Node::Fields(_) => "an object".to_owned(),
            Node::Files(files) => format!("{} files", files.len()),
        };
        text.chars().take(120).collect()
    }
}

fn hash_text(text: &str, hasher: &mut blake3::Hasher) {
    hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
}

fn clash(name: &str) -> Error {
    let name: String = name.chars().take(60).collect();
    Error::Malformed(format!("the field {name:?} is both a value and a group"))
}

/// No database and no paper can hold a zero character; it is refused at the door.
fn printable(name: &str, value: &str) -> Result<(), Error> {
    if name.len() > 200 || name.contains('\0') {
        return Err(Error::Malformed("a field's name cannot be read".to_owned()));
    }
    if value.contains('\0') {
        return Err(Error::field(name, "a zero character", "text without one", "zero"));
    }
    Ok(())
}
