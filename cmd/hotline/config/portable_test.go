package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPortable: whatever way a secret is written, it is not in the settings of a backup, nor in a comment of them; all else
// is.
func TestPortable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "hotline.toml")
	text := "\ufeff# auth_token was SECRET0\n" + `
privacy = { keys_file = "/etc/keys", forget_after = "30d" }
[network]
name = "Eastside"
timezone = "America/New_York"
[server]
public_url = "https://hotline.example.org"
data_dir = "/var/lib/line"
[twilio]
account_sid = "AC00000000000000000000000000000000"
"auth_token" = """
SECRET1"""
auth_token_next = 'SECRET2'
numbers = ["+12125550100"]
[dispatch]
approve_volunteers = false
[[coordinators]]
name = "Ana"
phone = "+12125550142"
pin = "123456"
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Portable(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"SECRET", "123456", "/etc/keys", "/var/lib"} {
		if strings.Contains(string(got), secret) {
			t.Errorf("it has %s:\n%s", secret, got)
		}
	}
	cfg, err := parse("hotline.toml", "/new", got, []string{"HOTLINE_TWILIO_AUTH_TOKEN=later"})
	if err != nil {
		t.Fatalf("%v in\n%s", err, got)
	}
	if cfg.Network.Coordinators[0].Name != "Ana" || cfg.Server.DataDir != "/new/data" || cfg.Privacy.KeysFile != "/new/hotline.keys" ||
		cfg.Network.Rules.ApproveVolunteers || cfg.Privacy.ForgetAfter.Hours() != 30*24 {
		t.Errorf("%+v", cfg)
	}
}
