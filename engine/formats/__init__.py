"""What leaves the house as a file: reports to print and to open again."""

from .report import Report, Section, report, to_html, to_json

__all__ = ["Report", "Section", "report", "to_html", "to_json"]
