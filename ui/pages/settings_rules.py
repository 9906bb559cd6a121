"""Luật và mốc: the dated rules that dossiers are counted by. Only to look at; a dossier keeps the set it came under."""

from PySide6.QtWidgets import QVBoxLayout

from counter_app.rules.rule_set import RuleSet
from counter_app.rules.rule_sets import rule_sets
from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters.rules import rule_groups, set_words
from ui.widgets.facts import FactSheet
from ui.widgets.field import Choice
from ui.widgets.top_bar import TopBar


class RulesSection(SettingsSection):
    """Newest first; the set in force today stands open."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        today = context.clock.now().date()
        self.sets: list[RuleSet] = sorted(rule_sets(), key=lambda rules: rules.effective_from, reverse=True)
        self.head = TopBar("Luật và mốc")
        self.chosen = Choice([(set_words(rules, today), rules.id) for rules in self.sets])
        self.chosen.setAccessibleName("Bộ quy định")
        self.chosen.setMinimumWidth(240)
        self.head.qualifier.setText("chỉ xem; hồ sơ giữ quy định lúc nhận")
        self.head.add_action(self.chosen, 2)
        self.sheet = FactSheet()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.sheet, 1)
        self.chosen.currentIndexChanged.connect(lambda _: self._show())
        in_force = next((rules.id for rules in self.sets if rules.in_force(today)), self.sets[0].id)
        self.chosen.set_value(in_force)
        self._show()

    def _show(self) -> None:
        rules = next(one for one in self.sets if one.id == self.chosen.value)
        self.sheet.show_groups(rule_groups(rules, self.context.clock.now().date()))
