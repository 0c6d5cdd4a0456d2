package lexicon

import "testing"

func TestYesNo(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct {
		lang, text string
		want       Polarity
	}{
		{"en", "YES", Yes}, {"en", "Yes.", Yes}, {"en", "“yes”", Yes}, {"en", "yessss", Yes}, {"en", "yuppp!!", Yes},
		{"en", "YES!! :)", Yes}, {"en", "yes 👍🏽", Yes}, {"en", "y", Yes}, {"en", "K", Yes}, {"en", "ok..", Yes},
		{"en", "ｙｅｓ", Yes}, {"en", "sure thing", Yes}, {"en", "yes i can do that", Yes}, {"en", "no problem", Yes},
		{"en", "I can't", No}, {"en", "i can’t", No}, {"en", "i cant", No}, {"en", "sorry can't today", No},
		{"en", "yes, happy to help, no problem", Yes}, {"en", "1 yes", Yes}, {"en", "1 = yes", Yes}, {"en", "yes :D", Yes},
		{"en", "👍", Yes}, {"en", "👍🏿", Yes}, {"en", "👌🏼👌🏻👌🏽", Yes}, {"en", "👎", No}, {"en", "❤️", Unclear},
		{"en", "yes to the job", Yes}, {"en", "yes today", Yes}, {"en", "ok thanks", Yes}, {"en", "yes 100%", Yes},
		{"en", "no", No}, {"en", "Nope.", No}, {"en", "nooo", No}, {"en", "n", No}, {"en", "no thank you", No},
		{"en", "no sorry, I'm busy", No}, {"en", "not today", No}, {"en", "No, I have to work", No}, {"en", "no way jose", No},
		{"en", "yes but after 5", YesIf}, {"en", "yes in 2 hours", YesIf}, {"en", "yes after 5pm", YesIf},
		{"en", "ok but only tomorrow", YesIf}, {"en", "yes if somebody opens the door", YesIf}, {"en", "yes 6:30", YesIf},
		{"en", "yes but not before 5", YesIf}, {"en", "yes?", YesIf}, {"en", "ok what time", YesIf}, {"en", "sure when", YesIf},
		{"en", "yes maybe", YesIf}, {"en", "yes and diapers", YesIf}, {"en", "no milk", Unclear}, {"es", "no contesta nadie", Unclear}, {"en", "yes tomorrow morning", YesIf},
		{"en", "no but tomorrow", NoBut}, {"en", "no, but I can tomorrow", NoBut}, {"en", "not today maybe friday", NoBut},
		{"en", "yes, but actually, no", Unclear}, {"en", "no, but actually, yes", Unclear}, {"en", "yes but i can't", Unclear},
		{"en", "yes, I don't want it", Unclear}, {"en", "yes and no", Unclear}, {"en", "maybe", Unclear},
		{"en", "not sure", Unclear}, {"en", "no idea", Unclear}, {"en", "i don't know", Unclear},
		{"en", "why", Unclear}, {"en", "y not", Unclear}, {"en", "n is for neighbor", Unclear}, {"en", "", Unclear},
		{"en", "yes that was so kind of her to come by with the dog", Unclear}, {"en", "can't find the door", Unclear},
		{"en", "ok who is this person", Unclear}, {"en", "no?", Unclear}, {"en", "Yes of course! What time?", YesIf}, {"en", "sure, what’s the address?", YesIf},
		{"en", "tomorrow I can", YesIf}, {"en", "tomorrow i can't", NoBut}, {"en", "maybe yes maybe no", Unclear}, {"zh-Hans", "六点以后可以", YesIf},

		{"es", "Sí", Yes}, {"es", "SI", Yes}, {"es", "siii", Yes}, {"es", "si claro", Yes}, {"es", "sí, con mucho gusto", Yes},
		{"es", "claro que sí", Yes}, {"es", "dale", Yes}, {"es", "👌 Está bien", Yes}, {"es", "no hay problema", Yes},
		{"es", "si puedo", Yes}, {"es", "Sí señora", Yes}, {"es", "s", Yes}, {"es", "vale, gracias", Yes},
		{"es", "no", No}, {"es", "No gracias", No}, {"es", "no puedo", No}, {"es", "lo siento, no puedo", No},
		{"es", "hoy no", No}, {"es", "claro que no", No}, {"es", "sí pero mañana", YesIf}, {"es", "si a las 5", YesIf},
		{"es", "si pero despues de las 6", YesIf}, {"es", "no pero mañana sí", NoBut}, {"es", "no sé", Unclear},
		{"es", "no se", Unclear}, {"es", "tal vez", Unclear}, {"es", "sí y no", Unclear}, {"es", "ya", Unclear}, {"es", "ahora no puedo pero mañana sí", NoBut}, {"es", "mañana no puedo", NoBut},

		{"ht", "wi", Yes}, {"ht", "WI", Yes}, {"ht", "wiii", Yes}, {"ht", "wi mwen kapab", Yes}, {"ht", "dakò", Yes},
		{"ht", "dako", Yes}, {"ht", "m ka fe l", Yes}, {"ht", "pa gen pwoblèm", Yes}, {"ht", "wi m'ka", Yes},
		{"ht", "non", No}, {"ht", "non mèsi", No}, {"ht", "m pa kapab", No}, {"ht", "mpaka", No}, {"ht", "pa jodi a", No},
		{"ht", "padon mwen pa kapab", No}, {"ht", "wi men demen", YesIf}, {"ht", "wi apre 5è", YesIf},
		{"ht", "non men demen", NoBut}, {"ht", "m pa konnen", Unclear}, {"ht", "petèt", Unclear},

		{"zh-Hans", "好", Yes}, {"zh-Hans", "好的", Yes}, {"zh-Hans", "嗯嗯", Yes}, {"zh-Hans", "恩", Yes}, {"zh-Hans", "可以！", Yes},
		{"zh-Hans", "好的，谢谢你", Yes}, {"zh-Hans", "收到", Yes}, {"zh-Hans", "行", Yes}, {"zh-Hans", "沒問題", Yes},
		{"zh-Hans", "是", Yes}, {"zh-Hans", "我可以去", Yes}, {"zh-Hans", "ok", Yes}, {"zh-Hans", "hao", Yes},
		{"zh-Hans", "不", No}, {"zh-Hans", "不行", No}, {"zh-Hans", "不能", No}, {"zh-Hans", "没空", No}, {"zh-Hans", "不好意思，没空", No},
		{"zh-Hans", "不可以", No}, {"zh-Hans", "對不起去不了", No}, {"zh-Hans", "好的，但是要明天", YesIf}, {"zh-Hans", "可以，5点以后", YesIf},
		{"zh-Hans", "不行，明天可以", NoBut}, {"zh-Hans", "不知道", Unclear}, {"zh-Hans", "好吗？", YesIf},

		{"fr", "Oui", Yes}, {"fr", "ouais", Yes}, {"fr", "ouiii", Yes}, {"fr", "d'accord", Yes}, {"fr", "d accord", Yes},
		{"fr", "bien sûr", Yes}, {"fr", "bien sur", Yes}, {"fr", "c bon", Yes}, {"fr", "je peux le faire", Yes},
		{"fr", "pas de problème", Yes}, {"fr", "oui, avec plaisir", Yes}, {"fr", "Pourquoi pas", Yes},
		{"fr", "non", No}, {"fr", "Non merci", No}, {"fr", "je ne peux pas", No}, {"fr", "désolée je peux pas", No},
		{"fr", "pas aujourd’hui", No}, {"fr", "oui mais demain", YesIf}, {"fr", "oui après 17h", YesIf},
		{"fr", "non mais demain je peux", NoBut}, {"fr", "oui, mais en fait, non", Unclear}, {"fr", "je ne sais pas", Unclear},

		// English, and a whole yes or no of another language of the network, are understood everywhere.
		{"es", "yes", Yes}, {"ht", "Yes!", Yes}, {"zh-Hans", "yes", Yes}, {"fr", "no", No}, {"en", "sí", Yes}, {"en", "oui", Yes},
		{"en", "wi", Yes}, {"en", "好的", Yes}, {"ht", "oui", Yes}, {"es", "non", No}, {"es", "yes but tomorrow", YesIf},
		{"", "yes", Yes}, {"", "👍🏾👍🏾", Yes}, {"xx", "👎", No}, {"xx", "no", No}, {"en", "s", Unclear}, {"fr", "y", Unclear},
	} {
		if got := l.YesNo(Parse(c.text), c.lang); got != c.want {
			t.Errorf("%s %q: %v, want %v", c.lang, c.text, got, c.want)
		}
	}
}

func TestThanks(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for lang, texts := range map[string][]string{
		"en":      {"thanks", "Thank you so much!!", "ok", "OK.", "👍", "🙏🏽", "❤️❤️", "👌 gracias", "ok thanks god bless", "thx :)", "got it, thank you"},
		"es":      {"gracias", "muchas gracias 🙏", "ok", "Dios le bendiga", "vale gracias", "thank you"},
		"ht":      {"mesi", "mèsi anpil", "oke", "Bondye beni ou", "dako mesi"},
		"zh-Hans": {"谢谢", "好的，谢谢你", "謝謝", "知道了", "辛苦了🙏"},
		"fr":      {"merci", "Merci beaucoup", "d'accord merci", "bonne soirée", "ok 👍"},
	} {
		for _, text := range texts {
			if !l.Thanks(Parse(text), lang) {
				t.Errorf("%s %q is no thanks", lang, text)
			}
		}
	}
	for _, text := range []string{"", "thanks but where is she", "ok?", "👎", "hello", "thanks, I also need milk", "yes", "no", "1", "B"} {
		if l.Thanks(Parse(text), "en") {
			t.Errorf("%q is thanks", text)
		}
	}
}

func TestSorry(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for lang, texts := range map[string][]string{
		"en":      {"no", "can't", "sorry", "so sorry, can't make it", "I won't be able to make it today", "something came up at work", "No but maybe tomorrow"},
		"es":      {"no puedo", "lo siento mucho", "perdón, ya no puedo", "no voy a poder llegar hoy", "surgió algo, que vaya otra persona"},
		"ht":      {"m pa kapab", "padon", "mwen pap ka vini jodi a"},
		"zh-Hans": {"去不了", "不好意思", "抱歉，临时有事，我去不了了"},
		"fr":      {"désolé", "je ne pourrai pas venir", "j'ai un empêchement, désolée"},
	} {
		for _, text := range texts {
			if !l.Sorry(Parse(text), lang) {
				t.Errorf("%s %q does not give the job back", lang, text)
			}
		}
	}
	for _, text := range []string{"sorry, running late", "I can't find the door", "can't find parking", "yes", "on my way", "sorry where is apt 4", ""} {
		if l.Sorry(Parse(text), "en") {
			t.Errorf("%q gives the job back", text)
		}
	}
}

func TestQuestion(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for lang, texts := range map[string][]string{
		"en": {"where is it", "hi, what floor", "is it far?", "can you bring it up"}, "es": {"¿dónde es?", "a qué hora", "where"},
		"ht": {"ki kote sa ye", "eske li la"}, "zh-Hans": {"几点", "在哪里？"}, "fr": {"c’est où ?", "combien de sacs"},
	} {
		for _, text := range texts {
			if !l.Question(Parse(text), lang) {
				t.Errorf("%s %q is no question", lang, text)
			}
		}
	}
	for _, text := range []string{"", "two bags", "yes", "I know where it is"} {
		if l.Question(Parse(text), "en") {
			t.Errorf("%q is a question", text)
		}
	}
}
