"""Report → toponyms and claims.  Pure: no files, no network, no clock; what it knows of places and names
is handed to it.

`parser` is the way in.  A sentence (`text`, `spans`) is read in steps that know nothing of each other's results but
marks, and `claims` makes of them what is told; `rules/` says in plain words what decides each field (`reasons`):

places      names of places, and which place each means
scene       where a sentence stands
counting    how many people, and what befell them
events      which words tell of an event, of which kind
dates       the days it names, and what they are the days of
sources     who says it
actors      who did it
claims      all of that together: one draft for each thing told
"""

from incidents.parsing.parser import parse

__all__ = ["parse"]
