package lexicon

import "testing"

// everything calls every reader once, as the busiest webhook could.
func everything(l *Lexicon, body, lang string) int {
	t := Parse(body)
	n := int(l.YesNo(t, lang)) + int(l.OptOut(t)) + l.People(t, lang) + len(l.Needs(t, lang)) + len(l.ZIPs(t))
	l.Number(t)
	l.Command(t, lang)
	l.LetterReply(t, lang, []string{"B", "C"})
	l.LeadsWithNeed(t, lang)
	l.ZIP(t, func(z string) bool { return z == "11211" })
	l.Urgency(t, lang)
	l.Danger(t)
	l.OptIn(t)
	l.Thanks(t, lang)
	l.Sorry(t, lang)
	l.Question(t, lang)
	l.Guess(t)
	l.Name(t, lang)
	l.Due(t, lang)
	return n
}

func BenchmarkEverything(b *testing.B) {
	l := setup(b)
	for name, text := range map[string][2]string{
		"yes":     {"YES B", "en"},
		"keyword": {"FOOD 11211 two adults", "en"},
		"story":   {"hi i need someone to get my insulin and some milk for the baby, im at grand and bedford", "en"},
		"spanish": {"Buenas tardes, necesito comida y un viaje al doctor mañana, somos 4 personas", "es"},
		"chinese": {"你好，我需要食物和药，一家四口，邮编11355，谢谢", "zh-Hans"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				everything(l, text[0], text[1])
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	var langs []Language
	for _, tag := range tags {
		langs = append(langs, Language{Tag: tag, Words: words(b, tag)})
	}
	for b.Loop() {
		if _, err := New(langs); err != nil {
			b.Fatal(err)
		}
	}
}
