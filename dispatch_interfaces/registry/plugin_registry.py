"""Keeps the plugins of a host: registered, active per project, configured, found by interface."""

import contextlib
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final, Generic, TypeVar

import attrs
from typing_extensions import TypeForm

from dispatch_interfaces.checking.static import static_problems
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError, PluginError
from dispatch_interfaces.host.bridge.base import Bridge
from dispatch_interfaces.host.configuration import Schema
from dispatch_interfaces.limits import limits_of
from dispatch_interfaces.logs import logger
from dispatch_interfaces.masking import hidden_of, learn_entered
from dispatch_interfaces.narrowing import class_of, full_name, is_class, vars_of
from dispatch_interfaces.plugin import PluginInfo
from dispatch_interfaces.registry.installed import Installed, find_installed
from dispatch_interfaces.showing import told
from dispatch_interfaces.suggestions import did_you_mean

P = TypeVar("P")
T = TypeVar("T")

_LOG: Final = logger("dispatch_interfaces")


class PluginRejectedError(PluginError, ValueError):
    """A plugin class cannot be registered; the text names everything that is wrong with it.

    Args:
        plugin: The class, by module and name, and where it comes from.
        problems: What is wrong, one sentence each.
        taken: That of them which says who has its slug; empty if nobody has.
    """

    def __init__(
        self, plugin: str, problems: tuple[str, ...], *, interface: str = "", taken: str = ""
    ) -> None:
        told = "\n".join(f"- {it}" for it in problems)
        super().__init__(f"{plugin} cannot be registered:\n{told}", interface=interface)
        self.plugin = plugin
        self.problems = problems
        self.taken = taken


@attrs.frozen
class FanOut(Generic[T]):
    """What became of a call of several plugins, by their slugs."""

    results: Mapping[str, T]
    errors: Mapping[str, Exception]

    def raise_errors(self) -> None:
        """Raise all errors together.

        Raises:
            ExceptionGroup: At least one of the plugins raised.
        """
        if self.errors:
            raise ExceptionGroup(f"{', '.join(self.errors)} failed", list(self.errors.values()))


@attrs.frozen
class _Registered:
    """A plugin as it was registered."""

    info: PluginInfo
    contract: Contract
    plugin_class: type[Any]
    make: Callable[[Any], Any]
    """Makes an object of it for a configuration."""
    schema: Any
    """What validates a configuration; None for nothing."""
    made_for: bool
    """Whether an object is made for its configuration, and so anew for another one."""


@attrs.define
class _Active:
    """A plugin as it is active in a project."""

    slug: str
    configuration: Any
    plugin: Any = None
    making: Any = attrs.field(factory=threading.RLock, repr=False, eq=False)
    """Held while its object is made: what hangs there holds up nobody else."""


class PluginRegistry:
    """The plugins of one host.

    Plugins are registered for the whole host and active in single projects. The registry makes
    one object for each project; all threads of the project share it. Its ``configuration`` and
    ``project_id`` are set by each look-up, as the application does, and are seen by the thread
    that looked it up and by no other.

    A host that knows no projects leaves `project_id` out everywhere.

    ```python
    registry = PluginRegistry()
    registry.register(AcmeStorage)
    registry.activate("acme-storage", project_id=1, configuration={"root_id": "drive-7"})
    registry.get(StoragePlugin, project_id=1).create("incident-1", [])
    ```
    """

    def __init__(self) -> None:
        self._registered: dict[str, _Registered] = {}
        self._active: dict[tuple[int | None, str], _Active] = {}
        self._found: dict[tuple[int, str | None, int | None], _Active] = {}
        """What `get` has found since the last change, by what it was asked: asked again, it needs
        no lock. A change replaces all of it."""
        self._lock = threading.RLock()

    def register(self, plugin_class: type[Any], *, make: Callable[[], Any] | None = None) -> None:
        """Register a plugin class; registering it again changes nothing.

        A bridge registers the class that it carries into the application, with its settings.

        Args:
            plugin_class: A class of one of the documented interfaces. With an attribute
                ``configuration_schema``, an attrs class or anything with ``parse_obj`` or
                ``model_validate``, its configurations are validated by that.
            make: Makes an object of it; None for one that is made without arguments.

        Raises:
            PluginRejectedError: Its attributes, its slug or its methods are not right; the error
                names all of it.
        """
        self._register(plugin_class, make, "")

    def load_installed(self, installed: Installed | None = None) -> tuple[PluginRejectedError, ...]:
        """Register what installed packages offer.

        What cannot be loaded or registered is logged and returned, and hides nothing else. Of two
        plugins with one slug, the one whose package comes first by name is registered.

        Args:
            installed: What packages offer; looked for if None.

        Returns:
            An error for each package or plugin that was rejected.
        """
        found = find_installed() if installed is None else installed
        rejected: list[PluginRejectedError] = []
        for broken in found.broken:
            rejected.append(PluginRejectedError(str(broken.origin), (broken.reason,)))
            rejected[-1].__cause__ = broken.error
        for offer in found.offers:
            try:
                self._register(offer.plugin_class, None, f" ({offer.origin})")
            except PluginRejectedError as error:
                rejected.append(error)
        for it in rejected:
            _LOG.error("%s", it)
        return tuple(rejected)

    def registered(self, interface: TypeForm[Any] | None = None) -> tuple[PluginInfo, ...]:
        """What the registered plugins say of themselves.

        Args:
            interface: The interface, such as `StoragePlugin`; None for all.
        """
        contract = None if interface is None else _contract(interface)
        with self._lock:
            every = [it for it in self._registered.values() if contract in (None, it.contract)]
        return tuple(it.info for it in every)

    def activate(
        self,
        slug: str,
        *,
        project_id: int | None = None,
        configuration: Mapping[str, Any] | None = None,
    ) -> None:
        """Make a plugin the active one of its interface in a project, or configure it anew.

        Other plugins of the interface cease to be active there, unless it says ``multiple``. After
        a new configuration, a plugin that is made for its settings is made anew; any other stays
        the same object.

        Args:
            slug: The slug of a registered plugin.
            project_id: The project.
            configuration: What was entered as its settings.

        Raises:
            NotFoundError: No plugin has that slug.
            InvalidRequestError: The configuration is refused; nothing was changed.
        """
        with self._lock:
            found = self._by_slug(slug, "activate")
        validated = _validated(found, configuration)
        with self._lock:
            before = self._active.get((project_id, slug))
            if not found.info.multiple:
                for other in self._slugs_of(found.contract, project_id):
                    del self._active[project_id, other]
            kept = None if before is None or found.made_for else before.plugin
            self._active[project_id, slug] = _Active(slug, validated, kept)
            self._found = {}

    def deactivate(self, slug: str, *, project_id: int | None = None) -> None:
        """Make a plugin inactive in a project; one that is not active stays so.

        Raises:
            NotFoundError: No plugin has that slug.
        """
        with self._lock:
            self._by_slug(slug, "deactivate")
            self._active.pop((project_id, slug), None)
            self._found = {}

    def get(
        self, interface: TypeForm[P], *, slug: str | None = None, project_id: int | None = None
    ) -> P:
        """The plugin that is active for an interface, with the configuration of the project.

        Args:
            interface: The interface, such as `StoragePlugin`.
            slug: Which one, where several may be active.
            project_id: The project.

        Raises:
            NotFoundError: None is active there, or not that one.
            InvalidRequestError: Several are active, and no slug was given; or the slug belongs to
                another interface.
        """
        # By identity: whatever is asked for, only a documented interface was ever found.
        active = self._found.get((id(interface), slug, project_id))
        if active is None:
            active = self._look_up(interface, slug, project_id)
        plugin: P = self._set_up(active, project_id)
        return plugin

    def limits(
        self, interface: TypeForm[Any], *, slug: str | None = None, project_id: int | None = None
    ) -> Any:
        """What the plugin that is active declares that its platform cannot do: `TicketLimits`, ...

        Args:
            interface: The interface, such as `TicketPlugin`.
            slug: Which plugin, where several may be active.
            project_id: The project.

        Raises:
            NotFoundError: As for `get`.
            InvalidRequestError: As for `get`.
        """
        plugin = self.get(interface, slug=slug, project_id=project_id)
        return limits_of(plugin, _contract(interface).limits)

    def active(self, interface: TypeForm[P], *, project_id: int | None = None) -> Mapping[str, P]:
        """Every plugin that is active for an interface in a project, by slug."""
        contract = _contract(interface)
        with self._lock:
            slugs = self._slugs_of(contract, project_id)
            every = {slug: self._active[project_id, slug] for slug in slugs}
        return {slug: self._set_up(self._made(it), project_id) for slug, it in every.items()}

    def call_all(
        self, interface: TypeForm[P], call: Callable[[P], T], *, project_id: int | None = None
    ) -> FanOut[T]:
        """Call every plugin that is active for an interface, whatever the others do.

        ``registry.call_all(MetricPlugin, lambda it: it.counter("incidents"), project_id=1)``

        Args:
            interface: The interface, such as `MetricPlugin`.
            call: The call.
            project_id: The project.

        Returns:
            Results and errors by slug. Errors are logged, too, with the plugin and the project.
        """
        results: dict[str, T] = {}
        errors: dict[str, Exception] = {}
        contract = _contract(interface)
        with self._lock:
            slugs = self._slugs_of(contract, project_id)
        for slug in slugs:
            try:
                with _no_exit(slug):
                    results[slug] = call(self.get(interface, slug=slug, project_id=project_id))
            except Exception as error:
                error.add_note(f"in {slug}, project {project_id}")
                _LOG.exception("%s failed in project %s", slug, project_id)
                errors[slug] = error
        return FanOut(results, errors)

    def _register(self, offered: type[Any], make: Callable[[], Any] | None, origin: str) -> None:
        bridge = offered if _is_bridge(offered) else None
        plugin_class: type[Any] = getattr(offered, "implementation", offered)
        contract = CONTRACTS.get(str(getattr(plugin_class, "type", None)))
        problems = [*_problems(plugin_class, contract)]
        info, problem = (None, "") if problems else _info(plugin_class, make)
        slug: Any = info.slug if info else getattr(plugin_class, "slug", None)
        with self._lock:
            before = self._registered.get(slug) if isinstance(slug, str) else None
            taken = ""
            if before is not None and before.plugin_class is not plugin_class:
                taken = f"the slug {slug!r} is taken by {full_name(before.plugin_class)}"
            problems += filter(None, [problem, taken])
            if problems or info is None or contract is None:
                raise PluginRejectedError(
                    f"{full_name(offered)}{origin}",
                    tuple(problems),
                    interface=contract.interface if contract else "",
                    taken=taken,
                )
            if before is None or bridge is not None:
                schema: Any = getattr(offered, "configuration_schema", None)
                if is_class(schema) and attrs.has(schema):
                    schema = Schema(schema)
                made_for = bridge is not None and bridge.settings is not None
                made = _maker(plugin_class, make, bridge)
                self._registered[info.slug] = _Registered(
                    info, contract, plugin_class, made, schema, made_for
                )

    def _by_slug(self, slug: str, method: str) -> _Registered:
        found = self._registered.get(slug)
        if found is None:
            hint = did_you_mean(slug, self._registered)
            raise NotFoundError(f"no plugin has this slug{hint}", method=method, value=slug)
        return found

    def _slugs_of(self, contract: Contract, project_id: int | None) -> list[str]:
        return [
            slug
            for project, slug in self._active
            if project == project_id and self._registered[slug].contract is contract
        ]

    def _look_up(
        self, interface: TypeForm[Any], slug: str | None, project_id: int | None
    ) -> _Active:
        contract = _contract(interface)
        with self._lock:
            slugs = self._slugs_of(contract, project_id)
            if slug is not None:
                other = self._by_slug(slug, "get").contract
                if other is not contract:
                    raise InvalidRequestError(
                        f"{slug} is a {other.interface} plugin",
                        interface=contract.interface,
                        method="get",
                    )
                slugs = [it for it in slugs if it == slug]
            if not slugs:
                raise NotFoundError(
                    _nothing_active(slug, self.registered(interface)),
                    interface=contract.interface,
                    method="get",
                    value=project_id,
                )
            if len(slugs) > 1:
                raise InvalidRequestError(
                    f"several are active in the project: {', '.join(slugs)}; name one by its slug",
                    interface=contract.interface,
                    method="get",
                )
            active, found = self._active[project_id, slugs[0]], self._found
        self._made(active)
        # If there was a change in the meantime, nobody looks into this one any more.
        found[id(interface), slug, project_id] = active
        return active

    def _made(self, active: _Active) -> _Active:
        """With its object, which is made at the first look-up."""
        if active.plugin is None:
            found = self._registered[active.slug]
            with active.making, _no_exit(active.slug):
                if active.plugin is None:  # while this thread waited
                    active.plugin = _scoped(found.make(active.configuration))
        return active

    def _set_up(self, active: _Active, project_id: int | None) -> Any:
        """The object of a project, as this thread is to see it."""
        try:
            active.plugin.configuration = active.configuration
            active.plugin.project_id = project_id
        except AttributeError as error:
            raise InvalidRequestError(
                f"configuration cannot be set on an object of {active.slug}, as every host does",
                interface=self._registered[active.slug].contract.interface,
                method="get",
            ) from error
        return active.plugin


def _is_bridge(offered: type[Any]) -> bool:
    return issubclass(offered, Bridge) and hasattr(offered, "implementation")


def _contract(interface: Any) -> Contract:
    found = next((it for it in CONTRACTS.values() if it.protocol is interface), None)
    if found is None:
        raise InvalidRequestError("this is no documented interface", value=interface)
    return found


def _problems(plugin_class: type[Any], contract: Contract | None) -> Iterator[str]:
    if contract is not None:
        for it in static_problems(plugin_class, contract):
            yield f"{it}" + (f" ({it.place})" if it.place else "")
        return
    yield from PluginInfo.problems(plugin_class)
    kind = getattr(plugin_class, "type", None)
    if isinstance(kind, str) and kind.strip():
        yield f"type is {kind!r}, which is no documented interface: {', '.join(CONTRACTS)}"


def _info(plugin_class: type[Any], make: Callable[[], Any] | None) -> tuple[PluginInfo | None, str]:
    """What a plugin says of itself, and what keeps it from saying it."""
    with contextlib.suppress(InvalidRequestError):
        return PluginInfo.read(plugin_class), ""
    try:  # a property or a slot, which only an object can tell
        return PluginInfo.read((make or plugin_class)()), ""
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # it may call sys.exit
        return None, told(error)


def _maker(
    plugin_class: type[Any], make: Callable[[], Any] | None, bridge: type[Any] | None
) -> Callable[[Any], Any]:
    if bridge is not None and bridge.settings is not None:
        return lambda configuration: bridge.make(getattr(configuration, "value", configuration))
    return lambda _configuration: (make or plugin_class)()


def _validated(found: _Registered, configuration: Mapping[str, Any] | None) -> Any:
    if found.schema is None:
        return deepcopy(configuration)
    given = {} if configuration is None else dict(configuration)
    schema = found.schema
    if isinstance(schema, Schema):
        return schema.parse(given)
    parse = getattr(schema, "parse_obj", None) or schema.model_validate
    secrets = learn_entered(schema, given)
    try:
        return parse(given)
    except InvalidRequestError:
        raise
    except Exception as error:
        # Without its cause, which shows what was entered, secrets among it.
        raise InvalidRequestError(
            f"the configuration of {found.info.slug} is rejected by its schema: "
            f"{hidden_of(told(error), secrets)}",
            interface=found.contract.interface,
            method="activate",
        ) from None


def _nothing_active(slug: str | None, known: tuple[PluginInfo, ...]) -> str:
    if slug is not None:
        return f"{slug} is not active in the project"
    registered = ", ".join(it.slug for it in known) or "none"
    return f"no plugin is active in the project (registered: {registered})"


class _PerThread:
    """An attribute of one object that each thread sees as it was set there, else as None."""

    def __init__(self) -> None:
        self._seen = threading.local()

    def __get__(self, plugin: Any, owner: type[Any]) -> Any:
        return getattr(self._seen, "value", None)

    def __set__(self, plugin: Any, value: Any) -> None:
        self._seen.value = value


@contextlib.contextmanager
def _no_exit(slug: str) -> Generator[None]:
    """No plugin ends the host."""
    try:
        yield
    except (Exception, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise PluginError(f"{slug} tried to end the process: {told(error)}") from error


def _scoped(plugin: Any) -> Any:
    """The same object, with the attributes that are for a single thread.

    It becomes an object of a class of its own, below its class: only there can an attribute be
    another for each thread, while everything else is shared.
    """
    own = class_of(plugin)
    if isinstance(vars_of(own).get("configuration"), _PerThread):
        raise InvalidRequestError("the function that makes it gave the same object again")
    members = {
        "__slots__": (),
        "__module__": own.__module__,
        "__qualname__": own.__qualname__,
        "configuration": _PerThread(),
        "project_id": _PerThread(),
    }
    try:
        object.__setattr__(plugin, "__class__", type(own.__name__, (own,), members))
    except TypeError as error:
        raise InvalidRequestError(
            f"configuration cannot be set on an object of {full_name(own)}, as every host does: "
            "its class can have no other below it"
        ) from error
    return plugin
