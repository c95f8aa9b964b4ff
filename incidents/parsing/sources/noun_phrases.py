"""Where the name or description of a speaker begins and ends in a sentence, in either direction of writing."""

from __future__ import annotations

from collections.abc import Container, Iterator

from incidents.languages import Language, Mark, normal
from incidents.parsing.text import CLOSING_QUOTES, DASHES, OPENING_QUOTES, WRITTEN_AND, Sentence

_LEFT = 4
"""Words at most of a phrase before its noun, or of one that no list knows."""
_RIGHT = 7
"""Words at most of an Arabic phrase, which goes on behind its noun."""
_TAIL = 3
"""Words at most that describe a noun from behind."""
_NAME = 7
"""Words at most of a name."""
_CLAUSE = 10
"""Words at most of a relative clause between a speaker and his verb."""
_LINKS = frozenset(("al", "el", "bin", "abu", "de", "van", "of", "for", "and"))
_ARTICLES = frozenset(("al", "el", "ar", "as", "ash", "at", "az", "an", "ad", "abd", "ul"))
_UPPER_SHARE = 0.7
"""A greater share of words in capitals makes a sentence a shouted one."""
_TO = "ل"
_STOPS = ("number", "toll", "toll_of", "verb_first", "casualty", "event", "according", "attribution.object")
"""Groups of marks before which an Arabic phrase ends."""


def is_definite(s: Sentence, start: int) -> bool:
    """Does a phrase mean somebody known: "the monitor", «المرصد»?"""
    return s.word_in("the", start - 1) or s.has_article(start)


def is_shouting(s: Sentence) -> bool:
    """Is a sentence in capital letters, so that they tell no names?"""
    words = [t for t in s.tokens if t.is_word and len(t.text) > 1]
    return sum(t.text.isupper() for t in words) > _UPPER_SHARE * len(words)


def is_possessive(s: Sentence, index: int) -> bool:
    """Is it "its", "his" or a name that owns what follows?"""
    return s.tokens[index].text.lower().endswith(("'s", "’s", "s'", "s’")) or s.word_in("whose", index)


def is_age_of(s: Sentence, age: Mark) -> bool:
    """Is it the age that describes somebody: the "-year-old" of "a 67-year-old resident"?"""
    return s.word(age.start) in DASHES and age.start > 0 and s.word(age.start - 1).isdecimal()


class NounPhrases:
    """Finds the noun phrases that may be speakers in the sentences of one text."""

    def __init__(self, language: Language, text: str) -> None:
        self.language = language
        self.text = text
        self.titles = language.words["title"]
        self.verb_first = language.direction == "rtl"

    def around(self, s: Sentence, start: int, end: int) -> tuple[int, int]:
        """Tokens of the phrase around a listed noun: what describes it stands before it, in Arabic behind it."""
        if self.verb_first:
            last = end if s.ending("say.accuse", start) else self._right(s, start, end)
            return start, self._quoted_end(s, last) if s.has("relay_source", start, end) else last
        first = self._left(s, start)
        while s.word(first) in self.language.articles:
            first += 1
        if s.at("grammar.age", first) and end - first > 1:
            first += 1
        while s.at("attribution.body", end):
            end += 1  # "the police department"
        goes_on = end < len(s.tokens) and self.is_link(s, end) and not s.at("grammar.and", end)
        if goes_on and s.tokens[end - 1].is_capitalised and self._name_end(s, end + 1) > end + 1:
            return first, self._name_end(s, end + 1)  # "the Department of Corrections"
        last = end
        while last < len(s.tokens) and last - end < _TAIL and self._describes(s, last):
            last += 1
        named = s.has("relay_source", start, end) and s.tokens[end - 1].is_capitalised
        return first, last if named or s.at("say", last) else end

    def _describes(self, s: Sentence, index: int) -> bool:
        """May a word behind a listed noun belong to it: "the military command", and no name?"""
        named = s.tokens[index].is_capitalised and not is_shouting(s)
        if s.has("relay_source", index - 2, index) and s.tokens[index].is_capitalised:
            return not self._stops(s, index)
        return not named and not s.is_adverb(index) and not self._stops(s, index)

    def _left(self, s: Sentence, start: int) -> int:
        first = start
        for _ in range(_LEFT):
            if first > 0 and (age := s.covering("grammar.age", first - 1)) and is_age_of(s, age):
                first = age.start - 1
                continue
            if first == 0 or self._stops(s, first - 1):
                break
            first -= 1
            if s.word(first) in self.language.articles:
                break
        return first

    def _stops(self, s: Sentence, index: int) -> bool:
        """Does a phrase that describes somebody never hold this token?"""
        if not s.tokens[index].is_word or s.at("grammar.noun_stop", index) or s.at("pronoun.words", index):
            return True
        verb = any(s.covering(g, index) for g in ("verb_object", "verb_active", "verb_subject", "event"))
        if verb and s.ends_with("past", index):
            return True
        return any(s.covering(g, index) for g in ("say", "org", "date", "attribution.content", "grammar.be"))

    def _right(self, s: Sentence, start: int, end: int) -> int:
        """An Arabic phrase goes on to a preposition, a verb, a number, a recipient, or what is said."""
        last = end
        while last < len(s.tokens) and last - start < _RIGHT:
            if self.is_recipient(s, last) or s.at("grammar.noun_stop", last) or s.word(last) == _TO:
                break
            heard = s.word_in("audience", last) and s.word(last).startswith(_TO)
            if heard or s.word_in("have", last):
                break  # «كانت الشبكة قد وثقت», «المتحدث للصحفيين»
            of_name = s.word(last).startswith("لل")  # «مركز … للتوثيق»
            if not of_name and (self._stops(s, last) or any(s.at(g, last) for g in _STOPS)):
                break
            if s.at("grammar.clause_start", last) or self._joins(s, last):
                break
            last += 1
        return last

    def _joins(self, s: Sentence, index: int) -> bool:
        """Does a token begin with a joined "and"?"""
        forms = s.tokens[index].forms
        return forms[0].startswith(WRITTEN_AND) and len(forms) > 1 and len(forms[0]) > 3

    def is_recipient(self, s: Sentence, index: int) -> bool:
        """Is it said to whoever stands at this Arabic token: «لوكالة», «لرويترز»?"""
        if not self.verb_first:
            return False
        before = index - 1
        while before >= 0 and not s.tokens[before].is_word:
            before -= 1
        if before >= 0 and s.word(before) == _TO:
            return True
        if not s.word(index).startswith(_TO):
            return False
        whole = s.word(index) in self.language.table.by_first  # «لجنة», whose first letter is its own
        return bool(s.at("relay_source", index) or s.at("org", index)) and not whole

    def quoted_recipients(self, s: Sentence) -> Iterator[tuple[int, int]]:
        """The words in quotation marks behind an Arabic "to"."""
        for index, token in enumerate(s.tokens):
            if self.verb_first and token.forms[0] == _TO:
                end = self._quoted_end(s, index + 1)
                if end > index + 1:
                    yield index + 2, end - 1

    def _quoted_end(self, s: Sentence, start: int) -> int:
        """Behind the quoted name that opens at a token; the token itself where none does."""
        if start >= len(s.tokens) or s.tokens[start].text not in OPENING_QUOTES:
            return start
        inside = range(start + 2, min(start + 2 + _LEFT, len(s.tokens)))
        return next((i + 1 for i in inside if s.tokens[i].text in CLOSING_QUOTES), start)

    def capitalised(self, s: Sentence) -> Iterator[tuple[int, int]]:
        """Runs of capitalised words that may be names; in a sentence of capitals only what a title leads."""
        shouting = is_shouting(s)
        index = 0
        while index < len(s.tokens):
            opens = s.tokens[index].is_capitalised and not self._no_name(s, index)
            if not opens or (shouting and s.word(index).rstrip(".") not in self.titles):
                index += 1
                continue
            end = self._name_end(s, index)
            if end > index:
                yield index, end
            index = max(end, index + 1)

    def _no_name(self, s: Sentence, index: int) -> bool:
        """Is it a word that begins a sentence with a capital and names nobody?"""
        small = s.word(index) in self.language.articles or s.word_in("no_name", index)
        return small or bool(s.at("grammar.noun_stop", index) or s.at("number", index))

    def _name_end(self, s: Sentence, start: int) -> int:
        end = start
        while end < len(s.tokens) and end - start < _NAME:
            token = s.tokens[end]
            particle, dash, name = token.text.partition("-")
            hyphened = bool(dash) and particle.lower() in _ARTICLES and name[:1].isupper()
            linked = (
                end > start and (token.text in _LINKS or hyphened) and not s.at("say", end + 1 - hyphened)
            )
            if not (token.is_capitalised or linked) or s.covering("say", end) or s.at("pronoun.words", end):
                break
            if any(s.covering(g, end) for g in ("date", "org")) or (end == start and self._is_place(s, end)):
                break
            if s.at("source.words", end) and not token.is_capitalised:
                break
            end += 1
        while end > start and s.tokens[end - 1].text in _LINKS:
            end -= 1
        first_word_only = end - start == 1 and (start == 0 or not s.tokens[start - 1].is_word)
        return start if first_word_only and s.covering("people", start) else end

    def _is_place(self, s: Sentence, index: int) -> bool:
        """Is it a place by itself, and not the beginning of a name: "the Homs Herald"?"""
        if not s.covering("toponym", index):
            return False
        goes_on = index + 1 < len(s.tokens) and s.tokens[index + 1].is_capitalised
        return not goes_on or not self.is_free(s, index) or bool(s.covering("toponym", index + 1))

    def may_be_subject(self, s: Sentence, end: int) -> bool:
        """May a lone name that ends here be a subject, and no adjective: "Obama, who", but no "Obama aides"?"""
        if end == len(s.tokens) or not s.tokens[end].is_word or s.covering("date", end):
            return True
        return s.is_adverb(end) or bool(s.at("grammar.noun_stop", end))

    def is_person(self, s: Sentence, head: int) -> bool:
        """Is the noun of a description one for people: "the governor", "a shopkeeper"?"""
        return s.word(head) in self.titles or any(s.covering(group, head) for group in ("people", "person"))

    def voice(self, s: Sentence, head: int) -> str:
        """How a pronoun may go on with a description (see Source): "police" are many, "the governor" is a person."""
        many = s.ends_with("plural", head) and not s.word(head).endswith("ss")  # "witness"
        if many or s.word_in("plural_noun", head):
            return "many"
        return "person" if self.is_person(s, head) else ""

    def is_link(self, s: Sentence, index: int) -> bool:
        """Is it a small word inside a name?"""
        return s.tokens[index].text in _LINKS

    def without_title(self, s: Sentence, start: int, end: int) -> str:
        """A name without the titles before it: "Interior Minister Lina Haddad"."""
        titles = [i for i in range(start, end - 1) if s.word(i).rstrip(".") in self.titles]
        return self.named(s, titles[-1] + 1 if titles else start, end)

    def before_verb(self, s: Sentence, verb: int) -> int:
        """Where the subject of a verb ends, if it stands right before it; 0 where the verb is a passive."""
        at = verb
        while at > 0 and (s.is_adverb(at - 1) or s.word_in("have", at - 1)):
            at -= 1
        return 0 if s.covering("grammar.be", at - 1) and not s.word_in("have", at - 1) else at

    def is_free(self, s: Sentence, start: int) -> bool:
        """Does a phrase stand at no preposition, so that it may be a subject?"""
        before = start - 1 if s.word(start - 1) not in self.language.articles else start - 2
        led = s.at("attribution.object_lead", before) or s.covering("attribution.speaking", before)
        return before < 0 or not led

    def subject(self, s: Sentence, verb: Mark) -> tuple[int, int] | None:
        """The noun phrase that a verb of speech has as its subject, if one stands beside it."""
        if self.verb_first:
            end = self._right(s, verb.end, verb.end)
            wordless = end == verb.end or not s.tokens[verb.end].is_word
            return None if wordless else (verb.end, end)
        end = self.before_verb(s, verb.start)
        relative = s.last("grammar.relative", max(0, end - _CLAUSE), end)
        if relative and end - relative.start > 1 and all(t.is_word for t in s.tokens[relative.start : end]):
            end = relative.start  # "a shopkeeper who asked not to be named said"
        if end == 0 or self._stops(s, end - 1) or s.at("number", end - 1):
            return None
        start = self._left(s, end)
        determined = self._is_determined(s, start) or s.ends_with("plural", end - 1)
        if not determined or not self.is_free(s, start):
            return None
        while start < end and s.word(start) in self.language.articles:
            start += 1
        return (start, end) if start < end else None

    def _is_determined(self, s: Sentence, index: int) -> bool:
        """Does a noun phrase begin here, by its first word: "a", "his", "another", "the ministry's"?"""
        small = s.word(index) in self.language.articles or s.word_in("another", index)
        return small or is_possessive(s, index)

    def inverted(self, s: Sentence, verb: Mark) -> tuple[int, int] | None:
        """The subject behind a verb of speech that stands behind what is said: "…, said a shopkeeper"."""
        start = verb.end
        behind = verb.start > 0 and not s.tokens[verb.start - 1].is_word
        if self.verb_first or not behind or start == len(s.tokens) or not self._is_determined(s, start):
            return None
        while s.word(start) in self.language.articles:
            start += 1
        end = start
        while end < len(s.tokens) and not self._stops(s, end) and not s.at("grammar.of", end):
            if (
                end > start
                and s.ends_with("past", end)
                and s.word(end + 1)
                and s.at("grammar.noun_stop", end + 1)
            ):
                break  # "a shopkeeper reached by telephone"
            end += 1
        likely = s.tokens[verb.start - 1].text in CLOSING_QUOTES or self.is_person(s, end - 1)
        return (start, end) if 0 < end - start <= _LEFT and likely else None

    def forward(self, s: Sentence, start: int) -> tuple[int, int] | None:
        """The noun phrase that begins at a token, without its article; none in Arabic, where nothing shows its end."""
        if self.verb_first:
            return None
        while s.word(start) in self.language.articles:
            start += 1
        end = start
        while end < len(s.tokens) and (not self._stops(s, end) or (end > start and s.at("say.count", end))):
            end += 1  # "court documents", "police records"
        counts = ("number", "modifier", "people")
        plain = not any(s.covering(g, i) for g in counts for i in range(start, end))
        return (start, end) if 0 < end - start <= _LEFT and plain else None

    def head(self, s: Sentence, start: int, end: int) -> str:
        """The noun that a phrase is about, without the article: its last word, in Arabic its first."""
        word = s.tokens[start if self.verb_first else end - 1].forms
        return min(word, key=len) if self.verb_first else word[0]

    def named(self, s: Sentence, start: int, end: int) -> str:
        """The words of a phrase as the text has them, without a possessive ending or a joined Arabic particle."""
        name = s.text(start, end, self.text).removesuffix("'s").removesuffix("’s")
        if self.verb_first:
            name = "".join(letter for letter in name if letter not in OPENING_QUOTES | CLOSING_QUOTES)
            return _without_particle(name, self.language.table.by_first)
        return name

    def described(self, s: Sentence, start: int, end: int) -> str:
        """The same for a common noun, without the capital that only begins the sentence."""
        name = self.named(s, start, end)
        begins = (
            start == 0
            and not s.covering("toponym", 0)
            and not is_shouting(s)
            and not any(t.is_capitalised for t in s.tokens[1:end])
            and not s.tokens[0].text[1:2].isupper()
        )
        return name[:1].lower() + name[1:] if begins else name


def _without_particle(name: str, listed: Container[str]) -> str:
    """An Arabic name without "and", "to" and the like before it, where a known word is left."""
    first, _, rest = name.partition(" ")
    plain = normal(first)
    if plain.startswith("لل"):
        first = "ال" + first[2:]
    elif plain.startswith(("وال", "فال", "بال")):
        first = first[1:]
    elif plain[:1] in "وفبل" and len(plain) > 4 and plain not in listed and plain[1:] in listed:
        first = first[1:].lstrip("ـ")
    return f"{first} {rest}".strip()
