package lexicon

import (
	"slices"
	"testing"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct {
		lang, text string
		want       Command
	}{
		{"en", "HELP", Command{Code: "help"}}, {"en", "help!", Command{Code: "help"}}, {"en", "Status please", Command{Code: "status"}},
		{"en", "done", Command{Code: "done"}}, {"en", "Done, thanks!", Command{Code: "done"}}, {"en", "ok done 👍", Command{Code: "done"}},
		{"en", "START", Command{Code: "start"}}, {"en", "who is this?", Command{Code: "who"}}, {"en", "REPORT", Command{Code: "report"}},
		{"en", "private", Command{Code: "private"}}, {"en", "join", Command{Code: "join"}}, {"en", "PAUSE", Command{Code: "pause"}},
		{"en", "pause 7", Command{Code: "pause", N: 7}}, {"en", "Pause for 2 weeks please", Command{Code: "pause", N: 14}},
		{"en", "pause a week", Command{Code: "pause", N: 7}}, {"en", "pause week", Command{Code: "pause", N: 7}}, {"en", "pause three days", Command{Code: "pause", N: 3}},
		{"en", "back", Command{Code: "back"}}, {"en", "ME", Command{Code: "me"}}, {"en", "leave", Command{Code: "leave"}},
		{"en", "Drop", Command{Code: "drop"}}, {"en", "swap", Command{Code: "swap"}}, {"en", "call me", Command{Code: "callme"}},
		{"en", "CALLME", Command{Code: "callme"}}, {"en", "omw!!", Command{Code: "on_my_way"}}, {"en", "I'm on my way", Command{Code: "on_my_way"}},
		{"en", "sorry running late", Command{}}, {"en", "running late", Command{Code: "late"}}, {"en", "call", Command{Code: "call"}},
		{"en", "ALL", Command{Code: "all"}}, {"en", "helping you is fine", Command{}}, {"en", "call 911", Command{}},
		{"en", "is it done", Command{}}, {"en", "", Command{}}, {"en", "please", Command{}}, {"en", "stop", Command{}}, {"en", "just me", Command{}}, {"fr", "ok pour moi", Command{}},

		{"es", "AYUDA", Command{Code: "help"}}, {"es", "hecho", Command{Code: "done"}}, {"es", "Ya terminé, gracias", Command{Code: "done"}},
		{"es", "pausa 2 semanas", Command{Code: "pause", N: 14}}, {"es", "llámame", Command{Code: "callme"}}, {"es", "voy en camino", Command{Code: "on_my_way"}},
		{"es", "¿quién es?", Command{Code: "who"}}, {"es", "status", Command{Code: "status"}}, {"es", "done", Command{Code: "done"}},
		{"es", "QUIEN", Command{Code: "who"}}, {"es", "llamame", Command{Code: "callme"}}, {"es", "como funciona", Command{Code: "help"}},
		{"fr", "ETAT", Command{Code: "status"}}, {"fr", "prive", Command{Code: "private"}}, {"fr", "DEBUT", Command{Code: "start"}},
		{"ht", "KIYES", Command{Code: "who"}}, {"ht", "ki moun", Command{Code: "who"}}, {"ht", "ED", Command{Code: "help"}},
		{"ht", "èd", Command{Code: "help"}}, {"ht", "ed", Command{Code: "help"}}, {"ht", "mwen fini", Command{Code: "done"}}, {"ht", "poz 3 jou", Command{Code: "pause", N: 3}},
		{"ht", "rele m souple", Command{Code: "callme"}}, {"ht", "kiyès ou ye", Command{Code: "who"}}, {"ht", "HELP", Command{Code: "help"}},
		{"zh-Hans", "帮助", Command{Code: "help"}}, {"zh-Hans", "完成了！", Command{Code: "done"}}, {"zh-Hans", "暂停7天", Command{Code: "pause", N: 7}},
		{"zh-Hans", "暫停", Command{Code: "pause"}}, {"zh-Hans", "暂停两个星期", Command{Code: "pause", N: 14}}, {"zh-Hans", "你是谁", Command{Code: "who"}},
		{"fr", "aide", Command{Code: "help"}}, {"fr", "c'est fait", Command{Code: "done"}}, {"fr", "pause 10 jours", Command{Code: "pause", N: 10}},
		{"fr", "appelez-moi svp", Command{Code: "callme"}}, {"fr", "je suis en retard", Command{Code: "late"}}, {"fr", "J’arrive", Command{Code: "on_my_way"}},
		{"en", "hecho", Command{Code: "done"}}, {"es", "en route", Command{Code: "on_my_way"}},

		{"en", "NO CALLS", Command{Code: "no_calls"}}, {"en", "I'm deaf", Command{Code: "no_calls"}}, {"en", "text only please", Command{Code: "no_calls"}},
		{"en", "forget me", Command{Code: "forget"}}, {"en", "Phrases 2", Command{Code: "phrases", N: 2}}, {"es", "FRASES", Command{Code: "phrases"}},
		{"ht", "fraz 6", Command{Code: "phrases", N: 6}}, {"fr", "phrases 4 svp", Command{Code: "phrases", N: 4}}, {"zh-Hans", "句子3", Command{Code: "phrases", N: 3}},
		{"en", "phrases of 2 kinds", Command{}}, {"en", "forget it", Command{}},
		{"es", "LLAMADA", Command{Code: "callme"}}, {"es", "LLAMAR", Command{Code: "call"}}, {"es", "por favor no me llamen", Command{Code: "no_calls"}},
		{"es", "soy sorda", Command{Code: "no_calls"}}, {"es", "borren mis datos", Command{Code: "forget"}},
		{"ht", "RELEM", Command{Code: "callme"}}, {"ht", "RELE", Command{Code: "call"}}, {"ht", "pa rele m", Command{Code: "no_calls"}}, {"ht", "bliye m", Command{Code: "forget"}},
		{"fr", "RAPPEL", Command{Code: "callme"}}, {"fr", "APPELER", Command{Code: "call"}}, {"fr", "Ne m’appelez pas svp", Command{Code: "no_calls"}}, {"fr", "oubliez-moi", Command{Code: "forget"}},
		{"zh-Hans", "打给我", Command{Code: "callme"}}, {"zh-Hans", "打电话", Command{Code: "call"}}, {"zh-Hans", "请不要打电话", Command{Code: "no_calls"}}, {"zh-Hans", "忘记我", Command{Code: "forget"}},

		{"en", "ESPAÑOL", Command{Code: "language", Language: "es"}}, {"en", "espanol por favor", Command{Code: "language", Language: "es"}},
		{"es", "english", Command{Code: "language", Language: "en"}}, {"en", "kreyol", Command{Code: "language", Language: "ht"}},
		{"en", "ZHONGWEN", Command{Code: "language", Language: "zh-Hans"}}, {"en", "中文", Command{Code: "language", Language: "zh-Hans"}},
		{"ht", "franse", Command{Code: "language", Language: "fr"}}, {"fr", "English please", Command{Code: "language", Language: "en"}},
	} {
		got, ok := l.Command(Parse(c.text), c.lang)
		if got != c.want || ok != (c.want.Code != "") {
			t.Errorf("%s %q: %+v %v, want %+v", c.lang, c.text, got, ok, c.want)
		}
	}
}

func TestEveryCommandInEveryLanguage(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, tag := range tags {
		w := words(t, tag)
		for _, code := range CommandCodes() {
			if len(w.Commands[code]) == 0 {
				t.Errorf("%s has no word for %s", tag, code)
				continue
			}
			first := w.Commands[code][0]
			if c, ok := l.Command(Parse(first), tag); !ok || c.Code != code {
				t.Errorf("%s: %q is read as %+v", tag, first, c)
			}
		}
	}
	for code, list := range words(t, "en").Commands {
		for _, tag := range tags {
			if c, ok := l.Command(Parse(list[0]), tag); !ok || c.Code != code {
				t.Errorf("the English %q is read as %+v in %s", list[0], c, tag)
			}
		}
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	l := setup(t)
	if got := l.Languages(Parse("English, español and Kreyòl; some english")); !slices.Equal(got, []string{"en", "es", "ht"}) {
		t.Errorf("named: %v", got)
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for text, want := range map[string]int{
		"1": 1, "1.": 1, " 2 ": 2, "#3": 3, "１": 1, "1️⃣": 1, "①": 1, "٣": 3, "1 please": 1, "number 4": 4, "two": 2, "dos": 2,
		"三": 3, "(5)": 5, "0": 0, "12": 12, "1!!": 1, "1 👍": 1, "opción 2": 2, "uno": 1, "99": 99,
	} {
		if got, ok := l.Number(Parse(text)); !ok || got != want {
			t.Errorf("%q: %d %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "100", "11211", "1 2", "no 1", "2 bags", "-", "yes", "1st", "B", "👎 1"} {
		if got, ok := l.Number(Parse(text)); ok {
			t.Errorf("%q is the number %d", text, got)
		}
	}
	for text, want := range map[string][]int{
		"1 3": {1, 3}, "1,3 and 4": {1, 3, 4}, "1, 2 y 5": {1, 2, 5}, "1、3": {1, 3}, "2 + 4": {2, 4}, "1 et 2": {1, 2}, "1 ak 2": {1, 2},
		"1 and a bag": nil, "11211": nil,
	} {
		if got := l.Numbers(Parse(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestLetterReply(t *testing.T) {
	t.Parallel()
	l := setup(t)
	letters := []string{"B", "D", "BB"}
	for _, c := range []struct{ lang, text, letter, does string }{
		{"en", "B", "B", "yes"}, {"en", "b.", "B", "yes"}, {"en", "YES B", "B", "yes"}, {"en", "b yes", "B", "yes"}, {"en", "yes to job B", "B", "yes"},
		{"en", "B 👍", "B", "yes"}, {"en", "ok b", "B", "yes"}, {"en", "bb", "BB", "yes"}, {"en", "YES BB!", "BB", "yes"}, {"en", "B please", "B", "yes"},
		{"en", "NO B", "B", "no"}, {"en", "b no", "B", "no"}, {"en", "no sorry b", "B", "no"}, {"en", "can't do B", "B", "no"},
		{"en", "DONE B", "B", "done"}, {"en", "b done thanks", "B", "done"}, {"en", "drop b", "B", "drop"},
		{"en", "yes b but after 6", "B", "yes_if"}, {"en", "b but after 6", "B", "yes_if"}, {"en", "yes B at 5", "B", "yes_if"},
		{"en", "no b but tomorrow", "B", "no_but"}, {"en", "I can do B", "B", "yes"}, {"en", "yes d", "D", "yes"}, {"en", "sí B", "B", "yes"},
		{"es", "SI B", "B", "yes"}, {"es", "claro que sí, la B", "B", "yes"}, {"en", "not B", "B", "no"}, {"en", "yes the B", "B", "yes"}, {"en", "done with B", "B", "done"}, {"es", "sí a la B", "B", "yes"}, {"es", "no B", "B", "no"}, {"es", "YES B", "B", "yes"}, {"es", "B hecho", "B", "done"},
		{"ht", "WI B", "B", "yes"}, {"ht", "non b", "B", "no"}, {"zh-Hans", "好 B", "B", "yes"}, {"zh-Hans", "B可以", "B", "yes"}, {"zh-Hans", "不B", "B", "no"},
		{"fr", "OUI B", "B", "yes"}, {"fr", "oui pour B", "B", "yes"}, {"fr", "b mais demain", "B", "yes_if"}, {"fr", "non B", "B", "no"},
		{"en", "yes", "", ""}, {"en", "yes B D", "", ""}, {"en", "I'd love to", "", ""}, {"en", "yes :D", "", ""}, {"fr", "d'accord", "", ""},
		{"fr", "d accord", "", ""}, {"fr", "c bon", "", ""}, {"en", "apt 4b", "", ""}, {"en", "b there in five minutes with her bags", "", ""},
		{"en", "the corner of avenue b and grand", "", ""}, {"en", "YES C", "", ""}, {"en", "", "", ""}, {"en", "B?", "", ""}, {"en", "yes and no B", "", ""},
	} {
		got, ok := l.LetterReply(Parse(c.text), c.lang, letters)
		if ok != (c.letter != "") || got.Letter != c.letter || got.Does != c.does {
			t.Errorf("%s %q: %+v %v, want %s %s", c.lang, c.text, got, ok, c.letter, c.does)
		}
	}
}

func TestOfferLetters(t *testing.T) {
	t.Parallel()
	all := setup(t).OfferLetters()
	if len(all) < 8 {
		t.Errorf("only %v are left", all)
	}
	for _, c := range []string{"A", "I", "Y", "N", "K", "S", "O", "E", "U"} {
		if slices.Contains(all, c) {
			t.Errorf("%s is a yes, a no or a word", c)
		}
	}
	if english := setup(t, "en").OfferLetters(); !slices.Contains(english, "B") || !slices.Contains(english, "C") {
		t.Errorf("English alone leaves %v", english)
	}
}

func TestLate(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct {
		lang, text string
		want       bool
	}{
		{"en", "late 20", true}, {"en", "20 min late", true}, {"en", "I'm running late, maybe 30 minutes", true}, {"en", "LATE", true},
		{"es", "voy tarde 15 min", true}, {"fr", "20 minutes de retard", true}, {"fr", "en retard, 20 min", true}, {"ht", "an reta 15 minit", true},
		{"zh-Hans", "会晚到20分钟", true}, {"en", "20 min", false}, {"en", "is it too late for you?", false}, {"en", "", false},
	} {
		if got := l.Late(Parse(c.text), c.lang); got != c.want {
			t.Errorf("%s: %q: %v", c.lang, c.text, got)
		}
	}
}
