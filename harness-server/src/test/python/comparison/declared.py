"""The scenario files and the defaults of their schema: what each endpoint is declared to be."""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from .effects import EFFECTS, VALUES

# What a file says about itself and about checkers; nothing of it is visible on the wire.
NOT_SETTINGS = {"title", "why", "control", "also-differs", "expect", "evidence", "references"}


class Schema:
    """The settings that the schema has, with their defaults."""

    def __init__(self, file: Path):
        self._root = json.loads(file.read_text(encoding="utf-8"))
        self.defaults: dict[str, object] = {}
        self.values: dict[str, set] = {}
        self._walk("", self._root)

    def _resolve(self, node: dict) -> dict:
        resolved = dict(node)
        while "$ref" in resolved:
            target = self._root
            for part in resolved.pop("$ref").removeprefix("#/").split("/"):
                target = target[part]
            resolved = {**target, **resolved}
        return resolved

    def _walk(self, path: str, node: dict) -> None:
        for name, child in node.get("properties", {}).items():
            if not path and name in NOT_SETTINGS:
                continue
            child = self._resolve(child)
            own = f"{path}.{name}" if path else name
            if "properties" in child and name not in ("validity", "cross-validity"):
                self._walk(own, child)
            else:
                self.defaults[own] = child.get("default")
                items = self._resolve(child.get("items", {}))
                keys = self._resolve(child.get("propertyNames", {}))
                self.values[own] = set(map(str, child.get("enum", items.get("enum", keys.get("enum", [])))))

    def unknown(self) -> list[str]:
        """What the schema has and this program was not taught."""
        found = []
        for setting, values in self.values.items():
            known = plain(setting)
            if known not in EFFECTS:
                found.append(f"setting {setting} is not known to the comparison")
            else:
                extra = sorted(values - VALUES.get(known, values))
                found += [f"value {value} of setting {setting} is not known to the comparison" for value in extra]
        return found


def plain(setting: str) -> str:
    """The setting's name in the tables; the two certificates have the same settings."""
    return setting.replace("second-certificate.", "certificate.", 1)


@dataclass(frozen=True)
class Declared:
    """A scenario: the settings by their path, with defaults, and which of them the file itself states."""

    id: str
    control: str | None
    also_differs: tuple[str, ...]
    settings: dict[str, object]
    stated: frozenset[str]
    unknown: tuple[str, ...]

    def __getitem__(self, setting: str):
        """The value; None for one without a default, and for one that the schema does not have."""
        return self.settings.get(setting)

    def certificates(self) -> list["CertificateSettings"]:
        sections = ["certificate"]
        if any(setting.startswith("second-certificate.") for setting in self.stated):
            sections.append("second-certificate")
        return [CertificateSettings(self, section) for section in sections]

    def with_setting(self, setting: str, value) -> "Declared":
        """The same scenario with another value, for the self-test."""
        stated = self.stated | {setting}
        return Declared(
            self.id, self.control, self.also_differs, {**self.settings, setting: value}, stated, self.unknown
        )

    def without(self, settings: set[str], defaults: dict[str, object]) -> "Declared":
        """The same scenario with the defaults of these settings."""
        changed = {**self.settings, **{setting: defaults[setting] for setting in settings}}
        return Declared(self.id, self.control, self.also_differs, changed, self.stated - settings, self.unknown)


@dataclass(frozen=True)
class CertificateSettings:
    """The settings of one of an endpoint's certificates."""

    declared: Declared
    section: str

    def __getitem__(self, setting: str):
        return self.declared[f"{self.section}.{setting}"]

    def states(self, setting: str) -> bool:
        return f"{self.section}.{setting}" in self.declared.stated

    @property
    def is_rsa(self) -> bool:
        return self["key"].startswith("rsa-")


def _flatten(path: str, value, sections: set[str], flat: dict[str, object]) -> None:
    if isinstance(value, dict) and (path in sections or not path):
        for name, child in value.items():
            _flatten(f"{path}.{name}" if path else str(name), child, sections, flat)
    else:
        flat[path] = value


def read_scenario(file: Path, schema: Schema) -> Declared:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    sections = {
        setting.rsplit(".", count)[0] for setting in schema.defaults for count in range(1, setting.count(".") + 1)
    }
    flat: dict[str, object] = {}
    _flatten("", {key: value for key, value in content.items() if key not in NOT_SETTINGS}, sections, flat)
    unknown = []
    for setting, value in flat.items():
        known = plain(setting)
        if known not in EFFECTS:
            unknown.append(f"setting {setting} is not known to the comparison")
        elif known in VALUES:
            used = value if isinstance(value, list) else [value]
            unknown += [
                f"value {v} of setting {setting} is not known to the comparison"
                for v in map(str, used)
                if v not in VALUES[known]
            ]
    return Declared(
        id=f"{file.parent.name}/{file.stem}",
        control=content.get("control"),
        also_differs=tuple(content.get("also-differs", {})),
        settings={**schema.defaults, **flat},
        stated=frozenset(flat),
        unknown=tuple(unknown),
    )


def read_catalogue(directory: Path, schema: Schema) -> dict[str, Declared]:
    scenarios = (read_scenario(file, schema) for file in sorted(directory.glob("*/*.yaml")))
    return {scenario.id: scenario for scenario in scenarios}
