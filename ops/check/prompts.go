package check

import (
	"fmt"
	"path/filepath"
	"strings"

	"hotline/i18n"
)

// Prompts finds what callers cannot hear in a language of the network, and so hear in another: every prompt that nobody
// has recorded, in a language that the carrier has no voice for, with its words if there are any, and every one without
// words. folder is where recordings are.
func Prompts(c *i18n.Catalog, r *i18n.Recordings, languages []string, folder string) []Finding {
	var found []Finding
	for _, tag := range languages {
		unheard := c.Unheard(tag, r)
		if len(unheard) == 0 {
			continue
		}
		var names strings.Builder
		for _, key := range unheard {
			names.WriteString(" " + string(key))
			if words, ok := c.Prompt(tag, key); ok {
				names.WriteString(" \"" + words + "\"") // to be read out by whoever records it
			}
		}
		file := filepath.Join(folder, tag, "<prompt>.wav")
		lacks, mend := "not recorded, and the carrier has no voice for it", "Record them by phone (key 7 in the main menu, then a coordinator's PIN)"
		if _, ok := c.Voice(tag); ok {
			lacks, mend = "neither worded nor recorded", "Write them under [voice] in lang/"+tag+".toml"
		}
		found = append(found, Finding{Warn, fmt.Sprintf(
			"%s: %d of %d prompts are %s, so callers hear another language. %s, or put %s (or .mp3) there for:%s",
			tag, len(unheard), len(c.Prompts(tag)), lacks, mend, file, names.String())})
	}
	if len(found) == 0 {
		found = append(found, Finding{OK, "prompts: callers hear every one in their language"})
	}
	return found
}
