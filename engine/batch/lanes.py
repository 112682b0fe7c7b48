"""Several numbers at once: a type for functions that Numba compiles, of which the processor's vector units take a few in every step.

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
MANTISSA = 52
"""Bits of a double below its exponent."""

_DOUBLES, _SINGLES = ir.VectorType(ir.DoubleType(), LANES), ir.VectorType(ir.FloatType(), LANES)
_BITS = ir.VectorType(ir.IntType(64), LANES)
_FREE = ("contract", "nsz", "nnan")


class _LanesType(types.Type):
    def __init__(self) -> None:
        super().__init__(name=f"Lanes{LANES}")


_lanes = _LanesType()


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager, type_) -> None:
        super().__init__(manager, type_, _DOUBLES)


def _all(builder, value):
    """Return a vector of which every number is the value; a vector as it is."""
    if isinstance(value.type, ir.VectorType):
        return value
    kind = ir.VectorType(value.type, LANES)
    first = builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, ir.Constant(kind, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))


def _place(context, builder, kind, array, index, vector):
    """Return where a vector lies in an array."""
    made = context.make_array(kind)(context, builder, array)
    return builder.bitcast(cgutils.get_item_pointer(context, builder, kind, made, index), ir.PointerType(vector))


def _read(array, indices):
    single = array.dtype == types.float32

    def make(context, builder, signature, given):
        at = _place(context, builder, signature.args[0], given[0], given[1:], _SINGLES if single else _DOUBLES)
        found = builder.load(at, align=4 if single else 8)
        return builder.fpext(found, _DOUBLES) if single else found

    return _lanes(array, *[types.intp] * indices), make


@intrinsic
def row(_typing, table, number, start):
    """Read the numbers of a row of a table from column `start` on; single precision is widened."""
    return _read(table, 2)


@intrinsic
def part(_typing, array, start):
    """Read the numbers of an array from `start` on."""
    return _read(array, 1)


@intrinsic
def put(_typing, array, start, value):
    """Write the numbers to an array from `start` on."""
    def make(context, builder, signature, given):
        builder.store(given[2], _place(context, builder, signature.args[0], given[0], [given[1]], _DOUBLES), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, _lanes), make


@intrinsic
def filled(_typing, value):
    """Return the same number in every place."""
    return _lanes(types.float64), lambda _context, builder, _signature, given: _all(builder, given[0])


def _of_two(step):
    """Return a function of two, of which one may be a single number."""
    @intrinsic
    def made(_typing, one, two):
        kinds = [_lanes if kind == _lanes else types.float64 for kind in (one, two)]
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
    """Return value * 2**times; the whole numbers `times` stand in the last bits of their doubles, and the result is a normal number."""
    def make(_context, builder, _signature, given):
        power = builder.shl(builder.bitcast(given[1], _BITS), ir.Constant(_BITS, [MANTISSA] * LANES))
        return builder.bitcast(builder.add(builder.bitcast(given[0], _BITS), power), _DOUBLES)

    return _lanes(_lanes, _lanes), make


@intrinsic
def marked(_typing, value, marks, start, mask):
    """Return the numbers with their last bits, those of the mask, replaced by whole numbers of an array from `start` on."""
    def make(context, builder, signature, given):
        mark = builder.load(_place(context, builder, signature.args[1], given[1], [given[2]], _BITS), align=8)
        kept = builder.and_(builder.bitcast(given[0], _BITS), _all(builder, builder.not_(given[3])))
        return builder.bitcast(builder.or_(kept, mark), _DOUBLES)

    return _lanes(_lanes, marks, types.intp, types.int64), make


@intrinsic
def mark_of(_typing, value, mask):
    """Return the whole number that `marked` put into the last bits of a single number."""
    def make(_context, builder, _signature, given):
        return builder.and_(builder.bitcast(given[0], ir.IntType(64)), given[1])

    return types.int64(types.float64, types.int64), make


def _of_all(name, *before):
    @intrinsic
    def made(_typing, value):
        def make(_context, builder, _signature, given):
            full = f"llvm.vector.reduce.{name}.v{LANES}f64"
            kind = ir.FunctionType(ir.DoubleType(), [*(one.type for one in before), _DOUBLES])
            called = builder.module.globals.get(full) or ir.Function(builder.module, kind, full)
            return builder.call(called, [*before, given[0]], fastmath=("nnan", "nsz", "reassoc"))

        return types.float64(_lanes), make
    return made


highest, total = _of_all("fmax"), _of_all("fadd", ir.Constant(ir.DoubleType(), -0.0))
