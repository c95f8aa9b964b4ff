"""Every page is entered through app.py.

Until app.py has run once in a process, Streamlit takes `pages/` for pages of its older kind and runs the
file that an address names by itself, without navigation; such a visit is sent to app.py, and on to its page.
"""

from __future__ import annotations

import streamlit as st


def opened() -> None:
    """To be called by app.py before the page, once the pages are known."""
    st.session_state["opened"] = True
    wanted = st.session_state.pop("wanted_page", None)
    if wanted:
        st.switch_page(wanted)


def through_app(page: str) -> None:
    """To be called by a page before anything else, with its own `__file__`."""
    if "opened" not in st.session_state:
        st.session_state["wanted_page"] = page
        st.switch_page("app.py")
