package sms

import (
	"strings"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// shutIntake and openIntake read "SHUT FOOD", "SHUT North", "OPEN FOOD North".

func shutIntake(t *talk.Turn, said string) bool { return intakeCase(t, "SHUT", said) }

func openIntake(t *talk.Turn, said string) bool { return intakeCase(t, "OPEN", said) }

func intakeCase(t *talk.Turn, word, said string) bool {
	p, ok := pauseSaid(t, said)
	switch {
	case ok && dispatch.NeverShut(p.Category):
		t.Say(msg.StaffNeverShut, "What", p.Category)
	case ok:
		t.Do(talk.SetIntake{Pause: p, Open: word == "OPEN"})
	case len(strings.Fields(said)) <= 2:
		write(t, word+" FOOD")
	default: // "open the window, please"
		return false
	}
	return true
}

// pauseSaid is the category and the zone (by name, or by a ZIP in it) that a coordinator names, in any order.
func pauseSaid(t *talk.Turn, said string) (p dispatch.Pause, ok bool) {
	rest := lexicon.Parse(said).Tokens
	for _, z := range t.Network.Zones {
		name := lexicon.Parse(z.Name).Tokens
		n := len(rest) - len(name)
		switch {
		case p.Zone != "" || n < 0:
		case sameTokens(rest[n:], name):
			p.Zone, rest = z.Name, rest[:n]
		case sameTokens(rest[:len(name)], name):
			p.Zone, rest = z.Name, rest[len(name):]
		}
	}
	var words []string
	for _, k := range rest {
		if zone, ours := t.Network.ZoneOf(k.Fold); p.Zone == "" && ours && len(k.Fold) == 5 && allDigits(k.Fold) {
			p.Zone = zone
			continue
		}
		words = append(words, k.Soft)
	}
	if len(words) == 0 {
		return p, p.Zone != ""
	}
	if len(words) == 1 {
		if c, known := t.Network.Category(strings.ToUpper(words[0])); known {
			p.Category = c.Code
			return p, true
		}
	}
	found := t.Lexicon.Needs(lexicon.Parse(strings.Join(words, " ")), t.Language)
	if len(found) != 1 || len(words) > 2 {
		return p, false
	}
	c, known := t.Network.Category(found[0].Category)
	p.Category = c.Code
	return p, known
}

// full says whether a need is not taken on for now.
func full(t *talk.Turn, category, zone string) bool { return t.Shut != nil && t.Shut(category, zone) }

// allFull says whether none of a draft's needs is taken on, wherever it is.
func allFull(t *talk.Turn, d *talk.Draft) bool {
	for _, n := range d.Needs {
		if !full(t, n.Category, "") || sameRequest(t, n.Category) != nil {
			return false
		}
	}
	return true
}
