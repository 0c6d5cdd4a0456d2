package config

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"hotline/dispatch"
)

// checker turns written values into meant ones and keeps the first error; after one, what it returns does not count.
type checker struct {
	src  *source
	ours []string // the line's own numbers, as they are written
	err  error
}

// fail records what is wrong at a key and what to write there.
func (c *checker) fail(path, format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%s: %s: %s", c.src.at(path), path, fmt.Sprintf(format, args...))
	}
}

// line checks a name or a word that is shown to people: one line, no control characters, at most limit characters.
func (c *checker) line(path, s string, limit int) string {
	s = strings.TrimSpace(s)
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		c.fail(path, "must be one line of plain text")
	case utf8.RuneCountInString(s) > limit:
		c.fail(path, "must be at most %d characters", limit)
	}
	return s
}

// must is line, and not empty.
func (c *checker) must(path, s string, limit int, example string) string {
	if strings.TrimSpace(s) == "" {
		c.fail(path, "is missing; write %s = %q", last(path), example)
	}
	return c.line(path, s, limit)
}

// last is the key at the end of a path.
func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

func (c *checker) phone(path, s string) string {
	if !e164.MatchString(s) {
		c.fail(path, "must be a number with + and country code, such as %q", "+12125550142")
	}
	return s
}

func (c *checker) tag(path, s string) string {
	if _, err := language.Parse(s); err != nil || s == "und" {
		c.fail(path, "%q is no language tag; write one such as \"en\" or \"zh-Hans\"", s)
	}
	return s
}

// ParseDuration reads "30m", "8h", "90d", "2w" and sums such as "1h30m"; never negative.
func ParseDuration(s string) (time.Duration, error) {
	const day = 24 * time.Hour
	d, err := time.ParseDuration(s)
	for suffix, unit := range map[string]time.Duration{"d": day, "w": 7 * day} {
		if count, ok := strings.CutSuffix(s, suffix); ok {
			var n uint64
			n, err = strconv.ParseUint(count, 10, 12)
			d = time.Duration(n) * unit
		}
	}
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no length of time; write one such as \"30m\", \"8h\" or \"90d\"", s)
	}
	return d, nil
}

// duration checks a length of time from least to a year.
func (c *checker) duration(path, s string, least time.Duration) time.Duration {
	d, err := ParseDuration(s)
	switch {
	case err != nil:
		c.fail(path, "%v", err)
	case d < least || d > 366*24*time.Hour:
		c.fail(path, "%q must be from %q to \"366d\"", s, least.String())
	}
	return d
}

func (c *checker) clock(path, s string) int {
	minutes, err := dispatch.ParseClock(s)
	if err != nil {
		c.fail(path, "%v", err)
	}
	return minutes
}

func (c *checker) hours(path, s string) dispatch.Hours {
	h, err := dispatch.ParseHours(s)
	if err != nil {
		c.fail(path, "%v", err)
	}
	return h
}

// count checks a whole number from least to most.
func (c *checker) count(path string, n, least, most int) int {
	if n < least || n > most {
		c.fail(path, "must be from %d to %d", least, most)
	}
	return n
}

// amount checks a number from 0 to most; positive: not 0 itself.
func (c *checker) amount(path string, x, most float64, positive bool) float64 {
	if !(x >= 0 && x <= most) || positive && x == 0 { // written so that it holds for NaN
		c.fail(path, "must be a number from 0 to %g", most)
	}
	return x
}

// address checks a URL that others call or we call: http or https, a host, nothing after the path.
func (c *checker) address(path, s, example string) string {
	if s == "" {
		c.fail(path, "is missing; write %s = %q", last(path), example)
		return s
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		c.fail(path, "must be an address with https://, such as %q", example)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		c.fail(path, "must end after the host or path: no name and password, no ? and no #")
	case strings.Contains(u.Hostname(), "_"):
		c.fail(path, "must have a host without _; the carrier calls no such host")
	}
	return strings.TrimRight(s, "/")
}

// listen checks host:port.
func (c *checker) listen(path, s string) string {
	_, port, err := net.SplitHostPort(s)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n > 65535 {
		c.fail(path, "must be host:port, such as %q", "127.0.0.1:8080")
	}
	return s
}

// file resolves a path that may start at the file's folder.
func (c *checker) file(path, s, dir string) string {
	if s == "" {
		c.fail(path, "is empty; write a path")
	}
	if filepath.IsAbs(s) {
		return filepath.Clean(s)
	}
	return filepath.Join(dir, s)
}
