//! The text of word-processor files: Office Open XML (`.docx`, ECMA-376) and `OpenDocument` text
//! (`.odt`, ISO/IEC 26300). A paragraph becomes a line, so that a line number is the number of a
//! paragraph. Nothing is written back.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

/// How a zip file begins.
pub(crate) const MAGIC: &[u8] = b"PK\x03\x04";

/// The most bytes of XML that are unpacked: a few kilobytes of zip can hold gigabytes.
const MOST: u64 = 1 << 28;

/// The parts of a document that people read, in the order in which they are read.
const DOCX: &[&str] = &["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"];
const ODT: &[&str] = &["content.xml"];

/// The text of a word-processor file, a paragraph a line.
///
/// # Errors
/// What is wrong with the file, in words.
pub(crate) fn text(bytes: &[u8]) -> Result<String, String> {
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
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at == 0 || has(&archive, part) {
            let xml = unpack(&mut archive, part)?;
            paragraphs(&xml, &mut out).map_err(|why| format!("{part}: {why}"))?;
        }
    }
    Ok(out)
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> Result<String, String> {
    let file = archive.by_name(part).map_err(|error| format!("{part}: {error}"))?;
    let mut xml = Vec::new();
    file.take(MOST + 1).read_to_end(&mut xml).map_err(|error| format!("{part}: {error}"))?;
    if xml.len() as u64 > MOST {
        return Err(format!("{part} unpacks to more than {} megabytes", MOST >> 20));
    }
    String::from_utf8(xml).map_err(|error| format!("{part} is not UTF-8: {error}"))
}

/// Appends the paragraphs of a part, each with a line end.
fn paragraphs(xml: &str, out: &mut String) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    // a note, a frame or a table stands inside a paragraph and has paragraphs of its own
    let mut open: Vec<String> = Vec::new();
    let mut in_text = false;
    let is_word = is_word(xml);
    let mut hidden = 0usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("{error} at byte {}", reader.error_position()))?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                let is_empty = matches!(event, Event::Empty(_));
                match tag.name().as_ref() {
                    "w:p" | "text:p" | "text:h" if !is_empty => open.push(String::new()),
                    "w:t" if !is_empty => in_text = true,
                    // what was struck out, and the insides of fields
                    "w:delText" | "w:instrText" | "text:tracked-changes" if !is_empty => {
                        hidden += 1;
                    }
                    "w:tab" | "w:br" | "w:cr" | "text:tab" | "text:line-break" | "text:s" => {
                        push(&mut open, " ", hidden);
                    }
                    "w:noBreakHyphen" => push(&mut open, "\u{2011}", hidden),
                    _ => {}
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                "w:p" | "text:p" | "text:h" => {
                    if let Some(paragraph) = open.pop() {
                        out.push_str(&paragraph);
                        out.push('\n');
                    }
                }
                "w:t" => in_text = false,
                "w:delText" | "w:instrText" | "text:tracked-changes" => {
                    hidden = hidden.saturating_sub(1);
                }
                _ => {}
            },
            Event::Text(text) => {
                // Word keeps text in runs of its own, OpenDocument right in the paragraph
                let kept = in_text || !is_word;
                if kept {
                    push(&mut open, &text.replace(['\n', '\r'], " "), hidden);
                }
            }
            Event::GeneralRef(name) => {
                let text = reference(name);
                push(&mut open, text.as_deref().unwrap_or("\u{FFFD}"), hidden);
            }
            _ => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err("it ends inside a paragraph".to_owned()) }
}

/// Whether a part is of Office Open XML, whose text stands in `w:t` only.
fn is_word(xml: &str) -> bool {
    xml.chars().take(4096).collect::<String>().contains("xmlns:w=")
}

fn push(open: &mut [String], text: &str, hidden: usize) {
    if let (Some(paragraph), 0) = (open.last_mut(), hidden) {
        paragraph.push_str(text);
    }
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
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
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
        assert_eq!(text(&file).unwrap(), "Кнопка  R&D\nSecond\nNote\n");
    }

    #[test]
    fn open_documents_too_with_notes_after_their_paragraph() {
        let file = packed(&[(
            "content.xml",
            r"<office:document-content><text:h>Title</text:h><text:p>One<text:note><text:note-body><text:p>Note</text:p></text:note-body></text:note> <text:span>two</text:span><text:s/>three</text:p></office:document-content>",
        )]);
        assert_eq!(text(&file).unwrap(), "Title\nNote\nOne two three\n");
    }

    #[test]
    fn what_is_no_document_says_so() {
        for (file, what) in [
            (packed(&[("a.txt", "x")]), "no document"),
            (b"PK\x03\x04 and nothing".to_vec(), "broken zip"),
            (packed(&[("content.xml", "<text:p>cut")]), "inside a paragraph"),
            (packed(&[("content.xml", "<text:p></text:h>")]), "content.xml"),
        ] {
            let error = text(&file).unwrap_err();
            assert!(error.contains(what), "{error}");
        }
        // entities of the document's own are left alone, however they multiply
        let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><text:p>&b;</text:p>"#;
        assert_eq!(text(&packed(&[("content.xml", bomb)])).unwrap(), "\u{FFFD}\n");
    }
}
