"""Shows that the comparison can fail: declarations that are changed on purpose have to be noticed.

No new connection is made; the changed declaration is compared with what was already seen. Two kinds of change: each
scenario with the settings of its control, and the table of single settings in effects.py.
"""

import tempfile
from pathlib import Path

from .catalogue import Comparison
from .control import differing
from .declared import Declared, read_scenario
from .effects import CHANGES, EFFECTS, INVISIBLE

# Issuers that differ only in what a device is given to trust.
_SELF_SIGNED = {"self", "installed-self", "self-signed-enrollment-anchor"}


def run(comparison: Comparison) -> int:
    """Prints which changed declarations are noticed. 1 if one is not, otherwise 0."""
    status = 0
    for label, changed in _changes(comparison):
        if changed.id not in comparison.surveys:
            continue
        before = set(comparison.findings(comparison.catalogue[changed.id]).lines())
        after = [line for line in comparison.findings(changed).lines() if line not in before]
        print(f"self-test: {label}: {'noticed: ' + after[0] if after else 'NOT noticed'}")
        status = status if after else 1
    for id, setting, _ in CHANGES:
        if id not in comparison.catalogue and setting in comparison.schema.defaults:
            print(f"self-test: {id} with another {setting}: NOT noticed: there is no such scenario")
            status = 1
    unknown = _unknown_setting(comparison)
    print(f"self-test: a setting that is not known: {'noticed: ' + unknown[0] if unknown else 'NOT noticed'}")
    status = status if unknown else 1
    untested = (
        EFFECTS.keys()
        - {setting.replace("second-certificate.", "certificate.") for _, setting, _ in CHANGES}
        - INVISIBLE.keys()
        - {"second-certificate"}
    )
    for setting in sorted(untested):
        print(f"self-test: {setting}: NOT noticed: no change of it is tried")
        status = 1
    return status


def _unknown_setting(comparison: Comparison) -> list[str]:
    """What is said about a scenario with a setting that this program was not taught."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "imagined.yaml")
        file.write_text("role: mdm\ntls: {imagined-setting: true}\n", encoding="utf-8")
        return list(read_scenario(file, comparison.schema).unknown)


def _changes(comparison: Comparison):
    for id, setting, value in CHANGES:
        if id in comparison.catalogue:
            yield f"{id} with {setting} {value}", comparison.catalogue[id].with_setting(setting, value)
    for scenario in comparison.catalogue.values():
        control = comparison.catalogue.get(scenario.control)
        if control and not scenario.unknown and _visible(scenario, control):
            yield f"{scenario.id} with the settings of {control.id}", _as(scenario, control)


def _visible(scenario: Declared, control: Declared) -> set[str]:
    """The settings that differ and that a client can see."""
    changed = differing(scenario, control) - INVISIBLE.keys()
    both = {scenario["certificate.issuer"], control["certificate.issuer"]}
    return changed - {"certificate.issuer"} if both <= _SELF_SIGNED else changed


def _as(scenario: Declared, control: Declared) -> Declared:
    """The scenario with all settings of its control, but its own name."""
    settings = {**control.settings, **{setting: scenario.settings[setting] for setting in INVISIBLE}}
    return Declared(scenario.id, scenario.control, scenario.also_differs, settings, control.stated, ())
