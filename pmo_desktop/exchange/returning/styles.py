"""The workbook's styles: each mark is the cell's own format with another fill, nothing else.

A cell's format is one of `cellXfs`, by its number. A marked one is a copy of it with the fill
exchanged, so that its number format, font, border, alignment and protection stay. The fill of
before goes along as the mark's second colour, which a solid fill does not show: so the mark can be
taken off again wherever the cell has moved. A fill that is more than a colour is told apart by an
automatic second colour, and stands in the list of findings (`Record`).
"""

from __future__ import annotations

import re

from pmo_desktop.exchange.returning.colours import DEEPS, MARKS, PALES, is_light
from pmo_desktop.exchange.returning.xmltext import HEAD, Element, Xml, with_attribute

# In the order of the format, with what each must have at least.
SECTIONS = {
    "numFmts": b"",
    "fonts": b'<@font><@sz val="11"/><@name val="Calibri"/></@font>',
    "fills": b'<@fill><@patternFill patternType="none"/></@fill>'
    b'<@fill><@patternFill patternType="gray125"/></@fill>',
    "borders": b"<@border><@left/><@right/><@top/><@bottom/><@diagonal/></@border>",
    "cellStyleXfs": b'<@xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": b'<@xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
}
AFTER = ("cellStyles", "dxfs", "tableStyles", "colors", "extLst")
ITEMS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}
COLOUR_ELSEWHERE, NO_COLOUR = b'auto="1"', b'indexed="64"'
COLOUR = rb"<(?:[\w.-]+:)?%bgColor\b([^>]*?)/?\s*>"
FRONT, BACK = (re.compile(COLOUR.replace(b"%bg", mark)) for mark in (b"fg", b"bg"))
FONT_COLOUR = re.compile(rb"<(?:[\w.-]+:)?color\b([^>]*?)/?\s*>")
APPLY_FILL = re.compile(rb"\s+applyFill\s*=\s*(?:\"[^\"]*\"|'[^']*')")
SPACES = re.compile(rb"\s+")
# Light among the colours that go by number: of the theme, and of the old palette.
LIGHT_THEME, LIGHT_INDEXED = {"0", "2"}, {"1", "9", "26", "41", "42", "43", "47"}
NO_FILL = b'<patternFill patternType="none"/>'
# Some write it without its kind.
ANY_NO_FILL = re.compile(rb"<patternFill\s*/>|<patternFill\s*>\s*</patternFill>")


def minimal(namespace: bytes) -> bytes:
    """The styles of a workbook that has none."""
    normal = b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    return HEAD + b'<styleSheet xmlns="' + namespace + b'">' + normal + b"</styleSheet>"


class StyleSheet:
    """Hands out numbers of formats; what is asked for twice is made once."""

    def __init__(self, data: bytes) -> None:
        self._xml = Xml(data)
        self._items: dict[str, list[bytes]] = {}
        self._new: dict[str, list[bytes]] = {name: [] for name in SECTIONS}
        self._sections = {
            element.name.decode("ascii", "replace"): element
            for element in self._xml.children(self._xml.root.inside)
        }
        for name, filled in SECTIONS.items():
            section = self._sections.get(name)
            if name not in ITEMS:
                continue
            inside = (section.inside, section.close) if section else (0, 0)
            known = [self._bytes(item) for item in self._xml.each(ITEMS[name], *inside)]
            self._items[name] = known
            if not known:
                self._new[name] = self._split(name, self._with_prefix(filled))
        self._marks: dict[tuple[int, str], int] = {}

    def _bytes(self, element: Element) -> bytes:
        return self._xml.data[element.start : element.end]

    def _with_prefix(self, text: bytes) -> bytes:
        return text.replace(b"@", self._xml.prefix)

    def _split(self, name: str, filled: bytes) -> list[bytes]:
        item = self._with_prefix(b"<@" + ITEMS[name].encode())
        return [item + rest for rest in filled.split(item)[1:]]

    def _all(self, name: str) -> list[bytes]:
        return self._items[name] + self._new[name]

    def add(self, name: str, item: bytes) -> int:
        """The number of an item of a section (`fonts`), made where there is none like it; `@`
        stands for the prefix."""
        wanted = self._with_prefix(item)
        known = self._all(name)
        if wanted in known:
            return known.index(wanted)
        self._new[name].append(wanted)
        return len(known)

    # Marks

    def marked(self, style: int, severity: str) -> int:
        """The format `style` with the severity's colour."""
        key = style, severity
        if key not in self._marks:
            xf = self._xf(style)
            colour = (DEEPS if self._has_light_text(xf) else PALES)[severity]
            before = self._fill_of(xf)
            fill = (
                b'<@fill><@patternFill patternType="solid"><@fgColor rgb="'
                + colour.encode()
                + b'"/><@bgColor '
                + _kept(before)
                + b"/></@patternFill></@fill>"
            )
            self._marks[key] = self.add("cellXfs", self._filled(xf, self.add("fills", fill)))
        return self._marks[key]

    def marked_before(self) -> frozenset[int]:
        """The numbers of the formats that are marks."""
        fills = {n for n, fill in enumerate(self._all("fills")) if _is_mark(fill)}
        return frozenset(
            n for n, xf in enumerate(self._all("cellXfs")) if _number(xf, "fillId") in fills
        )

    def fill(self, style: int) -> bytes:
        """What a format's fill holds, without prefixes: `<patternFill .../>`."""
        inner = re.sub(rb"^<[^>]*>|</[^>]*>$", b"", self._fill_of(self._xf(style)))
        return self._plain(inner)

    def restored(self, style: int, recorded: bytes | None, trusts_mark: bool) -> int:
        """The format of before of a marked one. `recorded` is what the list of findings says of
        its fill; without `trusts_mark` the second colour may be another program's own."""
        xf = self._xf(style)
        back = BACK.search(self._fill_of(xf))
        kept = SPACES.sub(b" ", back[1].strip()) if back else NO_COLOUR
        if not trusts_mark or kept == COLOUR_ELSEWHERE:
            inner = recorded or NO_FILL
        elif kept == NO_COLOUR:
            inner = NO_FILL
        else:
            inner = b'<patternFill patternType="solid"><fgColor ' + kept + b"/></patternFill>"
        restored = self._filled(xf, self._fill_like(inner))
        return self._number_like(restored)

    def _fill_like(self, inner: bytes) -> int:
        """A fill of the file that looks like this one, or a new one."""
        for number, fill in enumerate(self._all("fills")):
            if _look(self._plain(fill)) == _look(b"<fill>" + inner + b"</fill>"):
                return number
        opened = re.sub(rb"<(/?)(?=\w)", lambda m: b"<" + m[1] + b"@", inner)
        return self.add("fills", b"<@fill>" + opened + b"</@fill>")

    def _plain(self, item: bytes) -> bytes:
        prefix = self._xml.prefix
        return item.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")

    def _xf(self, style: int) -> bytes:
        known = self._all("cellXfs")
        return known[style] if 0 <= style < len(known) else known[0]

    def _fill_of(self, xf: bytes) -> bytes:
        fills, number = self._all("fills"), _number(xf, "fillId")
        return fills[number] if number < len(fills) else fills[0]

    def _filled(self, xf: bytes, fill: int) -> bytes:
        """A format like this one with another fill."""
        tag, rest = _tag(xf)
        attributes = with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1")
        return b"<" + self._xml.prefix + b"xf" + attributes + b">" + rest

    def _number_like(self, xf: bytes) -> int:
        """The number of this format, or of one that only does not say that its fill is applied."""
        wanted = _without_apply(xf)
        for number, other in enumerate(self._all("cellXfs")):
            if _without_apply(other) == wanted:
                return number
        return self.add("cellXfs", xf)

    def _has_light_text(self, xf: bytes) -> bool:
        fonts, number = self._all("fonts"), _number(xf, "fontId")
        found = FONT_COLOUR.search(fonts[number]) if number < len(fonts) else None
        if found is None:
            return False
        for name, test in (
            ("rgb", is_light),
            ("theme", LIGHT_THEME.__contains__),
            ("indexed", LIGHT_INDEXED.__contains__),
        ):
            value = re.search(rb"\b" + name.encode() + rb"\s*=\s*[\"'](\w+)", found[1])
            if value:
                dark = re.search(rb"\btint\s*=\s*[\"']-0\.[3-9]", found[1])
                return test(value[1].decode("ascii")) and not dark
        return False

    # Writing

    def result(self) -> bytes:
        for name, new in self._new.items():
            section = self._sections.get(name)
            if section is None:
                self._make(name)
            elif new:
                count = len(self._items[name]) + len(new)
                attributes = with_attribute(section.attributes, "count", str(count))
                tag = b"<" + self._xml.prefix + name.encode()
                if section.closes_itself:
                    opened = tag + attributes.removesuffix(b"/").rstrip() + b">"
                    closed = b"</" + tag[1:] + b">"
                    self._xml.replace(section.start, section.end, opened + b"".join(new) + closed)
                else:
                    self._xml.replace(section.start, section.inside, tag + attributes + b">")
                    self._xml.insert(section.close, b"".join(new))
        return self._xml.result()

    def _make(self, name: str) -> None:
        """A section that the file did not have, at its place."""
        filled = b"".join(self._new[name]) or self._with_prefix(SECTIONS[name])
        if not filled:
            return
        count = max(len(self._new[name]), 1)
        tag = self._xml.prefix + name.encode()
        whole = b"<" + tag + b' count="%d">' % count + filled + b"</" + tag + b">"
        later = [*list(SECTIONS)[list(SECTIONS).index(name) + 1 :], *AFTER]
        names = {other.encode() for other in later}
        following = (e for e in self._xml.children(self._xml.root.inside) if e.name in names)
        place = next(following, None)
        self._xml.insert(place.start if place else self._xml.root_close, whole)


def _tag(item: bytes) -> tuple[bytes, bytes]:
    """An item's attributes, and what comes behind its opening tag."""
    found = re.match(rb"<[^\s/>]+((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", item)
    assert found is not None
    return found[1], item[found.end() :]


def _without_apply(xf: bytes) -> bytes:
    attributes, rest = _tag(xf)
    attributes = APPLY_FILL.sub(b"", attributes)
    slash = b"/" if attributes.endswith(b"/") else b""
    return attributes.removesuffix(b"/").rstrip() + slash + rest


def _number(xf: bytes, name: str) -> int:
    found = re.search(rb"\s" + name.encode() + rb"\s*=\s*[\"'](\d+)", _tag(xf)[0])
    return int(found[1]) if found else 0


def _kept(fill: bytes) -> bytes:
    """What a mark's second colour says of the fill of before."""
    kind = re.search(rb"\bpatternType\s*=\s*[\"'](\w+)", fill)
    if _is_mark(fill) or b"gradientFill" in fill:
        return COLOUR_ELSEWHERE
    if kind is None or kind[1] == b"none":
        return NO_COLOUR
    front = FRONT.search(fill)
    colour = SPACES.sub(b" ", front[1].strip()) if front else b""
    if kind[1] != b"solid" or colour in (b"", NO_COLOUR, COLOUR_ELSEWHERE):
        return COLOUR_ELSEWHERE
    return colour


def _is_mark(fill: bytes) -> bool:
    front = FRONT.search(fill)
    value = re.search(rb"\brgb\s*=\s*[\"'](\w{8})", front[1]) if front else None
    return value is not None and value[1].decode("ascii").upper() in MARKS


def _look(fill: bytes) -> bytes:
    """A fill without what a solid one does not show."""
    plain = SPACES.sub(b" ", fill.strip()).replace(b" />", b"/>").replace(b"'", b'"')
    plain = plain.replace(b"> <", b"><")
    plain = ANY_NO_FILL.sub(NO_FILL, plain)
    return BACK.sub(b"", plain) if b'"solid"' in plain else plain


def has_fill(inner: bytes) -> bool:
    """Whether what a fill holds is to be seen."""
    return _look(inner) != NO_FILL
