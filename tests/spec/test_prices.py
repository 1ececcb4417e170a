"""The price list: nothing that costs is without a price or a word about it."""

from __future__ import annotations

import contralto_spec
from contralto_spec.prices import price_list

SPEC = contralto_spec.load()


def test_every_paid_operation_and_every_channel_is_priced() -> None:
    prices = price_list()
    document = SPEC.openapi(SPEC.latest.date)
    paid = {
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and operation.get("x-cost") == "paid"
    }
    assert paid - prices.operations.keys() == set()
    assert set(SPEC.asyncapi(SPEC.latest.date)["channels"]) == set(prices.channels)


def test_a_model_may_cost_something_else() -> None:
    price = price_list().channels["stt"]
    assert (price.credits_of("ink-2"), price.credits_of("ink-whisper-2025-06-04"), price.at_most) == (3, 1, 3)
