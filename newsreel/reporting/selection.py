"""Which sentences are told: the lead, then what adds most, in the order of the article and to the asked length."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from newsreel.reporting.candidates import Candidate

SAME = 0.62  # sentences more alike than this say the same thing
FAR = 70  # thousandths over the target that are never accepted
LEADING = (80, 50)  # hundredths of the target that the lead may take, with its second sentence and with more
TOLERANCE = 30  # thousandths of the length that are as good as exact

Choice = dict[int, int]  # order of a candidate -> which of its versions
Cost = Callable[[Choice], int]


@dataclass(frozen=True)
class Selection:
    """The candidates, what each is worth, how alike they are, and what it costs to tell a choice of them."""

    candidates: list[Candidate]
    scores: list[int]
    alike: np.ndarray
    cost: Cost
    target: int
    lead: int
    last: int = -1  # what happens next, to end with, where it fits
    first: tuple[int, ...] = ()  # the rest of the lead, told before anything else while there is room

    def choose(self) -> Choice:
        """The best choice that comes near to the target and does not pass it by more than the tolerance."""
        chosen = self._opening()
        for rank, order in enumerate(self.first):
            more = chosen | {order: 0}
            if (
                order not in chosen
                and self.cost(more) * 100 <= self.target * LEADING[min(rank, 1)]
                and self._repeats(order, chosen) < SAME
            ):
                chosen = more
        ending = self._bundle(self.last, chosen) if self.last > self.lead else []
        if ending and self.cost(chosen | dict.fromkeys(ending, 0)) * 100 <= self.target * 75:
            chosen |= dict.fromkeys(ending, 0)
        while (best := self._best_addition(chosen)) is not None:
            chosen = best
        return self._fitted(chosen)

    def _opening(self) -> Choice:
        for version in range(len(self.candidates[self.lead].versions)):
            choice = {self.lead: version}
            if self.cost(choice) <= self._most:
                return choice
        for one in self.candidates:
            for version in range(len(one.versions)):
                if not one.needs and self.cost({one.order: version}) <= self._most:
                    return {one.order: version}
        return {self.lead: len(self.candidates[self.lead].versions) - 1}

    @property
    def _most(self) -> int:
        return self.target * (1000 + TOLERANCE) // 1000

    def _bundle(self, order: int, chosen: Choice) -> list[int]:
        """A candidate with those it leans on that are not told yet; empty when that is too many."""
        bundle = [order]
        while self.candidates[bundle[-1]].needs:
            before = bundle[-1] - 1
            if before in chosen:
                break
            if before < self.lead or len(bundle) == 3:
                return []
            bundle.append(before)
        return bundle

    def _repeats(self, order: int, chosen: Choice) -> float:
        return max((float(self.alike[order, other]) for other in chosen if other != order), default=0.0)

    def _additions(self, chosen: Choice) -> list[Choice]:
        """Every choice with one candidate more, in each of its versions, and those it leans on."""
        first = min(chosen)
        found: list[Choice] = []
        for order in range(first, len(self.candidates)):
            if order in chosen or self.candidates[order].slight:
                continue
            bundle = self._bundle(order, chosen)
            if bundle and min(bundle) >= first and all(self._repeats(one, chosen) < SAME for one in bundle):
                more = chosen | dict.fromkeys(bundle, 0)
                found.extend(more | {order: version} for version in range(len(self.candidates[order].versions)))
        return found

    def _best_addition(self, chosen: Choice) -> Choice | None:
        options = []
        for option in self._additions(chosen):
            new = [order for order in option if order not in chosen]
            worth = sum(self.scores[order] - round(420 * self._repeats(order, chosen)) for order in new) // len(new)
            options.append((-worth, min(new), max(option[order] for order in new), option))
        for *_, option in sorted(options, key=lambda one: one[:3]):
            if self.cost(option) <= self._most:
                return option
        return None

    def _fitted(self, chosen: Choice) -> Choice:
        """The choice brought nearer to the target by telling one more, one less, one shorter or one instead."""
        key = self._key(chosen)
        for _ in range(10):
            if key[0] == 0:
                break
            best = min(self._moves(chosen), key=self._key, default=chosen)
            if self._key(best) >= key:
                break
            chosen, key = best, self._key(best)
        return chosen

    def _key(self, choice: Choice) -> tuple[int, int]:
        off = (self.cost(choice) - self.target) * 1000 // max(1, self.target)
        if off > FAR:
            return (off, 0)
        off = abs(off)
        return (max(0, off - TOLERANCE) // 5, -sum(self.scores[order] for order in choice))

    def _moves(self, chosen: Choice) -> list[Choice]:
        moves = self._additions(chosen)
        for order, version in chosen.items():
            versions = len(self.candidates[order].versions)
            moves.extend(chosen | {order: other} for other in range(versions) if other != version)
        worst = sorted(
            (order for order in chosen if order not in (min(chosen), self.last, *self.first)),
            key=lambda order: self.scores[order],
        )[:10]
        for order in worst:
            less = self._without(order, chosen)
            moves.append(less)
            moves.extend(option for option in self._additions(less) if order not in option)
            moves.extend(
                less | {other: version}
                for other in less
                for version in range(len(self.candidates[other].versions))
                if version != less[other]
            )
        return moves

    def _without(self, order: int, chosen: Choice) -> Choice:
        """A choice without one candidate and those that lean on it."""
        gone = {order}
        following = order + 1
        while following in chosen and self.candidates[following].needs:
            gone.add(following)
            following += 1
        return {one: version for one, version in chosen.items() if one not in gone}
