package i18n

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"hotline/i18n/msg"
)

// Every language has every message, and none that nobody says.
func TestEveryKeyInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := setup(t)
	want := append(keys(t), ownKeys()...)
	for tag, v := range c.speakers {
		for _, key := range want {
			if !v.has(key) {
				t.Errorf("%s lacks %s", tag, key)
			}
		}
		for key := range v.file.says {
			if !slices.Contains(want, msg.Key(key)) && !strings.HasPrefix(key, string(keyMenu)) {
				t.Errorf("%s: nobody says %s", tag, key)
			}
		}
		for key := range v.file.Budget {
			if v.file.says[key] == nil {
				t.Errorf("%s: a budget for %s, which is no message", tag, key)
			}
		}
	}
}

// A language with the blanks of another would leave a hole or drop a name.
func TestEveryLanguageHasTheSameBlanks(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for tag, v := range c.speakers {
		for key, forms := range v.file.says {
			ours, theirs := forms.blanks(), c.lastResort.file.says[key].blanks()
			if !maps.Equal(ours, theirs) {
				t.Errorf("%s: %s has the blanks %v, English %v", tag, key, slices.Sorted(maps.Keys(ours)), slices.Sorted(maps.Keys(theirs)))
			}
			if other := forms["other"]; !maps.Equal(blanksOf(other), ours) {
				t.Errorf("%s: %s, in the form other, leaves out a blank", tag, key)
			}
		}
	}
}

func blanksOf(text string) map[string]bool { return forms{"other": text}.blanks() }

// Every message, in every language, with every blank filled: what stood in it is there, and nothing else stands out.
func TestEveryMessageIsWhole(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for tag, v := range c.speakers {
		for key, forms := range v.file.says {
			args := said(c, tag, msg.Key(key))
			for _, count := range []int{0, 1, 2, 5, 21} {
				args["Count"] = count
				got := c.Say(tag, msg.Text{Key: msg.Key(key), Args: args}, now)
				if got == "" || strings.Contains(got, "<no value>") || strings.ContainsAny(got, "{}\ufffd") || strings.TrimSpace(got) != got {
					t.Errorf("%s: %s is %q", tag, key, got)
				}
				for blank := range forms.blanks() {
					one := scene{catalog: c, speaker: v, now: now, args: args}
					in := Plain(one.value(args[blank], false))
					if in == "" || !strings.Contains(strings.ToLower(got), strings.ToLower(in)) {
						if blank != "Count" || count > 1 {
							t.Errorf("%s: %s lacks its {{.%s}} %q: %q", tag, key, blank, in, got)
						}
					}
				}
			}
		}
	}
}

// Every message keeps to its budget with names and places of real length.
func TestBudgets(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for tag, v := range c.speakers {
		for key := range v.file.says {
			args := said(c, tag, msg.Key(key))
			text := c.Say(tag, msg.Text{Key: msg.Key(key), Args: args}, now)
			got, budget := Segments(text), c.Budget(tag, msg.Key(key))
			if got.Segments > budget {
				t.Errorf("%s: %s costs %d segments (%s, %d characters), its budget is %d: %s", tag, key, got.Segments, got.Encoding, got.Chars, budget, text)
			}
			if budget > 1 && budget < 5 && got.Segments < budget {
				t.Errorf("%s: %s costs %d segments, its budget of %d can be cut", tag, key, got.Segments, budget)
			}
		}
	}
}

// What the line sends most, with the lengths of an ordinary day, costs what it should: an offer and the news one
// segment, the first answer to a new phone two.
func TestWhatAnOrdinaryDayCosts(t *testing.T) {
	t.Parallel()
	c := setup(t)
	need := msg.Need{Category: "FOOD", People: 2}
	when := msg.When{Urgency: "today"}
	offer := func(pays msg.Pays) msg.Text {
		return msg.T(msg.OfferPays, "Clock", msg.Clock(now), "Network", "Eastside Mutual Aid", "Letter", "B", "Need", need, "Place", "11211", "When", when, "Pays", pays)
	}
	first := []msg.Text{msg.T(msg.Prefix, "Network", "Eastside Mutual Aid"), msg.T(msg.Opened, "Place", "11211", "Need", need),
		msg.T(msg.FirstFooterLanguages, "Languages", "ESPANOL? KREYOL? ZHONGWEN?")}
	in2Days := msg.When{Urgency: "two_days"}
	for tag := range c.speakers {
		wary := 2 // "never a card, PIN or gift card" fits one segment in English alone
		if tag == "en" {
			wary = 1
		}
		for _, tc := range []struct {
			what   string
			texts  []msg.Text
			budget int
		}{
			{"an offer that the resident pays", []msg.Text{offer(msg.Pays{By: "resident"})}, 1},
			{"an offer that the network pays", []msg.Text{offer(msg.Pays{By: "network", UpTo: 50})}, 1},
			{"the first answer", first, 2},
			{"the winner's text", []msg.Text{msg.T(msg.Won, "Name", "Ben", "Need", need, "When", when), msg.T(msg.WonSpeaks, "Language", msg.Language("es"))}, 1},
			{"the winner's text of a job that costs", []msg.Text{msg.T(msg.WonPays, "Name", "Benjamin", "Need", need, "When", in2Days, "Pays", msg.Pays{By: "resident"})}, wary},
			{"the good news of a job that costs", []msg.Text{msg.T(msg.AcceptedPays, "Name", "Benjamin", "Need", need, "When", in2Days, "Pays", msg.T(msg.YouPay))}, wary},
			{"the good news", []msg.Text{msg.T(msg.Accepted, "Name", "Ben", "Need", need, "When", when)}, 1},
		} {
			var said []string
			for _, text := range tc.texts {
				said = append(said, c.Say(tag, text, now))
			}
			whole := strings.Join(said, " ")
			if got := Segments(whole); got.Segments > tc.budget {
				t.Errorf("%s: %s costs %d segments (%s, %d characters): %s", tag, tc.what, got.Segments, got.Encoding, got.Chars, whole)
			}
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		setup(b)
	}
}
