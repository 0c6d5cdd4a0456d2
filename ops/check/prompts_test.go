package check

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hotline/i18n"
)

func TestPrompts(t *testing.T) {
	t.Parallel()
	c, err := i18n.Load(i18n.Options{
		Languages: []string{"en", "es", "ht", "vi"}, Network: "N", Location: time.UTC, Menu: []string{"FOOD"}, Categories: []string{"FOOD"},
		Overlay: fstest.MapFS{"vi.toml": {Data: []byte("name = \"Tiếng Việt\"\n[voice]\ngreeting = \"Xin chào.\"\n")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := i18n.OpenRecordings(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Save("ht", "greeting", "wav", []byte("sound")); err != nil {
		t.Fatal(err)
	}
	languages := []string{"en", "es", "ht", "vi"}
	found := Prompts(c, r, languages, "data/prompts")
	if len(found) != 2 || found[0].Level != Warn || found[1].Level != Warn {
		t.Fatalf("%v", found)
	}
	for i, want := range [][]string{
		{"ht: ", "no voice", "data/prompts/ht/<prompt>.wav", " for_FOOD", " press_1 \"peze 1.\"", " language_ht", "key 7"},
		{"vi: ", "[voice] in lang/vi.toml", "data/prompts/vi/<prompt>.wav", " press_1"},
	} {
		for _, part := range want {
			if !strings.Contains(found[i].What, part) {
				t.Errorf("%q is not in %s", part, found[i].What)
			}
		}
		if strings.Contains(found[i].What, " greeting") || strings.Contains(found[i].What+" ", " news ") || strings.Contains(found[i].What, "\n") {
			t.Errorf("names too much: %s", found[i].What)
		}
	}
	for _, key := range c.Prompts("ht") {
		if err := r.Save("ht", key, "mp3", []byte("sound")); err != nil {
			t.Fatal(err)
		}
	}
	if found := Prompts(c, r, languages[:3], "data/prompts"); len(found) != 1 || found[0].Level != OK {
		t.Errorf("all is recorded, or has a voice: %v", found)
	}
}
