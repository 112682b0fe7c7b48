"""Tables of many cases, one row each: a header that people really use, to cases, with a report for every column.

    bytes -> open_table -> Sheet -> read_header -> Columns -> Columns.case -> CaseFile

Columns that look like a real person's identifier are dropped before anything of them is kept, and the report says so.
"""

from .cohort import Cohort, Lead, RankedRow, rank_table
from .columns import Column, read_header
from .files import Sheet, open_table
from .rows import TableReader, TableRow
from .template import template

__all__ = ["Cohort", "Column", "Lead", "RankedRow", "Sheet", "TableReader", "TableRow", "open_table", "rank_table", "read_header", "template"]
