"""Every page is entered through app.py.

Until app.py has run once in a process, Streamlit takes `pages/` for pages of its older kind and runs the
file that an address names by itself, without navigation; such a visit is sent to app.py.
"""

from __future__ import annotations

import streamlit as st


def opened() -> None:
    """To be called by app.py before the page."""
    st.session_state["opened"] = True


def through_app() -> None:
    """To be called by a page before anything else."""
    if "opened" not in st.session_state:
        st.switch_page("app.py")
