import importlib

import pytest

from dispatch_interfaces import StoragePlugin, protocols
from dispatch_interfaces.contract import CONTRACTS, Contract


def test_the_interfaces_are_found() -> None:
    assert len(CONTRACTS) >= 12
    assert sum(len(it.methods) for it in CONTRACTS.values()) >= 43


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda it: it.interface)
def test_a_contract_bears_the_name_of_its_module(contract: Contract) -> None:
    module = importlib.import_module(f"{protocols.__name__}.{contract.module}")
    assert getattr(module, contract.protocol.__name__) is contract.protocol
    assert CONTRACTS[contract.interface] is contract


def test_task_and_workflow_are_provisional() -> None:
    assert {it.interface for it in CONTRACTS.values() if it.provisional} == {"task", "workflow"}


def test_a_declaration_can_be_pasted() -> None:
    method = CONTRACTS["storage"].method("list_files")
    assert method is not None
    assert method.declaration == (
        "def list_files(self, drive_id: str, q: str | None = None) -> Sequence[File]: ..."
    )


def test_methods_keep_the_order_of_the_documentation() -> None:
    assert [it.name for it in CONTRACTS["participant-group"].methods] == [
        "create",
        "add",
        "remove",
        "delete",
    ]
    assert Contract.of(StoragePlugin) == CONTRACTS["storage"]
    assert CONTRACTS["storage"].method("rename") is None
