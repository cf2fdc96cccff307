"""Compares every endpoint of a running harness with its scenario file, by a parser of its own.

It shares no code with the harness: it reads the scenario files and their schema, connects to the endpoints, reads the
bytes that come back, and names every property that the file does not declare.
"""
