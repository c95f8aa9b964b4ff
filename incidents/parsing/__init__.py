"""Report → toponyms and claims.  Pure: no files, no network, no clock; what it knows of places and names
is handed to it.

`parser` is the way in, `claims` leads each sentence through the steps, `drafts` writes claims down, `rules/` says
in plain words what decides each field (`reasons`).  The steps:

names of places    toponyms (mentions, recogniser, arabic_mentions, place_text, chains, judging, named, outlets)
where              narrative, where, elsewhere, positions, divisions
numbers            figures, cardinals
who is counted     groups, duals, people (several); persons, fates, singles (one); categories
what befell them   counts, series, triggers; figure_claims, roles; identity (who is told of twice)
what happened      events, happenings, retold
when               dates (date_words, written_dates, told_dates, days); tellings, story, when
who says it        sources (noun_phrases), attribution, speakers
who did it         actors (actor_phrases, subjects, acting, blame, names)
"""

from incidents.parsing.parser import parse

__all__ = ["parse"]
