"""How many people, and what befell them: numbers (figures, cardinals), several people (groups, duals, several, people),
one of them (persons, fates, singles), and what was done to them (triggers, counts, series).
"""
