package lexicon

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"testing"

	"hotline/ops/testdata"
)

// table reads a file of the shared data as rows by column name.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(testdata.Read(t, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range records[1:] {
		row := make(map[string]string, len(r))
		for i, column := range records[0] {
			row[column] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// dataTags are our languages as the shared data names them.
func dataTags() map[string]string {
	return map[string]string{"en": "en", "es": "es", "fr": "fr", "zh": "zh-Hans"}
}

// The wrong polarity takes a job for somebody, or away from them: never from a short text, hardly ever from a long one.
func TestYesNoOnRealAnswers(t *testing.T) {
	t.Parallel()
	l := setup(t)
	read, decided, wrong := 0, 0, 0
	for _, row := range table(t, "texts/affirm_deny.csv") {
		lang, ours := dataTags()[row["lang"]]
		label := row["label"]
		if !ours || label != "yes" && label != "no" {
			continue
		}
		text := Parse(row["text"])
		p := l.YesNo(text, lang)
		read++
		if p == Yes || p == No {
			decided++
		}
		asYes, asNo := p == Yes || p == YesIf, p == No || p == NoBut
		if label == "no" && asYes || label == "yes" && asNo {
			wrong++
			if text.size() <= shortAnswer {
				t.Errorf("%s %q is read as %v", lang, row["text"], p)
			}
		}
	}
	if wrong*1000 > read*11 {
		t.Errorf("%d of %d answers are read the wrong way round", wrong, read)
	}
	if decided*100 < read*55 {
		t.Errorf("only %d of %d answers are read at all", decided, read)
	}
}

// A text that is neither must not be taken for a yes.
func TestNoYesWhereThereIsNone(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, row := range table(t, "texts/affirm_deny.csv") {
		if lang, ours := dataTags()[row["lang"]]; ours && row["label"] != "yes" && row["label"] != "no" {
			if p := l.YesNo(Parse(row["text"]), lang); p == Yes {
				t.Errorf("%s %q (%s) is a yes", lang, row["text"], row["label"])
			}
		}
	}
}

// What is a yes in one language of the world and a no in another is only read in the language that has it.
func TestYesNoConflicts(t *testing.T) {
	t.Parallel()
	l := setup(t)
	var conflicts map[string][2][]string
	if err := json.Unmarshal(testdata.Read(t, "texts/yesno_conflicts.json"), &conflicts); err != nil {
		t.Fatal(err)
	}
	for word, sides := range conflicts {
		for _, lang := range tags {
			if slices.Contains(sides[0], lang) || slices.Contains(sides[1], lang) {
				continue
			}
			w := words(t, lang)
			own := slices.Contains(w.Yes, word) || slices.Contains(w.No, word)
			if p := l.YesNo(Parse(word), lang); p != Unclear && !own {
				t.Errorf("%q is read as %v in %s", word, p, lang)
			}
		}
	}
}

// Nobody is opted out who did not ask for it; whoever asks is, or reaches a coordinator.
func TestOptOutOnRealTexts(t *testing.T) {
	t.Parallel()
	l := setup(t)
	asked, out := 0, 0
	for _, row := range table(t, "texts/opt_out.csv") {
		o := l.OptOut(Parse(row["text"]))
		stopped := o == CarrierWord || o == OwnWord || o == OptOutPhrase
		if row["label"] != "opt_out" {
			if stopped {
				t.Errorf("%s %q (%s) is an opt-out", row["lang"], row["text"], row["label"])
			}
			continue
		}
		if _, ours := dataTags()[row["lang"]]; ours {
			asked++
			if stopped {
				out++
			}
		}
	}
	if out*100 < asked*95 {
		t.Errorf("only %d of %d opt-outs are read", out, asked)
	}
}

func TestReactionsAreCut(t *testing.T) {
	t.Parallel()
	for _, row := range table(t, "texts/tapbacks.csv") {
		got := Parse(row["text"])
		want := OtherReaction
		switch {
		case row["action"] == "none":
			want = NoReaction
		case row["kind"] == "like", row["kind"] == "love":
			want = Like
		case row["kind"] == "emoji", row["kind"] == "rcs", row["kind"] == "attachment":
			want = got.Reaction // which one depends on the emoji; that it is cut is what counts
		}
		if row["action"] == "remove" {
			want = OtherReaction
		}
		if got.Reaction != want || (row["action"] != "none") != (len(got.Tokens) == 0) {
			t.Errorf("%q: %v, want %v; %d words left", row["text"], got.Reaction, want, len(got.Tokens))
		}
	}
}

// score counts hits and misses of one need.
type score struct{ both, onlyRead, onlyLabel int }

func (s score) f1() float64 {
	return 2 * float64(s.both) / float64(2*s.both+s.onlyRead+s.onlyLabel)
}

// The needs of real people, by the labels that others gave them. Half of the disagreements are the labels', so the
// lists are held a little below what they reach, and nothing is gained by fitting them further.
func TestNeedsOnRealTexts(t *testing.T) {
	t.Parallel()
	l := setup(t)
	floors := map[string]map[string]float64{
		"message":  {"food": .85, "water": .85, "shelter": .75, "medical": .49, "clothing": .73},
		"original": {"food": .80, "water": .79, "shelter": .66, "medical": .45, "clothing": .69},
	}
	rows := table(t, "texts/disaster_direct_dev.csv")
	for side, needs := range floors {
		scores := map[string]score{}
		for _, row := range rows {
			text := Parse(row[side])
			if row[side] == "" {
				text = Parse(row["message"])
			}
			read := l.labels(&text, l.Guess(text).Language)
			for need := range needs {
				s := scores[need]
				switch labelled := isLabelled(row, need); {
				case read[need] && labelled:
					s.both++
				case read[need]:
					s.onlyRead++
				case labelled:
					s.onlyLabel++
				}
				scores[need] = s
			}
		}
		for need, floor := range needs {
			t.Logf("%-8s %-8s F1 %.3f", side, need, scores[need].f1())
			if got := scores[need].f1(); got < floor {
				t.Errorf("%s of the %s: F1 %.3f, was at least %.2f", need, side, got, floor)
			}
		}
	}
}

func isLabelled(row map[string]string, need string) bool {
	if need == "medical" {
		return row["medical_help"] == "1" || row["medical_products"] == "1"
	}
	return row[need] == "1"
}

// labels are the needs of a text as the shared data names them.
func (l *Lexicon) labels(t *Text, lang string) map[string]bool {
	read := map[string]bool{}
	for _, h := range l.hits(t, lang) {
		switch {
		case h.kind == "water":
			read["water"] = true
		case h.category == "FOOD", h.category == "MEAL":
			read["food"] = true
		case h.category == "RX", h.category == "MED":
			read["medical"] = true
		case h.category == "SHELTER":
			read["shelter"] = true
		case h.kind == "clothes":
			read["clothing"] = true
		}
	}
	return read
}

// The English side of the data is in English, so a sure guess of anything else is wrong, but for the few messages
// that nobody translated.
func TestGuessOnRealTexts(t *testing.T) {
	t.Parallel()
	l := setup(t)
	english, other, strong := 0, 0, 0
	originals := map[string]int{}
	rows := table(t, "texts/disaster_direct_dev.csv")
	for _, row := range rows {
		g := l.Guess(Parse(row["message"]))
		switch {
		case g.Sure && g.Language == "en":
			english++
		case g.Sure:
			other++
		}
		if g.Strong && g.Language != "en" {
			strong++
		}
		if row["event"] == "haiti_earthquake" {
			originals[l.Guess(Parse(row["original"])).Language]++
		}
	}
	if english*100 < len(rows)*96 || other*1000 > len(rows)*4 || strong*1000 > len(rows)*4 {
		t.Errorf("of %d English texts %d are surely English, %d surely another, %d strongly another", len(rows), english, other, strong)
	}
	haiti := originals["ht"] + originals["fr"] + originals["en"] + originals["es"] + originals[""]
	if originals["ht"]*100 < haiti*76 || originals["fr"]*100 < haiti*12 || originals["es"]*100 > haiti {
		t.Errorf("the languages of Haiti's messages: %v", originals)
	}
}
