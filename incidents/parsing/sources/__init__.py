"""Who says it: the attributions of a sentence, and the phrases that name who speaks."""
