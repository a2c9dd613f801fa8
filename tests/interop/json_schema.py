# SPDX-License-Identifier: GPL-3.0-or-later
"""A small JSON Schema check, enough for the schemas that we ship."""
import re


def faults(value, rule, schema, where="$"):
    """What of `value` breaks `rule`: the part of JSON Schema draft-07 that our schema uses. A keyword it does not know is a fault."""
    found = []
    kinds = {"object": dict, "array": list, "string": str, "number": (int, float), "null": type(None)}
    for word, wanted in rule.items():
        good = True
        if word in ("$schema", "title", "description", "definitions", "then", "else"):
            pass
        elif word == "$ref":
            found += faults(value, schema["definitions"][wanted.rsplit("/", 1)[1]], schema, where)
        elif word == "type":
            names = wanted if isinstance(wanted, list) else [wanted]
            good = any(isinstance(value, kinds[name]) and not isinstance(value, bool) for name in names)
        elif word == "enum":
            good = value in wanted
        elif word == "const":
            good = value == wanted
        elif word == "minimum":
            good = not isinstance(value, (int, float)) or value >= wanted
        elif word == "pattern":
            good = re.search(wanted, value) is not None
        elif word == "uniqueItems":
            good = len(set(value)) == len(value)
        elif word == "required":
            good = all(name in value for name in wanted)
        elif word == "items":
            for n, item in enumerate(value):
                found += faults(item, wanted, schema, f"{where}[{n}]")
        elif word == "propertyNames":
            for name in value:
                found += faults(name, wanted, schema, f"{where}.{name}")
        elif word == "properties":
            for name in set(wanted) & set(value):
                found += faults(value[name], wanted[name], schema, f"{where}.{name}")
        elif word == "additionalProperties":
            for name in set(value) - set(rule.get("properties", {})):
                found += [f"{where}.{name}: not foreseen"] if wanted is False else faults(value[name], wanted, schema, f"{where}.{name}")
        elif word == "not":
            good = bool(faults(value, wanted, schema, where))
        elif word == "if":
            found += faults(value, rule["else" if faults(value, wanted, schema, where) else "then"], schema, where)
        else:
            found.append(f"{where}: the schema uses '{word}', which this test does not know")
        if not good:
            found.append(f"{where}: {value!r} breaks {word} {wanted!r}")
    return found
