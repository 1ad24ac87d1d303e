"""The style sheet, with the names of tokens in place of colours and sizes.

Widgets choose a look by the dynamic property ``kind`` (labels: title, heading, lead, muted, small, figure,
ok, warn, fail, accent; buttons: primary, danger, link, icon, rail; frames: card, panel, bar, badge-…).
"""

STYLE_SHEET = """
* { outline: none; }
QWidget { color: $text; font-size: $text_size; }
QMainWindow, QDialog, QWidget[kind="window"] { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 8px; }

QLabel { background: transparent; }
QLabel[kind="title"] { font-size: $title; font-weight: 600; }
QLabel[kind="heading"] { font-size: $lead; font-weight: 600; }
QLabel[kind="section"] { font-weight: 600; }
QLabel[kind="lead"] { font-size: $lead; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="small"] { color: $muted; font-size: $small; }
QLabel[kind="figure"] { font-size: $figure; font-weight: 600; }
QLabel[kind="ok"] { color: $ok_text; }
QLabel[kind="warn"] { color: $warn_text; }
QLabel[kind="fail"] { color: $fail_text; }
QLabel[kind="accent"] { color: $accent_text; }
QLabel[kind="field-error"] { color: $fail_text; font-size: $small; }
QLabel[kind^="badge"] { border-radius: 8px; padding: 1px 8px; font-size: $small; background: $hover; color: $muted; }
QLabel[kind="badge-ok"] { background: $ok_soft; color: $ok_text; }
QLabel[kind="badge-warn"] { background: $warn_soft; color: $warn_text; }
QLabel[kind="badge-fail"] { background: $fail_soft; color: $fail_text; }
QLabel[kind="badge-accent"] { background: $accent_soft; color: $accent_text; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: $radius; }
QFrame[kind="said"] { background: $hover; border: 1px solid $hover; border-radius: $radius; }
QFrame[kind="tile"] { background: $surface; border: 1px solid $line; border-radius: $radius; }
QFrame[kind="tile"]:focus, QFrame[kind="tile"]:hover { border-color: $accent; }
QFrame[kind="panel"] { background: $surface; border: none; border-left: 1px solid $line; }
QFrame[kind="bar"] { background: $raised; border: 1px solid $line_strong; border-radius: $radius; }
QFrame[kind="banner-warn"] { background: $warn_soft; border: 1px solid $warn; border-radius: $radius; }
QFrame[kind="banner-fail"] { background: $fail_soft; border: 1px solid $fail; border-radius: $radius; }
QFrame[kind="rail"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[kind="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QPushButton, QToolButton {
  background: $raised; border: 1px solid $line_strong; border-radius: 6px; padding: 5px 12px; min-height: 18px;
}
QToolButton { padding: 5px 8px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QToolButton:focus { padding: 4px 7px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; border-color: $line; background: transparent; }
QPushButton:checked, QToolButton:checked { background: $accent_soft; border-color: $accent; color: $text; }
QPushButton[kind="primary"] { background: $accent_fill; border-color: $accent_fill;
  color: $on_accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent; border-color: $accent; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $line; border-color: $line; color: $faint; }
QPushButton[kind="danger"] { color: $fail_text; border-color: $fail; }
QPushButton[kind="danger"]:hover { background: $fail_soft; }
QPushButton[kind="danger"]:disabled { color: $faint; border-color: $line; background: transparent; }
QPushButton[kind="link"] { border: 1px solid transparent; background: transparent;
  color: $accent_text; padding: 3px 5px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; }
QPushButton[kind="fact-link"] { border: none; background: transparent; color: $accent_text;
  padding: 0; min-height: 0; text-align: left; }
QPushButton[kind="fact-link"]:hover, QPushButton[kind="fact-link"]:focus { text-decoration: underline; padding: 0; }
QPushButton[kind="fact-link"]:focus { background: $accent_soft; }
QComboBox[kind="active"] { background: $accent_soft; border-color: $accent; }
QFrame[kind="segments"] { background: $hover; border: none; border-radius: 7px; }
QPushButton[kind="segment"] { border: 1px solid transparent; background: transparent; color: $muted;
  padding: 3px 10px; border-radius: 5px; min-height: 16px; }
QPushButton[kind="segment"]:hover { color: $text; }
QPushButton[kind="segment"]:checked { background: $surface; border-color: $line_strong; color: $text; }
QPushButton[kind="segment"]:focus { border: 1px solid $accent; padding: 3px 10px; }
QToolButton[kind="icon"] { border: 1px solid transparent; background: transparent; padding: 4px; border-radius: 6px; }
QToolButton[kind="icon"]:hover { background: $hover; }
QToolButton[kind="icon"]:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="rail"] {
  border: 1px solid transparent; background: transparent; border-radius: 6px; padding: 8px 10px;
  text-align: left; color: $muted;
}
QToolButton[kind="rail"]:hover { background: $hover; color: $text; }
QToolButton[kind="rail"]:focus { border: 1px solid $accent; }
QToolButton[kind="rail"]:checked { background: $accent_soft; color: $accent_text; font-weight: 600; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateTimeEdit {
  background: $surface; border: 1px solid $line_strong; border-radius: 6px; padding: 5px 8px; min-height: 18px;
  selection-background-color: $accent_soft; selection-color: $text;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QDateTimeEdit:focus { border: 2px solid $accent; padding: 4px 7px; }
QTextBrowser[kind^="message"], QPlainTextEdit[kind="writing"] { border: 1px solid transparent; border-radius: 6px;
  background: transparent; padding: 0; }
QTextBrowser[kind="message-muted"] { color: $muted; }
QTextBrowser[kind="message-fail"] { color: $fail_text; }
QTextBrowser[kind^="message"]:focus { border: 1px solid $accent; padding: 0; }
QPlainTextEdit[kind="writing"]:focus { border: 1px solid transparent; padding: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: $faint;
  background: $window; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QSpinBox[wrong="true"], QDoubleSpinBox[wrong="true"],
QComboBox[wrong="true"] { border-color: $fail; }
QLineEdit { padding: 0 8px; min-height: 28px; }
QLineEdit:focus { padding: 0 7px; min-height: 26px; }
QLineEdit QToolButton, QLineEdit QToolButton:hover, QLineEdit QToolButton:focus {
  min-height: 0; padding: 0; border: none; background: transparent;
}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {
  border: none; background: transparent; padding: 0 8px; min-height: 18px;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox::down-arrow { image: url("$icons/down-$mode.svg"); width: 16px; height: 16px; }
QDateTimeEdit::down-arrow { image: url("$icons/down-$mode.svg"); width: 16px; height: 16px; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong;
  selection-background-color: $accent_soft; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 2px;
  border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }

QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator, QListView::indicator {
  width: 16px; height: 16px; border: 1px solid $faint; border-radius: 4px; background: $surface;
}
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QTableView::indicator:hover,
QListView::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {
  background: $accent_fill; border-color: $accent_fill; image: url("$icons/check-$mode.svg");
}
QRadioButton::indicator:checked { border: 5px solid $accent_fill; width: 8px; height: 8px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $window; }

QTableView, QListView, QTreeView {
  background: $surface; border: 1px solid $line; border-radius: $radius; gridline-color: transparent;
  selection-background-color: $accent_soft; selection-color: $text; alternate-background-color: $surface;
}
QTableView::item, QListView::item { padding: 0 8px; border: none; }
QTableView::item:hover, QListView::item:hover { background: $hover; }
QTableView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QTableView:focus, QListView:focus, QTreeView:focus { border-color: $accent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $line; padding: 8px 11px;
  font-size: $small; font-weight: 600;
}
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: $surface; border: none; }

QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent_text; }

QMenu { background: $raised; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QSplitter::handle { background: $line; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
