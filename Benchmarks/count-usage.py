#!/usr/bin/env python3
"""Counts tokens in transcripts in the plainest way, to check `ccmux usage` against it. Prints one JSON object.

    count-usage.py FOLDER...
"""
import json, os, sys

KINDS = ("input", "output", "cacheWrite5m", "cacheWrite1h", "cacheRead")
CODEX = ("input_tokens", "cached_input_tokens", "cache_write_input_tokens", "output_tokens")


def number(value):
    return value if type(value) is int and value >= 0 else 0


def claude(path):
    """(id, tokens) of each message: a message's last line counts."""
    found = {}
    for line in open(path, "rb"):
        try: record = json.loads(line)
        except ValueError: continue
        message = record.get("message") if isinstance(record, dict) else None
        if not isinstance(message, dict) or record.get("type") != "assistant": continue
        usage = message.get("usage")
        if not isinstance(usage, dict) or record.get("isApiErrorMessage") is True: continue
        if message.get("model") == "<synthetic>": continue
        created = number(usage.get("cache_creation_input_tokens"))
        parts = usage.get("cache_creation") or {}
        hour = number(parts.get("ephemeral_1h_input_tokens"))
        created = max(created, hour + number(parts.get("ephemeral_5m_input_tokens")))
        tokens = (number(usage.get("input_tokens")), number(usage.get("output_tokens")), max(0, created - hour),
                  hour, number(usage.get("cache_read_input_tokens")))
        found[message["id"]] = (message.get("model"), tokens)
    return found


def codex(path):
    found, before, model = {}, None, "unknown"
    for line in open(path, "rb"):
        try: record = json.loads(line)
        except ValueError: continue
        payload = record.get("payload")
        if record.get("type") == "turn_context": model = payload.get("model", model)
        if record.get("type") != "event_msg" or payload.get("type") != "token_count" or not payload.get("info"): continue
        total = [number(payload["info"]["total_token_usage"].get(key)) for key in CODEX]
        last = [number(payload["info"]["last_token_usage"].get(key)) for key in CODEX]
        if total == before: continue
        grown = before and all(new >= old for new, old in zip(total, before))
        whole, read, wrote, output = [n - o for n, o in zip(total, before)] if grown else last
        before = total
        found[(record["timestamp"], *total)] = (model, (max(0, whole - read - wrote), output, wrote, 0, read))
    return found


paths = [os.path.join(folder, name) for root in sys.argv[1:] for folder, _, names in os.walk(root) for name in names
         if name.endswith(".jsonl")]
messages = {}
for path in sorted(paths, key=lambda path: (os.stat(path).st_mtime_ns, path)):
    one = codex if os.path.basename(path).startswith("rollout-") else claude
    for key, (model, tokens) in one(path).items():
        # In several files: where it came furthest.
        if key not in messages or messages[key][1][1] < tokens[1]: messages[key] = (model, tokens)
result = {kind: sum(tokens[index] for _, tokens in messages.values()) for index, kind in enumerate(KINDS)}
result["cacheWrite"] = result["cacheWrite5m"] + result["cacheWrite1h"]
models = {}
for model, tokens in messages.values(): models[model] = models.get(model, 0) + sum(tokens)
print(json.dumps(result | {"messages": len(messages), "files": len(paths), "models": dict(sorted(models.items()))}))
