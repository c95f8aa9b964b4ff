"""The days a sentence names (date_words, written_dates, told_dates, days; `dates` is the way in), and what each of
them is the day of (tellings, asides).
"""
