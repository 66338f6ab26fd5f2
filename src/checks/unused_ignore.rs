//! Directives in comments that let nothing pass.

use super::Check;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::span::Span;

/// See its page. What it reports is found by [`crate::suppress`], once all other checks have run.
#[derive(Debug)]
pub(super) struct UnusedIgnore;

/// Its name.
pub(crate) const NAME: &str = "unused-ignore";

static META: Meta = Meta {
    name: NAME,
    summary: "a comment lets findings pass where there are none",
    severity: Severity::Warning,
    page: r"
## What it does

Reports `sverka:ignore` and `sverka:off` comments that name a check which finds nothing there, and
`sverka:on` comments without a `sverka:off` before them.

## Why

A comment that ignores nothing today hides a mistake tomorrow: the text it was written for has been
mended or moved, and the next wrong word in its place would pass unseen.

## Example

```bad
Страница не найдена. <!-- sverka:ignore mixed-script -->
```

Take the comment out, or put it where the finding is:

```good
Cтраница не найдена. <!-- sverka:ignore mixed-script -- as the old server wrote it -->
```

## When it is silent

Of checks that were not run, since nobody knows what they would have found; in files that could
not be read whole; and where the comment names `unused-ignore` too.

```good
Страница не найдена. <!-- sverka:ignore mixed-script, unused-ignore -- the text changes daily -->
```
",
};

impl Check for UnusedIgnore {
    fn meta(&self) -> &'static Meta {
        &META
    }
}

/// The finding at the name of a check in a directive that did not need it.
pub(crate) fn finding(span: Span, text: &str, message: String) -> Finding {
    Finding::new(&META, Severity::Warning, Confidence::High, span, message).with_text(text)
}
