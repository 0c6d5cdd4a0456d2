package engine_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/i18n"
	"hotline/store"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// phones are the people of the transcripts; volunteers with the languages they speak.
var phones = map[string]struct {
	number    string
	languages []string
}{
	"rosa": {number: "+12125550111"},
	"omar": {number: "+12125550112"},
	"ben":  {"+12125550121", []string{"en"}},
	"cleo": {"+12125550122", []string{"en"}},
	"ana":  {"+12125550123", []string{"es", "en"}},
	"jo":   {"+12125550124", []string{"ht", "fr"}},
	"mei":  {"+12125550125", []string{"zh-Hans", "en"}},
	"luc":  {"+12125550126", []string{"fr", "en"}},
	"dora": {number: "+12125550131"}, // the coordinator
	"lena": {number: "+12125550113"}, // has a landline, and calls
}

// TestTranscripts holds whole conversations, several phones each, to what is written in sms/testdata: real engine,
// real store, the session stored and read again at every line, a clock that the transcript moves.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	transcripts(t, "../../sms/testdata/*.txt", (*stage).heard)
}

// TestCallTranscripts does so with calls (call_stage_test.go), and with the texts that come of them, in ivr/testdata.
func TestCallTranscripts(t *testing.T) {
	t.Parallel()
	transcripts(t, "../../ivr/testdata/*.txt", (*stage).rings)
}

// transcripts plays the transcript of each of the five languages. called is what happens when the line calls somebody.
func transcripts(t *testing.T, pattern string, called func(*stage, engine.OutgoingCall)) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) != 5 {
		t.Fatalf("transcripts: %v %v", files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, strings.TrimSuffix(filepath.Base(file), ".txt"), string(want), called)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want), got); diff != "" && !*update {
				t.Errorf("the conversation has changed (-want +got); if it should, run with -update:\n%s", diff)
			}
		})
	}
}

// play plays every scene of a transcript, with a coordinator of its language, and returns it with what the line said.
func play(t *testing.T, language, script string, called func(*stage, engine.OutgoingCall)) string {
	head, _, _ := strings.Cut(script, "\n== ")
	out := strings.TrimRight(head, "\n") + "\n"
	for scene := range strings.SplitSeq(script[len(head):], "\n== ") {
		if strings.TrimSpace(scene) == "" {
			continue
		}
		title, lines, _ := strings.Cut(scene, "\n")
		s := newStage(t, language)
		s.called = called
		for line := range strings.Lines(lines) {
			s.line(strings.TrimRight(line, "\n"))
		}
		out += "\n== " + title + "\n" + s.said.String()
	}
	return out
}

// stage is a line with a few phones around it.
type stage struct {
	t       *testing.T
	clock   *engine.Clock
	engine  *engine.Engine
	said    strings.Builder
	db      *store.DB
	options engine.Options
	texts   int
	spent   int // segments the line has sent

	calling
}

// newStage is a line whose coordinator is told things in a language.
func newStage(t *testing.T, language string) *stage {
	t.Helper()
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	network := dispatch.Network{
		Name: "Eastside Mutual Aid", Location: newYork, Language: "en", Languages: []string{"en", "es", "ht", "zh-Hans", "fr"},
		Emergency: "911", Contact: "help@example.org",
		Categories: []dispatch.Category{
			{Code: "FOOD", Number: 1, Pays: dispatch.Pays{By: dispatch.PayResident}}, {Code: "RX", Number: 2, Pays: dispatch.Pays{By: dispatch.PayNobody}},
			{Code: "RIDE", Number: 3, Pays: dispatch.Pays{By: dispatch.PayNobody}}, {Code: "BABY", Number: 4, Pays: dispatch.Pays{By: dispatch.PayNetwork, UpTo: 50}},
			{Code: "SAFE", PersonOnly: true}, {Code: "OTHER", PersonOnly: true}},
		Zones:     []dispatch.Zone{{Name: "North", ZIPs: []string{"11206", "11211"}, Neighbors: []string{"South"}}, {Name: "South", ZIPs: []string{"11215"}}},
		Elsewhere: []dispatch.Elsewhere{{Name: "Grand St Pantry, 718-555-0100", Categories: []string{"FOOD"}}, {Name: "Ride Aid", ZIPs: []string{"11385"}}},
		Rules: dispatch.Rules{LiveOffers: 5, ReplaceAfter: 30 * time.Minute, AskAgainAfter: 0, DailyLimit: 5, WeeklyLimit: 8, OpenJobs: 1,
			Quiet: dispatch.Quiet{From: 21 * 60, Until: 8 * 60}, EscalateAfter: 4 * time.Hour, StandDownWindow: 30 * time.Minute, ApproveVolunteers: true},
		Coordinators: []dispatch.Coordinator{{Name: "Dora", Phone: phones["dora"].number, Languages: []string{language}, Safety: true}},
	}
	catalog := catalogFor(t, network.Name, network.Languages, newYork)
	clock := engine.StoppedClock(time.Date(2026, 6, 1, 10, 0, 0, 0, newYork)) // a Monday
	o := newDatabase(t)
	o.Now = clock.Now
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	prompts, err := i18n.OpenRecordings(filepath.Join(filepath.Dir(o.Path), "prompts"))
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, clock: clock, calling: newCalling(catalog), db: db, options: engine.Options{Store: db, Network: network,
		Catalog: catalog, Clock: clock, Log: slog.New(slog.DiscardHandler), Lines: []string{ourNumber}, Recordings: prompts, Voice: voiceRules()}}
	s.engine = engine.New(s.options)
	s.enrol(db)
	return s
}

// enrol enters everybody who speaks a language as a trusted volunteer.
func (s *stage) enrol(db *store.DB) {
	err := db.Write(s.t.Context(), func(tx *store.Tx) error {
		for _, name := range slices.Sorted(maps.Keys(phones)) {
			p := phones[name]
			if len(p.languages) == 0 {
				continue
			}
			c := store.Contact{Phone: store.Sealed(p.number), Name: store.Sealed(strings.ToUpper(name[:1]) + name[1:]), Language: p.languages[0]}
			if err := tx.InsertContact(&c); err != nil {
				return err
			}
			v := dispatch.Volunteer{ID: c.ID, Status: dispatch.Active, Trusted: true, Languages: p.languages}
			if err := tx.UpsertVolunteer(store.Volunteer{Volunteer: v}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// line plays one line of a scene: a text, a move of the clock; what the line said is left out and said again.
func (s *stage) line(line string) {
	if name, text, ok := strings.Cut(line, "> "); ok && !strings.Contains(name, " ") {
		s.said.WriteString(line + "\n")
		s.text(name, text)
		s.settle()
	} else if m := act.FindStringSubmatch(line); m != nil {
		s.said.WriteString(line + "\n")
		s.does(m[1], m[2])
		s.settle()
	} else if before, ok := strings.CutPrefix(line, "% "); ok {
		s.said.WriteString(line + "\n")
		s.begins(before)
	} else if by, ok := strings.CutPrefix(line, "@ "); ok {
		s.said.WriteString(line + "\n")
		s.unanswered()
		d, err := time.ParseDuration(by)
		if err != nil {
			s.t.Fatal(err)
		}
		s.advance(d)
	}
}

func (s *stage) text(name, text string) {
	in := engine.Inbound{From: phones[name].number, To: "+12125550100", Body: strings.ReplaceAll(text, "####", s.code)}
	if text == "(picture)" {
		in.Body, in.Media = "", 1
	}
	s.texts++
	in.SID = fmt.Sprintf("SM%032d", s.texts)
	a, err := s.engine.Text(s.t.Context(), in)
	if err != nil {
		s.t.Fatalf("%s> %s: %v", name, text, err)
	}
	if a.Body != "" {
		s.hear(name, a.Body)
	}
}

// code is a request's, which is random: only coordinators are told one.
var code = regexp.MustCompile(`\b[0-9]{4}\b`)

func (s *stage) hear(name, body string) {
	n := i18n.Segments(body)
	if told := code.FindString(body); told != "" && name == "dora" {
		s.code = told
	}
	body = code.ReplaceAllString(body, "####")
	s.spent += n.Segments
	fmt.Fprintf(&s.said, "%s< %s", name, strings.ReplaceAll(body, "\n", "\n  "))
	if n.Segments > 1 {
		fmt.Fprintf(&s.said, "  [%d]", n.Segments)
	}
	s.said.WriteString("\n")
}

// advance moves the clock from timer to timer, so that everything happens at its own time.
func (s *stage) advance(d time.Duration) {
	until := s.clock.Now().Add(d)
	for {
		s.settle()
		next, err := s.engine.RunDue(s.t.Context())
		if err != nil {
			s.t.Fatal(err)
		}
		if next.IsZero() || next.After(until) {
			break
		}
		s.clock.Advance(next.Sub(s.clock.Now()))
	}
	s.clock.Advance(until.Sub(s.clock.Now()))
	s.settle()
}

// settle runs what is due and delivers what has been queued, until nothing is left.
func (s *stage) settle() {
	for {
		if _, err := s.engine.RunDue(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
		out, _, err := s.engine.Claim(s.t.Context(), 100)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, o := range out {
			s.deliver(o)
		}
		if s.dials()+s.fetches()+len(out) == 0 {
			return
		}
	}
}

func (s *stage) deliver(o engine.Outgoing) {
	for name, p := range phones {
		if p.number == o.To {
			s.hear(name, o.Body)
		}
	}
	sid := fmt.Sprintf("SM%032x", int64(o.Message))
	if err := s.engine.Record(context.Background(), o.ID, engine.Outcome{Kind: engine.Sent, SID: sid, Status: "queued", HTTP: 201}); err != nil {
		s.t.Fatal(err)
	}
}

// heard is a call of the line's that is picked up and heard, out of the scene.
func (s *stage) heard(o engine.OutgoingCall) {
	if err := s.engine.DialEnded(s.t.Context(), o.ID, s.place(o), dispatch.CallHeard); err != nil {
		s.t.Fatal(err)
	}
}

// TestCostOfAFulfilledRequest counts what product.md promises: a fulfilled request in English, five neighbors asked,
// costs at most 12 outbound segments from a known phone, 13 from a new one, and one more per stand-down.
func TestCostOfAFulfilledRequest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		known bool
		most  int
	}{{"known phone", true, 12}, {"new phone", false, 13}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, "en")
			if c.known {
				s.line("rosa> HELP")
				s.spent = 0
			}
			for _, line := range []string{"rosa> FOOD 11211 two adults", "ben> YES", "rosa> 120 grand st apt 4R rosa", "rosa> DONE"} {
				s.line(line)
			}
			const offers = 5
			toOthers := len(regexp.MustCompile(`(?m)^(ana|cleo|luc|mei)<`).FindAllString(s.said.String(), -1))
			standDowns := toOthers - (offers - 1)
			if standDowns != 4 {
				t.Errorf("%d stand-downs, want 4", standDowns)
			}
			if got := s.spent - standDowns; got > c.most {
				t.Errorf("%d segments, at most %d:\n%s", got, c.most, s.said.String())
			}
		})
	}
}
