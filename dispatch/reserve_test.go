package dispatch

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// reserving is a roster of one zone: one of twenty speaks Spanish, another alone goes for prescriptions.
func reserving(t testing.TB) ([]Volunteer, *Network) {
	t.Helper()
	n := network(t)
	n.Languages = []string{"en", "es"}
	v := volunteers(20)
	for i := range v {
		v[i].Categories, v[i].LastAsk = []string{"FOOD"}, noon(t).Add(-time.Duration(40-i)*time.Hour)
	}
	v[0].Languages = []string{"en", "es"}
	v[1].Categories = []string{"FOOD", "RX"}
	return v, n
}

func TestReserve(t *testing.T) {
	t.Parallel()
	v, n := reserving(t)
	now, r := noon(t), food(t)
	if got := n.Choose(v, r, nil, 20, now); !slices.Equal(got[:3], []ID{3, 4, 5}) || !slices.Equal(got[18:], []ID{1, 2}) {
		t.Errorf("asked %v, want 1 and 2 last", got)
	}
	r.Language = "es"
	if got := n.Choose(v, r, nil, 5, now); !slices.Equal(got, []ID{1}) {
		t.Errorf("Spanish: asked %v, want 1", got)
	}
	r.Language, r.Category = "en", "RX"
	if got := n.Choose(v, r, nil, 5, now); !slices.Equal(got, []ID{2}) {
		t.Errorf("prescriptions: asked %v, want 2", got)
	}
	r.Category = "FOOD"
	v[0].LastAsk = now.AddDate(0, 0, -15)
	if got := n.Choose(v, r, nil, 1, now); !slices.Equal(got, []ID{1}) {
		t.Errorf("kept in vain for two weeks: asked %v, want 1", got)
	}
	for i := range v[:6] {
		v[i].Languages = []string{"en", "es"}
	}
	if got := n.Choose(v, r, nil, 3, now); !slices.Equal(got, []ID{1, 3, 4}) {
		t.Errorf("six speak Spanish: asked %v, want 1, 3, 4", got)
	}
}

// Nobody stays unasked who may be asked while there is room; another volunteer more takes nobody the chance to be asked.
func TestReserveProperty(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	n.Languages = []string{"en", "es", "ht"}
	rapid.Check(t, func(rt *rapid.T) {
		roster, r := drawRoster(rt, now), food(t)
		r.Category = rapid.SampledFrom([]string{"FOOD", "RX", "RIDE"}).Draw(rt, "category")
		a := n.asking(r, nil, now)
		may := 0
		for i := range roster {
			if v := &roster[i]; a.speaks(v) && a.fits(v) && a.free(v) && !a.unsure(v) {
				may++
			}
		}
		want := rapid.IntRange(1, len(roster)+1).Draw(rt, "want")
		got := n.Choose(roster, r, nil, want, now)
		if may > 0 && len(got) != min(want, may) {
			rt.Fatalf("%d asked of %d who may be, want %d", len(got), may, want)
		}
		if len(roster) < 2 || may == 0 {
			return
		}
		all := n.Choose(roster, r, nil, len(roster), now)
		for _, id := range n.Choose(roster[:len(roster)-1], r, nil, len(roster), now) {
			v := roster[slices.IndexFunc(roster, func(v Volunteer) bool { return v.ID == id })]
			if a.speaks(&v) && a.near.near(v.ZIPs) && !slices.Contains(all, id) {
				rt.Fatalf("one more volunteer, and %d cannot be asked any more", id)
			}
		}
	})
}
