# SPDX-License-Identifier: BSL-1.0
"""leadcore in Python: the rules of docs/spec.md, for any program that serves or reads leads.

Texts are str, with bytes that are not UTF-8 as lone surrogates (surrogateescape).
"""
