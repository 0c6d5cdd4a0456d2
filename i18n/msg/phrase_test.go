package msg_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hotline/i18n/msg"
)

func TestPhrasesAreRead(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		number        int
		blank, wanted string // wanted: what stands in the blank; "-": no phrase
	}{
		{12, "", ""}, {65, "", ""}, {13, "6", "6:00"}, {13, "630", "6:30"}, {53, "1830", "18:30"}, {41, "12", "12"}, {22, "0104", "0104"},
		{10, "", "-"}, {16, "", "-"}, {66, "", "-"}, {71, "", "-"}, {0, "", "-"}, {-11, "", "-"},
		{12, "4", "-"}, {41, "", "-"}, {41, "12345", "-"}, {41, "12.5", "-"}, {41, "-1", "-"}, {13, "25", "-"}, {13, "675", "-"},
	} {
		p, ok := msg.ReadPhrase(tc.number, tc.blank)
		if ok != (tc.wanted != "-") {
			t.Errorf("%d %q: read %v", tc.number, tc.blank, ok)
			continue
		}
		if got, _ := p.Text().Args["Number"].(string); ok && got != tc.wanted {
			t.Errorf("%d %q: %q stands in it, want %q", tc.number, tc.blank, got, tc.wanted)
		}
		if strings.Join(p.Said(), "") != p.Blank || tc.blank == "630" && len(p.Said()) != 2 {
			t.Errorf("%d %q: said as %q", tc.number, tc.blank, p.Said())
		}
	}
}

// Every phrase that is read is one of the table, and every one of the table can be written as it is listed.
func TestEveryPhraseCanBeWritten(t *testing.T) {
	t.Parallel()
	for number := range 100 {
		p := msg.ExamplePhrase(number)
		if read, ok := msg.ReadPhrase(p.Number, p.Blank); ok != msg.IsPhrase(number) || ok && read != p {
			t.Errorf("%s is read as %v, %v", p.Code(), read, ok)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		number, blank := rapid.IntRange(-100, 1000).Draw(t, "number"), rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9]{0,5}`)).Draw(t, "blank")
		p, ok := msg.ReadPhrase(number, blank)
		if !ok {
			return
		}
		if _, err := strconv.Atoi("0" + p.Blank); err != nil || !msg.IsPhrase(p.Number) || p.HasBlank() != (p.Blank != "") {
			t.Fatalf("%+v", p)
		}
	})
}
