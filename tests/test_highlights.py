"""Where words of a search stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.highlights import folded, passages


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("L’entretien a duré une heure.", "entretien", ["entretien"]),
        ("Élysée et ÉLYSÉE, elysees", "elysee", ["Élysée", "ÉLYSÉE", "elysees"]),
        ("un télégramme, des télégrammes", "télégramme", ["télégramme", "télégrammes"]),
        ("Un an, une année", "an", ["an"]),
        ("习近平同普京视频通话", "普京", ["普京"]),
        ("习近平 同 普京", "习近平", ["习近平"]),
        ("Владимир Путин и Путина", "Путин", ["Путин", "Путина"]),
        ("the video-call of today; a video call", '"video call"', ["video-call", "video call"]),
        ("videos of a call", '"video call"', []),
        ("nothing here", "elsewhere", []),
        ("İstanbul and ﬁre", "fire", []),
        ("marks only", "!!!", []),
    ],
)
def test_words_are_found_as_the_index_finds_them(text: str, words: str, found: list[str]) -> None:
    marks = [text[low:high] for passage in passages(text, words) for low, high in passage.marks]
    assert marks == found


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(max_size=300), st.text(min_size=1, max_size=20))
def test_passages_lie_in_the_text_in_order(text: str, words: str) -> None:
    end = 0
    for passage in passages(text, words):
        assert end <= passage.start < passage.end <= len(text)
        assert all(passage.start <= low < high <= passage.end for low, high in passage.marks)
        end = passage.end
