package dispatch

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestRestAfterAJob(t *testing.T) {
	t.Parallel()
	n, now, v := network(t), noon(t), volunteers(1)
	v[0].Habit.LastJob = now.Add(-23 * time.Hour)
	if p := n.Plan(v, food(t), nil, now); len(p.Ask) != 0 || !p.Again.Equal(now.Add(time.Hour)) || p.Nobody {
		t.Errorf("23 hours after a job: %+v, want an ask in an hour", p)
	}
	v[0].Standby, v[0].StandbyFor = now.Add(-time.Hour), "FOOD"
	if p := n.Plan(v, food(t), nil, now); len(p.Ask) != 1 {
		t.Errorf("who stands by has offered to go: %+v", p)
	}
}

// Who stays silent has their turn later and later, and is asked all the same when there is nobody else.
func TestBackOff(t *testing.T) {
	t.Parallel()
	n, now, v := network(t), noon(t), volunteers(2)
	v[0].LastAsk, v[1].LastAsk = now.Add(-48*time.Hour), now.Add(-24*time.Hour)
	for silent, want := range map[int]ID{0: 1, 3: 1, 5: 1, 6: 2, 11: 2} {
		v := slices.Clone(v)
		v[0].Habit.Silent = silent
		if got := n.Choose(v, food(t), nil, 1, now); !slices.Equal(got, []ID{want}) {
			t.Errorf("silent %d times, asked %v first, want %d", silent, got, want)
		}
		if got := n.Choose(v[:1], food(t), nil, 1, now); len(got) != 1 {
			t.Errorf("silent %d times, and nobody else: nobody is asked", silent)
		}
	}
	last := time.Duration(0)
	for silent := range 200 {
		wait := n.Rules.backOff(&Habit{Silent: silent})
		if wait < last || wait > longestGap {
			t.Fatalf("silent %d times: %v after %v", silent, wait, last)
		}
		last = wait
	}
}

// Who has been silent for long is asked whether they are still with us, once a month, and not for help meanwhile.
func TestStill(t *testing.T) {
	t.Parallel()
	n, now, r := network(t), noon(t), food(t)
	v := volunteers(9)
	for i := range v {
		v[i].LastAsk = now.Add(-50 * time.Hour)
	}
	v[3].Habit.Silent, v[5].Habit.Silent = longSilent, longSilent
	v[3].LastAsk, v[5].LastAsk = now.AddDate(0, 0, -9), now.AddDate(0, 0, -10)
	if p := n.Plan(v, r, nil, now); !slices.Equal(p.Ask, []ID{1, 2, 3, 5, 7}) || !slices.Equal(p.Still, []ID{6}) {
		t.Errorf("%+v, want five asked for help, and the one whose turn it is whether they are there", p)
	}
	p := n.Plan(v[3:6], r, nil, now)
	if !slices.Equal(p.Ask, []ID{5}) || !slices.Equal(p.Still, []ID{6, 4}) {
		t.Errorf("%+v, want both asked where others are missing", p)
	}
	v[5].Habit = v[5].Habit.Still(now)
	if p = n.Plan(v[5:6], r, nil, now); len(p.Ask) != 0 || len(p.Still) != 0 || !p.Again.Equal(now.Add(8*time.Hour)) {
		t.Errorf("%+v, want nothing right after the question", p)
	}
	if p = n.Plan(v[5:6], r, nil, p.Again); !slices.Equal(p.Ask, []ID{6}) || len(p.Still) != 0 {
		t.Errorf("%+v, want the ask in its time", p)
	}
	if p = n.Plan(v[5:6], r, nil, now.AddDate(0, 0, 31)); len(p.Ask) != 0 {
		t.Errorf("%+v, after a month of silence", p)
	}
	if n.Rules.AskAgainAfter = 0; len(n.Plan(v[3:4], r, nil, now).Ask) != 1 {
		t.Error("a network that spares nobody spares somebody")
	}
}

// Nobody is asked two things at once, nobody who may not be asked at all is asked even that, and at night nothing is.
func TestStillProperty(t *testing.T) {
	t.Parallel()
	n := network(t)
	rapid.Check(t, func(rt *rapid.T) {
		now := noon(t).Add(time.Duration(rapid.IntRange(0, 23).Draw(rt, "hour")) * time.Hour)
		roster, r := drawRoster(rt, noon(t)), food(t)
		p := n.Plan(roster, r, nil, now)
		if n.QuietAt(now) && len(p.Ask)+len(p.Still) > 0 {
			rt.Fatalf("asked at night: %+v", p)
		}
		for _, id := range p.Still {
			v := roster[slices.IndexFunc(roster, func(v Volunteer) bool { return v.ID == id })]
			if slices.Contains(p.Ask, id) || v.Habit.Silent < longSilent || !mayBeAsked(n, v, r, now) {
				rt.Fatalf("%d is asked whether they are still there: %+v", id, v)
			}
		}
	})
}
