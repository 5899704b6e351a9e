"""Our words among a sheet's comments: added, known again, taken out; others' stay."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.returning import boxes
from pmo_desktop.exchange.returning.boxes import Boxes
from pmo_desktop.exchange.returning.comments import AUTHOR, BULLET, Comments, minimal
from pmo_desktop.exchange.returning.places import Place, address_of, place_of
from pmo_desktop.exchange.returning.sheet import SheetPart
from pmo_desktop.exchange.returning.xmltext import escaped

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<worksheet xmlns="' + MAIN + b'"><sheetData/></worksheet>'
HEAD = b'<comments xmlns="' + MAIN + b'">'
B2, C3 = (2, 2), (3, 3)


def comments(texts: str, authors: str = "<authors><author>Li</author></authors>") -> Comments:
    listed = f"{authors}<commentList>{texts}</commentList></comments>"
    return Comments(HEAD + listed.encode(), "Arial")


def texts(found: Comments) -> dict[Place, str]:
    """What each cell's comment says, read as a tree."""
    main = "{" + MAIN.decode() + "}"
    return {
        place: "".join(
            piece.text or ""
            for way in (f"{main}t", f"{main}r/{main}t")
            for piece in text.iterfind(way)
        )
        for comment in Tree.fromstring(found.result()).iter(f"{main}comment")
        if (place := place_of(comment.get("ref") or ""))
        for text in [comment.find(f"{main}text")]
        if text is not None
    }


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff◆"), max_size=40
)
LINES = st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=3)
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 9))


@given(st.dictionaries(PLACES, WORDS, max_size=5), st.dictionaries(PLACES, LINES, max_size=6))
def test_what_we_said_is_taken_out_again_to_the_letter(
    team: dict[Place, str], ours: dict[Place, list[str]]
) -> None:
    written = "".join(
        f'<comment ref="{address_of(place)}" authorId="0"><text><r><rPr><b/></rPr>'
        f'<t xml:space="preserve">{escaped(said).decode()}</t></r></text></comment>'
        for place, said in sorted(team.items())
    )
    found = comments(written)
    before = texts(found)
    found.say({place: tuple(lines) for place, lines in ours.items()})
    said = texts(found)
    for place, lines in ours.items():
        told = "\n".join([f"{AUTHOR}:", *(BULLET + line for line in lines)])
        assert said[place] == (f"{before[place]}\n{told}" if place in before else told)
    gone = found.forget()
    kept = {place: text for place, text in before.items() if place not in gone}
    assert texts(found) == kept
    assert {place for place in gone if before.get(place, "").strip()} == set()
    assert gone <= ours.keys()


@pytest.mark.parametrize(
    "text",
    [
        "<text><t>theirs</t></text>",
        "<text><r><t>the</t></r><r><rPr><b/></rPr><t>irs</t></r></text>",
        '<text><t>theirs</t><phoneticPr fontId="1"/></text>',
        '<text><r><t>theirs</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></text>',
    ],
)
def test_ours_follows_whatever_way_theirs_is_written(text: str) -> None:
    found = comments(f'<comment ref="B2" authorId="0">{text}</comment>')
    found.say({B2: ("wrong",)})
    assert texts(found) == {B2: f"theirs\n{AUTHOR}:\n{BULLET}wrong"}
    found.forget()
    assert texts(found) == {B2: "theirs"}


@pytest.mark.parametrize("text", ["<text/>", "<text></text>", ""])
def test_a_comment_without_words_gets_ours(text: str) -> None:
    found = comments(f'<comment ref="B2" authorId="0">{text}</comment>')
    found.say({B2: ("wrong",)})
    assert texts(found)[B2].strip() == f"{AUTHOR}:\n{BULLET}wrong"


@pytest.mark.parametrize(
    "listed",
    [b"<authors/><commentList/></comments>", b"</comments>", b"<authors></authors></comments>"],
)
def test_a_part_without_comments_gets_some(listed: bytes) -> None:
    found = Comments(HEAD + listed, "Arial")
    found.say({B2: ("wrong",), C3: ("too",)})
    assert set(texts(found)) == {B2, C3}


def test_what_was_answered_before_between_and_behind_ours_stays() -> None:
    said = f"before\n{AUTHOR}:\n{BULLET}one\n{BULLET}two\nbetween\n{AUTHOR}:\n{BULLET}three\nbehind"
    found = comments(f'<comment ref="B2" authorId="0"><text><t>{said}</t></text></comment>')
    found.forget()
    assert texts(found) == {B2: "before\nbetween\nbehind"}


def test_lines_that_only_begin_like_ours_are_the_team_s() -> None:
    said = f"{BULLET}our own list\n{BULLET}second"
    found = comments(f'<comment ref="B2" authorId="0"><text><t>{said}</t></text></comment>')
    assert found.forget() == frozenset()
    assert texts(found) == {B2: said}


def test_comments_stay_in_the_order_of_their_cells() -> None:
    found = comments('<comment ref="B2" authorId="0"><text><t>x</t></text></comment>')
    found.say({(1, 1): ("a",), (9, 1): ("b",), (2, 1): ("c",)})
    refs = [element.get("ref") for element in Tree.fromstring(found.result()).iter()]
    assert [ref for ref in refs if ref] == ["A1", "A2", "B2", "A9"]


def test_threads_are_known_by_their_author() -> None:
    found = comments(
        '<comment ref="B2" authorId="1"><text><t>[Threaded comment]</t></text></comment>'
        '<comment ref="C3" authorId="0"><text><t>x</t></text></comment>',
        "<authors><author>Li</author><author>tc={0A}</author></authors>",
    )
    assert found.threads() == {B2}


def test_we_are_one_author_however_often_we_speak() -> None:
    found = Comments(minimal(MAIN), "Arial")
    found.say({B2: ("a",)})
    found.say({C3: ("b",)})
    assert found.result().count(f"<author>{AUTHOR}".encode()) == 1


# Their boxes


def drawn(data: bytes = b"") -> Boxes:
    return Boxes(data or boxes.minimal(), SheetPart(SHEET))


def rows_of(shown: Boxes) -> list[tuple[int, int]]:
    root = Tree.fromstring(shown.data)
    excel = "{urn:schemas-microsoft-com:office:excel}"
    found = []
    for data in root.iter(f"{excel}ClientData"):
        found.append(tuple(int(data.findtext(f"{excel}{n}", "-1")) for n in ("Row", "Column")))
    return found  # type: ignore[return-value]


def test_each_comment_gets_one_box_with_a_number_of_its_own() -> None:
    shown = drawn()
    shown.show({B2: "x", C3: "y"})
    shown.show({B2: "x again", (4, 4): "z"})
    assert rows_of(shown) == [(1, 1), (2, 2), (3, 3)]
    ids = [e.get("id") for e in Tree.fromstring(shown.data) if e.tag.endswith("}shape")]
    assert len(set(ids)) == 3


def test_a_box_goes_with_its_comment_and_leaves_other_shapes() -> None:
    shown = drawn()
    shown.show({B2: "x"})
    button = (
        b'<v:shape id="_x0000_s1030"><x:ClientData ObjectType="Button"><x:Row>1</x:Row>'
        b"<x:Column>1</x:Column></x:ClientData></v:shape>"
    )
    shown.data = shown.data.replace(b"</xml>", button + b"</xml>")
    before = shown.data
    shown.show({C3: "y"})
    assert b'_x0000_s1031"' in shown.data
    shown.remove({C3})
    assert shown.data == before
    shown.remove({B2})
    assert rows_of(shown) == [(1, 1)]


def test_a_box_is_made_higher_for_more_words_but_not_over_and_over() -> None:
    shown = drawn()
    shown.show({B2: "x"})
    low = shown.data
    shown.show({B2: "x\n" * 12})
    high = shown.data
    assert low != high
    shown.show({B2: "x\n" * 12})
    assert shown.data == high


def test_a_drawing_with_other_prefixes_is_known_as_well() -> None:
    theirs = (
        b'<xml xmlns:n0="urn:schemas-microsoft-com:vml" xmlns:n2="urn:schemas-microsoft-com:'
        b'office:excel"><n0:shape id="_x0000_s1026" style="width:144px;height:40px">'
        b'<n2:ClientData ObjectType="Note"><n2:Row>1</n2:Row><n2:Column>1</n2:Column>'
        b"</n2:ClientData></n0:shape></xml>"
    )
    shown = drawn(theirs)
    shown.show({B2: "x\n" * 9, C3: "y"})
    assert rows_of(shown) == [(1, 1), (2, 2)]
    assert b"width:144px;height:40px" not in shown.data
    shown.remove({B2, C3})
    assert rows_of(shown) == []


def test_what_is_not_quite_xml_is_kept_as_it_is() -> None:
    broken = boxes.minimal().replace(b"</xml>", b"<v:shape id='a'><br>text</v:shape></xml>")
    shown = drawn(broken)
    shown.show({B2: "x"})
    assert shown.data.startswith(broken.removesuffix(b"</xml>"))


def test_more_shapes_than_a_block_holds_are_told_in_the_head() -> None:
    shown = drawn()
    shown.show({(row, 1): "x" for row in range(1, 1100)})
    assert b'data="1,2"' in shown.data
    assert len(rows_of(shown)) == 1099
