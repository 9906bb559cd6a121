"""The official forms: text and style are data with effect dates, one layout draws them all.

`printing` is the door. `templates` reads the data, one module per form fills it into a `Sheet`, `lint` looks at the
sheet before it is drawn, `layout` draws it (the only module here that knows reportlab), `output` puts the file down.
"""
