package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKeysRotate: beside a running server, in the middle of a job. Everybody is still known, and the old keys are gone.
func TestKeysRotate(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	ana := l.volunteer("Ana", "+12125550142")
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	ana.Expect(canYou)
	old, err := os.ReadFile(l.cfg.Privacy.KeysFile)
	if err != nil {
		t.Fatal(err)
	}
	if said := l.command("keys", "rotate"); !strings.Contains(said, l.cfg.Privacy.KeysFile) {
		t.Errorf("it says %q", said)
	}
	ana.Text("YES")
	ana.Expect(itIsYours)
	rosa.Expect("Ana")
	l.command("keys", "rotate")
	rosa.Text("12 Main Street")
	rosa.Expect("Told Ana")
	ana.Expect("12 Main Street")
	rosa.ExpectNothing()
	l.halt()
	now, err := os.ReadFile(l.cfg.Privacy.KeysFile)
	if err != nil || strings.Count(string(now), "keyId") != strings.Count(string(old), "keyId") {
		t.Errorf("the keys file has more keys than before: %v", err)
	}
	l.start()
	rosa.Text("STATUS")
	rosa.Expect("Ana")
}

// TestKeysRotateNeedsTheServersFile: a server that reads a copy of the keys file keeps its keys.
func TestKeysRotateNeedsTheServersFile(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	keys, err := os.ReadFile(l.cfg.Privacy.KeysFile)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(copied, keys, 0o600); err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	environ := []string{"HOTLINE_PRIVACY_KEYS_FILE=" + copied}
	code := run(t.Context(), []string{"keys", "rotate", "--config", l.cfg.Path}, environ, io.Discard, &errs)
	if code != exitFailed || !strings.Contains(errs.String(), "does not read "+copied) {
		t.Errorf("%d %s", code, errs.String())
	}
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211")
	rosa.Expect("11211")
	rosa.Expect(nobodyFree)
}
