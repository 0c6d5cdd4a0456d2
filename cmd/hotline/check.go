package main

import (
	"fmt"
	"net/http"
	"strings"

	"hotline/cmd/hotline/config"
	"hotline/gateway/twilio"
	"hotline/i18n"
	"hotline/ops/check"
	"hotline/store"
)

type checkCmd struct {
	Offline bool `help:"Leave the carrier out."`
}

// Run prints every finding and fails if one must be mended. Settings that cannot be read are the only finding then.
func (c *checkCmd) Run(e *env) error {
	cfg, err := e.settings()
	if err != nil {
		return err
	}
	found := append(settingsFindings(cfg), catalogFindings(cfg)...)
	found = append(found, voiceFindings(cfg)...)
	found = append(found, check.Database(e.ctx, storeOptions(cfg))...)
	if !c.Offline {
		found = append(found, carrierFindings(e, cfg)...)
	}
	mend := 0
	for _, f := range found {
		if f.Level == check.Mend {
			mend++
		}
		fmt.Fprintf(e.stdout, "%-4s  %s\n", f.Level, f.What)
	}
	if mend > 0 {
		return fmt.Errorf("%d to mend", mend)
	}
	return nil
}

func settingsFindings(cfg *config.Config) []check.Finding {
	found := []check.Finding{{Level: check.OK, What: "settings: " + cfg.Path + " can be read"}}
	if len(cfg.Privacy.BackupTo) == 0 {
		found = append(found, check.Finding{Level: check.Warn,
			What: "no backups: nobody could open one; run hotline keys new backup.key, and write the line it prints under [privacy]"})
	}
	if strings.HasPrefix(cfg.Server.PublicURL, "http://") {
		found = append(found, check.Finding{Level: check.Warn,
			What: "public_url: without https anybody on the way can read what people write"})
	}
	safety := 0
	for _, c := range cfg.Network.Coordinators {
		if c.Safety {
			safety++
		}
	}
	switch {
	case len(cfg.Network.Coordinators) == 0:
		found = append(found, check.Finding{Level: check.Warn,
			What: "no coordinators: danger and requests that nobody takes are only listed; write [[coordinators]]"})
	case safety == 0:
		found = append(found, check.Finding{Level: check.Warn,
			What: "no coordinator takes private requests: write safety = true for one of [[coordinators]]"})
	}
	return found
}

func catalogFindings(cfg *config.Config) []check.Finding {
	catalog, err := loadCatalog(cfg)
	if err != nil {
		return []check.Finding{{Level: check.Mend, What: "languages: " + err.Error()}}
	}
	return check.Catalog(catalog)
}

func carrierFindings(e *env, cfg *config.Config) []check.Finding {
	client, err := newClient(cfg, nil)
	if err != nil {
		return []check.Finding{{Level: check.Mend, What: err.Error()}}
	}
	return check.Carrier{
		Client:    client,
		PublicURL: cfg.Server.PublicURL,
		Numbers:   cfg.Twilio.Numbers,
		ServiceID: cfg.Twilio.MessagingServiceSID,
	}.Look(e.ctx)
}

// storeOptions say where the network's database is.
func storeOptions(cfg *config.Config) store.Options {
	return store.Options{Path: cfg.Server.Database(), KeysFile: cfg.Privacy.KeysFile}
}

// newClient is the carrier's REST interface with the network's account, reached by over unless it is nil.
func newClient(cfg *config.Config, over *http.Client) (*twilio.Client, error) {
	return twilio.New(twilio.Options{
		APIURL: cfg.Twilio.APIURL, AccountSID: cfg.Twilio.AccountSID, AuthTokens: cfg.Twilio.Tokens(), HTTP: over,
	})
}

// loadCatalog reads the network's languages with its own words in lang/.
func loadCatalog(cfg *config.Config) (*i18n.Catalog, error) {
	n := cfg.Network
	o := i18n.Options{
		Overlay: cfg.Overlay(), Languages: n.Languages, Default: n.Language, Network: n.Name, Location: n.Location,
	}
	for number := 1; ; number++ {
		k, ok := n.ByNumber(number)
		if !ok {
			break
		}
		o.Menu = append(o.Menu, k.Code)
	}
	for _, k := range n.Categories {
		o.Categories = append(o.Categories, k.Code)
	}
	return i18n.Load(o)
}
