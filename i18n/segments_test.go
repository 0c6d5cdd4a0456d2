package i18n

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"hotline/ops/testdata"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"
)

// A judged text is one that the carrier's own calculator has counted.
type judged struct {
	ID    string `json:"id"`
	Text  []byte `json:"b"`
	Lone  bool   `json:"lone"` // a lone surrogate, which UTF-8 cannot hold
	Enc   string `json:"enc"`
	Seg   int    `json:"seg"`
	Chars int    `json:"chars"`
}

func TestSegmentsAgreesWithTheCarrier(t *testing.T) {
	t.Parallel()
	var all []judged
	if err := json.Unmarshal(testdata.Read(t, "twilio/seg.json"), &all); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, j := range all {
		if j.Lone {
			continue
		}
		compared++
		got := Segments(string(j.Text))
		if got.Encoding != j.Enc || got.Segments != j.Seg {
			t.Errorf("%s: %q is %s, %d segments; the carrier says %s, %d", j.ID, j.Text, got.Encoding, got.Segments, j.Enc, j.Seg)
		}
		if got.Chars != j.Chars {
			t.Errorf("%s: %q has %d characters; the carrier says %d", j.ID, j.Text, got.Chars, j.Chars)
		}
	}
	if compared < 2000 {
		t.Errorf("only %d texts were compared", compared)
	}
}

func TestSegmentsAtTheEdges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want Count
	}{
		{"", Count{GSM7, 1, 0}},
		{strings.Repeat("a", 160), Count{GSM7, 1, 160}},
		{strings.Repeat("a", 161), Count{GSM7, 2, 161}},
		{strings.Repeat("a", 306), Count{GSM7, 2, 306}},
		{strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), Count{GSM7, 3, 306}}, // € is not split
		{strings.Repeat("水", 70), Count{UCS2, 1, 70}},
		{strings.Repeat("水", 71), Count{UCS2, 2, 71}},
		{strings.Repeat("水", 66) + "👍🏽" + strings.Repeat("水", 64), Count{UCS2, 3, 131}}, // nor is a cluster
		{"Responda SÍ", Count{UCS2, 1, 11}},
		{"ñ ¿ ¡ é è à ò ù ü", Count{GSM7, 1, 17}},
	} {
		if got := Segments(c.text); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.text, got, c.want)
		}
	}
}

func TestSegmentsProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab {}€éáñ水👍🏽\u200d\n\r"))).Draw(t, "text")
		more := rapid.StringOf(rapid.SampledFrom([]rune("ab€水👍"))).Draw(t, "more")
		a, b := Segments(text), Segments(text+more)
		if b.Segments < a.Segments {
			t.Fatalf("%q costs %d, with %q after it %d", text, a.Segments, more, b.Segments)
		}
	})
}

func FuzzSegments(f *testing.F) {
	for _, s := range []string{"", "a", "€", "水", "👍🏽", "\xff", "e\u0301", strings.Repeat("{", 81), strings.Repeat("🏳️‍🌈", 30)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Segments(s)
		size, single := c.Chars, gsmSingle
		if c.Encoding == UCS2 {
			size, single = units(s), ucsSingle
			if n := uniseg.GraphemeClusterCount(s) + strings.Count(s, "\r\n"); c.Chars != n {
				t.Errorf("%q: %d characters, %d clusters", s, c.Chars, n)
			}
		}
		if (c.Segments == 1) != (size <= single) && c.Chars > 1 {
			t.Errorf("%q: %d units in %d segments", s, size, c.Segments)
		}
		if c.Segments < 1 || c.Segments > 1+utf8.RuneCountInString(s) {
			t.Errorf("%q: %d segments", s, c.Segments)
		}
	})
}

func BenchmarkSegments(b *testing.B) {
	for name, text := range map[string]string{
		"gsm":  strings.Repeat("Responda SI B o NO B. ", 7),
		"ucs2": strings.Repeat("我们正在问邻居。", 8),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Segments(text)
			}
		})
	}
}
