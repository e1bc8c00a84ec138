//! Chromium without a window, driven over WebDriver.

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Names the WebDriver program, such as `chromedriver`; without it there are no browser walks.
pub const BROWSER: &str = "SAMPAN_TEST_BROWSER";
/// Names a folder that the walks write pictures of what they see to. Those that the README shows are taken from there.
pub const SCREENSHOTS: &str = "SAMPAN_SCREENSHOTS";

const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(40);
/// How long a page may stay after its form was sent.
const TURN: Duration = Duration::from_secs(5);

/// How a browser is set up.
#[derive(Clone, Copy)]
pub struct Setup {
    /// The languages it asks for.
    pub language: &'static str,
    /// Whether scripts run.
    pub scripts: bool,
}

/// How large the window is.
#[derive(Clone, Copy)]
pub enum Size {
    /// 1440 × 900.
    Desktop,
    /// 375 × 812, as a phone shows it.
    Phone,
}

/// A browser with a profile of its own. It and its driver end when this is dropped.
pub struct Browser {
    client: Client,
    driver: Driver,
    _profile: tempfile::TempDir,
    address: String,
}

/// The WebDriver program, and the group of processes that its browser belongs to.
struct Driver {
    child: Child,
    port: u16,
}

impl Browser {
    /// A fresh browser at a site; none, with a line that says so, where the environment names no driver.
    pub async fn open(address: &str, setup: Setup) -> Option<Browser> {
        let Ok(program) = std::env::var(BROWSER) else {
            eprintln!("{BROWSER} is not set: the browser walks are left out");
            return None;
        };
        let driver = Driver::start(&program);
        let profile = tempfile::tempdir().expect("a temporary folder");
        let client = connect(&driver, capabilities(setup, profile.path())).await;
        let browser = Browser { client, driver, _profile: profile, address: address.to_owned() };
        browser.size(Size::Desktop).await;
        Some(browser)
    }

    /// Goes to a path of the site.
    pub async fn go(&self, path: &str) {
        let address = format!("{}{path}", self.address);
        self.client.goto(&address).await.unwrap_or_else(|e| panic!("{path}: {e}"));
    }

    /// The path and query it is at.
    pub async fn path(&self) -> String {
        let at = self.client.current_url().await.expect("an address");
        at.query().map_or_else(|| at.path().to_owned(), |query| format!("{}?{query}", at.path()))
    }

    /// What a reader sees.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the page says something; fails with what it says instead.
    pub async fn sees(&self, words: &str) {
        self.until(&format!("{words:?}"), async || self.text().await.contains(words)).await;
    }

    /// Loads a page again and again until it says something that the program's own workers bring about.
    pub async fn until_reloaded(&self, path: &str, words: &str) {
        let said = async || {
            self.go(path).await;
            self.text().await.contains(words)
        };
        self.until(&format!("{words:?}"), said).await;
    }

    /// Where the first link of these words in the page's own part goes.
    pub async fn link(&self, words: &str) -> String {
        let path = format!("//main//a[contains(., '{words}')]");
        let found = async || self.client.find(Locator::XPath(&path)).await.is_ok();
        self.until(&format!("link {words:?}"), found).await;
        let link = self.client.find(Locator::XPath(&path)).await.expect("it was there");
        link.attr("href").await.expect("a link").unwrap_or_else(|| panic!("{words:?} goes nowhere"))
    }

    /// Goes where a link of these words goes.
    pub async fn follow(&self, words: &str) {
        self.go(&self.link(words).await).await;
    }

    /// Waits until the path begins with this.
    pub async fn arrives(&self, path: &str) {
        self.until(&format!("the page {path}"), async || self.path().await.starts_with(path)).await;
    }

    async fn until(&self, what: &str, seen: impl AsyncFn() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !seen().await {
            if Instant::now() > until {
                let at = self.path().await;
                panic!("there is no {what} on {at}, which says:\n{}", self.text().await);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Whether there is an element.
    pub async fn has(&self, css: &str) -> bool {
        !self.client.find_all(Locator::Css(css)).await.unwrap_or_default().is_empty()
    }

    /// Waits until no such element is there.
    pub async fn gone(&self, css: &str) {
        self.until(&format!("page without {css}"), async || !self.has(css).await).await;
    }

    /// An element, as soon as it is there.
    pub async fn find(&self, css: &str) -> Element {
        let until = Instant::now() + PATIENCE;
        // Found and given in one step: a page that goes meanwhile takes its elements along.
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await {
                return element;
            }
            if Instant::now() > until {
                panic!("there is no {css} on {}, which says:\n{}", self.path().await, self.text().await);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// How many elements there are.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.map_or(0, |all| all.len())
    }

    /// Does something with the first such element. A page that goes meanwhile takes its elements along: then it is
    /// done on the page that comes.
    async fn act<T>(&self, css: &str, act: impl AsyncFn(&Element) -> Result<T, CmdError>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            match act(&self.find(css).await).await {
                Ok(done) => return done,
                Err(e) if went(&e) && Instant::now() < until => tokio::time::sleep(LOOK_AGAIN).await,
                Err(e) => panic!("{css} on {}: {e}", self.path().await),
            }
        }
    }

    /// An attribute of the first such element.
    pub async fn attribute(&self, css: &str, name: &str) -> String {
        let value = self.act(css, async |element| element.attr(name).await).await;
        value.unwrap_or_else(|| panic!("{css} has no {name}"))
    }

    /// An attribute of the nth such element.
    pub async fn nth_attribute(&self, css: &str, n: usize, name: &str) -> String {
        self.find(css).await;
        let all = self.client.find_all(Locator::Css(css)).await.expect("they were there");
        let value = all[n].attr(name).await.expect("an element");
        value.unwrap_or_else(|| panic!("{css} has no {name}"))
    }

    /// Clicks the first such element, and opens the fold that it lies in before. Where the click sends a form or follows
    /// a link, the next page is there afterwards.
    pub async fn click(&self, css: &str) {
        let fold = format!("details:not([open]):has({css}) > summary");
        let shown = self.act(css, async |element| element.is_displayed().await).await;
        if !shown && self.has(&fold).await {
            self.act(&fold, async |fold| fold.click().await).await;
        }
        let page = self.find("html").await;
        let leads = async |element: &Element| {
            let leads = element.tag_name().await? == "a"
                || element.tag_name().await? == "button"
                    && element.attr("type").await?.is_none_or(|kind| kind == "submit");
            element.click().await.map(|()| leads)
        };
        if self.act(css, leads).await {
            self.leaves(&page).await;
        }
    }

    /// Waits until a page has made room for the next. A form that the browser itself refuses stays: what is expected
    /// of the next page tells then.
    async fn leaves(&self, page: &Element) {
        let until = Instant::now() + TURN;
        while page.tag_name().await.is_ok() && Instant::now() < until {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Fills a field, found by its name; a list by its value, a box by `on` or `off`.
    pub async fn fill(&self, name: &str, value: &str) {
        self.fill_in("", name, value).await;
    }

    /// Fills a field of one form.
    pub async fn fill_in(&self, form: &str, name: &str, value: &str) {
        let css = format!("{form} [name=\"{name}\"]:not([type=hidden])");
        let one = format!("{form} [name=\"{name}\"][value=\"{value}\"]");
        let fill = async |field: &Element| {
            let kind = field.attr("type").await?.unwrap_or_default();
            match (field.tag_name().await?.as_str(), kind.as_str()) {
                ("select", _) => field.select_by_value(value).await?,
                (_, "radio") => self.click(&one).await,
                (_, "checkbox") if field.is_selected().await? == (value == "on") => {}
                (_, "checkbox") => field.click().await?,
                (_, "file") => field.send_keys(value).await?,
                _ => {
                    field.clear().await?;
                    field.send_keys(value).await?;
                }
            }
            Ok(())
        };
        self.act(&css, fill).await;
    }

    /// Fills a field for a day; how one is typed depends on the browser's country, so it is set.
    pub async fn day(&self, form: &str, name: &str, day: &str) {
        let css = format!("{form} [name=\"{name}\"]");
        self.find(&css).await;
        self.script(&format!("document.querySelector({css:?}).value = {day:?}")).await;
    }

    /// Chooses what a reader prefers: `destination`, `lang` or `currency`.
    pub async fn prefer(&self, what: &str, value: &str) {
        let form = "form[action=\"/preferences\"]";
        let option = format!("{form} [name={what}] option[value={value}]");
        self.find(&option).await;
        let page = self.find("html").await;
        let chosen = format!("document.querySelector('{form} [name={what}]').value = {value:?}");
        self.script(&format!("{chosen}; document.querySelector('{form}').requestSubmit()")).await;
        self.leaves(&page).await;
        self.find(&format!("{option}[selected]")).await;
    }

    /// Fills fields by name and sends the form that has them.
    pub async fn submit(&self, form: &str, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            self.fill_in(form, name, value).await;
        }
        self.click(&format!("{form} button:not([type=button])")).await;
    }

    /// Goes back, as the browser's own button does.
    pub async fn back(&self) {
        self.client.back().await.expect("there is a page before this one");
    }

    /// Opens a second tab at a path and goes on in it; the first is given back.
    pub async fn new_tab(&self, path: &str) -> fantoccini::wd::WindowHandle {
        let first = self.client.window().await.expect("a window");
        let tab = self.client.new_window(true).await.expect("a tab").handle;
        self.client.switch_to_window(tab).await.expect("it is open");
        self.go(path).await;
        first
    }

    /// Goes on in another tab.
    pub async fn to_tab(&self, tab: fantoccini::wd::WindowHandle) {
        self.client.switch_to_window(tab).await.expect("it is open");
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// Asks for a path as a page's own script would, with the session's cookies: status, how it is to be treated, content.
    pub async fn fetched(&self, path: &str) -> (u64, String, String) {
        let script = format!(
            "return fetch({path:?}).then(async r => [r.status, r.headers.get('content-disposition') ?? '', await r.text()])"
        );
        let answer = self.script(&script).await;
        let text = |n: usize| answer[n].as_str().unwrap_or_default().to_owned();
        (answer[0].as_u64().unwrap_or_default(), text(1), text(2))
    }

    /// Shows pages at a size.
    pub async fn size(&self, size: Size) {
        let (width, height, mobile) = match size {
            Size::Desktop => (1440, 900, false),
            Size::Phone => (375, 812, true),
        };
        let scale = if mobile { 2 } else { 1 };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Asks for light or dark pages.
    pub async fn scheme(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Writes what is seen at both sizes, if pictures are wanted.
    pub async fn picture(&self, name: &str) {
        self.picture_of("body", name).await;
    }

    /// The same of a part of the page, which is brought into sight before.
    pub async fn picture_of(&self, css: &str, name: &str) {
        let Some(folder) = std::env::var_os(SCREENSHOTS) else { return };
        let folder = std::path::Path::new(&folder);
        std::fs::create_dir_all(folder).expect("a folder for pictures");
        for (size, word) in [(Size::Phone, "phone"), (Size::Desktop, "desktop")] {
            self.size(size).await;
            self.script(&format!("document.querySelector({css:?})?.scrollIntoView()")).await;
            let png = self.client.screenshot().await.expect("a picture");
            std::fs::write(folder.join(format!("{name}-{word}.png")), png).expect("the folder can be written to");
        }
    }

    /// Sends a command that only Chromium knows.
    async fn devtools(&self, command: &'static str, params: Value) {
        let sent = self.client.issue_cmd(DevTools { command, params }).await;
        sent.unwrap_or_else(|e| panic!("{command}: {e}"));
    }

    /// Ends the browser.
    pub async fn close(self) {
        // The driver goes next, whatever the browser says to this.
        let _ = self.client.clone().close().await;
        drop(self.driver);
    }
}

impl Driver {
    fn start(program: &str) -> Driver {
        let port = free_port();
        let child = Command::new(program)
            .arg(format!("--port={port}"))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{program}, named by {BROWSER}, cannot be started: {e}"));
        Driver { child, port }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The browser is in the driver's process group. A group that has ended already is no fault.
        let _ = Command::new("sh").arg("-c").arg(format!("kill -KILL -{}", self.child.id())).status();
        let _ = self.child.wait();
    }
}

/// Whether an element was no longer, or not yet, on the page that is shown.
fn went(e: &CmdError) -> bool {
    e.is_stale_element_reference()
        || e.is_no_such_element()
        || e.to_string().contains("does not belong to the document")
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    socket.local_addr().expect("an address").port()
}

/// Connects as soon as the driver listens.
async fn connect(driver: &Driver, capabilities: Capabilities) -> Client {
    let address = format!("http://127.0.0.1:{}", driver.port);
    let until = Instant::now() + PATIENCE;
    while std::net::TcpStream::connect(("127.0.0.1", driver.port)).is_err() {
        assert!(Instant::now() < until, "the driver does not listen");
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    let connector = hyper_util::client::legacy::connect::HttpConnector::new();
    let builder = &mut ClientBuilder::new(connector);
    builder.capabilities(capabilities).connect(&address).await.unwrap_or_else(|e| panic!("no browser: {e}"))
}

fn capabilities(setup: Setup, profile: &std::path::Path) -> Capabilities {
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-prefers-reduced-motion",
    ];
    let mut args: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
    args.push(format!("--user-data-dir={}", profile.display()));
    args.push(format!("--lang={}", setup.language.split(',').next().unwrap_or("en")));
    let scripts = if setup.scripts { 1 } else { 2 };
    let prefs = json!({
        "intl.accept_languages": setup.language,
        "profile.managed_default_content_settings.javascript": scripts,
    });
    let options = json!({ "args": args, "prefs": prefs });
    let mut capabilities = Capabilities::new();
    capabilities.insert("browserName".to_owned(), json!("chrome"));
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    capabilities
}

/// A command of Chromium's own.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    params: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }
    fn method_and_body(&self, _: &url::Url) -> (hyper::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.params });
        (hyper::Method::POST, Some(body.to_string()))
    }
}
