package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/cmd/hotline/config"
)

// TestBackupAndRestore: a line that is in the middle of a job is backed up while it runs and put back into another folder,
// where the job goes on. What it was about to text is looked up at the carrier first, and not texted twice.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	ana := l.volunteer("Ana", "+12125550142")
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	ana.Expect(canYou)
	key, file := filepath.Join(t.TempDir(), "backup.key"), filepath.Join(t.TempDir(), "line.backup")
	said := l.command("keys", "new", key)
	recipient := strings.TrimSuffix(strings.TrimPrefix(said, `backup_to = ["`), "\"]\n")
	if said := l.command("backup", file, "--to", recipient); said != "" {
		t.Errorf("it says %q", said)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the archive: %v %v", info, err)
	}
	ana.ExpectNothing()
	rosa.ExpectNothing()
	l.halt()

	l.command("restore", file, "--key", key, "--verify")
	to := filepath.Join(t.TempDir(), "line")
	if said := l.command("restore", file, "--key", key, "--to", to); !strings.Contains(said, "requests ") {
		t.Errorf("it says %q", said)
	}
	path := filepath.Join(to, "hotline.toml")
	cfg, err := config.Load(path, []string{"HOTLINE_TWILIO_AUTH_TOKEN=" + l.box.AuthToken()})
	if err != nil || cfg.Network.Name != l.cfg.Network.Name || cfg.Server.Database() != filepath.Join(to, "data", "hotline.db") {
		t.Errorf("the settings: %+v %v", cfg, err)
	}
	written, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(written), l.box.AuthToken()) {
		t.Errorf("a secret is in the settings (%v):\n%s", err, written)
	}

	l.dir = to
	l.start()
	ana.Text("YES")
	ana.Expect(itIsYours)
	rosa.Expect("Ana")
	rosa.Text("12 Main Street")
	rosa.Expect("Told Ana")
	ana.Expect("12 Main Street")
}

// TestBackupIsRefused: each with a line that says what to do, and no file.
func TestBackupIsRefused(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	there := filepath.Join(t.TempDir(), "there")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	const somebody = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"for nobody":     {[]string{"backup", "new"}, exitFailed, "hotline keys new"},
		"for a word":     {[]string{"backup", "new", "--to", "me"}, exitUsage, "age1"},
		"over a file":    {[]string{"backup", there, "--to", somebody}, exitFailed, "nothing is written over"},
		"a key over one": {[]string{"keys", "new", there}, exitFailed, "nothing is written over"},
		"to nowhere":     {[]string{"restore", there, "--key", there}, exitUsage, "--to"},
		"with no key":    {[]string{"restore", there, "--key", there, "--verify"}, exitFailed, "is no key"},
	} {
		var errs strings.Builder
		code := run(t.Context(), append(c.args, "--config", l.cfg.Path), nil, io.Discard, &errs)
		if code != c.code || !strings.Contains(errs.String(), c.says) || strings.Count(errs.String(), "\n") != 1 {
			t.Errorf("%s: %d %s", name, code, errs.String())
		}
	}
	if content, err := os.ReadFile(there); err != nil || string(content) != "mine" {
		t.Errorf("it was written over: %q %v", content, err)
	}
	lock, err := lockKeeping(l.cfg.Server.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	for _, args := range [][]string{{"keys", "rotate"}, {"backup", filepath.Join(t.TempDir(), "x"), "--to", somebody}} {
		var errs strings.Builder
		if run(t.Context(), append(args, "--config", l.cfg.Path), nil, io.Discard, &errs) != exitFailed || !strings.Contains(errs.String(), "under way") {
			t.Errorf("%v beside another: %s", args, errs.String())
		}
	}
}
