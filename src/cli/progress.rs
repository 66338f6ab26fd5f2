//! How far a long run is, on the terminal of a person who waits for it.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter runs show nothing.
const LONG: Duration = Duration::from_secs(1);

/// Counts bytes. The bar stands on standard error, is seen from the first second on, and is gone
/// when the run ends.
pub(super) struct Progress {
    bar: ProgressBar,
    began: Instant,
    is_wanted: bool,
    is_shown: AtomicBool,
}

impl Progress {
    /// A bar for so many bytes, which are counted only if somebody would see it.
    pub(super) fn new(bytes: impl FnOnce() -> u64, is_quiet: bool) -> Self {
        let is_wanted = !is_quiet && io::stderr().is_terminal();
        let bytes = is_wanted.then(bytes);
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}, {eta} left");
        Self {
            bar: bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())),
            began: Instant::now(),
            is_wanted,
            is_shown: AtomicBool::new(false),
        }
    }

    /// Some bytes more have been read.
    pub(super) fn add(&self, bytes: u64) {
        self.bar.inc(bytes);
        let is_due = self.is_wanted && self.began.elapsed() >= LONG;
        if is_due && !self.is_shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the bar off the terminal while something else is written, perhaps there.
    pub(super) fn aside(
        &self,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.is_shown.load(Ordering::Relaxed) {
            self.bar.suspend(|| write(out).and_then(|()| out.flush()))
        } else {
            write(out)
        }
    }

    /// Takes it off for good.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
