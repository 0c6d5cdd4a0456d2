package lexicon

import "testing"

func TestDanger(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for text, want := range map[string]string{
		"he is hitting me": "violence", "My husband hit me and has a gun": "violence", "someone is trying to break in!!": "violence",
		"she took too many pills": "overdose", "he overdosed need narcan now": "overdose", "he swallowed a bottle of pills": "overdose",
		"I want to die": "suicide", "i dont want to live anymore": "suicide", "thinking about suicide": "suicide", "wanna kill my self": "suicide",
		"my kitchen is on fire": "fire", "there’s a fire in my building": "fire", "smoke everywhere": "fire",
		"i smell gas": "gas", "I smell a lot of gas in the hall": "gas", "gas leak!": "gas", "the CO alarm is going": "gas",
		"I can't breathe": "medical", "cant breath": "medical", "chest pains since morning": "medical", "my mom is unconscious": "medical",
		"she fell and can't get up": "medical", "please call an ambulance": "medical", "FOOD 11211, also chest pain": "medical",

		"mi marido me pega": "violence", "me quiere matar": "violence", "quiero morirme": "suicide", "hay un incendio": "fire", "huele mucho a gas": "gas",
		"mi mamá no puede respirar": "medical", "me duele el pecho": "medical", "se tomó todas las pastillas": "overdose",
		"mari m ap bat mwen": "violence", "mwen vle mouri": "suicide", "kay la pran dife": "fire", "m pran sant gaz": "gas", "manman m pa ka respire": "medical",
		"li endispoze": "medical", "他打我": "violence", "我不想活了": "suicide", "房子著火了": "fire", "聞到煤氣味": "gas", "我爸胸口疼喘不过气": "medical",
		"mon mari me frappe": "violence", "je veux mourir": "suicide", "il y a le feu dans la cuisine": "fire", "ça sent le gaz": "gas",
		"elle ne respire plus": "medical", "je n’arrive pas à respirer": "medical", "il a avalé tous les comprimés": "overdose", "救命": "medical", "me duele mucho el pecho": "medical",
	} {
		if kind, ok := l.Danger(Parse(text)); !ok || kind != want {
			t.Errorf("%q: %q %v, want %s", text, kind, ok, want)
		}
	}
	for _, text := range []string{
		"", "we don't want to die", "no quiero morir", "grangou ap bat mwen", "我不想死", "drowning in bills", "gas card please", "help with the gas bill", "fire sale on shoes", "fire department number?", "lost everything in the fire last week",
		"need clothes after the house fire", "dying of hunger", "I'm dying laughing", "smoke detector battery", "yes", "food 11211", "the fire escape",
		"the gas station on Grand", "my stove is a gas stove", "batteries for a toy gun", "overdose prevention training", "my back hurts",
		"tarjeta de gas", "me muero de hambre", "después del incendio perdimos todo", "mwen ap mouri grangou", "kat gaz", "煤气费", "吃火锅", "饿死了",
		"facture de gaz", "on meurt de faim", "carte gaz",
	} {
		if kind, ok := l.Danger(Parse(text)); ok {
			t.Errorf("%q is %s", text, kind)
		}
	}
}

func TestOptOut(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for text, want := range map[string]OptOut{
		"STOP": CarrierWord, " stop ": CarrierWord, "Stop": CarrierWord, "STOPALL": CarrierWord, "unsubscribe": CarrierWord, "cancel": CarrierWord,
		"END": CarrierWord, "quit": CarrierWord, "revoke": CarrierWord, "OptOut": CarrierWord,
		"STOP.": OwnWord, "stop!!": OwnWord, "stop please": OwnWord, "please stop": OwnWord, "opt out": OwnWord, "stop all": OwnWord, "ALTO": OwnWord,
		"baja": OwnWord, "No más": OwnWord, "no mas": OwnWord, "ARRET": OwnWord, "arrêt": OwnWord, "ARRÊTER": OwnWord, "退订": OwnWord, "停止": OwnWord,
		"sispann": OwnWord, "Baja por favor": OwnWord,
		"stop texting me": OptOutPhrase, "Don’t text me again": OptOutPhrase, "no me escriban más": OptOutPhrase, "pa ekri m ankò": OptOutPhrase,
		"不要再给我发短信了": OptOutPhrase, "ne m'écrivez plus svp": OptOutPhrase, "stop texting me i dont want any more messages": OptOutPhrase,
		"take me off the list please": OptOutPhrase, "STOPPPP": OwnWord, "stoop": NotOptOut,
		"please stop asking": MaybeOptOut, "bus stop on Grand": MaybeOptOut, "can we cancel tuesday": MaybeOptOut, "my ex won't stop texting me": MaybeOptOut,
		"stop, just stop it with the jokes": MaybeOptOut, "when does it end?": MaybeOptOut, "stop?": MaybeOptOut, "muy alto": MaybeOptOut,
		"": NotOptOut, "yes": NotOptOut, "the bus stopped here": NotOptOut, "weekend": NotOptOut, "vivo en un edificio alto cerca de la estación de tren": NotOptOut,
		"leave": NotOptOut, "no": NotOptOut, "not interested": NotOptOut, "drop": NotOptOut, "start": NotOptOut, "please": NotOptOut, "thanks": NotOptOut,
	} {
		if got := l.OptOut(Parse(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestOptIn(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, text := range []string{"START", "unstop", "Start.", "alta", "kòmanse", "开始", "début", "text me again"} {
		if !l.OptIn(Parse(text)) {
			t.Errorf("%q does not open texts", text)
		}
	}
	for _, text := range []string{"", "YES", "start the car", "stop", "hello"} {
		if l.OptIn(Parse(text)) {
			t.Errorf("%q opens texts", text)
		}
	}
}

func TestParseCutsReactions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Reaction{
		`Liked “YES B?”`: Like, `Loved "YES B?"`: Like, `👍 to “YES B?”`: Like, "\u200a👍\u200a to \u201c\u200aYES B?\u200a\u201d": Like, `Reacted ❤️ to “x”`: Like,
		`👍🏽 to “x”`: Like, `Disliked “x”`: OtherReaction, `Laughed at “x”`: OtherReaction, `Removed a like from “x”`: OtherReaction,
		`Reacted 😂 to "x"`: OtherReaction, `👎 to “x”`: OtherReaction, `Le gustó “x”`: Like, `A aimé « x »`: Like, "Liked an image": Like,
		"Laughed at an image": OtherReaction, "赞了“x”": Like, "Removed 👍 from “x”": OtherReaction, "N'a pas aimé «x»": OtherReaction,
		"Liked “two\nlines”": Like,
	} {
		got := Parse(text)
		if got.Reaction != want || len(got.Tokens) != 0 || got.Raw != "" {
			t.Errorf("%q: %v %q", text, got.Reaction, got.Raw)
		}
	}
	for _, text := range []string{"Loved it!", "Liked", `I loved "it"`, `Meet me to "talk"`, "👍", "👍 ok", `YES "B"`, "Liked the image", `Reacted badly to “x”`} {
		if got := Parse(text); got.Reaction != NoReaction || got.Raw == "" {
			t.Errorf("%q: %v", text, got.Reaction)
		}
	}
	if got := Parse(`Liked “Job B. YES B?”`).Quoted; got != "Job B. YES B?" {
		t.Errorf("quoted %q", got)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Hello, World": "hello world", "SÍ": "si", "don’t": "don t", "D’EAU": "d eau", "5pm": "5 pm", "ＹＥＳ１": "yes 1", "1️⃣": "1", "👍🏽": "👍",
		"no problem 👍🏿👍": "no problem 👍 👍", "好的": "好 的", "沒問題": "没 问 题", "B: ok :)": "b ok", "ok :D <3": "ok", "x\x00y": "xy", "a\xffb": "ab",
		"Œufs, straße": "oeufs strasse", "don´t": "don t", "e-mail": "e mail", "": "", "...": "", "ДА": "да", "٣": "3", "zip:11211": "zip 11211",
		"re\u0301te": "rete", "family\u200b 4": "family 4",
	} {
		if got := Parse(text).fold; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	long := Parse(string(make([]rune, 5)) + "x")
	if long.Raw != "x" {
		t.Errorf("NUL kept: %q", long.Raw)
	}
}
