//! The text of word-processor files: Office Open XML (`.docx`, ECMA-376) and `OpenDocument` text
//! (`.odt`, ISO/IEC 26300). A paragraph becomes a line, so that a line number is the number of a
//! paragraph. Nothing is written back.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

/// How a zip file begins.
pub(crate) const MAGIC: &[u8] = b"PK\x03\x04";

/// The most bytes of XML that are unpacked: a few kilobytes of zip can hold gigabytes. *War and
/// Peace* has fifteen million.
const MOST: u64 = 1 << 26;

/// A file that breaks XML in more places than this is shown with these.
const MOST_BREAKS: usize = 4;

/// The parts of a document that people read, in the order in which they are read.
const DOCX: &[&str] = &["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"];
const ODT: &[&str] = &["content.xml"];

/// What is read of a word-processor file.
#[derive(Debug, Default)]
pub(crate) struct Extracted {
    /// Its text, a paragraph a line.
    pub(crate) text: String,
    /// Where in the text its runs begin: stretches in which the letters look the same.
    pub(crate) runs: Vec<usize>,
    /// What could not be read, and where in the text it would stand.
    pub(crate) breaks: Vec<(usize, String)>,
}

/// Reads a word-processor file.
///
/// # Errors
/// What is wrong with the file, in words, if nothing can be read.
pub(crate) fn extract(bytes: &[u8]) -> Result<Extracted, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("a broken zip file: {error}"))?;
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    let parts = if has(&archive, DOCX[0]) {
        DOCX
    } else if has(&archive, ODT[0]) {
        ODT
    } else {
        return Err(
            "a zip file that is no document: neither word/document.xml nor content.xml is in it"
                .to_owned(),
        );
    };
    let mut out = Extracted::default();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 && !has(&archive, part) {
            continue;
        }
        match unpack(&mut archive, part) {
            Ok(xml) => Parts { part, out: &mut out, open: Vec::new() }.read(&xml),
            Err(why) if at == 0 => return Err(why),
            Err(why) => out.break_here(why),
        }
    }
    Ok(out)
}

impl Extracted {
    fn break_here(&mut self, why: String) {
        if self.breaks.len() < MOST_BREAKS {
            self.breaks.push((self.text.len(), why));
        }
    }
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> Result<String, String> {
    let file = archive.by_name(part).map_err(|error| format!("{part}: {error}"))?;
    let mut xml = Vec::new();
    file.take(MOST + 1).read_to_end(&mut xml).map_err(|error| format!("{part}: {error}"))?;
    if xml.len() as u64 > MOST {
        return Err(format!("{part} unpacks to more than {} megabytes", MOST >> 20));
    }
    // UTF-16 is allowed as well
    let (xml, _, bad) = encoding_rs::UTF_8.decode(&xml);
    if bad { Err(format!("{part} is neither UTF-8 nor UTF-16")) } else { Ok(xml.into_owned()) }
}

/// The reading of one part.
struct Parts<'o> {
    part: &'o str,
    out: &'o mut Extracted,
    /// A note, a frame or a table stands inside a paragraph and has paragraphs of its own.
    open: Vec<Paragraph>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    runs: Vec<usize>,
}

impl Parts<'_> {
    /// Appends the paragraphs of the part, each with a line end.
    fn read(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        // an account of its own, to go on after a wrong end tag
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let mut elements: Vec<&str> = Vec::new();
        let mut in_text = false;
        let is_word = is_word(xml);
        let mut hidden = 0usize;
        let mut is_xml = false;
        loop {
            let before = reader.buffer_position();
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    self.report(&format!("{error} at byte {}", reader.error_position()));
                    let is_lost = matches!(error, quick_xml::Error::Syntax(_));
                    if is_lost || reader.buffer_position() <= before {
                        self.close_all();
                        return;
                    }
                    continue;
                }
            };
            match &event {
                Event::Eof => break,
                Event::Start(_) | Event::Empty(_) => {
                    is_xml = true;
                    let is_empty = matches!(event, Event::Empty(_));
                    let name = name_at(xml, before);
                    if !is_empty {
                        elements.push(name);
                    }
                    match name {
                        "w:p" | "text:p" | "text:h" => {
                            self.open.push(Paragraph::default());
                            if is_empty {
                                self.close();
                            }
                        }
                        "w:r" | "text:span" => self.begin_run(),
                        "w:t" if !is_empty => in_text = true,
                        // what was struck out, and the insides of fields
                        "w:delText" | "w:instrText" | "text:tracked-changes" if !is_empty => {
                            hidden += 1;
                        }
                        "w:tab" | "w:br" | "w:cr" | "text:tab" | "text:line-break" | "text:s" => {
                            self.push(" ", hidden);
                        }
                        "w:noBreakHyphen" => self.push("\u{2011}", hidden),
                        _ => {}
                    }
                }
                Event::End(tag) => {
                    let name = tag.name();
                    // far above, it is no slip but another file
                    let near = elements.len().saturating_sub(16);
                    let at = elements[near..].iter().rposition(|open| *open == name.as_ref());
                    if at.is_none_or(|at| near + at + 1 < elements.len()) {
                        self.report(&format!("</{}> closes another element", name.as_ref()));
                    }
                    let first = at.map_or(elements.len(), |at| near + at);
                    for name in elements.drain(first..).rev() {
                        match name {
                            "w:p" | "text:p" | "text:h" => self.close(),
                            "text:span" => self.begin_run(),
                            "w:t" => in_text = false,
                            "w:delText" | "w:instrText" | "text:tracked-changes" => {
                                hidden = hidden.saturating_sub(1);
                            }
                            _ => {}
                        }
                    }
                }
                Event::Text(text) => {
                    // Word keeps text in runs of its own, OpenDocument right in the paragraph
                    let kept = in_text || !is_word;
                    if kept {
                        self.push(&text.replace(['\n', '\r'], " "), hidden);
                    }
                }
                Event::GeneralRef(name) => {
                    let text = reference(name);
                    self.push(text.as_deref().unwrap_or("\u{FFFD}"), hidden);
                }
                _ => {}
            }
        }
        if !self.open.is_empty() {
            self.close_all();
            self.report("it ends inside a paragraph");
        } else if !is_xml {
            self.report("no XML");
        }
    }

    fn push(&mut self, text: &str, hidden: usize) {
        if let (Some(paragraph), 0) = (self.open.last_mut(), hidden) {
            paragraph.text.push_str(text);
        }
    }

    fn begin_run(&mut self) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.runs.push(paragraph.text.len());
        }
    }

    fn close(&mut self) {
        let Some(paragraph) = self.open.pop() else { return };
        let start = self.out.text.len();
        self.out.runs.extend(paragraph.runs.iter().map(|run| start + run));
        self.out.text.push_str(&paragraph.text);
        self.out.text.push('\n');
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
    }

    fn report(&mut self, why: &str) {
        self.out.break_here(format!("{}: {why}", self.part));
    }
}

/// The name in the start tag that begins at a position of the parser.
fn name_at(xml: &str, at: u64) -> &str {
    let rest = usize::try_from(at).ok().and_then(|at| xml.get(at..)).unwrap_or_default();
    let name = rest.trim_start_matches('<');
    name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default()
}

/// Whether a part is of Office Open XML, whose text stands in `w:t` only.
fn is_word(xml: &str) -> bool {
    xml.chars().take(4096).collect::<String>().contains("xmlns:w=")
}

/// What a character reference stands for; entities of the document's own are not expanded.
fn reference(name: &str) -> Option<String> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some(c.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        packed_bytes(&parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
    }

    fn packed_bytes(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn word_files_are_read_a_paragraph_a_line() {
        let file = packed(&[
            (
                "word/document.xml",
                r#"<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Кноп</w:t></w:r><w:r><w:t xml:space="preserve">ка </w:t></w:r><w:del><w:r><w:delText>нет</w:delText></w:r></w:del><w:r><w:tab/><w:t>R&amp;D</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>Second</w:t></w:r></w:p></w:body></w:document>"#,
            ),
            (
                "word/footnotes.xml",
                r#"<w:footnotes xmlns:w="x"><w:footnote><w:p><w:r><w:t>Note</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
            ),
        ]);
        let read = extract(&file).unwrap();
        assert_eq!(read.text, "Кнопка  R&D\n\nSecond\nNote\n");
        let runs: Vec<&str> = read.runs.iter().map(|at| &read.text[*at..]).collect();
        assert!(runs[1].starts_with("ка ") && runs[3].starts_with(" R&D"), "{runs:?}");
    }

    #[test]
    fn open_documents_too_with_notes_after_their_paragraph() {
        let file = packed(&[(
            "content.xml",
            r"<office:document-content><text:h>Title</text:h><text:p>One<text:note><text:note-body><text:p>Note</text:p></text:note-body></text:note> <text:span>two</text:span><text:s/>three</text:p></office:document-content>",
        )]);
        assert_eq!(extract(&file).unwrap().text, "Title\nNote\nOne two three\n");
    }

    #[test]
    fn what_is_no_document_says_so() {
        for (file, what) in [
            (packed(&[("a.txt", "x")]), "no document"),
            (b"PK\x03\x04 and nothing".to_vec(), "broken zip"),
        ] {
            let error = extract(&file).unwrap_err();
            assert!(error.contains(what), "{error}");
        }
        // entities of the document's own are left alone, however they multiply
        let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><text:p>&b;</text:p>"#;
        assert_eq!(extract(&packed(&[("content.xml", bomb)])).unwrap().text, "\u{FFFD}\n");
        // a few kilobytes that unpack to more than is read
        let bomb = packed(&[("content.xml", &" ".repeat(MOST as usize + 1))]);
        assert!(bomb.len() < 1 << 17);
        assert!(extract(&bomb).unwrap_err().contains("more than 64 megabytes"));
    }

    #[test]
    fn what_is_broken_is_reported_where_it_stands_and_the_rest_read() {
        for (xml, text, what, at) in [
            ("<text:p>one</text:p><text:p>cut", "one\ncut\n", "inside a paragraph", 8),
            ("<a><text:p>one</text:h></text:p><text:p>two</text:p></a>", "one\ntwo\n", "text:h", 0),
            ("<text:p>one</text:p><text:p>two<", "one\ntwo\n", "content.xml", 4),
            ("one", "", "no XML", 0),
        ] {
            let read = extract(&packed(&[("content.xml", xml)])).unwrap();
            assert_eq!(read.text, text, "{xml}");
            let (place, why) = &read.breaks[0];
            assert!(why.contains(what) && *place == at, "{xml}: {:?}", read.breaks);
        }
        let utf16: Vec<u8> =
            "\u{FEFF}<text:p>а</text:p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(extract(&packed_bytes(&[("content.xml", &utf16)])).unwrap().text, "а\n");
    }
}
