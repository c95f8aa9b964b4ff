"""What the browser shows: map layers, charts, filter state, evidence and review; no SQL and no parsing.

`words` and `palette` are data files; `map_data`, `charts`, `tables` and `highlight` are pure; the rest
draws with Streamlit.  `app.py` and `pages/` call `map_page.show` and `reports_page.show`.
"""
