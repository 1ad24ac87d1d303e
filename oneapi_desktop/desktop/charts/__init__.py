"""Charts: pyqtgraph in the theme's colours, read with pointer or keyboard, clicked through to the requests behind.

Charts know no language: who shows one hands it its texts.
"""
