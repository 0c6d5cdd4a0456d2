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
	"hotline/store"
)

// paired is a landline whose neighbor, the first volunteer, has said yes and been told where to come.
func paired(w *world) dispatch.ID {
	w.t.Helper()
	w.helpers(1, nil)
	r := w.calls(pearl, food)
	w.text(helper(1), "YES")
	c := w.picksUp(pearl, false)
	c.presses("1")
	c.speaks(5)
	c.presses("1")
	c.hangsUp()
	w.works()
	w.settle()
	w.rings, w.heard = map[string][]string{}, map[string][]string{}
	return r
}

// hearsWords says whether something somebody wrote is read out.
func hearsWords(a engine.CallAnswer, words string) bool {
	for _, p := range a.Say {
		if strings.Contains(p.Words, words) {
			return true
		}
	}
	return false
}

// Several things passed on are one call, and one that was heard is not told of again.
func TestWordsAreOneCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	paired(w)
	w.text(helper(1), "which bell?")
	w.text(helper(1), "the red door")
	w.rang(pearl, talk.CallNews)
	c := w.picksUp(pearl, false)
	if a := c.presses("1"); !hearsWords(a, "bell") || !hearsWords(a, "red door") {
		t.Errorf("hears %+v", a.Say)
	}
	c.hangsUp()
	w.advance(5 * time.Hour)
	w.rang(pearl)
}

// What is said to somebody who is talking with us is played in that call if it is ours; then nobody calls about it.
func TestWordsAreHeardInTheCallThatIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	paired(w)
	w.text(helper(1), "CALLME") // any call of theirs is not hers
	w.text(helper(1), "which bell?")
	c := w.picksUp(pearl, false)
	c.presses("1")
	w.rings = map[string][]string{}
	w.text(helper(1), "the red door")
	if a := c.presses("9"); hearsWords(a, "red door") && !hearsWords(a, "bell") {
		t.Errorf("hears %+v", a.Say)
	}
	c.presses("2")
	if a := c.presses("2"); !says(a, msg.VoiceReadySentence) {
		t.Fatalf("%+v", a.Say)
	}
	if a := c.presses("4"); !hearsWords(a, "red door") {
		t.Errorf("hears %+v", a.Say)
	}
	c.hangsUp()
	w.advance(time.Hour)
	w.rang(pearl)
}

// Who phones us meanwhile, or hangs up before hearing it, is called when they have hung up: once.
func TestWordsAfterTheCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	paired(w)
	in := newCall(t, w.engine, pearl)
	in.begins(false)
	w.text(helper(1), "which bell?")
	w.rang(pearl)
	in.hangsUp()
	w.advance(time.Minute)
	w.rang(pearl, talk.CallNews)
	c := w.picksUp(pearl, false)
	w.text(helper(1), "hello?")
	if a := c.presses("1"); !hearsWords(a, "bell") || !hearsWords(a, "hello") {
		t.Errorf("hears %+v", a.Say)
	}
	w.text(helper(1), "the red door")
	c.hangsUp()
	w.advance(time.Minute)
	w.rang(pearl, talk.CallNews)
	c = w.picksUp(pearl, false)
	c.presses("8") // and wants no more calls
	w.advance(time.Hour)
	w.rang(pearl)
}

// One's own words reach the other side once they can be played: by text to who gets texts, else by a call.
func TestSpokenWordsWaitForTheirSound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	r := paired(w)
	speak := func() {
		c := w.phones(pearl)
		for _, keys := range []string{"2", "2", "2"} {
			c.presses(keys)
		}
		c.speaks(7)
		c.presses("1")
		c.hangsUp()
		w.settle()
	}
	speak()
	w.wants(helper(1))
	w.works()
	w.settle()
	w.wants(helper(1), "spoken message")
	w.landline(1)
	speak()
	w.rang(helper(1))
	w.works()
	w.settle()
	w.rang(helper(1), talk.CallJob)
	c := w.picksUp(helper(1), false)
	if a := c.presses("1"); len(a.Tickets) != 2 {
		t.Errorf("plays %d recordings: %+v", len(a.Tickets), a.Say)
	}
	c.hangsUp()
	w.text(helper(1), "REPORT")
	speak = func() {
		c := w.phones(pearl)
		if a := c.presses("2"); says(a, msg.VoiceSayToThem) {
			t.Errorf("may say something to who reported it: %+v", a.Say)
		}
		c.hangsUp()
	}
	speak()
	if got := w.requestByID(r); !got.Frozen {
		t.Errorf("%+v", got.Request)
	}
}

// What was said and cannot be passed on any more when its sound is here is a person's to listen to.
func TestWordsToNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	r := paired(w)
	c := w.phones(pearl)
	for _, keys := range []string{"2", "2", "2"} {
		c.presses(keys)
	}
	c.speaks(7)
	c.presses("1")
	c.hangsUp()
	w.text(helper(1), "DROP")
	w.got(helper(1))
	w.works()
	w.settle()
	if got := w.requestByID(r); got.Attention != dispatch.Voicemail {
		t.Errorf("attention %q", got.Attention)
	}
	if slices.ContainsFunc(w.got(helper(1)), func(s string) bool { return strings.Contains(s, "spoken") }) {
		t.Error("told of words that are not theirs any more")
	}
}

// TestWhoHearsWhat: on a call of ours the holder hears what the resident has said about the job and to them, the resident
// what the holder has said to them; nobody else hears anything, nor anybody on a call to us, or of a pairing that is over.
func TestWhoHearsWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	r := paired(w)
	var details, place store.Recording
	for _, rec := range w.recordingsOf(r) {
		switch talk.SpokenKind(rec.Kind) {
		case talk.SpokenDetails:
			details = rec
		case talk.SpokenPlace:
			place = rec
		}
	}
	say := func(sid string) talk.Relay {
		return talk.Relay{Request: r, Spoken: talk.Spoken{SID: sid, Kind: talk.SpokenWords, Seconds: 4}}
	}
	w.calls(pearl, say("RE2"))
	w.calls(helper(1), say("RE3"))
	w.write(func(tx *store.Tx) error {
		for _, sid := range []string{"RE1", "RE2", "RE3"} {
			rec, err := tx.RecordingBySID(sid)
			if err != nil {
				return err
			}
			from := rec.State
			rec.State = store.RecordingStored
			if err := tx.SaveRecording(rec, from); err != nil {
				return err
			}
		}
		return nil
	})
	hers, theirs := w.recording("RE2").ID, w.recording("RE3").ID
	all := []dispatch.ID{details.ID, place.ID, hers, theirs}
	plays := func(who, sid string, want ...dispatch.ID) {
		t.Helper()
		for _, rec := range all {
			may, err := w.engine.MayHear(t.Context(), sid, rec)
			if err != nil {
				t.Fatal(err)
			}
			if may != slices.Contains(want, rec) {
				t.Errorf("%s hears %s: %t", who, w.kindOf(rec), may)
			}
		}
	}
	in := w.phones(pearl)
	plays("pearl, who phones us,", in.ev.SID)
	in.hangsUp()
	in = w.phones(helper(1))
	plays("the holder, who phones us,", in.ev.SID)
	in.hangsUp()
	back := func(phone string) *call {
		w.calls(phone, talk.PhoneBack{Purpose: talk.CallBack})
		return w.picksUp(phone, false)
	}
	c := back(pearl)
	plays("pearl", c.ev.SID, theirs)
	c.hangsUp()
	c = back(helper(1))
	plays("the holder", c.ev.SID, details.ID, place.ID, hers)
	c.hangsUp()
	c = back(omar)
	plays("somebody else", c.ev.SID)
	c.hangsUp()
	w.text(helper(1), "REPORT")
	c = back(pearl)
	plays("pearl, after a report,", c.ev.SID)
	c.hangsUp()
	c = back(helper(1))
	plays("the holder, after a report,", c.ev.SID)
}

func (w *world) kindOf(recording dispatch.ID) (kind string) {
	w.t.Helper()
	w.read(func(v *store.View) error {
		r, err := v.RecordingByID(recording)
		kind = r.Kind
		return err
	})
	return kind
}

// What a landline with two helpers says by key reaches both, a sentence and a voice; who has handed back hears nothing.
func TestWordsReachEveryHelper(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	w.calls(pearl, food)
	if err := w.engine.Helpers(t.Context(), w.request(pearl).Code, 3, "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	for n := 1; n <= 3; n++ {
		w.text(helper(n), "YES")
	}
	w.text(helper(3), "DROP")
	w.settle()
	w.rings, w.heard = map[string][]string{}, map[string][]string{}
	for _, say := range [][]string{{"2", "1", "1", "2", "1"}, {"2", "2"}} { // I'm at the door; their own words
		c := w.phones(pearl)
		c.presses("2")
		for _, keys := range say {
			c.presses(keys)
		}
		if len(say) == 2 {
			c.speaks(7)
			c.presses("1")
		}
		c.hangsUp()
		w.works()
		w.settle()
	}
	for n := 1; n <= 2; n++ {
		w.wants(helper(n), "door", "spoken message")
	}
	w.wants(helper(3))
}
