"""Words for the concepts of the vocabulary in four languages, from `seeds/labels/concepts.toml`."""

import tomllib
from functools import cache

from graph.resources import seed_folder

Labels = dict[str, dict[str, dict[str, str]]]


@cache
def concept_labels() -> Labels:
    """scheme -> notation -> language -> words."""
    return tomllib.loads((seed_folder() / "labels" / "concepts.toml").read_text(encoding="utf8"))


def concept_label(scheme: str, notation: str, lang: str) -> str:
    """The words for one concept: concept_label("mode", "video call", "fr"). Raises KeyError on an unknown one."""
    return concept_labels()[scheme][notation][lang]
