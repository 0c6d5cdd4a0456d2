package config

import (
	"net"
	"regexp"
	"slices"
	"time"

	"filippo.io/age"
)

func (c *checker) server(t serverTable, dir string) Server {
	if sameListener(t.PublicListen, t.ConsoleListen) {
		c.fail("server.console_listen", "is the same as public_listen; give it a port of its own, such as %q", "127.0.0.1:8081")
	}
	return Server{
		PublicURL:     c.address("server.public_url", t.PublicURL, "https://hotline.example.org"),
		PublicListen:  c.listen("server.public_listen", t.PublicListen),
		ConsoleListen: c.listen("server.console_listen", t.ConsoleListen),
		DataDir:       c.file("server.data_dir", t.DataDir, dir),
	}
}

// sameListener says whether two addresses cannot both be listened on. Port 0 is any free one.
func sameListener(a, b string) bool {
	hostA, portA, errA := net.SplitHostPort(a)
	hostB, portB, errB := net.SplitHostPort(b)
	if errA != nil || errB != nil || portA != portB || portA == "0" {
		return false
	}
	every := []string{"", "0.0.0.0", "::"}
	return hostA == hostB || slices.Contains(every, hostA) || slices.Contains(every, hostB)
}

// Identifiers of the carrier's are two letters and 32 hex digits.
var (
	accountSID = regexp.MustCompile(`^AC[0-9a-fA-F]{32}$`)
	serviceSID = regexp.MustCompile(`^(MG[0-9a-fA-F]{32})?$`)
)

func (c *checker) twilio(t twilioTable) Twilio {
	if t.AccountSID == "" {
		c.fail("twilio.account_sid", "is missing; write the Account SID of your Twilio console, AC and 32 digits or letters a to f")
	} else if !accountSID.MatchString(t.AccountSID) {
		c.fail("twilio.account_sid", "must be the Account SID of your Twilio console, AC and 32 digits or letters a to f")
	}
	if t.AuthToken == "" {
		c.fail("twilio.auth_token", "is missing; set %s to the Auth Token of your Twilio console "+
			"(without it anybody could pretend to be the carrier)", variable("twilio.auth_token"))
	}
	tokens := []Secret{Secret(t.AuthToken)}
	if t.AuthTokenNext != "" {
		tokens = append(tokens, Secret(t.AuthTokenNext))
	}
	if len(t.Numbers) == 0 {
		c.fail("twilio.numbers", "is missing; write numbers = [%q] with the number people text", "+12125550100")
	}
	for _, n := range t.Numbers {
		c.phone("twilio.numbers", n)
	}
	if !serviceSID.MatchString(t.MessagingServiceSID) {
		c.fail("twilio.messaging_service_sid", "must be MG and 32 digits or letters a to f, or empty")
	}
	return Twilio{
		AccountSID:          t.AccountSID,
		AuthTokens:          tokens,
		Numbers:             t.Numbers,
		MessagingServiceSID: t.MessagingServiceSID,
		APIURL:              c.address("twilio.api_url", t.APIURL, "https://api.twilio.com"),
		MaxPerSecond:        c.amount("twilio.max_per_second", t.MaxPerSecond, 1000, true),
	}
}

func (c *checker) privacy(t privacyTable, dir string) Privacy {
	for _, to := range t.BackupTo {
		if _, err := age.ParseX25519Recipient(to); err != nil {
			c.fail("privacy.backup_to", "must be the public parts of keys made by hotline keys new (or age-keygen): "+
				"age1 and 58 letters or digits")
		}
	}
	return Privacy{
		BackupTo:    t.BackupTo,
		KeysFile:    c.file("privacy.keys_file", t.KeysFile, dir),
		ForgetAfter: c.duration("privacy.forget_after", t.ForgetAfter, 24*time.Hour),
	}
}
