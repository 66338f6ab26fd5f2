//! Text made harmless for XML and HTML.

/// Escapes text for XML, in an element or an attribute. Line ends and tabs are kept through the
/// normalization of attributes; what XML cannot hold at all is shown as [`visible`] has it.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            _ => push(&mut out, c),
        }
    }
    out
}

/// Escapes text for HTML, where line ends and tabs stand for themselves.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' => out.push(c),
            _ => push(&mut out, c),
        }
    }
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        _ => out.push(visible(c)),
    }
}

/// A control character as its picture, since neither XML nor a reader can do anything with it;
/// what turns the direction of the text around, and so hides what stands there, as a box.
fn visible(c: char) -> char {
    match c {
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\x7F' => '\u{2421}',
        '\u{80}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{25A1}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(
            xml("<a b=\"c\" d='e'>&amp;"),
            "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;"
        );
        assert_eq!(xml("a\r\n\tb"), "a&#13;&#10;&#9;b");
        assert_eq!(xml("\0\u{1B}[31m\u{FFFF}\u{85}"), "␀␛[31m\u{FFFD}\u{FFFD}");
        assert_eq!(html("<b>\n\tперегрузка\r"), "&lt;b&gt;\n\tперегрузка␍");
        assert_eq!(html("a\u{202E}b"), "a□b");
    }
}
