"""What is imported is declared, in the extra where it belongs, and the store brings no Qt."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

# Where each extra's packages may be imported. Everything else must do with the plain dependencies.
HOMES = {
    "central": [
        "podium_desk/central",
        "podium_desk/integrations",
        "sync/server",
        "sync/store/postgresql.py",
        "sync/store/postgresql_faults.py",
    ],
    "desk": [
        "podium_desk/ui",
        "podium_desk/documents",
        "podium_desk/proving",
        "hardware",
        "sync/exchange/dns_sd.py",
    ],
}
BY_HAND = {"second-opinion", "qt-camera"}
"""Extras that no command of the project installs."""
BLOCK_AND_IMPORT = """
import importlib, pkgutil, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in BLOCKED:
            raise ImportError(f"{name} belongs to the desk")

BLOCKED = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Blocker())
for top in ("podium_desk.central", "podium_desk.integrations", "podium_desk.domain", "sync"):
    package = importlib.import_module(top)
    print(top)
    for module in pkgutil.walk_packages(package.__path__, f"{top}."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
            print(module.name)
"""


def test_what_the_tests_import_is_declared(checkout, project, distributions):
    declared = {name for group in extras(project).values() for name in names(group)}
    declared |= set(names(project["dependencies"]))
    found = {
        f"{path.relative_to(checkout)}: {name}"
        for path in sorted((checkout / "tests").rglob("*.py"))
        for name in top_level_imports(path.read_text(encoding="utf-8"))
        if (owners := distributions(name)) and not owners & declared
    }
    assert sorted(found) == []


def test_every_imported_package_is_a_declared_dependency(modules, project, distributions):
    declared = {
        name
        for group in (project["dependencies"], *extras(project).values())
        for name in names(group)
    } - set(names(extras(project)["dev"]))
    found = {
        f"{module.path}:{line} {name}"
        for module, name, line in outside_imports(modules)
        if not distributions(name) & declared
    }
    assert sorted(found) == []


@pytest.mark.parametrize("extra", sorted(HOMES))
def test_a_package_of_an_extra_is_imported_where_that_extra_is_installed(
    extra, modules, project, distributions
):
    of_extra = set(names(extras(project)[extra])) - set(names(project["dependencies"]))
    found = {
        f"{module.path}:{line} {name}"
        for module, name, line in outside_imports(modules)
        if distributions(name) & of_extra and not module.is_in(*HOMES[extra])
    }
    assert sorted(found) == []


def test_the_central_store_declares_nothing_of_the_desk(project):
    central = {*names(project["dependencies"]), *names(extras(project)["central"])}
    assert central.isdisjoint({"pyside6", "pyside6-addons", "pyside6-essentials", "shiboken6"})
    assert central.isdisjoint(names(extras(project)["desk"]))


def test_the_central_store_imports_with_the_desk_blocked(project, distributions, checkout):
    """The quick form of a fresh `pip install .[central]`; the real one is in the soak."""
    of_desk = set(names(extras(project)["desk"]))
    blocked = {"shiboken6"} | {
        module for module in packages_distributions() if distributions(module) & of_desk
    }
    assert {"PySide6", "cv2", "numpy"} <= blocked
    result = subprocess.run(
        [sys.executable, "-c", BLOCK_AND_IMPORT, ",".join(blocked)],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert "podium_desk.central" in result.stdout.split()


def test_the_lock_covers_what_is_declared_with_hashes_and_without_an_index(project, checkout):
    lock = (checkout / "requirements.lock").read_text(encoding="utf-8")
    locked = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    declared = {*names(project["dependencies"])}
    installed = [group for name, group in extras(project).items() if name not in BY_HAND]
    declared.update(name for group in installed for name in names(group))
    assert sorted(declared - locked) == []
    for requirement in re.split(r"\n(?=[a-z])", lock)[1:]:
        assert "--hash=sha256:" in requirement
    assert not re.search(r"^--|://|@ ", lock, re.MULTILINE)
    assert "\npyside6-essentials==6.11.3 " in lock


@pytest.fixture(scope="module")
def project(checkout):
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def distributions():
    owners = packages_distributions()
    return lambda module: {normal(name) for name in owners.get(module.split(".")[0], [])}


def top_level_imports(text):
    return {match[1] for match in re.finditer(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)} - {
        "hardware",
        "podium_desk",
        "sync",
    }


def outside_imports(modules):
    ours = ("podium_desk", "sync", "hardware")
    for module in modules:
        for name, line in module.imports.items():
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top not in ours:
                yield module, name, line


def extras(project):
    return project["optional-dependencies"]


def names(requirements):
    return [normal(re.split(r"[\s<>=!~;\[]", requirement)[0]) for requirement in requirements]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()
