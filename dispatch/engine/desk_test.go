package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// saysKey says whether a fixed sentence is in an answer.
func saysKey(a engine.CallAnswer, key msg.Key) bool {
	return slices.ContainsFunc(a.Say, func(p ivr.Prompt) bool { return p.Key == key })
}

// What nobody takes within five minutes is called to the next on call, also at night; the phone says no name, place or
// need, and whoever presses 1 has it.
func TestAnAlarmIsCalled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.advance(14 * time.Hour) // at night
	w.text(rosa, "my husband wants to kill me")
	r := w.request(rosa)
	w.rang(coordinator)
	w.advance(5 * time.Minute)
	w.rang(second, talk.CallAlert)
	w.picksUp(second, true) // their machine
	w.ends(second, dispatch.CallMachine)
	w.advance(5 * time.Minute)
	w.rang(coordinator, talk.CallAlert)
	w.rang(second)
	c := w.picksUp(coordinator, false)
	if !saysKey(c.said, msg.VoiceMayBeDanger) || len(digits(c.said)) != 0 {
		t.Errorf("said %+v", c.said.Say)
	}
	taken := c.presses("1")
	if got := digits(taken); !saysKey(taken, msg.VoiceWon) || !slices.Equal(got, []string{r.Code}) || saysKey(taken, msg.VoiceConnect) {
		t.Errorf("taken: %+v", taken.Say)
	}
	c.hangsUp()
	if r = w.request(rosa); r.Attention != dispatch.Taken {
		t.Errorf("waits for %q", r.Attention)
	}
	w.got(coordinator)
	w.got(second)
	w.advance(time.Hour)
	w.rang(coordinator)
	w.rang(second)
	w.wants(coordinator)
	wantsIn(t, w.text(second, "TAKE "+r.Code), "staff_no_code") // private, and in Dora's hands
}

// Taken by text while the phone rings: whoever picks up hears so, and nothing else.
func TestAnAlarmTakenMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "REPORT")
	w.advance(5 * time.Minute)
	w.rang(second, talk.CallAlert)
	w.text(coordinator, "TAKE "+w.request(rosa).Code)
	c := w.picksUp(second, false)
	if !saysKey(c.said, msg.VoiceSomebodyHasIt) || c.said.Listen.For != ivr.HangUp {
		t.Errorf("said %+v", c.said)
	}
	w.advance(30 * time.Minute)
	w.rang(coordinator)
	w.rang(second)
}

// A coordinator whose phone gets no texts is called at once in danger, and by day about all else.
func TestACoordinatorWithALandline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.refuses(coordinator, engine.Outcome{Kind: engine.Landline, Code: 21614, HTTP: 400})
	w.text(rosa, "my husband wants to kill me")
	w.rang(coordinator, talk.CallAlert)
	w.ends(coordinator, dispatch.CallNoAnswer)
	w.text(coordinator, "TAKE "+w.request(rosa).Code) // from a phone that can't hear of it
	w.text(omar, "REPORT")
	w.rang(coordinator, talk.CallAlert) // known by now
	w.ends(coordinator, dispatch.CallHeard)
	w.text(second, "TAKE "+w.request(omar).Code)
	w.advance(11 * time.Hour)
	w.rings = map[string][]string{}
	c, _ := w.leavesMessage(pearl) // 21:00
	c.hangsUp()
	w.advance(time.Hour)
	w.rang(coordinator)
	w.advance(10*time.Hour + 10*time.Minute)
	w.rang(coordinator, talk.CallAlert)
	d := w.picksUp(coordinator, false)
	if !saysKey(d.said, msg.VoiceSomeoneCalls) {
		t.Errorf("said %+v", d.said.Say)
	}
	if waits := d.presses("1"); !saysKey(waits, msg.VoiceVoicemails) {
		t.Errorf("waiting: %+v", waits.Say)
	}
}

// leavesMessage leaves a message for a person, whose sound is here.
func (w *world) leavesMessage(phone string) (c *call, message dispatch.ID) {
	w.t.Helper()
	w.clock.Advance(time.Second)
	c = w.phones(phone)
	c.presses("0")
	if c.said.Listen.For == ivr.ForRing {
		c.hears(talk.Heard{Kind: talk.Rang})
		c.hears(talk.Heard{Kind: talk.Rang})
	}
	c.speaks(9)
	c.presses("1")
	w.settle()
	all := w.allRequests()
	for _, rec := range w.recordingsOf(all[len(all)-1].ID) {
		if rec.State == store.RecordingReady {
			if err := w.engine.RecordingFetched(w.t.Context(), rec.ID, []byte("sound"), "mp3"); err != nil {
				w.t.Fatal(err)
			}
		}
		message = rec.ID
	}
	return c, message
}

// What waits, and voicemail, is told by PIN, and from no phone without it: a number shown is no proof.
func TestTheDeskByPIN(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, message := w.leavesMessage(pearl)
	r := w.request(pearl)
	for _, key := range []string{"1", "2", "3", "7"} {
		c := w.phones(coordinator)
		if a := c.presses(key); len(a.Tickets) != 0 || slices.Contains(digits(a), r.Code) {
			t.Errorf("key %s from a coordinator's phone: %+v", key, a)
		}
		c.hangsUp()
	}
	c := w.phones(omar)
	c.presses("7")
	if a := c.presses("111111"); saysKey(a, msg.VoiceVoicemails) {
		t.Errorf("a wrong PIN: %+v", a.Say)
	}
	if a := c.presses("482913"); !saysKey(a, msg.VoiceVoicemails) || slices.Contains(digits(a), r.Code) {
		t.Errorf("the desk: %+v", a.Say)
	}
	a := c.presses("1")
	if !slices.Contains(digits(a), r.Code) || len(a.Tickets) != 1 || a.Tickets[message] == "" {
		t.Errorf("the message: %+v", a)
	}
	a = c.presses("1") // take it
	if !saysKey(a, msg.VoiceWon) || !saysKey(a, msg.VoiceConnect) {
		t.Errorf("taken: %+v", a.Say)
	}
	if line := w.timeline(r.ID); !slices.Contains(line, "taken by Dora") {
		t.Errorf("%q", line)
	}
	if a = c.presses("1"); a.Listen.Ring.Number != pearl {
		t.Errorf("rings %+v", a.Listen)
	}
	if a = c.hears(talk.Heard{Kind: talk.Rang, Bridged: true}); !saysKey(a, msg.VoiceConnect) {
		t.Errorf("after the talk: %+v", a.Say)
	}
	c.hangsUp()
	w.wants(omar) // whose phone it was
}

// A private case names nothing, and nobody is connected with whoever asked.
func TestAPrivateCaseByPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "PRIVATE")
	w.text(rosa, "3")
	w.advance(5 * time.Minute)
	w.rang(coordinator, talk.CallAlert)
	w.rang(second)
	c := w.picksUp(coordinator, false)
	a := c.presses("1")
	if !saysKey(a, msg.VoiceWon) || saysKey(a, msg.VoiceConnect) || saysKey(a, msg.NeedIs("SAFE")) {
		t.Errorf("said %+v", a.Say)
	}
	if a = c.presses("1"); a.Listen.For == ivr.ForRing {
		t.Errorf("rings %+v", a.Listen)
	}
}

// A helper in danger: the coordinators hear which job it is; nothing of it reaches the other side.
func TestAHelperInDanger(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	job := w.request(rosa).Code
	w.got(rosa)
	w.text(helper(1), "he has a knife help me")
	w.wants(coordinator, "alert_danger_helper helper of "+job)
	w.wants(rosa)
}

func TestGivenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "hello there friend")
	w.text(rosa, "no idea")
	w.text(rosa, "something")
	code := w.request(rosa).Code
	wantsIn(t, w.text(coordinator, "BACK "+code), "staff_not_taken")
	w.text(coordinator, "TAKE "+code)
	wantsIn(t, w.text(coordinator, "BACK "+code), "staff_given_back")
	if got := w.request(rosa).Attention; got == dispatch.Taken {
		t.Errorf("waits for %q", got)
	}
	wantsIn(t, w.text(coordinator, "UNDO"), "staff_undone BACK "+code)
	if got := w.request(rosa).Attention; got != dispatch.Taken {
		t.Errorf("waits for %q", got)
	}
	w.got(coordinator)
	w.advance(25 * time.Hour)
	got := w.got(coordinator)
	if len(got) == 0 || !strings.HasPrefix(got[0], "[staff_hands_over]") {
		t.Errorf("after a day: %q", got)
	}
	if a := w.text(coordinator, "BACK"); strings.HasPrefix(a, "[staff_write]") {
		t.Errorf("a volunteer's word: %q", a)
	}
}

// What a coordinator writes to somebody who gets only calls is read out to them if a voice can; otherwise they are told so.
func TestToldByCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Languages = []string{"en", "es", "ht"} })
	w.helpers(1, nil)
	r := w.requestByID(w.calls(pearl, foodFor("")))
	w.rings = map[string][]string{}
	wantsIn(t, w.text(coordinator, "TELL "+r.Code+" We can come on Friday at noon, is that good for you?"), "staff_told_call")
	w.rang(pearl, talk.CallNews)
	c := w.picksUp(pearl, false)
	a := c.presses("1")
	said := slices.ContainsFunc(a.Say, func(p ivr.Prompt) bool { return strings.Contains(p.Words, "Friday at noon") && p.Language == "en" })
	if !said || !saysKey(a, msg.VoiceLineSays) {
		t.Fatalf("said %+v", a.Say)
	}
	if again := c.presses("9"); !saysKey(again, msg.VoiceLineSays) {
		t.Errorf("again: %+v", again.Say)
	}
	if a = c.presses("1"); saysKey(a, msg.VoiceLineSays) || !saysKey(a, msg.VoiceStateAsking) {
		t.Errorf("then: %+v", a.Say)
	}
	c.hangsUp()
	w.text(coordinator, "TELL "+r.Code+" Please call us back")
	d := w.picksUp(pearl, false)
	if a = d.presses("1"); len(digits(a)) != 0 || strings.Contains(a.Say[1].Words, "Friday") {
		t.Errorf("the second time: %+v", a.Say)
	}
	d.hangsUp()
	wantsIn(t, w.text(coordinator, "TELL "+r.Code+" Podemos ir el viernes a mediodía, ¿le parece bien a usted?"), "staff_not_read")
	w.rings = map[string][]string{}
	w.advance(time.Hour)
	w.rang(pearl)
}
