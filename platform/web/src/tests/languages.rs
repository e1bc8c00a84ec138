use super::site::{FILES, TEXTS, browser, service};
use crate::{Languages, Missing, Shell};

#[test]
fn a_reader_gets_the_language_that_comes_nearest() {
    let cases = [
        ("", "en"),
        ("zh", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("ZH-hans-CN", "zh-Hans"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("fr, zh;q=0.5", "zh-Hans"),
        ("fr", "en"),
        ("en;q=0, zh", "zh-Hans"),
        ("zh;q=0", "en"),
        ("*", "en"),
        ("en;q=0.1, zh;q=0.2", "zh-Hans"),
        ("en;q=junk, zh;q=0.2", "zh-Hans"),
    ];
    for (accept, lang) in cases {
        assert_eq!(TEXTS.negotiate(accept), lang, "{accept}");
    }
}

#[tokio::test]
async fn a_choice_wins_over_the_browser() {
    let mut client = browser(&service(), None).await.language("zh-CN");
    assert!(client.get("/things/1").await.text().contains("您好"));
    client.post("/prefs", &[("name", "en")]).await;
    assert!(client.get("/things/1").await.text().contains("Hello"));
    client.post("/prefs", &[("name", "xx")]).await;
    assert!(client.get("/things/1").await.text().contains("您好"), "an unknown choice is none");
    client.post("/prefs", &[("name", "zh; Path=/")]).await;
    assert_eq!(client.cookie("sampan_prefs"), Some("lang=xx"), "only plain words are kept");
}

#[tokio::test]
async fn problems_speak_the_readers_language() {
    let mut client = browser(&service(), None).await.language("zh");
    assert!(client.get("/nowhere").await.text().contains("找不到页面"));
    assert_eq!(client.get_json("/nowhere").await.json()["title"], "找不到页面");
}

#[test]
fn texts_take_values_and_count() {
    let shell = |lang| Shell::sample(&TEXTS, &FILES, lang, "/");
    let (en, zh) = (shell("en"), shell("zh"));
    assert_eq!(en.t1("greeting", "name", "Ann"), "Hello, Ann");
    assert_eq!(zh.t1("greeting", "name", String::from("安")), "您好，安");
    assert_eq!((en.t1("lots", "n", 1), en.t1("lots", "n", 2_000_u64)), ("one thing".into(), "2,000 things".into()));
    assert_eq!(zh.t("only-english"), "Only here");
    assert_eq!(zh.t("not-there-at-all"), "⟦not-there-at-all⟧");
    assert!(TEXTS.missed().contains(&"not-there-at-all".to_owned()));
    assert_eq!(zh.maybe("also-not-there"), None);
    assert!(!TEXTS.missed().contains(&"also-not-there".to_owned()));
}

#[test]
fn dates_are_written_as_their_readers_write_them() {
    let at: jiff::Timestamp = "2026-11-27T23:59:00Z".parse().unwrap();
    let shell = |lang| Shell::sample(&TEXTS, &FILES, lang, "/");
    assert_eq!(shell("en").date(at), "Fri 27 Nov 2026");
    assert_eq!(shell("zh").date(at), "2026年11月27日 星期五");
    assert_eq!(shell("en").day(jiff::civil::date(2027, 1, 3)), "3 Jan 2027");
    assert_eq!(shell("en").minute(at), "27 Nov 2026, 23:59 UTC");
    let mut far = shell("zh");
    far.clock = crate::Clock { minutes: 8 * 60, name: "北京时间".to_owned() };
    assert_eq!(far.minute(at), "北京时间 2026年11月28日 07:59");
    assert_eq!(far.date(at), "2026年11月28日 星期六");
}

#[test]
fn what_is_missing_is_found_before_a_reader_does() {
    let missing = TEXTS.check();
    assert_eq!(missing, [Missing { lang: "zh-Hans", key: "only-english".to_owned() }]);
    let wrong: [&[(&str, &str, &[&str])]; 4] = [
        &[],
        &[("en", "English", &["= no key"])],
        &[("en", "English", &["a = 1\n", "a = 2\n"])],
        &[("not a language", "", &[])],
    ];
    for languages in wrong {
        assert!(Languages::new(languages).is_err(), "{languages:?}");
    }
    let own = [("en", "English", &["problem-not-found = Gone\n"][..]), ("zh", "中文", &[][..])];
    let languages = Languages::new(&own).unwrap();
    assert_eq!(languages.find("en", "problem-not-found", &[]), Some("Gone".to_owned()));
    assert_eq!(languages.check(), [], "what this crate says, it says in both");
}
