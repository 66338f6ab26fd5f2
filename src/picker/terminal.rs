//! The picker on a real terminal, which is left as it was found, whatever ends the program.
//!
//! What is drawn goes to standard error, or to the terminal itself where that is redirected, so that
//! standard output has the chosen word and nothing else.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::{panic, thread};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::view::draw;
use super::{Picker, Step};

/// How the picker was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// With this word.
    Taken(String),
    /// With none.
    Empty,
    /// Because this signal came.
    Signal(i32),
}

/// Whether a terminal is there to pick on: keys come from one, and it can move its cursor.
pub fn is_there() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term.is_empty() || term == "dumb");
    io::stdin().is_terminal() && !dumb && writer().is_ok()
}

/// Where the picture goes.
fn writer() -> io::Result<Box<dyn Write>> {
    if io::stderr().is_terminal() {
        return Ok(Box::new(BufWriter::new(io::stderr())));
    }
    let name = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
    Ok(Box::new(BufWriter::new(File::options().write(true).open(name)?)))
}

/// Whether the terminal is in our hands and has to be given back.
static OURS: AtomicBool = AtomicBool::new(false);

/// The terminal in our hands; dropping it gives it back, and so does a panic.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Box<dyn Write>>>,
}

impl std::fmt::Debug for Screen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Screen").finish_non_exhaustive()
    }
}

impl Screen {
    /// Takes the terminal.
    pub fn open() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let usual = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                give_back();
                usual(info);
            }));
        });
        let mut out = writer()?;
        enable_raw_mode()?;
        OURS.store(true, Ordering::SeqCst);
        let entered = execute!(out, EnterAlternateScreen, EnableBracketedPaste);
        let terminal = entered.and_then(|()| Terminal::new(CrosstermBackend::new(out)));
        // what has been done so far is undone
        terminal.map(|terminal| Self { terminal }).inspect_err(|_| give_back())
    }

    fn draw(&mut self, picker: &Picker<'_>, colored: bool) -> io::Result<()> {
        self.terminal.draw(|frame| draw(frame, picker, colored))?;
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        execute!(backend, CopyToClipboard::to_clipboard_from(text))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Leaves the terminal as it was. Nothing more can be done where that fails.
fn give_back() {
    if OURS.swap(false, Ordering::SeqCst) {
        if let Ok(mut out) = writer() {
            let _ = execute!(out, DisableBracketedPaste, LeaveAlternateScreen, Show);
        }
        let _ = disable_raw_mode();
    }
}

enum Input {
    Event(io::Result<Event>),
    Signal(i32),
}

/// Runs the picker until it is left.
pub fn run(picker: &mut Picker<'_>, colored: bool) -> io::Result<Left> {
    let (sender, inputs) = channel();
    // the handlers come first: a signal must not find the terminal taken and nobody listening
    listen(sender.clone())?;
    let mut screen = Screen::open()?;
    thread::spawn(move || read_events(&sender));
    let left = answer(picker, &inputs, &mut screen, colored);
    drop(screen);
    left
}

fn read_events(sender: &Sender<Input>) {
    loop {
        let read = event::read();
        let failed = read.is_err();
        if sender.send(Input::Event(read)).is_err() || failed {
            return;
        }
    }
}

/// Sends the signals that ask a program to end.
#[cfg(unix)]
fn listen(sender: Sender<Input>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if sender.send(Input::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail where there are signals")]
fn listen(_: Sender<Input>) -> io::Result<()> {
    Ok(())
}

/// Ends the program as the signal would have, had nobody listened.
pub fn end_by(signal: i32) -> io::Result<()> {
    #[cfg(unix)]
    signal_hook::low_level::emulate_default_handler(signal)?;
    let _ = signal;
    Ok(())
}

fn answer(
    picker: &mut Picker<'_>,
    inputs: &Receiver<Input>,
    screen: &mut Screen,
    colored: bool,
) -> io::Result<Left> {
    screen.draw(picker, colored)?;
    picker.warm_up();
    loop {
        screen.draw(picker, colored)?;
        // the program sleeps here; keys that have queued up meanwhile are drawn as one
        let Ok(first) = inputs.recv() else { return Ok(Left::Empty) };
        for input in std::iter::once(first).chain(inputs.try_iter()) {
            let step = match input {
                Input::Signal(signal) => return Ok(Left::Signal(signal)),
                Input::Event(Ok(Event::Key(key))) => picker.press(key),
                Input::Event(Ok(Event::Paste(text))) => {
                    picker.paste(&text);
                    Step::Stay
                }
                Input::Event(Ok(_)) => Step::Stay,
                Input::Event(Err(error)) => return Err(error),
            };
            match step {
                Step::Stay => {}
                Step::Copy(text) => screen.copy(&text)?,
                Step::Take(text) => return Ok(Left::Taken(text)),
                Step::Leave => return Ok(Left::Empty),
            }
        }
    }
}
