"""What is judged by what the application calls, and what its backend knows."""

import builtins
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from dispatch_interfaces.conformance.reports.report import DeclaredLimit
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.host.calls import HostType
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.passed import costs_of
from dispatch_interfaces.limits import limits_of
from dispatch_interfaces.masking import hidden_in
from dispatch_interfaces.narrowing import full_name, is_class


@frozen(kw_only=True)
class HostHarness:
    """How to bring a plugin of the host edition under test.

    Args:
        configuration: What a project has entered in the settings; None for nothing.
        values: What the plugin's backend knows, by the names that ``show --edition host`` prints:
            ``{"service_id": "PQ3X"}``.
        prepare: Called with the plugin before the calls, to make ready what they are about; may
            return further `values`, such as the id of what it made.
    """

    configuration: Mapping[str, Any] | None = field(
        default=None, repr=lambda it: repr(hidden_in(it))
    )
    values: Mapping[str, Any] = field(factory=dict[str, Any])
    prepare: Callable[[Any], Mapping[str, Any] | None] | None = None


@frozen
class HostTarget:
    """One plugin to judge by what the application calls.

    Args:
        label: What the report calls it.
        plugin_class: The class that the application loads.
        harness: What its backend knows.
        type: What it is judged by.
    """

    label: str
    plugin_class: builtins.type
    harness: HostHarness
    type: HostType

    @property
    def limits(self) -> tuple[DeclaredLimit, ...]:
        """What the plugin under a bridge declares, and what that costs in the application."""
        contract = CONTRACTS.get(self.type.type)
        implementation = getattr(self.plugin_class, "implementation", None)
        if contract is None or not is_class(implementation):
            return ()
        limits = limits_of(implementation, contract.limits)
        return DeclaredLimit.all_of(limits, costs_of(contract.interface, limits))

    @classmethod
    def of(
        cls, plugin_class: builtins.type, harness: HostHarness | None = None, label: str = ""
    ) -> "HostTarget":
        """A class, and what is known of it.

        Raises:
            LookupError: The application calls no plugin of this type.
        """
        found = CATALOGUE.get(str(getattr(plugin_class, "type", None)))
        if found is None:
            raise LookupError(f"{plugin_class.__name__} has no type that the application calls")
        return cls(label or full_name(plugin_class), plugin_class, harness or HostHarness(), found)
