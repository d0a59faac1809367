"""Signing and checking orders: an order is trusted by its own signature, whoever carries it (CONTRACTS.md 7)."""

from dataclasses import replace

from ldp_stories.bundles.lines import order_message
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.signing import Namespace, sign, verify
from ldp_stories.domain.orders import Order
from ldp_stories.errors import UserError


def sign_order(order: Order, keys: DeviceKeys) -> Order:
    """The order with the signature of the device that gives it; whatever stood in `sig` is replaced."""
    return replace(order, sig=sign(keys, order_message(order), Namespace.ORDER))


def check_order(order: Order, public: str) -> bool:
    """Whether the signature is by this `ssh-ed25519` key over exactly this order; a malformed signature is simply not valid."""
    try:
        return verify(public, order_message(order), Namespace.ORDER, order.sig)
    except UserError:
        return False
