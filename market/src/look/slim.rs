//! The stylesheet as it is sent: without comments and without the spaces that only readers of the source need.

/// A stylesheet without comments and needless white space. Strings are left alone.
pub fn slim(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if next == '"' {
            let end = rest[1..].find('"').map_or(rest.len(), |at| at + 2);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            // Nothing is written before what closes or opens a block, nor after it, nor after what parts declarations.
            let needless = |c: char| matches!(c, '{' | '}' | ';' | ',');
            let after = out.ends_with(|c: char| needless(c) || c == ':') || out.is_empty();
            if !after && !rest.starts_with(needless) && !rest.starts_with("/*") {
                out.push(' ');
            }
        } else {
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_readers_need_is_left_out() {
        for (css, sent) in [
            ("/* a */\na, b { color: red; margin: 0 1px; }\n", "a,b{color:red;margin:0 1px}"),
            ("a :is(b, c) > d + e { width: calc(1px + 2px) }", "a :is(b,c) > d + e{width:calc(1px + 2px)}"),
            (".x::after { content: \" ↑ ;  }\" ; }", ".x::after{content:\" ↑ ;  }\"}"),
            ("@media (min-width: 40rem) {\n  a { b: c; }\n}", "@media (min-width:40rem){a{b:c}}"),
            ("a { b: c } /* end", "a{b:c}"),
            ("a /* x */ b {}", "a b{}"),
        ] {
            assert_eq!(slim(css), sent);
        }
    }
}
