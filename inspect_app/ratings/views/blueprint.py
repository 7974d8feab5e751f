"""The blueprint of ratings."""

from flask import Blueprint

bp = Blueprint("ratings", __name__, url_prefix="/xep-loai")
