"""YAML files that people write: read without surprises, every problem told with file, line and column."""

from inspect_app.kernel.yaml_source.models import StrictModel, TimeOfDay, check_model, parse_model
from inspect_app.kernel.yaml_source.problems import Place, Problem, ProblemsFound, did_you_mean
from inspect_app.kernel.yaml_source.reader import Source, read_bytes, read_yaml, read_yaml_file

__all__ = [
    "Place",
    "Problem",
    "ProblemsFound",
    "Source",
    "StrictModel",
    "TimeOfDay",
    "check_model",
    "did_you_mean",
    "parse_model",
    "read_bytes",
    "read_yaml",
    "read_yaml_file",
]
