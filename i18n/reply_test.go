package i18n

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// capitals are words in capitals that nobody is told to text.
var capitals = []string{"ZIP", "PIN", "PC", "OK"}

// Whatever word a message tells a person to text is read as what the message says it does, in that person's language;
// and every language tells of the same ones as English.
func TestWordsToTextAreUnderstood(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for tag, v := range c.speakers {
		for key, forms := range v.file.says {
			if strings.HasPrefix(key, "alert_") || strings.HasPrefix(key, "staff_") {
				continue // a coordinator's commands are sms's, the same in every language
			}
			want := codesIn(t, c, "en", key, c.lastResort.file.says[key]["other"])
			got := codesIn(t, c, tag, key, forms["other"])
			if !maps.Equal(got, want) {
				t.Errorf("%s: %s tells of %v, English of %v: %s", tag, key, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)), forms["other"])
			}
		}
	}
}

var (
	blank   = regexp.MustCompile(`\{\{[^}]*\}\}`)
	shouted = regexp.MustCompile(`(?:^|[^\pL'])(\p{Lu}[\p{Lu}']+(?: \p{Lu}[\p{Lu}']+)*)(?:[^\pL']|$)`)
	quoted  = regexp.MustCompile(`“([^”]*)”|([好不])\{\{\.Letter\}\}|\b(STOP|START|HELP)`)
)

// codesIn are the commands a message tells of: its words in capitals or, in Chinese, in quotes.
func codesIn(t *testing.T, c *Catalog, tag, key, text string) map[string]bool {
	t.Helper()
	var words []string
	if tag == "zh-Hans" {
		for _, m := range quoted.FindAllStringSubmatch(text, -1) {
			words = append(words, strings.TrimSpace(blank.ReplaceAllString(m[1]+m[2]+m[3], "")))
		}
	} else {
		for _, run := range shouted.FindAllStringSubmatch(blank.ReplaceAllString(text, "  "), -1) {
			if run := run[1]; codeOf(c.Lexicon(), run, tag) != "" { // "NOT WEEKLY" is one command
				words = append(words, run)
			} else {
				words = append(words, strings.Fields(run)...)
			}
		}
		words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(capitals, w) })
	}
	codes := map[string]bool{}
	for _, w := range words {
		if code := codeOf(c.Lexicon(), w, tag); code != "" {
			codes[code] = true
		} else {
			t.Errorf("%s: %s tells people to text %q, which the lexicon does not know", tag, key, w)
		}
	}
	return codes
}

// codeOf is what a word alone does.
func codeOf(l *lexicon.Lexicon, word, tag string) string {
	text := lexicon.Parse(word)
	if l.OptOut(text) == lexicon.CarrierWord {
		return "stop"
	}
	if cmd, ok := l.Command(text, tag); ok {
		return cmd.Code
	}
	switch l.YesNo(text, tag) {
	case lexicon.Yes:
		return "yes"
	case lexicon.No:
		return "no"
	}
	return ""
}

// The reply that an offer asks for, copied from it as people do, takes or declines that very job.
func TestRepliesToAnOfferAreUnderstood(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for tag, replies := range map[string][2]string{
		"en": {"YES B", "NO B"}, "es": {"SI B", "NO B"}, "ht": {"WI B", "NON B"}, "fr": {"OUI B", "NON B"}, "zh-Hans": {"好B", "不B"},
	} {
		offer := c.Say(tag, msg.Text{Key: msg.Offer, Args: said(c, tag, msg.Offer)}, now)
		for i, does := range []string{"yes", "no"} {
			if !strings.Contains(offer, replies[i]) {
				t.Errorf("%s: %q is not in %q", tag, replies[i], offer)
			}
			got, ok := c.Lexicon().LetterReply(lexicon.Parse(replies[i]), tag, []string{"B", "C"})
			if !ok || got.Does != does || got.Letter != "B" {
				t.Errorf("%s: %q is read as %+v, %v", tag, replies[i], got, ok)
			}
		}
	}
}
