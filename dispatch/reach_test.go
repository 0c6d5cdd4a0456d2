package dispatch

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestByWhichWayNewsGoes(t *testing.T) {
	t.Parallel()
	stopped := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		phone Phone
		asked time.Time
		want  Ways
	}{
		{"it has texted us", Phone{Texts: true, Calls: true, Proven: true}, time.Time{}, Ways{Text: true}},
		{"it has only called", Phone{Texts: true, Calls: true}, stopped, Ways{Call: true}},
		{"it has only called, and said yes", Phone{Texts: true, Calls: true, Said: "yes"}, stopped, Ways{Text: true, Call: true}},
		{"it has only called, and said no", Phone{Texts: true, Calls: true, Said: "no"}, stopped, Ways{Call: true}},
		{"a landline", Phone{Calls: true, Proven: true}, time.Time{}, Ways{Call: true}},
		{"a landline that said yes", Phone{Calls: true, Said: "yes"}, time.Time{}, Ways{Call: true}},
		{"no calls", Phone{Texts: true, Proven: true}, time.Time{}, Ways{Text: true}},
		{"no calls, never texted", Phone{Texts: true}, stopped, Ways{}},
		{"no calls, never texted, said yes", Phone{Texts: true, Said: "yes"}, stopped, Ways{Text: true}},
		{"stopped texts", Phone{Calls: true, Proven: true, Stopped: stopped}, time.Time{}, Ways{}},
		{"stopped texts after asking by phone", Phone{Calls: true, Stopped: stopped}, stopped.Add(-time.Hour), Ways{}},
		{"stopped texts before asking by phone", Phone{Calls: true, Stopped: stopped}, stopped.Add(time.Hour), Ways{Call: true}},
	} {
		if got := c.phone.News(c.asked); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestWhenACallIsMadeAgain(t *testing.T) {
	t.Parallel()
	n := network(t)
	day := n.Local(time.Date(2026, 6, 1, 15, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		name        string
		end         CallEnd
		calls       int
		once, asked bool
		want        time.Duration // 0: never
	}{
		{"nobody picks up", CallNoAnswer, 1, false, false, 30 * time.Minute},
		{"nor the second time", CallMachine, 2, false, false, 2 * time.Hour},
		{"nor the third time", CallNoAnswer, 3, false, false, 0},
		{"no key is no news heard", CallNoKey, 1, false, false, 30 * time.Minute},
		{"heard", CallHeard, 1, false, false, 0},
		{"busy", CallBusy, 1, false, false, 5 * time.Minute},
		{"rung once", CallNoAnswer, 1, true, false, 0},
		{"busy is not rung", CallBusy, 1, true, false, 5 * time.Minute},
		{"busy for ever", CallBusy, 3, true, false, 0},
	} {
		at, again := n.CallAgain(c.end, c.calls, c.once, c.asked, day)
		if again != (c.want > 0) || again && at.Sub(day) != c.want {
			t.Errorf("%s: %v after %v, want %v", c.name, again, at.Sub(day), c.want)
		}
	}
}

// However calls end, nobody is called more than three times, nor at night unless they asked for it.
func TestCallsEndAndLetPeopleSleep(t *testing.T) {
	t.Parallel()
	n := network(t)
	rapid.Check(t, func(r *rapid.T) {
		ends := []CallEnd{CallNoKey, CallMachine, CallNoAnswer, CallBusy, CallFailed, CallHeard}
		once, asked := rapid.Bool().Draw(r, "once"), rapid.Bool().Draw(r, "asked")
		now := n.Local(time.Unix(rapid.Int64Range(1_700_000_000, 1_800_000_000).Draw(r, "now"), 0))
		at := n.CallFrom(asked, now)
		if asked != at.Equal(now) && n.QuietAt(now) {
			r.Fatalf("called at %v, asked for at %v", at, now)
		}
		for calls := 1; ; calls++ {
			if calls > 3 || n.QuietAt(at) && !asked {
				r.Fatalf("call %d at %v", calls, at)
			}
			next, again := n.CallAgain(rapid.SampledFrom(ends).Draw(r, "end"), calls, once, asked, at)
			if !again {
				return
			}
			if next.Sub(at) < 5*time.Minute {
				r.Fatalf("again after %v", next.Sub(at))
			}
			at = next
		}
	})
}

func TestCallsBackAreCapped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		back bool
		most int
	}{{true, 3}, {false, 10}} {
		for today := range 20 {
			if got := MayCallBack(c.back, today); got != (today < c.most) {
				t.Errorf("back %v, %d today: %v", c.back, today, got)
			}
		}
	}
}
