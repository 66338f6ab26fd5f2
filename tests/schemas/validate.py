"""Says what in the JSON on standard input breaks the schema named; exit status 1 if anything does."""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
errors = [
    f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    for error in validator.iter_errors(json.load(sys.stdin))
]
print("\n".join(errors))
sys.exit(1 if errors else 0)
