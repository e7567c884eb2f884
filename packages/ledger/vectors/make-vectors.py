# SPDX-License-Identifier: Apache-2.0
"""Makes the vectors from the definitions of RFC 6962 and C2SP, with nothing of this package: hashlib and openssl only.

Run: python3 make-vectors.py   (writes the .json files beside it)
"""
import base64, hashlib, json, os, pathlib, subprocess, tempfile

here = pathlib.Path(__file__).parent
H = lambda b: hashlib.sha256(b).digest()
leaf = lambda e: H(b"\0" + e)
node = lambda l, r: H(b"\1" + l + r)
b64 = lambda b: base64.b64encode(b).decode()

def split(n):
    k = 1
    while k * 2 < n: k *= 2
    return k

def mth(d):  # RFC 6962 section 2.1
    if not d: return H(b"")
    if len(d) == 1: return leaf(d[0])
    k = split(len(d))
    return node(mth(d[:k]), mth(d[k:]))

def path(m, d):  # RFC 6962 section 2.1.1
    if len(d) == 1: return []
    k = split(len(d))
    return path(m, d[:k]) + [mth(d[k:])] if m < k else path(m - k, d[k:]) + [mth(d[:k])]

def subproof(m, d, whole):  # RFC 6962 section 2.1.2
    if m == len(d): return [] if whole else [mth(d)]
    k = split(len(d))
    if m <= k: return subproof(m, d[:k], whole) + [mth(d[k:])]
    return subproof(m - k, d[k:], False) + [mth(d[:k])]

def write(name, value):
    (here / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")

entries = [bytes.fromhex(x) for x in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]]
entries += [f"entry {i}".encode() for i in range(8, 21)]
sizes = range(0, len(entries) + 1)
proven = [*range(0, 13), 16, 20, 21]
write("tree.json", {
    "about": "RFC 6962: roots, inclusion proofs (2.1.1) and consistency proofs (2.1.2); hashes in hex. The first eight roots are the well-known ones of certificate transparency.",
    "entries": [e.hex() for e in entries],
    "roots": [mth(entries[:n]).hex() for n in sizes],
    "inclusion": [{"index": m, "size": n, "proof": [h.hex() for h in path(m, entries[:n])]} for n in proven for m in range(n)],
    "consistency": [{"old": m, "size": n, "proof": [h.hex() for h in subproof(m, entries[:n], True)]} for n in proven for m in range(1, n + 1)],
})

def tile_path(level, index, width):
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    p = "/".join(["x" + g for g in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{p}" + ("" if width == 256 else f".p/{width}")

def tiles(size):
    out, level = [], 0
    while size // 256 ** level > 0:
        n = size // 256 ** level
        out += [tile_path(level, i, min(256, n - i * 256)) for i in range(-(-n // 256))]
        level += 1
    return out

write("tiles.json", {
    "about": "C2SP tlog-tiles: paths of tiles, the tiles of trees by size, and what is no path.",
    "paths": [{"level": l, "index": i, "width": w, "path": tile_path(l, i, w)} for l, i, w in [(0, 0, 256), (0, 5, 12), (0, 999, 256), (0, 1000, 1), (0, 1234067, 256), (1, 273, 112), (63, 1, 255), ("entries", 1234067, 7)]],
    "trees": [{"size": n, "tiles": tiles(n)} for n in [0, 1, 255, 256, 257, 512, 1000, 65536, 66000]] ,
    "noPaths": ["", "tile", "tile/0", "tile/00/001", "tile/64/001", "tile/0/1", "tile/0/0001", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/01", "tile/0/x001", "/tile/0/001", "tile/0/001/", "tile/0/../001", "tile/entries/001.p/300", "tile/-1/001", "tile/0/٠٠١"],
})

with tempfile.TemporaryDirectory() as d:
    def ed25519(seed):
        der = bytes.fromhex("302e020100300506032b657004220420") + seed
        key = os.path.join(d, seed[:4].hex())
        open(key, "wb").write(b"-----BEGIN PRIVATE KEY-----\n" + base64.encodebytes(der) + b"-----END PRIVATE KEY-----\n")
        pub = subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout[-32:]
        def sign(message):
            m = key + ".m"
            open(m, "wb").write(message)
            return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", m], capture_output=True, check=True).stdout
        return pub, sign
    def key_id(name, kind, pub): return H(name.encode() + b"\n" + bytes([kind]) + pub)[:4]
    def vkey(name, kind, pub): return f"{name}+{key_id(name, kind, pub).hex()}+{b64(bytes([kind]) + pub)}"
    log, log_sign = ed25519(bytes(range(32)))
    wit, wit_sign = ed25519(bytes(range(32, 64)))
    origin, witness = "log.example.org/technical/2026", "witness.example.net/w1"
    def checkpoint(n): return f"{origin}\n{n}\n{b64(mth(entries[:n]))}\n"
    def signed(text): return f"— {origin} {b64(key_id(origin, 1, log) + log_sign(text.encode()))}\n"
    def cosigned(text, time):
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        return f"— {witness} {b64(key_id(witness, 4, wit) + time.to_bytes(8, 'big') + wit_sign(message))}\n"
    text = checkpoint(20)
    whole = text + "\n" + signed(text) + cosigned(text, 1795305600)
    def u8(s): return bytes([len(s)]) + s
    ml_dsa = b"subtree/v1\n\0" + u8(witness.encode()) + (1795305600).to_bytes(8, "big") + u8(origin.encode()) + bytes(8) + (20).to_bytes(8, "big") + mth(entries[:20])
    write("checkpoint.json", {
        "about": "C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof and tlog-witness. Keys are made from the seeds 00..1f and 20..3f. `mlDsa44Message` is what an ML-DSA-44 cosignature of the witness signs.",
        "note": {
            "vkey": "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "signed": "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
        },
        "origin": origin, "size": 20, "root": mth(entries[:20]).hex(),
        "logVkey": vkey(origin, 1, log), "witnessVkey": vkey(witness, 4, wit), "cosignedAt": 1795305600,
        "signed": whole,
        "mlDsa44Message": ml_dsa.hex(),
        "proof": {"entry": entries[13].hex(), "file": "c2sp.org/tlog-proof@v1\nindex 13\n" + "".join(b64(h) + "\n" for h in path(13, entries[:20])) + "\n" + whole},
        "addCheckpoint": {"last": {"size": 9, "root": mth(entries[:9]).hex()}, "body": "old 9\n" + "".join(b64(h) + "\n" for h in subproof(9, entries[:20], True)) + "\n" + text + "\n" + signed(text)},
    })
