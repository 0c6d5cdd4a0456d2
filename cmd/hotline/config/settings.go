package config

import (
	"fmt"
	"regexp"
	"time"
)

func (c *checker) server(t serverTable, dir string) Server {
	return Server{
		PublicURL:     c.address("server.public_url", t.PublicURL, "https://hotline.example.org"),
		PublicListen:  c.listen("server.public_listen", t.PublicListen),
		ConsoleListen: c.listen("server.console_listen", t.ConsoleListen),
		DataDir:       c.file("server.data_dir", t.DataDir, dir),
	}
}

var (
	accountSID = regexp.MustCompile(`^[A-Za-z0-9-]{2,64}$`)
	serviceSID = regexp.MustCompile(`^[A-Za-z0-9-]{0,64}$`)
)

func (c *checker) twilio(t twilioTable) Twilio {
	if t.AccountSID == "" {
		c.fail("twilio.account_sid", "is missing; write the Account SID of your Twilio console, AC and 32 characters")
	} else if !accountSID.MatchString(t.AccountSID) {
		c.fail("twilio.account_sid", "must be the Account SID of your Twilio console, AC and 32 characters")
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
		c.fail("twilio.messaging_service_sid", "must be MG and 32 characters, or empty")
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
	return Privacy{
		KeysFile:    c.file("privacy.keys_file", t.KeysFile, dir),
		ForgetAfter: c.duration("privacy.forget_after", t.ForgetAfter, 24*time.Hour),
	}
}

var pin = regexp.MustCompile(`^([0-9]{4,8})?$`)

// voice checks what only calls use.
func (c *checker) voice(f file) {
	c.hours("voice.live_help", f.Voice.LiveHelp)
	c.duration("voice.ring", f.Voice.Ring, 5*time.Second)
	c.count("voice.max_minutes", f.Voice.MaxMinutes, 1, 240)
	for i, t := range f.Coordinators {
		if !pin.MatchString(t.PIN) {
			c.fail(fmt.Sprintf("coordinators[%d].pin", i), "must be 4 to 8 digits, or empty")
		}
	}
}
