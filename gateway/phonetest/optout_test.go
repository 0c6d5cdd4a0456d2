package phonetest

import (
	"net/http"
	"net/url"
	"testing"
)

func TestStopBlocksUntilStart(t *testing.T) {
	t.Parallel()
	for _, again := range []string{"START", "unstop", " Yes "} {
		t.Run(again, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			rosa := a.box.Phone(rosaNumber, "en")
			rosa.Text("stop ")
			rosa.Expect("successfully been unsubscribed")
			if status, v := a.send(rosaNumber, "hi"); status != 400 || v["code"] != 21610.0 {
				t.Errorf("%d %v", status, v)
			}
			rosa.Text("HELP")
			rosa.Text("STOP")
			rosa.ExpectNothing()
			rosa.Text(again)
			rosa.Expect("re-subscribed")
			a.send(rosaNumber, "hi again")
			rosa.Expect("hi again")
			texts := a.got(&a.texts)
			if len(texts) != 4 { // all are passed on
				t.Errorf("the application got %d texts, want 4", len(texts))
			}
			for _, form := range texts {
				if form.Has("OptOutType") {
					t.Error("OptOutType without Advanced Opt-Out")
				}
			}
		})
	}
}

func TestStopIsPerLine(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{Numbers: []string{"+12125550100", "+12125550101"}})
	rosa := a.box.Phone(rosaNumber, "en")
	rosa.TextTo("+12125550101", "STOP")
	a.send(rosaNumber, "from the other line")
	rosa.Expect("from the other line")
	if status, _ := a.send(rosaNumber, "hi", "From", "+12125550101"); status != 400 {
		t.Errorf("the stopped line answers %d", status)
	}
}

func TestKeywordsAreWholeTexts(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]keyword{
		"STOP": stop, "stopall": stop, "Unsubscribe": stop, "CANCEL": stop, "End": stop, "QUIT": stop, "REVOKE": stop,
		"OPTOUT": stop, "\tSTOP\n": stop, "START": start, "YES": start, "UNSTOP": start, "HELP": help, "info": help,
		"YES B": plain, "please stop": plain, "STOP.": plain, "ALTO": plain, "": plain, "SÍ": plain,
	} {
		if got := readKeyword(body); got != want {
			t.Errorf("%q is %q, want %q", body, got, want)
		}
	}
}

// YES from somebody who has not stopped is an answer like any other.
func TestYesIsAnAnswer(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{AdvancedOptOut: true})
	a.text = func(w http.ResponseWriter, _ url.Values) { say(w, "You have it.") }
	rosa := a.box.Phone(rosaNumber, "en")
	rosa.Text("YES")
	rosa.Expect("You have it.")
	rosa.ExpectNothing()
	if form := a.got(&a.texts)[0]; form.Has("OptOutType") {
		t.Errorf("OptOutType = %q", form.Get("OptOutType"))
	}
}

func TestAdvancedOptOutMarksTheText(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{AdvancedOptOut: true})
	rosa := a.box.Phone(rosaNumber, "en")
	for _, body := range []string{"HELP", "STOP", "START"} {
		rosa.Text(body)
	}
	for i, want := range []string{"HELP", "STOP", "START"} {
		if got := a.got(&a.texts)[i].Get("OptOutType"); got != want {
			t.Errorf("OptOutType = %q, want %q", got, want)
		}
	}
	rosa.Expect("Msg&Data")
}

func TestAnswerToStopDoesNotArrive(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	a.text = func(w http.ResponseWriter, _ url.Values) { say(w, "Sorry to see you go") }
	a.box.ExpectProblem(21610)
	rosa := a.box.Phone(rosaNumber, "en")
	rosa.Text("STOP")
	if got := rosa.ExpectUndelivered("Sorry"); got.ErrorCode != 21610 {
		t.Errorf("%+v", got)
	}
	if len(a.box.Problems()) != 1 {
		t.Error("an answer to STOP is no problem")
	}
}
