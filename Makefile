# What a developer needs: try, test, bench, check.
SHELL := /bin/bash
GO ?= go

.PHONY: try test bench check crash

# The whole line on this machine, with simulated phones.
try:
	$(GO) run ./cmd/hotline try

# All tests, with the race detector where there is a C compiler. SQLite itself, its memory and its C library are left as
# they are: they were translated from C, hold their own locks, and are a dozen times slower under the detector. The last
# line says what was left out; with CI=true a want is a failure.
test:
	@race="-race"; left=(); for c in sqlite/lib libc memory; do race="$$race -gcflags=modernc.org/$$c=-race=false"; done; \
	command -v gcc >/dev/null || { race=; left+=("the race detector (gcc)"); }; \
	command -v chromium >/dev/null || left+=("the page in a browser (Chromium)"); \
	[ -d ../shared/data ] || left+=("tests on real data (../shared)"); \
	if [ "$$CI" = true ] && (($${#left[@]})); then printf 'missing: %s\n' "$${left[@]}" >&2; exit 1; fi; \
	$(GO) test $$race ./... || exit 1; \
	if (($${#left[@]})); then \
		printf 'left out for want of something:'; printf ' %s;' "$${left[@]}"; echo; \
	else \
		echo 'left out: nothing'; \
	fi

# Measurements: whole turns beside the most this machine can do, and the parts (ops/bench.md).
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# The real program killed 200 times in the middle of its work, with a carrier that errs: what was lost, doubled or stuck.
# make test does it five times.
crash:
	$(GO) test ./cmd/hotline -run '^TestKilled$$' -v -count=1 -timeout 60m -crash.rounds=200

# What a reviewer would say first.
check:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt:" $$unformatted; exit 1; fi
	$(GO) vet ./...
	$(GO) tool -modfile=ops/tools/go.mod staticcheck ./...
