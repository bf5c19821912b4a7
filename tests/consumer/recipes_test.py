#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the recipes of packaging/ with stand-ins for vcpkg and Conan, and compiles a program with each package.

The stand-ins accept what these recipes use and nothing else. They do not show that the real package managers accept
the recipes, nor that they find the dependencies."""

import argparse
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import types

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "packaging/conan/test_package/main.cpp"
VERSION = re.search(r'version = "([^"]+)"', (ROOT / "include/leadcore/version.hpp").read_text())[1]


def run(*command):
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}:\n{ran.stdout}{ran.stderr}")


def vcpkg(work, compiler):
    port = ROOT / "packaging/vcpkg/leadcore"
    manifest = json.loads((port / "vcpkg.json").read_text())
    assert manifest["version"] == VERSION and manifest["name"] == port.name, manifest
    run("cmake", f"-DPORT_DIR={port}", f"-DWORK={work}", "-P", ROOT / "tests/consumer/vcpkg.cmake")
    run("cmake", "-S", ROOT / "packaging/conan/test_package", "-B", work / "consumer", f"-DCMAKE_CXX_COMPILER={compiler}",
        f"-Dleadcore_DIR={work}/packages/share/leadcore")
    run("cmake", "--build", work / "consumer")
    run(work / "consumer/consumer")


def copy(recipe, pattern, source, destination):
    for path in pathlib.Path(source).glob(pattern + ("*/*" if pattern.endswith("*") else "")):
        if path.is_file():
            to = pathlib.Path(destination, path.relative_to(source))
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, to)


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)


class FakeRecipe:
    """conan.ConanFile, as far as the recipe uses it."""

    def __init__(self, folder, work):
        self.recipe_folder = str(folder)
        self.export_sources_folder = self.source_folder = str(work / "sources")
        self.package_folder = str(work / "package")
        self.required, self.properties, self.cleared = {}, {}, False
        self.info = types.SimpleNamespace(clear=lambda: setattr(self, "cleared", True))
        self.cpp_info = types.SimpleNamespace(set_property=self.properties.__setitem__)

    def requires(self, reference, options=None):
        self.required[reference.partition("/")[0]] = options


def conan(work, compiler):
    standards = []
    module("conan", ConanFile=FakeRecipe)
    module("conan.tools")
    module("conan.tools.build", check_min_cppstd=lambda recipe, standard: standards.append(standard))
    module("conan.tools.files", copy=copy, load=lambda recipe, path: pathlib.Path(path).read_text())
    module("conan.tools.layout", basic_layout=lambda recipe: None)
    folder = ROOT / "packaging/conan"
    spec = importlib.util.spec_from_file_location("recipe", folder / "conanfile.py")
    loaded = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(loaded)
    recipe = loaded.LeadcoreConan(folder, work)
    for step in ("set_version", "export_sources", "layout", "requirements", "validate", "package_id", "package", "package_info"):
        getattr(recipe, step)()
    assert recipe.version == VERSION, recipe.version
    assert recipe.required == {"boost": {"header_only": True}, "tl-expected": None}, recipe.required
    assert standards == [20] and recipe.cleared
    assert recipe.properties["cmake_target_name"] == "leadcore::leadcore", recipe.properties
    package = work / "package"
    assert (package / "licenses/LICENSE").is_file() and (package / "res/modules/leadcore.cppm").is_file()
    run(compiler, "-std=c++20", f"-I{package}/include", PROGRAM, "-o", work / "program")
    run(work / "program")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", default="g++")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for recipe in (vcpkg, conan):
            work = pathlib.Path(folder, recipe.__name__)
            work.mkdir()
            recipe(work, options.compiler)
    print("the recipes for vcpkg and Conan make packages that a program compiles with")


if __name__ == "__main__":
    main()
