"""Several numbers of single precision at once, for functions that Numba compiles: of them the processor's vector units take a few in every step.

    whole = whole + row(table, number, start) * scale

Numba knows single numbers only and leaves it to the compiler to find what can be done together. Here it is said: what is called `Lanes` stays in
the registers while many rows are added to it, where a sum in an array would be read and written again for each. `+`, `-` and `*` work on
it, with single numbers too. A product and a sum may be contracted; nothing is summed in another order than written, but for `total`.

Numba remembers compiled code by the file of the function that is called: after a change here, change that file too, or clear `__pycache__`.
"""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic as _intrinsic
from numba.extending import models, overload, register_model

from .layout import LANES

intrinsic: Any = _intrinsic
"""Numba gives such a function its first argument; its types ask the caller for it."""
MANTISSA = 23
"""Bits of a number below its exponent."""
_ALIGN = 4
"""Bytes of a number: lanes may lie anywhere in an array."""
_FREE = ("contract", "nsz", "nnan")
_VECTOR = ir.VectorType(ir.FloatType(), LANES)
_MASK = ir.IntType(LANES)
"""A bit for each number."""


class _LanesType(types.Type):
    """`LANES` numbers of single precision."""

    def __init__(self) -> None:
        super().__init__(name=f"float32x{LANES}")


_lanes, _number = _LanesType(), types.float32


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager, type_) -> None:
        super().__init__(manager, type_, _VECTOR)


def _all(builder, value):
    """Return a vector of which every number is the value; a vector as it is."""
    if isinstance(value.type, ir.VectorType):
        return value
    kind = ir.VectorType(value.type, LANES)
    first = builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, ir.Constant(kind, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))


def _place(context, builder, kind, array, index):
    """Return where lanes lie in an array."""
    made = context.make_array(kind)(context, builder, array)
    return builder.bitcast(cgutils.get_item_pointer(context, builder, kind, made, index), ir.PointerType(_VECTOR))


def _read(array, indices):
    def make(context, builder, signature, given):
        return builder.load(_place(context, builder, signature.args[0], given[0], given[1:]), align=_ALIGN)

    return _lanes(array, *[types.intp] * indices), make


@intrinsic
def row(_typing, table, number, start):
    """Read the numbers of a row of a table from column `start` on."""
    return _read(table, 2)


@intrinsic
def part(_typing, array, start):
    """Read the numbers of an array from `start` on."""
    return _read(array, 1)


@intrinsic
def put(_typing, array, start, value):
    """Write the numbers to an array from `start` on."""
    def make(context, builder, signature, given):
        builder.store(given[2], _place(context, builder, signature.args[0], given[0], [given[1]]), align=_ALIGN)
        return context.get_dummy_value()

    return types.void(array, types.intp, value), make


@intrinsic
def filled(_typing, value):
    """Return the same number in every place."""
    return _lanes(_number), lambda _context, builder, _signature, given: _all(builder, given[0])


def _of_two(step):
    """Return a function of two, of which one may be a single number."""
    @intrinsic
    def made(_typing, one, two):
        kinds = [each if each == _lanes else _number for each in (one, two)]
        return _lanes(*kinds), lambda _context, builder, _signature, given: step(builder, *[_all(builder, value) for value in given])
    return made


def _picked(sign):
    return _of_two(lambda builder, one, two: builder.select(builder.fcmp_ordered(sign, one, two, flags=_FREE), one, two))


larger, smaller = _picked(">"), _picked("<")


def _overload(sign, step):
    of_two = _of_two(step)

    @overload(sign)
    def _operator(one, two):
        return (lambda one, two: of_two(one, two)) if _lanes in (one, two) else None


_overload(operator.add, lambda builder, one, two: builder.fadd(one, two, flags=_FREE))
_overload(operator.sub, lambda builder, one, two: builder.fsub(one, two, flags=_FREE))
_overload(operator.mul, lambda builder, one, two: builder.fmul(one, two, flags=_FREE))


@intrinsic
def doubled(_typing, value, times):
    """Return value * 2**times; the whole numbers `times` stand in the last bits of their numbers, and the result is normal."""
    bits = ir.VectorType(ir.IntType(32), LANES)

    def make(_context, builder, _signature, given):
        power = builder.shl(builder.bitcast(given[1], bits), ir.Constant(bits, [MANTISSA] * LANES))
        return builder.bitcast(builder.add(builder.bitcast(given[0], bits), power), _VECTOR)

    return _lanes(_lanes, _lanes), make


@intrinsic
def first_lane(_typing, value, single):
    """Return in which place the number first stands; it does stand in one."""
    def make(_context, builder, _signature, given):
        same = builder.bitcast(builder.fcmp_ordered("==", given[0], _all(builder, given[1])), _MASK)
        return builder.cttz(same, ir.Constant(ir.IntType(1), 1))

    return types.int64(_lanes, _number), make


@intrinsic
def without(_typing, value, lane):
    """Return the numbers with 0 in one place."""
    def make(_context, builder, _signature, given):
        gone = builder.bitcast(builder.shl(ir.Constant(_MASK, 1), given[1]), ir.VectorType(ir.IntType(1), LANES))
        return builder.select(gone, ir.Constant(_VECTOR, None), given[0])

    return _lanes(_lanes, types.int64), make


def _of_all(name, *before):
    @intrinsic
    def made(_typing, value):
        def make(_context, builder, _signature, given):
            full = f"llvm.vector.reduce.{name}.v{LANES}f32"
            first = [ir.Constant(_VECTOR.element, one) for one in before]
            kind = ir.FunctionType(_VECTOR.element, [*(one.type for one in first), _VECTOR])
            called = builder.module.globals.get(full) or ir.Function(builder.module, kind, full)
            return builder.call(called, [*first, given[0]], fastmath=("nnan", "nsz", "reassoc"))

        return _number(_lanes), make
    return made


highest, total = _of_all("fmax"), _of_all("fadd", -0.0)
