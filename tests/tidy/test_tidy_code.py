"""The style as a test: sizes, names, and what the domain may not even mention."""

from __future__ import annotations

import ast
import re
import sys

import pytest

LINES_OF_A_FUNCTION_MAX = 70
LINES_OF_A_MODULE_MAX = 400
PARAMETERS_MAX = 5
JUNK_DRAWERS = {
    "base",
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "util",
    "utils",
}
DOMAIN = "podium_desk/domain"
# What the rules may use of the standard library: types and arithmetic, nothing that does I/O.
DOMAIN_MAY_IMPORT = {
    "__future__", "abc", "bisect", "collections", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "hashlib", "heapq", "itertools", "math", "operator", "re", "string",
    "struct", "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip
CLOCKS_AND_DICE = {"now", "utcnow", "today", "time_ns", "monotonic", "urandom", "random", "uuid4"}


def test_modules_stay_short_enough_to_read(modules):
    long = [
        f"{m.path}: {n} lines" for m in modules if (n := m.text.count("\n")) > LINES_OF_A_MODULE_MAX
    ]
    assert long == []


def test_functions_stay_short_enough_to_see_whole(modules):
    long = [
        f"{module.at(function)} {function.name}: {lines} lines"
        for module in modules
        for function in functions(module.tree)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION_MAX
    ]
    assert long == []


def test_functions_take_at_most_five_parameters(modules):
    greedy = [
        f"{module.at(function)} {function.name}: {len(parameters(function))} parameters"
        for module in modules
        for function in functions(module.tree)
        if len(parameters(function)) > PARAMETERS_MAX and not is_command(module, function)
    ]
    assert greedy == []


def test_nothing_is_named_after_a_junk_drawer(modules):
    found = []
    for module in modules:
        words = {word for part in module.path.with_suffix("").parts for word in part.split("_")}
        found += [f"{module.path}: {word}" for word in words & JUNK_DRAWERS]
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name.endswith(
                ("Manager", "Helper", "Util", "Utils")
            ):
                found.append(f"{module.at(node)} {node.name}")
    assert found == []


def test_every_module_says_what_it_is_for(modules):
    silent = [str(m.path) for m in modules if ast.get_docstring(m.tree) is None and m.tree.body]
    assert silent == []


def test_qt_is_imported_in_the_windows_only(modules):
    found = [
        f"{module.path}:{line}"
        for module in modules
        for name, line in module.imports.items()
        if name.split(".")[0] in ("PySide6", "shiboken6") and not module.is_in("podium_desk/ui")
    ]
    assert found == []


def test_types_are_decoded_by_one_module_only(modules):
    """A type that two threads decode first, at the same moment, ends the process (msgspec 0.22)."""
    decodes = re.compile(r"msgspec\.(msgpack\.Decoder|json\.Decoder|convert)|\.decode\(.*type=")
    elsewhere = [
        str(m.path)
        for m in modules
        if decodes.search(m.text) and not str(m.path).endswith("sync/decoding.py")
    ]
    assert elsewhere == []


def test_the_domain_imports_types_and_arithmetic_only(domain):
    found = [
        f"{module.path}:{line} {name}"
        for module in domain
        for name, line in module.imports.items()
        if name.split(".")[0] not in DOMAIN_MAY_IMPORT
        and not name.startswith(("podium_desk.domain", "podium_desk.late_dataclass"))
    ]
    assert found == []
    assert {name for name in DOMAIN_MAY_IMPORT if name != "__future__"} <= sys.stdlib_module_names


def test_the_domain_reads_no_clock_and_rolls_no_dice(domain):
    found = [
        f"{module.at(node)} .{node.attr}"
        for module in domain
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS_AND_DICE
    ]
    assert found == []


def test_the_domain_counts_money_in_whole_cents(domain):
    """No `float`, no `/`, no decimal point in a module that speaks of cents.

    Geometry is measured, not counted: a plan's coordinates may be floats.
    """
    money = [module for module in domain if "cents" in module.text]
    assert len(money) > 2
    found = [f"{module.at(node)} {why}" for module in money for node, why in inexact(module.tree)]
    assert found == []


@pytest.mark.parametrize("package", ["podium_desk", "sync", "hardware"])
def test_the_imported_package_is_the_one_of_this_checkout(package, checkout):
    """`sync` and `hardware` are names that another distribution might own as well."""
    imported = __import__(package)
    assert imported.__file__ is not None
    assert checkout / package / "__init__.py" == type(checkout)(imported.__file__).resolve()


@pytest.fixture
def domain(modules):
    found = [module for module in modules if module.is_in(DOMAIN)]
    assert found
    return found


def functions(tree):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def parameters(function):
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [argument for argument in named if argument.arg not in ("self", "cls")]


def is_command(module, function):
    """A command's parameters are its options, which the command line fixes."""
    return (
        module.is_in("podium_desk/commands", "podium_desk/__main__.py") and function.decorator_list
    )


def inexact(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "float":
            yield node, "float"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield node, "true division"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node, f"the inexact number {node.value}"
