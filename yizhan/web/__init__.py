"""The web kit: base templates, parts, partial rendering, access, navigation, panels.

Promises: no inline script or style; every page is whole without script.
Never: knows a context above it; they register what they want shown.
"""
