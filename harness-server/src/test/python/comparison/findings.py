"""What a comparison found at one endpoint."""


class Findings:
    """The differences, each with the hellos that show it, and what could not be told."""

    def __init__(self):
        self.hello: str | None = None
        self.cannot_tell: list[str] = []
        self._hellos: dict[str, list[str]] = {}

    def add(self, text: str) -> None:
        self._hellos.setdefault(text, [])
        if self.hello:
            self._hellos[text].append(self.hello)

    def check(self, what: str, declared, seen) -> None:
        if declared != seen:
            self.add(f"{what}: {_difference(declared, seen)}")

    def one_of(self, what: str, declared: set, seen) -> None:
        if seen not in declared:
            self.add(f"{what}: declared {' or '.join(sorted(map(_text, declared)))}, seen {_text(seen)}")

    def join(self, hello: str, others: "Findings") -> None:
        """Adds the findings of others, as shown by this hello."""
        before, self.hello = self.hello, hello
        for text in others._hellos:
            self.add(text)
        self.hello = before

    @property
    def differs(self) -> bool:
        return bool(self._hellos)

    def lines(self) -> list[str]:
        return [f"{text} (hello: {', '.join(hellos)})" if hellos else text for text, hellos in self._hellos.items()]


def _difference(declared, seen) -> str:
    if isinstance(declared, (list, set)) and isinstance(seen, (list, set)) and set(declared) != set(seen):
        surplus, missing = set(seen) - set(declared), set(declared) - set(seen)
        return ", ".join(
            f"{word} {_text(names)}" for word, names in (("undeclared", surplus), ("missing", missing)) if names
        )
    return f"declared {_text(declared)}, seen {_text(seen)}"


def _text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple, set)):
        return ", ".join(map(str, sorted(value) if isinstance(value, set) else value)) or "nothing"
    return "none" if value is None else str(value)
