//! What a program must say about itself to be served: who is asking, its secret, its languages, its settings.

use crate::{Assets, Code, Error, Languages, Problem, Shell, Traffic, Trusted};
use std::future::Future;
use std::time::Duration;

/// A program that answers requests. Cloned for every request, so it should be a handle.
pub trait Site: Clone + Send + Sync + 'static {
    /// Someone who is asking, as the program knows them.
    type Viewer: Clone + Send + Sync + 'static;

    /// Who a proof belongs to; nobody when it has expired or never was.
    fn viewer(&self, proof: &Proof) -> impl Future<Output = Result<Option<Self::Viewer>, Error>> + Send;

    /// The key that cookies and form tokens are signed with.
    fn secret(&self) -> &[u8; 32];

    /// The texts in every language.
    fn languages(&self) -> &'static Languages;

    /// Style sheets, scripts, pictures of the pages themselves.
    fn assets(&self) -> &'static Assets;

    /// Settings of the server.
    fn settings(&self) -> &WebSettings;

    /// The page of an error.
    fn error_page(&self, shell: &Shell, problem: &Problem) -> String;

    /// Refusals of the program's own, beside those of [`Problem`].
    fn codes(&self) -> &'static [Code] {
        &[]
    }

    /// Where requests are counted, if they are.
    fn traffic(&self) -> Option<&Traffic> {
        None
    }

    /// Puts what every page shows of the viewer (name, labels) on the shell.
    fn dress(&self, _shell: &mut Shell, _viewer: Option<&Self::Viewer>) {}
}

/// What a request showed to prove who is asking. Only digests leave this crate; the store keeps digests too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The digest of a session cookie.
    Session([u8; 32]),
    /// The digest of a bearer token.
    Token([u8; 32]),
}

/// Who may use a route. Given to every route by value, so that none is without.
pub trait Policy<S: Site>: 'static {
    /// How the policy is called in the OpenAPI document and in tests.
    const NAME: &'static str;
    /// Whether nobody in particular may pass.
    const OPEN: bool = false;
    /// What the handler is told of who passed.
    type Who: Send;
    /// Lets someone pass, or says what is lacking.
    fn admit(viewer: Option<S::Viewer>) -> Result<Self::Who, Denied>;
    /// As [`Policy::admit`], but told besides whether the request was made on the server's own machine, with no proxy
    /// that might have brought it from elsewhere.
    fn admit_from(viewer: Option<S::Viewer>, _here: bool) -> Result<Self::Who, Denied> {
        Self::admit(viewer)
    }
}

/// Everyone may pass; the handler is told who it is, if known.
pub struct Anyone;

impl<S: Site> Policy<S> for Anyone {
    const NAME: &'static str = "anyone";
    const OPEN: bool = true;
    type Who = Option<S::Viewer>;
    fn admit(viewer: Option<S::Viewer>) -> Result<Self::Who, Denied> {
        Ok(viewer)
    }
}

/// Why someone may not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in.
    SignIn,
    /// Whoever is signed in may not.
    Forbidden,
    /// The second factor has not been shown yet.
    SecondFactor,
}

/// Settings of the server.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The title of the OpenAPI document.
    pub title: String,
    /// The version of the OpenAPI document.
    pub version: String,
    /// Browsers reach the site by TLS: cookies are `Secure`, and HSTS is sent.
    pub tls: bool,
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    pub trusted: Vec<Trusted>,
    /// Bytes of a body without files.
    pub body_limit: u64,
    /// Bytes of all files of one upload.
    pub upload_limit: u64,
    /// How long a request may take.
    pub timeout: Duration,
    /// How long an upload may take.
    pub upload_timeout: Duration,
    /// Where uploads lie while they are worked on; the system's temporary folder if none.
    pub upload_dir: Option<std::path::PathBuf>,
    /// The page to sign in on.
    pub sign_in_path: String,
    /// The page to show a second factor on.
    pub second_factor_path: String,
}

impl Default for WebSettings {
    fn default() -> WebSettings {
        WebSettings {
            title: "API".to_owned(),
            version: "1".to_owned(),
            tls: false,
            trusted: Vec::new(),
            body_limit: 1024 * 1024,
            upload_limit: 256 * 1024 * 1024,
            timeout: Duration::from_secs(30),
            upload_timeout: Duration::from_secs(600),
            upload_dir: None,
            sign_in_path: "/sign-in".to_owned(),
            second_factor_path: "/sign-in/second-factor".to_owned(),
        }
    }
}
