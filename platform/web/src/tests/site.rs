//! A small site: two people, a few routes of each kind.

use crate::test::Client;
use crate::{
    Anyone, Assets, Code, Cx, Denied, Error, FieldErrors, Languages, LocalPath, NoInput, NoView, Page, Policy, Problem,
    Proof, RenderError, Reply, Routes, Service, Shell, Site, Token, Upload, WebSettings, digest,
};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};

pub static TEXTS: LazyLock<Languages> = LazyLock::new(|| {
    let en = "greeting = Hello, { $name }\nlots = { $n ->\n    [one] one thing\n   *[other] { $n } things\n }\nonly-english = Only here\n";
    let zh = "greeting = 您好，{ $name }\nlots = { $n } 件\n";
    Languages::new(&[("en", "English", &[en]), ("zh-Hans", "简体中文", &[zh])]).unwrap()
});
pub static FILES: LazyLock<Assets> =
    LazyLock::new(|| Assets::new(&[("style.css", b"body { color: black }", "text/css")]));

#[derive(Clone)]
pub struct Shop {
    pub settings: Arc<WebSettings>,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub name: &'static str,
    pub seller: bool,
}

/// Their session and API tokens are all called after them.
pub const PEOPLE: [(&str, bool); 3] = [("bea", false), ("sam", true), ("sue", true)];

impl Site for Shop {
    type Viewer = Person;

    async fn viewer(&self, proof: &Proof) -> Result<Option<Person>, Error> {
        let (kind, known) = match proof {
            Proof::Session(known) => ("session", known),
            Proof::Token(known) => ("token", known),
        };
        let is = |name: &str| digest(&format!("{kind}-{name}")) == *known;
        let found = PEOPLE.iter().find(|(name, _)| is(name));
        Ok(found.map(|(name, seller)| Person { name, seller: *seller }))
    }
    fn secret(&self) -> &[u8; 32] {
        &[7; 32]
    }
    fn languages(&self) -> &'static Languages {
        &TEXTS
    }
    fn assets(&self) -> &'static Assets {
        &FILES
    }
    fn settings(&self) -> &WebSettings {
        &self.settings
    }
    fn error_page(&self, shell: &Shell, problem: &Problem) -> String {
        let typed: Vec<String> = problem.typed.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let typed = typed.join(" ");
        format!("<html lang={}><h1>{}</h1>{}<p>typed: {typed}</p>", shell.lang, problem.title, problem.detail)
    }
    fn codes(&self) -> &'static [Code] {
        &[Code { code: "stock_gone", status: 409, title: "None left" }]
    }
    fn dress(&self, shell: &mut Shell, viewer: Option<&Person>) {
        shell.name = viewer.map(|person| person.name.to_owned());
    }
}

pub struct Seller;
impl Policy<Shop> for Seller {
    const NAME: &'static str = "seller";
    type Who = Person;
    fn admit(viewer: Option<Person>) -> Result<Person, Denied> {
        let person = viewer.ok_or(Denied::SignIn)?;
        if person.seller { Ok(person) } else { Err(Denied::Forbidden) }
    }
}

pub struct Guarded;
impl Policy<Shop> for Guarded {
    const NAME: &'static str = "guarded";
    type Who = Person;
    fn admit(viewer: Option<Person>) -> Result<Person, Denied> {
        viewer.ok_or(Denied::SignIn).and(Err(Denied::SecondFactor))
    }
}

/// What was understood, and by whom it was asked.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Echo {
    pub id: String,
    pub name: String,
    pub who: String,
    pub once: String,
}

/// Rendered through a template, as real pages are.
#[derive(askama::Template)]
#[template(
    source = r#"<html lang="{{ shell.lang }}"><p>{{ shell.t1("greeting", "name", echo.name) }}</p>
<p>{{ shell.t1("lots", "n", count) }}, {{ shell.number(count) }}</p>
{% if let Some(notice) = shell.notice %}<p class="notice">{{ notice }}</p>{% endif %}
{% if let Some(error) = shell.error("name") %}<p class="error">{{ shell.explain(error) }} was {{ shell.typed("name") }}</p>{% endif %}
<form method="post" action="/things/{{ echo.id }}">{{ shell.fields() }}<input name="name" value="{{ shell.typed("name") }}">
<textarea name="note">a &amp; b</textarea><input type="checkbox" name="off"><select name="pick"><option value="x"><option value="y" selected></select></form>
who {{ echo.who }} once {{ echo.once }} {{ shell.asset("style.css") }}"#,
    ext = "html"
)]
struct EchoPage<'a> {
    echo: &'a Echo,
    shell: &'a Shell,
    count: u32,
}

impl Page for Echo {
    fn render(&self, shell: &Shell) -> Result<String, RenderError> {
        Ok(askama::Template::render(&EchoPage { echo: self, shell, count: 1200 })?)
    }
}

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Said {
    id: String,
    name: String,
    count: Option<u32>,
    weights: std::collections::BTreeMap<String, u32>,
    tags: Vec<String>,
}

fn echo(cx: &Cx<Shop>, id: String, name: String) -> Echo {
    let who = cx.viewer.as_ref().map_or("nobody", |person| person.name).to_owned();
    let once = cx.once.as_ref().map(|once| format!("{} {}", once.route, once.key));
    Echo { id, name, who, once: once.unwrap_or_default() }
}

async fn show(cx: Cx<Shop>, _: Option<Person>, said: Said) -> Result<Reply<Echo>, Error> {
    Ok(Reply::show(echo(&cx, said.id, said.name)))
}

async fn change(cx: Cx<Shop>, _: Option<Person>, said: Said) -> Result<Reply<Echo>, Error> {
    let view = echo(&cx, said.id.clone(), said.name.clone());
    match said.name.as_str() {
        "again" => Ok(Reply::again(view, FieldErrors::one("name", "again", "another", "odd"))),
        "gone" => Err(Error::refused("stock_gone", &[("left", "0")])),
        "lost" => Err(Error::NotFound),
        "busy" => Err(Error::Busy { retry_after: 3 }),
        "broken" => Err(Error::internal("the password is hunter2")),
        "panic" => panic!("the password is hunter2"),
        "away" => Ok(Reply::see("//evil.example")),
        "new" => Ok(Reply::created(view, format!("/things/{}", said.id))),
        "sum" => {
            let sum: u32 = said.weights.values().sum::<u32>() + said.count.unwrap_or(0);
            Ok(Reply::show(Echo { name: format!("{sum} {}", said.tags.join("+")), ..view }))
        }
        _ => Ok(Reply::done(view, format!("/things/{}", said.id)).notice("Kept & noted")),
    }
}

async fn mine(cx: Cx<Shop>, who: Person, said: Said) -> Result<Reply<Echo>, Error> {
    Ok(Reply::show(Echo { who: who.name.to_owned(), ..echo(&cx, said.id, said.name) }))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct SignIn {
    name: String,
    #[serde(default)]
    next: LocalPath,
}

async fn sign_in(_: Cx<Shop>, _: Option<Person>, input: SignIn) -> Result<Reply, Error> {
    // A session's token is random in earnest; here it is known, so that the store above can be two lines.
    let change = crate::cookies::Change::keep("sampan_session", format!("session-{}", input.name), None);
    let mut reply = Reply::see(input.next).start_session(&Token::fresh(), Some(60));
    reply.extras.changes.push(change);
    Ok(reply)
}

async fn sign_out(_: Cx<Shop>, _: Option<Person>, _: NoInput) -> Result<Reply, Error> {
    Ok(Reply::see("/").end_session())
}

async fn prefs(_: Cx<Shop>, _: Option<Person>, said: Said) -> Result<Reply, Error> {
    Ok(Reply::see("/").set_pref("lang", said.name).set_signed("basket", "2 apples", Some(60)))
}

async fn basket(cx: Cx<Shop>, _: Option<Person>, _: NoInput) -> Result<Reply<Echo>, Error> {
    let basket = cx.signed("basket").unwrap_or_else(|| "none".to_owned());
    Ok(Reply::show(Echo { name: basket, ..echo(&cx, String::new(), String::new()) }))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Sent {
    file: Option<Upload>,
    #[serde(default)]
    note: String,
}

async fn upload(cx: Cx<Shop>, _: Person, sent: Sent) -> Result<Reply<Echo>, Error> {
    let Some(file) = sent.file else { return Err(Error::field("file", "", "a file", "missing")) };
    let content = std::fs::read(file.path()).map_err(Error::internal)?;
    assert_eq!((content.len() as u64, *blake3::hash(&content).as_bytes()), (file.size, file.digest));
    let name = format!("{} {} {}", file.file_name, file.size, sent.note);
    Ok(Reply::show(Echo { id: file.path().display().to_string(), ..echo(&cx, String::new(), name) }))
}

async fn paper(_: Cx<Shop>, _: Option<Person>, said: Said) -> Result<Reply, Error> {
    Ok(Reply::file(b"a,b\n".to_vec(), "text/csv", said.name))
}

async fn picture(_: Cx<Shop>, _: Option<Person>, _: NoInput) -> Result<Reply, Error> {
    Ok(Reply::svg("<svg xmlns=\"http://www.w3.org/2000/svg\"/>").keep(3600))
}

async fn notify(cx: Cx<Shop>, _: Option<Person>, said: Said) -> Result<Reply<Echo>, Error> {
    let raw = cx.raw.clone().map(|raw| String::from_utf8_lossy(&raw.bytes).into_owned());
    let signature = cx.header("x-signature").unwrap_or_default().to_owned();
    Ok(Reply::show(Echo { once: signature, ..echo(&cx, said.id, raw.unwrap_or_default()) }))
}

async fn forever(_: Cx<Shop>, _: Option<Person>, _: NoInput) -> Result<Reply<NoView>, Error> {
    std::future::pending().await
}

pub fn routes() -> Routes<Shop> {
    Routes::new()
        .get(Anyone, "/", show)
        .doc("The front page")
        .get(Anyone, "/things/{id}", show)
        .doc("Shows a thing")
        .post(Anyone, "/things/{id}", change)
        .doc("Changes a thing")
        .get(Seller, "/seller/things/{id}", mine)
        .doc("Shows the seller's thing")
        .post(Seller, "/seller/things/{id}", mine)
        .doc("Changes the seller's thing")
        .post(Seller, "/seller/things/{id}/parcel", mine)
        .doc("Sends the seller's thing")
        .get(Guarded, "/guarded", mine)
        .doc("Wants a second factor")
        .post(Anyone, "/sign-in", sign_in)
        .doc("Signs in")
        .post(Anyone, "/sign-out", sign_out)
        .doc("Signs out")
        .post(Anyone, "/prefs", prefs)
        .doc("Keeps choices")
        .get(Anyone, "/basket", basket)
        .doc("Shows the basket")
        .post(Seller, "/uploads", upload)
        .doc("Takes a file")
        .uploads()
        .get(Anyone, "/paper", paper)
        .doc("A paper")
        .get(Anyone, "/picture.svg", picture)
        .doc("A picture")
        .page_only()
        .post_raw(Anyone, "/notifications/{id}", notify)
        .doc("Takes a notification")
        .get(Anyone, "/forever", forever)
        .doc("Never answers")
}

pub fn service_with(change: impl FnOnce(&mut WebSettings)) -> Service {
    let mut settings = WebSettings { upload_limit: 3_000_000, ..WebSettings::default() };
    change(&mut settings);
    routes().into_service(Shop { settings: Arc::new(settings) })
}

pub fn service() -> Service {
    service_with(|_| {})
}

/// A browser, signed in as someone of [`PEOPLE`] or as nobody, that has a page with a form open.
pub async fn browser(service: &Service, name: Option<&str>) -> Client {
    let mut client = Client::new(service);
    if let Some(name) = name {
        client.set_cookie("sampan_session", &format!("session-{name}"));
    }
    client.get("/things/1").await;
    client
}
