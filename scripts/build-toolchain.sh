#!/bin/sh
# Rebuilds the Rego toolchain (toolchain/*.go) with the very Go release it was built with, and compares the result with
# what is committed. Needed only where OPA or the program changes: `scripts/build-toolchain.sh --write` then replaces
# opa.wasm.br and its checksum (of the program before compression).
set -eu
cd "$(dirname "$0")/../toolchain"
program=$(mktemp)
trap 'rm -f "$program"' EXIT

GOTOOLCHAIN=go1.26.8 GOOS=wasip1 GOARCH=wasm GOWASM='' GOFLAGS=-mod=readonly \
	go build -trimpath -buildvcs=false -ldflags='-s -w -buildid=' -o "$program" .

node - "$program" "${1:---check}" <<'EOF'
const { createHash } = require("node:crypto");
const { readFileSync, writeFileSync } = require("node:fs");
const { brotliCompressSync, brotliDecompressSync, constants } = require("node:zlib");

const [program, mode] = process.argv.slice(2);
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const built = readFileSync(program);
if (mode === "--write") {
	const params = {
		[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
		[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
		[constants.BROTLI_PARAM_SIZE_HINT]: built.length,
	};
	const compressed = brotliCompressSync(built, { params });
	writeFileSync("opa.wasm.br", compressed);
	writeFileSync("opa.wasm.sha256", `${sha256(built)}\n`);
	console.log(`opa.wasm.br: ${compressed.length} bytes, ${built.length} uncompressed, SHA-256 ${sha256(built)}`);
} else {
	const expected = readFileSync("opa.wasm.sha256", "utf8").trim();
	const committed = sha256(brotliDecompressSync(readFileSync("opa.wasm.br")));
	const faults = [
		...(committed === expected ? [] : [`opa.wasm.br holds ${committed}, opa.wasm.sha256 says ${expected}`]),
		...(sha256(built) === expected ? [] : [`the sources give ${sha256(built)}, opa.wasm.sha256 says ${expected}`]),
	];
	for (const fault of faults) console.error(fault);
	process.exitCode = faults.length > 0 ? 1 : 0;
	if (faults.length === 0) console.log(`the committed program is what the sources give: SHA-256 ${expected}`);
}
EOF
