package sms

import (
	"slices"
	"strings"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
)

// The readers of an intake's questions: each adds what the text says to the draft and says what is still missing.

func readWhat(t *talk.Turn) talk.Answer {
	d := &t.Question().Draft
	if n, ok := t.Lexicon.Number(t.Text); ok {
		c, found := t.Network.ByNumber(n)
		switch {
		case found:
			d.Needs, d.Confirmed = []talk.Need{{Category: c.Code}}, true
			return nextOf(t)
		case n == 5:
			return other
		}
		return again(t)
	}
	if t.Lexicon.Thanks(t.Text, t.Language) {
		return talk.NotMine
	}
	gather(t, d)
	if len(d.Needs) == 0 {
		return again(t)
	}
	t.Session.Misses = 0
	return nextOf(t)
}

func readOwnWords(t *talk.Turn) talk.Answer {
	d := &t.Question().Draft
	gather(t, d)
	if len(d.Needs) == 0 {
		d.Needs, d.Confirmed = []talk.Need{{Category: "OTHER"}}, true
	}
	return nextOf(t)
}

// readConfirm reads the answer to the needs played back: right, not right, or what to change. "no, medicine" names
// another need instead; any other need comes on top, so that nothing is lost, and is played back again.
func readConfirm(t *talk.Turn) talk.Answer {
	d := &t.Question().Draft
	_, number := t.Lexicon.Number(t.Text)
	polarity := yesNo(t)
	names := !number && polarity != lexicon.Yes && len(t.Lexicon.Needs(t.Text, t.Language)) > 0
	if !names {
		switch readTwo(t) {
		case yes:
			d.Confirmed = true
			return nextOf(t)
		case no:
			d.Needs = nil
			return needWhat
		}
	}
	if names && startsWithNo(t, t.Text) {
		d.Needs = nil
	}
	before, people := d.Place, len(d.Needs) == 1 && t.Lexicon.People(t.Text, t.Language) > 0
	gather(t, d)
	if names || d.Place != before || people {
		t.Session.Misses = 0
		d.Confirmed = false
		return needConfirm
	}
	return again(t)
}

func readWhere(t *talk.Turn) talk.Answer {
	d := &t.Question().Draft
	zip, ok := t.Lexicon.ZIP(t.Text, func(zip string) bool { return serves(t.Network, zip) })
	_, number := t.Lexicon.Number(t.Text)
	switch {
	case ok && t.Lexicon.LeadsWithNeed(t.Text, t.Language): // another need, with its place
		gather(t, d)
		d.Confirmed = true
	case ok:
		d.Keep(t.Text.Raw)
		d.Place = placeOf(t.Network, zip)
	case zoneNamed(t) != "":
		d.Keep(t.Text.Raw)
		d.Place = dispatch.Place{Zone: zoneNamed(t)}
	case t.Lexicon.Thanks(t.Text, t.Language):
		return talk.NotMine
	case number || yesNo(t) != lexicon.Unclear || len([]rune(t.Text.Raw)) < 3 || allDigits(t.Text.Raw):
		return again(t)
	case t.Lexicon.LeadsWithNeed(t.Text, t.Language):
		gather(t, d)
		d.Confirmed = true
		return nextOf(t)
	default: // the nearest corner, in their own words
		d.Keep(t.Text.Raw)
		d.Corner = t.Text.Raw
	}
	t.Session.Misses = 0
	return nextOf(t)
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789 -") == ""
}

// zoneNamed is the zone whose name the whole text is.
func zoneNamed(t *talk.Turn) string {
	for _, z := range t.Network.Zones {
		if sameTokens(t.Text.Tokens, lexicon.Parse(z.Name).Tokens) {
			return z.Name
		}
	}
	return ""
}

func sameTokens(a, b []lexicon.Token) bool {
	return len(a) > 0 && slices.EqualFunc(a, b, func(x, y lexicon.Token) bool { return x.Fold == y.Fold })
}

func readNewNeed(t *talk.Turn) talk.Answer {
	switch readTwo(t) {
	case yes:
		d := &t.Question().Draft
		d.Confirmed = true
		return nextOf(t)
	case no:
		return no
	}
	return talk.NotMine
}
