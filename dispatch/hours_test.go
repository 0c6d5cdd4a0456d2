package dispatch

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want string
	}{
		{"", ""},
		{"mon 09:00-18:00", "mon 09:00-18:00"},
		{"Mon-Tue 9:00-12:30", "mon 09:00-12:30;tue 09:00-12:30"},
		{"sat,sun 10:00-24:00", "sun 10:00-24:00;sat 10:00-24:00"},
		{"fri-mon 09:00-10:00", "sun 09:00-10:00;mon 09:00-10:00;fri 09:00-10:00;sat 09:00-10:00"},
		{"wednesday 09:00-12:00; sat 10:00-24:00", "wed 09:00-12:00;sat 10:00-24:00"},
		{"sat 22:00-06:00", "sat 22:00-24:00;sun 00:00-06:00"},
		{"mon 22:00-00:00", "mon 22:00-24:00"},
		{"9:00-18:00", "09:00-18:00"},
		{"sun-sat 09:00-12:00; mon 13:00-14:00", "09:00-12:00;mon 13:00-14:00"},
		{"mon 09:00-10:00;09:00-10:00", "09:00-10:00"},
		{"22:00-06:00", "22:00-24:00;00:00-06:00"},
	} {
		h, err := ParseHours(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
		}
		if got := h.String(); got != c.want {
			t.Errorf("%q is read as %q, want %q", c.text, got, c.want)
		}
	}
	if h, err := ParseHours("09:00-18:00"); err != nil || len(h) != 7 {
		t.Errorf("a stretch without days is every day: %v, %v", h, err)
	}
}

func TestParseHoursRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"mon", "mon-fri", "9-18", "09:00", "mon 25:00-26:00", "mon 09:60-10:00", "moo 09:00-10:00",
		"mon 09:00-09:00", "m 09:00-10:00", "mon- 09:00-10:00", "24:00-24:00", "09:0-10:00", "-1:00-3:00"} {
		if h, err := ParseHours(text); err == nil {
			t.Errorf("%q is read as %v", text, h)
		}
	}
}

func FuzzParseHours(f *testing.F) {
	for _, text := range []string{"mon-fri 09:00-12:00;sat 10:00-24:00", "22:00-06:00", "sat,sun 1:00-2:00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ParseHours(text)
		if err != nil {
			return
		}
		again, err := ParseHours(h.String())
		if err != nil || again.String() != h.String() {
			t.Errorf("%q is written as %q, which is read as %v, %v", text, h, again, err)
		}
		for _, s := range h {
			if s.From >= s.Until || s.Until > dayMinutes || s.Day > 6 {
				t.Errorf("%q has the span %v", text, s)
			}
		}
	})
}

// zones with a change of clocks at 2:00, at midnight, by half an hour, southern, and with none.
var clockZones = []string{"America/New_York", "America/Havana", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut",
	"Asia/Kolkata", "UTC"}

func moment(rt *rapid.T, t testing.TB) time.Time {
	loc := zone(t, rapid.SampledFrom(clockZones).Draw(rt, "zone"))
	return time.Unix(rapid.Int64Range(1767225600, 1830297600).Draw(rt, "at")/60*60, 0).In(loc)
}

// Quiet hours end at the very first minute that is not quiet, whatever the clocks do meanwhile.
func TestQuietEndsProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		q := Quiet{rapid.IntRange(0, 1439).Draw(rt, "from"), rapid.IntRange(0, 1439).Draw(rt, "until")}
		at := moment(rt, t)
		end := q.Ends(at)
		if q.At(end) && q.From != q.Until {
			// Only the hour that comes twice may be quiet again.
			if _, before := end.Zone(); !q.At(end.Add(-2*time.Hour)) || before == 0 && end.Location() == time.UTC {
				rt.Fatalf("still quiet at %v", end)
			}
		}
		for minute := at; minute.Before(end); minute = minute.Add(time.Minute) {
			if !q.At(minute) {
				rt.Fatalf("%v is not quiet, but asking starts at %v", minute, end)
			}
		}
		if end.Sub(at) > 26*time.Hour {
			rt.Fatalf("a night of %v", end.Sub(at))
		}
	})
}

// Next is the first minute the hours include.
func TestHoursNextProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		h := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) Span {
			from := rapid.IntRange(0, 1438).Draw(rt, "from")
			return Span{rapid.IntRange(0, 6).Draw(rt, "day"), from, rapid.IntRange(from+1, 1440).Draw(rt, "until")}
		}), 1, 4).Draw(rt, "hours")
		at := moment(rt, t)
		next := Hours(h).Next(at)
		if !next.IsZero() && !Hours(h).At(next) {
			rt.Fatalf("%v is outside the hours", next)
		}
		for minute := at; minute.Before(next); minute = minute.Add(time.Minute) {
			if Hours(h).At(minute) {
				rt.Fatalf("%v is in the hours, but next is %v", minute, next)
			}
		}
	})
}

// The night of the change to summer time and back.
func TestQuietOverTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	ny := zone(t, "America/New_York")
	for _, c := range []struct {
		name      string
		quiet     Quiet
		at, until string
	}{
		{"spring, 21 to 8", Quiet{21 * 60, 8 * 60}, "2026-03-07T22:00:00-05:00", "2026-03-08T08:00:00-04:00"},
		{"autumn, 21 to 8", Quiet{21 * 60, 8 * 60}, "2026-10-31T22:00:00-04:00", "2026-11-01T08:00:00-05:00"},
		{"spring, ends in the gap", Quiet{60, 150}, "2026-03-08T01:30:00-05:00", "2026-03-08T03:00:00-04:00"},
		{"autumn, ends in the hour that comes twice", Quiet{0, 90}, "2026-11-01T00:30:00-04:00", "2026-11-01T01:30:00-04:00"},
		{"no quiet hours", Quiet{60, 60}, "2026-03-08T01:30:00-05:00", "2026-03-08T01:30:00-05:00"},
		{"not quiet now", Quiet{21 * 60, 8 * 60}, "2026-03-08T09:00:00-04:00", "2026-03-08T09:00:00-04:00"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.quiet.Ends(at.In(ny)).Format(time.RFC3339); got != c.until {
			t.Errorf("%s: quiet ends at %s, want %s", c.name, got, c.until)
		}
	}
}
