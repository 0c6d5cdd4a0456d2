package engine_test

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
)

func TestAYesToAnOfferThatRanOutWinsOverAQuestionThatMayLapse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(helper(1), "BABY 11211")
	w.text(helper(1), "DONE") // asks how it ended
	w.text(rosa, "FOOD 11211")
	w.advance(40 * time.Minute)
	wantsIn(t, w.text(helper(1), "YES"), "you have it")
}

func TestANumberDoesNotAnswerAnOldQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "YES")
	asked := w.text(helper(1), "sorry")
	w.advance(30 * time.Hour)
	if got := w.text(helper(1), "1"); got != asked {
		t.Errorf("%q, want the question again", got)
	}
	if r := w.request(rosa); r.Status != dispatch.Assigned {
		t.Errorf("%s after a day-old question", r.Status)
	}
	w.text(helper(1), "1")
	if r := w.request(rosa); r.Status == dispatch.Assigned {
		t.Errorf("%s after the answer", r.Status)
	}
}

func TestAnAnswerToSomethingElseIsNoPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "YES")
	w.got(helper(1))
	for _, text := range []string{"1", "yes"} {
		wantsIn(t, w.text(rosa, text), "Where should Helper1 come")
	}
	w.wants(helper(1))
	w.text(rosa, "120")
	if got := strings.Join(w.got(helper(1)), "\n"); !strings.Contains(got, "120") {
		t.Errorf("told %q", got)
	}
}
