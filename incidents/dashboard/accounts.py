"""How each source's total adds up: a bar for each total, which opens to what it is made of, down to the claims."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from incidents.dashboard import account_bars as bars
from incidents.dashboard.figures import figure
from incidents.dashboard.store import data_dir, store, view
from incidents.dashboard.words import label, plain, say
from incidents.linking.accounts import Account, ranges
from incidents.linking.containment import Part
from incidents.linking.entries import Entry
from incidents.model import UNITS
from incidents.query import Filters, Store

FEW = 3
"""Totals drawn before a reader asks for all."""
MOST = 20
"""Sources whose figures in no total are drawn."""
MANY_CLAIMS = 20_000
"""From so many claims on, accounts are made when asked for."""
INDENT = """<style>[class*="st-key-inner_"]{padding-inline-start:1.1rem;border-inline-start:2px solid #d9dee2;gap:.2rem}
[class*="st-key-part_"] button{text-align:start;min-height:0;padding-block:.15rem}
[class*="st-key-part_"] button p{white-space:normal;text-align:start}</style>"""


@st.cache_resource(show_spinner=False, max_entries=64)
def _accounts(folder: str, revision: str, _store: Store, filters: Filters) -> list[Account]:
    return _store.accounts(filters)


def show(filters: Filters) -> None:
    """Draw the accounts under these filters; rows chosen on the map do not narrow them."""
    st.subheader(say("accounts.title"), help=say("accounts.help"))
    if int(view(Filters()).sources["claims"].sum()) > MANY_CLAIMS and not st.toggle(say("accounts.ask")):
        return
    now = store()
    found = _accounts(str(data_dir()), now.revision, now, filters.without("event_ids"))
    totals = sorted((a for a in found if a.total), key=_order)
    parted = [a for a in totals if a.total and a.total.breakdowns]
    st.html(INDENT)
    if not found:
        st.caption(say("accounts.none"))
        return
    _ranges(found)
    several = len(parted) > FEW
    every = several and st.session_state.get("accounts_all", False)
    for account in parted if every else parted[:FEW]:
        _account(account)
    if several:
        st.toggle(say("accounts.all", n=len(parted)), key="accounts_all")
    if bare := len(totals) - len(parted):
        st.caption(say("accounts.bare", n=bare))
    _loose([a for a in found if a.total is None])


def _order(account: Account) -> tuple[object, ...]:
    """Killed first; then what is told in most detail, and the greatest."""
    parts = sum(1 for _ in account.total.below()) if account.total else 0
    size = account.total.entry.count.size if account.total else 0
    return (UNITS.index(account.unit), -parts, -size, account.root)


def _ranges(found: Sequence[Account]) -> None:
    """What several sources give for the same people and place: from lowest to highest."""
    for one in sorted(ranges(found), key=lambda r: (UNITS.index(r.unit), -len(r.accounts))):
        if len(one.accounts) > 1 and one.accounts[0].total:
            words = say(
                "accounts.range",
                figure=figure(one.low, one.high),
                who=say(f"category.{one.category}", n=2),
                unit=label("unit", one.unit),
                where=plain(bars.where(one.accounts[0].total.entry)),
                n=len(one.accounts),
            )
            st.markdown(words)
            st.html(bars.range_html(one))


def _account(account: Account) -> None:
    if account.total is None:
        return
    entry = account.total.entry
    with st.container(border=True, key=f"account_{_key(account)}"):
        st.markdown(
            f"**{plain(bars.told(entry))}** — {plain(account.root)}  \n"
            + " · ".join(plain(w) for w in (*bars.line(entry).split(" · ")[1:], bars.told_on(entry)))
        )
        st.html(bars.bar_html(bars.account_bar(account)))
        if st.toggle(say("accounts.open"), key=f"open_{_key(account)}"):
            _line(account.total, f"{_key(account)}_0", None)
            _beside(account.later, say("accounts.later"), f"{_key(account)}_later")


def _key(account: Account) -> str:
    """Stays the same while filters change."""
    top = account.total.entry.key if account.total else ("loose",)
    return f"{abs(hash((account.root, account.unit, *top))):x}"


def _line(part: Part, key: str, why: str | None) -> None:
    """A figure that leads to its claims, and the ways in which it breaks down."""
    _button(part.entry, key, why)
    if not part.breakdowns:
        return
    with st.container(key=f"inner_{key}"):
        seen = set()
        for n, breakdown in enumerate(part.breakdowns):
            title = say(f"accounts.by_{breakdown.by}")
            again = breakdown.by in seen
            seen.add(breakdown.by)
            st.html(
                f"<b>{say('accounts.another_way', by=title) if again else title}</b>"
                + bars.bar_html(bars.breakdown_bar(breakdown, part.entry.count), height_em=0.9)
            )
            for m, inner in enumerate(breakdown.parts):
                _line(inner, f"{key}_{n}_{m}", say(f"accounts.why_{inner.why}"))


def _button(entry: Entry, key: str, why: str | None) -> None:
    st.button(
        plain(bars.line(entry)),
        key=f"part_{key}",
        type="tertiary",
        help=why,
        on_click=_choose,
        args=(entry.event_id,),
    )


def _choose(event_id: str) -> None:
    """Its claims are shown below."""
    st.session_state.open_event = event_id


def _beside(entries: Sequence[Entry], words: str, key: str) -> None:
    """Figures that are told but in no sum."""
    if entries:
        st.caption(words)
        with st.container(key=f"inner_{key}"):
            for n, entry in enumerate(entries):
                _button(entry, f"{key}_{n}", None)


def _loose(found: Sequence[Account]) -> None:
    """What sources tell in no total of their own."""
    if not found:
        return
    with st.expander(say("accounts.loose", n=len(found)), key="accounts_loose"):
        st.caption(say("accounts.loose_hint"))
        largest = {unit: max((_known(a) for a in found if a.unit == unit), default=0) for unit in UNITS}
        ordered = sorted(found, key=lambda a: (UNITS.index(a.unit), -_known(a), a.root))
        for account in ordered[:MOST]:
            _in_no_total(account, largest[account.unit])
        if len(ordered) > MOST:
            st.caption(say("accounts.more_loose", n=len(ordered) - MOST))


def _in_no_total(account: Account, largest: int) -> None:
    """One source's figures of a kind; largest: what the whole width stands for."""
    key = _key(account)
    st.markdown(f"**{plain(account.root)}** — {label('unit', account.unit)}")
    if account.located:
        st.html(bars.bar_html(bars.account_bar(account), 0.9, largest))
    if st.toggle(say("accounts.open"), key=f"open_{key}"):
        with st.container(key=f"inner_{key}"):
            for n, one in enumerate(account.located):
                _line(one.part, f"{key}_{n}", None)
        _beside([p.entry for p in account.alternatives], say("accounts.alternatives"), f"{key}_alt")
        _beside(account.partly, say("accounts.partly"), f"{key}_partly")


def _known(account: Account) -> int:
    return account.placed.size + account.not_placed.size
