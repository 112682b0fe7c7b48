"""Many cases at once: the same numbers as `rank`, over tables of resolved cases, in chunks, on one machine or several.

    words, values -> resolve -> resolved rows (Arrow) -> pack -> score -> Scores -> columns of the output

Needs NumPy, Numba and PyArrow; nothing of it is imported by the rest of the engine.
"""
