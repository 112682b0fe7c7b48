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
MANTISSA = 23
"""Bits of a number of single precision below its exponent."""
_FREE = ("contract", "nsz", "nnan")
_BITS = ir.VectorType(ir.IntType(64), LANES)


class _LanesType(types.Type):
    """Numbers of one kind, `LANES` of them; `number` is Numba's type of each, `vector` the compiler's of all."""

    def __init__(self, number: types.Float, single: ir.Type) -> None:
        super().__init__(name=f"{number}x{LANES}")
        self.number, self.vector = number, ir.VectorType(single, LANES)


_doubles, _singles = _LanesType(types.float64, ir.DoubleType()), _LanesType(types.float32, ir.FloatType())
_OF = {kind.number: kind for kind in (_doubles, _singles)}


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager, type_) -> None:
        super().__init__(manager, type_, type_.vector)


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
    kind = _OF[array.dtype]

    def make(context, builder, signature, given):
        at = _place(context, builder, signature.args[0], given[0], given[1:], kind.vector)
        return builder.load(at, align=array.dtype.bitwidth // 8)

    return kind(array, *[types.intp] * indices), make


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
    """Write the numbers to an array of their kind from `start` on."""
    def make(context, builder, signature, given):
        builder.store(given[2], _place(context, builder, signature.args[0], given[0], [given[1]], value.vector), align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.intp, value), make


@intrinsic
def filled(_typing, value):
    """Return the same number in every place."""
    return _OF[value](value), lambda _context, builder, _signature, given: _all(builder, given[0])


@intrinsic
def widened(_typing, value):
    """Return numbers of single precision as doubles."""
    return _doubles(_singles), lambda _context, builder, _signature, given: builder.fpext(given[0], _doubles.vector)


def _kind_of(one, two):
    return one if isinstance(one, _LanesType) else two


def _of_two(step):
    """Return a function of two, of which one may be a single number."""
    @intrinsic
    def made(_typing, one, two):
        kind = _kind_of(one, two)
        kinds = [kind if each == kind else kind.number for each in (one, two)]
        return kind(*kinds), lambda _context, builder, _signature, given: step(builder, *[_all(builder, value) for value in given])
    return made


def _picked(sign):
    return _of_two(lambda builder, one, two: builder.select(builder.fcmp_ordered(sign, one, two, flags=_FREE), one, two))


larger, smaller = _picked(">"), _picked("<")


def _overload(sign, step):
    of_two = _of_two(step)

    @overload(sign)
    def _operator(one, two):
        return (lambda one, two: of_two(one, two)) if isinstance(_kind_of(one, two), _LanesType) else None


_overload(operator.add, lambda builder, one, two: builder.fadd(one, two, flags=_FREE))
_overload(operator.sub, lambda builder, one, two: builder.fsub(one, two, flags=_FREE))
_overload(operator.mul, lambda builder, one, two: builder.fmul(one, two, flags=_FREE))


@intrinsic
def doubled(_typing, value, times):
    """Return value * 2**times, of single precision; the whole numbers `times` stand in the last bits of their numbers, and the result is normal."""
    bits = ir.VectorType(ir.IntType(32), LANES)

    def make(_context, builder, _signature, given):
        power = builder.shl(builder.bitcast(given[1], bits), ir.Constant(bits, [MANTISSA] * LANES))
        return builder.bitcast(builder.add(builder.bitcast(given[0], bits), power), _singles.vector)

    return _singles(_singles, _singles), make


@intrinsic
def marked(_typing, value, marks, start, mask):
    """Return the numbers with their last bits, those of the mask, replaced by whole numbers of an array from `start` on."""
    def make(context, builder, signature, given):
        mark = builder.load(_place(context, builder, signature.args[1], given[1], [given[2]], _BITS), align=8)
        kept = builder.and_(builder.bitcast(given[0], _BITS), _all(builder, builder.not_(given[3])))
        return builder.bitcast(builder.or_(kept, mark), _doubles.vector)

    return _doubles(_doubles, marks, types.intp, types.int64), make


@intrinsic
def mark_of(_typing, value, mask):
    """Return the whole number that `marked` put into the last bits of a single number."""
    def make(_context, builder, _signature, given):
        return builder.and_(builder.bitcast(given[0], ir.IntType(64)), given[1])

    return types.int64(types.float64, types.int64), make


def _of_all(name, *before):
    @intrinsic
    def made(_typing, value):
        single = value.vector.element

        def make(_context, builder, _signature, given):
            full = f"llvm.vector.reduce.{name}.v{LANES}f{value.number.bitwidth}"
            first = [ir.Constant(single, one) for one in before]
            kind = ir.FunctionType(single, [*(one.type for one in first), value.vector])
            called = builder.module.globals.get(full) or ir.Function(builder.module, kind, full)
            return builder.call(called, [*first, given[0]], fastmath=("nnan", "nsz", "reassoc"))

        return value.number(value), make
    return made


highest, total = _of_all("fmax"), _of_all("fadd", -0.0)
