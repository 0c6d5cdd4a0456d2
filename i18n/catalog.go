// Package i18n puts what the line has to say into words. It holds the catalogs and the words of each language, built
// in and as an organiser's lang folder changes them, and counts what a text costs by the carrier's own rule. A
// catalog is loaded once and then only read. The package decides nothing and knows no request, person or store:
// whoever wants something said hands it a msg.Text.
package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// Options are what a catalog must know of its network.
type Options struct {
	Overlay    fs.FS    // the lang folder: <tag>.toml changes a built-in language or adds one; nil: none
	Languages  []string // tags, in the order of the language menu; empty: every built-in language
	Default    string   // spoken to whoever has no language of the network; empty: the first of Languages
	Menu       []string // the categories numbered 1 to 4, in order
	Categories []string // every category of the network; those without a label are a Problem. Empty: not looked at
	Network    string   // the network's name, for {{.Network}}
	Location   *time.Location
}

// Catalog says every message in every language of a network. It is safe for concurrent use.
type Catalog struct {
	speakers   map[string]*speaker // by tag
	fallback   *speaker            // the network's default language
	lastResort *speaker            // English as built in
	languages  []string            // tags, in the order of the language menu
	numbered   []string            // the categories with a number, in order
	categories []string
	network    string
	zone       *time.Location
	lex        *lexicon.Lexicon
	problems   []Problem
}

// complete is the language that lacks nothing, held by a test: what another one lacks is said in the network's
// default language, and what that lacks in this one. Its messages and their blanks are the measure of the others'.
const complete = "en"

// Load reads the languages of a network. A file that cannot be read is an error that names file and line; what can be
// spoken and ought to be mended is told by Problems.
func Load(o Options) (*Catalog, error) {
	if o.Location == nil {
		return nil, errors.New("i18n: no time zone")
	}
	if len(o.Languages) == 0 {
		o.Languages = builtinTags()
	}
	if o.Default == "" {
		o.Default = o.Languages[0]
	}
	if !slices.Contains(o.Languages, o.Default) {
		return nil, fmt.Errorf("default_language %q is not one of the languages", o.Default)
	}
	c := &Catalog{speakers: map[string]*speaker{}, network: o.Network, zone: o.Location,
		languages: o.Languages, numbered: o.Menu, categories: o.Categories}
	var words []lexicon.Language
	for _, tag := range o.Languages {
		v, err := newSpeaker(tag, o.Overlay)
		if err != nil {
			return nil, err
		}
		c.speakers[tag] = v
		words = append(words, lexicon.Language{Tag: tag, Words: v.file.Words})
	}
	last, err := newSpeaker(complete, nil)
	if err != nil {
		return nil, err
	}
	c.fallback, c.lastResort = c.speakers[o.Default], last
	for _, v := range c.speakers {
		v.menu = c.menu(v, o.Menu)
	}
	if !slices.Contains(o.Languages, complete) { // English words are understood everywhere
		words = append(words, lexicon.Language{Tag: complete, Words: last.file.Words, OnlyRead: true})
	}
	lex, err := lexicon.New(words)
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	c.lex = lex
	c.problems = c.look(o)
	return c, nil
}

// Lexicon reads what people text in the languages of the network.
func (c *Catalog) Lexicon() *lexicon.Lexicon { return c.lex }

// Name is what a language calls itself: "Kreyòl".
func (c *Catalog) Name(tag string) string { return c.speaker(tag).file.Name }

// Budget is how many segments a message may cost in a language, with names and places of real length.
func (c *Catalog) Budget(lang string, key msg.Key) int {
	if n, ok := c.speaker(lang).file.Budget[string(key)]; ok {
		return n
	}
	return 1
}

// speaker is the language lang, or the network's default where it is not one of ours.
func (c *Catalog) speaker(lang string) *speaker {
	if v, ok := c.speakers[lang]; ok {
		return v
	}
	return c.fallback
}
