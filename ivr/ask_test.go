package ivr

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// known is a landline whose owner speaks English and was never heard of otherwise.
func known() talk.Person { return talk.Person{Contact: 7, Language: "en"} }

// asksForFood is the way to a request: food, 11211, right, what is needed, keep it, this number, it gets no texts.
func asksForFood(c *phoneCall) {
	c.press("1", "1", "11211", "1")
	c.speak(12)
	c.press("1", "1", "2")
}

func TestOneCallIsEnough(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	asksForFood(c)
	got, _ := effect[talk.OpenRequest](c.effects)
	want := talk.OpenRequest{Need: talk.Need{Category: "FOOD"}, Place: dispatch.Place{ZIP: "11211", Zone: "North"},
		Spoken: []talk.Spoken{{SID: "RE1", Kind: talk.SpokenDetails, Seconds: 12}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if can, ok := effect[talk.CanText](c.effects); !ok || can.Yes {
		t.Errorf("gets texts: %+v %t", can, ok)
	}
	if c.state() != opened || !c.said(msg.VoiceAsking) || !c.said(msg.VoiceWhenYes) || !c.says(Prompt{Code: true}) {
		t.Errorf("%q: %+v", c.state(), c.turn.Say)
	}
	c.facts.Opened = "4173"
	if c.press("9"); !c.says(Prompt{Digits: "4173"}) {
		t.Errorf("the number is not said again: %+v", c.turn.Say)
	}
	if c.silence(); !c.call.Over || c.turn.Listen.For != HangUp {
		t.Errorf("goes on at %q", c.state())
	}
}

// What a caller is told when the request is opened, and what is opened.
func TestOpened(t *testing.T) {
	t.Parallel()
	for _, line := range []struct {
		name    string
		change  func(*talk.Person, *Facts)
		keys    []string // "say" is a recording
		why     dispatch.Attention
		phone   string
		private bool
		said    []msg.Key
	}{
		{"by day", nil, []string{"1", "1", "11211", "1", "say", "1", "1", "1"}, "", "", false, []msg.Key{msg.VoiceAsking, msg.VoiceWhenYes}},
		{"at night", func(_ *talk.Person, f *Facts) { f.Tomorrow = true }, []string{"1", "2", "11211", "1", "say", "1", "1", "1"}, "", "", false,
			[]msg.Key{msg.VoiceAskingMorning, msg.VoiceWhenYes}},
		{"a phone that has texted", func(p *talk.Person, _ *Facts) { p.Texts = "proven" }, []string{"1", "1", "11211", "1", "say", "1", "1"}, "", "", false,
			[]msg.Key{msg.VoiceAsking, msg.VoiceWhenYesText}},
		{"in their own words", nil, []string{"1", "5", "11211", "1", "say", "1", "1", "1"}, dispatch.NeedsPerson, "", false, []msg.Key{msg.VoicePersonSoon}},
		{"nobody near", nil, []string{"1", "1", "90210", "1", "say", "1", "1", "1"}, dispatch.OutOfZones, "", false,
			[]msg.Key{msg.VoiceOutOfArea, msg.VoicePersonSoon}},
		{"a corner", nil, []string{"1", "1", "#", "say", "say", "1", "1", "1"}, dispatch.PlaceUnknown, "", false, []msg.Key{msg.VoicePersonSoon}},
		{"another number", nil, []string{"1", "1", "11211", "1", "say", "1", "2", "9175550142", "1"}, "", "+19175550142", false, []msg.Key{msg.VoiceCheckNumber}},
		{"their own number keyed", nil, []string{"1", "1", "11211", "1", "say", "1", "2", "2125550101", "1", "2"}, "", "", false, []msg.Key{msg.VoiceAsking}},
		{"no number shown, one keyed", nameless, []string{"1", "1", "11211", "1", "say", "1", "9175550142", "1"}, "", "+19175550142", false, []msg.Key{msg.VoiceCheckNumber}},
		{"no number at all", nameless, []string{"1", "1", "11211", "1", "say", "1", "#"}, "", "", false, []msg.Key{msg.VoiceAsking, msg.VoiceHowItStands}},
		{"private", nil, []string{"1", "1", "11211", "1", "say", "3", "2"}, dispatch.PrivateCase, "", true, []msg.Key{msg.VoicePrivateKept}},
		{"private, no number shown", nameless, []string{"1", "1", "11211", "1", "say", "3"}, dispatch.PrivateCase, "", true, []msg.Key{msg.VoicePrivateKept}},
	} {
		t.Run(line.name, func(t *testing.T) {
			t.Parallel()
			p, f := known(), rosaCalls()
			if line.change != nil {
				line.change(&p, &f)
			}
			c := phoned(setup(t), p, f, Call{})
			c.does(line.keys...)
			o, ok := effect[talk.OpenRequest](c.effects)
			if !ok || o.Attention != line.why || o.Phone != line.phone || o.Private != line.private {
				t.Errorf("at %q, opened %t: %+v", c.state(), ok, o)
			}
			for _, key := range line.said {
				if !c.said(key) {
					t.Errorf("does not say %s: %+v", key, c.turn.Say)
				}
			}
		})
	}
}

// nameless withholds the number.
func nameless(p *talk.Person, f *Facts) { p.Contact, f.Number = 0, "" }

// A safe category is never asked where, nor for a number: whether and how it is safe to reach them comes first.
func TestSafetyIsPrivateFromTheFirstKey(t *testing.T) {
	t.Parallel()
	n := network()
	n.Categories[1].Number, n.Categories[4].Number = 0, 2
	c := phoned(New(n, nil, Options{}), known(), rosaCalls(), Call{})
	c.press("1", "2")
	if c.state() != safeHere {
		t.Fatalf("asks %q", c.state())
	}
	c.press("1")
	if way, _ := effect[talk.SetContactWay](c.effects); way.Way != "text" || !c.said(msg.VoiceSayDetailsPerson) {
		t.Errorf("way %+v, %+v", way, c.turn.Say)
	}
	c.does("say", "1")
	if o, _ := effect[talk.OpenRequest](c.effects); !o.Private || o.Attention != dispatch.PrivateCase || len(o.Spoken) != 1 {
		t.Errorf("opened %+v", o)
	}
	if _, ok := effect[talk.Discreet](c.effects); !ok {
		t.Error("the phone does not become discreet")
	}
}

func TestTheSameAgain(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{{Request: dispatch.Request{ID: 100, Category: "FOOD", Status: dispatch.Offered}, TextedAt: noon}}
	c := phoned(setup(t), p, rosaCalls(), Call{})
	c.does("1", "1", "1", "say")
	if k, _ := effect[talk.KeepSpoken](c.effects); k.Request != 100 || k.Spoken.SID == "" || c.state() != mainMenu {
		t.Errorf("%q: %+v", c.state(), k)
	}
	c.does("1", "1", "2")
	if c.state() != zip {
		t.Errorf("another one leads to %q", c.state())
	}
	for range 2 {
		p.Asked = append(p.Asked, p.Asked[0])
	}
	c = phoned(setup(t), p, rosaCalls(), Call{})
	if c.press("1", "2"); c.state() != mainMenu || !c.said(msg.VoiceTooMany) {
		t.Errorf("a fourth one leads to %q", c.state())
	}
}

// Who hangs up has left what was said so far: a coordinator has it, and after the last question neighbors are asked.
func TestHangUpAtEveryQuestion(t *testing.T) {
	t.Parallel()
	steps := []string{"1", "1", "11211", "1", "say", "1", "1"}
	for n := range len(steps) + 1 {
		c := phoned(setup(t), known(), rosaCalls(), Call{})
		c.does(steps[:n]...)
		at := c.state()
		c.hear(talk.Heard{Kind: talk.HungUp})
		d, kept := effect[talk.KeepDraft](c.effects)
		o, opened := effect[talk.OpenRequest](c.effects)
		switch {
		case !c.call.Over:
			t.Errorf("%q: goes on", at)
		case at == mainMenu || at == needed:
			if len(c.effects) > 0 {
				t.Errorf("%q: %+v", at, c.effects)
			}
		case at == canText:
			if !opened || len(o.Spoken) != 1 {
				t.Errorf("%q: opened %t %+v", at, opened, o)
			}
		case !kept || d.Attention != dispatch.Unanswered || d.Draft.Needs[0].Category != "FOOD":
			t.Errorf("%q: kept %t %+v", at, kept, d)
		case (at == keep || at == callAt) && len(d.Draft.Spoken) != 1:
			t.Errorf("%q: what was said is lost: %+v", at, d)
		}
	}
}

func TestNumbersThatCanBeCalled(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]bool{"9175550142": true, "2125550101": true, "9115550142": false, "1175550142": false, "9170550142": false,
		"9172110142": false, "9005550142": false, "2129760142": false, "8765550142": false, "4165550142": true, "917555014": false, "917*550142": false, "": false} {
		if got := callable(keys); got != want {
			t.Errorf("%q: %t", keys, got)
		}
	}
}

// A carrier may tell # alone as if nothing had been pressed; but then it does so before silence could be over.
func TestPoundAlone(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	c.press("1", "1")
	if c.hear(talk.Heard{Kind: talk.Silence}); c.state() != corner {
		t.Errorf("# at the ZIP code leads to %q", c.state())
	}
	withheld := phoned(setup(t), talk.Person{Language: "en"}, Facts{Line: line}, Call{})
	withheld.does("1", "1", "11211", "1", "say", "1")
	if withheld.silence(); withheld.state() != keyNumber {
		t.Fatalf("silence at the number leads to %q", withheld.state())
	}
	if withheld.hear(talk.Heard{Kind: talk.Silence}); withheld.state() != opened {
		t.Errorf("# at the number leads to %q", withheld.state())
	}
}

// People key the 1 of the country, too; the carrier takes ten digits, and the last one comes by itself.
func TestNumberWithTheOne(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	c.does("1", "1", "11211", "1", "say", "1", "2", "1917555019")
	if c.state() != lastDigit || len(c.turn.Say) > 0 {
		t.Fatalf("after ten keys: %q, and says %+v", c.state(), c.turn.Say)
	}
	if c.press("9"); c.state() != keyRight || !c.says(Prompt{Digits: "0199"}) {
		t.Fatalf("after the last: %q, and says %+v", c.state(), c.turn.Say)
	}
	c.press("1")
	if got, _ := effect[talk.OpenRequest](c.effects); got.Phone != "+19175550199" {
		t.Errorf("the number is %q", got.Phone)
	}
	short := phoned(setup(t), known(), rosaCalls(), Call{})
	short.does("1", "1", "11211", "1", "say", "1", "2", "1917555019")
	if short.silence(); short.state() != keyNumber || !short.said(msg.VoiceOnceMore) {
		t.Errorf("without the last digit: %q, and says %+v", short.state(), short.turn.Say)
	}
}

// A number that must not be called is not promised a call.
func TestNumberThatIsNotCalled(t *testing.T) {
	t.Parallel()
	facts := Facts{Line: line, Confirm: func(number string) bool { return number != "+19175550199" }}
	c := phoned(setup(t), talk.Person{Language: "en"}, facts, Call{})
	c.does("1", "1", "11211", "1", "say", "1", "9175550199", "1")
	if c.state() != opened || c.said(msg.VoiceCheckNumber) || !c.said(msg.VoicePersonSoon) {
		t.Errorf("%q: says %+v", c.state(), c.turn.Say)
	}
}

// Whoever asks for a person once neighbors are asked adds to that, and asks for nothing twice.
func TestPersonAfterwards(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	asksForFood(c)
	c.person.Asked = []talk.Request{{Request: dispatch.Request{ID: 31, Code: "4173", Resident: 7, Category: "FOOD", Status: dispatch.Open}}}
	c.facts.Opened = "4173"
	c.does("0", "say", "1")
	if _, again := effect[talk.KeepDraft](c.effects); again {
		t.Errorf("asks for it twice: %+v", c.effects)
	}
	if got, ok := effect[talk.KeepSpoken](c.effects); !ok || got.Request != 31 {
		t.Errorf("the message is about %d", got.Request)
	}
}

// The line does not call itself.
func TestNumberOfTheLine(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	c.does("1", "1", "11211", "1", "say", "1", "2", line[2:])
	if c.state() != keyNumber || !c.said(msg.VoiceOnceMore) {
		t.Errorf("%q: says %+v", c.state(), c.turn.Say)
	}
}

// Whoever has just asked for help hears what happens next, however long that took.
func TestOpenedAtTheCap(t *testing.T) {
	t.Parallel()
	for most := 5; most < 9; most++ {
		c := phoned(New(network(), nil, Options{MaxQuestions: most}), known(), rosaCalls(), Call{})
		asksForFood(c)
		if _, open := effect[talk.OpenRequest](c.all); open && (c.state() != opened || !c.says(Prompt{Code: true})) {
			t.Errorf("after %d questions: %q, says %+v", most, c.state(), c.turn.Say)
		}
	}
}
