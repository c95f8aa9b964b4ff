"""The pages as a reader handles them."""

from __future__ import annotations

import datetime as dt
import json
import re
import time

from playwright.sync_api import Frame, Page

CIRCLES = """() => ({
    circles: incidentsState.drawn, areas: incidentsState.areas, loaded: incidentsState.baseLoaded,
    centre: [map.getCenter().lat, map.getCenter().lng],
})"""
PIXELS = """(colours) => {
    const close = (data, i, rgb) => data[i + 3] > 60 && rgb.every((c, k) => Math.abs(data[i + k] - c) < 12);
    const counts = colours.map(() => 0);
    for (const canvas of document.querySelectorAll("canvas")) {
        if (!canvas.width) continue;
        const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        for (let i = 0; i < data.length; i += 4)
            colours.forEach((rgb, k) => { if (close(data, i, rgb)) counts[k] += 1; });
    }
    return counts;
}"""

IN_SIGHT = 5
"""A row of the table up to this one is in sight before it is scrolled."""


class Dashboard:
    """The app in one page of the browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str = "") -> Dashboard:
        self.page.goto(f"{self.address}/{path}")
        self.page.get_by_role("heading", level=1).wait_for()
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until no run is going on, for half a second on end."""
        quiet_since, until = None, time.monotonic() + 40
        while time.monotonic() < until:
            app = self.page.locator("[data-testid=stApp]")
            idle = app.get_attribute("data-test-script-state") == "notRunning"
            now = time.monotonic()
            quiet_since = (quiet_since or now) if idle else None
            if quiet_since and now - quiet_since > 0.7:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the page went on running")

    # --- what it shows ---

    @property
    def map_frame(self) -> Frame:
        self.page.locator("iframe[title*=st_folium]").wait_for()
        frame = next(frame for frame in self.page.frames if "st_folium" in frame.url)
        frame.wait_for_function(
            "window.incidentsState && incidentsState.data && incidentsState.baseLoaded > 1"
        )
        return frame

    def on_map(self) -> dict:
        return self.map_frame.evaluate(CIRCLES)

    def circle_sum(self) -> int:
        return sum(circle["value"] for circle in self.on_map()["circles"])

    def headline(self) -> tuple[int, int]:
        """(people killed at least, incidents added up) as the page says it."""
        words = self.page.get_by_role("heading", level=4).inner_text()
        killed = re.search(r"At least ([\d,]+)", words)
        incidents = re.search(r"([\d,]+) incidents?\b", words)
        return (_number(killed[1]) if killed else 0), _number(incidents[1])

    def sums(self) -> dict[str, int | None]:
        """Lowest, best and highest killed as the page says them; None for a highest that is open."""
        words = self.page.get_by_text("Lowest figures told").inner_text()
        told = {
            end: re.search(rf"{name}[^:.]*: ([\d,]+|open)", words)[1]
            for end, name in (("low", "Lowest"), ("best", "Best"), ("high", "Highest"))
        }
        return {end: None if figure == "open" else _number(figure) for end, figure in told.items()}

    def outlets(self) -> int:
        return _number(
            re.search(r"(\d+) outlets?;", self.page.get_by_text("their figures start from").inner_text())[1]
        )

    def table_rows(self) -> int:
        """Rows of the table, by what it tells screen readers."""
        grid = self.page.locator(".st-key-table_rows [role=grid]").first
        return int(grid.get_attribute("aria-rowcount")) - 1

    def table_title(self) -> int:
        return _number(
            re.match(
                r"([\d,]+)", self.page.get_by_role("heading", name="can be added up", level=3).inner_text()
            )[1]
        )

    # --- what a reader does ---

    def brush_days(self, first: dt.date, last: dt.date) -> None:
        """Drag across the timeline from the first day to the end of the last."""
        chart = self.page.locator("[data-testid=stVegaLiteChart]").first
        chart.scroll_into_view_if_needed()
        labels = chart.locator("svg .role-axis-label text").filter(
            has_text=re.compile(r"^\d+ [A-Z][a-z]{2}$")
        )
        at = {}
        for number in range(labels.count()):
            box = labels.nth(number).bounding_box()
            at[_day(labels.nth(number).text_content(), first.year)] = box["x"]
        (day, x), (other, other_x), *_ = sorted(at.items())
        wide = (other_x - x) / (other - day).days
        y = labels.first.bounding_box()["y"] - 30
        start, end = (x + wide * (d - day).days for d in (first, last + dt.timedelta(days=1)))
        self.page.mouse.move(start + 2, y)
        self.page.mouse.down()
        self.page.mouse.move((start + end) / 2, y, steps=4)
        self.page.mouse.move(end - 2, y, steps=4)
        self.page.mouse.up()
        self.page.locator(".st-key-clear_dates").wait_for()
        self.settle()

    def pick_outlet(self, name: str) -> None:
        chart = self.page.locator("[data-testid=stVegaLiteChart]").nth(1)
        chart.scroll_into_view_if_needed()
        label = chart.locator("svg").get_by_text(name, exact=True).bounding_box()
        self.page.mouse.click(label["x"] + label["width"] + 40, label["y"] + label["height"] / 2)
        self.page.locator(".st-key-clear_sources").wait_for()
        self.settle()

    def clear(self, name: str) -> None:
        chip = self.page.locator(f".st-key-clear_{name}")
        chip.get_by_role("button").click()
        chip.wait_for(state="detached")
        self.settle()

    def click_circle(self, number: int = 0) -> dict:
        frame = self.map_frame
        circle = frame.evaluate(CIRCLES)["circles"][number]
        at = frame.evaluate(
            "([lat, lon]) => { const p = map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
            [circle["lat"], circle["lon"]],
        )
        element = self.page.locator("iframe[title*=st_folium]")
        element.scroll_into_view_if_needed()
        box = element.bounding_box()
        self.page.mouse.click(box["x"] + at[0], box["y"] + at[1])
        self.page.locator(".st-key-clear_picked").wait_for()
        self.settle()
        return circle

    def choose_day(self, title: str, day: dt.date) -> None:
        """Type a day into a date control of the sidebar."""
        self.page.get_by_role("spinbutton", name=f"year, {title}").click()
        self.page.keyboard.type(day.strftime("%Y%m%d"))
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Tab")
        self.settle()

    def choose_row(self, number: int, table: str = "table") -> None:
        """Choose a row of a table ("table", "changes"), counted from 0."""
        grid = self.page.locator(f".st-key-{table}_rows [data-testid=stDataFrame]")
        grid.scroll_into_view_if_needed()
        if number > IN_SIGHT:
            grid.hover()
            self.page.mouse.wheel(0, 35 * (number - IN_SIGHT))
            self.settle()
        grid.click(position={"x": 15, "y": 35 * (min(number, IN_SIGHT) + 1) + 17})
        self.page.get_by_test_id("quote").first.wait_for()
        self.settle()

    def download(self, name: str, kind: str) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.locator(f".st-key-download_{name}_{kind}").get_by_role("button").click()
        return waiting.value.path().read_bytes()

    def geojson(self, name: str = "incidents") -> dict:
        return json.loads(self.download(name, "geojson"))


def _day(words: str, year: int) -> dt.date:
    return dt.datetime.strptime(f"{words} {year} +0000", "%d %b %Y %z").date()


def _number(words: str) -> int:
    return int(words.replace(",", ""))
