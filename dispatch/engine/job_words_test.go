package engine_test

import (
	"testing"
	"time"

	"hotline/dispatch"
)

// jobWords are what the two sides of a job say of it in one language.
type jobWords struct{ lang, name, food, yes, no, onWay, late, done, drop string }

var everyLanguage = []jobWords{
	{"en", "ENGLISH", "FOOD 11211", "yes", "no", "on my way", "late", "done", "drop"},
	{"es", "ESPANOL", "comida 11211", "sí", "no", "en camino", "llego tarde", "listo", "soltar"},
	{"ht", "KREYOL", "manje 11211", "wi", "non", "m sou wout", "m an reta", "fini", "lage"},
	{"zh-Hans", "中文", "食物 11211", "好", "不", "在路上", "会迟到", "完成", "放弃"},
	{"fr", "FRANCAIS", "FOOD 11211", "oui", "non", "en route", "je suis en retard", "fini", "rendre"},
}

// speaks is a world of five languages in which the first helper has Rosa's job, and both speak one of them.
func speaks(t *testing.T, l jobWords) *world {
	t.Helper()
	w := newWorld(t, func(n *dispatch.Network) { n.Languages = []string{"en", "es", "ht", "zh-Hans", "fr"} })
	w.helpers(3, func(_ int, v *dispatch.Volunteer) { v.Languages = []string{l.lang} })
	w.text(rosa, l.name)
	w.text(helper(1), l.name)
	w.text(rosa, l.food)
	w.text(helper(1), l.yes)
	w.text(rosa, "12 elm st")
	if r := w.request(rosa); r.Status != dispatch.Assigned {
		t.Fatalf("%s: %s", l.lang, r.Status)
	}
	w.heard = map[string][]string{}
	return w
}

// From yes to done in the words of every language: on the way, late, done, said by both, with thanks both ways.
func TestAJobInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range everyLanguage {
		t.Run(l.lang, func(t *testing.T) {
			t.Parallel()
			w := speaks(t, l)
			wantsIn(t, w.text(helper(1), l.onWay), "on_way_told")
			w.wants(rosa, "on_way_from Helper1")
			if r := w.request(rosa); r.Status != dispatch.InProgress {
				t.Errorf("on the way: %s", r.Status)
			}
			wantsIn(t, w.text(helper(1), l.late), "late_told")
			w.wants(rosa, "late_from Helper1")
			w.advance(31 * time.Hour)
			w.wants(helper(1), "check_in")
			wantsIn(t, w.text(helper(1), l.done), "job_done")
			w.wants(rosa, "check_came Helper1")
			wantsIn(t, w.text(rosa, l.yes), "done_noted")
			w.wants(helper(1), "job_confirmed Helper1")
			if r := w.request(rosa); r.ClosedReason != dispatch.Completed {
				t.Errorf("said by both: %s %s", r.Status, r.ClosedReason)
			}
		})
	}
}

// A job handed back in the words of every language goes to others, without that helper; the resident hears of it honestly.
func TestHandedBackInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range everyLanguage {
		for _, ends := range []string{"drop", "cannot", "check-in", "nobody came"} {
			t.Run(l.lang+" "+ends, func(t *testing.T) {
				t.Parallel()
				w := speaks(t, l)
				switch ends {
				case "drop":
					w.text(helper(1), l.drop)
				case "cannot":
					wantsIn(t, w.text(helper(1), l.no), "ask_hand_back")
					w.text(helper(1), l.yes)
				case "check-in":
					w.advance(31 * time.Hour)
					w.text(helper(1), "3")
				case "nobody came":
					w.advance(33 * time.Hour)
					w.got(rosa)
					wantsIn(t, w.text(rosa, l.no), "no_show")
				}
				if r := w.request(rosa); r.Holder != 0 || !r.Status.Waiting() {
					t.Errorf("%s, held by %d", r.Status, r.Holder)
				}
				if ends != "nobody came" {
					w.wants(rosa, "handed_back Helper1")
				}
				for _, o := range w.offers(w.request(rosa).ID) {
					if o.Status.Live() && o.Volunteer == w.contact(helper(1)).ID {
						t.Error("asked again")
					}
				}
			})
		}
	}
}

// Two answers that disagree are a coordinator's, in every language.
func TestTheyDisagreeInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range everyLanguage {
		t.Run(l.lang, func(t *testing.T) {
			t.Parallel()
			w := speaks(t, l)
			w.advance(31 * time.Hour)
			w.text(helper(1), "1")
			w.got(rosa)
			wantsIn(t, w.text(rosa, l.no), "kept")
			if r := w.request(rosa); r.Attention != dispatch.Disputed || r.Status != dispatch.DoneReported {
				t.Errorf("%s %q", r.Status, r.Attention)
			}
			w.advance(48 * time.Hour)
			if r := w.request(rosa); r.Status == dispatch.Closed {
				t.Error("closed over a person's head")
			}
		})
	}
}
