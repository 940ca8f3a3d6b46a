"""What an installed package may tell a host and the conformance suite: the hooks, on pluggy.

A package names a module (or an object) with implementations in its metadata, under the
entry-point group ``dispatch_interfaces``:

```toml
[project.entry-points.dispatch_interfaces]
acme = "acme.hooks"
```

```python
# acme/hooks.py
from dispatch_interfaces.hooks import hookimpl


@hookimpl
def dispatch_plugins():
    from acme.plugin import AcmeStorage, AcmeTicket

    return [AcmeStorage, AcmeTicket]
```

One that only offers a class may name the class itself in place of a module.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pluggy

from dispatch_interfaces.protocols.plugin import Plugin

PROJECT: Final = "dispatch_interfaces"
"""The name by which pluggy knows the hooks; also their entry-point group."""

CHECK_HOOKS: Final = "dispatch_check_"
"""What names of hooks begin with that the conformance suite specifies: it may not be there."""

hookspec: Final = pluggy.HookspecMarker(PROJECT)
"""Marks the specification of a hook."""

hookimpl: Final = pluggy.HookimplMarker(PROJECT)
"""Marks the implementation of a hook."""


@hookspec
def dispatch_plugins() -> Iterable[type[Plugin]]:
    """Offer plugin classes.

    Returns:
        The classes that the package offers; each is made without arguments.
    """
    raise NotImplementedError


@hookspec
def dispatch_harnesses() -> Mapping[type[Any], object]:
    """Offer what the conformance suite needs to open the plugins of the package.

    Returns:
        By class, a harness, a function that makes one, or the name of either: a name keeps the
        suite from being imported where it is not needed.
    """
    raise NotImplementedError
