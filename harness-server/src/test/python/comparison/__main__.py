"""python -m comparison --manifest FILE --scenarios DIR --schema FILE

Prints, for each endpoint, 'as declared', 'differs: ...' or 'cannot tell: ...'. Exit status: 0 if all are as declared, 1
if anything differs, otherwise 3 if anything could not be told.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .catalogue import Comparison
from .declared import Declared, Schema, read_catalogue
from .harness import read_manifest
from .survey import survey


def _stalls(declared: Declared | None) -> bool:
    return declared is not None and str(declared["network-fault"]).startswith("stall")


def main() -> int:
    parser = argparse.ArgumentParser(prog="comparison")
    parser.add_argument("--manifest", type=Path, required=True, help="manifest of the running harness")
    parser.add_argument("--scenarios", type=Path, required=True, help="directory of the scenario files")
    parser.add_argument("--schema", type=Path, required=True, help="scenario.schema.json")
    parser.add_argument("--only", action="append", help="id of a scenario; may be repeated")
    parser.add_argument(
        "--self-test", action="store_true", help="also change declarations, and print which are noticed"
    )
    arguments = parser.parse_args()
    schema = Schema(arguments.schema)
    catalogue = read_catalogue(arguments.scenarios, schema)
    harness = read_manifest(arguments.manifest)
    wanted = [id for id in harness.places if not arguments.only or id in arguments.only]
    # Those that stall come first, so that the others are looked at meanwhile.
    wanted.sort(key=lambda id: not _stalls(catalogue.get(id)))
    places = {id: harness.places[id] for id in wanted}
    stalls = [_stalls(catalogue.get(id)) for id in wanted]
    misbehaves = [id in catalogue and catalogue[id]["tls.misbehaviour"] is not None for id in wanted]
    with ProcessPoolExecutor(max_workers=6) as pool:
        surveys = dict(zip(wanted, pool.map(survey, places.values(), stalls, misbehaves)))
    comparison = Comparison(schema, catalogue, harness, surveys)
    status = comparison.print()
    if arguments.self_test:
        from .selftest import run

        status = max(status, run(comparison), key=(0, 3, 1).index)
    return status


if __name__ == "__main__":
    sys.exit(main())
