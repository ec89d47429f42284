"""Checks a raw JSON reply against the shapes of the botocore service model.

The parser of botocore is lenient: it drops unknown members and does not report missing required ones. This walker does.
"""

import base64
import binascii
import datetime
import re

# A timestamp outside these years has the wrong unit (seconds or milliseconds).
EARLIEST = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc).timestamp()
LATEST = datetime.datetime(2100, 1, 1, tzinfo=datetime.timezone.utc).timestamp()

INTEGER_BITS = {"integer": 31, "long": 63}


def violations_of(value, shape, path="$"):
    """Yields one line per violation of `shape` in `value`, including nested values."""
    check = CHECKS.get(shape.type_name)
    if check is None:
        yield f"{path}: the walker does not support the type {shape.type_name}"
    elif value is None:
        yield f"{path}: null; AWS omits a member that has no value"
    else:
        yield from check(value, shape, path)


def _structure(value, shape, path):
    if not isinstance(value, dict):
        yield _wrong_type(value, shape, path)
        return
    members = {member.serialization.get("name", name): (name, member) for name, member in shape.members.items()}
    for wire_name, child in value.items():
        if wire_name not in members:
            yield f"{path}.{wire_name}: unknown member of {shape.name}"
        elif "location" in members[wire_name][1].serialization:
            yield f"{path}.{wire_name}: must be in the {members[wire_name][1].serialization['location']}"
        else:
            yield from violations_of(child, members[wire_name][1], f"{path}.{wire_name}")
    names = {members[wire_name][0] for wire_name in value if wire_name in members}
    for name in shape.required_members:
        if name not in names:
            yield f"{path}.{name}: required by {shape.name}, missing"
    if shape.metadata.get("union") and len(value) != 1:
        yield f"{path}: exactly one member of the union {shape.name} must be set, got {len(value)}"


def _list(value, shape, path):
    if not isinstance(value, list):
        yield _wrong_type(value, shape, path)
        return
    yield from _size(len(value), shape, path)
    for index, child in enumerate(value):
        yield from violations_of(child, shape.member, f"{path}[{index}]")


def _map(value, shape, path):
    if not isinstance(value, dict):
        yield _wrong_type(value, shape, path)
        return
    for key, child in value.items():
        yield from violations_of(key, shape.key, f"{path} key {key!r}")
        yield from violations_of(child, shape.value, f"{path}.{key}")


def _string(value, shape, path):
    if not isinstance(value, str):
        yield _wrong_type(value, shape, path)
        return
    yield from _size(len(value), shape, path)
    if shape.enum and value not in shape.enum:
        yield f"{path}: {value!r} is not one of {', '.join(shape.enum)}"
    pattern = shape.metadata.get("pattern")
    if pattern is not None and not re.search(pattern, value):
        yield f"{path}: {value!r} does not match {pattern}"


def _integer(value, shape, path):
    if isinstance(value, bool) or not isinstance(value, int):
        yield _wrong_type(value, shape, path)
        return
    limit = 2 ** INTEGER_BITS[shape.type_name]
    if not -limit <= value < limit:
        yield f"{path}: {value} does not fit a {shape.type_name}"
    yield from _size(value, shape, path)
    if _is_time_in_milliseconds(shape) and not EARLIEST <= value / 1000 < LATEST:
        yield f"{path}: {value} is not a recent time in milliseconds since 1970"


def _is_time_in_milliseconds(shape):
    documentation = shape.documentation
    return shape.type_name == "long" and "timestamp" in documentation and "milliseconds" in documentation


def _floating_point(value, shape, path):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield _wrong_type(value, shape, path)
        return
    yield from _size(value, shape, path)


def _boolean(value, shape, path):
    if not isinstance(value, bool):
        yield _wrong_type(value, shape, path)


def _timestamp(value, shape, path):
    # REST-JSON and JSON use seconds since 1970 unless the member specifies another format.
    timestamp_format = shape.serialization.get("timestampFormat", "unixTimestamp")
    if timestamp_format != "unixTimestamp":
        yield f"{path}: the walker does not support the timestamp format {timestamp_format}"
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        yield _wrong_type(value, shape, path)
    elif not EARLIEST <= value < LATEST:
        yield f"{path}: {value} is not a recent time in seconds since 1970"


def _blob(value, shape, path):
    try:
        base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        yield _wrong_type(value, shape, path)


def _size(size, shape, path):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield f"{path}: {size} is below the minimum {least} of {shape.name}"
    if most is not None and size > most:
        yield f"{path}: {size} is above the maximum {most} of {shape.name}"


def _wrong_type(value, shape, path):
    return f"{path}: must be a {shape.type_name}, got {value!r}"


CHECKS = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "character": _string,
    "integer": _integer,
    "long": _integer,
    "float": _floating_point,
    "double": _floating_point,
    "boolean": _boolean,
    "timestamp": _timestamp,
    "blob": _blob,
}
