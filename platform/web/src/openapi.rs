//! The OpenAPI 3.1 document, from the routes themselves.

use crate::problems::CODES;
use crate::routes::RouteFacts;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// A schema, its name, and the schemas that it speaks of.
#[derive(Clone)]
pub(crate) struct Schemas {
    name: String,
    schema: Value,
    others: Vec<(String, Value)>,
}

impl Schemas {
    pub fn of<T: utoipa::ToSchema>() -> Schemas {
        let value = |schema: RefOr<Schema>| serde_json::to_value(schema).unwrap_or(Value::Null);
        let mut others = Vec::new();
        T::schemas(&mut others);
        Schemas {
            name: T::name().into_owned(),
            schema: value(T::schema()),
            others: others.into_iter().map(|(name, schema)| (name, value(schema))).collect(),
        }
    }

    /// The names of the first level.
    pub fn properties(&self) -> Vec<String> {
        let properties = self.schema.get("properties").and_then(Value::as_object);
        properties.map(|all| all.keys().cloned().collect()).unwrap_or_default()
    }

    fn property(&self, name: &str) -> Value {
        let pointer = self.schema.get("properties").and_then(|all| all.get(name));
        pointer.cloned().unwrap_or_else(|| json!({ "type": "string" }))
    }

    fn requires(&self, name: &str) -> bool {
        let required = self.schema.get("required").and_then(Value::as_array);
        required.is_some_and(|all| all.iter().any(|one| one == name))
    }

    /// The schema without some of its properties.
    fn without(&self, names: &[String]) -> Value {
        let mut schema = self.schema.clone();
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|name, _| !names.contains(name));
        }
        let required = schema.get_mut("required").and_then(Value::as_array_mut);
        let empty = required.is_some_and(|required| {
            required.retain(|name| !names.iter().any(|taken| name == taken));
            required.is_empty()
        });
        if let Some(schema) = schema.as_object_mut().filter(|_| empty) {
            schema.shift_remove("required");
        }
        schema
    }
}

/// The names in a path: `{id}` and so on.
pub(crate) fn names_in(path: &str) -> Vec<String> {
    let inside = |part: &str| part.split_once('}').map(|(name, _)| name.trim_start_matches('*').to_owned());
    path.split('{').skip(1).filter_map(inside).collect()
}

/// The path with all names alike.
pub(crate) fn shape(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The document.
pub(crate) fn document<'a>(routes: impl Iterator<Item = &'a RouteFacts>, title: &str, version: &str) -> Value {
    let mut paths: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    for facts in routes.filter(|facts| facts.in_api) {
        let method = facts.method.as_str().to_ascii_lowercase();
        let path = paths.entry(facts.path.replace("{*", "{")).or_default();
        path.insert(method, operation(facts));
        for known in [Some(&facts.input), facts.view.as_ref()].into_iter().flatten() {
            schemas.extend(known.others.iter().cloned());
        }
        if let Some(view) = &facts.view {
            schemas.insert(view.name.clone(), view.schema.clone());
        }
    }
    schemas.insert("Problem".to_owned(), problem_schema());
    let field_error = Schemas::of::<crate::FieldError>();
    schemas.insert(field_error.name, field_error.schema);
    json!({
        "openapi": "3.1.0",
        "info": { "title": title, "version": version },
        "servers": [{ "url": "/api/v1" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": crate::cookies::SESSION }
            }
        }
    })
}

fn operation(facts: &RouteFacts) -> Value {
    let mut operation = Map::new();
    if !facts.summary.is_empty() {
        operation.insert("summary".to_owned(), json!(facts.summary));
    }
    operation.insert("x-policy".to_owned(), json!(facts.policy));
    let mut security = vec![json!({ "token": [] }), json!({ "session": [] })];
    if facts.open {
        security.insert(0, json!({}));
    }
    operation.insert("security".to_owned(), json!(security));
    let parameters = parameters(facts);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), json!(parameters));
    }
    if let Some(body) = request_body(facts) {
        operation.insert("requestBody".to_owned(), body);
    }
    operation.insert("responses".to_owned(), responses(facts));
    Value::Object(operation)
}

fn reads_query(facts: &RouteFacts) -> bool {
    facts.raw || matches!(facts.method.as_str(), "GET" | "DELETE")
}

fn parameters(facts: &RouteFacts) -> Vec<Value> {
    let in_path = names_in(&facts.path);
    let of = |name: &String, place: &str, required: bool| {
        let schema = facts.input.property(name);
        json!({ "name": name, "in": place, "required": required, "schema": schema })
    };
    let mut parameters: Vec<Value> = in_path.iter().map(|name| of(name, "path", true)).collect();
    if reads_query(facts) {
        let rest = facts.input.properties().into_iter().filter(|name| !in_path.contains(name));
        parameters.extend(rest.map(|name| of(&name, "query", facts.input.requires(&name))));
    }
    if !matches!(facts.method.as_str(), "GET") && !facts.raw {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "The same key gives the same answer and changes nothing twice.",
            "schema": { "type": "string", "maxLength": 128 }
        }));
    }
    parameters
}

fn request_body(facts: &RouteFacts) -> Option<Value> {
    if facts.raw {
        return Some(json!({ "content": { "*/*": {} } }));
    }
    if reads_query(facts) {
        return None;
    }
    let schema = facts.input.without(&names_in(&facts.path));
    let properties = schema.get("properties").and_then(Value::as_object);
    if properties.is_some_and(Map::is_empty) || (properties.is_none() && schema["type"] == "object") {
        return None;
    }
    let kinds: &[&str] = if facts.uploads {
        &["multipart/form-data"]
    } else {
        &["application/json", "application/x-www-form-urlencoded"]
    };
    let content: Map<String, Value> =
        kinds.iter().map(|kind| ((*kind).to_owned(), json!({ "schema": schema }))).collect();
    Some(json!({ "required": true, "content": content }))
}

fn responses(facts: &RouteFacts) -> Value {
    let done = match &facts.view {
        Some(view) => {
            let reference = format!("#/components/schemas/{}", view.name);
            let json = json!({ "schema": { "$ref": reference } });
            let mut content = Map::new();
            content.insert("application/json".to_owned(), json);
            if facts.is_page {
                content.insert("text/html".to_owned(), json!({}));
            }
            json!({ "description": "Done", "content": content })
        }
        None => json!({ "description": "Done" }),
    };
    let problem = json!({
        "description": "A problem, by its code",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
    });
    json!({ "2XX": done, "4XX": problem, "5XX": problem })
}

fn problem_schema() -> Value {
    let codes: Vec<&str> = CODES.iter().map(|code| code.code).collect();
    json!({
        "type": "object",
        "description": format!("RFC 9457. Codes of the server: {}; others name a refusal.", codes.join(", ")),
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string" },
            "detail": { "type": "string" },
            "errors": { "type": "array", "items": { "$ref": "#/components/schemas/FieldError" } },
            "params": { "type": "object", "additionalProperties": { "type": "string" } },
            "retry_after": { "type": "integer" },
            "instance": { "type": "string" }
        }
    })
}

/// Names that stand for two different schemas.
pub(crate) fn clashes<'a>(routes: impl Iterator<Item = &'a RouteFacts>) -> Vec<String> {
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    let mut wrong = Vec::new();
    for facts in routes.filter(|facts| facts.in_api) {
        let view = facts.view.iter().map(|view| (view.name.clone(), view.schema.clone()));
        let others = facts.view.iter().chain([&facts.input]).flat_map(|s| s.others.iter().cloned());
        for (name, schema) in view.chain(others).collect::<Vec<_>>() {
            match known.get(&name) {
                Some(other) if *other != schema => {
                    wrong.push(format!("two schemas are called {name} ({})", facts.path));
                }
                _ => {
                    known.insert(name, schema);
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong
}
