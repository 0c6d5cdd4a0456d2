package i18n

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hotline/i18n/msg"

	"pgregory.net/rapid"
)

func TestSay(t *testing.T) {
	t.Parallel()
	c := setup(t)
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	for _, tc := range []struct {
		lang string
		text msg.Text
		want string
	}{
		{"en", msg.T(msg.Opened, "Place", "11211", "Need", msg.Need{Category: "FOOD", People: 2}),
			"We are asking neighbors near 11211 for groceries for 2. We'll text you when one says yes. To change it, just text back."},
		{"en", msg.T(msg.StatusAsking, "Need", msg.Need{Category: "FOOD", People: 1}, "Count", 4),
			"Groceries for 1: we are asking neighbors, 4 so far."},
		{"es", msg.T(msg.StatusNight, "Need", msg.Need{Category: "RIDE"}, "Time", msg.Moment(day(1))),
			"Transporte: preguntamos desde las 2:05 pm mañana."},
		{"fr", msg.T(msg.StatusNight, "Need", msg.Need{Category: "RIDE"}, "Time", msg.Moment(now)),
			"Trajet : nous demandons autour de vous dès 14h05."},
		{"ht", msg.T(msg.StatusJob, "Need", msg.Need{Category: "FOOD", People: 3}, "Place", "11211", "When", msg.When{Due: day(3)}),
			"Travay ou: manje pou 3 moun, toupre 11211, lendi 2:05 pm. FINI lè l fèt, LAGE si w pa kapab."},
		{"zh-Hans", msg.T(msg.ChoiceYes, "Letter", "B", "Need", msg.Need{Category: "RIDE", People: 2}), "接送，2人（好B）"},
		{"en", msg.T(msg.NeedWhen, "Need", msg.List{msg.Need{Category: "FOOD"}, msg.Need{Category: "RX"}, msg.Need{Category: "RIDE"}}, "When", msg.When{Due: now}),
			"Groceries, a pharmacy pickup and a ride, today 2:05 pm"},
		{"en", msg.T(msg.NeedWhen, "Need", msg.Need{Category: "RIDE"}, "When", msg.When{Due: time.Date(2026, 11, 21, 23, 59, 0, 0, now.Location())}), "A ride, tomorrow"},
		{"en", msg.T(msg.JobDone, "Name", ""), "Thank you! Well done."},
		{"fr", msg.T(msg.JobDone, "Name", ""), "Merci ! Bravo."},
		{"en", msg.T(msg.AskWhat, "Menu", msg.Menu{}),
			"What do you need? 1 food  2 medicine  3 a ride  4 baby things  5 something else. Your own words are fine too."},
		{"en", msg.T(msg.PausedUntil, "Day", msg.Day(day(30))), "OK, we won't ask you until December 20. BACK if sooner."},
		{"es", msg.T(msg.PausedUntil, "Day", msg.Day(day(1))), "De acuerdo, no le preguntamos hasta mañana. VOLVER si quiere antes."},
		{"es", msg.T(msg.PausedUntil, "Day", msg.Day(day(8))), "De acuerdo, no le preguntamos hasta el 28 de noviembre. VOLVER si quiere antes."},
		{"en", msg.T(msg.WonSpeaks, "Language", msg.Language("ht")), "They speak Haitian Creole."},
		{"en", msg.T(msg.JoinWaiting, "Name", "Ben", "Who", msg.T(msg.SomeoneFromTheLine)),
			"Thank you, Ben! A person from the line will look at it, then you hear from us."},
		{"en", msg.T(msg.RelayFrom, "Name", "Rosa", "Words", "it’s “red” …"), `Rosa: it's "red" ...`},
		{"zh-Hans", msg.T(msg.RelayFrom, "Name", "Rosa", "Words", "it’s"), "Rosa：it’s"},
		{"xx", msg.T(msg.ChoiceAnswer), "the question before"},
		{"en", msg.T("no_such_message"), ""},
		{"en", msg.T(msg.OptedIn), "Bedford-Stuyvesant Aid: texts are open again. Need something? Just text it."},
	} {
		if got := c.Say(tc.lang, tc.text, now); got != tc.want {
			t.Errorf("%s %s:\n got %q\nwant %q", tc.lang, tc.text.Key, got, tc.want)
		}
	}
}

// The clocks change between now and then; days are still counted by midnights of the network's zone.
func TestDaysAreTheNetworks(t *testing.T) {
	t.Parallel()
	c := setup(t)
	zone := now.Location()
	saturday := time.Date(2026, time.October, 31, 23, 30, 0, 0, zone)
	for _, tc := range []struct {
		then time.Time
		want string
	}{
		{time.Date(2026, time.October, 31, 23, 59, 0, 0, zone).UTC(), "OK, we won't ask you until today. BACK if sooner."},
		{time.Date(2026, time.November, 1, 0, 10, 0, 0, zone).UTC(), "OK, we won't ask you until tomorrow. BACK if sooner."},
		{time.Date(2026, time.November, 2, 1, 0, 0, 0, zone).UTC(), "OK, we won't ask you until Monday. BACK if sooner."},
		{time.Date(2026, time.November, 7, 1, 0, 0, 0, zone).UTC(), "OK, we won't ask you until November 7. BACK if sooner."},
	} {
		if got := c.Say("en", msg.T(msg.PausedUntil, "Day", msg.Day(tc.then)), saturday.UTC()); got != tc.want {
			t.Errorf("%v: %q, want %q", tc.then, got, tc.want)
		}
	}
}

// Whatever stands in a blank, or does not, nothing panics and nothing of a template shows.
func TestSayIsNeverBroken(t *testing.T) {
	t.Parallel()
	c := setup(t)
	all := append(keys(t), ownKeys()...)
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom([]string{"en", "es", "ht", "zh-Hans", "fr", ""}).Draw(t, "lang")
		key := rapid.SampledFrom(all).Draw(t, "key")
		words := rapid.StringOf(rapid.SampledFrom([]rune("aé’…水 ."))).Draw(t, "words")
		value := rapid.SampledFrom([]any{words, 3, -1, nil, 2.5, msg.Need{}, msg.When{}, msg.Clock{}, msg.Day{}, msg.Moment{},
			msg.Language(words), msg.Menu{}, msg.Pays{By: words}, msg.List{}, msg.List{words, msg.List{nil}}, msg.Choices{words}, msg.Kind(words),
			msg.T("no_such_message"), msg.T(key, "Name", words), []string{words}}).Draw(t, "value")
		args := msg.Args{}
		for blank := range c.lastResort.file.says[string(key)].blanks() {
			if rapid.Bool().Draw(t, blank) {
				args[blank] = value
			}
		}
		got := c.Say(lang, msg.Text{Key: key, Args: args}, now)
		if strings.Contains(got, "<no value>") || strings.ContainsAny(got, "{}") {
			t.Fatalf("%s %s %v: %q", lang, key, args, got)
		}
	})
}

func TestJoin(t *testing.T) {
	t.Parallel()
	for want, texts := range map[string][]string{
		"":                     nil,
		"Told Ben.":            {"Told Ben."},
		"Done? YES B or NO B.": {"Done?", "YES B or NO B."},
		"Eastside: 您需要：食物。对吗？回STOP": {"Eastside:", "您需要：食物。对吗？", "回STOP"},
	} {
		if got := Join(texts); got != want {
			t.Errorf("%q: %q, want %q", texts, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"don’t":                  "don't",
		"“yes” – or no… ok":      `"yes" - or no... ok`,
		"n\u0303 e\u0301":        "ñ é", // composed
		"a\u00a0b\u200bc":        "a bc",
		"« oui »":                `"oui"`,
		"Responda SÍ, don’t":     "Responda SÍ, don’t", // Í needs UCS-2 anyway
		"“完成”…":                  "“完成”…",
		"plain ASCII stays":      "plain ASCII stays",
		"¿Mañana? è é à ò ù ü ¡": "¿Mañana? è é à ò ù ü ¡",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab’“…水e\u0301Í\u200b\u00a0"))).Draw(t, "s")
		if once := Plain(s); Plain(once) != once || Segments(once).Segments > Segments(s).Segments {
			t.Fatalf("%q: %q, then %q", s, once, Plain(once))
		}
	})
}

func BenchmarkSay(b *testing.B) {
	c := setup(b)
	offer := msg.T(msg.OfferPays, "Clock", msg.Clock(now), "Network", "Eastside Mutual Aid", "Letter", "B",
		"Need", msg.Need{Category: "FOOD", People: 2}, "Place", "11211", "When", msg.When{Urgency: "today"}, "Pays", msg.Pays{By: "resident"})
	kept := msg.T(msg.Kept, "Promise", msg.T(msg.Promise, "Name", "Ana", "By", msg.Moment(now.Add(20*time.Hour))))
	for _, lang := range []string{"en", "zh-Hans"} {
		for _, text := range []msg.Text{msg.T(msg.Declined), kept, offer} {
			b.Run(fmt.Sprint(lang, "/", text.Key), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.Say(lang, text, now)
				}
			})
		}
	}
}
