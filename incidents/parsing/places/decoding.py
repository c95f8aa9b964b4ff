"""Names from the weights of a spaCy recogniser, decided as spaCy does but in a few large matrix products.

spaCy's transition model decides token by token: does a name begin here, is the token a name of its own, does
the name go on or end, or is there none?  It scores one state after the other, which takes most of its time.
But outside a name the scores depend on the token alone, and inside one on the token and on where the name began
(`set_context_tokens` with three features in spaCy's `_state.pxd`).  So all tokens are scored in one product as if
outside names, and each name that begins in another.  The moves allowed are those of spaCy's `ner.pyx` for a text
without names set beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language

_AHEAD = 6
"""Tokens of a name that are looked at together; few names are longer."""

Floats = NDArray[np.float32]


class Decoder:
    """Finds names in texts with a spaCy pipeline that has a pipe `ner`; the pipeline is changed for it."""

    def __init__(self, pipeline: Language) -> None:
        pipe: Any = pipeline.get_pipe("ner")
        _calculate_in_numpy(pipe.model)
        lower, upper, tok2vec = (pipe.model.get_ref(name) for name in ("lower", "upper", "tok2vec"))
        moves = [pipe.moves.get_class_name(n) for n in range(upper.get_dim("nO"))]
        outside = [move for move in moves if move[0] in "BUO" and move != "U-"]
        self._tokens, self._vectors, self._states = pipeline.make_doc, tok2vec.predict, _States(lower)
        self._outside = _Scores(moves, outside, upper)
        self._inside = {
            move[2:]: _Scores(moves, (f"I-{move[2:]}", f"L-{move[2:]}"), upper)
            for move in outside
            if move[0] == "B"
        }
        self._labels = [move[2:] for move in outside]
        self._begins = np.array([move[0] == "B" for move in outside])
        self._is_name = np.array([move[0] != "O" for move in outside])

    def names(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, label) of each name from left to right; offsets in code points, spaCy's labels."""
        tokens = self._tokens(text)
        if not len(tokens):
            return
        features = self._states.features(self._vectors([tokens]))
        scores = self._outside.of(self._states.outside(features))
        scores[-1, self._begins] = -np.inf
        blank = np.array([token.is_space for token in tokens])
        scores[np.ix_(blank, self._is_name)] = -np.inf
        best = scores.argmax(axis=1)
        end = 0
        for start in np.flatnonzero(self._is_name[best]).tolist():
            if start >= end:
                move = best[start]
                label = self._labels[move]
                end = self._end(features, start, label) if self._begins[move] else start + 1
                last = tokens[end - 1]
                yield tokens[start].idx, last.idx + len(last), label

    def _end(self, features: Floats, start: int, label: str) -> int:
        """Where a name that begins at a token ends: at the first token where that scores more than to go on."""
        last = len(features) - 1
        for first in range(start + 1, last, _AHEAD):
            states = self._states.inside(features, start, first, min(first + _AHEAD, last))
            goes_on, ends = self._inside[label].of(states).T
            if (ends > goes_on).any():
                return first + int((ends > goes_on).argmax()) + 1
        return last + 1


class _States:
    """The hidden layer.  A state is a token, and inside a name the name's first token and the token before."""

    def __init__(self, lower: Any) -> None:
        weights: Floats = lower.get_param("W").transpose(0, 2, 1, 3)  # feature, piece, hidden, vector
        self._shape = weights.shape[:3]
        self._weights = np.ascontiguousarray(weights.reshape(-1, weights.shape[3]).T)
        self._bias: Floats = lower.get_param("b").T
        _, no_start, no_before = lower.get_param("pad")[0].transpose(0, 2, 1)
        self._outside_bias = no_start + no_before + self._bias

    def features(self, vectors: Floats) -> Floats:
        """What each token adds to a state that it is a feature of: token, feature, piece, hidden."""
        return (vectors @ self._weights).reshape(len(vectors), *self._shape)

    def outside(self, features: Floats) -> Floats:
        """The states of all tokens, as if none were in a name."""
        out: Floats = (features[:, 0] + self._outside_bias).max(axis=1)
        return out

    def inside(self, features: Floats, start: int, first: int, end: int) -> Floats:
        """The states of tokens [first, end) in a name that begins at `start`."""
        sums = features[first:end, 0] + features[start, 1] + features[first - 1 : end - 1, 2]
        out: Floats = (sums + self._bias).max(axis=1)
        return out


class _Scores:
    """The output layer for some of the model's moves."""

    def __init__(self, moves: Sequence[str], chosen: Sequence[str], upper: Any) -> None:
        rows = [moves.index(move) for move in chosen]
        self._weights: Floats = np.ascontiguousarray(upper.get_param("W")[rows].T)
        self._bias: Floats = upper.get_param("b")[rows]

    def of(self, states: Floats) -> Floats:
        """One row a state, one column a move."""
        out: Floats = states @ self._weights + self._bias
        return out


def _calculate_in_numpy(model: Any) -> None:
    """Let numpy multiply matrices, which it does in a third of the time that spaCy's own library takes.

    On one thread: a second one would take a whole core to save a tenth of the time.
    """
    from thinc.api import NumpyOps
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    threadpool_limits(limits=1, user_api="blas")
    for layer in model.walk():
        layer.ops = NumpyOps(use_blis=False)
