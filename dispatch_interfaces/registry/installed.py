"""What the packages that are installed offer, one broken among them or not."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType, ModuleType
from typing import Any, Final, cast

import pluggy
from attrs import define, evolve, field, frozen

from dispatch_interfaces.narrowing import full_name, is_class, is_mapping
from dispatch_interfaces.registry import hooks
from dispatch_interfaces.showing import only_printable, shown, told

HOST_GROUP: Final = "dispatch.plugins"
"""The entry-point group from which the application loads its plugins."""

GROUPS: Final = (hooks.PROJECT, HOST_GROUP)

APPLICATION: Final = "dispatch"
"""The package of the application itself, which brings plugins of its own."""


@frozen(field_transformer=only_printable)
class Origin:
    """Where something that is installed comes from."""

    distribution: str
    """The name and the version of the package."""
    group: str
    entry_point: str

    @property
    def package(self) -> str:
        """The name of the package, as an index of packages has it: ``"acme-dispatch"``."""
        name = self.distribution.partition(" ")[0]
        return re.sub(r"[-_.]+", "-", name).lower()

    def __str__(self) -> str:
        return f"{self.distribution}, {self.group}: {self.entry_point}"


@frozen
class Offer:
    """A plugin class that a package offers."""

    plugin_class: type[Any]
    origin: Origin
    harness: object = None
    """What opens it for the conformance suite; None if the package does not say."""

    @property
    def name(self) -> str:
        """The class by its module and name."""
        return full_name(self.plugin_class)


@frozen(field_transformer=only_printable)
class Broken:
    """Something that could not be had from a package."""

    origin: Origin
    reason: str
    error: BaseException | None = field(default=None, repr=False, eq=False)


@frozen
class Installed:
    """Everything that packages offer, and everything that failed."""

    offers: tuple[Offer, ...]
    broken: tuple[Broken, ...]
    manager: pluggy.PluginManager = field(repr=False, eq=False)


NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def _everything(_origin: Origin) -> bool:
    """Where all that is installed is of interest."""
    return True


def _to_nobody(_what: str) -> None:
    """Where nobody wants to know what is being loaded."""


def find_installed(
    name: str | None = None,
    specs: tuple[ModuleType, ...] = (),
    loading: Callable[[str], None] = _to_nobody,
    without: Mapping[str, str] = NOTHING,
    wanted: Callable[[Origin], bool] = _everything,
) -> Installed:
    """Load the entry points of both groups, each by itself, and ask what they offer.

    An entry point may fail in any way (it cannot be imported, it exits, its hooks are none of
    ours): it is told of, and hides no other.

    Args:
        name: Only the entry points of this name; None for all.
        specs: Modules that specify more hooks.
        loading: Told of each entry point before it is loaded, and ``""`` when all are.
        without: Entry points that are not loaded, by their origin, and why.
        wanted: Whether an entry point is of interest; the others are neither loaded nor told of.
    """
    finder = _Finder(specs)
    for entry, origin in plugin_entry_points():
        if not wanted(origin):
            continue
        if str(origin) in without:
            finder.broken.append(Broken(origin, without[str(origin)]))
        elif name in (None, entry.name):
            loading(str(origin))
            finder.load(entry, origin)
    loading("")
    finder.ask_for_plugins()
    finder.ask_for_harnesses()
    harness = finder.harnesses.get
    offers = (evolve(it, harness=harness(it.plugin_class)) for it in finder.offers)
    return Installed(tuple(offers), tuple(finder.broken), finder.manager)


def hooks_of_packages(*specs: ModuleType) -> pluggy.PluginManager:
    """The hooks of all packages; what is only offered to the application is not imported.

    Args:
        specs: Modules that specify more hooks.
    """
    finder = _Finder(specs)
    for entry, origin in plugin_entry_points((hooks.PROJECT,)):
        finder.load(entry, origin)
    return finder.manager


@define
class _Finder:
    specs: tuple[ModuleType, ...] = ()
    manager: pluggy.PluginManager = field(init=False)
    origins: dict[str, Origin] = field(factory=dict[str, Origin])
    offers: list[Offer] = field(factory=list[Offer])
    broken: list[Broken] = field(factory=list[Broken])
    harnesses: dict[type[Any], object] = field(factory=dict[type[Any], object])

    def __attrs_post_init__(self) -> None:
        self.manager = pluggy.PluginManager(hooks.PROJECT)
        for it in (hooks, *self.specs):
            self.manager.add_hookspecs(it)

    def load(self, entry: EntryPoint, origin: Origin) -> None:
        with self.refusing(origin):
            found = entry.load()
            if is_class(found):
                self.offers.append(Offer(found, origin))
            elif origin.group == HOST_GROUP:
                raise TypeError(f"{entry.value} is no class: the application loads classes")
            else:
                self.register(found, origin)

    def register(self, found: Any, origin: Origin) -> None:
        name = str(origin)
        self.origins[name] = origin
        self.manager.register(found, name)
        callers = self.manager.get_hookcallers(found) or []
        unknown = [it.name for it in callers if not it.has_spec()]
        if not self.specs:
            unknown = [it for it in unknown if not it.startswith(hooks.CHECK_HOOKS)]
        if unknown:
            self.manager.unregister(name=name)
            raise LookupError(f"unknown hook {unknown[0]!r}")

    @contextmanager
    def refusing(self, origin: Origin) -> Generator[None]:
        """What fails is told of, and hides nothing else."""
        try:
            yield
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a module may call sys.exit
            self.refuse(origin, error)

    def refuse(self, origin: Origin, error: BaseException) -> None:
        self.broken.append(Broken(origin, told(error).rstrip(": "), error))

    def ask_for_plugins(self) -> None:
        for name, offered, failure in ask_each(self.manager, "dispatch_plugins"):
            origin = self.origins[name]
            if failure is not None:
                self.refuse(origin, failure)
            with self.refusing(origin):  # a generator may end half-way
                for it in _items(offered):
                    self.offer(it, origin)

    def offer(self, offered: Any, origin: Origin) -> None:
        if is_class(offered):
            self.offers.append(Offer(offered, origin))
        else:
            reason = f"dispatch_plugins offers {shown(offered)}, which is no class"
            self.broken.append(Broken(origin, reason))

    def ask_for_harnesses(self) -> None:
        for name, offered, failure in ask_each(self.manager, "dispatch_harnesses"):
            origin = self.origins[name]
            if failure is not None:
                self.refuse(origin, failure)
            elif is_mapping(offered):
                with self.refusing(origin):
                    self.harnesses.update(offered)
            elif offered is not None:
                reason = f"dispatch_harnesses returns {shown(offered)}, not harnesses by class"
                self.broken.append(Broken(origin, reason))


def plugin_entry_points(groups: tuple[str, ...] = GROUPS) -> Iterator[tuple[EntryPoint, Origin]]:
    """Those of some groups, always in the same order, whatever the order of installation."""
    for group in groups:
        found = [(it, _origin(it, group)) for it in entry_points(group=group)]
        yield from sorted(found, key=lambda it: str(it[1]))


def _origin(entry: EntryPoint, group: str) -> Origin:
    distribution = f"{entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return Origin(distribution, group, entry.name)


def ask_each(
    manager: pluggy.PluginManager, hook: str, **given: Any
) -> Iterator[tuple[str, Any, BaseException | None]]:
    """Call a hook of every package by itself: its name, what it returned, what it raised."""
    registered = [(name, it) for name, it in manager.list_name_plugin() if it is not None]
    for name, plugin in registered:
        others = [it for _, it in registered if it is not plugin]
        call: Callable[..., list[Any]] = manager.subset_hook_caller(hook, others)
        try:
            for result in call(**given):
                yield name, result, None
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            yield name, None, error


def _items(offered: Any) -> Iterator[Any]:
    """What a hook returned, one by one: nothing, one, or several."""
    if offered is None:
        return iter(())
    if isinstance(offered, (str, type)) or not hasattr(offered, "__iter__"):
        return iter([offered])
    return iter(cast("Iterable[Any]", offered))
