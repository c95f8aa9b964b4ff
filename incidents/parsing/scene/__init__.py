"""Where a sentence stands: the place the narrative has reached (narrative, unlisted), positions relative to one, and
places that are elsewhere (elsewhere, speaking).
"""
