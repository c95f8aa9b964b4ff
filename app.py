"""The dashboard: `streamlit run app.py`, or `incidents serve`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from incidents.dashboard import entry
from incidents.dashboard.assets import ICON
from incidents.dashboard.words import say

PAGES = Path(__file__).parent / "pages"

st.set_page_config(page_title=say("app.title"), page_icon=str(ICON), layout="wide")
page = st.navigation(
    [
        st.Page(PAGES / "map.py", title=say("app.map"), icon=":material/map:", default=True),
        st.Page(PAGES / "reports.py", title=say("app.reports"), icon=":material/description:"),
        st.Page(PAGES / "sources.py", title=say("app.sources"), icon=":material/share:"),
        st.Page(PAGES / "review.py", title=say("app.review"), icon=":material/rate_review:"),
        st.Page(PAGES / "exchange.py", title=say("app.exchange"), icon=":material/table_view:"),
        st.Page(PAGES / "method.py", title=say("app.method"), icon=":material/rule:"),
    ]
)
entry.opened()
page.run()
