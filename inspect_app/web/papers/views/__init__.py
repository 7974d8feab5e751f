"""The pages of papers, by what is done: the chain, preparing, issuing, the register, and issued papers."""

from inspect_app.web.papers.views import chain, issued, issuing, numbering, preparing, register, returned
from inspect_app.web.papers.views.blueprint import bp

__all__ = ["bp", "chain", "issued", "issuing", "numbering", "preparing", "register", "returned"]
