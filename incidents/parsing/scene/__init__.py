"""Where a sentence stands: the place the narrative has reached, positions relative to one, and places that are
elsewhere.
"""
