package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/engine"
	"hotline/store"
)

type personCmd struct {
	Export personExportCmd `cmd:"" help:"Print everything that is kept of somebody, as JSON."`
	Forget personForgetCmd `cmd:"" help:"Forget somebody, as FORGET ME by text does."`
}

type personExportCmd struct {
	Phone string `arg:"" help:"Their phone."`
}

// Run prints one JSON object.
func (c *personExportCmd) Run(e *env) error {
	cfg, err := e.settings()
	if err != nil {
		return err
	}
	phone, err := phoneReader(cfg.Twilio.Numbers[0])(c.Phone)
	if err != nil {
		return usageError{err}
	}
	db, err := store.Open(e.ctx, storeOptions(cfg))
	if err != nil {
		return err
	}
	var d store.Dossier
	err = db.Read(e.ctx, func(v *store.View) (err error) {
		d, err = v.Dossier(phone)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		err = errors.New("nobody with this phone is known")
	}
	if err == nil {
		err = printDossier(e, cfg, db, d)
	}
	return errors.Join(err, db.Close())
}

// printDossier prints what is kept of a person, with what they said in their own voice.
func printDossier(e *env, cfg *config.Config, db *store.DB, d store.Dossier) error {
	j := newPersonJSON(d, cfg)
	for _, r := range d.Recordings {
		said := spokenJSON{voicemailJSON: newVoicemailJSON(store.ListedRecording{Recording: r, Phone: d.Contact.Phone})}
		if r.State == store.RecordingStored {
			sound, err := db.Audio(r.ID)
			if err != nil && !errors.Is(err, store.ErrNotFound) { // erased meanwhile
				return err
			}
			said.Sound, said.Format = sound, r.Format
		}
		j.Recordings = append(j.Recordings, said)
	}
	enc := json.NewEncoder(e.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(j)
}

// personJSON is everything that is kept of one person. Fields may be added; these stay (ops/interface.md).
type personJSON struct {
	Phone          string          `json:"phone"`
	Name           string          `json:"name"`
	Language       string          `json:"language"`
	KnownSince     time.Time       `json:"known_since"`
	OptedOutAt     *time.Time      `json:"opted_out_at"`
	CallsStoppedAt *time.Time      `json:"calls_stopped_at"`
	OptOuts        []optOutJSON    `json:"opt_outs"`
	Conversation   json.RawMessage `json:"conversation"` // where it stands; null: nowhere
	Volunteer      *volunteerJSON  `json:"volunteer"`
	Asked          []askedJSON     `json:"asked"`
	Requests       []ownJSON       `json:"requests"`
	Messages       []messageJSON   `json:"messages"`
	Calls          []callJSON      `json:"calls"`
	Recordings     []spokenJSON    `json:"recordings"`
	PassedOn       []passedJSON    `json:"passed_on"`
	Events         []eventJSON     `json:"events"`
}

type optOutJSON struct {
	At      time.Time `json:"at"`
	Stopped bool      `json:"stopped"`
	How     string    `json:"how"`
}

// askedJSON is a request that a volunteer was asked about; whose it is is nothing of theirs.
type askedJSON struct {
	Request  string     `json:"request"`
	Category string     `json:"category"`
	Status   string     `json:"status"`
	SentAt   *time.Time `json:"sent_at"`
}

// ownJSON is a person's own request; who helped is nothing of theirs, and is left out.
type ownJSON struct {
	requestJSON
	Corner  string `json:"corner"`
	Address string `json:"address"`
}

// spokenJSON is something that was said, with its sound in base64.
type spokenJSON struct {
	voicemailJSON
	Format string `json:"format"`
	Sound  []byte `json:"sound"`
}

type passedJSON struct {
	Request   string    `json:"request"`
	FromThem  bool      `json:"from_them"`
	Words     string    `json:"words"`
	Phrase    int       `json:"phrase"`
	CreatedAt time.Time `json:"created_at"`
}

func newPersonJSON(d store.Dossier, cfg *config.Config) personJSON {
	c := d.Contact
	j := personJSON{Phone: c.Phone.Reveal(), Name: c.Name.Reveal(), Language: c.Language, KnownSince: c.CreatedAt,
		OptedOutAt: orNull(c.OptedOutAt), CallsStoppedAt: orNull(c.CallsStoppedAt), Conversation: json.RawMessage(d.Session.Data),
		OptOuts: []optOutJSON{}, Asked: []askedJSON{}, Requests: []ownJSON{}, Messages: []messageJSON{}, Calls: []callJSON{},
		Recordings: []spokenJSON{}, PassedOn: []passedJSON{}, Events: []eventJSON{}}
	if len(d.Session.Data) == 0 {
		j.Conversation = json.RawMessage("null")
	}
	if d.Volunteer != nil {
		v := newVolunteerJSON(store.ListedVolunteer{Volunteer: *d.Volunteer, Name: c.Name, Phone: c.Phone}, &cfg.Network)
		j.Volunteer = &v
	}
	codes := map[int64]string{}
	for _, o := range d.OptOuts {
		j.OptOuts = append(j.OptOuts, optOutJSON{o.At, o.Stopped, o.How})
	}
	for _, o := range d.Offers {
		codes[int64(o.Request)] = o.Code
		j.Asked = append(j.Asked, askedJSON{o.Code, o.Category, string(o.Status), orNull(o.SentAt)})
	}
	for _, r := range d.Requests {
		codes[int64(r.ID)] = r.Code
		j.Requests = append(j.Requests, ownJSON{newRequestJSON(store.ListedRequest{Request: r}), r.Corner.Reveal(), r.Address.Reveal()})
	}
	for _, m := range d.Messages {
		j.Messages = append(j.Messages, newMessageJSON(store.ListedMessage{Message: m, Phone: c.Phone}))
	}
	for _, call := range d.Calls {
		j.Calls = append(j.Calls, newCallJSON(store.ListedCall{Call: call, Phone: c.Phone}))
	}
	for _, p := range d.Passed {
		j.PassedOn = append(j.PassedOn, passedJSON{codes[int64(p.Request)], p.Sender == c.ID, p.Words.Reveal(), p.Phrase, p.CreatedAt})
	}
	for _, ev := range d.Events {
		j.Events = append(j.Events, eventJSON{At: ev.At, Kind: ev.Kind, Actor: ev.Actor, Why: ev.Why.Reveal()})
	}
	return j
}

type personForgetCmd struct {
	Phone string `arg:"" help:"Their phone."`
	Yes   bool   `help:"Do not ask first."`
}

// Run forgets somebody, once whoever runs it has said yes.
func (c *personForgetCmd) Run(e *env) error {
	return e.act(func(cfg *config.Config, line *engine.Engine) error {
		phone, err := phoneReader(cfg.Twilio.Numbers[0])(c.Phone)
		if err != nil {
			return usageError{err}
		}
		if !c.Yes {
			fmt.Fprintf(e.stdout, "Everything that is kept of %s is erased, here and at the carrier, but for the number and what it wants of us; "+
				"what they asked for is closed. This cannot be undone. Forget them? [y/N] ", masked(phone))
			answer, _ := bufio.NewReader(e.stdin).ReadString('\n') // its end, too, is no yes
			if answer = strings.ToLower(strings.TrimSpace(answer)); answer != "y" && answer != "yes" {
				return errors.New("nothing was done: answer y, or write --yes")
			}
		}
		return line.Forget(e.ctx, phone, byCommand)
	})
}
