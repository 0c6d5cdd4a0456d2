package ivr

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

func TestLanguageMenu(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), talk.Person{Contact: 7}, rosaCalls(), Call{})
	var keys []msg.Key
	for _, p := range c.turn.Say[2:] {
		keys = append(keys, p.Key+"/"+msg.Key(p.Language))
	}
	want := []msg.Key{"language_en/en", "press_1/en", "language_es/es", "press_2/es", "language_ht/ht", "press_3/ht",
		"language_zh-Hans/zh-Hans", "press_4/zh-Hans", "language_fr/fr", "press_5/fr"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
	c.press("3")
	if l, _ := effect[talk.SetLanguage](c.effects); l.Language != "ht" || c.turn.Language != "ht" || c.state() != mainMenu {
		t.Errorf("%+v, %q in %q", l, c.state(), c.turn.Language)
	}
	if !c.said(msg.VoiceDanger) || !c.says(Prompt{Digits: "911"}) {
		t.Errorf("whom to call in danger is not said: %+v", c.turn.Say)
	}
	c.press("#", "2")
	if c.turn.Language != "es" || c.said(msg.VoiceDanger) {
		t.Errorf("in %q: %+v", c.turn.Language, c.turn.Say)
	}
}

// A known language goes straight to the menu; one that the network has no more is asked for again; a network with one
// language asks nobody.
func TestWhichLanguage(t *testing.T) {
	t.Parallel()
	one := network()
	one.Languages = []string{"es"}
	for _, line := range []struct {
		menu     *Menu
		speaks   string
		state    talk.State
		language string
	}{
		{setup(t), "es", mainMenu, "es"}, {setup(t), "so", language, "en"}, {setup(t), "", language, "en"}, {New(one, nil, Options{}), "", mainMenu, "es"},
	} {
		c := phoned(line.menu, talk.Person{Contact: 7, Language: line.speaks}, rosaCalls(), Call{})
		if c.state() != line.state || c.turn.Language != line.language {
			t.Errorf("%q: %q in %q", line.speaks, c.state(), c.turn.Language)
		}
	}
}

// Twelve languages are three pages: five, five and two.
func TestPagesOfLanguages(t *testing.T) {
	t.Parallel()
	n := network()
	n.Languages = append(n.Languages, "vi", "ru", "ko", "ar", "bn", "pl", "so")
	c := phoned(New(n, nil, Options{}), talk.Person{}, Facts{}, Call{})
	c.silence()
	c.silence()
	if c.press("2"); c.turn.Language != "so" || c.state() != mainMenu {
		t.Errorf("%q in %q", c.state(), c.turn.Language)
	}
	if _, ok := effect[talk.SetLanguage](c.all); ok {
		t.Error("a language for a phone that nobody knows")
	}
}

// A rotary phone: nothing is pressed in the whole first round. After "speak after the tone" in each language, and a
// last moment for a key, what is said becomes a request, and nothing more is asked.
func TestRotaryPhone(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), talk.Person{}, rosaCalls(), Call{})
	c.silence()
	spoken := map[string]bool{}
	for _, p := range c.turn.Say {
		if p.Key == msg.VoiceSpeakNow {
			spoken[p.Language] = true
		}
	}
	if len(spoken) != 5 || c.turn.Listen.Wait != shortWait {
		t.Fatalf("%q: asks to speak in %v", c.state(), spoken)
	}
	c.silence()
	if c.turn.Listen.For != ForRecording || len(c.turn.Say) != 0 {
		t.Fatalf("%q: %+v", c.state(), c.turn)
	}
	c.speak(20)
	if k, ok := effect[talk.KeepSpoken](c.effects); !ok || k.Spoken.Kind != talk.SpokenMessage || !c.call.Over {
		t.Errorf("kept %+v, over %t", k, c.call.Over)
	}

	c = phoned(setup(t), talk.Person{}, rosaCalls(), Call{})
	c.silence()
	if c.press("2"); c.turn.Language != "es" || c.state() != mainMenu {
		t.Errorf("a key after all leads to %q in %q", c.state(), c.turn.Language)
	}
}

// Every question is asked three times; then a message, and after that nothing more.
func TestSilence(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	c.press("1")
	for range 2 {
		if c.silence(); c.state() != needed || !c.said(msg.VoiceOnceMore) {
			t.Fatalf("%q: %+v", c.state(), c.turn.Say)
		}
	}
	if c.silence(); c.state() != lastWords {
		t.Fatalf("silence leads to %q", c.state())
	}
	c.speak(3)
	if _, ok := effect[talk.KeepSpoken](c.effects); !ok || !c.call.Over {
		t.Errorf("over %t, %+v", c.call.Over, c.effects)
	}
}

// What was asked for before the silence goes with the message.
func TestSilenceHalfWay(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	c.press("1", "1")
	for range 3 {
		c.silence()
	}
	if c.state() != corner || !c.said(msg.VoiceOtherWay) {
		t.Fatalf("no ZIP leads to %q", c.state())
	}
	c.speak(4)
	c.speak(9)
	c.press("0")
	c.does("say", "1")
	d, ok := effect[talk.KeepDraft](c.effects)
	if !ok || len(d.Draft.Spoken) != 3 || d.Attention != dispatch.NeedsPerson {
		t.Errorf("kept %+v", d)
	}
}

func TestCaps(t *testing.T) {
	t.Parallel()
	m := New(network(), nil, Options{MaxMinutes: 20, MaxQuestions: 6})
	c := phoned(m, known(), rosaCalls(), Call{})
	for range 6 {
		c.press("9")
	}
	if c.state() != lastWords {
		t.Errorf("the seventh question is %q", c.state())
	}
	c = phoned(setup(t), known(), rosaCalls(), Call{})
	c.at = c.at.Add(20 * time.Minute)
	if c.press("1"); c.state() != lastWords {
		t.Errorf("after twenty minutes: %q", c.state())
	}
	if c.silence(); !c.call.Over {
		t.Errorf("goes on at %q", c.state())
	}
}

// 0 rings the coordinators one after the other; nobody takes it: the message.
func TestLiveHelp(t *testing.T) {
	t.Parallel()
	f := rosaCalls()
	f.LiveHelp = []string{"Ana", "Dora"}
	c := phoned(setup(t), known(), f, Call{})
	for _, name := range f.LiveHelp {
		if name == "Ana" {
			c.press("0")
		} else {
			c.hear(talk.Heard{Kind: talk.Rang})
		}
		want := Listen{For: ForRing, Wait: 20 * time.Second, Most: mostTalk, Ring: Ring{Coordinator: name, Screened: true}}
		if diff := cmp.Diff(want, c.turn.Listen); diff != "" {
			t.Error(diff)
		}
	}
	c.hear(talk.Heard{Kind: talk.Rang})
	if c.state() != message || !c.said(msg.VoiceNobodyThere) {
		t.Errorf("nobody there leads to %q", c.state())
	}
	c = phoned(setup(t), known(), f, Call{})
	c.press("0")
	if c.hear(talk.Heard{Kind: talk.Rang, Bridged: true}); !c.call.Over {
		t.Errorf("after the talk: %q", c.state())
	}
}

// A number from us tells how it stands and no more, and takes a message about it; the third wrong one leads to a message, even with a way back
// between.
func TestReferenceNumber(t *testing.T) {
	t.Parallel()
	f := Facts{ByCode: func(code string) *talk.Request {
		if code == "4173" {
			return &talk.Request{Request: dispatch.Request{ID: 5, Code: code, Category: "FOOD", Status: dispatch.Assigned, Holder: 9}, HolderName: "Cleo"}
		}
		return nil
	}}
	c := phoned(setup(t), talk.Person{Language: "en"}, f, Call{})
	c.press("2", "4173")
	if c.state() != codeTaken || !c.said(msg.VoiceStateHas) || c.said(msg.NeedIs("FOOD")) || c.says(Prompt{Words: "Cleo"}) {
		t.Errorf("%q: %+v", c.state(), c.turn.Say)
	}
	c.does("1", "say") // where to come, for a person to pass on
	if k, _ := effect[talk.KeepSpoken](c.effects); k.Code != "4173" || k.Request != 0 || k.Spoken.Kind != talk.SpokenMessage || c.state() != mainMenu {
		t.Errorf("%q: %+v", c.state(), c.effects)
	}
	if c.press("2", "1111", "2222", "*", "2", "3333"); c.state() != message {
		t.Errorf("three wrong ones lead to %q", c.state())
	}
}

// A coordinator records what the line says: what nobody has recorded yet comes first, as it is in their own language.
func TestRecordingByPhone(t *testing.T) {
	t.Parallel()
	f := rosaCalls()
	f.PIN = func(keys string) (string, bool) { return "Ana", keys == "4711" }
	f.Prompts = func(language string) []Asked {
		if language != "ht" {
			t.Errorf("asks for the prompts of %q", language)
		}
		return []Asked{{Key: msg.VoiceGreeting}, {Key: msg.VoiceDanger, Recorded: true}}
	}
	c := phoned(setup(t), known(), f, Call{})
	c.press("7", "4711", "3")
	if c.state() != prompt || !c.says(Prompt{Key: msg.VoiceGreeting}) {
		t.Fatalf("%q: %+v", c.state(), c.turn.Say)
	}
	c.does("1", "say", "2", "say", "1")
	want := talk.KeepPrompt{Spoken: talk.Spoken{SID: "RE2", Kind: talk.SpokenPrompt, Seconds: 9}, Language: "ht", Key: msg.VoiceGreeting}
	if k, _ := effect[talk.KeepPrompt](c.effects); k != want {
		t.Errorf("%+v", k)
	}
	if !c.says(Prompt{Key: msg.VoiceDanger, Language: "ht"}) || c.turn.Language != "en" {
		t.Errorf("then: %+v", c.turn)
	}
	if c.press("3"); c.state() != mainMenu || !c.said(msg.VoiceAllRecorded) {
		t.Errorf("after the last: %q", c.state())
	}
	if c.press("7", "1", "2", "3"); c.state() != message {
		t.Errorf("three wrong PINs lead to %q", c.state())
	}
}

// Hundreds of prompts are more than thirty questions.
func TestRecordingIsNotCapped(t *testing.T) {
	t.Parallel()
	f := rosaCalls()
	f.PIN = func(string) (string, bool) { return "Ana", true }
	f.Prompts = func(string) []Asked {
		var all []Asked
		for i := range 200 {
			all = append(all, Asked{Key: msg.NeedIs(string(rune('A' + i)))})
		}
		return all
	}
	c := phoned(setup(t), known(), f, Call{})
	c.press("7", "1234", "1")
	for range 60 {
		c.press("3")
	}
	if c.state() != prompt {
		t.Fatalf("ends at %q", c.state())
	}
	c.at = c.at.Add(20 * time.Minute)
	if c.press("3"); !c.call.Over || !c.said(msg.VoiceTimeIsUp) {
		t.Errorf("after twenty minutes: %q", c.state())
	}
}
