//! Every door tried: each route as nobody, as every role, as another shop and another buyer. A new route is walked by
//! itself; a new policy, a new name in a path or an input that a route cannot do without is asked for by a failure here.

use super::world::{ROLES, World};
use sampan_web::RouteInfo;
use sampan_web::test::{Answer, Client};

/// Whom a policy lets pass.
fn admits(policy: &str, role: &str) -> bool {
    let buyers = ["buyer", "other buyer"].contains(&role);
    let owners = ["owner", "other owner"].contains(&role);
    match policy {
        "anyone" => true,
        "signed_in" | "in_person" | "half_signed_in" => ROLES.contains(&role),
        "buyer" | "buyer_in_person" => buyers,
        "shopper" => buyers || role == "nobody",
        "seller" => owners || role == "staff",
        "seller_owner" => owners,
        "operator" => role == "operator",
        // The walk is made on the server's own machine.
        "here_or_operator" => ["nobody", "operator"].contains(&role),
        new => panic!("the policy {new} is new: say here whom it lets pass"),
    }
}

/// What a route must be told before it looks for what the path names. Only routes that answer 422 to nothing at all; for
/// one that takes a file, the name of its field.
const BODIES: &[(&str, &str)] = &[
    ("POST /seller/orders/{order}/attached", "paper_file"),
    ("POST /seller/listings/{listing}/pictures", "picture"),
    ("POST /seller/listings/{listing}/pictures/removal", r#"{"picture":"00000000-0000-0000-0000-000000000000"}"#),
];

/// Names in paths that are for those alone whose they are, also where a route lets anyone pass.
const PRIVATE: [&str; 7] = ["{order}", "{checkout}", "{import}", "{claim}", "{token}", "{message}", "{file}"];

async fn ask(client: &mut Client, route: &RouteInfo, path: &str) -> Answer {
    let name = format!("{} {}", route.method, route.path);
    let body = BODIES.iter().find(|(known, _)| *known == name).map(|(_, body)| *body);
    if route.uploads {
        return client.upload(path, &[], body.unwrap_or("file"), "a.png", b"\x89PNG\r\n").await;
    }
    let body = body.unwrap_or("{}");
    let path = if route.in_api { format!("/api/v1{path}") } else { path.to_owned() };
    match route.method.as_str() {
        "GET" => client.get(&path).await,
        method => client.send(method, &path, Some("application/json"), body.as_bytes().to_vec()).await,
    }
}

fn shut(answer: &Answer) -> bool {
    let sent_away = answer.status == 303 && answer.location().is_some_and(|to| to.starts_with("/sign-in"));
    sent_away || matches!(answer.status, 401 | 403)
}

/// Walks routes and gathers what is wrong with each.
async fn walk(wrong: &mut Vec<String>, keep: impl Fn(&RouteInfo) -> bool, roles: &[&'static str], check: Check) {
    let world = World::new().await;
    for route in crate::routes().list().into_iter().filter(keep) {
        let path = match world.fill(&route.path) {
            Ok(path) => path,
            Err(unknown) => {
                wrong.push(unknown);
                continue;
            }
        };
        for role in roles {
            if let Some(fault) = check(&world, &route, &path, role).await {
                wrong.push(format!("{} {} [{}] as {role}: {fault}", route.method, route.path, route.policy));
            }
        }
    }
}

type Found<'a> = std::pin::Pin<Box<dyn Future<Output = Option<String>> + 'a>>;
type Check = for<'a> fn(&'a World, &'a RouteInfo, &'a str, &'static str) -> Found<'a>;

fn said(answer: &Answer) -> String {
    format!("{} {}", answer.status, answer.text().chars().take(160).collect::<String>())
}

#[tokio::test]
async fn who_may_not_is_shut_out() {
    let mut wrong = Vec::new();
    let roles = ["nobody", "buyer", "owner", "staff", "operator"];
    walk(
        &mut wrong,
        |route| route.policy != "anyone",
        &roles,
        |world, route, path, role| {
            Box::pin(async move {
                if admits(route.policy, role) {
                    return None;
                }
                let answer = ask(&mut world.who(role), route, path).await;
                let page = if route.method == "GET" { Some(world.who(role).get(path).await) } else { None };
                let open = [Some(answer), page].into_iter().flatten().find(|answer| !shut(answer))?;
                Some(format!("let in: {}", said(&open)))
            })
        },
    )
    .await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn who_may_is_let_in_and_no_page_breaks() {
    let mut wrong = Vec::new();
    let roles = ["nobody", "buyer", "owner", "staff", "operator"];
    walk(
        &mut wrong,
        |route| route.method == "GET",
        &roles,
        |world, route, path, role| {
            Box::pin(async move {
                if !admits(route.policy, role) {
                    return None;
                }
                let answers = [world.who(role).get(path).await, ask(&mut world.who(role), route, path).await];
                let private = PRIVATE.iter().any(|name| route.path.contains(name));
                let bad = |answer: &Answer| {
                    let gone = answer.status == 404 && route.path.contains('{') && !route.open;
                    answer.status >= 500 || (shut(answer) && !private) || gone
                };
                let broken = answers.iter().find(|answer| bad(answer))?;
                Some(format!("not let in: {}", said(broken)))
            })
        },
    )
    .await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_anothers_is_not_there() {
    let mut wrong = Vec::new();
    let owned = |route: &RouteInfo| {
        let private = PRIVATE.iter().any(|name| route.path.contains(name));
        route.path.contains('{') && route.policy != "operator" && (!route.open || private)
    };
    walk(&mut wrong, owned, &["nobody", "other buyer", "other owner"], |world, route, path, role| {
        Box::pin(async move {
            if !admits(route.policy, role) {
                return None;
            }
            let answer = ask(&mut world.who(role), route, path).await;
            match answer.status {
                404 => None,
                _ if shut(&answer) => None,
                422 => Some(format!("give it a body in BODIES: {}", said(&answer))),
                _ => Some(format!("is there: {}", said(&answer))),
            }
        })
    })
    .await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_token_that_may_look_changes_nothing() {
    let mut wrong = Vec::new();
    let changes = |route: &RouteInfo| route.policy != "anyone" && route.method != "GET";
    walk(&mut wrong, changes, &["looks only"], |world, route, path, role| {
        Box::pin(async move {
            let answer = ask(&mut world.who(role), route, path).await;
            (!shut(&answer)).then(|| format!("let in: {}", said(&answer)))
        })
    })
    .await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_password_alone_opens_nothing_where_a_second_factor_is_owed() {
    let mut wrong = Vec::new();
    let shut_to_all = |route: &RouteInfo| !["anyone", "half_signed_in"].contains(&route.policy);
    walk(&mut wrong, shut_to_all, &["owes second factor"], |world, route, path, role| {
        Box::pin(async move {
            let answer = ask(&mut world.who(role), route, path).await;
            (!shut(&answer)).then(|| format!("let in: {}", said(&answer)))
        })
    })
    .await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_of_routes_is_sound() {
    assert_eq!(crate::routes().check(), Vec::<String>::new());
}
