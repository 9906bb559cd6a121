"""The window. Pages ask use cases in lanes, presenters (free of Qt) say what to show, widgets paint it.

How a page is made
    class ResultsPage(Page):                      # ui/pages/results.py; one line in ui/pages/__init__.py registers it
        def __init__(self, context): …            # TopBar, ChipBar, CounterTable, ActionFoot, Notice from ui.widgets
        def activate(self, **arguments): …        # shown: load when `self.stale`
        def refreshed(self, changes): …           # a use case changed something

    self.context.tasks.run("reading", lambda: cases.queue.rows(office, ids), owner=self,
                           on_done=self._show, on_error=self.notice.tell_error)
    self.context.refresh.publish(changes)         # after a use case answered with Changes
    self.context.open_page("intake", dossier_id=…)

Colours only as tokens (`theme().accent`, `label(tone="text2")`), icons only by name (`set_icon`, `pixmap`), tables
only through `CounterTable` and models that answer `CELL_ROLE` with a `Cell` (`cell_data`). Call `commit_composing()`
before reading fields on save. Work of more than a few milliseconds goes to a lane.
"""
