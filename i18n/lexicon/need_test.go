package lexicon

import (
	"slices"
	"strings"
	"testing"
)

// found is what Needs finds, for tables: "FOOD*4" is a keyword for four people.
func found(l *Lexicon, text, lang string) []string {
	var list []string
	for _, n := range l.Needs(Parse(text), lang) {
		s := n.Category
		if n.Keyword {
			s += "*"
		}
		if n.People > 0 {
			s += strings.Repeat("+", n.People)
		}
		list = append(list, s)
	}
	return list
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "FOOD 11211 two adults", "FOOD*++"}, {"en", "food", "FOOD*"}, {"en", "Food, please!", "FOOD*"}, {"en", "FOOD today", "FOOD*"},
		{"en", "hi, FOOD 11211", "FOOD*"}, {"en", "food for my neighbor's family", "FOOD"}, {"en", "do you have food?", "FOOD"}, {"en", "food?", "FOOD"},
		{"en", "hi i need someone to get my insulin and some milk for the baby, im at grand and bedford", "RX BABY"},
		{"en", "need groceries and a ride to the doctor", "FOOD RIDE"}, {"en", "a ride to the pharmacy tomorrow", "RIDE"},
		{"en", "can someone take me to the doctor", "RIDE"}, {"en", "water and diapers 11211", "FOOD BABY"}, {"en", "drinking water", "FOOD"},
		{"en", "MEDICINE 11206", "RX*"}, {"en", "ride 11211 2 people", "RIDE*++"}, {"en", "BABY 11211", "BABY*"}, {"en", "my baby sleeps", ""},
		{"en", "help with food stamps", "FORMS"}, {"en", "the gas bill is 80 dollars", "MONEY"}, {"en", "no hot water and no heat", "HOME"},
		{"en", "our roof collapsed, we need a tent and blankets", "SHELTER GOODS"}, {"en", "i was injured and need bandages", "MED"},
		{"en", "I don't need food, I need a ride", "RIDE"}, {"en", "OTHER", "OTHER*"}, {"en", "the other day", ""}, {"en", "medecine for my mom", "RX"},
		{"en", "groseries", "FOOD"}, {"en", "grocereis", "FOOD"}, {"en", "prescripton refill", "RX"}, {"en", "under water", ""}, {"en", "hello there", ""},
		{"en", "lunch for 3 and a ride for 1", "MEAL+++ RIDE+"}, {"en", "dog food and a can of tuna", "PET FOOD"}, {"en", "need my laptop fixed", "TECH"},
		{"en", "someone to talk to, I'm lonely", "COMPANY"}, {"en", "babysitter on friday", "CHILD"}, {"en", "I'm not safe at home", "SAFE"},
		{"en", "manje 11211", "FOOD*"}, {"en", "食物 11211", "FOOD*"}, {"en", "let me know", ""}, {"en", "i am in pain", "MED"},

		{"en", "RX 11211", "RX*"}, {"en", "11211 food", "FOOD*"}, {"en", "11211-1234 Food 2 adults", "FOOD*++"}, {"en", "MED", "MED*"}, {"en", "ride tomorrow 9am", "RIDE*"}, {"en", "ride friday at 10:30 please", "RIDE*"},
		{"es", "RX 11211", "RX*"}, {"ht", "HYG 11211", "HYG*"}, {"fr", "GOODS 11206", "GOODS*"}, {"zh-Hans", "PET 11211", "PET*"}, {"es", "11211 comida", "FOOD*"},
		{"en", "we have a goods train", ""}, {"ht", "lang mwen se kreyòl", ""}, {"en", "the company is closed", ""},
		{"es", "COMIDA 11211", "FOOD*"}, {"es", "necesito comida y un viaje al doctor", "FOOD RIDE"}, {"es", "necesito pañales y leche para mi bebe", "BABY"},
		{"es", "medicina para mi mamá, no tengo dinero", "RX MONEY"}, {"es", "te llamo luego", ""}, {"es", "un té y pan", "FOOD"}, {"es", "mis papás llegan", ""},
		{"es", "comida para 4 personas", "FOOD*++++"}, {"es", "agua por favor", "FOOD"}, {"es", "FOOD 11211", "FOOD*"}, {"es", "carpas y cobijas", "SHELTER GOODS"},
		{"es", "ayuda para llenar papeles", "FORMS"}, {"es", "alguien que cuide... quien cuide a mis hijos", "CHILD"}, {"es", "se me acabó la insulina", "RX"},

		{"ht", "MANJE 11226", "FOOD*"}, {"ht", "m bzwen mnj ak dlo", "FOOD"}, {"ht", "mwen bezwen medikaman ak yon woulib", "RX RIDE"},
		{"ht", "nou pa gen kote pou nou dòmi", "SHELTER"}, {"ht", "kouchèt pou bebe a", "BABY"}, {"ht", "manje pou 4 moun", "FOOD*++++"}, {"ht", "rad ak dra", "GOODS"},
		{"ht", "pa bezwen manje, m bezwen dokte", "MED"},

		{"zh-Hans", "食物 11355 两个大人", "FOOD*++"}, {"zh-Hans", "你好，我需要食物和药，一家四口，邮编11355，谢谢", "FOOD++++ RX++++"},
		{"zh-Hans", "我需要去醫院看病的接送", "RIDE"}, {"zh-Hans", "宝宝的奶粉和尿布", "BABY"}, {"zh-Hans", "我的薪水还没发", ""}, {"zh-Hans", "沒有飯吃", "FOOD"},
		{"zh-Hans", "帮我填表", "FORMS"}, {"zh-Hans", "想找人聊天", "COMPANY"},

		{"fr", "NOURRITURE 11226", "FOOD*"}, {"fr", "j'ai besoin d'eau et de médicaments", "FOOD RX"}, {"fr", "jai besoin deau", "FOOD"},
		{"fr", "nous avons faim et pas de logement", "FOOD SHELTER"}, {"fr", "des couches pour mon bébé", "BABY"}, {"fr", "du pain", "FOOD"},
		{"fr", "un trajet chez le médecin demain", "RIDE"}, {"fr", "besoin d'un interprète", "LANG"},
	} {
		if got := strings.Join(found(l, c.text, c.lang), " "); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

func TestNeedKnowsItsKind(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for text, kind := range map[string]string{"water 11211": "water", "bread": "", "winter coat": "clothes"} {
		if n := l.Needs(Parse(text), "en"); len(n) != 1 || n[0].Kind != kind {
			t.Errorf("%q: %+v", text, n)
		}
	}
}

// Every category's keyword on the flyer opens it, in every language and from a phone of any other.
func TestKeywords(t *testing.T) {
	t.Parallel()
	l := setup(t)
	codes := []string{
		"FOOD", "MEAL", "RX", "MED", "RIDE", "BABY", "HYG", "GOODS", "ERRAND", "COMPANY", "CHILD", "PET", "HOME", "TECH",
		"LANG", "FORMS", "MONEY", "SHELTER", "SAFE", "OTHER",
	}
	for _, tag := range tags {
		needs := words(t, tag).Needs
		for _, code := range codes {
			if len(needs[code]) == 0 {
				t.Errorf("%s has no word for %s", tag, code)
				continue
			}
			keyword := strings.TrimPrefix(needs[code][0], leading)
			for _, lang := range []string{tag, ""} {
				got := l.Needs(Parse(keyword+" 11211"), lang)
				if len(got) != 1 || got[0].Category != code || !got[0].Keyword {
					t.Errorf("%s: the keyword %q of %s is read as %+v by a phone of %q", tag, keyword, code, got, lang)
				}
			}
		}
		for key := range needs {
			if code, _ := splitNeed(key); !slices.Contains(codes, code) {
				t.Errorf("%s has words for a category %q that the default set does not have", tag, key)
			}
		}
	}
}

func TestLeadsWithNeed(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for lang, texts := range map[string][]string{
		"en": {"FOOD", "water please", "hi, I need diapers", "she is here, and i need milk too", "a ride to the clinic"},
		"es": {"comida", "necesito pañales"}, "ht": {"m bezwen dlo"}, "zh-Hans": {"我需要药"}, "fr": {"j'ai besoin de lait"},
	} {
		for _, text := range texts {
			if !l.LeadsWithNeed(Parse(text), lang) {
				t.Errorf("%s %q does not lead with a need", lang, text)
			}
		}
	}
	for _, text := range []string{"", "I left the bread at the door", "i need to know when", "we are out of time now so the bread is at the door", "the food was great", "see you at the food pantry", "yes"} {
		if l.LeadsWithNeed(Parse(text), "en") {
			t.Errorf("%q leads with a need", text)
		}
	}
}

func TestZIP(t *testing.T) {
	t.Parallel()
	l := setup(t)
	ours := func(zip string) bool { return zip == "11211" || zip == "11206" }
	for text, want := range map[string]string{
		"11211": "11211", "FOOD 11211": "11211", "11211 food": "11211", "90210": "90210", "90210 food": "", "food 90210": "90210",
		"12345 Broadway 11206": "11206", "11206 Bushwick Ave, 11211": "11211", "food 90210 or 11211 or 90211": "11211",
		"food 90210 90211": "90211", "11211-1234": "11211", "food, NY11211-0001": "11211", "１１２１１": "11211", "112110001": "11211",
		"1 1 2 1 1": "11211", "邮编11206": "11206", "zip:11211!": "11211", "1121": "", "112111": "", "call 7185551234": "", "": "",
	} {
		got, ok := l.ZIP(Parse(text), ours)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
	if got := l.ZIPs(Parse("11206, 11211 and 11206 or 10002-1234")); !slices.Equal(got, []string{"11206", "11211", "10002"}) {
		t.Errorf("several: %v", got)
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct {
		lang, text string
		want       int
	}{
		{"en", "two adults", 2}, {"en", "2 adults and 3 kids", 5}, {"en", "family of 4", 4}, {"en", "family of four, 2 adults 2 kids", 4},
		{"en", "food for 5", 5}, {"en", "FOOD for 2 in 11211", 2}, {"en", "for 2 days", 0}, {"en", "for 5pm", 0}, {"en", "for 2 bags of rice", 0},
		{"en", "4 people", 4}, {"en", "2 small children", 2}, {"en", "there are 3 of us", 3}, {"en", "we are 6", 6}, {"en", "apt 4", 0},
		{"en", "11211 2 adults", 2}, {"en", "200 people", 0}, {"en", "50 people and 60 adults", 50}, {"en", "hello", 0}, {"en", "one senior", 1},
		{"es", "familia de 4", 4}, {"es", "somos cinco", 5}, {"es", "dos adultos y tres niños", 5}, {"es", "2 personas", 2}, {"es", "para 3", 3},
		{"ht", "4 moun", 4}, {"ht", "nou se 9", 9}, {"ht", "2 granmoun ak 3 timoun", 5}, {"ht", "kat moun", 4}, {"ht", "fanmi 6 moun", 6},
		{"zh-Hans", "一家四口", 4}, {"zh-Hans", "两个大人", 2}, {"zh-Hans", "兩個大人三個小孩", 5}, {"zh-Hans", "我们有5个人", 5}, {"zh-Hans", "十二人", 12},
		{"fr", "famille de 5", 5}, {"fr", "deux adultes et un enfant", 3}, {"fr", "nous sommes 4", 4}, {"fr", "4 personnes", 4},
		{"es", "3 people", 3},
	} {
		if got := l.People(Parse(c.text), c.lang); got != c.want {
			t.Errorf("%s %q: %d, want %d", c.lang, c.text, got, c.want)
		}
	}
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "today please", "today"}, {"en", "asap", "today"}, {"en", "tomorrow", "two_days"}, {"en", "on friday", "this_week"},
		{"en", "no rush, next week", "anytime"}, {"en", "today or tomorrow", "today"}, {"en", "not urgent", "anytime"}, {"en", "food", ""},
		{"es", "mañana", "two_days"}, {"es", "hoy mismo", "today"}, {"ht", "jodi a", "today"}, {"ht", "demen", "two_days"},
		{"zh-Hans", "今天", "today"}, {"zh-Hans", "明天", "two_days"}, {"zh-Hans", "不急", "anytime"}, {"fr", "demain", "two_days"}, {"fr", "cette semaine", "this_week"},
		{"es", "today", "today"},
	} {
		if got := l.Urgency(Parse(c.text), c.lang); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}
