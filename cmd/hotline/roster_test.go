package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
)

func rosterNetwork() *dispatch.Network {
	return &dispatch.Network{
		Language: "en", Languages: []string{"en", "es", "zh-Hans"}, Categories: config.Standard(),
	}
}

func read(text string) ([]rosterEntry, []badLine, error) {
	return readRoster(strings.NewReader(text), rosterNetwork(), phoneReader("+12125550100"))
}

func TestReadRoster(t *testing.T) {
	t.Parallel()
	good, bad, err := read("\ufeffPhone, name ,zips,categories,languages,hours,weekly_limit\r\n" +
		"+12125550142,Ana,11206; 11211,food;RX,ES;zh-hans,mon-fri 09:00-12:00;sat 10:00-24:00,4\r\n" +
		"(212) 555-0143,\"Ben, the tall\",,,,,\r\n" +
		",,,,,,\r\n")
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	hours, err := dispatch.ParseHours("mon-fri 09:00-12:00;sat 10:00-24:00")
	if err != nil {
		t.Fatal(err)
	}
	want := []rosterEntry{
		{2, "Ana", "+12125550142", dispatch.Volunteer{Status: dispatch.Active, Trusted: true, Languages: []string{"es", "zh-Hans"},
			Categories: []string{"FOOD", "RX"}, ZIPs: []string{"11206", "11211"}, WeeklyLimit: 4, Hours: hours}},
		{3, "Ben, the tall", "+12125550143", dispatch.Volunteer{Status: dispatch.Active, Trusted: true, Languages: []string{"en"}}},
	}
	if diff := cmp.Diff(want, good); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadLines(t *testing.T) {
	t.Parallel()
	good, bad, err := read(`name,phone,languages,categories,zips,weekly_limit,daily_limit,hours
Ana,+12125550142,,,,,,
,+12125550143,,,,,,
Ben,12,,,,,,
Ben,call me,,,,,,
Cyd,+12125550142,,,,,,
Dan,+12125550144,tlh,,,,,
Eve,+12125550145,,PIZZA,,,,
Fay,+12125550146,,,1121,,,
Gus,+12125550147,,,,0,,
Hal,+12125550148,,,,,two,
Ida,+12125550149,,,,,,mornings
Joe,+12125550150
Kim "the" K,+12125550151,,,,,,
` + "Lou\x1b,+12125550152,,,,,,\n" + "M\xe9l,+12125550153,,,,,,\n" +
		strings.Repeat("x", nameLimit+1) + ",+12125550154,,,,,,\n" + "Ned,+12125550155,,,,,,\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(good) != 2 || good[1].Name != "Ned" {
		t.Errorf("good lines: %+v", good)
	}
	want := []badLine{
		{3, "name is empty"},
		{4, `phone: write a number with + and country code, such as "+12125550142"`},
		{5, `phone: write a number with + and country code, such as "+12125550142"`},
		{6, "phone: the same as in line 2"},
		{7, `languages: "tlh" is none of en, es, zh-Hans`},
		{8, `categories: "PIZZA" is no category of this network`},
		{9, `zips: "1121" is no ZIP code of five digits`},
		{10, "weekly_limit: must be a whole number from 1 to 1000, or empty"},
		{11, "daily_limit: must be a whole number from 1 to 1000, or empty"},
		{12, `hours: "mornings" is no stretch of time: hours are written like 09:00-18:00 or mon-fri 09:00-12:00;sat 10:00-24:00`},
		{13, "has 2 fields, the first line has 8"},
		{14, `quotes: bare " in non-quoted-field`},
		{15, "name: must be one line of plain text"},
		{16, "name: not UTF-8; save the file as CSV UTF-8"},
		{17, "name: over 60 characters"},
	}
	if diff := cmp.Diff(want, bad); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNoRoster(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"empty":        {"", "the first line must name the columns, such as name,phone,languages,categories,zips,weekly_limit,hours: EOF"},
		"no phone":     {"name,zips\n", "column phone is missing"},
		"no header":    {"Ana,+12125550142\n", `"Ana" is no column`},
		"misspelt":     {"name,phone,weekly_limits\n", `"weekly_limits" is no column; the columns are name, phone,`},
		"twice":        {"name,phone,Phone\n", "column phone stands twice"},
		"semicolons":   {"name;phone;zips\n", `"name;phone;zips" is no column`},
		"UTF-16":       {"\xff\xfen\x00", "UTF-16; save it as CSV UTF-8"},
		"far too long": {strings.Repeat("x", rosterLimit+1), "over 32 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, _, err := read(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestRosterRoundTrip: what is exported is imported as it was, and no cell but a phone starts a formula.
func TestRosterRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var want []rosterEntry
		for i := range rapid.IntRange(0, 5).Draw(t, "volunteers") {
			name := rapid.StringMatching(`['=+\-@a-z",;é漢][ '=+\-@a-z",;é漢]{0,20}`).Draw(t, "name")
			hours, err := dispatch.ParseHours(rapid.SampledFrom([]string{"", "09:00-18:00", "mon-fri 09:00-12:00;sat 10:00-24:00", "fri 22:00-02:00"}).Draw(t, "hours"))
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, rosterEntry{Name: strings.TrimSpace(name), Phone: fmt.Sprintf("+1212555%04d", i),
				Volunteer: dispatch.Volunteer{
					Status: dispatch.Active, Trusted: true,
					Languages:   rapid.SampledFrom([][]string{{"en"}, {"es", "zh-Hans"}}).Draw(t, "languages"),
					Categories:  rapid.SampledFrom([][]string{nil, {"FOOD"}, {"RX", "CHILD"}}).Draw(t, "categories"),
					ZIPs:        rapid.SampledFrom([][]string{nil, {"11206", "00501"}}).Draw(t, "zips"),
					WeeklyLimit: rapid.IntRange(0, askLimit).Draw(t, "week"),
					DailyLimit:  rapid.IntRange(0, askLimit).Draw(t, "day"),
					Hours:       hours,
				}})
		}
		var file bytes.Buffer
		if err := writeRoster(&file, want); err != nil {
			t.Fatal(err)
		}
		got, bad, err := read(file.String())
		if err != nil || len(bad) > 0 {
			t.Fatalf("%s\n%v %v", file.String(), err, bad)
		}
		for i := range got {
			got[i].Line = 0
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-exported +imported):\n%s", diff)
		}
		for line := range strings.Lines(file.String()) {
			if strings.ContainsAny(strings.TrimPrefix(line, `"`)[:1], "=+-@") {
				t.Fatalf("a spreadsheet would carry out %q", line)
			}
		}
	})
}

// FuzzRoster: no file makes the reader panic, forget a line or take a volunteer that cannot be asked.
func FuzzRoster(f *testing.F) {
	for _, seed := range []string{"", "name,phone\nAna,+12125550142\n", "phone,name,zips\r\n212 555 0142,Ana,11206\r\n",
		"name,phone,hours\n\"A\nB\",+12125550142,mon-fri 09:00-18:00\nC,+12125550143,\"", "\ufeffname,phone\n'=1,+12125550142,\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		good, bad, err := read(string(text))
		if err != nil && (good != nil || bad != nil) {
			t.Fatal("lines of a file that is none")
		}
		for _, e := range good {
			if !e164.MatchString(e.Phone) || checkName(e.Name) != nil || len(e.Volunteer.Languages) == 0 {
				t.Fatalf("taken: %+v", e)
			}
		}
		for _, b := range bad {
			if b.Line < 2 || b.Why == "" || strings.ContainsAny(b.Why, "\n\r") {
				t.Fatalf("bad line %+v", b)
			}
		}
	})
}
