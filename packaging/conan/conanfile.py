# SPDX-License-Identifier: BSL-1.0
"""A recipe for Conan 2 of the checkout that it is in."""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout


class LeadcoreConan(ConanFile):
    name = "leadcore"
    description = "Query, ordering and pagination of a CRM's list-leads endpoint"
    license = "BSL-1.0"
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    @property
    def _checkout(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def set_version(self):
        text = load(self, os.path.join(self._checkout, "include", "leadcore", "version.hpp"))
        self.version = re.search(r'version = "([^"]+)"', text)[1]

    def export_sources(self):
        for pattern in ("include/*", "modules/*", "LICENSE"):
            copy(self, pattern, self._checkout, self.export_sources_folder)

    def layout(self):
        basic_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.74 <2]", options={"header_only": True})
        self.requires("tl-expected/[>=1.0 <2]")

    def package_id(self):
        self.info.clear()

    def validate(self):
        check_min_cppstd(self, 20)

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "include/*", self.source_folder, self.package_folder)
        copy(self, "modules/*", self.source_folder, os.path.join(self.package_folder, "res"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.resdirs = ["res"]
        self.cpp_info.set_property("cmake_file_name", "leadcore")
        self.cpp_info.set_property("cmake_target_name", "leadcore::leadcore")
        self.cpp_info.set_property("pkg_config_name", "leadcore")
