"""Which change breaks whom, as a table.

Two questions are asked of every change. *Client*: does a client written for the older contract go on working once the
server has moved? *Server*: does a server that stays with the older contract go on working for clients that have moved?
Both assume what the API promises: unknown members, messages and error codes are passed over, on either side.

Most rows follow from one thought. Whoever sends may rely on what was allowed; whoever reads, on what was promised. A
set of values that grows is no trouble to its sender and may be to its reader; one that shrinks is the reverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .model import Flow, Judgement, Use

Pair = tuple[Judgement, Judgement]
"""For the client, for the server."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change. `opposite` is its kind when both contracts change places.

    always: what holds whoever sends; else `flows` has a pair for either direction.
    """

    kind: str
    words: str
    opposite: str
    always: Pair | None = None
    flows: Mapping[Flow, Pair] | None = None


def _breaks(reason: str) -> Judgement:
    return Judgement(True, reason)


def _keeps(reason: str) -> Judgement:
    return Judgement(False, reason)


_WIDER: Mapping[Flow, Pair] = {
    "request": (
        _keeps("what clients send stays allowed"),
        _breaks("clients may send what a server that stays refuses"),
    ),
    "answer": (
        _breaks("clients may get what they do not know"),
        _keeps("what a server that stays sends is still allowed"),
    ),
}
_NARROWER: Mapping[Flow, Pair] = {
    "request": (
        _breaks("clients may send what is no longer accepted"),
        _keeps("a server that stays accepts more than it gets"),
    ),
    "answer": (
        _keeps("what clients get is among what they know"),
        _breaks("a server that stays may send what clients no longer expect"),
    ),
}
_OTHER: Mapping[Flow, Pair] = {
    "request": (
        _breaks("what clients send no longer fits"),
        _breaks("a server that stays does not understand what it gets"),
    ),
    "answer": (
        _breaks("clients do not understand what they get"),
        _breaks("what a server that stays sends no longer fits"),
    ),
}
_BOTH: Pair = (_breaks("clients that stay use the old form"), _breaks("a server that stays knows the old form"))
_OFFERED: Pair = (_keeps("clients need not use it"), _breaks("a server that stays does not have it"))
_WITHDRAWN: Pair = (_breaks("clients that use it find nothing"), _keeps("nobody asks a server that stays for it"))
_NAMES: Pair = (_keeps("the wire stays; only names in code change"), _keeps("the wire stays"))
_JUDGED_WHERE_USED = _keeps("what it does is judged where it is used")
_ELSEWHERE: Pair = (_JUDGED_WHERE_USED, _JUDGED_WHERE_USED)
_SAYS_NOTHING = _keeps("a default says nothing of what is sent")
_TOLD: Pair = (_keeps("it works as before"), _keeps("it works as before"))
_WORDS: Pair = (_keeps("only words"), _keeps("only words"))

_TABLE: dict[str, Rule] = {}


def _rule(
    kind: str,
    words: str,
    opposite: str = "",
    *,
    always: Pair | None = None,
    flows: Mapping[Flow, Pair] | None = None,
) -> None:
    _TABLE[kind] = Rule(kind, words, opposite or kind, always, flows)


def _twins(
    added: str,
    removed: str,
    noun: tuple[str, str],
    pairs: tuple[Pair | Mapping[Flow, Pair], Pair | Mapping[Flow, Pair]],
) -> None:
    for kind, other, words, pair in ((added, removed, noun[0], pairs[0]), (removed, added, noun[1], pairs[1])):
        if isinstance(pair, Mapping):
            _rule(kind, words, other, flows=pair)
        else:
            _rule(kind, words, other, always=pair)


# Operations
_twins("operation-added", "operation-removed", ("operation added", "operation removed"), (_OFFERED, _WITHDRAWN))
_rule("operation-moved", "operation moved", always=_BOTH)
_rule("operation-renamed", "operation renamed", always=_NAMES)
_rule("path-parameter-renamed", "path parameter renamed", always=_NAMES)
_rule("call-changed", "name in clients changed", always=_NAMES)
_twins(
    "deprecated",
    "no-longer-deprecated",
    ("deprecated", "no longer deprecated"),
    (_TOLD, _TOLD),
)
_twins("switched-off", "switched-on", ("switched off", "switched on again"), (_WITHDRAWN, _OFFERED))
_twins("credential-added", "credential-removed", ("credential accepted", "credential refused"), (_OFFERED, _WITHDRAWN))
_twins("grant-added", "grant-removed", ("grant opens it", "grant no longer opens it"), (_OFFERED, _WITHDRAWN))
_rule("scheme-changed", "security scheme changed", always=_BOTH)
_twins("scheme-added", "scheme-removed", ("security scheme added", "security scheme removed"), (_ELSEWHERE, _ELSEWHERE))
_rule("host-changed", "host changed", always=_BOTH)
_twins(
    "server-added",
    "server-removed",
    ("server address added", "server address removed"),
    ((_keeps("clients need not use it"), _keeps("the other addresses stay")), _WITHDRAWN),
)

# Parameters
_twins(
    "optional-parameter-added",
    "optional-parameter-removed",
    ("optional parameter added", "optional parameter removed"),
    (
        (_keeps("clients may leave it out"), _keeps("a server that stays passes over it")),
        (_breaks("what clients ask for by it no longer happens"), _keeps("a server that stays may miss it")),
    ),
)
_twins(
    "required-parameter-added",
    "required-parameter-removed",
    ("required parameter added", "required parameter removed"),
    (
        (_breaks("clients that stay do not send it"), _keeps("a server that stays passes over it")),
        (_keeps("clients that still send it do no harm"), _breaks("a server that stays asks for it")),
    ),
)
_rule("parameter-renamed", "parameter renamed", always=_BOTH)
_rule("parameter-encoding-changed", "encoding of a parameter changed", always=_BOTH)
_twins(
    "parameter-made-required",
    "parameter-made-optional",
    ("parameter made required", "parameter made optional"),
    (
        (_breaks("clients that leave it out are refused"), _keeps("a server that stays takes it")),
        (_keeps("clients may go on sending it"), _breaks("a server that stays asks for it")),
    ),
)

# Bodies, answers, headers
_twins(
    "required-body-added",
    "required-body-removed",
    ("required body added", "required body removed"),
    (
        (_breaks("clients that stay send none"), _keeps("a server that stays passes over it")),
        (_keeps("clients that still send one do no harm"), _breaks("a server that stays asks for it")),
    ),
)
_twins(
    "optional-body-added",
    "optional-body-removed",
    ("optional body added", "optional body removed"),
    (
        (_keeps("clients may leave it out"), _keeps("a server that stays passes over it")),
        (_breaks("what clients ask for by it no longer happens"), _keeps("a server that stays may miss it")),
    ),
)
_twins(
    "body-made-required",
    "body-made-optional",
    ("body made required", "body made optional"),
    (
        (_breaks("clients that leave it out are refused"), _keeps("a server that stays takes it")),
        (_keeps("clients may go on sending it"), _breaks("a server that stays asks for it")),
    ),
)
_twins(
    "success-added",
    "success-removed",
    ("success status added", "success status removed"),
    (
        (_breaks("clients may get a success that they do not know"), _keeps("a server that stays answers as before")),
        (_breaks("clients that wait for it wait in vain"), _breaks("a server that stays still answers so")),
    ),
)
_twins(
    "error-added",
    "error-removed",
    ("error status added", "error status removed"),
    (
        (_keeps("clients treat an unknown error as an error"), _keeps("a server that stays answers as before")),
        (_keeps("clients meet one error less"), _keeps("clients treat an unknown error as an error")),
    ),
)
_twins(
    "media-type-added",
    "media-type-removed",
    ("media type added", "media type removed"),
    (
        _WIDER,
        {
            "request": _NARROWER["request"],
            "answer": (
                _breaks("clients that read it are no longer served"),
                _breaks("a server that stays may still send it"),
            ),
        },
    ),
)
_rule("body-encoding-changed", "encoding of parts changed", flows=_OTHER)
_twins(
    "header-added",
    "header-removed",
    ("header added", "header removed"),
    (
        (_keeps("clients pass over it"), _breaks("clients may read what a server that stays does not send")),
        (_breaks("clients that read it find nothing"), _keeps("clients pass over it")),
    ),
)
_twins(
    "header-made-required",
    "header-made-optional",
    ("header always sent", "header no longer always sent"),
    (
        (_keeps("clients get more than they need"), _breaks("a server that stays may leave it out")),
        (_breaks("clients that rely on it may find nothing"), _keeps("clients may miss it")),
    ),
)

# Schemas
_twins("schema-added", "schema-removed", ("schema added", "schema removed"), (_ELSEWHERE, _ELSEWHERE))
_rule("schema-renamed", "schema renamed", always=_NAMES)
_rule("reference-changed", "refers to something else", flows=_OTHER)
_twins(
    "optional-member-added",
    "optional-member-removed",
    ("optional member added", "optional member removed"),
    (
        {
            "request": (_keeps("clients may leave it out"), _keeps("a server that stays passes over it")),
            "answer": (_keeps("clients pass over it"), _keeps("clients may miss it")),
        },
        {
            "request": (
                _breaks("what clients ask for by it no longer happens"),
                _keeps("a server that stays may miss it"),
            ),
            "answer": (_breaks("clients that read it find nothing"), _keeps("clients pass over it")),
        },
    ),
)
_twins(
    "required-member-added",
    "required-member-removed",
    ("required member added", "required member removed"),
    (
        {
            "request": (_breaks("clients that stay do not send it"), _keeps("a server that stays passes over it")),
            "answer": (_keeps("clients pass over it"), _breaks("a server that stays does not send it")),
        },
        {
            "request": (_keeps("clients that still send it do no harm"), _breaks("a server that stays asks for it")),
            "answer": (_breaks("clients rely on it"), _keeps("clients pass over it")),
        },
    ),
)
_twins(
    "optional-member-added-to-closed",
    "optional-member-removed-from-closed",
    ("optional member added to a closed object", "optional member removed from a closed object"),
    (
        {
            "request": (_keeps("clients may leave it out"), _breaks("a server that stays refuses unknown members")),
            "answer": (_breaks("clients count on no unknown member"), _keeps("clients may miss it")),
        },
        {
            "request": (_breaks("unknown members are refused"), _keeps("a server that stays may miss it")),
            "answer": (_breaks("clients that read it find nothing"), _breaks("clients count on no unknown member")),
        },
    ),
)
_twins(
    "required-member-added-to-closed",
    "required-member-removed-from-closed",
    ("required member added to a closed object", "required member removed from a closed object"),
    (
        {
            "request": (
                _breaks("clients that stay do not send it"),
                _breaks("a server that stays refuses unknown members"),
            ),
            "answer": (
                _breaks("clients count on no unknown member"),
                _breaks("a server that stays does not send it"),
            ),
        },
        {
            "request": (_breaks("unknown members are refused"), _breaks("a server that stays asks for it")),
            "answer": (_breaks("clients rely on it"), _breaks("clients count on no unknown member")),
        },
    ),
)
_rule("member-renamed", "member renamed", flows=_OTHER)
_twins(
    "member-made-required",
    "member-made-optional",
    ("member made required", "member made optional"),
    (
        {
            "request": (_breaks("clients that leave it out are refused"), _keeps("a server that stays takes it")),
            "answer": (_keeps("clients get more than they need"), _breaks("a server that stays may leave it out")),
        },
        {
            "request": (_keeps("clients may go on sending it"), _breaks("a server that stays asks for it")),
            "answer": (_breaks("clients that rely on it may find nothing"), _keeps("clients may miss it")),
        },
    ),
)
_twins("null-allowed", "null-forbidden", ("null allowed", "null no longer allowed"), (_WIDER, _NARROWER))
_twins("type-widened", "type-narrowed", ("type widened", "type narrowed"), (_WIDER, _NARROWER))
_rule("type-changed", "type changed", flows=_OTHER)
_rule("const-changed", "fixed value changed", flows=_OTHER)
_twins("values-added", "values-removed", ("values added", "values removed"), (_WIDER, _NARROWER))
_twins("values-opened", "values-closed", ("any value allowed", "only listed values allowed"), (_WIDER, _NARROWER))
_twins(
    "known-values-added",
    "known-values-removed",
    ("known values added", "known values removed"),
    (
        (_keeps("the list is open"), _keeps("the list is open")),
        (_keeps("the list is open"), _keeps("the list is open")),
    ),
)
_twins(
    "constraint-loosened",
    "constraint-tightened",
    ("constraint loosened", "constraint tightened"),
    (_WIDER, _NARROWER),
)
_rule("constraint-changed", "constraint changed", flows=_OTHER)
_twins("branch-added", "branch-removed", ("alternative added", "alternative removed"), (_WIDER, _NARROWER))
_twins(
    "discriminator-added",
    "discriminator-removed",
    ("discriminator named", "discriminator no longer named"),
    (_TOLD, _TOLD),
)
_rule("discriminator-changed", "discriminator changed", flows=_OTHER)
_twins(
    "members-opened",
    "members-closed",
    ("other members allowed", "other members no longer allowed"),
    (_WIDER, _NARROWER),
)
_rule(
    "default-changed",
    "default changed",
    flows={
        "request": (
            _breaks("clients that leave it out get something else"),
            _breaks("clients that leave it out count on the new default"),
        ),
        "answer": (_SAYS_NOTHING, _SAYS_NOTHING),
    },
)
_twins(
    "default-added",
    "default-removed",
    ("default stated", "default no longer stated"),
    (
        (_keeps("clients relied on none"), _keeps("it says what nobody had promised")),
        {
            "request": (
                _breaks("clients that leave it out may get something else"),
                _keeps("nobody counts on a default"),
            ),
            "answer": (_SAYS_NOTHING, _SAYS_NOTHING),
        },
    ),
)

# Sockets
_twins("channel-added", "channel-removed", ("channel added", "channel removed"), (_OFFERED, _WITHDRAWN))
_rule("channel-moved", "channel moved", always=_BOTH)
_twins(
    "message-added",
    "message-removed",
    ("message added", "message removed"),
    (
        {
            "request": (_keeps("clients need not send it"), _breaks("a server that stays does not know it")),
            "answer": (_keeps("clients pass over unknown messages"), _breaks("clients may wait for it in vain")),
        },
        {
            "request": (_breaks("clients that send it are refused"), _keeps("a server that stays may miss it")),
            "answer": (_breaks("clients that wait for it wait in vain"), _keeps("clients pass over unknown messages")),
        },
    ),
)
_rule("content-type-changed", "content type changed", flows=_OTHER)
_twins(
    "close-code-added",
    "close-code-removed",
    ("close code added", "close code removed"),
    (
        (_keeps("clients take an unknown code as an end"), _keeps("clients take any code as an end")),
        (_breaks("clients that tell ends by it do not see it"), _keeps("clients take an unknown code as an end")),
    ),
)
_rule("close-code-changed", "meaning of a close code changed", always=_BOTH)
_twins(
    "refusal-added",
    "refusal-removed",
    ("refusal of the upgrade added", "refusal of the upgrade removed"),
    (
        (_keeps("clients treat an unknown error as an error"), _keeps("a server that stays answers as before")),
        (_keeps("clients meet one error less"), _keeps("clients treat an unknown error as an error")),
    ),
)
_twins(
    "limit-added",
    "limit-removed",
    ("limit added", "limit removed"),
    (
        (_breaks("clients that go beyond it are cut off"), _keeps("a server that stays sets no limit")),
        (_keeps("clients that respect it do no harm"), _breaks("a server that stays still sets it")),
    ),
)
_rule("limit-changed", "limit changed", always=_BOTH)
_twins("table-added", "table-removed", ("state table added", "state table removed"), (_ELSEWHERE, _ELSEWHERE))
_rule("table-changed", "state table begins elsewhere", always=_BOTH)
_twins("state-added", "state-removed", ("state added", "state removed"), (_ELSEWHERE, _ELSEWHERE))
_rule("state-changed", "end of a state table changed", always=_BOTH)
_twins("symbol-added", "symbol-removed", ("symbol added", "symbol removed"), (_ELSEWHERE, _ELSEWHERE))
_rule("symbol-changed", "symbol means something else", flows=_OTHER)
_twins("step-allowed", "step-forbidden", ("step allowed", "step no longer allowed"), (_WIDER, _NARROWER))
_rule("step-leads-elsewhere", "step leads elsewhere", flows=_OTHER)

_rule("text-changed", "text changed", always=_WORDS)

RULES: Mapping[str, Rule] = _TABLE
_UNUSED = Judgement(False, "nothing that both contracts have uses it")


def judge(kind: str, uses: Iterable[Use]) -> Pair:
    """The verdicts of a change for client and server. A change in both directions breaks where either does."""
    rule = RULES[kind]
    if rule.always is not None:
        return rule.always
    flows = sorted({use.flow for use in uses}, reverse=True)
    pairs = [pair for flow in flows if (pair := (rule.flows or {}).get(flow)) is not None]
    if not pairs:
        return _UNUSED, _UNUSED
    return _joined([pair[0] for pair in pairs]), _joined([pair[1] for pair in pairs])


def _joined(judgements: list[Judgement]) -> Judgement:
    telling = [item for item in judgements if item.breaking] or judgements
    return Judgement(telling[0].breaking, "; ".join(dict.fromkeys(item.reason for item in telling)))


def rule_rows() -> Iterator[tuple[str, str, Judgement, Judgement]]:
    """The table to read: words, `request`, `answer` or `any`, verdict for the client, verdict for the server."""
    for rule in RULES.values():
        if rule.always is not None:
            yield rule.words, "any", *rule.always
        for flow, pair in (rule.flows or {}).items():
            yield rule.words, flow, *pair
