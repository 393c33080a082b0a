"""An incremental computation database. It knows nothing about WIT.

A *query* is a function of the database and of hashable arguments. It may depend only on what it reads from the
database, because it can be abandoned at any read and run again. A *cell* stores the value of a query for one choice of
arguments. An *input* is a cell whose value was set from outside; until then, its query computes a default.

Changes are pushed and values are pulled. `set` computes nothing: it marks the readers of a cell as dirty and their
transitive readers as to be checked. `get` verifies a marked cell by settling its reads, in the order in which they were
made, and runs the query only if one of them has a new value. A value is new if its type differs or it is not equal.
Parts of a value are compared by `==` alone, so two classes of named tuples need a field that tells them apart.

An *eager* query is one that is cheap and whose value seldom changes, but on which many depend. From its cell, only
eager readers are marked. The cell is settled before anything is read, and marks the others only if its value is new. It
may read nothing but inputs and eager cells: all else may be out of date without being marked yet.

Marking and verification are loops. Only computations nest, when one reads a cell that must be computed first. At
`max_depth` all running computations are abandoned, and their cells are computed from the innermost one outwards. Except
for the outermost, a cell is abandoned at most once, so N cells take at most 2N + N / (`max_depth` - 1) runs.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator, KeysView
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from typing_extensions import TypeVarTuple, Unpack

    T = TypeVar("T")
    K = TypeVar("K")
    V = TypeVar("V")
    Args = TypeVarTuple("Args")
    Query: TypeAlias = Callable[["Database", Unpack[Args]], T]
    Reads: TypeAlias = dict["_Cell", dict[Hashable, None] | None]  # the entries that were read; None: the whole value

Wrapped = TypeVar("Wrapped", bound="Callable[..., Any]")
Key: TypeAlias = tuple[Any, ...]  # a query and its arguments: what `get` takes


def eager(query: Wrapped) -> Wrapped:
    """Makes a query eager."""
    query.is_eager = True  # type: ignore[attr-defined]
    return query


class Failed(Exception):
    """The value of a cell whose query raised, and of cells that read it. `args`: the key of that query and the error.

    Reading such a cell raises it. A query that catches it goes on without that value.
    """

    def __str__(self) -> str:
        return f"{_name(self.args[0])}: {self.args[1]}"


class QueryCycle(Exception):
    """A query needs its own value, which is a bug. The outermost `get` raises it and stores none of the values."""


class Cancelled(BaseException):
    """Raised by `check_cancelled`."""


class Database:
    """Cells, and the queue of the watched ones that may be out of date.

    Whatever `get` raises, finished cells stay valid and all others stay marked. Of the exceptions that a read raises, a
    query may catch `Failed` only.
    """

    def __init__(self) -> None:
        self.strict = False  # an exception in a query is raised by the outermost `get` and no `Failed` is stored
        self.max_depth = 50
        self.check_cancelled: Callable[[], object] = lambda: None  # called before each run of a query
        self.on_failure: Callable[[Key, Exception], object] = lambda key, exception: None  # called for each new error
        self.runs: Counter[Callable[..., Any]] = Counter()  # by query, including abandoned runs
        self._cells: dict[Key, _Cell] = {}
        self._pending: OrderedDict[Key, None] = OrderedDict()  # a dict takes linear time to find its first key
        self._held: dict[_Cell, None] = {}  # eager cells whose readers are not marked yet
        self._path: dict[_Cell, Iterator[_Cell]] = {}  # each waits for the next; with its reads left to verify
        self._running: list[Reads] = []
        self._unread: list[_Cell] = []  # cells that may have lost their last reader

    def __len__(self) -> int:
        return len(self._cells)

    @property
    def pending(self) -> KeysView[Key]:
        """A live view of the queue, in the order of marking; `get` takes each key."""
        self._settle_held()
        return self._pending.keys()

    def get(self, query: Query[Unpack[Args], T], *args: Unpack[Args]) -> T:
        """The value of a cell, up to date. Raises `Failed`, `QueryCycle` and `Cancelled`."""
        if self._held:
            self._settle_held()
        key = query, *args
        cell = self._cells.get(key)  # as `_cell` and `_value`, which this alone is called often enough to spell out
        if cell is None:
            cell = self._cells[key] = _Cell(key)
        if self._running:
            self._running[-1][cell] = None
        if cell.state:
            self._settle(cell)
        value: T | Failed = cell.value
        if type(value) is Failed:
            raise Failed(*value.args)
        return value  # type: ignore[return-value]

    def entry(self, query: Query[Unpack[Args], dict[K, V]], *args: Unpack[Args], key: K) -> V | None:
        """`get(query, *args).get(key)`, but a change of other entries does not make the reader run again."""
        if self._held:
            self._settle_held()
        cell = self._cell((query, *args))
        if self._running and (keys := self._running[-1].setdefault(cell, {})) is not None:
            keys[key] = None
        value: V | None = self._value(cell).get(key)
        return value

    def peek(self, query: Query[Unpack[Args], T], *args: Unpack[Args]) -> T | Failed | None:
        """The last value, perhaps out of date; None if there never was one. Not tracked, so not for use in queries."""
        cell = self._cells.get((query, *args))
        value: T | Failed | None = None if cell is None or cell.value is _UNSET else cell.value
        return value

    def set(self, query: Query[Unpack[Args], T], *args: Unpack[tuple[Unpack[Args], T]]) -> None:
        """Makes the last argument the value of a cell, until it is discarded. An equal value changes nothing."""
        cell = self._changing((query, *args[:-1]))
        self._store(cell, args[-1], {})
        cell.keep = _SET

    def watch(self, query: Query[Unpack[Args], T], *args: Unpack[Args]) -> None:
        """Keeps a cell in `pending` whenever it may be out of date, until it is discarded."""
        cell = self._changing((query, *args))
        cell.keep = cell.keep or _WATCHED
        if cell.state:
            self._pending[cell.key] = None

    def discard(self, query: Query[Unpack[Args], T], *args: Unpack[Args]) -> None:
        """Undoes `set` and `watch`, and drops the cell as soon as no other cell reads it.

        A cell that is neither set nor watched is dropped with its last reader, or here if it never had a reader.
        """
        cell = self._changing((query, *args))
        if cell.keep == _SET:
            self._mark([cell])
        cell.keep = 0
        self._pending.pop(cell.key, None)
        self._unread.append(cell)
        self._drop_unread()

    def _cell(self, key: Key) -> _Cell:
        return self._cells.get(key) or self._cells.setdefault(key, _Cell(key))

    def _changing(self, key: Key) -> _Cell:
        if self._path:
            raise RuntimeError(f"a query changes {_name(key)}")
        return self._cell(key)

    def _value(self, cell: _Cell) -> Any:
        if cell.state:
            self._settle(cell)
        if type(cell.value) is Failed:
            raise Failed(*cell.value.args)  # never the stored one: its traceback would keep frames alive
        return cell.value

    def _settle(self, wanted: _Cell) -> None:
        """Verifies or computes a marked cell, and first the cells that it waits for."""
        path, start = self._path, len(self._path)
        try:
            self._wait_for(wanted)
            if len(self._running) == self.max_depth:
                raise _TooDeep
            while len(path) > start:
                cell = next(reversed(path))
                if cell.state == _DIRTY:
                    try:
                        self._run(cell)
                    except _TooDeep:  # the path still holds what was abandoned
                        if start:
                            raise
                elif (read := next((read for read in path[cell] if read.state), None)) is not None:
                    self._wait_for(read)
                else:
                    self._clean(cell)
                    path.popitem()
        finally:
            if not start:
                self._unread += (cell for cell in path if cell.value is _UNSET)
                path.clear()
                self._drop_unread()

    def _settle_held(self) -> None:
        """Settles the eager cells that were marked; not to be cancelled, for it must be done before anything else."""
        if self._running:
            return
        check_cancelled, self.check_cancelled = self.check_cancelled, _go_on
        try:
            while self._held:
                cell = next(iter(self._held))
                if cell.state and self._cells.get(cell.key) is cell:
                    self._settle(cell)
                else:
                    del self._held[cell]
        finally:
            self.check_cancelled = check_cancelled

    def _wait_for(self, cell: _Cell) -> None:
        if cell in self._path:
            names = [_name(step.key) for step in (*self._path, cell)]
            raise QueryCycle(" -> ".join(names[names.index(names[-1]) :]))
        self._path[cell] = iter(cell.reads)

    def _run(self, cell: _Cell) -> None:
        self.check_cancelled()
        query, *args = cell.key
        failure: Exception | None = None
        self.runs[query] += 1
        reads: Reads = {}
        self._running.append(reads)
        try:
            value = query(self, *args)
        except Failed as failed:
            value = Failed(*failed.args)
        except Exception as exception:
            if self.strict or any(read.state for read in reads):
                raise
            failure, value = exception, Failed(cell.key, repr(exception))
        finally:
            self._running.pop()
        if any(read.state for read in reads):
            raise RuntimeError(f"{_name(cell.key)} caught an exception that should have ended it")
        if cell.is_eager and not all(read.is_eager or not read.reads for read in reads):
            raise RuntimeError(f"{_name(cell.key)} is eager and reads what is not")
        changed = self._store(cell, value, reads)
        self._path.popitem()
        if changed and failure is not None:
            self.on_failure(cell.key, failure)

    def _store(self, cell: _Cell, value: Any, reads: Reads) -> bool:
        """Returns whether the value is new. A comparison that raises leaves the cell as it was."""
        changed = not _same(cell.value, value)
        stale = [reader for reader, keys in cell.readers.items() if _differ(cell.value, value, keys)] if changed else []
        self._link(cell, reads)
        self._clean(cell)
        self._mark(stale)
        if changed:
            cell.value = value
        return changed

    def _link(self, cell: _Cell, reads: Reads) -> None:
        for read in cell.reads:
            if read not in reads:
                del read.readers[cell]
                self._unread.append(read)
        for read, keys in reads.items():
            read.readers[cell] = None if keys is None else tuple(keys)
        cell.reads = tuple(reads)

    def _clean(self, cell: _Cell) -> None:
        cell.state = _CLEAN
        if cell.keep:
            self._pending.pop(cell.key, None)

    def _mark(self, stale: list[_Cell]) -> None:
        """Marks cells as dirty and their transitive readers as to be checked."""
        marked = stale.copy()
        for cell in marked:  # grows in the loop
            if not cell.state:
                cell.state = _CHECK
                if cell.is_eager:
                    self._held[cell] = None
                    marked += (reader for reader in cell.readers if reader.is_eager)
                else:
                    marked += cell.readers
                if cell.keep:
                    self._pending[cell.key] = None
        for cell in stale:
            cell.state = _DIRTY

    def _drop_unread(self) -> None:
        while self._unread:
            cell = self._unread.pop()
            if not cell.readers and not cell.keep:
                self._cells.pop(cell.key, None)
                self._link(cell, {})


_CLEAN, _CHECK, _DIRTY = range(3)
_WATCHED, _SET = 1, 2
_UNSET = object()


def _go_on() -> None:
    pass


class _Cell:
    """All readers of a marked cell are marked too, but for those of an eager one."""

    __slots__ = ("is_eager", "keep", "key", "readers", "reads", "state", "value")

    def __init__(self, key: Key) -> None:
        self.key, self.state = key, _DIRTY
        self.is_eager: bool = getattr(key[0], "is_eager", False)
        self.value: Any = _UNSET
        self.keep = 0  # _WATCHED, _SET, or 0: not kept without a reader
        self.reads: tuple[_Cell, ...] = ()
        self.readers: dict[_Cell, tuple[Hashable, ...] | None] = {}  # with the entries they read; None: the whole value


class _TooDeep(BaseException):
    """Abandons all running computations, so that the cell wanted last is computed first."""


def _same(old: object, new: object) -> bool:
    if type(old) is Failed and type(new) is Failed:
        return old.args == new.args
    return old is new or (type(old) is type(new) and old == new)


def _differ(old: object, new: object, keys: tuple[Hashable, ...] | None) -> bool:
    """Whether two different values differ in one of these entries; None stands for all of them."""
    if keys is None or type(old) is not dict or type(new) is not dict:
        return True
    return any(not _same(old.get(key), new.get(key)) for key in keys)


def _name(key: Key) -> str:
    return f"{key[0].__name__}({', '.join(map(repr, key[1:]))})"
