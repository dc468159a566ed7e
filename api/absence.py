"""What there is where an answer has no event of a known day: never a bare "nothing" above plans and longer periods."""

from api.words import Words
from graph.answer import Answer


def instead(answer: Answer, words: Words, *, narrowed: bool = False) -> str:
    """A sentence that counts what else is told of these days; empty where an event is of them. `narrowed`: not all that
    is stored was looked for, so that nothing is said of the rest."""
    if answer.events:
        return ""
    numbers = (("coming", len(answer.planned)), ("inside", len(answer.within)), ("loose", len(answer.undated)))
    there = [words.count(key, number) for key, number in numbers if number]
    if not there:
        return words.say("nothing_narrowed" if narrowed else "nothing")
    return words.say("no_known_day", there=("、" if words.lang == "zh" else ", ").join(there))
