package lexicon

import "testing"

func TestName(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "Rosa", "Rosa"}, {"en", "rosa", "rosa"}, {"en", "ROSA", "ROSA"}, {"en", "Jean-Pierre", "Jean-Pierre"}, {"en", "O'Neil", "O'Neil"},
		{"en", "Mary Ann Smith", "Mary"}, {"en", "my name is Rosa", "Rosa"}, {"en", "My name’s Rosa.", "Rosa"}, {"en", "I'm Ben", "Ben"},
		{"en", "im ben", "ben"}, {"en", "hi, i am Ben!", "Ben"}, {"en", "It's Ana", "Ana"}, {"en", "hello this is Lee from 11211", "Lee"},
		{"en", "My name is rosa and i speak spanish", "rosa"}, {"en", "Ben, I can drive people around", "Ben"}, {"en", "will", "will"}, {"en", "Will Smith", "Will"},
		{"en", "I am Will", "Will"}, {"en", "call me Joe", "Joe"}, {"en", "Mrs Garcia", "Garcia"}, {"en", "Rosa here", "Rosa"}, {"en", "name: Rosa", "Rosa"},
		{"en", "thanks! it's Rosa", "Rosa"}, {"en", "小明", "小明"}, {"en", "me llamo José", "José"},
		{"en", "yes", ""}, {"en", "no thanks", ""}, {"en", "ok", ""}, {"en", "why?", ""}, {"en", "what for", ""}, {"en", "11211", ""}, {"en", "1", ""}, {"en", "FOOD 11211", ""},
		{"en", "food", ""}, {"en", "i want to help people in my area", ""}, {"en", "i'm here", ""}, {"en", "i am happy to help out", ""}, {"en", "my name is", ""}, {"en", "", ""},
		{"en", "not telling you", ""}, {"en", "👍", ""}, {"en", "thank you", ""}, {"en", "my name is 5", ""},
		{"es", "Me llamo Luz", "Luz"}, {"es", "soy María", "María"}, {"es", "mi nombre es Ángel Díaz", "Ángel"}, {"es", "Hola, yo soy Ana", "Ana"}, {"es", "doña Carmen", "Carmen"},
		{"es", "soy voluntario", ""}, {"es", "quiero ayudar a la gente", ""}, {"es", "sí", ""}, {"es", "¿para qué?", ""},
		{"ht", "mwen rele Jan", "Jan"}, {"ht", "M rele Wozlin", "Wozlin"}, {"ht", "se Mari", "Mari"}, {"ht", "non mwen se Jo", "Jo"}, {"ht", "wi", ""}, {"ht", "mwen vle ede", ""},
		{"fr", "Je m'appelle Luc", "Luc"}, {"fr", "je m’appelle Anne-Marie", "Anne-Marie"}, {"fr", "je suis Chloé", "Chloé"}, {"fr", "moi c'est Zoé", "Zoé"}, {"fr", "bonjour, Luc", "Luc"},
		{"fr", "je suis malade", ""}, {"fr", "oui", ""},
		{"zh-Hans", "我叫小明", "小明"}, {"zh-Hans", "我是王小明", "王小明"}, {"zh-Hans", "你好，我叫李娜，会说英文", "李娜"}, {"zh-Hans", "李娜", "李娜"}, {"zh-Hans", "Amy", "Amy"},
		{"zh-Hans", "好的", ""}, {"zh-Hans", "我想帮助别人", ""},
	} {
		if got := l.Name(Parse(c.text), c.lang); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

func TestLanguagesNamed(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for text, want := range map[string]int{
		"english and spanish": 2, "inglés y español": 2, "英文和中文": 2, "anglè ak kreyòl": 2, "anglais, français et créole": 3, "English, a little Spanish": 2, "none": 0,
	} {
		if got := l.Languages(Parse(text)); len(got) != want {
			t.Errorf("%q: %v, want %d", text, got, want)
		}
	}
}
