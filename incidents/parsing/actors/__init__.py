"""Who did it: the subjects of acts, those who are blamed for them, and their names."""
