package twiml

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/ivr"

	"pgregory.net/rapid"
)

// key and in are pieces of a turn: in its language, and in one of their own.
func key(keys ...msg.Key) []ivr.Prompt { return in("", keys...) }

func in(lang string, keys ...msg.Key) (all []ivr.Prompt) {
	for _, k := range keys {
		all = append(all, ivr.Prompt{Key: k, Language: lang})
	}
	return all
}

func join(pieces ...[]ivr.Prompt) (all []ivr.Prompt) {
	for _, p := range pieces {
		all = append(all, p...)
	}
	return all
}

// turns are one of each kind that a call has.
func turns() map[string]ivr.Turn {
	keys := ivr.Listen{For: ivr.ForKeys, Digits: 1, Wait: 10 * time.Second}
	languages := join(key("hello"), in("en", "language_en", "press_1"), in("es", "language_es", "press_2"), in("ht", "language_ht", "press_3"))
	return map[string]ivr.Turn{
		"languages": {Say: languages, Listen: keys},
		"menu":      {Language: "es", Say: join(key("hello"), []ivr.Prompt{{Pause: 500}}, key("ask", "press_1")), Listen: keys},
		"zip":       {Language: "en", Say: key("zip"), Listen: ivr.Listen{For: ivr.ForKeys, Digits: 5, Wait: 20 * time.Second}},
		"read_back": {Language: "en", Say: join([]ivr.Prompt{{Digits: "+12125550147"}}, key("right", "press_1")), Listen: keys},
		"tone":      {Language: "es", Say: key("tone"), Listen: ivr.Listen{For: ivr.ForRecording, Most: 90 * time.Second}},
		"recorded":  {Language: "es", Say: []ivr.Prompt{{Pause: 1000}, {Recording: 4}, {Words: "Ben & Ana <3"}}, Listen: ivr.Listen{For: ivr.HangUp}},
		"ring": {Language: "en", Say: key("hello"), Listen: ivr.Listen{For: ivr.ForRing, Wait: 20 * time.Second, Most: 20 * time.Minute,
			Ring: ivr.Ring{Number: "+12125550101", Screened: true}}},
		"connect":   {Language: "en", Listen: ivr.Listen{For: ivr.ForRing, Ring: ivr.Ring{Request: 3, Number: "+12125550102"}}},
		"nobody":    {Language: "en", Listen: ivr.Listen{For: ivr.ForRing, Ring: ivr.Ring{Coordinator: "Ana"}}},
		"kreyol":    {Language: "ht", Say: key("ask", "press_1"), Listen: keys},
		"chinese":   {Language: "zh-Hans", Say: key("ask", "press_1"), Listen: keys},
		"every":     {Say: join(in("en", "tone"), in("es", "tone"), in("ht", "tone")), Listen: ivr.Listen{For: ivr.ForRecording}},
		"goodbye":   {Language: "en", Say: key("hello"), Listen: ivr.Listen{For: ivr.HangUp}},
		"taken":     {Language: "en", Listen: ivr.Listen{For: ivr.ForTalk}},
		"no_answer": {},
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	g := readGrammar(t)
	for name, turn := range turns() {
		o := setup(t)
		doc := Render(turn, o)
		g.check(t, parse(t, doc))
		golden(t, name, doc)
	}
	o := setup(t, "ht/ask", "ht/press_1", "ht/digit_1", "ht/digit_2", "ht/language_ht", "ht/press_3", "ht/tone", "es/ask")
	for _, name := range []string{"kreyol", "languages", "every", "menu"} {
		doc := Render(turns()[name], o)
		g.check(t, parse(t, doc))
		golden(t, name+"_recorded", doc)
	}
	number := ivr.Turn{Language: "ht", Say: []ivr.Prompt{{Digits: "112211"}}, Listen: ivr.Listen{For: ivr.HangUp}}
	golden(t, "digits_recorded", Render(number, o))
	o.Leg = true
	golden(t, "screening", Render(turns()["read_back"], o))
}

// What a language lacks decides for the whole turn; what is nobody's words decides nothing.
func TestOneLanguageATurn(t *testing.T) {
	t.Parallel()
	o := setup(t, "ht/ask", "ht/press_1", "ht/voice_own_language", "ht/they_say", "ht/phrase_12")
	said := func(turn ivr.Turn) string {
		var b strings.Builder
		var walk func(e *element)
		walk = func(e *element) {
			if e.name == "Say" || e.name == "Play" {
				b.WriteString("[" + strings.TrimPrefix(e.text, "https://x.example/twilio/") + "]")
			}
			for _, child := range e.children {
				walk(child)
			}
		}
		walk(parse(t, Render(turn, o)))
		return b.String()
	}
	one := ivr.Listen{For: ivr.ForKeys, Digits: 1}
	for _, tc := range []struct {
		what string
		turn ivr.Turn
		want string
	}{
		{"all of it recorded", ivr.Turn{Language: "ht", Say: key("ask", "press_1"), Listen: one}, "[prompts/ht/ask][prompts/ht/press_1]"},
		{"one prompt is not", ivr.Turn{Language: "ht", Say: key("ask", "press_2"), Listen: one},
			"[To ask for help, press 2.][prompts/ht/voice_own_language]"},
		{"0 is for a person", ivr.Turn{Language: "ht", Say: key("ask", "press_2", "hello", "press_0"), Listen: one},
			"[To ask for help, press 2.][prompts/ht/voice_own_language]"},
		{"a number follows, and 0 is one of its digits", ivr.Turn{Language: "ht", Say: key("zip"), Listen: ivr.Listen{For: ivr.ForKeys, Digits: 5}},
			"[Enter your five-digit ZIP code.]"},
		{"a digit is not recorded", ivr.Turn{Language: "ht", Say: []ivr.Prompt{{Key: "ask"}, {Digits: "7"}}}, "[To ask for help, seven]"},
		{"a name", ivr.Turn{Language: "ht", Say: append(key("ask"), ivr.Prompt{Words: "Ben"})}, "[prompts/ht/ask]"},
		{"a name, said in the default language", ivr.Turn{Language: "ht", Say: append(key("hello"), ivr.Prompt{Words: "Ben"})}, "[Eastside Mutual Aid. Ben.]"},
		{"words of another language", ivr.Turn{Language: "en", Say: append(key("hello"), ivr.Prompt{Words: "Toque dos veces", Language: "es"})},
			"[Eastside Mutual Aid.][Toque dos veces.]"},
		{"words that no voice can read", ivr.Turn{Language: "en", Say: append(key("hello"), ivr.Prompt{Words: "Frape de fwa", Language: "ht"})},
			"[Eastside Mutual Aid.]"},
		{"words with nothing to read", ivr.Turn{Language: "en", Say: []ivr.Prompt{{Words: " \x00\ufffe\n"}}}, ""},
		{"words that end by themselves", ivr.Turn{Language: "en", Say: append([]ivr.Prompt{{Words: "Is it Ben?"}, {Words: "Yes, "}}, key("hello")...)},
			"[Is it Ben? Yes, Eastside Mutual Aid.]"},
		{"a sentence that was passed on, recorded", ivr.Turn{Language: "ht", Say: key("they_say", "phrase_12"), Listen: one}, "[prompts/ht/they_say][prompts/ht/phrase_12]"},
		{"one that is not", ivr.Turn{Language: "ht", Say: append(key("they_say", "phrase_41"), ivr.Prompt{Digits: "12"}), Listen: one},
			"[Your neighbor says: It cost, in dollars: one  two][prompts/ht/voice_own_language]"},
		{"a name in Chinese", ivr.Turn{Language: "zh-Hans", Say: append([]ivr.Prompt{{Words: "Ben"}}, key("ask", "press_1")...)}, "[Ben。需要帮助，请按1。]"},
		{"a category", ivr.Turn{Language: "en", Say: key("for_FOOD", "press_1", "need_FOOD")}, "[For food, press 1. Food.]"},
		{"a language that is gone", ivr.Turn{Language: "xx", Say: key("hello")}, "[Eastside Mutual Aid.]"},
		{"a prompt that nobody has", ivr.Turn{Language: "es", Say: key("hello", "no_such_prompt")}, "[Eastside Mutual Aid.]"},
	} {
		if got := said(tc.turn); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.what, got, tc.want)
		}
	}
}

// Whatever a turn holds, its document is the carrier's: well-formed, of known elements, within the limits; and of the
// pieces in the turn's language either all or none are in it.
func TestAnyTurn(t *testing.T) {
	t.Parallel()
	g := readGrammar(t)
	o := setup(t, "ht/ask", "ht/press_1", "es/hello", "ht/digit_4")
	keys := rapid.SampledFrom([]msg.Key{"hello", "ask", "press_1", "press_2", "press_3", "tone", "language_ht", "for_FOOD", "no_such"})
	languages := rapid.SampledFrom([]string{"", "", "en", "es", "ht", "zh-Hans", "xx"})
	rapid.Check(t, func(rt *rapid.T) {
		piece := rapid.Custom(func(rt *rapid.T) ivr.Prompt {
			p := ivr.Prompt{Language: languages.Draw(rt, "language")}
			switch rapid.IntRange(0, 4).Draw(rt, "kind") {
			case 0:
				p.Key = keys.Draw(rt, "key")
			case 1:
				p.Digits = rapid.StringMatching(`[0-9+*#]{1,15}`).Draw(rt, "digits")
			case 2:
				p.Words = rapid.String().Draw(rt, "words")
			case 3:
				p.Recording = dispatch.ID(rapid.Int64().Draw(rt, "recording"))
			default:
				p.Pause = rapid.IntRange(-1, 20_000).Draw(rt, "pause")
			}
			return p
		})
		turn := ivr.Turn{
			Language: languages.Draw(rt, "turn"),
			Say:      rapid.SliceOfN(piece, 0, 40).Draw(rt, "say"),
			Listen: ivr.Listen{
				For:    rapid.SampledFrom([]ivr.Listening{ivr.ForKeys, ivr.ForRecording, ivr.ForRing, ivr.ForTalk, ivr.HangUp, ""}).Draw(rt, "for"),
				Digits: rapid.IntRange(-1, 30).Draw(rt, "digits"),
				Wait:   time.Duration(rapid.Int64Range(-1, int64(time.Minute)).Draw(rt, "wait")),
				Ring:   ivr.Ring{Number: rapid.SampledFrom([]string{"", "+12125550101"}).Draw(rt, "number")},
			},
		}
		doc := Render(turn, o)
		g.check(t, parse(t, doc))
		if len(doc) > 64<<10 {
			rt.Fatalf("%d bytes", len(doc))
		}
	})
}

// FuzzWords has anything at all read out.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "Ben", "a & b <c> \"d\" 'e' ]]>", "\x00\x1b\ufffe\ufffd\xff\xc3", "两个大人，请按门铃。", "👍🏽", "<Say>", strings.Repeat("word ", 2000), strings.Repeat("水", 5000), strings.Repeat("&", 20000)} {
		f.Add(s, "212", "es")
	}
	g := readGrammar(f)
	o := setup(f)
	f.Fuzz(func(t *testing.T, words, digits, lang string) {
		say := []ivr.Prompt{{Words: words}, {Digits: digits}, {Words: words, Language: lang}, {Key: msg.Key(words)}}
		for range 4 {
			say = append(say, say...)
		}
		doc := Render(ivr.Turn{Language: lang, Say: say, Listen: ivr.Listen{For: ivr.ForKeys, Digits: 1}}, o)
		if len(doc) > 64<<10 {
			t.Errorf("%d bytes", len(doc))
		}
		g.check(t, parse(t, doc))
	})
}

func BenchmarkRender(b *testing.B) {
	o := setup(b)
	turn := turns()["menu"]
	b.ReportAllocs()
	for b.Loop() {
		Render(turn, o)
	}
}
