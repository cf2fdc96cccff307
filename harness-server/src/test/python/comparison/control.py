"""The second comparison: a scenario differs from its control, on the wire, only in what the two files differ in.

It does not use what expected.py computes, but the table of effects alone.
"""

from fnmatch import fnmatchcase

from .declared import Declared, plain
from .effects import CHOOSE_CERTIFICATE, EFFECTS


def differing(one: Declared, control: Declared) -> set[str]:
    """The settings in which two scenarios differ; a second certificate that only one has is one setting."""
    second = [any(s.startswith("second-certificate.") for s in d.stated) for d in (one, control)]
    found = {"second-certificate"} if second[0] != second[1] else set()
    for setting in set(one.settings) | set(control.settings):
        if setting.startswith("second-certificate.") and not all(second):
            continue
        if setting == "role":
            continue
        if one.settings.get(setting) != control.settings.get(setting):
            found.add(setting)
    if "url-scheme" in found and _scheme_fits(one) and _scheme_fits(control):
        found.remove("url-scheme")
    return found


def _scheme_fits(declared: Declared) -> bool:
    return (declared["url-scheme"] or declared["transport"]) == declared["transport"]


def undeclared_settings(one: Declared, control: Declared) -> list[str]:
    """Settings that differ besides the one that may, and 'also-differs' that does not differ."""
    changed = differing(one, control)
    stated = {setting for setting in changed if any(_covers(entry, setting) for entry in one.also_differs)}
    sections = {"http" if setting.startswith("http.") else setting for setting in changed - stated}
    lines = []
    if len(sections) != 1:
        lines.append(
            f"settings that differ from {control.id}, besides also-differs: {', '.join(sorted(sections)) or 'none'}"
        )
    lines += [
        f"also-differs names {e}, which does not differ from {control.id}"
        for e in one.also_differs
        if not any(_covers(e, s) for s in changed)
    ]
    return lines


def _covers(entry: str, setting: str) -> bool:
    return setting == entry or setting.startswith(entry + ".")


def undeclared_properties(one: Declared, of_one: dict, control: Declared, of_control: dict) -> list[str]:
    """Observed properties that differ although no differing setting may change them."""
    changed = differing(one, control)
    patterns = [pattern for setting in changed for pattern in EFFECTS.get(plain(setting), ())]
    if one["role"] != control["role"]:
        patterns += EFFECTS["role"]
    if len(one.certificates()) > 1 and changed & CHOOSE_CERTIFICATE:
        patterns += EFFECTS["second-certificate"]
    lines: dict[str, list[str]] = {}
    for name in of_one.keys() & of_control.keys():
        if of_one[name] != of_control[name] and not any(_matches(name, pattern) for pattern in patterns):
            hello, _, what = name.partition(".")
            lines.setdefault(f"{what}: {of_control[name]} at {control.id}, {of_one[name]} here", []).append(hello)
    return [f"{text} ({', '.join(sorted(hellos))})" for text, hellos in sorted(lines.items())]


def _matches(name: str, pattern: str) -> bool:
    """'HELLO' is the first part of a name that is about a hello, 'N' a place in a chain."""
    if pattern == "*":
        return True
    parts, wanted = name.split("."), pattern.split(".")
    if wanted[0] == "HELLO":
        return parts[0] not in ("suites", "groups", "http", "resumption") and _match_parts(parts[1:], wanted[1:])
    return fnmatchcase(name, pattern)


def _match_parts(parts: list[str], wanted: list[str]) -> bool:
    if wanted == ["*"]:
        return True
    if not wanted or not parts:
        return wanted == parts
    head = parts[0].isdigit() if wanted[0] == "N" else parts[0] == wanted[0]
    return head and _match_parts(parts[1:], wanted[1:])
