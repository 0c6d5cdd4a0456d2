package engine_test

import (
	"testing"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// fallsBack has the carrier ask the fallback for a turn that failed, and then for what follows on it.
func (c *call) fallsBack(heard talk.Heard, again bool) engine.CallAnswer {
	c.t.Helper()
	ev := c.ev
	ev.Heard, ev.Again = heard, again
	return c.engine.Fallback(c.t.Context(), ev)
}

// In the midst of a call: an apology in the caller's language, a message, and what was said before.
func TestFallbackInTheMidst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Languages = []string{"en", "es"} })
	c := w.phones(rosa)
	for _, keys := range []string{"2", "1", "1", "11211"} {
		c.presses(keys)
	}
	a := c.fallsBack(talk.Heard{Kind: talk.Pressed, Keys: "1"}, false)
	if !says(a, msg.VoiceSorry) || a.Language != "es" || a.Listen.For != ivr.ForRecording {
		t.Fatalf("%+v", a)
	}
	sid := newSID("RE")
	if a := c.fallsBack(talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: 14}, true); a.Listen.For != ivr.HangUp || !says(a, msg.VoiceMessageKept) {
		t.Errorf("%+v", a)
	}
	c.recorded(sid, "completed", 14)
	c.hangsUp()
	w.keptRecording(sid)
	all := w.requests(rosa)
	if len(all) != 2 || all[0].Attention != dispatch.Voicemail || all[1].Category != "FOOD" || all[1].Attention != dispatch.Unanswered {
		t.Errorf("requests %+v", all)
	}
}

// At the beginning of a call of which nothing is known, by somebody without a number; who hangs up while speaking.
func TestFallbackAtTheBeginning(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := newCall(t, w.engine, "")
	if a := c.fallsBack(talk.Heard{Kind: talk.Answered}, false); !says(a, msg.VoiceSorry) || a.Language != "en" {
		t.Fatalf("%+v", a)
	}
	sid := newSID("RE")
	c.hangsUp()
	c.recorded(sid, "completed", 9)
	w.keptRecording(sid)
	if row := w.callRow(c.ev.SID); row.Outcome != "voicemail" || row.Contact == 0 {
		t.Errorf("call %+v", row)
	}
}

// A message left with the fallback is one message, in whatever order and however often the carrier tells of it.
func TestFallbackKeepsAMessageOnce(t *testing.T) {
	t.Parallel()
	type step func(c *call, sid string)
	action := func(c *call, sid string) { c.fallsBack(talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: 9}, true) }
	ready := func(c *call, sid string) { c.recorded(sid, "completed", 9) }
	for name, order := range map[string][]step{
		"action twice": {action, action, ready}, "ready first": {ready, action}, "ready between": {action, ready, action, ready},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			c := w.phones(rosa)
			c.fallsBack(talk.Heard{Kind: talk.Silence}, false)
			sid := newSID("RE")
			for _, do := range order {
				do(c, sid)
			}
			c.hangsUp()
			w.keptRecording(sid)
			if all := w.requests(rosa); len(all) != 1 || w.recording(sid).Request != all[0].ID {
				t.Errorf("requests %+v", all)
			}
		})
	}
}

// It does not apologize for ever.
func TestFallbackEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(rosa)
	c.fallsBack(talk.Heard{Kind: talk.Silence}, false)
	for _, again := range []bool{true, false} {
		if a := c.fallsBack(talk.Heard{Kind: talk.Silence}, again); a.Listen.For != ivr.HangUp {
			t.Errorf("%+v", a)
		}
	}
	leg := newCall(t, w.engine, ourNumber)
	leg.ev.To, leg.ev.Parent = coordinator, w.callRow(c.ev.SID).ID
	if a := leg.fallsBack(talk.Heard{Kind: talk.Answered}, false); a.Listen.For != ivr.HangUp {
		t.Errorf("a coordinator is asked for a message: %+v", a)
	}
}

// It answers when nothing can be stored, and the message is found at the carrier later.
func TestFallbackWithoutADatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := newCall(t, w.engine, rosa)
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.engine.Call(t.Context(), c.ev); err == nil {
		t.Error("a turn that is not stored is answered")
	}
	if a := c.fallsBack(talk.Heard{Kind: talk.Answered}, false); !says(a, msg.VoiceSorry) || a.Listen.For != ivr.ForRecording {
		t.Errorf("%+v", a)
	}
	sid := newSID("RE")
	if a := c.fallsBack(talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: 9}, true); a.Listen.For != ivr.HangUp {
		t.Errorf("%+v", a)
	}
	w.open()
	f := engine.Foreign{SID: sid, CallSID: c.ev.SID, From: rosa, To: ourNumber, Seconds: 9, At: w.clock.Now()}
	if err := w.engine.ForeignRecording(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	w.keptRecording(sid)
}

// 0 rings the coordinators one after the other, by whoever presses 1; each ring is one leg, and none rings for ever.
func TestAPersonIsRung(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(rosa)
	c.presses("0")
	for _, want := range []string{coordinator, second} {
		a := c.said
		if a.Listen.For != ivr.ForRing || a.Listen.Ring.Number != want || !a.Listen.Ring.Screened {
			t.Fatalf("rings %+v, want %s", a.Listen, want)
		}
		leg := newCall(t, w.engine, ourNumber)
		leg.ev.To, leg.ev.Parent = want, a.Call
		leg.begins(false)
		if want == second {
			if a := leg.presses("1"); a.Listen.For != ivr.ForTalk {
				t.Fatalf("does not connect: %+v", a)
			}
			break
		}
		leg.saysNothing() // somebody's own voicemail
		leg.saysNothing()
		c.hears(talk.Heard{Kind: talk.Rang, Bridged: true}) // the carrier's word is not trusted here
	}
	if a := c.hears(talk.Heard{Kind: talk.Rang}); a.Listen.For != ivr.HangUp {
		t.Errorf("goes on after the talk: %+v", a)
	}
	if row := w.callRow(c.ev.SID); row.Outcome != "connected" || row.EndedAt.IsZero() {
		t.Errorf("call %+v", row)
	}
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(second)
		if err != nil {
			return err
		}
		live, err := v.LiveCallsOf(p.Contact.ID)
		if len(live) != 0 {
			t.Errorf("the leg goes on: %+v", live)
		}
		return err
	})
}

// Nobody is rung out of hours, at night, or for a coordinator who phones; and a leg whose caller is gone ends.
func TestNobodyIsRung(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(second)
	if a := c.presses("0"); a.Listen.Ring.Number != coordinator {
		t.Errorf("rings %+v", a.Listen)
	}
	c.hangsUp()
	leg := newCall(t, w.engine, ourNumber)
	leg.ev.To, leg.ev.Parent = coordinator, c.said.Call
	if a := leg.begins(false); a.Listen.For != ivr.HangUp {
		t.Errorf("rings for nobody: %+v", a)
	}
	w.clock.Advance(7 * 60 * 60 * 1e9) // 17:00
	if a := w.phones(rosa).presses("0"); a.Listen.For != ivr.ForRecording {
		t.Errorf("rings out of hours: %+v", a.Listen)
	}
}

// Who hangs up at once is called back, if the network does so.
func TestHangingUpAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.voice.Callback = true
	w.restart()
	hangsUpAfter := func(from string, seconds int, keys string) {
		c := w.phones(from)
		if keys != "" {
			c.presses(keys)
		}
		c.over = true
		s := engine.CallStatus{SID: c.ev.SID, Status: "completed", Seconds: seconds}
		if err := w.engine.CallStatus(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		w.jump(10 * 1e9)
	}
	hangsUpAfter(rosa, 3, "")
	w.rang(rosa, talk.CallBack)
	hangsUpAfter(omar, 6, "")
	hangsUpAfter(pearl, 3, "1")
	hangsUpAfter("", 2, "")
	for _, phone := range []string{omar, pearl, ""} {
		w.rang(phone)
	}
}
