"""The room's blueprint: the campaign under /dot-kiem-tra, its visits under /cuoc-kiem-tra."""

from flask import Blueprint

bp = Blueprint("campaigns", __name__)
