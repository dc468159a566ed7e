"""Bytes of a file -> text: the one moment at which text is changed (decoding, mojibake repair, line ends, NFC)."""

import codecs
import re
import unicodedata

from graph.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings in which fr, en, ru and zh are met; guessing among fewer is right more often.
_CANDIDATES = ["cp1252", "cp1251", "koi8_r", "cp866", "iso8859_5", "gb18030", "big5", "utf_16_le", "utf_16_be"]
_SAMPLE = 40_000  # bytes looked at in guessing
# What web pages call an encoding is not always what they hold (WHATWG Encoding Standard, "names and labels").
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252"}
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SIGNATURES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
# Traces of text decoded wrongly once before it was written: only they are worth ftfy, whose import takes a while.
_MOJIBAKE = re.compile(
    r"[\x80-\x9f\ufffd]|[ÃÂ][\x80-\xbf\u0152-\u2122]|â€|[ÐÑ][\x80-\xbf\u0152-\u2122]|(?:[РС][^\sА-Яа-яё]){2}"
    r"|(?:[РС][\u0400-\u045f\u00a0-\u00bf\u2018-\u2122]){4}|[äåæçèé][\x80-\xbf\u2018-\u2122]{2}"
)


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file's bytes, repaired and in NFC, with `\\n` as line end.

    `declared` is the encoding that a page or response names: it is tried after UTF-8, which what is UTF-8 rarely
    is by chance. Raises ReadError where the bytes are no text or their encoding cannot be told.
    """
    return repair(_to_text(data, declared))


def _to_text(data: bytes, declared: str | None) -> str:
    if not data.strip():
        raise ReadError("is empty; give a file with an article's text")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name)
    if data.startswith(_SIGNATURES):
        raise ReadError("is binary, not text; save the article as .txt, .md, .html, .json or .jsonl")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if declared:
        try:
            return data.decode(_DECLARED.get(declared.lower(), declared))
        except (LookupError, UnicodeDecodeError):
            declared = None  # a wrong declaration: what follows guesses
    _refuse_damaged(data, broken)
    return _by_guess(data)


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise ReadError(f"begins as {name} and breaks at byte {error.start}; save it again as UTF-8") from error


def _refuse_damaged(data: bytes, broken: UnicodeDecodeError) -> None:
    """Text that is UTF-8 but for a few bytes is damaged: guessing another encoding would garble all of it."""
    high = sum(byte >= 0x80 for byte in data[:_SAMPLE])
    text = data[:_SAMPLE].decode("utf-8", errors="replace")
    sound = sum(len(char.encode()) for char in text if char >= "\x80" and char != "\ufffd")
    if sound > 0.8 * high and sound > 20:
        line = data.count(b"\n", 0, broken.start) + 1
        raise ReadError(f"is UTF-8 but for byte {broken.start} (line {line}); repair it and save it again as UTF-8")


def sniff_encoding(sample: bytes) -> str:
    """The encoding of a longer stream that begins with `sample`: for what is read row by row. Raises ReadError."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return "utf-8"
    except UnicodeDecodeError:
        return _guess(sample[:_SAMPLE])


def _by_guess(data: bytes) -> str:
    encoding = _guess(data[:_SAMPLE])
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"looks like {encoding} but byte {error.start} is none of it; save it as UTF-8") from error


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    wide = sample[0::2].count(0) > len(sample) / 8 or sample[1::2].count(0) > len(sample) / 8
    if _BINARY.search(sample) and not wide:
        raise ReadError("is binary, not text; save the article as .txt, .md, .html, .json or .jsonl")
    if len(sample) == _SAMPLE:  # a cut may fall into a character
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(sample, cp_isolation=_CANDIDATES, language_threshold=0.05).best()
    if best is None:
        raise ReadError("is in no encoding that could be told; save it as UTF-8")
    return best.encoding


def repair(text: str) -> str:
    """Decoded text with mojibake undone, `\\n` as line end, and in NFC (never NFKC, which breaks Chinese marks)."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _MOJIBAKE.search(text):
        import ftfy

        text = ftfy.fix_text(
            text,
            unescape_html=False,
            uncurl_quotes=False,
            fix_character_width=False,
            fix_latin_ligatures=False,
            normalization="NFC",
        )
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
