package i18n

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"hotline/i18n/lexicon"

	"github.com/pelletier/go-toml/v2"
	xlanguage "golang.org/x/text/language"
)

//go:embed catalog/*.toml words/*.toml
var builtin embed.FS

// Bounds of a file and of one message; beyond them a file is refused. The carrier takes no text over 1600 characters.
const (
	maxFile    = 1 << 20
	maxMessage = 1600
)

// A file is what one language has to say and to read: i18n/catalog/<tag>.toml, then i18n/words/<tag>.toml, then
// lang/<tag>.toml, each laid over what came before.
type file struct {
	Name      string            `toml:"name"`      // of the language, in itself
	Reviewed  bool              `toml:"reviewed"`  // a native speaker has read every line
	Languages map[string]string `toml:"languages"` // names of other languages in this one
	Time      timeWords         `toml:"time"`
	Messages  map[string]any    `toml:"messages"` // a string, or a table of plural forms
	Voice     map[string]string `toml:"voice"`    // what is said on the phone, by prompt
	Budget    map[string]int    `toml:"budget"`   // segments, where a message may cost more than one
	Words     lexicon.Words     `toml:"words"`

	says   map[string]forms  // Messages, read
	spoken []string          // the prompts of Voice, in the order in which they stand
	lines  map[string]string // where each message stands: "lang/es.toml:12", prompts as "voice.<key>"
	own    map[string]bool   // the messages of the organiser's own file
	found  bool              // some file has this language
}

// newFile is a language without a word.
func newFile() *file {
	return &file{Languages: map[string]string{}, Budget: map[string]int{}, Voice: map[string]string{},
		says: map[string]forms{}, lines: map[string]string{}, own: map[string]bool{}}
}

// language reads everything there is about a language.
func language(tag string, overlay fs.FS) (*file, error) {
	if _, err := xlanguage.Parse(tag); err != nil {
		return nil, fmt.Errorf("language %q: write a language tag such as es or zh-Hans", tag)
	}
	f := newFile()
	if err := f.read(builtin, "i18n/", "catalog/"+tag+".toml"); err != nil {
		return nil, err
	}
	if _, err := decode(builtin, "i18n/", "words/"+tag+".toml", &f.Words); err != nil {
		return nil, err
	}
	if overlay != nil {
		over := newFile()
		if err := over.read(overlay, "lang/", tag+".toml"); err != nil {
			return nil, err
		}
		f.lay(over)
	}
	if !f.found {
		return nil, fmt.Errorf("language %q is not built in: add lang/%s.toml, or take it out of languages", tag, tag)
	}
	return f, nil
}

// lay lays the organiser's file over the built-in ones: single values and messages replace, lists of words grow.
func (f *file) lay(over *file) {
	f.found = f.found || over.found
	f.Reviewed = f.Reviewed || over.Reviewed
	if over.Name != "" {
		f.Name = over.Name
	}
	maps.Copy(f.Languages, over.Languages)
	maps.Copy(f.says, over.says)
	maps.Copy(f.Voice, over.Voice)
	maps.Copy(f.Budget, over.Budget)
	maps.Copy(f.lines, over.lines)
	for key := range over.says {
		f.own[key] = true
	}
	for key := range over.Voice {
		f.own["voice."+key] = true
	}
	f.Time.lay(over.Time)
	f.Words = f.Words.Overlay(over.Words)
}

// read reads a catalog, if the file is there, and checks what it says.
func (f *file) read(from fs.FS, folder, name string) error {
	text, err := decode(from, folder, name, f)
	if err != nil || text == "" {
		return err
	}
	f.found = true
	return f.check(folder+name, text)
}

// decode decodes a file into v and returns its text, or nothing if it is not there. Errors begin with the file's name
// as an organiser knows it, and the line.
func decode(from fs.FS, folder, name string, v any) (string, error) {
	shown := folder + name
	text, err := readLimited(from, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", shown, err)
	}
	if !utf8.Valid(text) {
		return "", fmt.Errorf("%s:%d: not UTF-8; save the file as UTF-8", shown, badLine(text))
	}
	text = append(bytes.TrimPrefix(text, []byte("\ufeff")), '\n')
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(v); err != nil {
		return "", located(shown, err)
	}
	return string(text), nil
}

// check turns every message into its plural forms, and refuses what cannot be said.
func (f *file) check(shown, text string) error {
	lines := linesOf(text, "messages")
	for _, key := range slices.Sorted(maps.Keys(f.Messages)) {
		at := fmt.Sprintf("%s:%d", shown, max(lines[key], 1))
		forms, err := formsOf(f.Messages[key])
		if err != nil {
			return fmt.Errorf("%s: %s: %w", at, key, err)
		}
		f.says[key], f.lines[key] = forms, at
	}
	if err := f.Time.check(); err != nil {
		return fmt.Errorf("%s: [time] %w", shown, err)
	}
	return f.checkVoice(shown, text)
}

// located adds file and line to an error of the TOML library.
func located(shown string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		first := strict.Errors[0]
		line, _ := first.Position()
		return fmt.Errorf("%s:%d: unknown key %s", shown, line, strings.Join(first.Key(), "."))
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		line, _ := bad.Position()
		return fmt.Errorf("%s:%d: %s", shown, line, strings.TrimPrefix(bad.Error(), "toml: "))
	}
	return fmt.Errorf("%s: %w", shown, err)
}

// readLimited reads a file of at most maxFile bytes.
func readLimited(from fs.FS, name string) ([]byte, error) {
	r, err := from.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("larger than %d bytes", maxFile)
	}
	return text, nil
}

// linesOf are the lines on which the keys of a table are set, for errors; a key written in a way that this does not
// see has none.
func linesOf(text, of string) map[string]int {
	lines, n, table := map[string]int{}, 0, ""
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			table, _, _ = strings.Cut(strings.TrimPrefix(line, "["), "]")
			if key, ok := strings.CutPrefix(table, of+"."); ok {
				lines[key] = n
			}
			continue
		}
		if table != of {
			continue
		}
		name, _, _ := strings.Cut(line, "=")
		name, _, _ = strings.Cut(strings.TrimSpace(name), ".")
		if name = strings.Trim(name, `"'`); lines[name] == 0 {
			lines[name] = n
		}
	}
	return lines
}

// badLine is the first line that is not UTF-8.
func badLine(text []byte) int {
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1
		}
	}
	return 1
}

// builtinTags are the languages that come with Hotline, English first.
func builtinTags() []string {
	tags := []string{complete}
	names, _ := fs.Glob(builtin, "catalog/*.toml") // the pattern is good, and a Glob has no other error
	for _, name := range names {
		if tag := strings.TrimSuffix(path.Base(name), ".toml"); tag != complete {
			tags = append(tags, tag)
		}
	}
	return tags
}
