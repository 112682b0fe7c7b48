"""How many days a unit of time has, and which day stands for a month or a year.

People tell spans roughly, and so they are counted: a month is 30 days, a year 365. Between two dates a year has 365.25.
"""

DAYS_A_WEEK, DAYS_A_MONTH, DAYS_A_YEAR = 7, 30, 365
DAYS_A_YEAR_OF_DATES = 365.25
HOURS_A_DAY, MINUTES_A_DAY = 24, 1440
MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
MIDDLE_MONTH, MIDDLE_DAY = 7, 15
"""A date that names only a year or a month stands for its middle."""
