# SPDX-License-Identifier: Apache-2.0
"""Verifies a bundle as its page says, with RFC 9162 and C2SP at hand and nothing of ours: python and openssl only.

Run: python3 verify-bundle.py BUNDLE.zip [CA.pem]   (exits with 1 at the first thing that does not hold)
"""
import base64, hashlib, json, subprocess, sys, tempfile, zipfile

H = lambda b: hashlib.sha256(b).digest()
bundle = zipfile.ZipFile(sys.argv[1])
read = lambda name: bundle.read(name)

def root_from(index, size, leaf, path):  # RFC 9162 section 2.1.3.2
    fn, sn, r = index, size - 1, leaf
    for p in path:
        assert sn > 0, "proof too long"
        if fn & 1 or fn == sn:
            r = H(b"\1" + p + r)
            while not fn & 1 and fn: fn >>= 1; sn >>= 1
        else:
            r = H(b"\1" + r + p)
        fn >>= 1; sn >>= 1
    assert sn == 0, "proof too short"
    return r

def signed_by(vkey, text, signatures):  # C2SP signed-note, Ed25519
    name, key_id, key = vkey.split("+", 2)
    raw = base64.b64decode(key)
    if raw[0] != 1: return False
    for line in signatures:
        _, who, sig = line.split(" ")
        sig = base64.b64decode(sig)
        if who != name or sig[:4].hex() != key_id: continue
        with tempfile.TemporaryDirectory() as d:
            put = lambda n, b: open(f"{d}/{n}", "wb").write(b)
            put("key", bytes.fromhex("302a300506032b6570032100") + raw[1:]); put("text", text); put("sig", sig[4:])
            cmd = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", f"{d}/key", "-rawin", "-in", f"{d}/text", "-sigfile", f"{d}/sig"]
            return subprocess.run(cmd, capture_output=True).returncode == 0
    return False

proven = stamped = 0
manifest = json.loads(read("bundle.json"))
about = manifest.pop("note", None)
for log in manifest["logs"]:
    folder = log["name"]
    note = read(f"{folder}/checkpoint").decode()
    text, signatures = note.rsplit("\n\n", 1)[0] + "\n", note.rsplit("\n\n", 1)[1].splitlines()
    origin, size, root = text.splitlines()[:3]
    vkeys = read(f"{folder}/vkeys.txt").decode().split()
    assert any(signed_by(v, text.encode(), signatures) for v in vkeys), "checkpoint not signed"
    if about is not None:  # who made it, why, with which words of search: SHA-256 of the canonical JSON of all the rest
        canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        said, by = about.rsplit("\n\n", 1)[0] + "\n", about.rsplit("\n\n", 1)[1].splitlines()
        assert said == f"belfry bundle v1\n{H(canonical).hex()}\n", "bundle.json is not what was signed"
        assert any(signed_by(v, said.encode(), by) for v in vkeys), "bundle.json not signed"
    lines = read(f"{folder}/entries.ndjson").split(b"\n")[:-1]
    assert len(lines) == len(log["entries"]), "lines and entries differ"
    for index, line in zip(log["entries"], lines):
        head, checkpoint = read(f"{folder}/proofs/{index}.tlog-proof").decode().split("\n\n", 1)
        said = head.splitlines()
        assert said[0] == "c2sp.org/tlog-proof@v1" and said[1] == f"index {index}", "proof header"
        assert checkpoint == note, "another checkpoint"
        found = root_from(index, int(size), H(b"\0" + line), [base64.b64decode(h) for h in said[2:]])
        assert base64.b64encode(found).decode() == root, f"entry {index} is not under the root"
        proven += 1
    tsr = f"{folder}/timestamps/{size}.tsr"
    if tsr in bundle.namelist() and len(sys.argv) > 2:
        with tempfile.TemporaryDirectory() as d:
            open(f"{d}/text", "wb").write(text.encode()); open(f"{d}/tsr", "wb").write(read(tsr))
            cmd = ["openssl", "ts", "-verify", "-data", f"{d}/text", "-in", f"{d}/tsr", "-CAfile", sys.argv[2]]
            assert subprocess.run(cmd, capture_output=True).returncode == 0, "time-stamp does not hold"
            stamped += 1
print(f"{proven} proven, {stamped} time-stamped")
