package twilio

import (
	"strings"
	"testing"
	"time"
)

func TestMeanings(t *testing.T) {
	t.Parallel()
	seen := map[int]bool{}
	for _, m := range meanings {
		if seen[m.Code] {
			t.Errorf("%d is there twice", m.Code)
		}
		seen[m.Code] = true
		if m.Class == "" || !strings.HasSuffix(m.Text, ".") || len(m.Text) < 40 {
			t.Errorf("%d says too little: %q", m.Code, m.Text)
		}
		if m.After != 0 && m.Class != Later {
			t.Errorf("%d: a pause with class %s", m.Code, m.Class)
		}
	}
	if m := Explain(29999); m.Code != 29999 || m.Class != Later || m.Text == "" {
		t.Errorf("an unknown code: %+v", m)
	}
	if Explain(30450).After != 30*time.Minute {
		t.Error("a fraud hold lasts half an hour")
	}
}

// The reactions agreed for each code; a change here changes what happens to somebody's text.
func TestReactions(t *testing.T) {
	t.Parallel()
	for class, codes := range map[Class][]int{
		Stop:       {20003, 10001, 30002},
		Retry:      {20429, 21611, 30001, 10004, 22005},
		Unknown:    {20500, 20503},
		BadNumber:  {21211, 21217, 21604},
		Unroutable: {21214, 21612},
		Refused:    {21408, 21215, 21608, 21219, 21216},
		Config:     {21606, 21603, 21703, 21704, 21212, 21210, 30024, 30032, 30034, 30035},
		OptedOut:   {21610},
		Landline:   {21614, 21635, 30006},
		Bug:        {21617, 21602, 14103, 21619, 21205},
		Asleep:     {30003, 30005},
		Blocked:    {30004, 30640},
		Filtered:   {30007},
		Later:      {30008, 30410, 30017, 30450},
		NextDay:    {30022, 30023, 30027},
		Expired:    {30036},
		Ignored:    {30038},
		Quiet:      {30610},
		Loop:       {14107},
		Webhook:    {11200, 11205, 11750, 12100, 12200, 12300},
	} {
		for _, code := range codes {
			if got := Explain(code).Class; got != class {
				t.Errorf("%d: %s, want %s", code, got, class)
			}
		}
	}
	for class, want := range map[Class]bool{Stop: true, Config: true, Bug: true, OptedOut: false, Retry: false, Expired: false} {
		if class.Operator() != want {
			t.Errorf("%s concerns the operator: %v", class, !want)
		}
	}
}
