"""Runs the comparison from any directory: python compare.py --help"""

import sys

from comparison.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
