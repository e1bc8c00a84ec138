//! Where to lead a reader who asks for the address of a form: nothing stands there, but above it stands the page with the
//! form. A page that answers a refused form has the form's address; so it is what is asked for when its address is typed
//! again, kept as a bookmark, or gone back to from somewhere else.

use crate::Site;
use crate::routes::{Route, RouteFacts};
use axum::http::Method;

/// The paths of all pages, cut at `/`; a part with a name for whatever stands there is `None`.
pub(crate) struct Pages(Vec<Vec<Option<String>>>);

impl Pages {
    /// The pages among routes.
    pub fn of<S: Site>(routes: &[Route<S>]) -> Pages {
        let is_page = |facts: &RouteFacts| facts.is_page && facts.method == Method::GET;
        let part = |part: &str| (!part.starts_with('{')).then(|| part.to_owned());
        let cut = |route: &Route<S>| route.facts.path.split('/').skip(1).map(part).collect();
        Pages(routes.iter().filter(|route| is_page(&route.facts)).map(cut).collect())
    }

    /// The nearest page above a path, if one is there.
    pub fn above<'a>(&self, path: &'a str) -> Option<&'a str> {
        let mut path = path.rsplit_once('/')?.0;
        while !path.is_empty() {
            let parts: Vec<&str> = path.split('/').skip(1).collect();
            if self.0.iter().any(|page| fits(page, &parts)) {
                return Some(path);
            }
            path = path.rsplit_once('/')?.0;
        }
        self.0.iter().any(|page| fits(page, &[""])).then_some("/")
    }
}

fn fits(page: &[Option<String>], parts: &[&str]) -> bool {
    let same = |(page, part): (&Option<String>, &&str)| page.as_ref().map_or(!part.is_empty(), |page| page == part);
    page.len() == parts.len() && page.iter().zip(parts).all(same)
}
