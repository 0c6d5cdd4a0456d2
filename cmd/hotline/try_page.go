package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
	"hotline/gateway/phonetest"
	"hotline/i18n/msg"
	"hotline/store"
)

// languages are the network's, by their own names.
func (p *practice) languages(cfg *config.Config) []phonetest.Language {
	var list []phonetest.Language
	for _, tag := range cfg.Network.Languages {
		list = append(list, phonetest.Language{Tag: tag, Name: p.app.catalog.Name(tag)})
	}
	return list
}

// next says when the line will do something by itself.
func (a *App) next() (what string, due time.Time, ok bool) {
	err := a.store.Read(context.Background(), func(v *store.View) error {
		timer, err := v.NextTimer()
		if err != nil {
			return err
		}
		dial, err := v.DialNext()
		due = timer
		if due.IsZero() || (!dial.IsZero() && dial.Before(due)) {
			due = dial
		}
		return err
	})
	if err != nil {
		a.log.Error("next timer not read", "error", err)
	}
	return "something is due", due, err == nil && !due.IsZero()
}

// tour says how far anybody has come with a first request by text, with one that was handed back, and with one by phone.
// A tick once given stays; with all given nothing is looked up.
func (a *App) tour() func() phonetest.Progress {
	var (
		mu   sync.Mutex
		done phonetest.Progress
	)
	return func() phonetest.Progress {
		mu.Lock()
		defer mu.Unlock()
		if done.Text.Closed && done.Again.Retaken && done.Call.Sentence {
			return done
		}
		err := a.store.Read(context.Background(), func(v *store.View) error { return progress(v, &done) })
		if err != nil {
			a.log.Error("tour not read", "error", err)
		}
		return done
	}
}

// progress adds what every request shows to have happened.
func progress(v *store.View, done *phonetest.Progress) error {
	texts := map[dispatch.ID]map[msg.Key]bool{}
	for m, err := range v.ListMessages(time.Time{}) {
		if err != nil {
			return err
		}
		if texts[m.Request] == nil {
			texts[m.Request] = map[msg.Key]bool{}
		}
		texts[m.Request][msg.Key(m.Kind)] = true
	}
	first := true
	for r, err := range v.ListRequests(time.Time{}) {
		if err != nil {
			return err
		}
		handedBack, err := wasHandedBack(v, r.Request.ID)
		if err != nil {
			return err
		}
		sentence, err := heardSentence(v, r.Request)
		if err != nil {
			return err
		}
		add := func(t *phonetest.Ticks) {
			tick(t, r.Request, texts[r.Request.ID])
			t.HandedBack = t.HandedBack || handedBack
			t.Retaken = t.Retaken || handedBack && r.Request.Holder != 0
			t.Sentence = t.Sentence || sentence
		}
		switch {
		case r.Request.Channel == dispatch.Voice:
			add(&done.Call)
		case first:
			first = false
			add(&done.Text)
			if handedBack {
				add(&done.Again)
			}
		default:
			add(&done.Again)
		}
	}
	return nil
}

// tick adds what one request and the texts about it show.
func tick(t *phonetest.Ticks, r store.Request, texts map[msg.Key]bool) {
	taken := r.Status.Taken() || r.Status == dispatch.DoneReported || r.Holder != 0
	t.Asked = t.Asked || !r.OpenedAt.IsZero()
	t.Offered = t.Offered || r.Asks > 0
	t.Accepted = t.Accepted || taken
	t.Place = t.Place || r.PlaceTold
	t.Passed = t.Passed || texts[msg.RelayFrom] || texts[msg.RelayPhrase] || texts[msg.RelaySpoken]
	t.Closed = t.Closed || r.ClosedReason == dispatch.Completed
	t.Done = t.Done || t.Closed || r.Status == dispatch.DoneReported
	t.Checked = t.Checked || t.Done || texts[msg.CheckIn]
}

func wasHandedBack(v *store.View, request dispatch.ID) (bool, error) {
	offers, err := v.OffersOf(request)
	return slices.ContainsFunc(offers, func(o store.Offer) bool { return o.Status == dispatch.OfferHandedBack }), err
}

// heardSentence says whether who asked has heard a ready sentence by phone.
func heardSentence(v *store.View, r store.Request) (bool, error) {
	passed, err := v.PassedTo(r.Resident, r.ID)
	return slices.ContainsFunc(passed, func(p store.Passed) bool { return p.Phrase != 0 && !p.HeardAt.IsZero() }), err
}
