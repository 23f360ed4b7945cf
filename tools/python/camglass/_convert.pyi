from typing import Any

def convert_path(
    path: bytes, choices: dict[str, Any], /
) -> tuple[bytes, dict[str, list[str]]]: ...
def convert_memory(
    bytes: bytes, name: str, choices: dict[str, Any], /
) -> tuple[bytes, dict[str, list[str]]]: ...
