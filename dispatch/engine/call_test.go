package engine_test

import (
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// keysForFood lead through the menu of a network with one language from the beginning to a request: food, a ZIP code,
// right, (details), keep them, this number, gets no texts.
var keysForFood = []string{"1", "1", "11211", "1", "", "1", "1", "2"}

// phones begins a call.
func (w *world) phones(from string) *call {
	w.t.Helper()
	c := newCall(w.t, w.engine, from)
	c.begins(false)
	return c
}

// asksForFood phones and asks for food, and returns the call before its last answer is heard, and the recording.
func (w *world) asksForFood(from string) (c *call, recording string) {
	w.t.Helper()
	c = w.phones(from)
	for _, keys := range keysForFood {
		if keys == "" {
			recording = c.speaks(9)
			continue
		}
		c.presses(keys)
	}
	return c, recording
}

func (w *world) callRow(sid string) store.Call {
	w.t.Helper()
	var c store.Call
	w.read(func(v *store.View) (err error) {
		c, err = v.CallBySID(sid)
		return err
	})
	return c
}

func (w *world) recordingsOf(request dispatch.ID) []store.Recording {
	w.t.Helper()
	var list []store.Recording
	w.read(func(v *store.View) (err error) {
		list, err = v.RecordingsOf(request)
		return err
	})
	return list
}

// allRequests are all requests there are, oldest first.
func (w *world) allRequests() []store.Request {
	w.t.Helper()
	var all []store.Request
	w.read(func(v *store.View) error {
		for r, err := range v.ListRequests(time.Time{}) {
			if err != nil {
				return err
			}
			all = append(all, r.Request)
		}
		return nil
	})
	return all
}

// digits are the numbers said in an answer.
func digits(a engine.CallAnswer) (said []string) {
	for _, p := range a.Say {
		if p.Digits != "" {
			said = append(said, p.Digits)
		}
	}
	return said
}

func TestACallBecomesARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c, recording := w.asksForFood(rosa)
	r := w.request(rosa)
	if r.Status != dispatch.Open || r.Category != "FOOD" || r.Place.ZIP != "11211" || r.Channel != dispatch.Voice || r.Details != "" || r.Language != "en" {
		t.Errorf("request %+v", r)
	}
	if !slices.Contains(digits(c.said), r.Code) {
		t.Errorf("says %v, not %s", digits(c.said), r.Code)
	}
	said := w.recordingsOf(r.ID)
	if len(said) != 1 || said[0].SID != recording || said[0].Kind != "details" || said[0].State != store.RecordingReady || said[0].Seconds != 9 {
		t.Errorf("recordings %+v", said)
	}
	c.hangsUp()
	row := w.callRow(c.ev.SID)
	if row.Outcome != "request" || row.LastQuestion == "" || row.EndedAt.IsZero() || row.Request != r.ID || row.Direction != store.In || row.Seconds != 30 {
		t.Errorf("call %+v", row)
	}
	if p := w.contact(rosa); p.ProvenText || p.Line != ourNumber {
		t.Errorf("a call proves that a phone can text: %+v", p)
	}
}

// A turn that the carrier asks for again gets the same answer and changes nothing, also when copies come at once.
func TestCopiesOfATurn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := newCall(t, w.engine, rosa)
	heard := []talk.Heard{{Kind: talk.Answered}}
	for _, keys := range keysForFood {
		h := talk.Heard{Kind: talk.Pressed, Keys: keys}
		if keys == "" {
			h = talk.Heard{Kind: talk.Recorded, SID: newSID("RE"), Seconds: 5}
		}
		heard = append(heard, h)
	}
	var answers []engine.CallAnswer
	for turn, h := range heard {
		c.ev.Turn, c.ev.Heard = turn, h
		copies := w.atOnce(c.ev, 8)
		for _, a := range copies {
			if !reflect.DeepEqual(a, copies[0]) || a.Next != turn+1 {
				t.Fatalf("turn %d: %+v and %+v", turn, a, copies[0])
			}
		}
		answers = append(answers, copies[0])
	}
	for turn, h := range heard {
		c.ev.Turn, c.ev.Heard = turn, h
		if a := w.atOnce(c.ev, 1)[0]; !reflect.DeepEqual(a, answers[turn]) {
			t.Errorf("turn %d again: %+v, not %+v", turn, a, answers[turn])
		}
	}
	if all := w.allRequests(); len(all) != 1 || len(w.recordingsOf(all[0].ID)) != 1 {
		t.Errorf("%d requests", len(all))
	}
}

// atOnce sends copies of one event at the same time.
func (w *world) atOnce(ev engine.CallEvent, copies int) []engine.CallAnswer {
	w.t.Helper()
	answers := make([]engine.CallAnswer, copies)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			a, err := w.engine.Call(w.t.Context(), ev)
			if err != nil {
				w.t.Error(err)
			}
			answers[i] = a
		})
	}
	all.Wait()
	return answers
}

// A turn that is not the next gets the last answer, with the number of the turn that really follows, and answers no
// question.
func TestATurnOutOfOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(rosa)
	last := c.presses("1")
	for _, turn := range []int{3, 17, -1} {
		ev := c.ev
		ev.Turn, ev.Heard = turn, talk.Heard{Kind: talk.Pressed, Keys: "1"}
		if a := w.atOnce(ev, 1)[0]; !reflect.DeepEqual(a, last) {
			t.Errorf("turn %d: %+v, not %+v", turn, a, last)
		}
	}
	if row := w.callRow(c.ev.SID); row.Next != 2 {
		t.Errorf("next is %d", row.Next)
	}
}

// A call the database does not know goes on where the carrier is.
func TestACallFromTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := newCall(t, w.engine, rosa)
	c.ev.Turn = 4
	a := c.presses("1")
	if a.Next != 5 || a.Listen.For != ivr.ForKeys || w.callRow(c.ev.SID).LastQuestion != "main" {
		t.Errorf("%+v", a)
	}
	c.presses("1")
	if q := w.callRow(c.ev.SID).LastQuestion; q != "need" {
		t.Errorf("asks %q", q)
	}
}

// Who hangs up while speaking has left what was said, in whatever order the carrier tells of it.
func TestHangingUpWhileSpeaking(t *testing.T) {
	t.Parallel()
	type step func(c *call, sid string)
	action := func(c *call, sid string) {
		ev := c.ev
		ev.Heard = talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: 6}
		if _, err := c.engine.Call(t.Context(), ev); err != nil {
			t.Error(err)
		}
		ev.Heard = talk.Heard{Kind: talk.HungUp}
		if _, err := c.engine.Call(t.Context(), ev); err != nil {
			t.Error(err)
		}
	}
	ended := func(c *call, _ string) { c.ends("completed") }
	ready := func(c *call, sid string) { c.recorded(sid, "completed", 6) }
	for name, order := range map[string][]step{
		"action, ready, ended": {action, ready, ended}, "ended, action, ready": {ended, action, ready},
		"ended, ready, action": {ended, ready, action}, "ready, ended, action": {ready, ended, action},
		"ready, action, ended": {ready, action, ended}, "action, ended, ready": {action, ended, ready},
		"ended, ready": {ended, ready}, "ready, ended": {ready, ended},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			c := w.phones(rosa)
			for _, keys := range keysForFood[:4] {
				c.presses(keys)
			}
			sid := newSID("RE")
			for _, do := range order {
				do(c, sid)
			}
			w.jump(2 * time.Minute) // what has not come by now never comes
			w.keptRecording(sid)
			if row := w.callRow(c.ev.SID); row.EndedAt.IsZero() || row.Outcome != "request" && row.Outcome != "voicemail" {
				t.Errorf("call %+v", row)
			}
		})
	}
}

// keptRecording fails unless a recording belongs to a request that a person looks at, and is to be fetched.
func (w *world) keptRecording(sid string) {
	w.t.Helper()
	w.read(func(v *store.View) error {
		rec, err := v.RecordingBySID(sid)
		if err != nil {
			w.t.Errorf("the recording is lost: %v", err)
			return nil
		}
		if rec.State != store.RecordingReady || rec.Request == 0 || rec.Kind == "" {
			w.t.Errorf("recording %+v", rec)
			return nil
		}
		r, err := v.RequestByID(rec.Request)
		if err != nil || r.Attention == "" {
			w.t.Errorf("nobody looks at it: %+v %v", r.Request, err)
		}
		return nil
	})
}

// What was said anew is not kept: it is never fetched, and deleted at the carrier.
func TestSaidAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) {})
	w.voice.DeleteAtCarrier = false
	w.restart()
	c := w.phones(rosa)
	for _, keys := range keysForFood[:4] {
		c.presses(keys)
	}
	first := c.speaks(4)
	c.presses("2")
	second := c.speaks(8)
	for _, keys := range []string{"1", "1", "2"} {
		c.presses(keys)
	}
	c.hangsUp()
	var fetched, deleted []string
	due, _, err := w.engine.RecordingsDue(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range due {
		if d.Fetch {
			fetched = append(fetched, d.SID)
		} else {
			deleted = append(deleted, d.SID)
		}
	}
	if !slices.Equal(fetched, []string{second}) || !slices.Equal(deleted, []string{first}) {
		t.Errorf("fetched %v, deleted %v; said %s, then %s", fetched, deleted, first, second)
	}
}

// A call whose end the carrier never tells ends by itself, and what was said is kept.
func TestACallThatIsNeverOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(rosa)
	c.presses("1")
	c.presses("1")
	c.presses("11211")
	w.jump(time.Hour)
	if row := w.callRow(c.ev.SID); row.EndedAt.IsZero() || row.Outcome != "request" {
		t.Errorf("call %+v", row)
	}
	if r := w.request(rosa); r.Category != "FOOD" || r.Attention != dispatch.Unanswered {
		t.Errorf("request %+v", r.Request)
	}
	if a := c.presses("1"); a.Listen.For != ivr.HangUp {
		t.Errorf("goes on: %+v", a)
	}
}

// Callers without a number are never one contact, and nobody calls or texts them.
func TestCallersWithoutANumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	keys := []string{"1", "1", "11211", "1", "", "1", "#"}
	codes := map[string]bool{}
	for range 2 {
		c := w.phones("")
		for _, k := range keys {
			if k == "" {
				c.speaks(5)
				continue
			}
			c.presses(k)
		}
		said := digits(c.said)
		c.hangsUp()
		if len(said) == 0 {
			t.Fatalf("no number is said: %+v", c.said)
		}
		codes[said[len(said)-1]] = true
	}
	all := w.allRequests()
	if len(all) != 2 || all[0].Resident == all[1].Resident || !codes[all[0].Code] || !codes[all[1].Code] {
		t.Fatalf("%+v, told %v", all, codes)
	}
	for _, r := range all {
		if r.Attention != dispatch.NoNumber || r.Status != dispatch.Open {
			t.Errorf("request %+v", r.Request)
		}
	}
	w.settle()
	w.only(helper(1), "YES")
	w.jump(26 * time.Hour)
	for phone := range w.heard {
		if phone == "" {
			t.Error("a text to nobody")
		}
	}
}

// Somebody who phones and hangs up without a word leaves nothing, and is no contact if the number was withheld.
func TestNothingIsKeptOfNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones("")
	c.hangsUp()
	row := w.callRow(c.ev.SID)
	if row.Contact != 0 || row.Outcome != "hung_up" || len(w.allRequests()) != 0 {
		t.Errorf("call %+v, %d requests", row, len(w.allRequests()))
	}
}

// The line does not talk to itself.
func TestOurOwnNumberCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if a := newCall(t, w.engine, ourNumber).begins(false); a.Listen.For != ivr.HangUp {
		t.Errorf("%+v", a)
	}
	if a := w.atOnce(engine.CallEvent{SID: newSID("CA"), From: ourNumber, To: rosa, Dial: 77}, 1)[0]; a.Listen.For != ivr.HangUp {
		t.Errorf("talks to whom nobody has called: %+v", a)
	}
}

// A keyed number of a request says how it stands, of a private one nothing.
func TestANumberFromAnotherPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211 two adults, Rosa Diaz")
	w.text(omar, "PRIVATE")
	for _, c := range []struct {
		code  string
		known bool
	}{{w.request(rosa).Code, true}, {w.request(omar).Code, false}} {
		call := w.phones(helper(9))
		call.presses("2")
		call.presses("1")
		a := call.presses(c.code)
		if strings.Contains(strings.Join(digits(a), " "), "11211") {
			t.Errorf("says the place: %+v", a)
		}
		unknown := slices.ContainsFunc(a.Say, func(p ivr.Prompt) bool { return p.Key == "code_unknown" })
		if unknown == c.known {
			t.Errorf("%+v", a)
		}
		call.hangsUp()
	}
}

// News and places are only offered to who can hear them: in their language, or in the network's.
func TestNewsIsOfferedToWhoHearsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Languages = []string{"en", "es"} })
	offered := func(key string) bool {
		c := w.phones("")
		defer c.hangsUp()
		return says(c.presses(key), msg.VoiceAskNews)
	}
	record := func(language string) {
		prompts, err := i18n.OpenRecordings(filepath.Join(w.dir, "prompts"))
		if err != nil {
			t.Fatal(err)
		}
		if err := prompts.Save(language, msg.VoiceNews, "wav", []byte("RIFF news")); err != nil {
			t.Fatal(err)
		}
		w.restart()
	}
	if offered("1") || offered("2") {
		t.Error("there is none")
	}
	record("es")
	if offered("1") || !offered("2") {
		t.Error("it is in Spanish")
	}
	record("en")
	if !offered("1") {
		t.Error("it is in English")
	}
}

// Who hangs up while being asked for more leaves one request, not one for each step of the end.
func TestOneRequestHoweverItEnds(t *testing.T) {
	t.Parallel()
	for _, from := range []string{rosa, ""} {
		w := newWorld(t, nil)
		c := w.phones(from)
		for _, keys := range keysForFood[:4] {
			c.presses(keys)
		}
		sid := newSID("RE")
		c.ends("completed")
		c.recorded(sid, "completed", 7) // the last turn and the end, in one transaction
		all := w.allRequests()
		if len(all) != 1 || all[0].Category != "FOOD" || all[0].Attention != dispatch.Unanswered || w.recording(sid).Request != all[0].ID {
			t.Errorf("%q: %+v", from, all)
		}
	}
}
