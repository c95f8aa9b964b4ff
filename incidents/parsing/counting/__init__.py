"""How many people, and what befell them: numbers (figures, cardinals), several people (people, groups, duals, couples,
several), one of them (persons, names, nationals, singles), both in one list (series, lists, families), and what was
done to them (triggers, fates, doers, pronouns, casualties); `counts` is the way in.
"""
