//! Descriptions and pictures.

use crate::images::{is_public, public_url};
use crate::{clean, plain};

#[test]
fn descriptions_keep_words_and_lose_what_runs() {
    let cases = [
        ("plain words", "plain words"),
        ("<p>one</p><p>two</p>", "<p>one</p><p>two</p>"),
        ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
        ("<style>p{color:red}</style><p style=\"color:red\" class=\"a\" onclick=\"x()\">x</p>", "<p>x</p>"),
        ("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"nofollow noopener\">x</a>"),
        ("<a href=\"data:text/html,x\">x</a>", "<a rel=\"nofollow noopener\">x</a>"),
        ("<a href=\"/cart\">x</a>", "<a rel=\"nofollow noopener\">x</a>"),
        (
            "<a href=\"https://example.com/a\" target=\"_blank\">x</a>",
            "<a href=\"https://example.com/a\" rel=\"nofollow noopener\">x</a>",
        ),
        ("a<img src=x onerror=alert(1)>b", "ab"),
        ("<iframe src=\"https://example.com\">inside</iframe>after", "after"),
        ("<svg><script>alert(1)</script></svg>after", "after"),
        ("<math><mtext><script>x</script></mtext></math>after", "after"),
        ("<span>kept</span><h1>kept too</h1>", "keptkept too"),
        ("<!-- gone --><b>bold", "<b>bold</b>"),
        (
            "<table><tr><td colspan=\"2\" bgcolor=\"red\">x</td></tr></table>",
            "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>",
        ),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
        ("", ""),
    ];
    for (html, wanted) in cases {
        assert_eq!(clean(html), wanted, "{html}");
        assert_eq!(clean(wanted), wanted, "again: {html}");
    }
}

#[test]
fn elements_in_each_other_without_end_leave_their_words() {
    for deep in ["<b>", "<ul><li>", "<div><table></div></table>", "<b></p>"] {
        let html = deep.repeat(60_000) + "words &amp; <i>more</i>";
        assert_eq!(clean(&html), "words &amp; more", "{deep}");
    }
    for flat in
        ["<p>x", "<ul><li>x<li>y</ul>", "<table><tr><td>x<td>y<tr><td>z</table>", "<dl><dt>x<dd>y</dl>", "x<br>"]
    {
        let html = flat.repeat(1_000);
        assert!(clean(&html).contains('<'), "{flat}");
    }
}

#[test]
fn plain_text_has_the_words_alone() {
    let cases = [
        ("<p>one</p><p>two</p>", 100, "one two"),
        ("one<br>two<ul><li>three</li><li>four</li></ul>", 100, "one two three four"),
        ("<b>bo</b>ld &amp; &lt;b&gt;&nbsp;x", 100, "bold & <b> x"),
        ("<a href=\"https://example.com/?a=1&b=>\">link</a>", 100, "link"),
        ("dried cherries from the lake", 15, "dried cherries…"),
        ("一二三四五六", 4, "一二三…"),
        ("abc", 3, "abc"),
        ("abc", 0, ""),
    ];
    for (html, chars, wanted) in cases {
        assert_eq!(plain(html, chars), wanted, "{html}");
    }
}

#[test]
fn only_pictures_on_the_public_web_are_kept() {
    let kept = [
        "https://images.example.com/a.jpg",
        "http://images.example.com:80/a.jpg?v=1&w=2",
        "https://8.8.8.8/a.jpg",
        "https://[2606:4700::1111]/a.jpg",
        "https://bücher.example.com/ä.jpg",
    ];
    for url in kept {
        assert!(public_url(url).is_ok(), "{url}");
    }
    let refused = [
        "",
        "a.jpg",
        "/a.jpg",
        "//example.com/a.jpg",
        "ftp://example.com/a.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,AA",
        "javascript:alert(1)",
        "http://localhost/a",
        "http://LOCALHOST./a",
        "http://x.localhost/a",
        "http://printer/a",
        "http://nas.local/a",
        "http://metadata.internal/a",
        "http://router.lan/a",
        "http://127.0.0.1/a",
        "http://127.1/a",
        "http://2130706433/a",
        "http://0x7f000001/a",
        "http://0177.0.0.1/a",
        "http://0x7f.1/a",
        "http://0/a",
        "http://10.1.2.3/a",
        "http://172.16.0.1/a",
        "http://172.31.255.255/a",
        "http://192.168.1.1/a",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/a",
        "http://198.18.0.1/a",
        "http://224.0.0.1/a",
        "http://255.255.255.255/a",
        "http://[::1]/a",
        "http://[::]/a",
        "http://[fc00::1]/a",
        "http://[fd12::1]/a",
        "http://[fe80::1]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://[::ffff:8.8.8.8]/a",
        "http://[64:ff9b::7f00:1]/a",
        "http://[2002:7f00:1::]/a",
        "http://[2001:db8::1]/a",
        "http://user@example.com/a",
        "http://example.com:pass@127.0.0.1/a",
        "http://example.com@10.0.0.1/a",
        "http://images.example.com:8080/a",
        "http:\\\\127.0.0.1\\a",
        "http://exam ple.com/a",
        "http://exa\tmple.com/a",
        "http://１２７.０.０.１/a",
        "http://127。0。0。1/a",
        "http://./a",
        "http://",
        "https://example.com\\@127.0.0.1/",
    ];
    for url in refused {
        assert!(public_url(url).is_err(), "{url}");
    }
    assert!(public_url(&format!("https://example.com/{}", "a".repeat(3000))).is_err());
    assert!(!is_public([192, 0, 0, 8].into()) && is_public([172, 32, 0, 1].into()));
}
