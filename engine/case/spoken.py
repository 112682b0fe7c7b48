"""Numbers in words, as far as people write them out: one to thirty, first to twentieth, and how many of a unit of time."""

NUMBER_WORDS = tuple((
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven twenty-eight "
    "twenty-nine thirty").split())
ORDINAL_WORDS = tuple((
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth").split())
MANY = rf"(?:\d+(?:[.,]\d+)?(?:\s?-\s?\d+)?|an?|{'|'.join(NUMBER_WORDS[:12])}|several|(?:a\s)?few|some|many)"
"""How many days, weeks, months or years people tell, as a pattern."""
