"""The one door to HiGHS: a linear programme kept warm between two questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Row = tuple[float, float, Mapping[int, float]]  # low, high, coefficient of each column
Numbers = Sequence[float] | Floats
INFINITY, UNLIMITED = highspy.kHighsInf, highspy.kHighsIInf
OPTIONS = (
    ("output_flag", False),
    ("threads", 1),
    ("random_seed", 0),
    ("presolve", "off"),  # from the last basis little is left to do: less than presolving takes
)


@dataclass(frozen=True, slots=True)
class Optimum:
    """A solved programme; `bound` is what is proven."""

    values: Floats
    bound: float


class Programme:
    """Minimise costs · x with low <= x <= high and rows; one thread, hence deterministic."""

    def __init__(self, low: Numbers, high: Numbers, rows: Sequence[Row]) -> None:
        """Start from costs of zero."""
        self.width = len(low)
        self.low, self.high = np.array(low, float), np.array(high, float)
        self.costs = np.zeros(self.width)
        self.solver = _Highs()  # the public class prints a banner
        for option, value in OPTIONS:
            self.solver.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.width, len(rows)
        lp.col_cost_ = self.costs
        lp.col_lower_, lp.col_upper_ = self.low, self.high
        lp.row_lower_ = np.array([row[0] for row in rows], float)
        lp.row_upper_ = np.array([row[1] for row in rows], float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in rows)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array([i for row in rows for i in row[2]], np.int32)
        lp.a_matrix_.value_ = np.array([v for row in rows for v in row[2].values()], float)
        self.solver.passModel(lp)

    def set_costs(self, costs: Floats) -> None:
        """Replace all costs; the solver hears of those that change only, as of bounds below."""
        columns = np.flatnonzero(costs != self.costs).astype(np.int32)
        self.costs = costs.copy()
        if len(columns):
            self.solver.changeColsCost(len(columns), columns, costs[columns])

    def set_cost(self, column: int, cost: float) -> None:
        """Replace the cost of one column."""
        self.costs[column] = cost
        self.solver.changeColCost(column, cost)

    def set_bounds(self, low: Floats, high: Floats) -> None:
        """Replace all bounds; the arrays are the programme's from now on."""
        columns = np.flatnonzero((low != self.low) | (high != self.high)).astype(np.int32)
        self.low, self.high = low, high
        if len(columns):
            self.solver.changeColsBounds(len(columns), columns, low[columns], high[columns])

    def add_row(self, low: float, coefficients: Mapping[int, float]) -> None:
        """Require Σ coefficient × x >= low from now on."""
        columns = np.array(list(coefficients), np.int32)
        values = np.array(list(coefficients.values()), float)
        self.solver.addRow(low, INFINITY, len(columns), columns, values)

    def solve(self, whole: Sequence[int] = (), nodes: int | None = None) -> Optimum | None:
        """The optimum, the `whole` columns taking whole values; None when there is none.

        With a limit of `nodes`, the best solution met, with the bound reached.
        """
        if len(whole):
            return self._whole(whole, UNLIMITED if nodes is None else nodes)
        self.solver.run()
        is_over = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self._found(self.solver.getObjectiveValue()) if is_over else None

    def _whole(self, columns: Sequence[int], nodes: int) -> Optimum | None:
        self._set_kind(columns, highspy.HighsVarType.kInteger)
        self.solver.setOptionValue("mip_max_nodes", nodes)
        self.solver.run()
        info = self.solver.getInfo()
        is_met = info.primal_solution_status == FEASIBLE
        found = self._found(info.mip_dual_bound) if is_met else None
        self._set_kind(columns, highspy.HighsVarType.kContinuous)
        return found

    def _found(self, bound: float) -> Optimum:
        return Optimum(np.array(self.solver.getSolution().col_value), bound)

    def reduced_costs(self) -> Floats:
        """Those of the columns, at the last optimum."""
        return np.array(self.solver.getSolution().col_dual)

    def _set_kind(self, columns: Sequence[int], kind: highspy.HighsVarType) -> None:
        kinds = np.array([kind.value] * len(columns), np.uint8)
        self.solver.changeColsIntegrality(len(columns), np.array(columns, np.int32), kinds)


FEASIBLE = highspy.SolutionStatus.kSolutionStatusFeasible.value
